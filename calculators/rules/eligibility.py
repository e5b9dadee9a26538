"""Three-valued clauses: met, not met, or unknown. A question nobody answered is never a no.

A clause holds when any of its literals holds (Kleene's logic): one literal that holds settles it; it fails only when
every literal is known to fail; otherwise it is unknown. Overall: not met if any clause is not met, else unknown if any
is unknown, else met. Dates are plain dates; comparisons with a limit pass at equality (不高于、不低于).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.clauses import Clause
from calculators.dates import add_months
from calculators.figure import apply, named, operation, plain

STATE_WHY = "任何一种满足办法成立就符合；都不成立才不符合；没有回答的不算“否”。"
MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
STATES = {MET: "符合", NOT_MET: "不符合", UNKNOWN: "还不清楚"}
OVERALL = {"all_met": "都符合", "some_not_met": "有不符合的条件", "some_unknown": "还不能判断"}


@operation("clause_state", "按回答对照“{0}”")
def clause_state(text: str, wanted: tuple[bool, ...], *facts: bool | None) -> str:
    """The state of one clause from its facts; `wanted` says for each whether it must be true or false."""
    for fact, want in zip(facts, wanted, strict=True):
        if fact is not None and fact == want:
            return MET
    return UNKNOWN if None in facts else NOT_MET


@operation("overall_state", "有一条不符合就是不符合，否则有一条不清楚就还不能判断")
def overall_state(on: date, *states: str) -> str:
    """The whole check. The policy date is named because the clauses are those of that date."""
    if NOT_MET in states:
        return "some_not_met"
    return "some_unknown" if UNKNOWN in states else "all_met"


@operation("count_states", "数一数各条状态")
def count_states(on: date, wanted: str, *states: str) -> Decimal:
    """How many clauses are in a state."""
    return Decimal(states.count(wanted))


@operation("has_type", "{0} 和其他专利里有没有 {2}")
def has_type(first: str | None, others: tuple[tuple[Any, ...], ...] | None, wanted: str) -> bool | None:
    """Whether any patent is of a type; unknown while the first one's type is not known and no other one is."""
    types = [first, *(row[0] for row in others or ())]
    if wanted in types:
        return True
    return None if None in types else False


@operation("only_type", "{0} 和其他专利是不是都是 {2}")
def only_type(first: str | None, others: tuple[tuple[Any, ...], ...] | None, wanted: str) -> bool | None:
    """Whether all patents are of a type; a single other one settles it."""
    types = [first, *(row[0] for row in others or ())]
    if any(one not in (None, wanted) for one in types):
        return False
    return None if None in types else True


@operation("all_after", "各件到期日是否都在 {0} 之后")
def all_after(day: date | None, *ends: date | None) -> bool | None:
    """Whether every right ends after a day; one that does not settles it, an unknown one leaves it open.

    On the day it ends the right is gone, so a debt due on that very day outlives it.
    """
    if day is None:
        return None
    if any(end is not None and end <= day for end in ends):
        return False
    return None if None in ends else True


@operation("not_above", "{0} 是否不高于 {1}")
def not_above(value: Decimal | None, limit: Decimal) -> bool | None:
    """Whether a value is at most a limit; None while it is not known."""
    return None if value is None else value <= limit


@operation("not_below", "{0} 是否不低于 {1}")
def not_below(value: Decimal | None, limit: Decimal) -> bool | None:
    """Whether a value is at least a limit; None while it is not known."""
    return None if value is None else value >= limit


@operation("months_old", "从 {0} 起，到 {1} 是否已满 {2}")
def months_old(start: date | None, on: date, months: Decimal) -> bool | None:
    """Whether so many months have passed (对月对日); None while the start is not known."""
    return None if start is None else add_months(start, int(months)) <= on


def state_of(clause: Clause, facts: Mapping[str, Any], traced: bool) -> Any:
    """The clause's state: a Figure that rests on the clause's source and on the answers, or a plain code."""
    text = clause.figure() if traced else clause.text
    value = apply("clause_state", text, clause.wanted, *[facts[fact] for fact in clause.facts])
    return named(value, "state_{0}", "{1}", "", STATE_WHY, (clause.key, clause.text))


def overall(on: Any, states: Sequence[Any]) -> Any:
    """The headline: one clause not met decides, then one unknown."""
    why = "有一条不符合，就是不符合；没有不符合、但有不清楚的，还不能判断；都符合才算符合。"
    return named(apply("overall_state", on, *states), "overall", "自查结果", "", why)


def count(on: Any, wanted: str, states: Sequence[Any]) -> Any:
    """How many clauses are met, not met or unknown."""
    value = apply("count_states", on, wanted, *states)
    return named(value, "count_{0}", "{1}的条数", "项", "", (wanted, STATES[wanted]))


def open_facts(clause: Clause, state: Any, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts not known yet that could still settle an unknown clause."""
    if plain(state) != UNKNOWN:
        return ()
    return tuple(one.fact for one in clause.any_of if plain(facts[one.fact]) is None)


def knock_out_first(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Clauses that end the matter come first; otherwise the order stays."""
    return tuple(sorted(clauses, key=lambda clause: not clause.knock_out))
