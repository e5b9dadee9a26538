"""The questions that were asked and answered, in words: for paper, for the case file and for tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from calculators.calculator import Answer
from calculators.fields import Column, Field
from calculators.figure import plain
from calculators.views.format import shown
from calculators.views.markup import Html, tag
from calculators.views.words import Words


@dataclass(frozen=True)
class Answered:
    """One question with its answer as people write it, unit included."""

    key: str
    question: str
    answer: str


def _cell(value: object, column: Column) -> str:
    unit = column.unit or {"money": "元", "percent": "%"}.get(column.kind, "")
    return dict(column.choices).get(str(value)) or shown(value, unit)


def _rows(field: Field, rows: tuple[tuple[object, ...], ...]) -> str:
    lines = ("，".join(_cell(v, c) for v, c in zip(row, field.columns, strict=True) if v is not None) for row in rows)
    return "；".join(lines)


def answered(answer: Answer) -> Iterator[Answered]:
    """Every question with an answer, in the order of the form; what was left empty or not asked is left out."""
    words = Words.of(answer)
    for field in answer.calculator.all_fields():
        value = answer.given.get(field.key)
        if value is not None:
            text = _rows(field, plain(value)) if field.kind == "rows" else words(value)
            yield Answered(field.key, field.label, text)


def answered_html(answer: Answer) -> Html:
    """The same as a table for paper; on a screen the form says it."""
    rows = (
        tag("tr", tag("th", entry.question, scope="row"), tag("td", entry.answer, data_answered=entry.key))
        for entry in answered(answer)
    )
    return tag("table", tag("caption", "填写的内容"), tag("tbody", *rows), class_="cp-answered cp-only-paper")
