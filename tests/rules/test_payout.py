"""Short funds, rounding units and the inverse question: published cases, edges and laws."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.figure import leaf, plain, recompute
from calculators.rules.payout import in_units, principal_for_cap, prorate

FENS = st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))


def texts(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def test_sixty_thousand_for_three() -> None:
    """60,000 over 90,000.50: the left-over fens go to the largest fractions."""
    shares = prorate(texts("40000.00", "30000.00", "20000.50"), Decimal(60000))
    assert list(shares.payouts) == texts("26666.52", "19999.89", "13333.59")
    assert (shares.approved, shares.paid) == (Decimal("90000.50"), Decimal("60000.00"))
    assert f"{shares.factor:.10f}" == "0.6666629630"


def test_ties_go_to_the_earlier_application() -> None:
    assert list(prorate(texts("1", "1", "1"), Decimal("1.00")).payouts) == texts("0.34", "0.33", "0.33")
    assert list(prorate(texts("1", "1", "1"), Decimal("0.02")).payouts) == texts("0.01", "0.01", "0.00")


@pytest.mark.parametrize("fund", ["90000.50", "90000.51", "1000000"])
def test_a_fund_that_suffices_pays_all(fund: str) -> None:
    approved = texts("40000.00", "30000.00", "20000.50")
    shares = prorate(approved, Decimal(fund))
    assert (list(shares.payouts), shares.factor) == (approved, 1)


def test_nothing_approved_or_nothing_there() -> None:
    assert prorate([], Decimal(100)).paid == 0
    assert list(prorate(texts("0.00", "0.00"), Decimal(0)).payouts) == texts("0.00", "0.00")
    assert list(prorate(texts("5.00", "3.00"), Decimal(0)).payouts) == texts("0.00", "0.00")


@given(st.lists(FENS, min_size=1, max_size=12), FENS)
def test_payouts_add_up_and_never_exceed(approved: list[Decimal], fund: Decimal) -> None:
    shares = prorate(approved, fund)
    whole = sum(approved, Decimal(0))
    assert sum(shares.payouts, Decimal(0)) == min(fund, whole) == shares.paid
    for part, claim in zip(shares.payouts, approved, strict=True):
        exact = Fraction(claim) * (Fraction(fund) / Fraction(whole) if fund < whole else 1)
        assert 0 <= part <= claim and abs(Fraction(part) - exact) < Fraction(1, 100)


def test_payouts_can_be_traced() -> None:
    approved = [leaf(Decimal(n), f"claim_{n}", "核定", "元", "input") for n in (3, 2)]
    shares = prorate(approved, leaf(Decimal("1.00"), "fund", "资金", "元", "input"))
    assert [recompute(part) for part in shares.payouts] == texts("0.60", "0.40")


@pytest.mark.parametrize(
    ("amount", "unit", "mode", "granted"),
    [
        ("37006.95", "1", "floor", "37006"),
        ("37006.95", "100", "floor", "37000"),
        ("37006.95", "10000", "floor", "30000"),
        ("37006.00", "1", "floor", "37006"),
        ("99.99", "100", "floor", "0"),
        ("37006.50", "1", "half_up", "37007"),
        ("37050.00", "100", "half_up", "37100"),
        ("37049.99", "100", "half_up", "37000"),
        ("45000", "10000", "half_up", "50000"),
        ("0.00", "1", "half_up", "0"),
    ],
)
def test_rounding_units(amount: str, unit: str, mode: str, granted: str) -> None:
    assert in_units(Decimal(amount), Decimal(unit), mode) == Decimal(granted)


def test_units_are_floored_unless_told_otherwise() -> None:
    assert in_units(Decimal("37006.95"), Decimal(1)) == 37006


def inverse(cap: str, ratio: str, rate: str, rate_cap: str | None, days: int, unit: str) -> tuple[str, str]:
    limit = None if rate_cap is None else Decimal(rate_cap)
    found = principal_for_cap(Decimal(cap), Decimal(ratio), Decimal(rate), limit, Decimal(days), Decimal(360), Decimal(unit))
    return f"{found.exact}", f"{found.in_units:.2f}"


def test_the_principal_that_reaches_a_cap() -> None:
    """100,000 / (50 % × 3.00 % × 365/360) = 6,575,342.4657…"""
    assert inverse("100000", "0.5", "0.0365", "0.03", 365, "10000") == ("6575342.47", "6570000.00")
    assert inverse("100000", "0.5", "0.03", None, 360, "10000") == ("6666666.67", "6660000.00")
    assert inverse("100000", "0.5", "0.03", "0.0365", 360, "10000") == ("6666666.67", "6660000.00")
    assert inverse("0", "0.5", "0.03", None, 360, "10000") == ("0.00", "0.00")


def test_no_principal_reaches_the_cap_without_interest() -> None:
    with pytest.raises(ZeroDivisionError, match="no principal reaches the cap"):
        inverse("100000", "0.5", "0", None, 365, "10000")


@given(st.integers(1, 10**8), st.integers(1, 100), st.integers(1, 2000), st.integers(1, 1500))
def test_the_inverse_is_the_inverse(cap: int, ratio: int, rate: int, days: int) -> None:
    """One unit more of principal would give more than the cap, this one does not."""
    share, yearly = Decimal(ratio) / 100, Decimal(rate).scaleb(-4)
    found = principal_for_cap(Decimal(cap), share, yearly, None, Decimal(days), Decimal(360), Decimal(10000))

    def subsidy(principal: Decimal) -> Fraction:
        return Fraction(plain(principal)) * Fraction(yearly) * days / 360 * Fraction(share)

    assert subsidy(found.in_units) <= cap < subsidy(found.in_units + 10000)
