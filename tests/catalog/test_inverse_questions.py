"""Questions asked backwards, where they are asked: what is answered is proved forward, what is not is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.calculator import Calculator, Result, run
from calculators.catalog import financing_cost, interest_subsidy
from calculators.examples import example
from calculators.figure import plain
from calculators.rules.payout import principal_for_cap

SUBSIDY, COST = interest_subsidy.CALCULATOR, financing_cost.CALCULATOR


def asked(calculator: Calculator, key: str, **changes: str) -> Result:
    return run(calculator, {**example(calculator.name, key).inputs, **changes}).result


def value(result: Result, key: str) -> Decimal:
    found: Decimal = plain(result.figures[key])
    return found


PRINCIPAL = "principal_where_the_cap_binds"
RATE = "rate_for_two_percent"


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**7), st.integers(1, 100), st.integers(100, 1500), st.sampled_from(["maturity", "quarterly"]))
def test_the_principal_is_proved_forward(cap: int, ratio: int, rate: int, every: str) -> None:
    typed = {"loan_cap": str(cap), "ratio": str(ratio), "rate": f"{Decimal(rate) / 100:f}", "interest_every": every}
    found = asked(SUBSIDY, PRINCIPAL, **typed)
    principal = value(found, "cap_principal")
    assert value(found, "check_below") <= cap < value(found, "check_above")
    at, above = (
        asked(SUBSIDY, PRINCIPAL, **typed, want="", principal=f"{p:f}") for p in (principal, principal + Decimal("0.01"))
    )
    assert value(at, "subsidy") == value(found, "check_below") and plain(at.figures["binding_limit"]) == "none"
    assert value(above, "subsidy") == cap and plain(above.figures["binding_limit"]) == "per_loan_cap"
    # Rounding of at most five periods and of the subsidy itself: a fen each, told back in principal.
    exact = principal_for_cap(
        Decimal(cap), Decimal(ratio) / 100, Decimal(rate) / 10000, None, Decimal(365), Decimal(360), Decimal(1)
    )
    assert abs(principal - exact.exact) <= Decimal("0.06") / (Decimal(ratio) / 100 * Decimal(rate) / 10000)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), st.integers(1, 2000))
def test_the_rate_is_proved_forward(ratio: int, target: int) -> None:
    found = asked(SUBSIDY, RATE, ratio=str(ratio), target_cost=f"{Decimal(target) / 100:f}")
    wanted = Decimal(target) / 10000
    if "rate_for_cost" in found.figures:
        assert value(found, "check_below") <= wanted < value(found, "check_above")
        rate = f"{value(found, 'rate_for_cost') * 100:f}"
        again = asked(SUBSIDY, RATE, ratio=str(ratio), want="", target_cost="", rate=rate)
        assert value(again, "effective_rate") == value(found, "check_below")
    else:
        assert wanted / (1 - Decimal(ratio) / 100) >= Decimal("0.999999")
        assert any("在 0 到 100% 之间没有答案" in text for text in found.warnings)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"loan_cap": ""}, "仍没有碰到上限"),
        ({"loan_cap": "0", "rate": "100"}, "本金只有 1 分时"),
        ({"loan_cap": "", "year_cap": "50000", "granted": "50000", "rate": "100"}, "本金只有 1 分时"),
        ({"scheme": "huainan_panji_2022", "rate": "0"}, "仍没有碰到上限"),
        ({"rate": "0"}, "仍没有碰到上限"),
        ({"scheme": "suzhou_2009_bank"}, "仍没有碰到上限"),
    ],
)
def test_a_principal_that_does_not_exist_is_refused(changes: dict[str, str], words: str) -> None:
    found = asked(SUBSIDY, PRINCIPAL, **changes)
    assert "cap_principal" not in found.figures and any(words in text for text in found.warnings)


def test_a_limit_used_up_leaves_a_principal_whose_subsidy_rounds_to_nothing() -> None:
    """50 % of 0.00 is 0.00 and of 0.01 is 0.01: the interest first reaches half a fen at 0.17 yuan."""
    found = asked(SUBSIDY, PRINCIPAL, loan_cap="0")
    assert (value(found, "cap_principal"), value(found, "check_below")) == (Decimal("0.16"), 0)
    assert value(found, "check_above") == Decimal("0.01")


def test_rates_that_do_not_exist_are_refused_with_what_the_end_gives() -> None:
    costly = asked(SUBSIDY, RATE, valuation_fee="500000", fee_ratio="0")
    assert any("合同利率取 0%，补贴后折合年利率 25.0000%，仍超过目标" in text for text in costly.warnings)
    free = asked(SUBSIDY, RATE, ratio="100")
    assert any("合同利率取 100%，补贴后折合年利率 0.0000%，仍不超过目标" in text for text in free.warnings)
    assert "本金是 0" in asked(SUBSIDY, RATE, principal="0").warnings[-1]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 5 * 10**4), st.integers(0, 3 * 10**4), st.integers(300, 1200))
def test_the_break_even_rate_is_proved_forward(fee: int, subsidy: int, target: int) -> None:
    changes = {"other_fee": str(fee), "target": f"{Decimal(target) / 100:f}"}
    changes |= {"subsidy": str(subsidy), "subsidy_on": "2026-04-10"} if subsidy else {}
    found = asked(COST, "break_even_rate", **changes)
    if "break_even_rate" not in found.figures:
        assert any("在 0 到 100% 之间没有答案" in text for text in found.warnings)
        return
    assert value(found, "check_below") <= Decimal(target) / 10000 < value(found, "check_above")
    again = asked(COST, "break_even_rate", **changes, want="", rate=f"{value(found, 'break_even_rate') * 100:f}")
    assert value(again, "rate_after") == value(found, "check_below")


def test_a_break_even_rate_that_does_not_exist() -> None:
    found = asked(COST, "break_even_rate", other_fee="200000")
    assert "break_even_rate" not in found.figures
    assert any("合同利率取 0%，年化成本 25.0000%，仍超过目标" in text for text in found.warnings)


@settings(max_examples=40, deadline=None)
@given(st.integers(100, 2400), st.integers(0, 10**5))
def test_a_principal_in_bands_is_proved_forward(rate: int, fee: int) -> None:
    """Panji: up to the answer no limit cuts, also not at the end of the lower band; a fen more is cut."""
    typed = {"rate": f"{Decimal(rate) / 100:f}", "valuation_fee": str(fee)}
    found = asked(SUBSIDY, "panji_cap_principal", **typed)
    principal = value(found, "cap_principal")

    def bound(amount: Decimal) -> str:
        changed = asked(SUBSIDY, "panji_cap_principal", **typed, want="", principal=f"{amount:f}")
        return str(plain(changed.figures["binding_limit"]))

    steps = {Decimal("0.01"), principal / 2, min(principal, Decimal(5000000)), principal}
    assert {bound(step.quantize(Decimal("0.01"))) for step in steps} == {"none"}
    assert bound(principal + Decimal("0.01")) == "band_cap"
