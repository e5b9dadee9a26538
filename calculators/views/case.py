"""One calculation to take elsewhere: the texts as typed, what came out of them, and under which rules.

A share link and a case file are two ways to write a Case; both are opened by calculators/views/opened.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from calculators import __version__
from calculators.calculator import Answer, Calculator, figures_of
from calculators.fields import hidden
from calculators.figure import Figure, leaves, plain
from calculators.policy import rule_digest
from calculators.views.format import exact

TEXT_MARK = "text."


@dataclass(frozen=True)
class Case:
    """`values`: text by field. `rules`, `program`: digest of the rules and version then. `headline`, `value`: key and
    exact text of the answer then. `parameters`: exact values by key of the policy values it rested on; `unlisted` says
    how many more there were."""

    calculator: str
    values: Mapping[str, str]
    rules: str = ""
    program: str = ""
    headline: str = ""
    value: str = ""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unlisted: int = 0


@dataclass(frozen=True)
class Brought:
    """A Case as it arrived. `whole`: no input can be missing. `altered`: the inputs are not those that were written.
    `cut`: name of the piece in which a link breaks off. `garbled`: pieces that could not be read."""

    case: Case
    whole: bool = True
    altered: bool = False
    cut: str = ""
    garbled: tuple[str, ...] = ()


class UnreadableCase(ValueError):
    """Nothing can be taken from a link or file; the text says so to a visitor and names the way out."""


def typed(calculator: Calculator, values: Mapping[str, str]) -> dict[str, str]:
    """The texts that the answer depends on, and any other that differs from what an untouched form holds."""
    fields = calculator.all_fields()
    unasked = hidden(fields, values)
    texts = {entry.key: str(values.get(entry.key, entry.default)) for entry in fields}
    defaults = {entry.key: entry.default for entry in fields}
    return {key: text for key, text in texts.items() if text != defaults[key] or (text and key not in unasked)}


def _told(leaf: Figure) -> str:
    """The exact value of a policy leaf; of a clause in words only a mark that changes with them."""
    if isinstance(plain(leaf), Decimal | int | date):
        return exact(leaf)
    return TEXT_MARK + hashlib.sha256(exact(leaf).encode()).hexdigest()[:6]


def policy_leaves(answer: Answer) -> dict[str, list[Figure]]:
    """The cited values that a result rests on, by key, each value once, in the order used."""
    found: dict[str, list[Figure]] = {}
    for leaf in leaves(*figures_of(answer.result)):
        if leaf.tag is None or leaf.tag.cite is None:
            continue
        same = found.setdefault(leaf.tag.key, [])
        if all(_told(leaf) != _told(other) for other in same):
            same.append(leaf)
    return found


def policy_values(answer: Answer) -> dict[str, tuple[str, ...]]:
    """The same as exact texts, numbers before words."""
    told = {key: tuple(_told(leaf) for leaf in found) for key, found in policy_leaves(answer).items()}
    return dict(sorted(told.items(), key=lambda entry: entry[1][0].startswith(TEXT_MARK)))


def case_of(answer: Answer, values: Mapping[str, str]) -> Case:
    """The case of an answer and of the texts that it was given."""
    headline = answer.result.headline
    return Case(
        calculator=answer.calculator.name,
        values=typed(answer.calculator, values),
        rules=rule_digest(),
        program=__version__,
        headline=headline,
        value=exact(answer.result.figures[headline]),
        parameters=policy_values(answer),
    )
