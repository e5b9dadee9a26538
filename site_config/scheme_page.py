"""The generated page of published support schemes: what each pays, on what, up to where, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from calculators.citation import TRUST_WORDS
from calculators.policy import all_schemes
from calculators.rules.scheme_words import rate_cap_words
from calculators.scheme_model import (
    AS_OF,
    BAND_BY,
    BASES,
    COLLATERAL,
    COLLECTED,
    FEES,
    PARTS,
    REFERENCES,
    SCOPES,
    SHORTAGE,
    STARTS,
    STATUSES,
    Caps,
    Item,
    Scheme,
)
from calculators.views.format import shown
from site_config.markdown_text import anchor, checked, front, header, row, source

CAP_WORDS = {"per_item": "每项", "per_loan": "每笔", "per_year": "每户每年", "lifetime": "每户累计"}


def percent(value: Decimal | None) -> str:
    """A fraction as a percentage; 未公布 when there is none."""
    return "未公布" if value is None else shown(value, "%")


def yuan(value: Decimal) -> str:
    """Yuan in 万元, as the documents write it."""
    return f"{shown(value / 10000)} 万元"


def ratio_words(item: Item) -> str:
    """The ratio as the rule gives it: fixed, at most, a range, bands, or not published."""
    if item.ratio_kind == "bands":
        return f"按{BAND_BY[item.band_by]}分档：" + "；".join(
            f"{f'不超过 {yuan(band.up_to)}' if band.up_to is not None else '以上'} {percent(band.ratio)}"
            + (f"（上限 {yuan(band.cap)}）" if band.cap is not None else "")
            for band in item.bands
        )
    if item.base == "amount_by_band":
        return "定额，各档金额未公布"
    if item.ratio_kind == "at_most":
        return f"不超过 {percent(item.ratio_max)}"
    if item.ratio_kind == "range":
        return f"{percent(item.ratio_min)} 至 {percent(item.ratio_max)}"
    return percent(item.ratio)


def cap_words(caps: Caps) -> str:
    """The published limits; empty when there are none."""
    return "；".join(f"{word} {yuan(cap)}" for name, word in CAP_WORDS.items() if (cap := getattr(caps, name)) is not None)


def details(item: Item) -> Iterator[str]:
    """Everything else the rule says about one item."""
    if item.reference_rate:
        yield f"参照利率：{REFERENCES[item.reference_rate]}（{AS_OF[item.rate_as_of]}）"
    if item.use_lower_of_reference_and_actual:
        yield "实际利率更低的按实际利率"
    if item.rate_cap is not None:
        yield rate_cap_words(item.rate_cap)
    if item.part != "whole":
        yield f"适用{PARTS[item.part]}"
    if item.ip_share:
        yield "组合担保只算知识产权质押部分"
    if item.minimum_ip_share is not None:
        yield f"知识产权占比不低于 {percent(item.minimum_ip_share)}"
    if item.base_cap_percent_of_principal is not None:
        yield f"费用基数不超过本金 {percent(item.base_cap_percent_of_principal)}"
    if item.principal_ceiling is not None:
        yield f"计补贷款不超过 {yuan(item.principal_ceiling)}"
    if item.max_months is not None:
        scope = "" if item.period_scope == "loan" else f"，按{SCOPES[item.period_scope]}累计"
        yield f"最长 {item.max_months} 个月，从{STARTS[item.period_start]}起{scope}"
    if item.collateral != "patent":
        yield f"只用于{COLLATERAL[item.collateral]}质押"
    if item.uplift is not None:
        yield f"上浮不足 {percent(item.uplift)} 的部分"
    if any(band.tops_up for band in item.bands):
        yield "较高一档在上级补助之外再补"
    if item.kind == "bank_reward":
        yield "给银行，不是企业的补贴"


def base_words(item: Item) -> str:
    """What the ratio is taken of."""
    fees = "、".join(FEES[fee] for fee in item.fees)
    return f"{BASES[item.base]}（{fees}）" if fees else BASES[item.base]


def scheme_section(scheme: Scheme) -> Iterator[str]:
    """One scheme: items, caps, conditions, what is unknown, source."""
    yield from (f"## {scheme.short} {{#{anchor(scheme.key)}}}", "")
    yield from (f"《{scheme.name}》，{scheme.place}。状态：{STATUSES[scheme.status]}。{scheme.note}", "")
    yield from header("补贴什么", "基数", "比例", "上限", "其他规定")
    for item in scheme.items:
        yield row(
            item.label, base_words(item), ratio_words(item), cap_words(item.caps) or "未见", "；".join(details(item)) or "—"
        )
    yield ""
    facts = {
        "合计上限": cap_words(scheme.combined_caps),
        "条件": "；".join(condition.text for condition in scheme.conditions),
        "归集": COLLECTED[scheme.collected] if scheme.collected != "paid" else "",
        "笔数": f"每户每年最多 {scheme.loans_per_year} 笔" if scheme.loans_per_year is not None else "",
        "叠加": scheme.stacking.note,
        "资金": scheme.budget + (SHORTAGE[scheme.shortage] if scheme.shortage else ""),
        "没有查到": "、".join(scheme.unknown),
    }
    yield from (f"- {name}：{text}" for name, text in facts.items() if text)
    trust = TRUST_WORDS[scheme.cite.trust]
    yield from (f"- 来源：{source(scheme.cite)}；{trust}；{checked(scheme.cite)}", "")


def schemes_page() -> Iterator[str]:
    """Every scheme on file; the prefecture's own first, then the best sources first."""
    yield from front(
        "各地扶持办法",
        "各地已经公布的贴息和费用补贴办法，逐条写明基数、比例、上限、条件和没有查到的内容。",
        "企业、银行、主管部门",
    )
    yield from ('!!! note "只作对照"', "    外地办法是对照样本，不构成黔东南州政策。没有查到的数字留空，不补猜。", "")
    for scheme in sorted(all_schemes().values(), key=lambda s: (not s.here, s.cite.trust, s.key)):
        yield from scheme_section(scheme)
