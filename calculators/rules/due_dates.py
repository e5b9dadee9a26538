"""Due dates of instalment loans: 对月对日 from the drawdown, or a fixed repayment day with a long first period."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from calculators import dates
from calculators.dates import add_months
from calculators.figure import Figure, apply, operation


@operation("due_days", "从 {0} 起每隔 {1}、共 {2} 的还款日（对月对日）")
def due_days(anchor: date, every_months: Any, count: Any) -> tuple[date, ...]:
    """The anchor and `count` due dates after it, each counted from the anchor."""
    return (anchor, *dates.due_dates(anchor, int(every_months), int(count)))


def _on_day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


@operation("repayment_days", "从 {0} 起、按 {1} 数 {2} 的起算日和还款日")
def repayment_days(drawdown: date, day: Any, count: Any) -> tuple[date, ...]:
    """The first repayment day on or after drawdown, from which the schedule starts, and `count` monthly ones after.

    A month without that day has its last day instead.
    """
    start = _on_day(drawdown.year, drawdown.month, int(day))
    if start < drawdown:
        following = add_months(drawdown.replace(day=1), 1)
        start = _on_day(following.year, following.month, int(day))
    later = [add_months(start.replace(day=1), k) for k in range(1, int(count) + 1)]
    return (start, *(_on_day(month.year, month.month, int(day)) for month in later))


def as_values(found: Any) -> tuple[Any, ...]:
    """The dates of a traced tuple as single values."""
    if found.__class__ is not Figure:
        return tuple(found)
    return tuple(apply("item", found, i) for i in range(len(found.value)))
