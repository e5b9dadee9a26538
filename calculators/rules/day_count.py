"""Counting days and turning them into years; interest over a stretch of days (算头不算尾: first day counted, last not).

RMB loans: actual days / 360 by default (日利率 = 年利率 / 360), / 365 as an option. 30E/360 and actual/actual serve
cross-checks only. Rates are fractions a year; a year fraction is exact up to 50 digits and never rounded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from calculators import dates
from calculators.figure import apply, days, fen, operation
from calculators.money import FEN, settle

BASES = {"360": Decimal(360), "365": Decimal(365)}
BASIS_CHOICES = (("360", "实际天数/360"), ("365", "实际天数/365"))


@operation("basis_days", "由 {0} 定的一年天数")
def basis_days(choice: str) -> Decimal:
    """Days in the year of the interest formula, from the choice `360` or `365`."""
    return BASES[choice]


def interest(principal: Any, rate: Any, length: Any, basis: Any) -> Any:
    """Simple interest in yuan over `length` days, unrounded: principal · rate · days / basis."""
    return principal * rate * length / basis


def bankers_fen(value: Decimal) -> Decimal:
    """Half-even rounding to the fen: what many programs do and what is not done here. 0.125 -> 0.12."""
    return settle(value).quantize(FEN, ROUND_HALF_EVEN)


def days_30e_360(start: date, end: date) -> Decimal:
    """Days of 30E/360 (Eurobond): every month has 30 days, a 31st counts as the 30th."""
    first, last = min(start.day, 30), min(end.day, 30)
    return Decimal((end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first)


def _days_in_year(year: int) -> Decimal:
    return Decimal(366 if dates.in_leap_year(date(year, 1, 1)) else 365)


def years_actual_actual(start: date, end: date) -> Decimal:
    """Actual/actual ISDA: the days of each calendar year over 365 or 366. Exact fractions, added last to first."""
    if start.year == end.year:
        return dates.days_between(start, end) / _days_in_year(start.year)
    head = dates.days_between(start, date(start.year + 1, 1, 1)) / _days_in_year(start.year)
    tail = dates.days_between(date(end.year, 1, 1), end) / _days_in_year(end.year)
    return head + (end.year - start.year - 1) + tail


@dataclass(frozen=True)
class LateMaturity:
    """A single-payment loan whose maturity fell on a holiday: days and yuan of contract interest and of penalty."""

    contract_days: Any
    charged_days: Any
    interest: Any
    contract_interest: Any
    penalty: Any


def maturity_on_holiday(
    principal: Any,
    rate: Any,
    drawdown: Any,
    maturity: Any,
    repaid_on: Any,
    first_working_day: Any,
    penalty_uplift: Any,
    basis: Any,
) -> LateMaturity:
    """利随本清 loan repaid before, on or after a maturity that is a holiday.

    Repaid earlier the days are deducted, up to the first working day after maturity the extra days bear the contract
    rate; later the loan is overdue from that working day at rate · (1 + uplift). Each interest is rounded to the fen.
    """
    charged_to = apply("earlier_day", repaid_on, first_working_day)
    charged, contract = days(drawdown, charged_to), days(drawdown, maturity)
    overdue = days(charged_to, repaid_on)
    return LateMaturity(
        contract_days=contract,
        charged_days=charged,
        interest=fen(interest(principal, rate, charged, basis)),
        contract_interest=fen(interest(principal, rate, contract, basis)),
        penalty=fen(interest(principal, rate * (1 + penalty_uplift), overdue, basis)),
    )


@operation("earlier_day", "{0} 与 {1} 中较早的一天")
def earlier_day(first: date, second: date) -> date:
    """The earlier of two dates."""
    return min(first, second)
