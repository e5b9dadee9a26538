"""成本法 and 市场法: replacement cost with its wear, comparable prices, and the weighted conclusion.

Amounts keep the unit they come in (yuan or 万元), rates are fractions, nothing is rounded inside. Obsolescence is
multiplied, never added: (1 − functional) × (1 − economic).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.figure import apply, total

ZERO = Decimal(0)


@dataclass(frozen=True)
class Development:
    """What it would take to develop the patent again. Amounts in one unit, rates as fractions, `years` of work."""

    labour: Any = ZERO
    materials: Any = ZERO
    other: Any = ZERO
    fees: Any = ZERO
    years: Any = ZERO
    capital_rate: Any = ZERO
    profit_rate: Any = ZERO


def newness(used: Any, remaining: Any) -> Any:
    """成新率: remaining ÷ (used + remaining) years. ZeroDivisionError when both are zero."""
    return remaining / (used + remaining)


def spent(development: Development) -> Any:
    """Labour, materials, other costs and official and agents' fees together."""
    return total((development.labour, development.materials, development.other, development.fees))


def capital_cost(development: Development) -> Any:
    """Simple interest on half of what was spent, for the years of development: money is spent evenly over them."""
    return spent(development) * development.capital_rate * development.years / 2


def self_developed_cost(development: Development) -> Any:
    """Replacement cost of a patent developed in-house: (spent + cost of capital) × (1 + reasonable profit)."""
    return (spent(development) + capital_cost(development)) * (1 + development.profit_rate)


def less_obsolescence(cost: Any, functional: Any, economic: Any) -> Any:
    """Cost after functional and economic obsolescence."""
    return cost * (1 - functional) * (1 - economic)


def at_todays_prices(historical: Any, increases: Sequence[Any]) -> Any:
    """Book cost brought to today's prices by each year's price increase in turn."""
    for rate in increases:
        historical = historical * (1 + rate)
    return historical


def least_licence_fee(net_cost: Any, transferee: Any, capacity: Any, opportunity_cost: Any = ZERO) -> Any:
    """最低收费额: the transferee's part of the net cost by capacity, plus what the transfer costs the owner."""
    return net_cost * transferee / capacity + opportunity_cost


def adjusted_price(price: Any, adjustments: Sequence[Any]) -> Any:
    """A comparable's price × Π(1 + adjustment)."""
    return at_todays_prices(price, adjustments)


def weighted_mean(values: Sequence[Any], weights: Sequence[Any]) -> Any:
    """Mean with weights that need not add up to 1. ZeroDivisionError when they add up to zero."""
    return apply("dot", *values, *weights) / total(weights)
