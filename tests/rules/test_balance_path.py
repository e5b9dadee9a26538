"""Interest on a moving balance: 积数, segments, resets inside a period, and paths that cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.rules.balance_path import PathError, balance_steps, path_interest
from calculators.rules.settlement import period_bounds, settled_interest, settled_on

BASIS, NONE = Decimal(360), Decimal(0)
START = date(2025, 3, 10)
EVENTS = [
    (date(2025, 3, 10), Decimal(2000000), NONE),
    (date(2025, 9, 10), NONE, Decimal(500000)),
    (date(2026, 3, 10), NONE, Decimal(1500000)),
]


def path(events: list, rates: list, start: date, end: date) -> tuple:
    balances = [(step.day, step.balance) for step in balance_steps(events)]
    rule = (start, end, 3, 20, "21_to_20")
    return path_interest(balances, rates, period_bounds(*rule), settled_on(*rule, True), BASIS)


def test_planned_repayments() -> None:
    periods = path(EVENTS, [(START, Decimal("0.037"))], START, date(2026, 3, 10))
    assert [str(p.interest) for p in periods] == ["2261.11", "18911.11", "18345.83", "14029.17", "12179.17"]
    assert [int(p.balance_days) for p in periods] == [22000000, 184000000, 178500000, 136500000, 118500000]


def test_several_moves_of_one_day_count_together() -> None:
    same_day = [
        *EVENTS[:1],
        (date(2025, 9, 10), Decimal(100000), NONE),
        (date(2025, 9, 10), NONE, Decimal(600000)),
        EVENTS[2],
    ]
    steps = balance_steps(same_day)
    assert [step.balance for step in steps] == [2000000, 1500000, 0]


@pytest.mark.parametrize(
    ("events", "day", "balance"),
    [
        ([EVENTS[0], (date(2025, 9, 10), NONE, Decimal(2500000))], date(2025, 9, 10), Decimal(-500000)),
        (EVENTS[:2], date(2025, 9, 10), Decimal(1500000)),
        ([(date(2025, 1, 1), NONE, Decimal(1)), *EVENTS], date(2025, 1, 1), Decimal(-1)),
        ([], None, None),
    ],
)
def test_paths_that_cannot_be(events: list, day: date | None, balance: Decimal | None) -> None:
    with pytest.raises(PathError) as caught:
        balance_steps(events)
    assert (caught.value.day, caught.value.balance) == (day, balance)


def test_a_reset_inside_a_period_is_rounded_once() -> None:
    rates = [(date(2024, 12, 21), Decimal("0.0385")), (date(2025, 1, 1), Decimal("0.035"))]
    bounds = (date(2024, 12, 21), date(2025, 3, 21))
    (period,) = path_interest([(bounds[0], Decimal(2000000))], rates, bounds, (date(2025, 3, 20),), BASIS)
    assert [(int(s.days), s.rate) for s in period.segments] == [(11, Decimal("0.0385")), (79, Decimal("0.035"))]
    assert str(period.interest) == "17713.89"


@given(
    length=st.integers(2, 1500),
    moves=st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 10**9)), min_size=1, max_size=8),
    points=st.integers(0, 2400),
)
def test_interest_of_any_path_is_that_of_its_days(length: int, moves: list[tuple[int, int]], points: int) -> None:
    """Against the sum over single days: a drawdown counts from its day, a repayment from its day no longer."""
    end, rate = START + timedelta(days=length), Decimal(points) / 10000
    draws = [(START + timedelta(days=offset % length), Decimal(fen) / 100, NONE) for offset, fen in moves]
    draws.append((START, Decimal(1), NONE))
    owed = sum(draw[1] for draw in draws)
    periods = path([*draws, (end, NONE, owed)], [(START, rate)], START, end)
    assert sum(p.days for p in periods) == length
    by_days = sum(Fraction(amount) * (end - day).days for day, amount, _ in draws)
    assert sum(Fraction(p.balance_days) for p in periods) == by_days
    difference = abs(sum(Fraction(p.interest) for p in periods) - by_days * Fraction(rate) / 360)
    assert difference <= Fraction(len(periods), 200)


@given(length=st.integers(1, 2000), owed=st.integers(1, 10**9))
def test_a_constant_balance_is_a_settled_loan(length: int, owed: int) -> None:
    end, principal, rate = START + timedelta(days=length), Decimal(owed), Decimal("0.0345")
    periods = path([(START, principal, NONE), (end, NONE, principal)], [(START, rate)], START, end)
    settled = settled_interest(principal, rate, START, end, 3, 20, "21_to_20", BASIS)
    assert [(p.days, p.interest, p.paid_on) for p in periods] == [(p.days, p.interest, p.paid_on) for p in settled]
