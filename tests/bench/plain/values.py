"""Patent value: relief from royalty with typed yearly revenue."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.bench.plain.common import Plain, fen, months_later, places, policy


def _value(amounts: list[Decimal], portion: Decimal, tax: Decimal, rate: Decimal) -> Decimal:
    """Σ revenue · portion · (1 − tax) ÷ (1 + rate)^year."""
    years = enumerate(amounts, 1)
    return sum((amount * portion * (1 - tax) * (1 / (1 + rate) ** year) for year, amount in years), Decimal(0))


def _percent(rate: Decimal) -> str:
    """A rate for the head of a row."""
    return f"{places(rate * 100, 4):f}".rstrip("0").rstrip(".") + "%"


def patent_value(given: dict[str, Any]) -> Plain:
    """专利价值估算: full years only, income at the end of each, tax and rate given."""
    on, rate, tax, royalty, share = given["valuation_date"], given["discount"], given["tax"], given["royalty"], given["share"]
    term = int(policy(f"patent_term.{given['patent_type']}", given["filing"]))
    expiry = months_later(given["filing"], 12 * term) + timedelta(days=int(given["compensation"]))
    economic = months_later(on, int(given["economic_months"]))
    ends = min(expiry, economic)
    count = (ends.year - on.year) - ((ends.month, ends.day) < (on.month, on.day))
    amounts, years, income, value = [row[0] for row in given["revenue_rows"]][:count], [], Decimal(0), Decimal(0)
    for year, amount in enumerate(amounts, 1):
        own = amount * share * royalty * (1 - tax)
        factor = 1 / (1 + rate) ** year
        years.append((f"{year}", 1, amount, share * royalty, own, Decimal(year), factor, own * factor))
        income, value = income + own, value + own * factor
    rates = [rate - given["discount_step"], rate, rate + given["discount_step"]]
    steps = [royalty - given["royalty_step"], royalty, royalty + given["royalty_step"]]
    grid = [(_percent(step), *(fen(_value(amounts, share * step, tax, one)) for one in rates)) for step in steps]
    tornado: list[list[Any]] = [["收入或利润"], ["所得税税率"], ["折现率"]]
    for factor in (1 - given["swing"], 1 + given["swing"]):
        tornado[0].append(fen(_value([amount * factor for amount in amounts], share * royalty, tax, rate)))
        tornado[1].append(fen(_value(amounts, share * royalty, tax * factor, rate)))
        tornado[2].append(fen(_value(amounts, share * royalty, tax, rate * factor)))
    figures = {
        "value": max(fen(value), Decimal(0)),
        "income_value": fen(value),
        "full_years": Decimal(count),
        "part_year_days": Decimal((ends - months_later(on, 12 * count)).days),
        "discount_rate": rate,
        "expiry": expiry,
        "statutory_days": Decimal((expiry - on).days),
        "benefit_ends_on": ends,
        "usable_days": Decimal((ends - on).days),
        "limited_by": "statutory_term" if expiry <= economic else "economic_life",
    }
    return figures, [("收益法", value, 1, value), (1, value), *years, (income, value), *grid, *(tuple(pair) for pair in tornado)]
