"""Adapters for the topic working_capital_need."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from calculators.cases.convert import decimals, number, percent_in, rate_out, yuan
from calculators.rules import working_capital as rules
from calculators.rules.working_capital import ITEMS, Funds, Need

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

PLACES = 6

# our item -> its name in the case files
NAMES = {item: item for item in ITEMS} | {"advances": "advances_from_customers"}


def _yuan_in(inputs: Inputs, key: str) -> Decimal:
    return number(inputs.get(key) or 0)


def _funds(inputs: Inputs) -> Funds:
    return Funds(
        _yuan_in(inputs, "own_funds_in_working_capital_yuan"),
        _yuan_in(inputs, "existing_working_capital_loans_yuan"),
        _yuan_in(inputs, "other_channels_yuan"),
    )


def _margin(inputs: Inputs) -> Any:
    """The margin given, or total profit ÷ revenue."""
    if inputs.get("last_year_sales_profit_rate_percent") is not None:
        return percent_in(inputs["last_year_sales_profit_rate_percent"])
    profit, revenue = inputs["last_year_total_profit_yuan"], inputs["last_year_sales_revenue_yuan"]
    return rules.margin_from_profit(number(profit), number(revenue))


def _growth(inputs: Inputs) -> Any:
    """The growth given, or that of next year's revenue; none given is no growth."""
    if inputs.get("expected_sales_growth_percent") is not None:
        return percent_in(inputs["expected_sales_growth_percent"])
    if inputs.get("expected_sales_revenue_next_year_yuan") is None:
        return Decimal(0)
    next_year, revenue = inputs["expected_sales_revenue_next_year_yuan"], inputs["last_year_sales_revenue_yuan"]
    return rules.growth_from_revenue(number(next_year), number(revenue))


def _amounts(need: Need) -> Outputs:
    return {
        "working_capital_need_yuan": yuan(need.need),
        "new_loan_before_floor_yuan": yuan(need.before_floor),
        "new_loan_yuan": yuan(need.new_loan),
        "status": need.status,
    }


def _turnover_days(inputs: Inputs, year: Decimal) -> dict[str, Decimal]:
    bases = {"revenue": "last_year_sales_revenue_yuan", "cost": "last_year_sales_cost_yuan"}
    found = {}
    for item, (_, base, _) in ITEMS.items():
        opening, closing = (_yuan_in(inputs, f"{NAMES[item]}_{when}_yuan") for when in ("opening", "closing"))
        mean = rules.average(item, opening, closing)
        found[item] = rules.turnover_days(item, mean, _yuan_in(inputs, bases[base]), year)
    return found


def full_formula(inputs: Inputs) -> Outputs:
    """Turnover days, cycle, turnover, need and new loan from balances."""
    year = number(inputs.get("days_in_year", 360))
    days = _turnover_days(inputs, year)
    cycle = rules.operating_cycle(rules.cycle_part(item, days[item]) for item in ITEMS)
    times = rules.turnover_times(year, cycle)
    revenue = number(inputs["last_year_sales_revenue_yuan"])
    need = rules.loan_need(revenue, _margin(inputs), _growth(inputs), times, cycle, _funds(inputs))
    return {
        "turnover_days": {NAMES[item]: decimals(days[item], PLACES) for item in ITEMS},
        "operating_cycle_days": decimals(cycle, PLACES),
        "working_capital_turnover_times": decimals(times, PLACES),
        **_amounts(need),
    }


def turnover_given(inputs: Inputs) -> Outputs:
    """Need and new loan when the turnover is known."""
    times = number(inputs["working_capital_turnover_times"])
    revenue = number(inputs["last_year_sales_revenue_yuan"])
    return _amounts(rules.loan_need(revenue, _margin(inputs), _growth(inputs), times, times, _funds(inputs)))


def inverse_growth(inputs: Inputs) -> Outputs:
    """The growth at which the wanted loan is the formula's answer."""
    growth = rules.growth_needed(
        number(inputs["wanted_new_loan_yuan"]),
        number(inputs["last_year_sales_revenue_yuan"]),
        _margin(inputs),
        number(inputs["working_capital_turnover_times"]),
        _funds(inputs),
    )
    return {"growth_needed_percent": rate_out(growth)}


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "full_formula": full_formula,
    "turnover_given": turnover_given,
    "inverse_growth": inverse_growth,
}
