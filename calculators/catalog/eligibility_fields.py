"""The questions of the self-check, and which of them matter for which answer. Nearly all may stay open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from calculators.catalog import sme_class
from calculators.catalog.eligibility_gates import CLAIM_FIELDS, When, flag, has_check, subsidy_asked
from calculators.fields import Column, Field, Given
from calculators.figure import plain
from calculators.policy import all_schemes, all_stages
from calculators.rules.sme import CLASS_WORDS

GOALS = (("loan", "能不能申请专利质押贷款"), ("registration", "能不能办质押登记"), ("subsidy", "能不能申请贴息或费用补贴"))
PATENT_TYPES = (("invention", "发明专利"), ("utility_model", "实用新型专利"), ("design", "外观设计专利"))
NO_SCHEME = "none"
AIM, PATENT, ENTERPRISE, CREDIT = "查什么", "专利和质押", "企业", "信用和红线"


def is_true(key: str) -> When:
    """The answer to a yes-or-no question is yes."""
    return lambda given: plain(given.get(key)) is True


def beyond_registration(given: Given) -> bool:
    """Loan and subsidy look at the enterprise too; registration alone does not."""
    return plain(given.get("goal")) in ("loan", "subsidy")


def _types(given: Given) -> list[str]:
    rows = plain(given.get("more_patents")) or ()
    return [kind for kind in (plain(given.get("patent_type")), *(row[0] for row in rows)) if kind is not None]


def _has_utility_model(given: Given) -> bool:
    return "utility_model" in _types(given)


def _wants_report(given: Given) -> bool:
    return beyond_registration(given) and any(kind != "invention" for kind in _types(given))


AIM_FIELDS = (
    Field("goal", "想查什么", "choice", choices=GOALS, default="loan", group=AIM),
    Field(
        "scheme",
        "对照哪个扶持办法",
        "choice",
        choices=((NO_SCHEME, "不选，看外地办法常见的条件"), *((s.key, s.short) for s in all_schemes().values())),
        default=NO_SCHEME,
        hint="黔东南州没有公布现行办法。外地办法只作对照。",
        group=AIM,
        when=subsidy_asked,
    ),
    Field(
        "stage",
        "列出哪个阶段的材料",
        "choice",
        choices=tuple((s.key, f"{s.number} {s.name}") for s in all_stages().values()),
        default="consult",
        group=AIM,
    ),
)

PATENT_FIELDS = (
    Field("patent_type", "专利类型", "choice", required=False, choices=PATENT_TYPES, group=PATENT),
    Field("filing_date", "申请日", "date", required=False, hint="专利证书上的申请日，不是授权日。", group=PATENT),
    Field("maturity", "贷款到期日", "date", required=False, hint="债务履行期限的最后一天。", group=PATENT),
    flag("granted", "已经授权公告", PATENT),
    flag("pledgor_on_register", "出质人与登记簿上的专利权人一致", PATENT, "可查专利登记簿副本。"),
    flag("in_force", "登记簿显示专利权有效", PATENT, "没有终止，也没有被宣告无效。"),
    flag("fees_paid", "年费已缴清", PATENT, "有多件专利的，每件都缴清才选“是”。"),
    flag("suspended", "有权属纠纷中止或法院保全", PATENT),
    flag("already_pledged", "已经质押给别人，还没有注销", PATENT),
    flag("co_owned", "有共有专利权人", PATENT),
    flag("co_owner_consent", "全体共有人书面同意出质", PATENT, when=is_true("co_owned")),
    flag(
        "co_owner_agreement",
        "共有协议约定可以出质",
        PATENT,
        when=lambda given: is_true("co_owned")(given) and not is_true("co_owner_consent")(given),
    ),
    Field(
        "more_patents",
        "一起质押的其他专利",
        "rows",
        required=False,
        columns=(Column("type", "专利类型", "choice", choices=PATENT_TYPES), Column("filing", "申请日", "date")),
        hint="一行一件：类型和申请日，用空格隔开，如 实用新型专利 2021-03-05。",
        group=PATENT,
    ),
    Field(
        "compensation_days",
        "第一件专利的期限补偿",
        "integer",
        unit="天",
        required=False,
        lowest=Decimal(0),
        highest=Decimal(3660),
        hint="发明专利获得期限补偿的才填。",
        group=PATENT,
        when=lambda given: plain(given.get("patent_type")) == "invention",
    ),
    flag("same_day_invention", "同一申请人同日还申请了发明专利", PATENT, when=_has_utility_model),
    flag(
        "same_day_consent",
        "被告知同日发明的后果，仍声明同意",
        PATENT,
        when=lambda given: _has_utility_model(given) and is_true("same_day_invention")(given),
    ),
    flag("invalidation", "有人请求宣告专利权无效", PATENT),
    flag("invalidation_consent", "被告知无效程序，仍声明同意", PATENT, when=is_true("invalidation")),
    flag("contract_complete", "质押合同写明五项内容", PATENT, "当事人，债权种类和数额，履行期限，专利清单，担保范围。"),
    flag("other_ground", "登记部门指出过其他问题", PATENT),
    flag("needs_approval", "属于国有资产、国防或保密专利", PATENT),
    flag("approval_obtained", "有权部门已经批准", PATENT, when=is_true("needs_approval")),
    flag("abnormal_filing", "被认定为非正常专利申请", PATENT),
    flag("has_report", "有专利权评价报告或查新报告", PATENT, "实用新型和外观设计才需要。", _wants_report),
)

SIZES = tuple((key, CLASS_WORDS[key]) for key in ("micro", "small", "medium", "large"))


def _from_sme(field: Field) -> Field:
    """A question of the size calculator, asked only when the class itself is not known."""
    inner = field.when

    def when(given: Given) -> bool:
        open_size = beyond_registration(given) and plain(given.get("size")) is None
        known = inner is None or (plain(given.get("industry")) is not None and inner(given))
        needs_revenue = field.key == "revenue" and has_check("revenue_at_most")(given)
        return (open_size and known) or needs_revenue

    return replace(field, required=False, default="", group=ENTERPRISE, when=when)


ENTERPRISE_FIELDS = (
    flag("borrower_is_patentee", "借款企业就是专利权人", ENTERPRISE, when=beyond_registration),
    Field(
        "size",
        "企业类型",
        "choice",
        required=False,
        choices=SIZES,
        hint="不知道就不填，改填下面的行业和指标。",
        group=ENTERPRISE,
        when=beyond_registration,
    ),
    *(_from_sme(field) for field in sme_class.FIELDS),
    flag("legal_person", "是独立法人", ENTERPRISE, when=beyond_registration),
    Field(
        "debt_ratio",
        "资产负债率",
        "percent",
        required=False,
        lowest=Decimal(0),
        highest=Decimal(1000),
        hint="负债总额除以资产总额，按上年末。",
        group=ENTERPRISE,
        when=beyond_registration,
    ),
    Field(
        "founded_on", "成立日期", "date", required=False, hint="营业执照上的日期。", group=ENTERPRISE, when=beyond_registration
    ),
)

CREDIT_FIELDS = (
    flag("blacklisted", "在严重违法失信名单里", CREDIT, when=beyond_registration),
    flag("ip_dishonesty", "被列为知识产权失信主体", CREDIT, when=beyond_registration),
    flag("bad_record", "近三年有严重不良信用记录", CREDIT, when=beyond_registration),
    flag("purpose_ok", "贷款用途合规，写进合同", CREDIT, when=beyond_registration),
    flag("other_charges", "有人另收包装费、中介好处费", CREDIT, when=beyond_registration),
)


# Rare questions may hide in a fold; the others stand open, because an unanswered one keeps the verdict open.
RARE = ("more_patents", "compensation_days")
ALL = (*AIM_FIELDS, *PATENT_FIELDS, *ENTERPRISE_FIELDS, *CREDIT_FIELDS, *CLAIM_FIELDS)
FIELDS: tuple[Field, ...] = tuple(replace(field, unfolded=field.key not in RARE) for field in ALL)
BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}


def is_asked(key: str, given: Any) -> bool:
    """Whether a question is on the form for these answers."""
    return BY_KEY[key].needed(given)
