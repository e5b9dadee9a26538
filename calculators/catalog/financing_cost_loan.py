"""The flows of 综合融资成本: what the loan pays on which day, fees and subsidies with their days."""

from __future__ import annotations

from calculators.catalog.financing_cost_fields import UPFRONT
from calculators.catalog.loan_schedule_brief import whole_plan
from calculators.catalog.loan_schedule_plans import Worked
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import named, plain, total
from calculators.policy import Policy
from calculators.rules.financing_cost import Dated, Payments
from calculators.rules.plan import Line
from calculators.rules.valuation import typed_cell

MOST_ROWS = 60


def _column(lines: tuple[Line, ...], name: str) -> tuple[Dated, ...]:
    """The days and amounts of one column of the plan."""
    return tuple((line.paid_on, getattr(line, name)) for line in lines if getattr(line, name) is not None)


def loan_plan(given: Given, policy: Policy) -> Worked:
    """The repayment plan."""
    return whole_plan(given, policy, "repay", pay_next_day=plain(given["pay_next_day"]) is True)


def loan_payments(given: Given, worked: Worked) -> Payments:
    """What the loan alone pays and receives: the lines of its repayment plan."""
    lines = worked.plan.lines
    return Payments(
        drawdown=worked.start,
        end=worked.end,
        drawn=_column(lines, "drawn") or ((given["drawdown"], given["principal"]),),
        repaid=_column(lines, "repaid"),
        interest=_column(lines, "interest"),
        balance_days=total(line.opening_days for line in lines if line.opening_days is not None),
    )


def _typed(given: Given, key: str, label: str) -> list[Dated]:
    """The dated amounts of a list typed line by line."""
    count = len(plain(given[key]) or ())
    if count > MOST_ROWS:
        raise InputError.at(key, f"{label}填了 {count} 行，最多 {MOST_ROWS} 行；请合并。")
    return [
        (
            named(typed_cell(given[key], n, 0), f"{key}_day_{n}", f"第 {n} 笔{label}的日期", ""),
            named(typed_cell(given[key], n, 1), f"{key}_amount_{n}", f"第 {n} 笔{label}", "元"),
        )
        for n in range(1, count + 1)
    ]


def upfront_fees(given: Given, loan: Payments) -> list[Dated]:
    """Fees paid at the first drawdown, those above zero."""
    return [(loan.drawdown, given[key]) for key in UPFRONT if plain(given[key])]


def later_fees(given: Given) -> list[Dated]:
    """Fees paid on other days."""
    return _typed(given, "later_fees", "费用")


def subsidies(given: Given) -> list[Dated]:
    """Subsidies on the days they arrive."""
    first = [(given["subsidy_on"], given["subsidy"])] if plain(given["subsidy"]) else []
    return first + _typed(given, "more_subsidies", "补贴")
