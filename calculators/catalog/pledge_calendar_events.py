"""The days of a pledge, one by one: fees, expiry, interest, principal, registration, valuation, claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from calculators.catalog.loan_schedule_brief import BULLET, whole_plan
from calculators.fields import Given
from calculators.figure import Figure, apply, named, operation, plain
from calculators.policy import Policy
from calculators.rules import annual_fees, life
from calculators.rules.annual_fees import Fee, LateStep
from calculators.rules.plan import Line
from calculators.rules.subsidy_periods import LoanTerms, loan_periods

OWNER, BORROWER, BOTH = "专利权人", "借款企业", "出质人和质权人"
LAW = "专利法实施细则（2023）第一百一十四条、第一百一十五条"
CONTRACT = "借款合同（按您填的）"
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Event:
    """Something to do or to know on a day. `amount` in yuan, None when no money moves."""

    day: Any
    what: str
    who: str
    amount: Any
    source: str


@dataclass(frozen=True)
class Patent:
    """The patent's dates and fees: the day the right ends, fees after the grant, and those listed."""

    expiry: Any
    fees: tuple[Fee, ...]
    listed: tuple[Fee, ...]
    overdue: Fee | None
    grace_end: Any
    steps: tuple[LateStep, ...]


@operation("days_after", "{0} 之后 {1}")
def days_after(day: date, count: Decimal) -> date:
    """So many days later."""
    return day + timedelta(days=int(count))


def _bare(policy: Policy, key: str, given: Given, on: date | None = None) -> Any:
    figure = policy.figure(key, on)
    return figure if given["on"].__class__ is Figure else plain(figure)


def _listed(fees: tuple[Fee, ...], given: Given) -> tuple[Fee, ...]:
    """Fees due from the policy date on, as far as the visitor wants to see."""
    on, last = plain(given["on"]), plain(given["maturity"])
    to_the_end = plain(given["until"]) == "expiry"
    return tuple(fee for fee in fees if on <= plain(fee.due) and (to_the_end or plain(fee.due) <= last))


def patent_of(given: Given, policy: Policy) -> Patent:
    """Expiry, fees, and the steps of being late with the fee that is overdue, else with the next one."""
    traced = given["on"].__class__ is Figure
    kind, filing, grant, on = plain(given["patent_type"]), given["filing_date"], given["grant_date"], plain(given["on"])
    years = _bare(policy, life.TERM_KEYS[kind], given, plain(filing))
    expiry = named(life.expiry_date(filing, years, 0), "expiry", "专利权到期日", "", "自申请日起算，按专利类型的法定期限。")
    reduction = plain(given["reduction"])
    fees = tuple(
        annual_fees.fee_of(policy, kind, filing, grant, year, reduction, traced)
        for year in annual_fees.fee_years(filing, grant, years)
    )
    past = [fee for fee in fees if plain(fee.due) < on]
    overdue = past[-1] if past and not plain(given["fees_paid"]) else None
    listed = _listed(fees, given)
    focus = overdue if overdue is not None else (listed[0] if listed else None)
    if focus is None:
        return Patent(expiry, fees, listed, None, None, ())
    months = _bare(policy, "late_fee.grace_months", given)
    why = "应缴期满之日起的补缴期；期满不缴，专利权自应缴期满之日终止。"
    grace_end = named(apply("add_months", focus.due, months_of(months)), "grace_end", "补缴期最后一天", "", why)
    steps = annual_fees.late_steps(focus, _bare(policy, "annual_fee.late_rate", given), months)
    return Patent(expiry, fees, listed, overdue, grace_end, steps)


@operation("whole_months_of", "{0}")
def whole_months_of(months: Decimal) -> int:
    """A count of months as a whole number, for adding to a date."""
    return int(months)


def months_of(months: Any) -> Any:
    """The same for numbers and Figures."""
    return apply("whole_months_of", months)


def _fee_events(patent: Patent) -> Iterator[Event]:
    if patent.overdue is not None:
        yield Event(
            patent.grace_end,
            f"第 {patent.overdue.year} 年度年费已过期，这是补缴期最后一天；不缴，专利权自应缴期满之日终止",
            OWNER,
            patent.steps[-1].total,
            LAW,
        )
    for fee in patent.listed:
        yield Event(fee.due, f"第 {fee.year} 年度年费应缴日", OWNER, fee.payable, LAW)
    yield Event(patent.expiry, "专利权期限届满，质物消失", BOTH, None, "专利法第四十二条")


def _known(given: Given) -> bool:
    return given["principal"] is not None and given["rate"] is not None


def repayment(given: Given, policy: Policy) -> tuple[Given, tuple[Line, ...]]:
    """The answers with the day on which all is repaid, and the instalments; none for a loan repaid in one sum."""
    if plain(given["interest_every"]) in BULLET:
        return given, ()
    amounts = {} if _known(given) else {"principal": NOTHING, "rate": NOTHING}
    worked = whole_plan({**given, **amounts}, policy, "interest_every")
    return {**given, "maturity": worked.end}, worked.plan.lines


def _instalment_events(given: Given, lines: tuple[Line, ...]) -> Iterator[Event]:
    for number, line in enumerate(lines, 1):
        words = f"还第 {number} 期本息" + ("，贷款还清" if number == len(lines) else "")
        yield Event(line.paid_on, words, BORROWER, line.payment if _known(given) else None, CONTRACT)


def interest_events(given: Given) -> Iterator[Event]:
    """Interest and principal. Without principal and rate only the days are known."""
    known = _known(given)
    traced = given["on"].__class__ is Figure
    basis = apply("basis_days", given["day_basis"]) if known else Decimal(1)
    loan = LoanTerms(
        principal=given["principal"] if known else NOTHING,
        rate=given["rate"] if known else NOTHING,
        drawdown=given["drawdown"],
        maturity=given["maturity"],
        every=given["interest_every"],
        settlement_day=given["settlement_day"],
        convention="21_to_20",
        basis=named(basis, "basis", "一年的计息天数", "天") if known and traced else basis,
    )
    for period in loan_periods(loan):
        yield Event(period.paid_on, f"付第 {period.number} 期利息", BORROWER, period.interest if known else None, CONTRACT)
    yield Event(given["maturity"], "归还贷款本金", BORROWER, given["principal"], CONTRACT)


def _registration_events(given: Given, policy: Policy) -> Iterator[Event]:
    yield Event(
        given["drawdown"], "放款；这一天以前办好质押登记", "银行和借款企业", given["principal"], "外地办法常见要求，以合同为准"
    )
    if given["registered_on"] is not None:
        yield Event(given["registered_on"], "质押登记，质权设立", BOTH, None, "民法典第四百四十四条")
    if given["changed_on"] is not None:
        days = _bare(policy, "pledge.change_days", given)
        end = named(apply("days_after", given["changed_on"], days), "change_by", "变更登记最后一天", "")
        yield Event(end, "办质押变更登记的最后一天", BOTH, None, "《专利权质押登记办法》第十三条（待核实）")
    text = "贷款结清后办质押注销登记；续贷、展期的，办变更或重新登记"
    yield Event(given["maturity"], text, BOTH, None, "无锡经开办事指南（四）")


def _other_events(given: Given, policy: Policy) -> Iterator[Event]:
    if given["valued_on"] is not None:
        months = months_of(_bare(policy, "valuation_report.valid_months", given))
        end = named(apply("add_months", given["valued_on"], months), "valuation_by", "评估报告有效期满", "")
        yield Event(end, "评估报告使用有效期满", "借款企业和评估机构", None, "资产评估执业准则（待核实）")
    if given["claim_from"] is not None:
        yield Event(given["claim_from"], "补贴申领开始", BORROWER, None, "申报通知（按您填的）")
    if given["claim_to"] is not None:
        yield Event(given["claim_to"], "补贴申领截止", BORROWER, None, "申报通知（按您填的）")


def events_of(given: Given, policy: Policy, patent: Patent, lines: tuple[Line, ...] = ()) -> tuple[Event, ...]:
    """Everything from the policy date on, by day; on one day in the order patent, loan, registration, others."""
    found = [
        *_fee_events(patent),
        *(_instalment_events(given, lines) if lines else interest_events(given)),
        *_registration_events(given, policy),
        *_other_events(given, policy),
    ]
    ahead = [event for event in found if plain(event.day) >= plain(given["on"])]
    return tuple(sorted(ahead, key=lambda event: plain(event.day)))
