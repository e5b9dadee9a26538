"""Limits one by one in exact fractions, the smallest of them, what binds, and the inverse."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.money import ceil_to, settle
from calculators.rules import limits as rules
from calculators.rules.limits import LIMITS, Asset, Service

YUAN = st.integers(0, 10**11).map(lambda fen: Decimal(fen) / 100)
SOME = st.integers(1, 10**11).map(lambda fen: Decimal(fen) / 100)
SHARE = st.integers(0, 10000).map(lambda n: Decimal(n) / 10000)
SOME_SHARE = st.integers(1, 10000).map(lambda n: Decimal(n) / 10000)
RATE = st.integers(0, 2400).map(lambda n: Decimal(n) / 10000)
UNIT = st.sampled_from([Decimal(1), Decimal(1000), Decimal(10000), Decimal("0.01")])
COUNT = st.integers(1, 120).map(Decimal)
GIVEN_LIMITS = st.dictionaries(st.sampled_from(sorted(LIMITS)), YUAN, min_size=1)
SERVICE = st.builds(Service, YUAN, st.sampled_from([Decimal(1), Decimal("1.2"), Decimal("1.25")]), YUAN)


@given(GIVEN_LIMITS, UNIT)
def test_the_amount_is_a_multiple_below_every_limit(limits: dict[str, Decimal], unit: Decimal) -> None:
    amount = rules.loan_amount(limits, unit)
    assert all(amount <= limit for limit in limits.values())
    assert amount % unit == 0
    assert min(limits.values()) - amount < unit, "and no larger multiple would do"


@given(GIVEN_LIMITS, st.sampled_from(sorted(LIMITS)), YUAN, UNIT)
def test_widening_a_limit_never_lowers_the_amount(limits: dict[str, Decimal], code: str, more: Decimal, unit: Decimal) -> None:
    wider = {key: value + more if key == code else value for key, value in limits.items()}
    assert rules.loan_amount(wider, unit) >= rules.loan_amount(limits, unit)
    checked_too = {**limits, code: limits.get(code, more)}
    assert rules.loan_amount(checked_too, unit) <= rules.loan_amount(limits, unit), "one more limit never raises it"


@given(GIVEN_LIMITS)
def test_all_that_equal_the_smallest_bind_in_the_fixed_order(limits: dict[str, Decimal]) -> None:
    bound = rules.binding(limits)
    lowest = min(limits.values())
    assert list(bound) == [code for code in LIMITS if limits.get(code) == lowest]


def test_several_bind_whatever_the_order_given() -> None:
    limits = {"product_cap": Decimal(5), "collateral": Decimal("5.00"), "applied_amount": Decimal(6)}
    assert rules.binding(limits) == ("collateral", "product_cap")


def test_a_limit_equal_but_for_the_noise_of_a_quotient_binds_too() -> None:
    limits = {"collateral": Decimal(1), "debt_service": Decimal(1) / 3 * 3}
    assert limits["debt_service"] != 1
    assert rules.binding(limits) == ("collateral", "debt_service")
    assert rules.loan_amount(limits, Decimal(1)) == 1


@given(st.lists(st.builds(Asset, YUAN, SHARE, SHARE, st.none()), max_size=6))
def test_collateral_in_fractions(assets: list[Asset]) -> None:
    exact = sum((Fraction(a.value) * (1 - Fraction(a.haircut)) * Fraction(a.rate) for a in assets), Fraction(0))
    assert Fraction(sum((rules.supported(a) for a in assets), Decimal(0))) == exact


def test_what_cannot_be_pledged_supports_nothing() -> None:
    assert rules.supported(Asset(Decimal(100), Decimal(0), Decimal(1), Decimal(0))) == 0


@given(SOME, YUAN, SOME_SHARE)
def test_the_patent_share_holds_at_the_limit(patents: Decimal, others: Decimal, share: Decimal) -> None:
    by_share = rules.share_limit(patents, share)
    loan = min(patents + others, by_share)
    assert settle(loan * share) <= patents
    assert rules.limited_by(patents + others, by_share) == (
        "collateral_total" if Fraction(patents + others) * Fraction(share) <= Fraction(patents) else "patent_share"
    )


@given(SERVICE, RATE)
def test_a_bullet_loan_uses_up_the_room(service: Service, rate: Decimal) -> None:
    room = rules.yearly_room(service)
    assert settle(rules.one_year_bullet(room, rate) * (1 + rate)) == settle(room)


@given(SOME, RATE, COUNT)
def test_equal_principal_first_instalment_is_the_room(room: Decimal, rate: Decimal, count: Decimal) -> None:
    loan = rules.equal_principal(room, rate, count)
    assert settle(loan / count + loan * rate / 12) == settle(room / 12)


@given(SOME, RATE, COUNT)
def test_equal_instalments_are_worth_the_loan(room: Decimal, rate: Decimal, count: Decimal) -> None:
    loan, monthly = rules.equal_instalments(room, rate, count), room / 12
    worth = sum((monthly / (1 + rate / 12) ** k for k in range(1, int(count) + 1)), Decimal(0))
    assert abs(loan - worth) < Decimal("1e-15")


@given(SOME, RATE, COUNT)
def test_dearer_or_shorter_loans_are_smaller(room: Decimal, rate: Decimal, count: Decimal) -> None:
    for rule in (rules.equal_instalments, rules.equal_principal):
        loan = settle(rule(room, rate, count))
        assert settle(rule(room, rate + Decimal("0.01"), count)) <= loan
        assert settle(rule(room, rate, count + 1)) >= loan or rate > 0


@given(st.integers(10**6, 10**11).map(lambda fen: Decimal(fen) / 100), RATE, COUNT, SOME)
def test_cover_is_cash_over_twelve_posted_instalments(principal: Decimal, rate: Decimal, count: Decimal, cash: Decimal) -> None:
    monthly = rules.instalment(principal, rate, count)
    assert monthly == monthly.quantize(Decimal("0.01"))
    assert rules.service_cover(cash, 12 * monthly) == cash / (12 * monthly)


def test_no_debt_service_has_no_cover() -> None:
    assert rules.service_cover(Decimal(5), Decimal(0)) is None


@given(YUAN, YUAN, SHARE.filter(lambda s: s < 1), SOME_SHARE, UNIT)
def test_inverse_then_forward_reaches_the_wanted_loan(
    wanted: Decimal, other: Decimal, haircut: Decimal, rate: Decimal, unit: Decimal
) -> None:
    value = ceil_to(rules.valuation_needed(wanted, other, haircut, rate), unit)
    reached = rules.supported(Asset(value, haircut, rate)) + other
    assert reached >= wanted
    if value > 0:
        less = rules.supported(Asset(value - unit, haircut, rate)) + other
        assert less < wanted, "one unit less would not be enough"


def test_the_other_limits() -> None:
    assert rules.revenue_multiple(Decimal(2000), Decimal("0.3"), Decimal(100)) == 500
    assert rules.single_customer(Decimal(5000), Decimal("0.1"), Decimal(80)) == 420
    assert rules.not_below_zero(Decimal(-1)) == 0 and rules.not_below_zero(Decimal(3)) == 3
    assert rules.yearly_room(Service(Decimal(100), Decimal("1.25"), Decimal(90))) == -10


@given(SOME, SHARE, st.integers(0, 12))
def test_value_falls_by_the_same_part_every_year(initial: Decimal, decay: Decimal, years: int) -> None:
    after = rules.value_after(initial, decay, years)
    assert abs(Fraction(after) - Fraction(initial) * (1 - Fraction(decay)) ** years) < Fraction(1, 10**25)


def test_total_decay() -> None:
    assert rules.value_after(Decimal(7), Decimal(1), 0) == 7
    assert rules.value_after(Decimal(7), Decimal(1), 1) == 0
    assert rules.loan_to_value(Decimal(1), Decimal(0)) is None


@pytest.mark.parametrize(
    ("ratios", "found"),
    [
        (["0.2", "0.3", "0.31"], 3),  # equal to the limit is not above it
        (["0.4"], 1),
        (["0.1", None], 2),
        (["0.3"], None),
        ([], None),
    ],
)
def test_the_first_year_above(ratios: list[str | None], found: int | None) -> None:
    values = [None if ratio is None else Decimal(ratio) for ratio in ratios]
    assert rules.first_above(values, Decimal("0.3")) == found
