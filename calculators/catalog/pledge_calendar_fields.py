"""The questions of the pledge calendar: one patent, one loan, and the days that matter beside them."""

from __future__ import annotations

from decimal import Decimal

from calculators.catalog.interest_subsidy_fields import settlement_day
from calculators.catalog.loan_schedule_brief import BULLET, INSTALMENTS, RHYTHMS, instalment_questions
from calculators.catalog.loan_schedule_fields import one_of
from calculators.fields import Field, Given
from calculators.figure import plain
from calculators.rules.day_count import BASIS_CHOICES

PATENT_TYPES = (("invention", "发明专利"), ("utility_model", "实用新型专利"), ("design", "外观设计专利"))
REDUCTIONS = (("none", "不减缴"), ("single", "减缴，一个专利权人"), ("joint", "减缴，两个以上共有专利权人"))
UNTIL = (("loan", "贷款到期为止"), ("expiry", "专利权届满为止"))
PATENT, LOAN, OTHER = "专利", "贷款", "登记、评估和申领"


def _settled(given: Given) -> bool:
    return plain(given.get("interest_every")) in ("monthly", "quarterly")


def _with_interest(given: Given) -> bool:
    return given.get("principal") is not None and given.get("rate") is not None


PATENT_FIELDS = (
    Field("patent_type", "专利类型", "choice", choices=PATENT_TYPES, default="invention", group=PATENT),
    Field("filing_date", "申请日", "date", hint="年度从申请日起算，与公历年、授权日无关。", group=PATENT),
    Field("grant_date", "授权公告日", "date", hint="授权当年的年费在办理登记时已缴。", group=PATENT),
    Field("reduction", "年费减缴", "choice", choices=REDUCTIONS, default="none", hint="要先办理减缴备案。", group=PATENT),
    Field(
        "fees_paid", "已经到期的年费都缴了", "flag", default="是", hint="选“否”，就按最近一次到期的年费列出滞纳金。", group=PATENT
    ),
    Field("until", "年费列到什么时候", "choice", choices=UNTIL, default="loan", group=PATENT),
)

LOAN_FIELDS = (
    Field("drawdown", "放款日", "date", group=LOAN),
    Field("interest_every", "还款方式", "choice", choices=(*RHYTHMS, *INSTALMENTS), default="quarterly", group=LOAN),
    Field("maturity", "贷款到期日", "date", group=LOAN, when=one_of("interest_every", *BULLET)),
    *instalment_questions(LOAN, "interest_every"),
    settlement_day(LOAN, _settled),
    Field(
        "principal",
        "贷款本金",
        "money",
        required=False,
        lowest=Decimal(0),
        highest=Decimal(10) ** 11,
        hint="填了本金和利率，就列出每期利息。",
        group=LOAN,
    ),
    Field("rate", "合同年利率", "percent", required=False, lowest=Decimal(0), highest=Decimal(100), group=LOAN),
    Field("day_basis", "计息基数", "choice", choices=BASIS_CHOICES, default="360", group=LOAN, when=_with_interest),
)

OTHER_FIELDS = (
    Field("registered_on", "质押登记日", "date", required=False, hint="还没有登记的不填。", group=OTHER),
    Field("changed_on", "主债权或担保范围变更日", "date", required=False, hint="有变更的才填。", group=OTHER),
    Field("valued_on", "评估基准日", "date", required=False, hint="评估报告首页写明。", group=OTHER),
    Field("claim_from", "补贴申领开始日", "date", required=False, hint="按申报通知填。黔东南州没有公布申领期。", group=OTHER),
    Field("claim_to", "补贴申领截止日", "date", required=False, hint="按申报通知填。", group=OTHER),
)

FIELDS = (*PATENT_FIELDS, *LOAN_FIELDS, *OTHER_FIELDS)
