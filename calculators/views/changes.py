"""What has become of a result since its link or file was made: old and new answer, and the policy values under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from calculators.calculator import Answer
from calculators.figure import Figure, plain
from calculators.policy import all_parameters
from calculators.views.case import TEXT_MARK, Case, policy_leaves, policy_values
from calculators.views.derivation import tag_of
from calculators.views.format import exact, shown
from calculators.views.words import Words


@dataclass(frozen=True)
class Change:
    """One policy value then and now, in words. `moved` is one of the words of MOVED."""

    label: str
    then: str
    now: str
    source: str
    moved: str


MOVED = ("有变动", "现在新用到", "现在不再用到", "没有变")


def _said(value: str, like: object, words: Words) -> str:
    """An exact text of then in the words of today: same kind and unit as the value of today."""
    bare, unit = plain(like), tag_of(like).unit if like.__class__ is Figure else ""
    if isinstance(bare, Decimal):
        try:
            return shown(Decimal(value), unit)
        except InvalidOperation:
            return value
    if isinstance(bare, date) or not value:
        return value or "—"
    return words.codes.get(value, value)


def headline_then(case: Case, answer: Answer) -> str:
    """The old headline as people read it; the bare text where today's result has no such figure."""
    like = answer.result.figures.get(case.headline)
    return case.value if like is None else _said(case.value, like, Words.of(answer))


def same_result(case: Case, answer: Answer) -> bool:
    """Whether today's headline is the old one, to the last digit."""
    result = answer.result
    return case.headline == result.headline and case.value == exact(result.figures[result.headline])


def difference(case: Case, answer: Answer) -> str:
    """How far the result has moved, with its sign and unit; empty where that is no number."""
    now = answer.result.figures.get(case.headline)
    try:
        then = Decimal(case.value)
    except InvalidOperation:
        return ""
    if not isinstance(plain(now), Decimal) or now.__class__ is not Figure:
        return ""
    moved = plain(now) - then
    return f"{'增加' if moved > 0 else '减少'} {shown(abs(moved), tag_of(now).unit)}"


def _now(found: list[Figure], name: str) -> str:
    """Today's values, each with the day it holds from where its label says one: 3.45%（2023-08-21 起）."""
    texts = []
    for leaf in found:
        label = tag_of(leaf).label
        since = label.removeprefix(name) if label.startswith(name) else ""
        texts.append("条文" if isinstance(plain(leaf), str) else f"{shown(plain(leaf), tag_of(leaf).unit)}{since}")
    return "、".join(texts)


def _then(told: tuple[str, ...], found: list[Figure], words: Words) -> str:
    if not told:
        return "没有记下"
    texts = ["条文" if value.startswith(TEXT_MARK) else _said(value, found[0] if found else None, words) for value in told]
    return "、".join(texts)


def _source(found: list[Figure]) -> str:
    cites = [leaf.tag.cite for leaf in found if leaf.tag is not None and leaf.tag.cite is not None]
    return "；".join(dict.fromkeys(f"{cite.document}，{cite.clause}{'（待核实）' if cite.unverified else ''}" for cite in cites))


def _name(key: str, found: list[Figure]) -> str:
    known = all_parameters().get(key)
    if known is not None:
        return known.label
    return tag_of(found[0]).label if found else f"“{key}”"


def _changes(case: Case, answer: Answer) -> Iterator[Change]:
    words, now, told_now = Words.of(answer), policy_leaves(answer), policy_values(answer)
    for key, told in case.parameters.items():
        found = now.get(key, [])
        moved = "现在不再用到" if not found else "没有变" if sorted(told) == sorted(told_now[key]) else "有变动"
        name = _name(key, found)
        yield Change(name, _then(told, found, words), _now(found, name) or "不用", _source(found), moved)
    for key, found in now.items():
        # A link that could not list everything cannot tell what is new.
        if key not in case.parameters and not case.unlisted:
            name = _name(key, found)
            yield Change(name, "没有用到", _now(found, name), _source(found), "现在新用到")


def changes(case: Case, answer: Answer) -> tuple[Change, ...]:
    """Every policy value that the result rests on or rested on, what has moved first."""
    return tuple(sorted(_changes(case, answer), key=lambda change: MOVED.index(change.moved)))
