"""Adapters for the topic patent_valuation: income, cost and market approach, discount rate, life, sensitivity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from calculators.cases import optional, patent_support
from calculators.cases.convert import day, decimals, number, percent_in, rate_out, whole, yuan
from calculators.rules import valuation
from calculators.rules.valuation import Model, Span, Year

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

ZERO, ONE = Decimal(0), Decimal(1)
FACTOR_PLACES, FRACTION_PLACES = 6, 10


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
        "part_year_fraction": decimals(part, FRACTION_PLACES),
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
        "annuity_factor": decimals(sum((row.factor for row in rows), ZERO), FACTOR_PLACES),
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


def sensitivity_grid(inputs: Inputs) -> Outputs:
    """Rows by royalty, columns by discount rate; each cell the full formula."""
    revenues = _numbers(inputs["patent_product_revenue_by_year_yuan"])

    def cell(royalty: Decimal, rate: str) -> str:
        model = _model(inputs | {"discount_rate_percent": rate}, revenues, [royalty] * len(revenues))
        return yuan(valuation.value_of(model))

    rates = inputs["discount_rates_percent"]
    rows = [[cell(royalty, rate) for rate in rates] for royalty in _percents(inputs["royalty_rates_percent"])]
    return {"values_yuan_rows_by_royalty_columns_by_discount": rows}


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "relief_from_royalty": relief_from_royalty,
    "relief_from_royalty_with_growth": relief_with_growth,
    "relief_from_royalty_partial_last_year": relief_with_part_year,
    "profit_split_equivalent_investment": profit_split,
    "excess_earnings": excess_earnings,
    "sensitivity_grid": sensitivity_grid,
    **patent_support.ADAPTERS,
}
