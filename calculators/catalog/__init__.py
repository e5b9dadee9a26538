"""Every calculator, in menu order and dependency order: a module may import only those named before it.

A visitor asks one calculator, and starting the others takes as long as the answer. So each is loaded when it is asked for;
`CATALOG`, all of them as a tuple, loads the rest.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from calculators.calculator import Calculator
from calculators.errors import ParameterError

NAMES = (
    "sme_class",
    "eligibility",
    "patent_value",
    "working_capital_need",
    "loan_amount",
    "loan_schedule",
    "interest_subsidy",
    "financing_cost",
    "risk_sharing",
    "fund_budget",
    "fund_pro_rating",
    "pledge_calendar",
)
CATALOG: tuple[Calculator, ...]


@cache
def calculator(name: str) -> Calculator:
    """One calculator by name. Raises ParameterError naming those there are."""
    if name not in NAMES:
        raise ParameterError(f"没有名为“{name}”的计算器；现有：{'、'.join(NAMES)}。")
    found: Calculator = import_module(f"calculators.catalog.{name}").CALCULATOR
    return found


def __getattr__(name: str) -> tuple[Calculator, ...]:
    if name != "CATALOG":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return tuple(map(calculator, NAMES))
