"""Adapters of patent_valuation beside the income approach: cost, market, discount rate, life, amortisation benefit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.cases import optional
from calculators.cases.convert import day, number, percent_in, rate_out, whole, yuan
from calculators.policy import Policy
from calculators.rules import economic_life, life, valuation_cost, valuation_rate
from calculators.rules.valuation_cost import Development

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

ZERO = Decimal(0)


def _percents(texts: Sequence[str] | None) -> list[Decimal]:
    return [percent_in(text) for text in texts or ()]


def _percent(inputs: Inputs, key: str) -> Decimal:
    return optional.percent(inputs, key) or ZERO


def _amount(inputs: Inputs, key: str) -> Decimal:
    return optional.amount(inputs, key) or ZERO


def _chain(inputs: Inputs) -> Outputs:
    """The textbook chain: book cost at today's prices, newness, part of the transferee, opportunity cost; 万元."""
    cost = valuation_cost.at_todays_prices(
        number(inputs["historical_cost_wan_yuan"]), _percents(inputs.get("yearly_price_increases_percent"))
    )
    new = valuation_cost.newness(number(inputs["used_years"]), number(inputs["remaining_years"]))
    result: Outputs = {
        "replacement_cost_wan_yuan": yuan(cost),
        "newness_percent": rate_out(new),
        "net_replacement_cost_wan_yuan": yuan(cost * new),
    }
    if inputs.get("capacity_total") is not None:
        fee = valuation_cost.least_licence_fee(
            cost * new,
            number(inputs["capacity_transferee"]),
            number(inputs["capacity_total"]),
            _amount(inputs, "opportunity_cost_wan_yuan"),
        )
        result["minimum_fee_wan_yuan"] = yuan(fee)
    return result


def _development(inputs: Inputs) -> Development:
    return Development(
        labour=_amount(inputs, "labour_yuan"),
        materials=_amount(inputs, "materials_yuan"),
        other=_amount(inputs, "other_development_yuan"),
        fees=_amount(inputs, "official_and_agent_fees_yuan"),
        years=_amount(inputs, "years_of_development"),
        capital_rate=_percent(inputs, "capital_cost_percent"),
        profit_rate=_percent(inputs, "reasonable_profit_percent"),
    )


def cost_approach(inputs: Inputs) -> Outputs:
    """Replacement cost given, developed in-house, or book cost at today's prices; then wear and obsolescence."""
    if inputs.get("historical_cost_wan_yuan") is not None:
        return _chain(inputs)
    given = optional.amount(inputs, "replacement_cost_yuan")
    cost = valuation_cost.self_developed_cost(_development(inputs)) if given is None else given
    result: Outputs = {"replacement_cost_yuan": yuan(cost)}
    functional, economic = (_percent(inputs, f"{kind}_obsolescence_percent") for kind in ("functional", "economic"))
    value = valuation_cost.less_obsolescence(cost, functional, economic)
    if inputs.get("remaining_years") is not None:
        new = valuation_cost.newness(_amount(inputs, "used_years"), number(inputs["remaining_years"]))
        result["newness_percent"] = rate_out(new)
        value = value * new
    return result | {"value_yuan": yuan(value)}


def _equity_cost(inputs: Inputs) -> Decimal:
    typed = optional.percent(inputs, "cost_of_equity_percent")
    if typed is not None:
        return typed
    equity: Decimal = valuation_rate.cost_of_equity(
        _percent(inputs, "risk_free_percent"),
        _amount(inputs, "beta"),
        _percent(inputs, "equity_risk_premium_percent"),
        _percent(inputs, "size_premium_percent"),
    )
    return equity


def discount_rate(inputs: Inputs) -> Outputs:
    """Build-up, CAPM, or WACC with the premium for intangible assets."""
    premiums = inputs.get("premiums_percent")
    if premiums is not None:
        parts = [percent_in(text) for text in premiums.values() if text is not None]
        rate = valuation_rate.build_up(_percent(inputs, "risk_free_percent"), parts)
        return {"discount_rate_percent": rate_out(rate + _percent(inputs, "intangible_premium_percent"))}
    rate = equity = _equity_cost(inputs)
    result: Outputs = {"cost_of_equity_percent": rate_out(equity)}
    if inputs.get("debt_share_percent") is not None:
        share, debt = percent_in(inputs["debt_share_percent"]), _percent(inputs, "cost_of_debt_percent")
        rate = valuation_rate.wacc(equity, debt, share, _percent(inputs, "income_tax_rate_percent"))
        result["wacc_percent"] = rate_out(rate)
    return result | {"discount_rate_percent": rate_out(rate + _percent(inputs, "intangible_premium_percent"))}


def market_comparables(inputs: Inputs) -> Outputs:
    """Adjusted prices and their weighted mean."""
    entries = inputs["comparables"]
    prices = [
        valuation_cost.adjusted_price(number(entry["price_yuan"]), _percents(entry.get("adjustments_percent")))
        for entry in entries
    ]
    value = valuation_cost.weighted_mean(prices, [number(entry["weight"]) for entry in entries])
    return {"adjusted_prices_yuan": [yuan(price) for price in prices], "value_yuan": yuan(value)}


def weighted_conclusion(inputs: Inputs) -> Outputs:
    """The methods' values weighted; the weights stand in the order in which the case names the methods."""
    values = [number(text) for key, text in inputs.items() if key.endswith("_value_yuan") and text is not None]
    return {"value_yuan": yuan(valuation_cost.weighted_mean(values, _percents(inputs["weights_percent"])))}


def tax_amortisation_benefit(inputs: Inputs) -> Outputs:
    """Value with the tax saved by straight-line amortisation."""
    before = number(inputs["value_before_tab_yuan"])
    value = valuation_rate.with_tax_benefit(
        before,
        percent_in(inputs["income_tax_rate_percent"]),
        percent_in(inputs["discount_rate_percent"]),
        Decimal(inputs["amortisation_years"]),
    )
    return {"value_with_tab_yuan": yuan(value), "tab_yuan": yuan(value - before)}


def _iso(value: date) -> str:
    return value.isoformat()


def remaining_life(inputs: Inputs) -> Outputs:
    """Statutory and economic end of a patent; the term comes from the policy parameters by filing date."""
    filing, on = day(inputs["filing_date"]), day(inputs["valuation_date"])
    years = life.term_years(Policy.at(on), inputs["patent_type"], filing).value
    expiry = life.patent_expiry(filing, years, _amount(inputs, "term_compensation_days"))
    found = economic_life.remaining_life(expiry, on, Decimal(inputs["economic_life_left_months"]))
    return {
        "statutory_expiry_date": _iso(found.expiry),
        "statutory_days_left": whole(found.statutory_days),
        "economic_end_date": _iso(found.economic_end),
        "benefit_ends_on": _iso(found.ends_on),
        "limited_by": found.limited_by,
        "usable_days": whole(found.usable_days),
    }


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "cost_approach": cost_approach,
    "discount_rate": discount_rate,
    "market_comparables": market_comparables,
    "weighted_conclusion": weighted_conclusion,
    "tax_amortisation_benefit": tax_amortisation_benefit,
    "remaining_life": remaining_life,
}
