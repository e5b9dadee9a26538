"""How long a patent still earns: the earlier of its statutory expiry and the end of its economic life.

On and after the expiry date the patent is worth nothing. The statutory term itself is in rules/life.py.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.dates import add_months
from calculators.figure import apply, named, operation
from calculators.rules.life import days_until

LIMITED_WORDS = {"expired": "专利权已到期", "statutory_term": "法定期限", "economic_life": "经济寿命"}


class Life(NamedTuple):
    """Where the benefit ends and what ends it; days from the valuation date, never below 0."""

    expiry: Any
    economic_end: Any
    ends_on: Any
    limited_by: Any
    statutory_days: Any
    usable_days: Any


@operation("economic_end", "{0} 之后 {1}")
def economic_end(on: date, months: Decimal) -> date:
    """The valuation date plus the economic life left, in months."""
    return add_months(on, int(months))


@operation("earlier_of", "{all} 中较早的一天")
def earlier_of(*days: date) -> date:
    """The earliest of several dates."""
    return min(days)


@operation("life_limited_by", "比较 {0}、{1} 和 {2}")
def life_limited_by(expiry: date, economic: date, on: date) -> str:
    """`expired`, `statutory_term` or `economic_life`; an equal date counts as the statutory term."""
    if expiry <= on:
        return "expired"
    return "statutory_term" if expiry <= economic else "economic_life"


@operation("worthless", "专利权在 {0} 到期，价值记 0")
def worthless(expiry: date) -> Decimal:
    """The value of a patent whose right has ended."""
    return Decimal(0)


def remaining_life(expiry: Any, on: Any, economic_months: Any) -> Life:
    """The end of benefit: the earlier of expiry and valuation date + economic life (months)."""
    economic = named(apply("economic_end", on, economic_months), "economic_end", "经济寿命终点", "")
    ends_on = named(
        apply("earlier_of", expiry, economic), "benefit_ends_on", "收益期终点", "", "到期日与经济寿命终点中较早的一天。"
    )
    return Life(
        expiry=expiry,
        economic_end=economic,
        ends_on=ends_on,
        limited_by=named(apply("life_limited_by", expiry, economic, on), "limited_by", "收益期由什么决定", ""),
        statutory_days=named(apply(days_until.__name__, on, expiry), "statutory_days", "距法定到期", "天"),
        usable_days=named(apply(days_until.__name__, on, ends_on), "usable_days", "可用收益期", "天"),
    )
