"""The questions of 专利价值估算 on the patent, its life, the income approach and the discount rate."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from calculators.fields import Column, Field, Given
from calculators.figure import plain
from calculators.rules.valuation import TIMING_CHOICES

MOST = Decimal(10) ** 12
ZERO, HUNDRED = Decimal(0), Decimal(100)
PATENT, INCOME, RATE = "专利与期限", "收益法", "折现率与税"

PREMIUMS = {
    "industry": "行业风险",
    "technology": "技术风险",
    "market": "市场风险",
    "funding": "资金风险",
    "management": "管理风险",
}
ASSET_KINDS = {"working_capital": "营运资金", "fixed_assets": "固定资产", "workforce": "人员", "other": "其他资产"}


def asked_if(key: str, *values: str) -> Callable[[Given], bool]:
    """Asked only when an earlier choice has one of these values."""
    return lambda given: plain(given[key]) in values


def uses_income(given: Given) -> bool:
    """Whether the income approach is asked for."""
    return plain(given["income_method"]) not in (None, "none")


def _with_income(*conditions: Callable[[Given], bool]) -> Callable[[Given], bool]:
    return lambda given: uses_income(given) and all(condition(given) for condition in conditions)


def _needs_tax(given: Given) -> bool:
    """Net profit is after tax already, so there tax only matters to WACC and to the amortisation benefit."""
    if not uses_income(given):
        return False
    if plain(given["income_method"]) != "profit_split":
        return True
    return plain(given["rate_from"]) == "wacc" or plain(given["with_tab"]) is True


def _forecast(given: Given) -> bool:
    return plain(given["income_method"]) in ("royalty", "excess")


def money(key: str, label: str, group: str, hint: str = "", **more: Any) -> Field:
    options: dict[str, Any] = {"lowest": ZERO, "highest": MOST, "hint": hint, "group": group} | more
    return Field(key, label, "money", **options)


def percent(key: str, label: str, group: str, hint: str = "", **more: Any) -> Field:
    options: dict[str, Any] = {"lowest": ZERO, "highest": HUNDRED, "hint": hint, "group": group} | more
    return Field(key, label, "percent", **options)


def choice(key: str, label: str, group: str, choices: tuple[tuple[str, str], ...], **more: Any) -> Field:
    return Field(key, label, "choice", choices=choices, group=group, **({"default": choices[0][0]} | more))


PATENT_FIELDS = (
    choice("patent_type", "专利类型", PATENT, (("invention", "发明"), ("utility_model", "实用新型"), ("design", "外观设计"))),
    Field("filing", "申请日", "date", hint="看专利证书；优先权日不算。", group=PATENT),
    Field("valuation_date", "评估基准日", "date", group=PATENT),
    Field(
        "economic_months",
        "剩余经济寿命",
        "integer",
        unit="个月",
        lowest=Decimal(1),
        highest=Decimal(600),
        hint="预计这项技术还能带来收益多久；超过法定期限的，按法定期限算。",
        group=PATENT,
    ),
    Field(
        "compensation",
        "专利权期限补偿",
        "integer",
        unit="天",
        lowest=ZERO,
        highest=Decimal(3660),
        default="0",
        hint="没有获得期限补偿的填 0。",
        group=PATENT,
    ),
    Field("loan_maturity", "拟贷款到期日", "date", required=False, hint="填了就核对：贷款应在收益期内到期。", group=PATENT),
)

INCOME_FIELDS = (
    choice(
        "income_method",
        "收益法的做法",
        INCOME,
        (
            ("royalty", "许可费节省（收入分成）"),
            ("profit_split", "利润分成（约当投资量）"),
            ("excess", "超额收益（扣除其他资产的回报）"),
            ("annuity", "每年等额的超额收益"),
            ("none", "不用收益法"),
        ),
    ),
    choice("revenue_from", "收入怎么填", INCOME, (("growth", "首年收入加增长率"), ("rows", "逐年填写")), when=_forecast),
    money(
        "first_revenue",
        "第一年专利产品收入",
        INCOME,
        "从评估基准日起的第一个整年。",
        when=lambda given: _forecast(given) and plain(given["revenue_from"]) == "growth",
    ),
    percent(
        "growth",
        "收入年增长率",
        INCOME,
        "从第二年起；下降的填负数。",
        lowest=-HUNDRED,
        when=lambda given: _forecast(given) and plain(given["revenue_from"]) == "growth",
    ),
    Field(
        "revenue_rows",
        "各年专利产品收入",
        "rows",
        columns=(Column("revenue", "收入", "money", lowest=ZERO, highest=MOST),),
        hint="每行一年，从评估基准日起；最后不足一年的，也按整年填。",
        group=INCOME,
        when=lambda given: _forecast(given) and plain(given["revenue_from"]) == "rows",
    ),
    percent(
        "share",
        "归属专利的收入比例",
        INCOME,
        "产品只有一部分用到专利时填。",
        default="100",
        when=asked_if("income_method", "royalty"),
    ),
    percent(
        "royalty",
        "第一年分成率",
        INCOME,
        "示例参数，非政策承诺；可参考公开的许可费率。",
        when=asked_if("income_method", "royalty"),
    ),
    percent(
        "decay", "分成率年衰减", INCOME, "技术变旧，分成率逐年下降。", default="0", when=asked_if("income_method", "royalty")
    ),
    choice(
        "decay_from",
        "从哪年起衰减",
        INCOME,
        (("second", "第二年"), ("first", "第一年")),
        when=asked_if("income_method", "royalty"),
    ),
    money("patent_cost", "专利的重置成本或买价", INCOME, when=asked_if("income_method", "profit_split")),
    percent(
        "price_increase",
        "买入以来的物价涨幅",
        INCOME,
        "按今天价格填的，写 0。",
        default="0",
        lowest=-HUNDRED,
        when=asked_if("income_method", "profit_split"),
    ),
    percent(
        "patent_profit_rate", "专利的成本利润率", INCOME, highest=Decimal(10000), when=asked_if("income_method", "profit_split")
    ),
    money(
        "enterprise_cost",
        "企业其他资产的重置成本",
        INCOME,
        lowest=Decimal("0.01"),
        when=asked_if("income_method", "profit_split"),
    ),
    percent(
        "enterprise_profit_rate",
        "企业资产的成本利润率",
        INCOME,
        highest=Decimal(10000),
        when=asked_if("income_method", "profit_split"),
    ),
    Field(
        "profit_rows",
        "各年净利润",
        "rows",
        columns=(Column("profit", "净利润", "money", lowest=-MOST, highest=MOST),),
        hint="每行一年，已扣所得税；亏损填负数。",
        group=INCOME,
        when=asked_if("income_method", "profit_split"),
    ),
    percent("margin", "经营利润率（税前）", INCOME, lowest=-HUNDRED, when=asked_if("income_method", "excess")),
    Field(
        "margin_rows",
        "各年经营利润率",
        "rows",
        columns=(Column("margin", "利润率", "percent", lowest=-HUNDRED, highest=HUNDRED),),
        required=False,
        hint="各年不一样的才填，每行一年；没有填到的年份用上面的利润率。",
        group=INCOME,
        when=asked_if("income_method", "excess"),
    ),
    Field(
        "assets",
        "其他资产要求的回报",
        "rows",
        columns=(
            Column("kind", "资产", "choice", choices=tuple(ASSET_KINDS.items())),
            Column("value", "价值", "money", lowest=ZERO, highest=MOST),
            Column("required_return", "税后回报率", "percent", lowest=ZERO, highest=HUNDRED),
        ),
        required=False,
        hint="每行一项：资产 价值 税后回报率，如“固定资产 500万 6%”。可填营运资金、固定资产、人员、其他资产。",
        group=INCOME,
        when=asked_if("income_method", "excess"),
    ),
    money("excess_profit", "每年超额利润（税前）", INCOME, when=asked_if("income_method", "annuity")),
    choice("timing", "折现时点", INCOME, TIMING_CHOICES, when=uses_income),
    Field("with_tab", "计入摊销节税", "flag", default="否", hint="默认不计。", group=INCOME, when=uses_income),
    Field(
        "tab_years",
        "摊销年限",
        "integer",
        unit="年",
        lowest=Decimal(1),
        highest=Decimal(50),
        default="10",
        group=INCOME,
        when=_with_income(lambda given: plain(given["with_tab"]) is True),
    ),
)


def _rated(*kinds: str) -> Callable[[Given], bool]:
    return _with_income(asked_if("rate_from", *kinds))


RATE_FIELDS = (
    choice(
        "rate_from",
        "折现率怎么定",
        RATE,
        (("direct", "直接填"), ("build_up", "风险累加"), ("capm", "资本资产定价"), ("wacc", "加权平均资本成本")),
        when=uses_income,
    ),
    percent("discount", "折现率", RATE, "税后收益用税后折现率。", when=_rated("direct")),
    percent("risk_free", "无风险利率", RATE, when=_rated("build_up", "capm", "wacc")),
    *(percent(f"premium_{key}", f"{name}报酬率", RATE, default="0", when=_rated("build_up")) for key, name in PREMIUMS.items()),
    Field("beta", "β 系数", "number", lowest=ZERO, highest=Decimal(10), group=RATE, when=_rated("capm", "wacc")),
    percent("equity_premium", "市场风险溢价", RATE, when=_rated("capm", "wacc")),
    percent("size_premium", "规模溢价", RATE, default="0", when=_rated("capm", "wacc")),
    percent("debt_cost", "债务成本（税前）", RATE, when=_rated("wacc")),
    percent("debt_share", "债务占比", RATE, when=_rated("wacc")),
    percent("intangible_premium", "无形资产溢价", RATE, default="0", when=_rated("capm", "wacc")),
    percent(
        "tax",
        "企业所得税税率",
        RATE,
        "填企业适用的税率；填 0 表示不扣税，这时折现率也要用税前口径。",
        highest=Decimal(50),
        when=_needs_tax,
    ),
)
