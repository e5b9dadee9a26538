"""Remaining life of a patent: statutory expiry, economic life, and whether it may be pledged for a loan.

The term counts from the filing date (a priority date does not count) in whole years, plus compensation days. On and
after the expiry date the patent is worth nothing and cannot be pledged; a debt that runs past the expiry cannot be
registered (专利权质押登记: 债务履行期限超过专利权有效期的不予登记). Source of the terms: 专利法第四十二条.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Life:
    """Where a patent's useful life ends, and what ends it."""

    expiry: Any
    economic_end: Any
    ends_on: Any
    limited_by: Any
    statutory_days: Any
    usable_days: Any


@operation("patent_expiry", "{0} 起满 {1}，再加补偿 {2} 天")
def patent_expiry(filing: date, years: Decimal, compensation_days: Decimal) -> date:
    """The day the right ends: so many years after the filing date (same day of month), plus compensation days."""
    return add_months(filing, int(years) * 12) + timedelta(days=int(compensation_days))


@operation("is_pledgeable", "到期日 {0} 晚于 {1} 记 1，否则记 0")
def is_pledgeable(expiry: date, *until: date) -> Decimal:
    """1 while the right outlives every date given (valuation, loan maturity), else 0."""
    return Decimal(all(day < expiry for day in until))


@operation("days_until", "从 {0} 到 {1} 的天数，已过的记 0")
def days_until(start: date, end: date) -> Decimal:
    """Days from one date to another, never below 0."""
    return Decimal(max((end - start).days, 0))


@operation("earlier_of", "{all} 中较早的一天")
def earlier_of(*days: date) -> date:
    """The earliest of several dates."""
    return min(days)


@operation("life_limited_by", "法定到期日 {0}、经济寿命终点 {1} 与 {2} 比较")
def life_limited_by(expiry: date, economic_end: date, on: date) -> str:
    """`expired`, `statutory_term` or `economic_life`; an equal date counts as the statutory term."""
    if expiry <= on:
        return "expired"
    return "statutory_term" if expiry <= economic_end else "economic_life"


def expiry_date(filing: Any, years: Any, compensation_days: Any, number: int = 1) -> Any:
    """Statutory expiry as a date or a Figure of one."""
    value = apply("patent_expiry", filing, years, compensation_days)
    return named(value, f"expiry_{number}", f"第 {number} 件专利权到期日", "", "自申请日起算，按专利类型的法定期限。")


def term_years(policy: Policy, patent_type: str, filing: date) -> Any:
    """Statutory term in years for the day of filing, a cited Figure. Raises ParameterError before the series starts."""
    return policy.figure(TERM_KEYS[patent_type], filing)


def remaining_life(expiry: Any, on: Any, economic_months: Any) -> Life:
    """The end of benefit: the earlier of expiry and valuation date + economic life (months)."""
    economic_end = apply("economic_end", on, economic_months)
    ends_on = apply("earlier_of", expiry, economic_end)
    return Life(
        expiry=expiry,
        economic_end=economic_end,
        ends_on=ends_on,
        limited_by=apply("life_limited_by", expiry, economic_end, on),
        statutory_days=apply("days_until", on, expiry),
        usable_days=apply("days_until", on, ends_on),
    )


@operation("economic_end", "{0} 之后 {1} 个月")
def economic_end_date(on: date, months: Decimal) -> date:
    """The valuation date plus the economic life left, in months."""
    return add_months(on, int(months))
