"""Which charts an answer has."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from calculators.calculator import Answer
from calculators.views import charts_funds, charts_loans
from calculators.views.chart import Chart, numbers

CHARTS: dict[str, Callable[[Answer], Iterable[Chart]]] = {
    "patent_value": charts_funds.patent_value,
    "loan_amount": charts_loans.loan_amount,
    "loan_schedule": charts_loans.loan_schedule,
    "interest_subsidy": charts_loans.interest_subsidy,
    "financing_cost": charts_loans.financing_cost,
    "risk_sharing": charts_funds.risk_sharing,
    "fund_budget": charts_funds.fund_budget,
}


def charts_of(answer: Answer) -> tuple[Chart, ...]:
    """The charts of an answer, in the order shown; those with nothing to draw are left out."""
    make = CHARTS.get(answer.calculator.name)
    found = () if make is None else make(answer)
    return tuple(chart for chart in found if any(numbers(series.values) for series in chart.series))
