"""What people are told beside a result: where the scheme is from, what must hold, what nobody published."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.citation import TRUST_WORDS
from calculators.fields import Given
from calculators.figure import plain
from calculators.policy import all_schemes
from calculators.scheme_model import AS_OF, COLLECTED, ON_EXCEED, REFERENCES, SCOPES, SHORTAGE, Item, RateCap, Scheme

LIMITS: Mapping[str, str] = {
    "none": "没有上限起作用",
    "per_loan_cap": "每笔上限",
    "band_cap": "所在档的上限",
    "item_cap": "单项费用上限",
    "subsidised_rate_cap": "按上限利率算出的利息",
    "actual_interest_less_other_subsidies": "实付利息减其他补贴",
    "actual_fee_less_other_subsidies": "实付费用",
    "per_enterprise_year_cap": "每户每年上限",
    "enterprise_year_cap": "费用每年上限",
    "enterprise_lifetime_cap": "每户累计上限",
    "combined_cap": "利息和费用合计上限",
}
REASONS: Mapping[str, str] = {
    "all_met": "没有",
    "rate_above_limit": "合同利率超过计息利率上限，这个办法规定超过就不补",
    "patent_share_below_minimum": "专利担保占比低于下限",
    "no_band_for_this_enterprise": "企业净资产高于已公布的各档，更高一档的比例没有公布，本站不猜",
    "principal_at_most": "贷款本金超过限额",
    "revenue_at_most": "年营业收入超过限额",
    "invention_patent": "只补发明专利质押",
    "no_other_subsidy": "同笔贷款已获其他财政贴息，不能重复享受",
    "not_with_that_scheme": "同笔贷款还申领了不能同时享受的办法，只能选一个",
    "higher_level": "同笔贷款已享受上级同类政策，不能同时享受",
    "loans_per_year": "本年度补贴的贷款笔数已用完",
    "not_settled_in_window": "贷款结清日不在申领期内，这个办法按结清日归集",
}
DECIDED_BY = {
    "principal_at_most": "principal",
    "revenue_at_most": "revenue",
    "invention_patent": "invention",
    "no_other_subsidy": "other_subsidy",
}
CUSTOM_WARNING = "比例和上限都是您填的示例参数，非政策承诺，也不是黔东南州的规定。"


def rate_cap_words(cap: RateCap) -> str:
    """The highest rate that counts and what happens above it."""
    multiple = "" if cap.multiplier == 1 else f"×{cap.multiplier.normalize():f}"
    spread = "" if cap.spread_bp == 0 else f"+{cap.spread_bp.normalize():f}BP"
    return f"计息利率不超过{REFERENCES[cap.reference]}{multiple}{spread}，{ON_EXCEED[cap.on_exceed]}"


def origin(scheme: Scheme) -> str:
    """One sentence on where the scheme stands."""
    if scheme.here:
        return f"《{scheme.name}》没有公布任何比例、上限和期限。这里用您填的示例参数计算，非政策承诺。"
    return f"“{scheme.short}”是{scheme.place}的办法，作对照样本，不构成黔东南州政策。"


def trust(scheme: Scheme) -> tuple[str, ...]:
    """How far the numbers can be relied on, said only when nobody saw the official text."""
    words = []
    if scheme.cite.unverified or scheme.status == "MEMORY":
        words.append(f"这个办法的数字来自{TRUST_WORDS[scheme.cite.trust]}，待核实。")
    if scheme.status == "DRAFT":
        words.append("这是征求意见稿，是否施行没有查到。")
    return tuple(words)


def conditions(scheme: Scheme, given: Given) -> tuple[str, ...]:
    """Conditions the answers do not decide. What we do not know is never a no."""
    open_ones = [c for c in scheme.conditions if given.get(DECIDED_BY.get(c.check, "")) is None]
    return tuple(f"{'由银行满足' if c.topics == ('bank',) else '需满足'}：{c.text}。" for c in open_ones)


def _beside(scheme: Scheme, given: Given) -> tuple[str, ...]:
    """What the other scheme that was taken for the same loan means for this one."""
    other = all_schemes().get(str(plain(given.get("also_scheme"))))
    if other is None:
        return ()
    if other.condition("no_other_subsidy") is not None or scheme.key in other.stacking.excludes:
        return (f"“{other.short}”不许同笔贷款再享受其他财政支持，两个办法只能选一个。",)
    return (f"“{other.short}”的补贴请填进“同笔贷款已获其他补贴”，合计不超过实付利息。",)


def _for_the_bank(scheme: Scheme) -> tuple[str, ...]:
    return ("给银行的奖励单独列出，不算企业的补贴。",) if scheme.bank_items() else ()


def warnings(scheme: Scheme, given: Given) -> tuple[str, ...]:
    """Everything that may make the answer untrue for this enterprise."""
    if scheme.key == "custom":
        return (CUSTOM_WARNING,)
    return (origin(scheme), *trust(scheme), *conditions(scheme, given), *_beside(scheme, given), *_for_the_bank(scheme))


def _reference_notes(scheme: Scheme, given: Given) -> tuple[str, ...]:
    if given.get("reference_rate") is not None:
        return ("参照利率用的是您填的数值。",)
    uses = [(item.reference_rate, item.rate_as_of) for item in scheme.items if item.reference_rate]
    uses += [(item.rate_cap.reference, item.rate_cap.as_of) for item in scheme.items if item.rate_cap is not None]
    return tuple(dict.fromkeys(f"参照利率：{REFERENCES[reference]}，取值日：{AS_OF[day]}。" for reference, day in uses))


def _share_note(items: tuple[Item, ...]) -> tuple[str, ...]:
    needs = any(item.ip_share for item in items)
    return ("只计专利担保的部分，占比以银行或担保机构的证明为准。",) if needs else ()


def _base_note(scheme: Scheme) -> tuple[str, ...]:
    unclear = any(item.base == "not_published" for item in scheme.items)
    return ("贴息基数没有公布，这里按实付利息试算。",) if unclear else ()


def _fee_note(scheme: Scheme) -> tuple[str, ...]:
    yearly = any(item.caps.per_year is not None for item in scheme.fee_items())
    return ("费用补贴的每年上限按本年度还没有领过计算。",) if yearly else ()


def _shape_notes(scheme: Scheme) -> tuple[str, ...]:
    """Rules about years, patents and levels of government that single numbers do not show."""
    scopes = {SCOPES[item.period_scope] for item in scheme.items if item.period_scope != "loan"}
    words = [f"最长月数按{scope}累计；以前用掉的月数请填，不填就不扣。" for scope in sorted(scopes)]
    if SCOPES["enterprise"] in scopes:
        words.append("列出的几笔贷款按放款先后占用月数，不满一个月的算一个月；同时存在的各算各的，办法没有写明。")
    if scheme.collected != "paid":
        words.append(f"{COLLECTED[scheme.collected]}。")
    if scheme.loans_per_year is not None:
        words.append(f"每户每年最多补 {scheme.loans_per_year} 笔。")
    if any(band.tops_up for item in scheme.items for band in item.bands):
        words.append("较高一档是在上级补助之外再补，两者可以同时享受。")
    return (*words, f"{SHORTAGE[scheme.shortage]}。" if scheme.shortage else "")


def notes(scheme: Scheme, given: Given, binding: object) -> tuple[str, ...]:
    """What nobody published, how dates were read, and what the scheme says beside its numbers."""
    if scheme.key == "custom":
        return ()
    unknown = tuple(f"没有查到：{what}。" for what in scheme.unknown)
    extra = tuple(text for text in (scheme.note, scheme.budget, scheme.stacking.note, *_shape_notes(scheme)) if text)
    limited = plain(binding) == "actual_interest_less_other_subsidies"
    says_so = any(item.cap_by_actual_interest for item in scheme.items)
    ours = ("办法没有写明，“不超过实付利息”是本站的统一处理。",) if limited and not says_so else ()
    about = (*_base_note(scheme), *_reference_notes(scheme, given), *_share_note(scheme.items), *_fee_note(scheme))
    return (*unknown, *about, *ours, *extra)
