"""Size class, working capital and loan amount."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import Any

from tests.bench.plain.common import NOISE, Plain, fen, policy

CLASSES = ("micro", "small", "medium", "large")
INDICATORS = {"industry": ("employees", "revenue"), "construction": ("revenue", "assets")}
NAMES = {"employees": "从业人员", "revenue": "营业收入", "assets": "资产总额"}
PER_WAN = Decimal(10000)


def sme_class(given: dict[str, Any]) -> Plain:
    """企业划型."""
    industry, on = given["industry"], given["on"]
    rows: list[tuple[Any, ...]] = []
    ranks: list[int] = []
    for indicator in INDICATORS[industry]:
        bounds = [policy(f"sme.{industry}.{indicator}.{size}", on) for size in CLASSES[1:]]
        value = given[indicator]
        if value is None:
            rows.append((NAMES[indicator], None, *bounds, None, None, None))
            continue
        if indicator != "employees":
            value /= PER_WAN
        rank = sum(value >= bound for bound in bounds)
        up = bounds[rank] - value if rank < 3 else None
        down = value - bounds[rank - 1] if rank else None
        rows.append((NAMES[indicator], value, *bounds, CLASSES[rank], up, down))
        ranks.append(rank)
    if len(ranks) < len(rows):
        return {"size_class": None, "is_sme": None, "is_small_or_micro": None, "status": "missing_indicator"}, rows
    lowest = min(ranks)
    figures = {"size_class": CLASSES[lowest], "is_sme": lowest < 3, "is_small_or_micro": lowest < 2, "status": "complete"}
    return figures, rows


TURNED_OVER_BY = {
    "inventory": ("存货", "cost", 1),
    "receivables": ("应收账款", "revenue", 1),
    "payables": ("应付账款", "cost", -1),
    "prepayments": ("预付账款", "cost", 1),
    "advances": ("预收账款", "revenue", -1),
}


def working_capital_need(given: dict[str, Any]) -> Plain:
    """流动资金需求测算, the full form."""
    year, rows, cycle = given["year_days"], [], Decimal(0)
    for item, (name, by, sign) in TURNED_OVER_BY.items():
        opening, closing = given[f"{item}_opening"], given[f"{item}_closing"]
        mean = (opening + closing) / 2
        days = year * mean / given[by] if mean else mean
        rows.append((name, opening, closing, mean, given[by], days, sign * days))
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


LIMITS = {
    "applied_amount": "申请金额",
    "collateral": "押品限额",
    "debt_service": "偿债能力限额",
    "revenue_multiple": "营业收入限额",
    "working_capital_need": "流动资金需求限额",
    "bank_single_customer": "单一客户限额",
    "product_cap": "产品上限",
}
KINDS = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}


def _debt_service(given: dict[str, Any]) -> Decimal:
    """The loan that a year's cash serves, repaid at once, in equal instalments or in equal parts of principal."""
    room, rate = given["cash"] / given["least_cover"] - given["existing_service"], given["rate"]
    if given["repay"] == "bullet":
        return room / (1 + rate)
    count, monthly = given["instalments"], rate / 12
    if given["repay"] != "instalments":
        return room * count / (12 + rate * count)
    growth = (1 + monthly) ** count
    return room / 12 * (growth - 1) / (monthly * growth) if monthly else room / 12 * count


def _need(given: dict[str, Any]) -> Decimal:
    """Working capital by the short form of the reference formula, less what there is."""
    exact = given["need_revenue"] * (1 - given["need_margin"]) * (1 + given["need_growth"]) / given["need_times"]
    return exact - given["need_own"] - given["need_loans"] - given["need_other"]


def _limits(given: dict[str, Any], support: Decimal) -> dict[str, Decimal]:
    """Every limit that can be worked out, not below 0."""
    found = {"collateral": support}
    if given["applied"] is not None:
        found["applied_amount"] = given["applied"]
    if given["cash"] is not None:
        found["debt_service"] = _debt_service(given)
    if given["revenue"] is not None:
        found["revenue_multiple"] = given["revenue"] * given["revenue_cap"] - given["existing_loans"]
    if given["need"] is not None:
        found["working_capital_need"] = given["need"]
    elif given["need_times"] is not None:
        found["working_capital_need"] = _need(given)
    if given["net_capital"] is not None:
        cap = given["customer_cap"] or policy("single_customer_cap", given["on"])
        found["bank_single_customer"] = given["net_capital"] * cap - given["exposure"]
    if given["product_cap"] is not None:
        found["product_cap"] = given["product_cap"]
    return {code: max(limit, Decimal(0)) for code, limit in found.items()}


def loan_amount(given: dict[str, Any]) -> Plain:
    """可贷额度 from patents without dates and every other limit that was asked for."""
    patents: list[tuple[Any, ...]] = []
    support = Decimal(0)
    for kind, value, rate, haircut, _, _ in given["patents"]:
        part = value * rate if haircut is None else value * (1 - haircut) * rate
        patents.append((KINDS[kind], value, haircut, rate, None, None, "未核对", part))
        support += part
    limits = _limits(given, support)
    smallest = min(value.quantize(NOISE) for value in limits.values())
    amount = (smallest / given["unit"]).to_integral_value(ROUND_FLOOR) * given["unit"]
    binding = tuple(code for code in LIMITS if code in limits and limits[code].quantize(NOISE) == smallest)
    rows: list[tuple[Any, ...]] = []
    figures = {"loan_amount": amount, "binding": binding}
    for code, name in LIMITS.items():
        if code in limits:
            figures[f"limit_{code}"] = shown = fen(limits[code])
            rows.append((name, shown, "起作用" if code in binding else "不起作用"))
        else:
            rows.append((name, None, "未核对"))
    figures["patents_support"] = support
    return figures, [*rows, *patents, (support,)]
