"""The operations that answer in words: which limit binds, which class, whether a clause is met."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from calculators.rules.eligibility import MET, NOT_MET, UNKNOWN
from calculators.rules.sme import CLASSES
from calculators.views.workbook_desk import Desk, Written, any_of, yes
from calculators.views.workbook_formulas import ATOM, SUM, Part, literal


def _binding_limit(parts: list[Part], desk: Desk) -> Written:
    before, pairs = parts[0], list(zip(parts[1::2], parts[2::2], strict=True))
    text, limits = literal(desk.say("none")), [before.text]
    for code, limit in pairs:
        text = f"IF(ROUND({limit}-MIN({','.join(limits)}),9)<0,{code:r},{text})"
        limits.append(limit.text)
    return text, ATOM


def _binding_limits(parts: list[Part], desk: Desk) -> Written:
    codes, values = str(parts[0].value).split(","), parts[1:]
    least = f"MIN({','.join(value.text for value in values)})"
    pieces = [
        f'IF(ROUND({value}-{least},9)<=0,{literal("、" + desk.say(code))},"")' for code, value in zip(codes, values, strict=True)
    ]
    return f"MID({'&'.join(pieces)},2,200)", ATOM


def _collateral_limited_by(parts: list[Part], desk: Desk) -> Written:
    names = [literal(desk.say(code)) for code in ("collateral_total", "patent_share")]
    return f"IF(ROUND({parts[0]}-{parts[1]},9)<=0,{names[0]},{names[1]})", ATOM


def _class_by_bounds(parts: list[Part], desk: Desk) -> Written:
    value, *bounds = parts
    text = literal(desk.say(CLASSES[0]))
    for size, bound in zip(CLASSES[1:], bounds, strict=True):
        text = f"IF({value}>={bound},{literal(desk.say(size))},{text})"
    return text, ATOM


def _lowest_class(parts: list[Part], desk: Desk) -> Written:
    if any(part.value is None for part in parts):
        return None
    text = literal(desk.say(CLASSES[-1]))
    for size in reversed(CLASSES[:-1]):
        word = literal(desk.say(size))
        text = f"IF({any_of([f'{part}={word}' for part in parts[1:]])},{word},{text})"
    return text, ATOM


def _is_at_most(parts: list[Part], desk: Desk) -> Written:
    if parts[0].value is None:
        return None
    sizes = CLASSES[: CLASSES.index(parts[1].value) + 1]
    return yes(any_of([f"{parts[0]}={literal(desk.say(size))}" for size in sizes]))


def _clause_state(parts: list[Part], desk: Desk) -> Written:
    wanted, facts = parts[1].value, parts[2:]
    held = [
        f"{fact}={literal('是' if want else '否')}" for fact, want in zip(facts, wanted, strict=True) if fact.value is not None
    ]
    if not held:
        return None
    rest = UNKNOWN if len(held) < len(facts) else NOT_MET
    return f"IF({any_of(held)},{literal(desk.say(MET))},{literal(desk.say(rest))})", ATOM


def _overall_state(parts: list[Part], desk: Desk) -> Written:
    states = parts[1:]
    failed = any_of([f"{state}={literal(desk.say(NOT_MET))}" for state in states])
    unclear = any_of([f"{state}={literal(desk.say(UNKNOWN))}" for state in states])
    words = [literal(desk.say(code)) for code in ("some_not_met", "some_unknown", "all_met")]
    return f"IF({failed},{words[0]},IF({unclear},{words[1]},{words[2]}))", ATOM


def _count_states(parts: list[Part], desk: Desk) -> Written:
    word = literal(desk.say(parts[1].value))
    return "+".join(f"({state}={word})" for state in parts[2:]) or "0", SUM


def _life_limited_by(parts: list[Part], desk: Desk) -> Written:
    words = [literal(desk.say(code)) for code in ("expired", "statutory_term", "economic_life")]
    expiry, economic, on = parts
    return f"IF({expiry}<={on},{words[0]},IF({expiry}<={economic},{words[1]},{words[2]}))", ATOM


def _working_capital_status(parts: list[Part], desk: Desk) -> Written:
    words = [literal(desk.say(code)) for code in ("cycle_not_positive", "no_gap", "normal")]
    cycle, gap = parts
    return f"IF(ROUND({cycle},9)<=0,{words[0]},IF(ROUND({gap},9)<=0,{words[1]},{words[2]}))", ATOM


def _first_unmet(parts: list[Part], desk: Desk) -> Written:
    text = literal(desk.say("all_met"))
    for code, passed in reversed(list(zip(parts[::2], parts[1::2], strict=True))):
        if not isinstance(passed.value, Decimal):
            return None
        text = f"IF({passed}=0,{code:r},{text})"
    return text, ATOM


IN_WORDS: dict[str, Callable[[list[Part], Desk], Written]] = {
    "binding_limit": _binding_limit,
    "binding_limits": _binding_limits,
    "collateral_limited_by": _collateral_limited_by,
    "class_by_bounds": _class_by_bounds,
    "lowest_class": _lowest_class,
    "is_at_most": _is_at_most,
    "clause_state": _clause_state,
    "overall_state": _overall_state,
    "count_states": _count_states,
    "life_limited_by": _life_limited_by,
    "working_capital_status": _working_capital_status,
    "first_unmet": _first_unmet,
}
