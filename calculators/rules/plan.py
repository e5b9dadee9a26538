"""A repayment plan whatever its method: what is paid when, and the figures drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from calculators.figure import apply, days, named, operation, plain, total
from calculators.money import round_places

DAYS_IN_YEAR = Decimal(365)


class Line(NamedTuple):
    """One payment day. Yuan and days; `start` and `days` are None where no interest is settled on that day.

    `opening_days` is Σ balance · days over the interest days of the line (积数, yuan·days).
    """

    start: Any
    paid_on: Any
    days: Any
    interest: Any
    drawn: Any
    repaid: Any
    payment: Any
    balance: Any
    opening_days: Any


class Plan(NamedTuple):
    """The lines, and for instalment loans the instalment before and after a prepayment (None for other methods)."""

    lines: tuple[Line, ...]
    level: Any = None
    new_level: Any = None


@operation("how_many", "还款计划表的行数")
def how_many(*values: Any) -> Decimal:
    """How many values there are."""
    return Decimal(len(values))


@operation("simple_annual_cost", "利息合计 {0} 按 365 天折成一年，除以余额×天数的合计 {1}")
def simple_annual_cost(interest: Decimal, balance_days: Decimal) -> Decimal:
    """Interest · 365 / Σ(balance · days), a fraction rounded to six places (four places of a percent)."""
    return round_places(interest * DAYS_IN_YEAR / balance_days, 6)


def total_interest(plan: Plan, key: str = "total_interest", label: str = "利息合计") -> Any:
    """Sum of the posted interest of all lines, yuan."""
    why = "各期已取整的利息相加，不再取整"
    return named(total([line.interest for line in plan.lines if line.interest is not None]), key, label, "元", why)


def total_days(plan: Plan, start: Any, end: Any, parallel: bool) -> Any:
    """Days that bear interest, each counted once: the lines added up, or start to end where lines run side by side."""
    if parallel:
        return named(days(start, end), "total_days", "计息天数合计", "天", "从放款日到最后一笔还清，算头不算尾")
    return named(total([line.days for line in plan.lines if line.days is not None]), "total_days", "计息天数合计", "天")


def annual_cost(plan: Plan, interest: Any) -> Any:
    """年化利息成本 (simple, over 365 days) on the balance actually owed; None when nothing was ever owed."""
    owed = total([line.opening_days for line in plan.lines if line.opening_days is not None])
    if plain(owed) == 0:
        return None
    owed = named(owed, "balance_days", "余额×天数合计", "元·天", "每段余额乘以占用天数")
    cost = apply("simple_annual_cost", interest, owed)
    return named(cost, "simple_annual_cost", "年化利息成本（单利）", "%", "只算利息，不含评估、担保等费用")


def column_total(lines: Sequence[Line], name: str, key: str, label: str) -> Any:
    """A column of the schedule added up, yuan."""
    values = map(attrgetter(name), lines)
    return named(total([value for value in values if value is not None]), key, label, "元", "各行相加")
