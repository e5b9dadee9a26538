"""The interest periods of a loan that is repaid in one sum, and how much of each counts for a subsidy."""

from __future__ import annotations

from typing import Any, NamedTuple

from calculators.figure import apply, days, fen, named, operation, plain, total
from calculators.rules.settlement import Period, settled_interest
from calculators.rules.subsidy import Record, Span, counted_interest, days_that_count

MONTHS = {"monthly": 1, "quarterly": 3}


@operation("months_between_payments", "每 {0} 付息的间隔月数")
def months_between_payments(choice: str) -> int:
    """Months from one settlement to the next, from the choice monthly or quarterly."""
    return MONTHS[choice]


class LoanTerms(NamedTuple):
    """A loan with constant balance and rate. `every`: monthly, quarterly or maturity."""

    principal: Any
    rate: Any
    drawdown: Any
    maturity: Any
    every: Any
    settlement_day: Any
    convention: Any
    basis: Any


def loan_periods(loan: LoanTerms) -> tuple[Period, ...]:
    """Periods with posted interest. Interest due at maturity in one sum is a single period."""
    if plain(loan.every) in MONTHS:
        every = apply("months_between_payments", loan.every)
        day = apply("whole_number", loan.settlement_day)
        return settled_interest(loan.principal, loan.rate, loan.drawdown, loan.maturity, every, day, loan.convention, loan.basis)
    length = named(days(loan.drawdown, loan.maturity), "days_1", "计息天数", "天")
    interest = fen(loan.principal * loan.rate * length / loan.basis)
    interest = named(interest, "interest_1", "第1期利息", "元", "本金×年利率×天数÷计息基数，四舍五入到分")
    return (Period(1, loan.drawdown, loan.maturity, length, loan.principal, loan.rate, interest, loan.maturity),)


class CountedPeriod(NamedTuple):
    """A period with the days and the interest (yuan, pro rata by days, not rounded) that count."""

    period: Period
    days: Any
    interest: Any


class Counted(NamedTuple):
    """All periods and their totals: interest posted, and days and interest that count."""

    rows: tuple[CountedPeriod, ...]
    posted: Any
    days: Any
    interest: Any


def _count(period: Period, span: Span) -> CountedPeriod:
    record = Record(period.start, period.end, period.paid_on, period.interest)
    length = named(days_that_count(record, span), "counted_days_{}", "第{}期计入天数", "天", "", period.number)
    interest = counted_interest(record, length)
    interest = named(interest, "counted_interest_{}", "第{}期计入利息", "元", "", period.number)
    return CountedPeriod(period, length, interest)


def count_interest(periods: tuple[Period, ...], span: Span) -> Counted:
    """What counts under a span of months and a claim window, period by period."""
    rows = tuple([_count(period, span) for period in periods])
    return Counted(
        rows,
        named(total([period.interest for period in periods]), "base", "合同利息合计", "元", "各期已入账利息相加"),
        named(total([row.days for row in rows]), "counted_days", "计入贴息的天数", "天"),
        named(total([row.interest for row in rows]), "counted_interest", "计入贴息的利息", "元", "各期计入的利息相加"),
    )
