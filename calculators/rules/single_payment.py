"""利随本清: principal and interest paid together at maturity, by actual days or by whole months and odd days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calculators import dates
from calculators.figure import apply, days, fen, named, operation
from calculators.rules.day_count import interest

METHODS = (("actual_days", "按实际天数计息"), ("whole_months", "逐笔计息法（整月加零头天数）"))


@operation("months_and_days", "从 {0} 到 {1} 的整月数和零头天数")
def months_and_days(start: date, end: date) -> tuple[Decimal, Decimal]:
    """Whole months (对月对日) and the odd days after them. From 29 February to the next 28 February: 12 and 0."""
    months = dates.whole_months(start, end)
    return Decimal(months), dates.days_between(dates.add_months(start, months), end)


@dataclass(frozen=True)
class SinglePayment:
    """One payment: yuan and days. `months` and `odd_days` only under 逐笔计息法."""

    days: Any
    interest: Any
    due: Any
    months: Any = None
    odd_days: Any = None


def by_actual_days(principal: Any, rate: Any, drawdown: Any, maturity: Any, basis: Any, key: str = "1") -> SinglePayment:
    """fen(principal · rate · days / basis). 1,000,000 at 3.45 % from 2025-05-20 to 2026-05-20, /360: 34,979.17."""
    length = named(days(drawdown, maturity), f"days_{key}", "计息天数", "天")
    cost = fen(interest(principal, rate, length, basis))
    cost = named(cost, f"interest_{key}", "利息", "元", "本金×年利率×实际天数÷一年的计息天数，四舍五入到分")
    return SinglePayment(length, cost, principal + cost)


def by_whole_months(principal: Any, rate: Any, drawdown: Any, maturity: Any, basis: Any, key: str = "1") -> SinglePayment:
    """逐笔计息法: fen(principal · rate · months / 12 + principal · rate · odd days / basis), one rounding."""
    parts = apply("months_and_days", drawdown, maturity)
    months = named(apply("item", parts, 0), f"months_{key}", "整月数", "个月", "按对月对日数满的整月")
    odd = named(apply("item", parts, 1), f"odd_days_{key}", "零头天数", "天")
    cost = fen(principal * rate * months / 12 + interest(principal, rate, odd, basis))
    cost = named(cost, f"interest_{key}", "利息", "元", "整月按年利率÷12，零头天数按年利率÷一年的计息天数，合计后四舍五入到分")
    length = named(days(drawdown, maturity), f"days_{key}", "计息天数", "天")
    return SinglePayment(length, cost, principal + cost, months, odd)
