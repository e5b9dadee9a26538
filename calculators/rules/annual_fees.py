"""Annual fees of a patent: which year is due when, how much, what being late costs.

Years count from the filing date, not from the calendar or the grant. The fee of year k is due before that year begins,
that is by the (k − 1)th anniversary of the filing date; the year of the grant is paid with the grant. A reduction
lowers the fees of the grant's year and so many years after; the surcharge always counts on the full fee.
Source: 专利法第四十三条、实施细则（2023）第一百一十四、一百一十五条. Yuan, rounded to the fen per fee.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from calculators.dates import add_months, whole_months
from calculators.figure import apply, fen, named, operation, plain
from calculators.policy import Policy, all_parameters

REDUCTIONS = {"none": "", "single": "fee_reduction.single", "joint": "fee_reduction.joint"}
_BAND = re.compile(r"annual_fee\.([a-z_]+)\.(\d+)_(\d+)")


@operation("patent_year", "从 {0} 起算，{1} 落在第几年度")
def patent_year(filing: date, day: date) -> Decimal:
    """The year of a patent that a day falls in; the first begins on the filing date."""
    return Decimal(whole_months(filing, day) // 12 + 1)


@operation("fee_due_on", "{0} 的第 {1} 年度年费应缴日")
def fee_due_on(filing: date, year: int) -> date:
    """The anniversary of the filing date on which the year begins: the last day to pay its fee."""
    return add_months(filing, (year - 1) * 12)


@operation("reduction_of_year", "第 {1} 年度的减缴比例：授权年度 {2} 起 {3} 内为 {0}，以后为 0")
def reduction_of_year(rate: Decimal, year: int, granted: Decimal, years: Decimal) -> Decimal:
    """The share of the fee that need not be paid: the rate in the grant's year and `years` years in all, then 0."""
    return rate if granted <= year < granted + years else Decimal(0)


@dataclass(frozen=True)
class Fee:
    """The fee of one year: last day to pay without surcharge, full fee, and what is to be paid."""

    year: int
    due: Any
    full: Any
    payable: Any


@dataclass(frozen=True)
class LateStep:
    """One month of the grace period: last day, surcharge, fee and surcharge together."""

    number: int
    until: Any
    surcharge: Any
    total: Any


@cache
def bands(patent_type: str) -> tuple[tuple[int, int, str], ...]:
    """First year, last year and parameter of each band of the fee table, upwards; the parameters' names say them."""
    found = (_BAND.fullmatch(key) for key in all_parameters())
    return tuple(sorted((int(m[2]), int(m[3]), m[0]) for m in found if m is not None and m[1] == patent_type))


def fee_key(patent_type: str, year: int) -> str:
    """The parameter that holds the fee of a year. Raises LookupError for a year beyond the table."""
    return next(key for first, last, key in bands(patent_type) if first <= year <= last)


def _payable(year: int, full: Any, reduction: Any, granted: Any, years: Any) -> Any:
    if reduction is None:
        return fen(full)
    return fen(full * (1 - apply("reduction_of_year", reduction, year, granted, years)))


def fee_of(policy: Policy, patent_type: str, filing: Any, grant: Any, year: int, reduction: str, traced: bool) -> Fee:
    """The fee of one year after the grant's."""

    def bare(key: str) -> Any:
        figure = policy.figure(key)
        return figure if traced else plain(figure)

    full = bare(fee_key(patent_type, year))
    granted = named(apply("patent_year", filing, grant), "grant_year", "授权所在的年度", "")
    rate = bare(REDUCTIONS[reduction]) if REDUCTIONS[reduction] else None
    years = bare("fee_reduction.years") if rate is not None else None
    why = "全额乘（1 − 减缴比例），四舍五入到分。" if rate is not None else "按收费标准的全额。"
    return Fee(
        year=year,
        due=named(apply("fee_due_on", filing, year), f"fee_due_{year}", f"第 {year} 年度年费应缴日", "", "申请日的周年日。"),
        full=full,
        payable=named(_payable(year, full, rate, granted, years), f"fee_{year}", f"第 {year} 年度年费", "元", why),
    )


def fee_years(filing: Any, grant: Any, years: Any) -> tuple[int, ...]:
    """The years whose fees fall due after the grant, to the last of the term."""
    first = int(patent_year(plain(filing), plain(grant))) + 1
    return tuple(range(first, int(plain(years)) + 1))


def late_steps(fee: Fee, rate: Any, months: Any) -> tuple[LateStep, ...]:
    """Month by month through the grace period: each full month late adds the rate on the full fee, the first is free."""
    steps = []
    for number in range(1, int(plain(months)) + 1):
        until = named(apply("add_months", fee.due, number), f"late_until_{number}", f"过期第 {number} 个月的最后一天", "")
        why = "全额年费乘每月比例，再乘已超过的整月数；减缴不影响滞纳金。"
        surcharge = named(fen(fee.full * rate * (number - 1)), f"surcharge_{number}", f"第 {number} 个月的滞纳金", "元", why)
        both = named(fee.payable + surcharge, f"late_total_{number}", f"第 {number} 个月合计", "元", "年费加滞纳金。")
        steps.append(LateStep(number, until, surcharge, both))
    return tuple(steps)
