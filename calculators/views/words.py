"""Codes in the words people use: a choice by its own field's labels, any other code by the result's."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from calculators.calculator import Answer
from calculators.figure import Figure, plain
from calculators.views.format import number, shown


class Words:
    """Says any value of one answer in Chinese, with its unit."""

    def __init__(self, codes: Mapping[str, str], choices: Mapping[str, Mapping[str, str]]) -> None:
        self.codes = codes
        self.choices = choices

    @classmethod
    def of(cls, answer: Answer) -> Words:
        """The words of an answer: its calculator's choices and its result's codes."""
        fields = answer.calculator.all_fields()
        return cls(answer.result.codes, {field.key: dict(field.choices) for field in fields})

    def __call__(self, value: Any, unit: str = "") -> str:
        """The text of a value; the unit of a named Figure is its own."""
        bare = plain(value)
        if value.__class__ is Figure and value.tag is not None:
            unit = value.tag.unit or unit
            if isinstance(bare, str) and bare in self.choices.get(value.tag.key, {}):
                return self.choices[value.tag.key][bare]
        return shown(bare, unit, self.codes)

    def cell(self, value: Any, unit: str = "") -> str:
        """A value in a table whose head names the unit: numbers stand alone."""
        bare = plain(value)
        if isinstance(bare, Decimal):
            return number(bare, unit or (value.tag.unit if value.__class__ is Figure and value.tag else ""))
        return self(value)


NO_WORDS = Words({}, {})
