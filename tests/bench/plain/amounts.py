"""Size class, working capital and loan amount."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import Any

from tests.bench.plain.common import NOISE, Plain, fen, policy

CLASSES = ("micro", "small", "medium", "large")
INDICATORS = {"industry": ("employees", "revenue"), "construction": ("revenue", "assets")}
PER_WAN = Decimal(10000)


def sme_class(given: dict[str, Any]) -> Plain:
    """企业划型."""
    industry, on = given["industry"], given["on"]
    rows, ranks = [], []
    for indicator in INDICATORS[industry]:
        value = given[indicator] if indicator == "employees" else given[indicator] / PER_WAN
        bounds = [policy(f"sme.{industry}.{indicator}.{size}", on) for size in CLASSES[1:]]
        rank = sum(value >= bound for bound in bounds)
        row = [value, *bounds, CLASSES[rank]]
        if rank < 3:
            row.append(bounds[rank] - value)
        if rank:
            row.append(value - bounds[rank - 1])
        rows.append(tuple(row))
        ranks.append(rank)
    lowest = min(ranks)
    figures = {"size_class": CLASSES[lowest], "is_sme": lowest < 3, "is_small_or_micro": lowest < 2, "status": "complete"}
    return figures, rows


TURNED_OVER_BY = {
    "inventory": ("cost", 1),
    "receivables": ("revenue", 1),
    "payables": ("cost", -1),
    "prepayments": ("cost", 1),
    "advances": ("revenue", -1),
}


def working_capital_need(given: dict[str, Any]) -> Plain:
    """流动资金需求测算, the full form."""
    year, rows, cycle = given["year_days"], [], Decimal(0)
    for item, (by, sign) in TURNED_OVER_BY.items():
        opening, closing = given[f"{item}_opening"], given[f"{item}_closing"]
        mean = (opening + closing) / 2
        days = year * mean / given[by] if mean else mean
        rows.append((opening, closing, mean, given[by], days, sign * days))
        cycle += sign * days
    times = year / cycle
    need = given["revenue"] * (1 - given["margin"]) * (1 + given["growth"]) / times
    gap = need - given["own_funds"] - given["existing_loans"] - given["other_channels"]
    figures = {
        "new_loan": max(fen(gap), Decimal(0)),
        "need": fen(need),
        "before_floor": fen(gap),
        "status": "normal" if gap.quantize(NOISE) > 0 else "no_gap",
        "operating_cycle": cycle,
        "turnover_times": times,
    }
    return figures, [*rows, (cycle,)]


def loan_amount(given: dict[str, Any]) -> Plain:
    """可贷额度 from patents, a known need and the amount applied for."""
    patents, support = [], Decimal(0)
    for _, value, rate, haircut, _, _ in given["patents"]:
        part = value * rate if haircut is None else value * (1 - haircut) * rate
        patents.append((value, rate, part) if haircut is None else (value, haircut, rate, part))
        support += part
    limits = {"applied_amount": given["applied"], "collateral": support, "working_capital_need": given["need"]}
    smallest = min(value.quantize(NOISE) for value in limits.values())
    amount = (smallest / given["unit"]).to_integral_value(ROUND_FLOOR) * given["unit"]
    shown = {f"limit_{code}": fen(value) for code, value in limits.items()}
    binding = tuple(code for code, value in limits.items() if value.quantize(NOISE) == smallest)
    figures = {"loan_amount": amount, "binding": binding, **shown, "patents_support": support}
    return figures, [*((value,) for value in shown.values()), *patents, (support,)]
