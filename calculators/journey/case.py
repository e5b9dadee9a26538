"""One visitor's case: the answers as typed, what stands in for missing ones, and what every step gives.

An answer that cannot be read is a problem of its question and counts as not given. A calculator that refuses says so
at the questions behind its fields, or, where no question is behind, as something that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from calculators.calculator import ON, Answer, run
from calculators.catalog import calculator
from calculators.errors import InputError
from calculators.fields import hidden
from calculators.figure import plain
from calculators.journey.model import OPEN, Question, Said
from calculators.journey.questions import BY_KEY, QUESTIONS
from calculators.journey.supplies import SUPPLIES


@dataclass(frozen=True)
class Outcome:
    """What one step gives: the texts handed to its calculator and the answer, or why there is none."""

    step: str
    supplied: Mapping[str, Said]
    answer: Answer | None
    problems: Mapping[str, str]
    missing: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """The texts for the calculator; fields without a text are left out."""
        return {key: said.text for key, said in self.supplied.items() if said.text}


class Case:
    """Answers by question, the policy date, and everything that follows from them, worked out once."""

    def __init__(self, answers: Mapping[str, str], on: str) -> None:
        ON.read(on)
        self.on = on
        self.typed = {key: str(text).strip() for key, text in answers.items() if key in BY_KEY}
        self.problems: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._outcomes: dict[str, Outcome] = {}
        for question in QUESTIONS:
            self._read(question)

    def _read(self, question: Question) -> None:
        try:
            self._values[question.key] = plain(question.field.read(self.typed.get(question.key, "")))
        except InputError as error:
            self.problems[question.key] = error.problems[0].message
            self._values[question.key] = None

    def is_answered(self, key: str) -> bool:
        """Whether the visitor gave an answer that can be read."""
        return self._values[key] is not None

    def said(self, key: str) -> Said:
        """The visitor's own text, else what stands in for it."""
        if self.is_answered(key):
            return Said(self.typed[key], "answer")
        fallback = BY_KEY[key].fallback
        if isinstance(fallback, str):
            return Said(fallback, "example", (key,)) if fallback else OPEN
        return fallback(self)

    def value(self, key: str) -> Any:
        """The value behind `said`: a Decimal (a fraction for percentages), a date, a text; None when open."""
        text = self.said(key).text
        return plain(BY_KEY[key].field.read(text)) if text else None

    def outcome(self, step: str) -> Outcome:
        """What a step gives; later steps may build on it."""
        if step not in self._outcomes:
            self._outcomes[step] = self._work_out(step)
        return self._outcomes[step]

    def figure(self, step: str, key: str) -> Any:
        """A plain figure that a step gives; None when there is none."""
        answer = self.outcome(step).answer
        return None if answer is None else plain(answer.result.figures.get(key))

    def _work_out(self, step: str) -> Outcome:
        supplied = {key: supply.give(self) for key, supply in SUPPLIES[step].items()}
        outcome = Outcome(step, supplied, None, {})
        try:
            return replace(outcome, answer=run(calculator(step), outcome.values))
        except InputError as error:
            return replace(outcome, **_blamed(step, error.by_field()))

    def unasked(self, step: str) -> tuple[str, ...]:
        """The questions of a step that these answers do not raise."""
        values = {key: supply.give(self).text for key, supply in SUPPLIES[step].items()}
        asleep = set(hidden(calculator(step).all_fields(), {key: text for key, text in values.items() if text}))
        return tuple(
            question.key
            for question in QUESTIONS
            if question.step == step
            and ((question.target or question.key) in asleep or (question.when is not None and not question.when(self)))
        )

    def examples_of(self, step: str) -> tuple[str, ...]:
        """The questions whose examples a step rests on, directly or through an earlier step."""
        outcome = self.outcome(step)
        asleep = set(hidden(calculator(step).all_fields(), outcome.values))
        keys = [key for field, said in outcome.supplied.items() if field not in asleep for key in said.examples]
        return tuple(dict.fromkeys(keys))


def _blamed(step: str, messages: Mapping[str, str]) -> dict[str, Any]:
    """What a calculator refused, at the questions behind its fields; the rest is missing."""
    behind = [(SUPPLIES[step][key].question if key in SUPPLIES[step] else "", text) for key, text in messages.items()]
    return {
        "problems": {question: text for question, text in reversed(behind) if question},
        "missing": tuple(text for question, text in behind if not question),
    }
