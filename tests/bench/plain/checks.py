"""The self-check: every clause of data/clauses from yes, no or no answer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from calculators.clauses import KINDS, Clause
from calculators.policy import all_clauses, all_stages
from tests.bench.plain.common import Plain, months_later, policy

LABELS = {
    "granted": "已经授权公告",
    "pledgor_on_register": "出质人与登记簿上的专利权人一致",
    "in_force": "登记簿显示专利权有效",
    "fees_paid": "年费已缴清",
    "suspended": "有权属纠纷中止或法院保全",
    "already_pledged": "已经质押给别人，还没有注销",
    "co_owned": "有共有专利权人",
    "co_owner_consent": "全体共有人书面同意出质",
    "co_owner_agreement": "共有协议约定可以出质",
    "same_day_invention": "同一申请人同日还申请了发明专利",
    "same_day_consent": "被告知同日发明的后果，仍声明同意",
    "invalidation": "有人请求宣告专利权无效",
    "invalidation_consent": "被告知无效程序，仍声明同意",
    "needs_approval": "属于国有资产、国防或保密专利",
    "approval_obtained": "有权部门已经批准",
    "abnormal_filing": "被认定为非正常专利申请",
    "borrower_is_patentee": "借款企业就是专利权人",
    "blacklisted": "在严重违法失信名单里",
    "ip_dishonesty": "被列为知识产权失信主体",
    "bad_record": "近三年有严重不良信用记录",
    "purpose_ok": "贷款用途合规，写进合同",
    "contract_complete": "质押合同写明五项内容",
    "other_ground": "登记部门指出过其他问题",
    "has_report": "有专利权评价报告或查新报告",
    "legal_person": "是独立法人",
    "other_charges": "有人另收包装费、中介好处费",
}
SAID = {True: "是", False: "否", None: "没有回答"}
TYPES = {"invention": "发明专利", "utility_model": "实用新型专利", "design": "外观设计专利"}
# asked only after a yes to another question
AFTER = {
    "co_owner_consent": "co_owned",
    "co_owner_agreement": "co_owned",
    "same_day_consent": "same_day_invention",
    "invalidation_consent": "invalidation",
    "approval_obtained": "needs_approval",
}
LOAN_KINDS = ("registration", "patent", "enterprise", "credit")


@cache
def _loan_clauses() -> list[Clause]:
    """The clauses that matter for a loan, those that knock out first."""
    return sorted((one for one in all_clauses().values() if one.kind in LOAN_KINDS), key=lambda one: not one.knock_out)


@cache
def _source(key: str) -> str:
    cite = all_clauses()[key].cite
    number = f"（{cite.number}）" if cite.number else ""
    return f"{cite.document}{number}，{cite.clause}{'（待核实）' if cite.unverified else ''}"


def _state(clause: Clause, facts: dict[str, Any]) -> str:
    """Met when any of its facts is as wanted, unknown while one of the others is not known."""
    state = "not_met"
    for one in clause.any_of:
        fact = facts[one.fact]
        if fact is None:
            state = "unknown"
        elif fact == one.wanted:
            return "met"
    return state


def _asked(fact: str, given: dict[str, Any]) -> bool:
    """Whether the form asks this question."""
    if fact in ("same_day_invention", "same_day_consent") and given["patent_type"] != "utility_model":
        return False
    if fact == "has_report":
        return bool(given["patent_type"] != "invention")
    return fact in LABELS and (fact not in AFTER or given[AFTER[fact]] is True)


def _own(clause: Clause, given: dict[str, Any]) -> str:
    """What was answered to the questions behind a clause."""
    said = [f"{LABELS[one.fact]}：{SAID[given[one.fact]]}" for one in clause.any_of if _asked(one.fact, given)]
    return "；".join(said) or "按专利类型判断"


def _rows(facts: dict[str, Any], measures: dict[str, tuple[Any, Any, Any]]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for clause in _loan_clauses():
        state = _state(clause, facts)
        own, threshold, distance = measures[clause.key] if clause.key in measures else (_own(clause, facts), None, None)
        remedy = clause.remedy if state == "not_met" else None
        kind, source = KINDS[clause.kind], _source(clause.key)
        rows.append((clause.text, state, remedy, own, clause.need, threshold, distance, kind, source))
    return rows


def _verdict(states: list[str]) -> dict[str, Any]:
    bad, unknown = states.count("not_met"), states.count("unknown")
    return {
        "overall": "some_not_met" if bad else "some_unknown" if unknown else "all_met",
        "count_met": Decimal(states.count("met")),
        "count_not_met": Decimal(bad),
        "count_unknown": Decimal(unknown),
    }


def eligibility(given: dict[str, Any]) -> Plain:
    """资格自查 for a loan on one patent: dates, size and amounts known, yes-or-no questions answered or not."""
    on, due, kind, founded = given["on"], given["maturity"], given["patent_type"], given["founded_on"]
    debt, months = all_clauses()["debt_ratio"].limit, all_clauses()["operating_months"].limit
    assert debt is not None and months is not None
    term = int(policy(f"patent_term.{kind}", given["filing_date"]))
    expiry = months_later(given["filing_date"], 12 * term) + timedelta(days=int(given["compensation_days"] or 0))
    age = (on.year - founded.year) * 12 + on.month - founded.month
    age -= months_later(founded, age) > on
    facts = {
        **given,
        "has_utility_model": kind == "utility_model",
        "only_inventions": kind == "invention",
        "term_running": expiry > on,
        "outlives_loan": expiry > due,
        "is_sme": given["size"] in ("micro", "small", "medium"),
        "debt_ratio_ok": given["debt_ratio"] <= debt,
        "operating_long_enough": age >= months,
    }
    left, room = Decimal((expiry - on).days), Decimal((expiry - due).days)
    measures = {
        "term_running": (expiry, on, left),
        "outlives_loan": (expiry, due, room),
        "size": (given["size"], None, None),
        "debt_ratio": (given["debt_ratio"], debt, debt - given["debt_ratio"]),
        "operating_months": (age, months, age - months),
    }
    rows = _rows(facts, measures)
    figures = {**_verdict([row[1] for row in rows]), "life_first_end": expiry, "life_days": room}
    patent = ("第 1 件", TYPES[kind], given["filing_date"], expiry, left, room, "met" if room > 0 else "not_met")
    papers = [(one.text, one.source) for one in all_stages()[given["stage"]].papers if one.only_if is None]
    return figures, [*rows, patent, *papers]
