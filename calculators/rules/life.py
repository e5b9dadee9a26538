"""Remaining life of a patent: statutory expiry, days left, and whether it may be pledged for a loan.

The term counts from the filing date (a priority date does not count) in whole years, plus compensation days. On and
after the expiry date the patent is worth nothing and cannot be pledged; a debt that runs past the expiry cannot be
registered (专利权质押登记: 债务履行期限超过专利权有效期的不予登记). Source of the terms: 专利法第四十二条.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from calculators.dates import add_months
from calculators.figure import apply, named, operation
from calculators.policy import Policy

TERM_KEYS = {
    "invention": "patent_term.invention",
    "utility_model": "patent_term.utility_model",
    "design": "patent_term.design",
}


@operation("earliest", "{all} 中最早的一天")
def earliest(*days: date) -> date:
    """The first of several dates."""
    return min(days)


@operation("patent_expiry", "{0} 起满 {1}，再加补偿 {2}")
def patent_expiry(filing: date, years: Decimal, compensation_days: Decimal) -> date:
    """The day the right ends: so many years after the filing date (same day of month), plus compensation days."""
    return add_months(filing, int(years) * 12) + timedelta(days=int(compensation_days))


@operation("is_pledgeable", "{all}：第一个日期晚于其余日期记 1，否则记 0")
def is_pledgeable(expiry: date, *until: date) -> Decimal:
    """1 while the right outlives every date given (valuation, loan maturity), else 0."""
    return Decimal(all(day < expiry for day in until))


@operation("days_until", "从 {0} 到 {1} 的天数，已过的记 0")
def days_until(start: date, end: date) -> Decimal:
    """Days from one date to another, never below 0."""
    return Decimal(max((end - start).days, 0))


def expiry_date(filing: Any, years: Any, compensation_days: Any, number: int = 1) -> Any:
    """Statutory expiry as a date or a Figure of one."""
    value = apply("patent_expiry", filing, years, compensation_days)
    return named(value, f"expiry_{number}", f"第 {number} 件专利权到期日", "", "自申请日起算，按专利类型的法定期限。")


def term_years(policy: Policy, patent_type: str, filing: date) -> Any:
    """Statutory term in years for the day of filing, a cited Figure. Raises ParameterError before the series starts."""
    return policy.figure(TERM_KEYS[patent_type], filing)


def pledgeable(expiry: Any, until: list[Any], number: int = 1) -> Any:
    """1 while the patent outlives every date given, else 0, as the factor that its supported amount takes."""
    value = apply("is_pledgeable", expiry, *until)
    why = "到期日须晚于政策日期和贷款到期日，能记 1，不能记 0。"
    return named(value, f"pledgeable_{number}", f"第 {number} 件专利能否质押", "", why)


def due_on_expiry(expiry: date) -> str:
    """The two readings of a debt that falls due on the very day on which the right ends, and which one is used here."""
    return (
        f"贷款正好在专利权届满日 {expiry} 到期，条文只写“债务履行期限超过专利权有效期”，没有写当天怎么算。"
        "读法一：届满当天专利权已经终止，算超过，不予登记，本站按这一种。"
        "读法二：届满当天还算有效期内的最后一天，正好到期，不算超过。待核实；请先问登记部门，或者把到期日提前一天。"
    )


def days_left(expiry: Any, on: Any, number: int = 1) -> Any:
    """Days from a date to the expiry, 0 once it has come."""
    value = apply("days_until", on, expiry)
    return named(value, f"days_left_{number}", f"第 {number} 件专利剩余天数", "天", "从政策日期到专利权到期日。")
