"""Adapters for the topic patent_valuation: income, cost and market approach, discount rate, life, sensitivity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.cases import optional
from calculators.cases.convert import day, number, percent_in, plain_text, rate_out, whole, yuan
from calculators.policy import Policy
from calculators.rules import economic_life, life, valuation, valuation_cost, valuation_rate
from calculators.rules.valuation import Model, Span, Year
from calculators.rules.valuation_cost import Development

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

ZERO, ONE = Decimal(0), Decimal(1)
PREMIUMS = ("industry", "technology", "market", "funding", "management")


def _percents(texts: Sequence[str] | None) -> list[Decimal]:
    return [percent_in(text) for text in texts or ()]


def _numbers(texts: Sequence[str]) -> tuple[Decimal, ...]:
    return tuple(number(text) for text in texts)


def _percent(inputs: Inputs, key: str) -> Decimal:
    return optional.percent(inputs, key) or ZERO


def _amount(inputs: Inputs, key: str) -> Decimal:
    return optional.amount(inputs, key) or ZERO


def _spans(inputs: Inputs, count: int) -> tuple[Span, ...]:
    return valuation.forecast([ONE] * count, inputs.get("discount_timing") or "end_year")


def _model(inputs: Inputs, amounts: Sequence[Decimal], portions: Sequence[Decimal], charge: Decimal | None = None) -> Model:
    """Amounts in full years, taxed when the case gives a tax rate."""
    return Model(
        spans=_spans(inputs, len(amounts)),
        amounts=tuple(amounts),
        portions=tuple(portions),
        tax=optional.percent(inputs, "income_tax_rate_percent"),
        charge=charge,
        rate=percent_in(inputs["discount_rate_percent"]),
    )


def _shown(rows: Sequence[Year]) -> list[Outputs]:
    return [
        {"year": row.span.number, "after_tax_royalty_yuan": yuan(row.income), "present_value_yuan": yuan(row.value)}
        for row in rows
    ]


def relief_from_royalty(inputs: Inputs) -> Outputs:
    """Revenue typed year by year, royalty with yearly decay from the second year."""
    revenues = _numbers(inputs["patent_product_revenue_by_year_yuan"])
    first, decay = percent_in(inputs["royalty_rate_first_year_percent"]), _percent(inputs, "royalty_rate_yearly_decay_percent")
    share = optional.percent(inputs, "share_of_revenue_attributable_percent")
    share = ONE if share is None else share
    portions = [share * rate for rate in valuation.royalties(first, decay, len(revenues))]
    rows = valuation.years(_model(inputs, revenues, portions))
    return {"value_yuan": yuan(valuation.present_value(rows)), "years": _shown(rows)}


def relief_with_growth(inputs: Inputs) -> Outputs:
    """First year's revenue and growth rates from the second year."""
    growth = _percents(inputs["growth_rates_from_second_year_percent"])
    revenues = valuation.grown(number(inputs["first_year_revenue_yuan"]), growth)
    rows = valuation.years(_model(inputs, revenues, [percent_in(inputs["royalty_rate_percent"])] * len(revenues)))
    return {
        "revenues_yuan": [yuan(value) for value in revenues],
        "value_yuan": yuan(valuation.present_value(rows)),
        "years": _shown(rows),
    }


def relief_with_part_year(inputs: Inputs) -> Outputs:
    """Full years from anniversary to anniversary, then a part year of days / 365."""
    start, end = day(inputs["valuation_date"]), day(inputs["benefit_ends_on"])
    full, left, part, lengths = valuation.life_lengths(start, end)
    model = Model(
        spans=valuation.forecast(lengths, inputs.get("discount_timing") or "end_year"),
        amounts=(number(inputs["revenue_per_full_year_yuan"]),) * len(lengths),
        portions=(percent_in(inputs["royalty_rate_percent"]),) * len(lengths),
        tax=optional.percent(inputs, "income_tax_rate_percent"),
        charge=None,
        rate=percent_in(inputs["discount_rate_percent"]),
    )
    return {
        "full_years": whole(full),
        "part_year_days": whole(left),
        "part_year_fraction": plain_text(part),
        "value_yuan": yuan(valuation.value_of(model)),
    }


def profit_split(inputs: Inputs) -> Outputs:
    """Net profit times the patent's share of the equivalent investments; 万元."""
    patent = valuation.equivalent_investment(
        number(inputs["patent_replacement_cost_wan_yuan"]),
        percent_in(inputs["patent_cost_profit_rate_percent"]),
        _percent(inputs, "price_increase_since_purchase_percent"),
    )
    enterprise = valuation.equivalent_investment(
        number(inputs["enterprise_asset_replacement_cost_wan_yuan"]),
        percent_in(inputs["enterprise_cost_profit_rate_percent"]),
    )
    share = valuation.profit_share(patent, enterprise)
    profits = _numbers(inputs["net_profit_by_year_wan_yuan"])
    return {
        "patent_equivalent_investment_wan_yuan": yuan(patent),
        "enterprise_equivalent_investment_wan_yuan": yuan(enterprise),
        "profit_share_percent": rate_out(share),
        "value_wan_yuan": yuan(valuation.value_of(_model(inputs, profits, [share] * len(profits)))),
    }


def _level_excess(inputs: Inputs) -> Outputs:
    """The annuity form: one amount every year."""
    profit = inputs.get("excess_profit_before_tax_per_year_yuan")
    profit = inputs["incremental_profit_per_year_yuan"] if profit is None else profit
    count = int(inputs["years"])
    rows = valuation.years(_model(inputs, [number(profit)] * count, [ONE] * count))
    return {
        "annuity_factor": plain_text(sum((row.factor for row in rows), ZERO)),
        "excess_by_year_yuan": [yuan(row.income) for row in rows],
        "value_yuan": yuan(valuation.present_value(rows)),
    }


def excess_earnings(inputs: Inputs) -> Outputs:
    """Profit after tax and after the return on the other assets, or one level excess profit."""
    if inputs.get("revenue_by_year_yuan") is None:
        return _level_excess(inputs)
    assets = [
        (number(asset["value_yuan"]), percent_in(asset["required_after_tax_return_percent"]))
        for asset in inputs.get("contributory_assets") or ()
    ]
    revenues, margins = _numbers(inputs["revenue_by_year_yuan"]), _percents(inputs["operating_margin_by_year_percent"])
    rows = valuation.years(_model(inputs, revenues, margins, valuation.asset_charge(assets)))
    return {
        "excess_by_year_yuan": [yuan(row.income) for row in rows],
        "value_yuan": yuan(valuation.present_value(rows)),
    }


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
    return valuation_rate.cost_of_equity(
        _percent(inputs, "risk_free_percent"),
        _amount(inputs, "beta"),
        _percent(inputs, "equity_risk_premium_percent"),
        _percent(inputs, "size_premium_percent"),
    )


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


def sensitivity_grid(inputs: Inputs) -> Outputs:
    """Rows by royalty, columns by discount rate; each cell the full formula."""
    revenues = _numbers(inputs["patent_product_revenue_by_year_yuan"])

    def cell(royalty: Decimal, rate: str) -> str:
        model = _model(inputs | {"discount_rate_percent": rate}, revenues, [royalty] * len(revenues))
        return yuan(valuation.value_of(model))

    rates = inputs["discount_rates_percent"]
    rows = [[cell(royalty, rate) for rate in rates] for royalty in _percents(inputs["royalty_rates_percent"])]
    return {"values_yuan_rows_by_royalty_columns_by_discount": rows}


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
    "relief_from_royalty": relief_from_royalty,
    "relief_from_royalty_with_growth": relief_with_growth,
    "relief_from_royalty_partial_last_year": relief_with_part_year,
    "profit_split_equivalent_investment": profit_split,
    "excess_earnings": excess_earnings,
    "cost_approach": cost_approach,
    "discount_rate": discount_rate,
    "market_comparables": market_comparables,
    "weighted_conclusion": weighted_conclusion,
    "sensitivity_grid": sensitivity_grid,
    "tax_amortisation_benefit": tax_amortisation_benefit,
    "remaining_life": remaining_life,
}
