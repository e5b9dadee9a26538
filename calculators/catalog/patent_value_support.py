"""The questions of 专利价值估算 on the cost and market approaches, the weights and the sensitivity."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from calculators.catalog.patent_value_fields import HUNDRED, MOST, ZERO, asked_if, choice, money, percent, uses_income
from calculators.fields import Column, Field, Given
from calculators.figure import plain

COST, MARKET, CONCLUSION = "成本法", "市场法", "结论与敏感性"
METHODS = {"income": "收益法", "cost": "成本法", "market": "市场法"}
PRICES = (Column("increase", "年物价涨幅", "percent", lowest=-HUNDRED, highest=HUNDRED),)
ADJUSTMENTS = tuple(
    Column(f"adjustment_{i}", f"修正 {i}", "percent", required=False, lowest=-HUNDRED, highest=HUNDRED) for i in range(1, 5)
)
COMPARABLES = (
    Column("price", "成交价", "money", lowest=ZERO, highest=MOST),
    Column("weight", "权重", "number", lowest=ZERO, highest=Decimal(1000)),
    *ADJUSTMENTS,
)


def methods_given(given: Given) -> tuple[str, ...]:
    """The approaches that have inputs, in the order of the conclusion."""
    used = {
        "income": uses_income(given),
        "cost": plain(given["cost_method"]) not in (None, "none"),
        "market": given["comparables"] is not None,
    }
    return tuple(method for method, is_used in used.items() if is_used)


def _weighted(method: str) -> Callable[[Given], bool]:
    return lambda given: len(methods_given(given)) > 1 and method in methods_given(given)


def _years(key: str, label: str, when: Callable[[Given], bool], hint: str = "") -> Field:
    return Field(key, label, "number", unit="年", lowest=ZERO, highest=Decimal(50), hint=hint, group=COST, when=when)


def _cost(key: str, label: str, hint: str = "", **more: Any) -> Field:
    """One cost of developing the patent in-house."""
    return money(key, label, COST, hint, default="0", when=asked_if("cost_method", "self_developed"), **more)


def _rate(key: str, label: str, hint: str = "") -> Field:
    return percent(key, label, COST, hint, default="0", when=asked_if("cost_method", "self_developed"))


COST_FIELDS = (
    choice(
        "cost_method",
        "成本法的做法",
        COST,
        (
            ("none", "不用成本法"),
            ("replacement", "重置成本已知"),
            ("self_developed", "自行研发，逐项计成本"),
            ("historical", "账面成本按物价调整"),
        ),
    ),
    money("replacement_cost", "重置成本", COST, when=asked_if("cost_method", "replacement")),
    _cost("labour", "研发人工"),
    _cost("materials", "材料"),
    _cost("other_development", "其他研发支出"),
    _cost("official_fees", "官费和代理费"),
    _years("development_years", "研发年数", asked_if("cost_method", "self_developed"), "用来算资金成本；不计的填 0。"),
    _rate("capital_rate", "资金成本年利率", "研发支出均匀发生，按一半金额计单利。"),
    _rate("reasonable_profit", "合理利润率"),
    _rate("functional", "功能性贬值率"),
    _rate("economic", "经济性贬值率", "与功能性贬值连乘，不相加。"),
    money("historical_cost", "账面原始成本", COST, when=asked_if("cost_method", "historical")),
    Field(
        "price_rows",
        "各年物价涨幅",
        "rows",
        columns=PRICES,
        required=False,
        hint="每行一年，按先后填。",
        group=COST,
        when=asked_if("cost_method", "historical"),
    ),
    _years("used_years", "已使用年数", asked_if("cost_method", "replacement", "historical")),
    _years("remaining_years", "尚可使用年数", asked_if("cost_method", "replacement", "historical")),
    Field(
        "capacity",
        "许可双方合计产能",
        "number",
        required=False,
        lowest=Decimal("0.01"),
        highest=MOST,
        hint="只在算最低许可费时填；两项产能用同一单位。",
        group=COST,
        when=asked_if("cost_method", "historical"),
    ),
    Field(
        "transferee_capacity",
        "被许可方产能",
        "number",
        lowest=ZERO,
        highest=MOST,
        default="0",
        group=COST,
        when=lambda given: given["capacity"] is not None,
    ),
    money("opportunity_cost", "转让的机会成本", COST, default="0", when=lambda given: given["capacity"] is not None),
)

MARKET_FIELDS = (
    Field(
        "comparables",
        "可比交易",
        "rows",
        columns=COMPARABLES,
        required=False,
        hint="每行一笔：成交价 权重 修正1 修正2…，如“120万 2 -5% 10%”。不用市场法就留空。",
        group=MARKET,
    ),
)


def _is_royalty(given: Given) -> bool:
    return bool(plain(given["income_method"]) == "royalty")


CONCLUSION_FIELDS = (
    *(
        percent(f"weight_{key}", f"{name}权重", CONCLUSION, "各权重合计须为 100%。", when=_weighted(key))
        for key, name in METHODS.items()
    ),
    percent(
        "discount_step", "敏感性：折现率每档", CONCLUSION, "单位是百分点。", lowest=Decimal("0.01"), default="2", when=uses_income
    ),
    percent(
        "royalty_step",
        "敏感性：分成率每档",
        CONCLUSION,
        "单位是百分点。",
        lowest=Decimal("0.01"),
        default="0.5",
        when=_is_royalty,
    ),
    percent(
        "swing", "单因素变动幅度", CONCLUSION, "每次只变一项，其余不变。", highest=Decimal(50), default="10", when=uses_income
    ),
)
