"""The conditions of a chosen published scheme as clauses of the self-check, its limits with the visitor's own values.

What the bank has to meet is not asked of the enterprise: it is only listed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from calculators.catalog.eligibility_gates import for_the_bank, gate_key, minimum_share, scheme_of, strict_rate_cap
from calculators.citation import Citation
from calculators.clauses import Clause, Literal
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import apply, named
from calculators.policy import Policy, all_clauses
from calculators.rules.scheme_desk import Desk, rate_limit
from calculators.rules.scheme_words import rate_cap_words
from calculators.scheme_model import Condition, Scheme

REMEDIES = {
    "principal_at_most": "把贷款本金降到限额以内，或换一个办法。",
    "revenue_at_most": "营业收入不能自选；换一个办法。",
    "invention_patent": "只用发明专利质押，或换一个办法。",
    "no_other_subsidy": "同一笔贷款只选一项贴息。",
}
CHECKED_BY = {
    "principal_at_most": Literal("principal_within", True),
    "revenue_at_most": Literal("revenue_within", True),
    "invention_patent": Literal("only_inventions", True),
    "no_other_subsidy": Literal("other_subsidy", False),
}
AMOUNTS = {"principal_at_most": "principal", "revenue_at_most": "revenue"}


class Measure(NamedTuple):
    """What a clause with a threshold compares: threshold, own value, and how far the value stands on the good side."""

    threshold: Any
    own: Any
    distance: Any


def against(value: Any, limit: Any, key: str, upper: bool, unit: str) -> Measure:
    """A value against its limit; without the one or the other there is no distance."""
    if value is None or limit is None:
        return Measure(limit, value, None)
    away = limit - value if upper else value - limit
    why = "负数表示超出门槛。" if upper else "负数表示还差多少。"
    return Measure(limit, value, named(away, f"{key}_room", "离门槛", unit, why))


def _share_key(scheme: Scheme) -> str:
    return f"gate_{scheme.key}_share"


def _rate_key(scheme: Scheme) -> str:
    return f"gate_{scheme.key}_rate"


def _limit_of_rate(desk: Desk) -> Any:
    """The highest contract rate under the scheme, with the LPR of the drawdown day; None while that is not known."""
    cap = strict_rate_cap(desk.scheme)
    if cap is None or desk.answer("drawdown") is None:
        return None
    try:
        return rate_limit(desk, cap)
    except InputError as error:
        raise InputError.at("drawdown", next(iter(error.by_field().values()))) from error


def scheme_facts(given: Given, policy: Policy) -> tuple[dict[str, Any], dict[str, Measure]]:
    """What the answers say about the chosen scheme's limits: facts by name, measures by clause."""
    facts: dict[str, Any] = dict.fromkeys(("principal_within", "revenue_within", "share_enough", "rate_within"))
    measures: dict[str, Measure] = {}
    scheme = scheme_of(given)
    if scheme is None:
        return facts, measures
    desk = Desk(scheme, given, policy)
    for n, condition in enumerate(scheme.conditions, 1):
        amount = AMOUNTS.get(condition.check)
        if amount is not None:
            limit = desk.published(condition.value, f"{condition.check}_value", condition.text)
            facts[f"{amount}_within"] = apply("not_above", given[amount], limit)
            measures[gate_key(scheme, n)] = against(given[amount], limit, amount, True, "元")
    share = minimum_share(scheme)
    if share is not None:
        least = desk.published(share, "minimum_ip_share", "最低专利担保占比", "%")
        facts["share_enough"] = apply("not_below", given["ip_share"], least)
        measures[_share_key(scheme)] = against(given["ip_share"], least, "share", False, "%")
    if strict_rate_cap(scheme) is not None:
        limit = _limit_of_rate(desk)
        facts["rate_within"] = None if limit is None else apply("not_above", given["rate"], limit)
        measures[_rate_key(scheme)] = against(given["rate"], limit, "rate", True, "%")
    return facts, measures


def _gate(scheme: Scheme, number: int, condition: Condition) -> Clause:
    own = next((c for c in all_clauses().values() if condition.text in c.same_as), None)
    key = gate_key(scheme, number)
    ways = own.any_of if own else (CHECKED_BY.get(condition.check, Literal(key, True)),)
    remedy = REMEDIES.get(condition.check, own.remedy if own else "不满足就不能按这个办法申请；先改正，或换一个办法。")
    need = "未获" if condition.check == "no_other_subsidy" else "满足"
    # The place goes in front: a published condition may use the very words of a clause of ours.
    text = f"{scheme.short}：{condition.text}"
    return Clause(key, "scheme", text, need, ways, remedy, scheme.cite, knock_out=bool(condition.check))


def _of_items(scheme: Scheme, key: str, fact: str, words: tuple[str, str, str]) -> Clause:
    """A requirement that stands in an item and not among the conditions: text, need and remedy."""
    text, need, remedy = words
    ways = (Literal(fact, True),)
    return Clause(key, "scheme", f"{scheme.short}：{text}", need, ways, remedy, scheme.cite, knock_out=True)


def gates_of(scheme: Scheme) -> tuple[Clause, ...]:
    """What a published scheme asks of the enterprise, as clauses: conditions, least patent share, highest rate."""
    numbered = enumerate(scheme.conditions, 1)
    found = [_gate(scheme, n, condition) for n, condition in numbered if not for_the_bank(condition)]
    if minimum_share(scheme) is not None:
        words = ("专利担保占比不低于下限", "不低于下限", "提高合同里专利担保的金额。")
        found.append(_of_items(scheme, _share_key(scheme), "share_enough", words))
    cap = strict_rate_cap(scheme)
    if cap is not None:
        words = (rate_cap_words(cap), "不超过上限，等于也可以", "同银行商量把合同利率降到上限以内，或换一个办法。")
        found.append(_of_items(scheme, _rate_key(scheme), "rate_within", words))
    return tuple(found)


def bank_conditions(scheme: Scheme | None) -> tuple[tuple[str, Citation], ...]:
    """What the bank has to meet under the scheme, with the source."""
    return tuple((c.text, scheme.cite) for c in scheme.conditions if for_the_bank(c)) if scheme else ()
