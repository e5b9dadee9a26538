"""A subsidy for loans other than the plain one: floating rates, instalments, and what the rules do not say about them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.calculator import Result, run
from calculators.catalog.interest_subsidy import CALCULATOR
from calculators.catalog.loan_schedule import CALCULATOR as SCHEDULE
from calculators.dates import add_months
from calculators.errors import InputError
from calculators.examples import example
from calculators.fields import hidden
from calculators.figure import plain
from calculators.money import round_fen
from calculators.policy import Policy
from calculators.views.format import exact


def inputs(key: str, **changes: str) -> dict[str, str]:
    return {**example("interest_subsidy", key).inputs, **changes}


def result(key: str, **changes: str) -> Result:
    return run(CALCULATOR, inputs(key, **changes)).result


def value(found: Result, key: str) -> Decimal:
    number: Decimal = plain(found.figures[key])
    return number


@pytest.mark.parametrize(
    ("key", "method"),
    [("equal_principal", "equal_principal"), ("floating_rate", "single_payment")],
)
@pytest.mark.parametrize("changes", [{}, {"annuity_interest": "by_days"}, {"instalment_every": "quarterly", "instalments": "7"}])
def test_the_interest_is_that_of_the_repayment_plan(key: str, method: str, changes: dict[str, str]) -> None:
    typed = inputs(key, **changes)
    own = {name: text for name, text in typed.items() if name in {field.key for field in SCHEDULE.all_fields()}}
    plan = run(SCHEDULE, own | {"method": method, "interest_every": ""}, traced=False).result
    found = result(key, **changes)
    assert value(found, "base") == plan.figures["total_interest"]
    assert plain(found.tables[0].totals["days"]) == plan.figures["total_days"]
    assert value(found, "effective_rate") < plan.figures["simple_annual_cost"]


@given(
    st.integers(1, 900),
    st.sampled_from(["quarterly", "monthly", "maturity"]),
    st.sampled_from(["", "6", "11"]),
    st.integers(1, 600),
)
def test_a_rate_that_never_moves_is_a_fixed_one(basis_points: int, every: str, months: str, cap: int) -> None:
    """LPR 3.00 % plus points, not reset, gives to the fen what the same fixed rate gives, under any limit."""
    more = {"interest_every": every, "max_months": months, "rate_cap_mode": "fixed", "rate_cap": f"{Decimal(cap) / 100:f}"}
    moving = result("floating_rate", reset_rule="none", spread_bp=str(basis_points), **more)
    rate = f"{3 + Decimal(basis_points) / 100:f}"
    fixed = result("floating_rate", rate_kind="fixed", rate=rate, spread_bp="", reset_rule="", own_lpr="", **more)
    for key in ("base", "eligible_interest", "subsidy", "effective_rate"):
        assert exact(moving.figures[key]) == exact(fixed.figures[key])


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from(["months_1", "months_3", "january"]))
def test_a_wider_limit_never_lowers_and_never_exceeds_the_interest(cap: int, more: int, reset: str) -> None:
    limits = [f"{Decimal(c) / 100:f}" for c in (cap, cap + more)]
    low, high = (value(result("floating_rate_over_the_cap", rate_cap=c, reset_rule=reset), "eligible_interest") for c in limits)
    assert low <= high <= value(result("floating_rate_over_the_cap", reset_rule=reset), "base")


def test_each_stretch_is_clipped_by_itself() -> None:
    """3.30 % clips only the first stretch; clipping the average rate of 3.42 % would give 33,458.33."""
    assert exact(result("floating_rate_over_the_cap").figures["eligible_interest"]) == "33156.67"
    # Half a period counts by its days, as every record does: 34,690 × 184 ÷ 365, of which 3.30 ÷ 3.60.
    assert exact(result("floating_rate_over_the_cap", max_months="6").figures["eligible_interest"]) == "16030.26"


def test_the_rates_are_shown_with_their_lpr() -> None:
    table = result("floating_rate").tables[-1]
    assert table.key == "rates" and [plain(row[2]) for row in table.rows] == [Decimal("0.036"), Decimal("0.0324")]
    assert result("equal_principal").tables[-1].key == "items"


def test_a_falling_balance_is_shown_and_carries_the_rate() -> None:
    found = result("equal_principal")
    table = found.tables[0]
    assert [column.key for column in table.columns][4] == "balance"
    assert [plain(row[4]) for row in table.rows] == [Decimal(100000) * n for n in range(12, 0, -1)]
    owed = sum(plain(row[4]) * plain(row[3]) for row in table.rows)
    assert value(found, "effective_rate") == value(found, "net_interest") * 360 / owed


@pytest.mark.parametrize(
    ("key", "changes", "field", "words"),
    [
        ("floating_rate", {"scheme": "beijing_zgc_2021"}, "rate_kind", "浮动利率取哪一天"),
        ("floating_rate", {"scheme": "fujian_2022", "covered": "0"}, "rate_kind", "请选固定利率"),
        ("floating_rate_over_the_cap", {"on_exceed": "ineligible"}, "rate_kind", "请选固定利率"),
        ("equal_principal", {"scheme": "qingdao_2024", "ip_share": "100"}, "interest_every", "请选到期还本"),
        ("equal_principal", {"scheme": "sichuan_tianfu_zhilai"}, "interest_every", "请选到期还本"),
        ("floating_rate", {"own_lpr": "2025-01-01 3"}, "own_lpr", "更早"),
    ],
)
def test_what_a_rule_does_not_say_is_refused(key: str, changes: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        result(key, **changes)
    assert words in caught.value.by_field()[field]


def test_a_floating_rate_cannot_be_asked_backwards() -> None:
    found = result("floating_rate", want="rate_for_cost", target_cost="2")
    assert "rate_for_cost" not in found.figures and any("没有一个合同利率可以倒算" in text for text in found.warnings)
    capped = result("floating_rate", want="cap_principal", loan_cap="20000")
    assert value(capped, "check_below") <= 20000 < value(capped, "check_above")


def test_other_loans_stand_beside_a_plain_loan_only() -> None:
    assert "other_loans" in hidden(CALCULATOR.all_fields(), inputs("equal_principal"))
    second = "2024-08-01 2025-08-01 100万 3.6"
    found = result("floating_rate", other_loans=second, year_cap="20000")
    table = next(t for t in found.tables if t.key == "loans")
    assert [plain(row[-1]) for row in table.rows] == [Decimal("17345.00"), Decimal("2655.00")]
    assert plain(table.rows[1][3]) == Decimal("36500.00")  # a fixed rate of its own


def day_by_day(start: date, end: date, spread: int, every_months: int) -> tuple[Fraction, Fraction]:
    """Contract rate and the lower of it and the LPR, added up over the days of the loan (Nansha, 随贷款期间变动)."""
    series = Policy.at(end).parameter("lpr_1y").values
    own, lower, day = Fraction(0), Fraction(0), start
    while day < end:
        resets = [add_months(start, every_months * k) for k in range(200)] if every_months else [start]
        reset = max(on for on in resets if on <= day)
        lpr, priced = (max((e for e in series if e.start <= on), key=lambda e: e.start).value for on in (day, reset))
        rate = Fraction(priced) + Fraction(spread, 100)
        own, lower, day = own + rate, lower + min(rate, Fraction(lpr)), day + timedelta(1)
    return own / 100, lower / 100


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2019, 9, 1), date(2025, 6, 1)),
    st.integers(2, 360),
    st.integers(-60, 120),
    st.sampled_from([("none", 0), ("months_3", 3), ("months_6", 6), ("months_1", 1)]),
)
def test_each_day_counts_the_lower_of_its_own_two_rates(start: date, length: int, spread: int, reset: tuple[str, int]) -> None:
    end = start + timedelta(length)
    found = result("nansha_floating", drawdown=str(start), maturity=str(end), spread_bp=str(spread), reset_rule=reset[0])
    own, lower = day_by_day(start, end, spread, reset[1])
    interest = round_fen(Decimal((own * 10000).numerator) / (own * 10000).denominator)  # 3,600,000 ÷ 360
    assert value(found, "base") == interest
    exact_interest = Fraction(interest) * lower / own
    assert value(found, "eligible_interest") == round_fen(Decimal(exact_interest.numerator) / exact_interest.denominator)
