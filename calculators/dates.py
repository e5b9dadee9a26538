"""Plain calendar dates: due dates, whole months, settlement periods, working days. No clock anywhere."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

ONE_DAY = timedelta(days=1)


DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _on_day(year: int, month: int, day: int) -> date:
    """A day of a month, or the month's last day where it has no such day."""
    if day > 28:  # asked only then: the length of a month is needed for every row of a schedule
        day = min(day, 29 if month == 2 and calendar.isleap(year) else DAYS_OF_MONTHS[month - 1])
    return date(year, month, day)


def add_months(start: date, months: int) -> date:
    """对月对日: the same day `months` later, or the last day of a month that lacks it. Agrees with Excel EDATE.

    Always count from the anchor date, never chain: Jan 31 -> Feb 28 -> Mar 31. No end-of-month rule.
    """
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    return _on_day(year, month0 + 1, start.day)


def days_between(start: date, end: date) -> Decimal:
    """Actual days, first day counted, last day not (算头不算尾)."""
    return Decimal((end - start).days)


def whole_months(start: date, end: date) -> int:
    """Largest m with add_months(start, m) <= end; from Feb 29 to next Feb 28 that is 12 (Excel DATEDIF says 11)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    while add_months(start, months) > end:
        months -= 1
    return months


def due_dates(anchor: date, every_months: int, count: int) -> tuple[date, ...]:
    """`count` due dates on the anchor's day of the month, every `every_months`, each counted from the anchor."""
    return tuple(add_months(anchor, every_months * k) for k in range(1, count + 1))


# One calculation asks several times for the same days, and so does the next one: mostly it is an amount that changes.
@lru_cache(maxsize=128)
def settlement_days(start: date, end: date, every_months: int, day: int) -> tuple[date, ...]:
    """Settlement days strictly between two dates: `day` of every month, or of Mar/Jun/Sep/Dec when quarterly.

    The months are those divisible by `every_months` (1, 3, 6 or 12): 3 gives quarter ends, 6 June and December, 12 December.
    """
    day, every = int(day), int(every_months)
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    months = [divmod(count, 12) for count in range(first + (-1 - first) % every, last + 1, every)]
    days = [_on_day(year, month0 + 1, day) for year, month0 in months]
    return tuple([found for found in days if start < found < end])


@lru_cache(maxsize=128)
def settlement_boundaries(
    start: date, end: date, every_months: int, day: int, convention: str, merge_first_day: bool = True
) -> tuple[date, ...]:
    """First days of the interest periods, with `end` as the last entry: [d0, b1), [b1, b2), … [bk, end).

    `21_to_20` (default practice): a period ends on the settlement day, so the next begins the day after.
    `20_to_19`: the settlement day already opens the next period. A drawdown on the settlement day itself is billed
    at the next settlement unless `merge_first_day` is false (then that one day is a period of its own).
    """
    step = ONE_DAY if convention == "21_to_20" else timedelta()
    before = start - ONE_DAY  # so that a settlement day equal to the drawdown day is seen
    inner = [d + step for d in settlement_days(before, end, every_months, day)]
    first_is_drawdown_day = inner[:1] == [start + ONE_DAY] and convention == "21_to_20"
    if first_is_drawdown_day and merge_first_day:
        inner = inner[1:]
    return (start, *[d for d in inner if start < d < end], end)


def is_working_day(day: date, holidays: Collection[date], working_weekends: Collection[date]) -> bool:
    """Interbank working day by the calendar data given: listed holidays are off, listed weekend days (调休) are on."""
    return day in working_weekends or (day.weekday() < 5 and day not in holidays)


def adjust(day: date, convention: str, holidays: Collection[date], working_weekends: Collection[date]) -> date:
    """Move a date to a working day: `none`, `following`, `preceding` or `modified_following` (stay in the month)."""
    if convention == "none":
        return day
    step = -ONE_DAY if convention == "preceding" else ONE_DAY
    moved = day
    while not is_working_day(moved, holidays, working_weekends):
        moved += step
    if convention == "modified_following" and moved.month != day.month:
        return adjust(day, "preceding", holidays, working_weekends)
    return moved


def in_leap_year(day: date) -> bool:
    """True when the date's year has 366 days."""
    return calendar.isleap(day.year)


def latest_on_or_before(days: Sequence[date], day: date) -> int:
    """Index of the latest date not after `day` in an ascending sequence; -1 when there is none."""
    found = -1
    for i, candidate in enumerate(days):
        if candidate <= day:
            found = i
    return found
