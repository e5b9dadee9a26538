"""Interest settled on a fixed day of the month (按月、按季结息), principal due in one sum at maturity.

Interest of a period is fen(principal · rate · days / basis), posted once a period; totals are sums of the posted
figures. Days count the first day, not the last. Rates are fractions a year, money is yuan. Practice: quarterly
settlement on the 20th of the quarter's last month or monthly on the 20th (人民币利率管理规定).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from calculators.dates import settlement_boundaries, settlement_days
from calculators.figure import Figure, apply, days, fen, named, operation

# The two ways to cut the periods, in the words that every form uses.
SETTLEMENT = (("21_to_20", "上期结息日次日起，到本期结息日（含）"), ("20_to_19", "上期结息日起，到本期结息日前一天（含）"))


WHY = "本金×年利率×天数÷一年的计息天数，四舍五入到分"


class Period(NamedTuple):
    """One interest period: from `start` up to, not including, `end`. Values are numbers or Figures."""

    number: int
    start: Any
    end: Any
    days: Any
    balance: Any
    rate: Any
    interest: Any
    paid_on: Any


@operation("settled_on", "按结息约定，{0} 至 {1} 各期的付息日")
def settled_on(
    drawdown: date, maturity: date, every_months: int, settlement_day: int, convention: str, merge_first_day: bool
) -> tuple[date, ...]:
    """The day on which each interest period is settled; the last one falls due at maturity.

    Only when the settlement day is the very day before maturity (21_to_20, maturity on the 21st) does that
    settlement cover everything, so that nothing but principal is left for the maturity date.
    """
    bounds = settlement_boundaries(drawdown, maturity, every_months, settlement_day, convention, merge_first_day)
    step = timedelta(days=1) if convention == "21_to_20" else timedelta()
    paid = [end - step for end in bounds[1:-1]]
    earliest = drawdown if merge_first_day else drawdown - step
    # Only the day before maturity is in question, so only the days around it are asked for.
    covered = step and settlement_days(max(earliest, maturity - 2 * step), maturity, every_months, settlement_day)
    return (*paid, maturity - step if covered else maturity)


@operation("pay_next_day", "{0} 各顺延一天，不晚于 {1}")
def pay_next_day(paid: tuple[date, ...], maturity: date) -> tuple[date, ...]:
    """付息日 on the day after settlement, as many contracts have it; never past maturity, never two on one day."""
    day = timedelta(days=1)
    regular = (on + day if on + day < maturity else on for on in paid[:-1])
    return (*regular, min(paid[-1] + day, maturity))


def period_bounds(
    drawdown: Any, maturity: Any, every_months: Any, settlement_day: Any, convention: Any, merge_first_day: Any = True
) -> tuple[Any, ...]:
    """First days of the periods and, last, the maturity date; each a date or a Figure of one."""
    bounds = apply("boundaries", drawdown, maturity, every_months, settlement_day, convention, merge_first_day)
    if bounds.__class__ is not Figure:
        return tuple(bounds)
    inner = [named(apply("item", bounds, i), "from_{}", "第{}期起算日", "", "", i + 1) for i in range(1, len(bounds.value) - 1)]
    return (drawdown, *inner, maturity)


def settled_interest(
    principal: Any,
    rate: Any,
    drawdown: Any,
    maturity: Any,
    every_months: Any,
    settlement_day: Any,
    convention: Any,
    basis: Any,
    merge_first_day: Any = True,
) -> tuple[Period, ...]:
    """The interest periods of a loan with constant balance; their days add up to maturity − drawdown.

    2,000,000 yuan, 3.65 %, 2025-04-10 to 2026-04-10, quarterly on the 20th, /360: 14600.00 + 18655.56 + 18452.78
    + 18250.00 + 4055.56 = 74013.90. The caller makes sure that maturity lies after drawdown.
    """
    bounds = period_bounds(drawdown, maturity, every_months, settlement_day, convention, merge_first_day)
    paid = apply("settled_on", drawdown, maturity, every_months, settlement_day, convention, merge_first_day)
    periods = []
    for number, (start, end) in enumerate(zip(bounds, bounds[1:], strict=False), 1):
        length = named(days(start, end), "days_{}", "第{}期天数", "天", "", number)
        interest = named(fen(principal * rate * length / basis), "interest_{}", "第{}期利息", "元", WHY, number)
        paid_on = named(apply("item", paid, number - 1), "paid_on_{}", "第{}期付息日", "", "", number)
        periods.append(Period(number, start, end, length, principal, rate, interest, paid_on))
    return tuple(periods)
