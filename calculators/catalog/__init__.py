"""Every calculator, in menu order and dependency order: a module may import only those named before it."""

from __future__ import annotations

from calculators.calculator import Calculator
from calculators.catalog import (
    eligibility,
    financing_cost,
    fund_budget,
    fund_pro_rating,
    interest_subsidy,
    loan_amount,
    loan_schedule,
    patent_value,
    pledge_calendar,
    risk_sharing,
    sme_class,
    working_capital_need,
)
from calculators.errors import ParameterError

CATALOG: tuple[Calculator, ...] = (
    sme_class.CALCULATOR,
    eligibility.CALCULATOR,
    patent_value.CALCULATOR,
    working_capital_need.CALCULATOR,
    loan_amount.CALCULATOR,
    loan_schedule.CALCULATOR,
    interest_subsidy.CALCULATOR,
    financing_cost.CALCULATOR,
    risk_sharing.CALCULATOR,
    fund_budget.CALCULATOR,
    fund_pro_rating.CALCULATOR,
    pledge_calendar.CALCULATOR,
)


def calculator(name: str) -> Calculator:
    """One calculator by name. Raises ParameterError naming those there are."""
    for entry in CATALOG:
        if entry.name == name:
            return entry
    names = "、".join(entry.name for entry in CATALOG)
    raise ParameterError(f"没有名为“{name}”的计算器；现有：{names}。")
