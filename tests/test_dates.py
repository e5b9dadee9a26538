"""Due dates, whole months, settlement periods and working days, against the calendar itself."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import dates

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
SPANS = st.tuples(DAYS, st.integers(1, 4000)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))
CONVENTIONS = st.sampled_from(["21_to_20", "20_to_19"])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 1, 31), 2, date(2025, 3, 31)),  # from the anchor, not from Feb 28
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),  # no end-of-month rule
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
    ],
)
def test_same_day_months_later(start: date, months: int, end: date) -> None:
    assert dates.add_months(start, months) == end


@given(DAYS, st.integers(-120, 120))
def test_months_keep_the_day_or_take_the_last(start: date, months: int) -> None:
    moved = dates.add_months(start, months)
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    last = calendar.monthrange(moved.year, moved.month)[1]
    assert moved.day == min(start.day, last)


@given(SPANS)
def test_whole_months_is_the_largest_that_fits(span: tuple[date, date]) -> None:
    start, end = span
    months = dates.whole_months(start, end)
    assert dates.add_months(start, months) <= end < dates.add_months(start, months + 1)


@given(SPANS)
def test_days_count_the_first_day_only(span: tuple[date, date]) -> None:
    start, end = span
    assert dates.days_between(start, end) == Decimal(end.toordinal() - start.toordinal())
    assert dates.days_between(start, start) == 0


@given(SPANS, st.sampled_from([1, 3, 6, 12]), st.integers(1, 31))
def test_settlement_days_are_all_and_only_those(span: tuple[date, date], every: int, day: int) -> None:
    start, end = span
    expected = []
    current = start + timedelta(days=1)
    while current < end:
        last = calendar.monthrange(current.year, current.month)[1]
        if current.month % every == 0 and current.day == min(day, last):
            expected.append(current)
        current += timedelta(days=1)
    assert list(dates.settlement_days(start, end, every, day)) == expected


@given(SPANS, st.sampled_from([1, 3]), CONVENTIONS, st.booleans())
def test_periods_cover_every_day_once(span: tuple[date, date], every: int, convention: str, merge: bool) -> None:
    start, end = span
    bounds = dates.settlement_boundaries(start, end, every, 20, convention, merge)
    assert bounds[0] == start and bounds[-1] == end
    assert list(bounds) == sorted(set(bounds)), "periods are in order and none is empty"
    first_day = 21 if convention == "21_to_20" else 20
    assert all(bound.day == first_day and (bound - timedelta(days=1)).month % every == 0 for bound in bounds[1:-1])


def test_a_drawdown_on_the_settlement_day() -> None:
    start, end = date(2025, 6, 20), date(2025, 9, 10)
    assert dates.settlement_boundaries(start, end, 1, 20, "21_to_20")[1] == date(2025, 7, 21)
    assert dates.settlement_boundaries(start, end, 1, 20, "21_to_20", merge_first_day=False)[1] == date(2025, 6, 21)
    assert dates.settlement_boundaries(start, end, 1, 20, "20_to_19")[1] == date(2025, 7, 20)


HOLIDAYS = {date(2025, 10, day) for day in range(1, 9)}
WORKED = {date(2025, 9, 28), date(2025, 10, 11)}


@pytest.mark.parametrize(
    ("day", "convention", "moved"),
    [
        (date(2025, 10, 3), "none", date(2025, 10, 3)),
        (date(2025, 10, 3), "following", date(2025, 10, 9)),
        (date(2025, 10, 3), "preceding", date(2025, 9, 30)),
        (date(2025, 10, 11), "following", date(2025, 10, 11)),  # a Saturday that is worked
        (date(2025, 11, 29), "modified_following", date(2025, 11, 28)),  # Saturday, Monday is in December
        (date(2025, 11, 1), "modified_following", date(2025, 11, 3)),
    ],
)
def test_working_days(day: date, convention: str, moved: date) -> None:
    assert dates.adjust(day, convention, HOLIDAYS, WORKED) == moved


@given(DAYS, st.sampled_from(["following", "preceding", "modified_following"]))
def test_a_moved_day_is_a_working_day(day: date, convention: str) -> None:
    moved = dates.adjust(day, convention, HOLIDAYS, WORKED)
    assert dates.is_working_day(moved, HOLIDAYS, WORKED)
    if convention == "modified_following":
        assert moved.month == day.month
    elif convention == "following":
        assert moved >= day
    else:
        assert moved <= day
    assert dates.is_working_day(day, HOLIDAYS, WORKED) == (moved == day)


def test_due_dates_count_from_the_anchor() -> None:
    assert dates.due_dates(date(2025, 1, 31), 1, 3) == (date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30))


@given(st.lists(DAYS, max_size=8).map(sorted), DAYS)
def test_latest_on_or_before(days: list[date], day: date) -> None:
    found = dates.latest_on_or_before(days, day)
    assert all(d <= day for d in days[: found + 1]) and all(d > day for d in days[found + 1 :])


def test_leap_years() -> None:
    assert dates.in_leap_year(date(2024, 5, 1)) and not dates.in_leap_year(date(2100, 5, 1))
