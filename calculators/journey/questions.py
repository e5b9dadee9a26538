"""The questions of the journey, each asked once: the words and readers of the calculators, in a shorter order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.calculator import ON
from calculators.catalog import calculator
from calculators.catalog.financing_cost_fields import UPFRONT
from calculators.catalog.loan_schedule_brief import INSTALMENTS, RHYTHMS
from calculators.dates import add_months
from calculators.fields import LAST_YEAR, Field
from calculators.journey.model import Case, Question, Said, Step
from calculators.policy import all_schemes
from calculators.rules.scheme_terms import asked_key
from calculators.views.format import exact

STEPS = (
    Step("eligibility", "能不能办", "先问一票否决的条件。不清楚的就选“不清楚”，不会当作“否”。"),
    Step("loan_amount", "能借多少", "评估值和质押率还没有的，先按示例算，以后再改。"),
    Step("loan_schedule", "怎么还", "本金按上一步的额度，可以改。"),
    Step("interest_subsidy", "能补多少", "黔东南州没有公布补贴数字。先按示例，或对照外地办法。"),
    Step("financing_cost", "真实成本", "把费用和补贴都算进去。没有的费用不用填。"),
)
REPORT = "report"
PLACES = (*(step.key for step in STEPS), REPORT)
UNCLEAR = "不清楚"
BLANK = "不填"
EXAMPLE_RATE, EXAMPLE_RATIO = "3.65", "40"

ALL_FINE = ("fine", "是，都符合")
NONE_OF_IT = ("fine", "没有，一项也没有")
SOME = ("some", "不全是这样，逐项回答")
SOME_OF_IT = ("some", "有，逐项回答")


def _field(name: str, key: str, **changes: Any) -> Field:
    """A calculator's own question, which may stay open here."""
    found = next(field for field in calculator(name).all_fields() if field.key == key)
    common: dict[str, Any] = {"required": False, "default": "", "when": None, "blank": UNCLEAR, "unfolded": True}
    return replace(found, **common | changes)


def _answered(group: str, value: str) -> Callable[[Case], bool]:
    return lambda case: bool(case.said(group).text == value)


def _whole(key: str, label: str, hint: str, group: str, fine: tuple[str, str], some: tuple[str, str]) -> Question:
    """One question for several that are usually all answered alike."""
    return Question(
        key, "eligibility", Field(key, label, "choice", required=False, hint=hint, choices=(fine, some), group=group, blank=UNCLEAR),
        target="goal",
    )  # fmt: skip


def _parts(whole: str, group: str, *keys: str) -> tuple[Question, ...]:
    """The single questions behind a whole one, asked when the answer is not the usual one."""
    asked = _answered(whole, "some")
    return tuple(Question(key, "eligibility", _field("eligibility", key, group=group), when=asked) for key in keys)


def _on_policy_date(case: Case) -> Said:
    return Said(case.on, "example", ("drawdown",))


def _check(key: str, group: str, **changes: Any) -> Question:
    return Question(key, "eligibility", _field("eligibility", key, group=group, **changes))


_KNOCK_OUT, _LIFE, _LOAN, _FIRM = "先看一票否决的条件", "专利的期限", "打算怎么借", "企业情况"
FINE_PARTS = ("granted", "pledgor_on_register", "in_force", "fees_paid")
TROUBLE_PARTS = ("suspended", "already_pledged", "invalidation", "invalidation_consent", "other_ground", "needs_approval",
                 "approval_obtained", "abnormal_filing")  # fmt: skip
FIRM_PARTS = ("borrower_is_patentee", "legal_person")
CREDIT_PARTS = ("blacklisted", "ip_dishonesty", "bad_record", "other_charges")
PROMISE_PARTS = ("purpose_ok", "contract_complete")

ELIGIBILITY = (
    _whole("patent_fine", "专利的这四项都没有问题吗", "已经授权公告；登记簿显示有效；年费缴清；出质人就是登记的专利权人。",
           _KNOCK_OUT, ALL_FINE, SOME),
    *_parts("patent_fine", _KNOCK_OUT, *FINE_PARTS),
    _whole("patent_trouble", "专利有没有下面这些麻烦",
           "权属纠纷中止或法院保全；已质押给别人；有人请求宣告无效；登记部门指出过问题；国有、国防或保密专利；非正常申请。",
           _KNOCK_OUT, NONE_OF_IT, SOME_OF_IT),
    *_parts("patent_trouble", _KNOCK_OUT, *TROUBLE_PARTS),
    *(_check(key, _KNOCK_OUT) for key in ("co_owned", "co_owner_consent", "co_owner_agreement")),
    _whole("firm_fine", "企业是独立法人，专利在企业名下吗", "借款企业就是专利权人，有独立法人资格。", _KNOCK_OUT, ALL_FINE, SOME),
    *_parts("firm_fine", _KNOCK_OUT, *FIRM_PARTS),
    _whole("credit_trouble", "信用有没有下面这些问题",
           "严重违法失信名单；知识产权失信主体；近三年严重不良信用记录；有人另收包装费、好处费。", _KNOCK_OUT, NONE_OF_IT, SOME_OF_IT),
    *_parts("credit_trouble", _KNOCK_OUT, *CREDIT_PARTS),
    *(_check(key, _KNOCK_OUT) for key in ("size", "industry", "employees", "revenue", "assets")),
    _check("patent_type", _LIFE),
    _check("filing_date", _LIFE, hint="专利证书上的申请日。有多件的，填最早到期的那件。"),
    *(_check(key, _LIFE) for key in ("same_day_invention", "same_day_consent", "has_report")),
    Question("drawdown", "eligibility", _field("loan_schedule", "drawdown", label="打算哪天放款", hint="不清楚就先按政策日期试算。",
                                               group=_LOAN), _on_policy_date, target="goal", note="按政策日期试算"),
    Question("term", "eligibility",
             Field("term", "借多长时间", "integer", "个月", False, Decimal(1), Decimal(120), "一年填 12。不填按 12 个月试算。",
                   group=_LOAN, blank=BLANK), "12", target="goal"),
    _whole("promise", "用途合规、合同写全，做得到吗", "贷款用途合规；质押合同写明当事人、债权、期限、专利清单和担保范围。",
           _LOAN, ("fine", "做得到"), SOME),
    *_parts("promise", _LOAN, *PROMISE_PARTS),
    *(_check(key, _FIRM) for key in ("debt_ratio", "founded_on")),
    Question("on", "eligibility", replace(ON, required=False, blank=BLANK, group=_LOAN, hint="不填就按今天的政策算。"),
             lambda case: Said(case.on, "fixed"), rare=True),
)  # fmt: skip

_PLEDGE = "押品和申请"
_EXAMPLE_HINT = "示例参数，非政策承诺。"
_SHARE = Field("pledge_rate", "质押率", "percent", required=False, lowest=Decimal("0.01"), highest=Decimal(100), blank=BLANK,
               hint=f"银行按评估值的百分之几放款。不填按 30% 试算，{_EXAMPLE_HINT}", group=_PLEDGE)  # fmt: skip


AMOUNT = (
    Question("valuation", "loan_amount",
           Field("valuation", "专利评估值", "money", required=False, lowest=Decimal(1), highest=Decimal(10) ** 11, blank=BLANK,
                 hint=f"全部专利合计，如 500万。不填按 500 万元试算，{_EXAMPLE_HINT}", group=_PLEDGE), "5000000", target="patents"),
    Question("pledge_rate", "loan_amount", _SHARE, "30", target="patents"),
    Question("applied", "loan_amount", _field("loan_amount", "applied", label="想借多少", blank=BLANK, group=_PLEDGE,
                                            hint="不填就只看评估值和质押率。")),
    Question("product_cap", "loan_amount", _field("loan_amount", "product_cap", blank=BLANK, group=_PLEDGE), rare=True),
    Question("need", "loan_amount", _field("loan_amount", "need", blank=BLANK, group=_PLEDGE), rare=True, target="need_from"),
)  # fmt: skip


def _principal(case: Case) -> Said:
    """The amount of the step before; an example where that gives nothing."""
    amount = case.figure("loan_amount", "loan_amount")
    if amount is None or amount <= 0:
        return Said("1000000", "example", ("principal",))
    return Said(f"{amount:f}", "worked", case.examples_of("loan_amount"))


WAYS = (*RHYTHMS, *INSTALMENTS)
_TERMS = "贷款条件"
SCHEDULE = (
    Question("principal", "loan_schedule",
           _field("loan_schedule", "principal", lowest=Decimal("0.01"), blank=BLANK, group=_TERMS, hint="不填就按上一步的额度。"),
           _principal),
    Question("rate", "loan_schedule",
           _field("loan_schedule", "rate", blank=BLANK, group=_TERMS, hint=f"不填按 {EXAMPLE_RATE}% 试算，{_EXAMPLE_HINT}"),
           EXAMPLE_RATE),
    Question("way", "loan_schedule", Field("way", "还款方式", "choice", required=False, choices=WAYS, blank="不清楚，按季付息试算",
                                         group=_TERMS), "quarterly", target="method", note="示例"),
    Question("settlement_day", "loan_schedule", _field("interest_subsidy", "settlement_day", blank=BLANK, group=_TERMS), "20",
           rare=True, note="多数合同这样写"),
)  # fmt: skip

_SCHEME, _FEES = "扶持办法", "费用"


def _registered(case: Case) -> Said:
    return Said(case.said("drawdown").text, "example", ("registered_on",))


def _published_most(key: str, usual: str) -> Callable[[Case], Said]:
    """A usual example, or the most that the chosen scheme allows where that is less."""

    def give(case: Case) -> Said:
        scheme = all_schemes().get(case.said("scheme").text)
        asked = [item for item in scheme.items if item.ratio_is_asked() and asked_key(item) == key] if scheme else []
        limits = [item.ratio_max * 100 for item in asked if item.ratio_max is not None]
        return Said(exact(min(Decimal(usual), *limits)) if limits else usual, "example", (key,))

    return give


def _scheme_asks(key: str, fallback: str | Callable[[Case], Said] = "", **more: Any) -> Question:
    return Question(key, "interest_subsidy", _field("interest_subsidy", key, blank=BLANK, group=_SCHEME), fallback, **more)


SUBSIDY = (
    Question("scheme", "interest_subsidy",
           _field("interest_subsidy", "scheme", blank="不清楚，按示例试算", group=_SCHEME), "custom"),
    _scheme_asks("ratio", _published_most("ratio", EXAMPLE_RATIO)),
    _scheme_asks("points", _published_most("points", "1")),
    _scheme_asks("net_assets", "10000000", note="示例"),
    _scheme_asks("registered_on", _registered, rare=True, note="按放款日试算"),
    _scheme_asks("reference_rate", rare=True),
    _scheme_asks("ip_share", "100", rare=True, note="这里只算专利质押"),
    *(Question(key, "interest_subsidy",
             _field("financing_cost", key, blank=BLANK, group=_FEES, hint="放款时一次付清。没有就不用填。"), "0", rare=n > 0,
             note="没有填", target="scheme") for n, key in enumerate(("valuation_fee", "guarantee_fee", "insurance_fee"))),
    _scheme_asks("fee_ratio", _published_most("fee_ratio", "50")),
)  # fmt: skip


def maturity(case: Case) -> Said:
    """Drawdown plus the term, same day of the month."""
    drawdown, term = case.said("drawdown"), case.said("term")
    end = add_months(case.value("drawdown"), int(case.value("term")))
    if end.year > LAST_YEAR:
        end = date(LAST_YEAR, 12, 31)
    return Said(end.isoformat(), "worked", tuple(dict.fromkeys((*drawdown.examples, *term.examples))))


def _after_maturity(case: Case) -> Said:
    return Said(maturity(case).text, "example", ("subsidy_on",))


COST = (
    *(Question(key, "financing_cost", _field("financing_cost", key, blank=BLANK, group=_FEES, hint="没有就不用填。"), "0", note="没有填")
      for key in UPFRONT if key in ("registration_fee", "other_fee")),
    Question("deposit", "financing_cost", _field("financing_cost", "deposit", blank=BLANK, group=_FEES), "0", rare=True, note="没有填"),
    Question("subsidy_on", "financing_cost",
           _field("financing_cost", "subsidy_on", blank=BLANK, group="补贴", hint="补贴常在结清以后才到账。不填按到期日试算。"),
           _after_maturity, note="按到期日试算"),
)  # fmt: skip

QUESTIONS: tuple[Question, ...] = (*ELIGIBILITY, *AMOUNT, *SCHEDULE, *SUBSIDY, *COST)
BY_KEY: dict[str, Question] = {question.key: question for question in QUESTIONS}
