"""Interest settled on the 20th: stubs, the days at the edges, and what must hold for every loan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.dates import settlement_boundaries
from calculators.figure import leaf, plain, recompute
from calculators.money import round_fen
from calculators.rules.settlement import Period, pay_next_day, period_bounds, settled_interest, settled_on

HALF_FEN = Decimal("0.005")
DATES = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def settled(start: str, end: str, every: int = 3, convention: str = "21_to_20", merge: bool = True) -> list[Period]:
    rate, basis = Decimal("0.0365"), Decimal(360)
    principal, first, last = Decimal(2000000), date.fromisoformat(start), date.fromisoformat(end)
    return list(settled_interest(principal, rate, first, last, every, 20, convention, basis, merge))


def test_a_year_by_quarters() -> None:
    periods = settled("2025-04-10", "2026-04-10")
    assert [int(p.days) for p in periods] == [72, 92, 91, 90, 20]
    assert [str(p.interest) for p in periods] == ["14600.00", "18655.56", "18452.78", "18250.00", "4055.56"]
    assert sum(p.interest for p in periods) == Decimal("74013.90")
    assert [p.paid_on.isoformat() for p in periods][-2:] == ["2026-03-20", "2026-04-10"]


@pytest.mark.parametrize(
    ("start", "end", "convention", "merge", "expected"),
    [
        # Maturity on the 21st: the settlement of the 20th covers everything, no zero-day row.
        ("2025-06-21", "2025-12-21", "21_to_20", True, [(92, "2025-09-20"), (91, "2025-12-20")]),
        # Maturity on the 20th: the last period stops on the 19th and is paid with the principal.
        ("2025-06-21", "2025-12-20", "21_to_20", True, [(92, "2025-09-20"), (90, "2025-12-20")]),
        # Drawdown on the 20th joins the next settlement, or is billed alone on the same day.
        ("2025-06-20", "2025-12-19", "21_to_20", True, [(93, "2025-09-20"), (89, "2025-12-19")]),
        ("2025-06-20", "2025-12-19", "21_to_20", False, [(1, "2025-06-20"), (92, "2025-09-20"), (89, "2025-12-19")]),
        # A one-day loan from the 20th, and one shorter than a period.
        ("2025-06-20", "2025-06-21", "21_to_20", True, [(1, "2025-06-21")]),
        ("2025-07-01", "2025-08-01", "21_to_20", True, [(31, "2025-08-01")]),
        # The other convention moves a day from one stub to the other.
        ("2025-06-20", "2025-12-21", "20_to_19", True, [(92, "2025-09-20"), (91, "2025-12-20"), (1, "2025-12-21")]),
        ("2025-06-20", "2025-12-20", "20_to_19", True, [(92, "2025-09-20"), (91, "2025-12-20")]),
        # 29 February is a day like any other.
        ("2024-01-01", "2024-06-21", "21_to_20", True, [(80, "2024-03-20"), (92, "2024-06-20")]),
    ],
)
def test_edges(start: str, end: str, convention: str, merge: bool, expected: list[tuple[int, str]]) -> None:
    periods = settled(start, end, 3, convention, merge)
    assert [(int(p.days), p.paid_on.isoformat()) for p in periods] == expected


def test_payment_a_day_later_stays_within_the_loan() -> None:
    paid = (date(2025, 9, 20), date(2025, 12, 20), date(2025, 12, 21))
    assert pay_next_day(paid, date(2025, 12, 21)) == (date(2025, 9, 21), date(2025, 12, 20), date(2025, 12, 21))
    assert pay_next_day(paid[:2], date(2025, 12, 21)) == (date(2025, 9, 21), date(2025, 12, 21))


@given(
    start=DATES,
    length=st.integers(1, 4000),
    every=st.sampled_from([1, 3]),
    day=st.integers(1, 31),
    convention=st.sampled_from(["21_to_20", "20_to_19"]),
    merge=st.booleans(),
    principal=st.integers(0, 10**10),
    rate=st.integers(0, 2400),
)
def test_days_and_interest_of_any_loan(
    start: date, length: int, every: int, day: int, convention: str, merge: bool, principal: int, rate: int
) -> None:
    """Days add up, none is counted twice or is zero, and rounding is all that parts periods from one long period."""
    end, owed, yearly = start + timedelta(days=length), Decimal(principal) / 100, Decimal(rate) / 10000
    periods = settled_interest(owed, yearly, start, end, every, day, convention, Decimal(360), merge)
    assert periods[0].start == start and periods[-1].end == end
    assert all(a.end == b.start for a, b in zip(periods, periods[1:], strict=False))
    assert all(p.days > 0 for p in periods) and sum(p.days for p in periods) == length
    exact = Fraction(owed) * Fraction(yearly) * length / 360
    difference = abs(Fraction(sum(p.interest for p in periods)) - exact)
    assert difference <= Fraction(HALF_FEN) * len(periods)
    paid = [p.paid_on for p in periods]
    assert paid == sorted(set(paid)) and paid[-1] <= end
    if rate == 0:
        assert all(p.interest == 0 for p in periods)


@given(start=DATES, length=st.integers(2, 400), cut=st.integers(1, 399), owed=st.integers(0, 10**9))
def test_splitting_a_period_moves_interest_by_rounding_only(start: date, length: int, cut: int, owed: int) -> None:
    """Two roundings against one: never more than one and a half fen apart."""
    cut, principal, rate = min(cut, length - 1), Decimal(owed), Decimal("0.0365")
    whole = round_fen(principal * rate * length / 360)
    parts = round_fen(principal * rate * cut / 360) + round_fen(principal * rate * (length - cut) / 360)
    assert abs(whole - parts) <= 3 * HALF_FEN


@given(start=DATES, length=st.integers(1, 1000), convention=st.sampled_from(["21_to_20", "20_to_19"]))
def test_traced_and_plain_agree(start: date, length: int, convention: str) -> None:
    end = start + timedelta(days=length)
    values = (Decimal(123456), Decimal("0.0345"), start, end, Decimal(3), Decimal(20), convention, Decimal(360), True)
    figures = [leaf(v, f"input_{i}", "输入", "", "input") for i, v in enumerate(values)]
    traced, untraced = settled_interest(*figures), settled_interest(*values)
    assert [plain(p.interest) for p in traced] == [p.interest for p in untraced]
    assert [plain(p.paid_on) for p in traced] == [p.paid_on for p in untraced]
    assert all(recompute(p.interest) == p.interest.value for p in traced)


def test_a_settlement_on_the_eve_of_maturity_covers_everything() -> None:
    """Maturity on the 21st: the settlement of the 20th is the last one, and no empty period follows it."""
    rule = (date(2025, 6, 21), date(2026, 6, 21), 3, 20, "21_to_20", True)
    assert settled_on(*rule) == (date(2025, 9, 20), date(2025, 12, 20), date(2026, 3, 20), date(2026, 6, 20))
    assert settlement_boundaries(*rule)[-2:] == (date(2026, 3, 21), date(2026, 6, 21))


def test_a_loan_of_one_day_on_the_settlement_day() -> None:
    """Billed alone it is settled the same day; joined to the next settlement it is settled at maturity."""
    start, end = date(2025, 6, 20), date(2025, 6, 21)
    assert settled_on(start, end, 3, 20, "21_to_20", False) == (start,)
    assert settled_on(start, end, 3, 20, "21_to_20", True) == (end,)


def test_a_drawdown_on_the_settlement_day_joins_the_next_period() -> None:
    """That is what happens unless the contract bills that one day alone."""
    rule = (Decimal(1_000_000), Decimal("0.0345"), date(2025, 6, 20), date(2026, 6, 20), 3, 20, "21_to_20", Decimal(360))
    periods = settled_interest(*rule)
    assert [(p.number, p.days, p.balance, p.rate) for p in periods] == [
        (n, days, 1_000_000, Decimal("0.0345")) for n, days in enumerate((93, 91, 90, 91), 1)
    ]
    assert period_bounds(*rule[2:7])[1] == date(2025, 9, 21)
    assert len(settled_interest(*rule, False)) == 5


def test_paying_on_the_day_after_settlement() -> None:
    """Each a day later, the last never past maturity."""
    days = tuple(date(2025, month, 20) for month in (3, 6, 9))
    later = tuple(date(2025, month, 21) for month in (3, 6, 9))
    assert pay_next_day(days, date(2025, 12, 31)) == later
    assert pay_next_day(days[:1], date(2025, 12, 31)) == later[:1]
    assert pay_next_day(days, date(2025, 9, 20)) == (*later[:2], days[2])
