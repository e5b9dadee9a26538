"""Bands, splits, gates and reference bases of published rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.rules import subsidy_shapes as shapes

TWO, FIVE = Decimal(2000000), Decimal(5000000)
ENDS = (TWO, FIVE, None)
RATIOS = (Decimal("0.6"), Decimal("0.4"), Decimal("0.2"))


def tier(before: int, principal: int, whole: bool = False) -> Decimal:
    ratio: Decimal = shapes.tier_ratio(Decimal(before), Decimal(principal), ENDS, RATIOS, whole)
    return ratio


def test_a_blend_over_three_bands() -> None:
    """(2 × 60 % + 3 × 40 % + 1 × 20 %) / 6 = 43.3333 %"""
    assert f"{tier(0, 6000000):.8f}" == "0.43333333"
    assert tier(0, 2000000) == Decimal("0.6")
    assert tier(2000000, 3000000) == Decimal("0.4")
    assert tier(1000000, 2000000) == Decimal("0.5")  # half in each of two bands


@pytest.mark.parametrize(
    ("before", "principal", "ratio"),
    [(0, 2000000, "0.6"), (0, 2000001, "0.4"), (4000000, 1000000, "0.4"), (4000000, 1000001, "0.2")],
)
def test_whole_bands_include_their_upper_end(before: int, principal: int, ratio: str) -> None:
    assert tier(before, principal, whole=True) == Decimal(ratio)


def test_beyond_the_last_band_nothing() -> None:
    ends, ratios = (TWO,), (Decimal("0.6"),)
    assert shapes.band_of(TWO + 1, *ends) == -1
    assert shapes.band_ratio(TWO + 1, ends, ratios) == 0
    assert shapes.tier_ratio(Decimal(0), TWO * 2, ends, ratios, whole=False) == Decimal("0.3")


def test_no_principal_takes_the_band_it_stands_in() -> None:
    assert tier(0, 0) == Decimal("0.6")


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=5))
def test_splitting_a_loan_changes_nothing_under_marginal_bands(principals: list[int]) -> None:
    before, parts = 0, Fraction(0)
    for principal in principals:
        parts += Fraction(tier(before, principal)) * principal
        before += principal
    assert abs(parts - Fraction(tier(0, before)) * before) < Fraction(1, 10**20)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_larger_loan_never_has_a_better_blend(before: int, principal: int) -> None:
    assert tier(before, principal) >= tier(before, principal + 10000)


def test_reference_interest_by_days_and_share() -> None:
    """10,000,000 × 3.10 % × 360/360 × 60 %"""
    whole = shapes.reference_interest(Decimal(10**7), Decimal("0.031"), Decimal(360), Decimal(360))
    assert whole == 310000
    part = shapes.reference_interest(Decimal(10**7), Decimal("0.031"), Decimal(180), Decimal(360), Decimal("0.6"))
    assert part == 93000


def test_fees_count_up_to_their_share_of_the_principal() -> None:
    interest, fees, principal = Decimal(400000), [Decimal(200000), Decimal(300000)], Decimal(10**7)
    assert shapes.interest_and_fees(interest, fees, principal, Decimal("0.04")) == 800000
    assert shapes.interest_and_fees(interest, fees, principal) == 900000
    assert shapes.interest_and_fees(interest, [], principal, Decimal("0.04")) == 400000


def test_gates_pass_at_equality() -> None:
    third = Decimal(1) / 3
    assert shapes.at_most(third * 3, Decimal(1)) == 1
    assert shapes.at_least(third * 3, Decimal(1)) == 1
    assert shapes.at_most(Decimal("0.04201"), Decimal("0.0420")) == 0
    assert shapes.at_least(Decimal("0.2999"), Decimal("0.3")) == 0
    assert (shapes.holds(True), shapes.holds(False)) == (1, 0)


def test_requirements_together() -> None:
    yes, no = Decimal(1), Decimal(0)
    assert shapes.all_hold(yes, yes) and not shapes.all_hold(yes, no)
    assert shapes.first_unmet("a", yes, "b", no, "c", no) == "b"
    assert shapes.first_unmet("a", yes) == "all_met"


def test_what_is_not_covered() -> None:
    assert shapes.uncovered(FIVE, TWO) == 3000000
    assert shapes.uncovered(TWO, FIVE) == 0


def test_what_a_bank_did_not_raise() -> None:
    """4.35 % × 1.2 = 5.22 %; the bank takes 4.785 %, so 0.435 points are missing, and never more than 0.87."""
    reference, uplift = Decimal("0.0435"), Decimal("0.2")
    assert shapes.missing_uplift(reference, Decimal("0.04785"), uplift) == Decimal("0.00435")
    assert shapes.missing_uplift(reference, Decimal("0.0522"), uplift) == 0
    assert shapes.missing_uplift(reference, Decimal("0.06"), uplift) == 0
    assert shapes.missing_uplift(reference, Decimal("0.03"), uplift) == Decimal("0.0087")


RATES = st.integers(0, 3000).map(lambda n: Decimal(n).scaleb(-4))


@given(RATES, RATES, st.integers(1, 100).map(lambda n: Decimal(n) / 100))
def test_a_bank_is_made_whole_and_no_more(reference: Decimal, rate: Decimal, uplift: Decimal) -> None:
    missing = shapes.missing_uplift(reference, rate, uplift)
    assert 0 <= missing <= reference * uplift
    if missing:
        assert rate + missing <= reference * (1 + uplift)


def test_gates_of_stacking_and_windows() -> None:
    day = date(2026, 4, 10)
    assert shapes.day_within(day, date(2026, 4, 10), date(2026, 4, 10)) == 1
    assert shapes.day_within(day, None, None) == 1
    assert shapes.day_within(day, date(2026, 4, 11), None) == 0 == shapes.day_within(day, None, date(2026, 4, 9))
    assert (shapes.not_among("a", "b"), shapes.not_among("b", "a", "b")) == (1, 0)
    assert (shapes.holds_not(True), shapes.holds_not(False)) == (0, 1)
    assert (shapes.less_than(Decimal(0), Decimal(1)), shapes.less_than(Decimal(1), Decimal(1))) == (1, 0)
