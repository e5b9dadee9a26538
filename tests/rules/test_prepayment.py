"""提前还款: both ways to go on afterwards, the whole loan at once, and never more interest than without."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.rules import annuity, prepayment
from calculators.rules.prepayment import KEEP_PAYMENT, KEEP_TERM

YEAR = Decimal(12)


def rest(balance: Decimal, after: int, count: int, rate: Decimal, keep: str, level: Decimal) -> tuple:
    rates = [(1, rate)]
    interest_of = annuity.monthly_interest(annuity.rate_by_instalment(rates, count), YEAR)
    return prepayment.rest_of_annuity(balance, after, rates, Decimal(count), YEAR, interest_of, keep, level)


def test_keep_the_term() -> None:
    rows = rest(Decimal("1041856.73"), 4, 12, Decimal("0.0385"), KEEP_TERM, Decimal("170162.77"))
    assert [row.number for row in rows] == list(range(5, 13))
    assert (str(rows[0].level), str(rows[-1].payment)) == ("132119.34", "132119.37")


def test_keep_the_payment() -> None:
    rows = rest(Decimal("1041856.73"), 4, 12, Decimal("0.0385"), KEEP_PAYMENT, Decimal("170162.77"))
    assert [str(row.payment) for row in rows] == ["170162.77"] * 6 + ["32978.67"]
    assert rows[-1].balance == 0


@pytest.mark.parametrize("keep", [KEEP_TERM, KEEP_PAYMENT])
def test_nothing_is_left_after_repaying_everything(keep: str) -> None:
    assert rest(Decimal(0), 4, 12, Decimal("0.0385"), keep, Decimal("170162.77")) == ()


def test_whole_loan_early() -> None:
    early = prepayment.full_early_repayment(
        Decimal(1000000), Decimal("0.0365"), date(2025, 6, 21), date(2025, 7, 15), Decimal(360), Decimal("0.01")
    )
    assert (early.days, str(early.interest), str(early.fee), str(early.due)) == (
        24,
        "2433.33",
        "10000.00",
        "1012433.33",
    )


@given(
    count=st.integers(2, 120),
    points=st.integers(1, 2400),
    share=st.integers(1, 100),
    data=st.data(),
)
def test_prepaying_never_costs_interest(count: int, points: int, share: int, data: st.DataObject) -> None:
    principal, rate = Decimal(1000000), Decimal(points) / 10000
    rows = annuity.posted_annuity(principal, [(1, rate)], Decimal(count), YEAR)
    after = data.draw(st.integers(1, count - 1))
    owed = rows[after - 1].balance
    left = owed - (owed * share / 100).quantize(Decimal("0.01"))
    term = rest(left, after, count, rate, KEEP_TERM, rows[0].level)
    payment = rest(left, after, count, rate, KEEP_PAYMENT, rows[0].level)
    assert sum(r.principal for r in term) == sum(r.principal for r in payment) == left
    before = sum(r.interest for r in rows[after:])
    slack = Decimal("0.01") * (count - after)  # a fen of rounding an instalment
    assert sum(r.interest for r in payment) <= sum(r.interest for r in term) + slack <= before + 2 * slack
    assert len(payment) <= len(rows) - after


def a_hundredth(k: int, balance: Decimal) -> Decimal:
    """One percent an instalment, two in the fifth: an interest that no rate of the loan would give."""
    return balance * (2 if k == 5 else 1) / 100


def test_the_interest_after_a_prepayment_is_the_one_agreed() -> None:
    """Between two due dates the next interest counts days; both ways to go on use it."""
    for keep in (KEEP_TERM, KEEP_PAYMENT):
        rows = prepayment.rest_of_annuity(
            Decimal(800), 4, [(1, Decimal("0.12"))], Decimal(12), YEAR, a_hundredth, keep, Decimal(120)
        )
        assert [row.interest for row in rows[:2]] == [16, (rows[0].balance / 100).quantize(Decimal("0.01"))]


def test_an_instalment_too_small_for_the_rest_ends_with_the_term() -> None:
    """月供不变 never goes beyond the agreed number of instalments: the last one takes all that is left."""
    rows = rest(Decimal(1200), 10, 12, Decimal("0.12"), KEEP_PAYMENT, Decimal(100))
    assert [row.number for row in rows] == [11, 12] and rows[-1].balance == 0
    assert [str(row.principal) for row in rows] == ["88.00", "1112.00"]
    assert [row.level for row in rows] == [100, 100]


def test_equal_principal_after_a_prepayment() -> None:
    """400 left after the second of six: 100 four times, or 150 until it is gone."""
    rest_of = prepayment.rest_of_equal_principal
    term = rest_of(Decimal(400), 2, Decimal(6), a_hundredth, KEEP_TERM, Decimal(150))
    assert [(row.number, row.principal, row.interest) for row in term] == [(3, 100, 4), (4, 100, 3), (5, 100, 4), (6, 100, 1)]
    sooner = rest_of(Decimal(400), 2, Decimal(6), a_hundredth, KEEP_PAYMENT, Decimal(150))
    assert [(row.number, row.principal, row.balance) for row in sooner] == [(3, 150, 250), (4, 150, 100), (5, 100, 0)]
    even = rest_of(Decimal(300), 2, Decimal(6), a_hundredth, KEEP_PAYMENT, Decimal(150))
    assert [(row.number, row.principal, row.balance) for row in even] == [(3, 150, 150), (4, 150, 0)]
    late = rest_of(Decimal(400), 4, Decimal(6), a_hundredth, KEEP_PAYMENT, Decimal(150))
    assert [(row.number, row.principal, row.balance) for row in late] == [(5, 150, 250), (6, 250, 0)]
    assert rest_of(Decimal(0), 2, Decimal(6), a_hundredth, KEEP_TERM, Decimal(150)) == ()
    assert len(rest_of(Decimal(1), 2, Decimal(6), a_hundredth, KEEP_TERM, Decimal(150))) == 4
