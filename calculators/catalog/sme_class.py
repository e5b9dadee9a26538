"""企业划型: the size class of an enterprise, each indicator's own class, and how far the next class is.

Source: 中小企业划型标准规定（工信部联企业〔2011〕300号）第四条; 统计上大中小微型企业划分办法（2017）for the large class.
Checked with: the sentences of the 2011 document, typed apart, over a grid around every threshold.
Limitations: financial enterprises have a standard of their own; no newer standard was found, none is assumed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from calculators.calculator import Calculator, Column, Result, Table
from calculators.fields import Field, Given
from calculators.figure import apply, named, plain
from calculators.policy import Policy
from calculators.rules import sme
from calculators.rules.sme import CLASS_WORDS, INDUSTRIES, Bounds

# indicator -> label, unit and what to fill in
INDICATORS = {
    "employees": ("从业人员", "人", "填年末人数。"),
    "revenue": ("营业收入", "万元", "填上年度营业收入，可写 2000万。"),
    "assets": ("资产总额", "万元", "填上年末资产总额，可写 5000万。"),
}
GROUP = "企业情况"


def _asked(indicator: str) -> Any:
    """Only the indicators that the industry's class depends on are asked for."""

    def when(given: Given) -> bool:
        industry = plain(given["industry"])
        return industry is not None and indicator in INDUSTRIES[industry][1]

    return when


FIELDS = (
    Field(
        key="industry",
        label="所属行业",
        kind="choice",
        choices=tuple((key, name) for key, (name, _) in INDUSTRIES.items()),
        hint="按主要业务选。金融业另有标准，这里不适用。",
        default="industry",
        group=GROUP,
    ),
    Field(
        key="employees",
        label="从业人员",
        kind="integer",
        unit="人",
        required=False,
        lowest=Decimal(0),
        highest=Decimal(10) ** 7,
        hint=INDICATORS["employees"][2],
        group=GROUP,
        when=_asked("employees"),
    ),
    *(
        Field(
            key=indicator,
            label=INDICATORS[indicator][0],
            kind="money",
            required=False,
            lowest=Decimal(0),
            highest=Decimal(10) ** 13,
            hint=INDICATORS[indicator][2],
            group=GROUP,
            when=_asked(indicator),
        )
        for indicator in ("revenue", "assets")
    ),
)


def _own_value(given: Given, indicator: str) -> Any:
    """The enterprise's own value in the unit of the standard; None when it was not given."""
    value = given[indicator]
    if value is None or indicator == "employees":
        return value
    label, unit, _ = INDICATORS[indicator]
    why = "标准以万元计，先把元折成万元。"
    return named(apply("in_wan", value), "{0}_wan", "{1}（折万元）", unit, why, (indicator, label))


def _class_by(indicator: str, value: Any, bounds: Bounds) -> Any:
    why = "达到哪一档的下限，就算哪一档；达不到小型下限的是微型。"
    return named(sme.class_of(value, bounds), "class_by_{0}", "按{1}", "", why, (indicator, INDICATORS[indicator][0]))


def _to_next(indicator: str, value: Any, rank: int, bounds: Bounds) -> Any:
    """How much the indicator lacks of the next class's bound; None at large."""
    if rank == len(bounds):
        return None
    label, unit, _ = INDICATORS[indicator]
    above = CLASS_WORDS[sme.CLASSES[rank + 1]]
    return named(bounds[rank] - value, "to_next_{0}", "{1}距上一档", unit, "离{2}的下限还差多少。", (indicator, label, above))


def _above_own(indicator: str, value: Any, rank: int, bounds: Bounds) -> Any:
    """How far the indicator stands above the bound of its own class; None for micro."""
    if not rank:
        return None
    label, unit, _ = INDICATORS[indicator]
    why = "减少超过这个数，就会下降一档。"
    return named(value - bounds[rank - 1], "above_own_{0}", "{1}高出本档下限", unit, why, (indicator, label))


def _row(indicator: str, industry: str, given: Given, policy: Policy) -> tuple[Any, ...]:
    """Label, own value, three bounds, class, distance up, distance down. Without an own value the last three are open."""
    small, medium, large = sme.bound_keys(industry, indicator)
    bounds = Bounds(policy.figure(small), policy.figure(medium), policy.figure(large))
    value, label = _own_value(given, indicator), INDICATORS[indicator][0]
    if value is None:
        return (label, None, *bounds, None, None, None)
    size = _class_by(indicator, value, bounds)
    rank = sme.RANKS[plain(size)]
    up, down = _to_next(indicator, value, rank, bounds), _above_own(indicator, value, rank, bounds)
    return (label, value, *bounds, size, up, down)


COLUMNS = (
    Column("indicator", "指标"),
    Column("value", "本企业"),
    Column("small", "小型下限"),
    Column("medium", "中型下限"),
    Column("large", "大型下限"),
    Column("class", "按这项指标"),
    Column("to_next", "距上一档还差"),
    Column("above_own", "高出本档下限"),
)
CODES = {**CLASS_WORDS, "complete": "指标齐全", "missing_indicator": "缺少指标，未判定"}
NOTES = (
    "各项指标须同时达到一档的下限（“及以上”含本数），否则下划一档。",
    "从业人员填年末数，营业收入和资产总额填上年度决算数；这一口径待核实。",
    "标准为 2011 年文件，大型一档和行业口径见 2017 年统计划分办法。没有查到更新的标准施行，请向主管部门核对。",
)


def _sentence(industry: str, size: str | None, missing: list[str], rows: list[tuple[Any, ...]]) -> str:
    name = INDUSTRIES[industry][0]
    if size is None:
        return f"{name}的划型还缺{'、'.join(missing)}，补齐后才能判定。"
    above = sme.next_class(size)
    if above is None:
        return f"按{name}的标准，属于大型企业，不是中小微企业。"
    holding = [row[0] for row in rows if plain(row[5]) == size]
    return f"按{name}的标准，属于{CLASS_WORDS[size]}；没有达到{CLASS_WORDS[above]}下限的指标：{'、'.join(holding)}。"


def _figures(industry: Any, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    why = "各项指标要同时达到下限，所以取最低的一档。"
    size = named(sme.size_class(industry, [row[5] for row in rows]), "size_class", "企业类型", "", why)
    status = named(apply("sme_status", size), "status", "判定情况", "", "缺一项指标就不判定。")
    is_sme = named(apply("is_at_most", size, "medium"), "is_sme", "是否中小微企业", "", "中型、小型、微型都算。")
    small = named(apply("is_at_most", size, "small"), "is_small_or_micro", "是否小型微型企业", "", "小型和微型。")
    return {"size_class": size, "is_sme": is_sme, "is_small_or_micro": small, "status": status}


def compute(given: Given, policy: Policy) -> Result:
    """The class, each indicator's part in it, and the distances. A missing indicator gives no class, never a guess."""
    industry = plain(given["industry"])
    rows = [_row(indicator, industry, given, policy) for indicator in INDUSTRIES[industry][1]]
    missing = [row[0] for row in rows if row[1] is None]
    figures = _figures(given["industry"], rows)
    return Result(
        headline="size_class",
        figures=figures,
        sentence=lambda: _sentence(industry, plain(figures["size_class"]), missing, rows),
        tables=(Table("indicators", "各项指标与划型标准", COLUMNS, tuple(rows)),),
        notes=NOTES,
        warnings=lambda: (f"还没有填{label}，不能判定，也不猜。" for label in missing),
        codes=CODES,
    )


CALCULATOR = Calculator(
    name="sme_class",
    title="企业划型",
    summary="按从业人员、营业收入、资产总额判断企业属于大型、中型、小型还是微型。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "金融业企业：另有划型标准，这里不适用。",
        "科技型中小企业：另有认定条件，与本划型不同。",
        "个体工商户、跨多个行业的企业怎样归类，以统计和主管部门的认定为准。",
    ),
)
