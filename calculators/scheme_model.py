"""What a support scheme is: items, caps, conditions and what its publication leaves open. Read by `schemes`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from calculators.citation import Citation
from calculators.figure import Figure, leaf

KINDS = {"interest": "贷款贴息", "fee": "费用补贴", "combined": "利息和费用合并补贴", "bank_reward": "给银行的奖励"}
BASES = {
    "actual_interest": "实付利息",
    "reference_interest": "按参照利率算出的利息",
    "principal_per_year": "贷款本金按年利率",
    "principal": "贷款本金一次性",
    "pledged_amount": "登记的质押金额一次性",
    "amount_by_band": "按年度贷款额分档定额",
    "missing_uplift": "贷款利率上浮不足部分的利息",
    "fee_paid": "实付费用",
    "interest_plus_fees": "利息加费用",
    "not_published": "未公布",
}
FEES = {
    "valuation": "评估费",
    "guarantee": "担保费",
    "insurance": "保险费",
    "service": "服务费",
    "patent_insurance": "专利保险费",
}
REFERENCES = {"lpr_1y": "一年期 LPR", "benchmark_same_tenor": "央行同期同档贷款基准利率"}
AS_OF = {
    "previous_month_of_contract": "贷款合同签订日上月最新值",
    "contract_date": "贷款合同签订日",
    "drawdown": "贷款发放日",
    "december_of_repayment_year": "还款年度 12 月",
    "same_period": "“同期”，未说明取值日",
    "not_stated": "未说明取值日，这里取贷款发放日",
}
ON_EXCEED = {"clamp": "超过的部分不计", "ineligible": "超过则不予补贴"}
READINGS = {
    "contract_rate": "计息的利率：超过上限的部分不计",
    "subsidised_rate": "贴息后的利率：补贴不超过按上限利率算出的利息",
}
PARTS = {"whole": "整笔贷款", "covered": "保险或政策性担保覆盖的部分", "uncovered": "未覆盖的部分"}
BAND_BY = {"principal": "贷款本金", "net_assets": "企业净资产"}
COLLATERAL = {"patent": "专利权", "trademark": "商标权"}
SCOPES = {"loan": "每笔贷款", "patent": "同一专利", "enterprise": "每户"}
COLLECTED = {"paid": "按付息日归集", "settled": "按贷款结清日归集，结清的一年里计入整笔贷款的利息"}
SHORTAGE = {"not_stated": "资金不够时怎样处理没有写明", "first_come": "先到先得，用完为止", "pro_rata": "按比例发放"}
TOPICS = {
    "place": "在当地注册",
    "sme": "中小微企业",
    "size": "收入、净资产等规模限制",
    "patentee": "借款人是专利权人",
    "group_patentee": "母公司、子公司或实际控制人的专利也可以",
    "invention": "只限发明专利",
    "patent": "专利或知识产权质押",
    "first_pledge": "首次质押",
    "pledge_before_drawdown": "先登记后放款",
    "pledge_before_settlement": "质权设立不晚于结清",
    "registered": "已办质押登记",
    "certified_share": "占比由银行或担保机构证明",
    "repaid": "已结清，或按期还本付息",
    "product": "行业、名单、产品或期限限制",
    "credit": "信用记录",
    "filing": "事先备案",
    "no_other": "不重复享受其他财政支持",
    "bank": "对银行的要求",
}
STARTS = {"drawdown": "起息日", "registration": "质押登记日"}
CHECKS = {
    "invention_patent": "只限发明专利",
    "principal_at_most": "贷款本金不超过限额",
    "revenue_at_most": "年营业收入不超过限额",
    "no_other_subsidy": "同笔贷款未获其他财政贴息",
}
STATUSES = {"SEEN": "已见文字", "MEMORY": "凭记忆，待核实", "DRAFT": "征求意见稿"}


@dataclass(frozen=True)
class RateCap:
    """The highest rate that counts: a reference rate times `multiplier`, plus `spread_bp` basis points.

    `readings`: what the published words may mean (keys of READINGS, the usual one first); empty where they are clear.
    """

    reference: str
    as_of: str
    on_exceed: str
    multiplier: Decimal = Decimal(1)
    spread_bp: Decimal = Decimal(0)
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Band:
    """One band: up to and including `up_to` yuan (None: no upper end), its ratio (a fraction) and own cap in yuan.

    `tops_up`: the band is paid on top of what higher levels of government pay for the same loan.
    """

    up_to: Decimal | None
    ratio: Decimal
    cap: Decimal | None = None
    tops_up: bool = False


@dataclass(frozen=True)
class Caps:
    """Upper limits in yuan; None where none is published."""

    per_item: Decimal | None = None
    per_loan: Decimal | None = None
    per_year: Decimal | None = None
    lifetime: Decimal | None = None

    def given(self) -> bool:
        """Whether any limit is published."""
        return any(cap is not None for cap in (self.per_item, self.per_loan, self.per_year, self.lifetime))


@dataclass(frozen=True)
class Item:
    """One thing that is subsidised. Ratios and rates are fractions, money is yuan, None means not in the rule.

    `ratio_kind`: exact, at_most (`ratio_max`), range (`ratio_min` to `ratio_max`), bands, or unknown: for all but
    exact and bands the applicant must type the ratio. Items with base principal_per_year carry points per year.
    `cap_by_actual_interest` says that the publication itself limits the subsidy to the interest paid; we always do.
    `max_months` counts per loan, patent or enterprise (`period_scope`). `uplift` (base missing_uplift): the share of
    the reference rate by which a bank may raise its rate; what it did not raise is made up for, to the bank. Items of
    kind bank_reward are paid to the bank and never count for the enterprise. Base amount_by_band: the yuan of the band
    are not published, the applicant types them.
    """

    kind: str
    base: str
    label: str
    ratio_kind: str
    ratio: Decimal | None = None
    ratio_min: Decimal | None = None
    ratio_max: Decimal | None = None
    bands: tuple[Band, ...] = ()
    band_by: str = "principal"
    fees: tuple[str, ...] = ()
    part: str = "whole"
    reference_rate: str = ""
    rate_as_of: str = "not_stated"
    use_lower_of_reference_and_actual: bool = False
    rate_cap: RateCap | None = None
    ip_share: bool = False
    minimum_ip_share: Decimal | None = None
    base_cap_percent_of_principal: Decimal | None = None
    principal_ceiling: Decimal | None = None
    max_months: int | None = None
    period_scope: str = "loan"
    collateral: str = "patent"
    uplift: Decimal | None = None
    period_start: str = "drawdown"
    cap_by_actual_interest: bool = False
    caps: Caps = Caps()

    def ratio_is_asked(self) -> bool:
        """True when the publication fixes no single ratio, so the user has to type one."""
        return self.ratio_kind in ("at_most", "range", "unknown")

    def needs_reference(self) -> bool:
        """True when a reference rate enters the computation."""
        return bool(self.reference_rate) or self.rate_cap is not None


@dataclass(frozen=True)
class Condition:
    """Something that must hold. With a `check` the calculator can tell from its inputs; otherwise it is only listed."""

    text: str
    check: str = ""
    value: Decimal | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stacking:
    """How the scheme goes with other support: fees of which one loan gets only one, schemes it cannot go with.

    `excludes`: keys of schemes that the same loan may not take as well; `excludes_higher`: no support of the same kind
    from a higher level either.
    """

    one_of_fees: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    excludes_higher: bool = False
    note: str = ""


@dataclass(frozen=True)
class Scheme:
    """One place's published support rules. `unknown` names in Chinese every number that nobody could find."""

    key: str
    name: str
    short: str
    place: str
    items: tuple[Item, ...]
    cite: Citation
    status: str
    here: bool = False
    conditions: tuple[Condition, ...] = ()
    combined_caps: Caps = Caps()
    stacking: Stacking = Stacking()
    unknown: tuple[str, ...] = ()
    budget: str = ""
    shortage: str = ""
    collected: str = "paid"
    loans_per_year: int | None = None
    note: str = ""
    file: str = ""

    def figure(self, value: Decimal, key: str, label: str, unit: str = "元") -> Figure:
        """A number of this scheme as a leaf with the scheme's source, so that derivations show where it stands."""
        return leaf(value, key, label, unit, "parameter", self.cite)

    def main(self) -> tuple[Item, ...]:
        """The items that subsidise interest, alone or together with fees."""
        return tuple(item for item in self.items if item.kind not in ("fee", "bank_reward"))

    def bank_items(self) -> tuple[Item, ...]:
        """The items paid to the bank: no money for the enterprise."""
        return tuple(item for item in self.items if item.kind == "bank_reward")

    def fee_items(self) -> tuple[Item, ...]:
        """The items that subsidise fees alone."""
        return tuple(item for item in self.items if item.kind == "fee")

    def fee_kinds(self) -> tuple[str, ...]:
        """Every fee that any item counts, in the order of FEES."""
        counted = {fee for item in self.items for fee in item.fees}
        return tuple(fee for fee in FEES if fee in counted)

    def condition(self, check: str) -> Condition | None:
        """The condition with this check, if the scheme has one."""
        return next((condition for condition in self.conditions if condition.check == check), None)


def any_item(items: Iterable[Item], name: str) -> bool:
    """Whether any of the items has this attribute set."""
    return any(bool(getattr(item, name)) for item in items)
