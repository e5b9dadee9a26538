"""When the fund pays: loans start in some years, interest is subsidised in the year of the month it belongs to, plus a lag.

A loan of `principal` starts in month `start_month` (1 to 12) and bears principal × rate ÷ 12 each month of its term; the
first month is the start month. The fee subsidy is paid in the start year. Only a year's total is rounded, to the fen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.figure import apply, fen, named, operation, plain, total


@dataclass(frozen=True)
class LoanPlan:
    """What every loan of the plan looks like. Yuan, fractions, months; `lag` in whole years."""

    principal: Any
    rate: Any
    ratio: Any
    term: Any
    start_month: Any
    lag: Any
    fee: Any


@operation("months_in_year", "从第 {0} 月起共 {1} 个月，落在第 {2} 个日历年（从 0 数起）的月数")
def months_in_year(start_month: Decimal, term: Decimal, offset: int) -> Decimal:
    """How many months of the term lie in the calendar year `offset` years after the start year."""
    first = start_month - 1
    end = min(first + term, Decimal(12 * (offset + 1)))
    return max(end - max(first, Decimal(12 * offset)), Decimal(0))


def last_offset(plan: LoanPlan) -> int:
    """Calendar years from the start to the last month of interest."""
    return int((plain(plan.start_month) - 1 + plain(plan.term) - 1) // 12)


def _subsidies(plan: LoanPlan, starts: Sequence[tuple[int, Any]], year: int) -> list[Any]:
    """The unrounded pieces paid in one year: fees of its own loans, lagged interest subsidies of all."""
    monthly = plan.principal * plan.rate * plan.ratio / 12
    pieces = [number * plan.fee for start, number in starts if start == year]
    for start, number in starts:
        offset = year - start - int(plain(plan.lag))
        if 0 <= offset <= last_offset(plan):
            pieces.append(number * monthly * apply("months_in_year", plan.start_month, plan.term, offset))
    return pieces


def cash_path(plan: LoanPlan, starts: Sequence[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """Outlay of each year from the first start to the last payment. `starts`: year and number of loans."""
    first, last = min(year for year, _ in starts), max(year for year, _ in starts)
    last += last_offset(plan) + int(plain(plan.lag))
    why = "当年新发放贷款的费用补贴，加上应在这一年支付的贴息；只把年度合计四舍五入到分。"
    return [
        (year, named(fen(total(_subsidies(plan, starts, year))), f"paid_{year}", f"{year} 年支出", "元", why))
        for year in range(first, last + 1)
    ]
