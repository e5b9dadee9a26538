"""The sixty ways in which published rules are built, each as a test on Scheme data.

A scheme is described by features, one text for every rule it contains ("base=principal", "caps.per_year"). A shape
names the features that show it; a scheme is of that shape when one of its items, with what the scheme says as a
whole, has them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from calculators.scheme_model import Caps, Item, RateCap, Scheme
from calculators.sharing_schemes import SharingScheme

GROUPS = {
    "A": "补贴基数",
    "B": "比例",
    "C": "计息利率上限",
    "D": "参照利率取值时点",
    "E": "质押占比",
    "F": "期间",
    "G": "上限",
    "H": "资格与还款条件",
    "I": "叠加",
    "J": "银行和机构端",
}


@dataclass(frozen=True)
class Shape:
    """One rule shape: its number, group, Chinese words and the sets of features of which any one shows it."""

    number: int
    group: str
    words: str
    shown_by: tuple[frozenset[str], ...]

    def used_by(self, scheme: Scheme | SharingScheme) -> bool:
        """Whether some part of the scheme has every feature of one of the sets."""
        return any(need <= part for need in self.shown_by for part in parts(scheme))


def _caps(caps: Caps, name: str) -> Iterator[str]:
    for field in ("per_item", "per_loan", "per_year", "lifetime"):
        if getattr(caps, field) is not None:
            yield f"{name}.{field}"


def _rate_cap(cap: RateCap) -> Iterator[str]:
    yield from (f"rate_cap.reference={cap.reference}", f"rate_cap.on_exceed={cap.on_exceed}", f"as_of={cap.as_of}")
    yield from ("rate_cap.readings",) if cap.readings else ()
    yield "rate_cap.spread_bp" if cap.spread_bp else "rate_cap.multiplier" if cap.multiplier != 1 else "rate_cap.plain"


def item_features(item: Item) -> frozenset[str]:
    """Every rule that one item contains."""
    found = {f"kind={item.kind}", f"base={item.base}", f"ratio_kind={item.ratio_kind}", f"part={item.part}"}
    found |= {f"fees={fee}" for fee in item.fees} | set(_caps(item.caps, "caps"))
    found |= {f"collateral={item.collateral}"} if item.collateral != "patent" else set()
    if item.bands:
        found |= {f"band_by={item.band_by}"}
        found |= {"band.cap" for band in item.bands if band.cap is not None} | {"band.tops_up" for b in item.bands if b.tops_up}
    if item.reference_rate:
        found |= {f"reference_rate={item.reference_rate}", f"as_of={item.rate_as_of}"}
    if item.rate_cap is not None:
        found |= set(_rate_cap(item.rate_cap))
    if item.max_months is not None:
        found |= {"max_months", f"period_scope={item.period_scope}", f"period_start={item.period_start}"}
    for flag in ("use_lower_of_reference_and_actual", "ip_share", "cap_by_actual_interest"):
        found |= {flag} if getattr(item, flag) else set()
    for number in ("minimum_ip_share", "base_cap_percent_of_principal", "principal_ceiling", "uplift"):
        found |= {number} if getattr(item, number) is not None else set()
    return frozenset(found)


def scheme_features(scheme: Scheme) -> frozenset[str]:
    """Every rule that stands beside the items."""
    found = {f"topic={topic}" for condition in scheme.conditions for topic in condition.topics}
    found |= {f"check={condition.check}" for condition in scheme.conditions if condition.check}
    found |= set(_caps(scheme.combined_caps, "combined_caps")) | {f"collected={scheme.collected}"}
    if scheme.fee_kinds() and scheme.combined_caps.given():
        found |= {"combined_caps.with_fees"}
    if scheme.shortage:
        found |= {"shortage", f"shortage={scheme.shortage}"}
    for name, value in (("loans_per_year", scheme.loans_per_year), ("stacking.one_of_fees", scheme.stacking.one_of_fees),
                        ("stacking.excludes", scheme.stacking.excludes),
                        ("stacking.excludes_higher", scheme.stacking.excludes_higher)):  # fmt: skip
        found |= {name} if value else set()
    return frozenset(found)


def parts(scheme: Scheme | SharingScheme) -> tuple[frozenset[str], ...]:
    """Features by item, each with those of the whole scheme; a sharing scheme is one part."""
    if isinstance(scheme, SharingScheme):
        found = {"sharing.shares"} if scheme.shares else set()
        return (frozenset(found | ({"sharing.caps"} if scheme.caps else set())),)
    whole = scheme_features(scheme)
    return tuple(item_features(item) | whole for item in scheme.items)


def _shape(number: int, group: str, words: str, *shown_by: str) -> Shape:
    return Shape(number, group, words, tuple(frozenset(one.split(" + ")) for one in shown_by))


SHAPES = (
    _shape(1, "A", "实付利息", "base=actual_interest", "base=interest_plus_fees"),
    _shape(2, "A", "参照利息：本金 × LPR 或央行基准利率 × 时间", "base=reference_interest + reference_rate=lpr_1y",
           "base=reference_interest + reference_rate=benchmark_same_tenor"),
    _shape(3, "A", "贷款本金的一次性百分比", "base=principal"),
    _shape(4, "A", "登记质押金额的一次性百分比", "base=pledged_amount"),
    _shape(5, "A", "本金按年百分比 × 时间", "base=principal_per_year"),
    _shape(6, "A", "实付费用，逐项", *(f"base=fee_paid + fees={fee}" for fee in
           ("valuation", "guarantee", "insurance", "service", "patent_insurance"))),
    _shape(7, "A", "利息和费用合计", "kind=combined + base=interest_plus_fees"),
    _shape(8, "A", "按年度贷款额分档定额", "base=amount_by_band"),
    _shape(9, "B", "固定比例", "ratio_kind=exact"),
    _shape(10, "B", "“不超过”的比例，实际比例由主管部门定", "ratio_kind=at_most"),
    _shape(11, "B", "区间比例", "ratio_kind=range"),
    _shape(12, "B", "比例按贷款额分档", "ratio_kind=bands + band_by=principal"),
    _shape(13, "B", "比例按企业净资产或收入分档", "ratio_kind=bands + band_by=net_assets"),
    _shape(14, "B", "同一笔贷款拆成覆盖和未覆盖两部分", "part=covered", "part=uncovered"),
    _shape(15, "C", "不超过 LPR，超过的部分不计",
           "rate_cap.reference=lpr_1y + rate_cap.plain + rate_cap.on_exceed=clamp",
           "rate_cap.reference=lpr_1y + rate_cap.plain + rate_cap.readings"),
    _shape(16, "C", "不超过 LPR 的倍数，超过按封顶算",
           "rate_cap.reference=lpr_1y + rate_cap.multiplier + rate_cap.on_exceed=clamp"),
    _shape(17, "C", "不超过 LPR 的倍数，超过就不符合",
           "rate_cap.reference=lpr_1y + rate_cap.multiplier + rate_cap.on_exceed=ineligible"),
    _shape(18, "C", "不超过央行基准利率", "rate_cap.reference=benchmark_same_tenor"),
    _shape(19, "C", "参照利率与实际利率取较低者", "use_lower_of_reference_and_actual"),
    _shape(20, "C", "产品定价不超过 LPR 加点", "rate_cap.spread_bp + rate_cap.on_exceed=ineligible"),
    _shape(21, "D", "合同签订日上月的最新值", "as_of=previous_month_of_contract"),
    _shape(22, "D", "合同签订当期", "as_of=contract_date"),
    _shape(23, "D", "放款时", "as_of=drawdown"),
    _shape(24, "D", "还款年度 12 月", "as_of=december_of_repayment_year"),
    _shape(25, "D", "“同期”：取放款日，或随贷款期间变动，可选", "as_of=same_period"),
    _shape(26, "E", "只对知识产权质押部分按占比计", "ip_share", "topic=certified_share"),
    _shape(27, "E", "占比低于门槛不予补贴", "minimum_ip_share"),
    _shape(28, "F", "单笔最长月数", "max_months + period_scope=loan"),
    _shape(29, "F", "同一专利最长月数", "max_months + period_scope=patent"),
    _shape(30, "F", "每户最长年限", "max_months + period_scope=enterprise"),
    _shape(31, "F", "从起息日或质押登记日起算", "period_start=registration", "period_start=drawdown"),
    _shape(32, "F", "按结清年度或还本期间归集", "collected=settled"),
    _shape(33, "G", "每户每年上限", "caps.per_year", "combined_caps.per_year"),
    _shape(34, "G", "每户累计上限", "caps.lifetime", "combined_caps.lifetime"),
    _shape(35, "G", "每笔上限", "caps.per_loan", "band.cap", "combined_caps.per_loan"),
    _shape(36, "G", "每项费用上限", "caps.per_item", "combined_caps.per_item"),
    _shape(37, "G", "利息和费用合计上限", "combined_caps.with_fees"),
    _shape(38, "G", "不超过实付利息", "cap_by_actual_interest"),
    _shape(39, "G", "费用基数先封顶再乘比例", "base_cap_percent_of_principal"),
    _shape(40, "G", "计补贷款额封顶", "principal_ceiling"),
    _shape(41, "G", "每年限定笔数", "loans_per_year"),
    _shape(42, "G", "财政总额控制", "shortage", "shortage=first_come", "shortage=pro_rata", "shortage=not_stated"),
    _shape(43, "H", "中小微划型", "topic=sme"),
    _shape(44, "H", "借款人是专利权人，或母子公司、实际控制人", "topic=patentee", "topic=group_patentee"),
    _shape(45, "H", "只限发明", "topic=invention", "check=invention_patent"),
    _shape(46, "H", "至少一件首次质押", "topic=first_pledge"),
    _shape(47, "H", "先登记后放款，或质权设立不晚于结清", "topic=pledge_before_drawdown",
           "topic=pledge_before_settlement", "topic=registered"),
    _shape(48, "H", "已结清或按期还本付息后申领", "topic=repaid"),
    _shape(49, "H", "企业收入、净资产上限", "topic=size", "check=revenue_at_most"),
    _shape(50, "H", "行业、名单、产品、地域或质押物限定", "topic=product", "topic=place", "topic=patent", "topic=bank",
           "collateral=trademark"),
    _shape(51, "H", "信用记录", "topic=credit"),
    _shape(52, "H", "事先备案", "topic=filing"),
    _shape(53, "I", "同一笔贷款不得重复享受其他财政贴息", "topic=no_other", "check=no_other_subsidy"),
    _shape(54, "I", "与上级政策互斥", "stacking.excludes_higher", "stacking.excludes"),
    _shape(55, "I", "在上级补助之外再补", "band.tops_up"),
    _shape(56, "I", "同笔担保费与保险费二选一", "stacking.one_of_fees"),
    _shape(57, "J", "按贷款额或质押额奖励银行", "kind=bank_reward + base=principal", "kind=bank_reward + base=pledged_amount"),
    _shape(58, "J", "补足利率上浮", "kind=bank_reward + base=missing_uplift + uplift"),
    _shape(59, "J", "风险分担：二方、三方、四方", "sharing.shares"),
    _shape(60, "J", "分担上限：单笔、单户", "sharing.caps", "check=principal_at_most"),
)  # fmt: skip

# What a scheme may say that is no rule of its own: the ordinary case, or that nothing was published.
NO_SHAPE = frozenset(
    {"kind=interest", "kind=fee", "ratio_kind=unknown", "base=not_published", "part=whole", "as_of=not_stated", "collected=paid"}
)
