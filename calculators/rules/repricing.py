"""LPR loans: which days the rate is set anew, and which published LPR counts on such a day.

rate = LPR in force at the reset + spread (1 BP = 0.01 percentage point). LPR is published on the 20th or later, so
the look-up goes by publication dates. Resets fall strictly between drawdown and maturity, counted from the drawdown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from calculators.dates import add_months
from calculators.figure import apply, named, operation, plain

RESET_RULES = (
    ("none", "放款时定价，期内不变"),
    ("january", "每年 1 月 1 日重定价"),
    ("anniversary", "每满一年（对月对日）重定价"),
    ("months_6", "每 6 个月重定价"),
    ("months_3", "每 3 个月重定价"),
    ("months_1", "每月重定价"),
)
LOOKUPS = (
    ("on_or_before", "定价日当天或之前最近公布的"),
    ("before", "定价日之前最近公布的（不含当天）"),
    ("latest_of_previous_month", "定价日上月末已公布的最新值"),
)
EVERY_MONTHS = {"anniversary": 12, "months_6": 6, "months_3": 3, "months_1": 1}


@operation("reset_days", "{0} 至 {1} 之间的重定价日")
def reset_days(drawdown: date, maturity: date, rule: str) -> tuple[date, ...]:
    """The reset dates strictly between drawdown and maturity; none when the rate is set once."""
    if rule == "none":
        return ()
    if rule == "january":
        return tuple(date(y, 1, 1) for y in range(drawdown.year + 1, maturity.year + 1) if date(y, 1, 1) < maturity)
    step = EVERY_MONTHS[rule]
    found: list[date] = []
    while (day := add_months(drawdown, step * (len(found) + 1))) < maturity:
        found.append(day)
    return tuple(found)


@operation("lpr_day", "{0} 定价时查LPR的日子")
def lpr_day(reset: date, lookup: str) -> date:
    """The last publication day that counts for a reset."""
    if lookup == "before":
        return reset - timedelta(days=1)
    if lookup == "latest_of_previous_month":
        return reset.replace(day=1) - timedelta(days=1)
    return reset


@operation("published_lpr", "{1} 时有效的自填LPR")
def published_lpr(publications: tuple[tuple[date, Any], ...], on: date) -> Any:
    """The latest published value not after a day. Raises LookupError when nothing was published by then."""
    known = [entry for entry in publications if entry[0] <= on]
    if not known:
        raise LookupError(on)
    return max(known, key=lambda entry: entry[0])[1]


def floating_rates(
    drawdown: Any, resets: tuple[Any, ...], lookup: Any, spread_bp: Any, lpr_on: Callable[[Any], Any]
) -> tuple[tuple[Any, Any], ...]:
    """(first day, annual rate) at drawdown and at each reset; `lpr_on` gives the LPR fraction known on a day."""
    rates = []
    for number, day in enumerate((drawdown, *resets), 1):
        rate = lpr_on(apply("lpr_day", day, lookup)) + spread_bp / 100 / 100
        rates.append((day, named(rate, f"rate_{number}", f"第{number}次定价的年利率", "%", "LPR加点：1个BP是0.01个百分点")))
    return tuple(rates)


def resets_between(drawdown: Any, maturity: Any, rule: Any) -> tuple[Any, ...]:
    """The reset dates as single values."""
    found = apply("reset_days", drawdown, maturity, rule)
    return tuple(named(apply("item", found, i), f"reset_{i + 2}", f"第{i + 2}次定价日", "") for i in range(len(plain(found))))
