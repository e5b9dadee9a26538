"""The cells of sheet 输入: every answer, line by line, every policy parameter used, and how far each may be changed.

Whether an answer may be changed in the spreadsheet is found by trial: the calculator runs again with the answer at both
ends of a range. When the derivation keeps its shape, the formulas hold at both ends; otherwise the answer is fixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from calculators.calculator import Answer, figures_of
from calculators.citation import Citation
from calculators.fields import Column, Field
from calculators.figure import Figure, leaves, plain
from calculators.views.words import Words

FIRST_ROW = 6
HALF, TWICE, TENTH = Decimal("0.5"), Decimal(2), Decimal("0.1")
MONTH = timedelta(days=30)
FEN = Decimal("0.01")


@dataclass
class InputRow:
    """One line of the sheet. `place` is (row, column) inside a table typed in, else None.

    `lowest` and `highest` bound what the formulas have been tried for; `options` are words that may be chosen;
    `fixed` says that a change needs a new file.
    """

    number: int
    key: str
    label: str
    value: Any
    unit: str
    kind: str
    place: tuple[int, int] | None = None
    cite: Citation | None = None
    options: tuple[str, ...] = ()
    lowest: Any = None
    highest: Any = None
    fixed: bool = True
    figure: Figure | None = field(default=None, repr=False)

    @property
    def bit(self) -> int:
        """The line as a member of a set of lines."""
        return 1 << self.number

    def cell(self, column: str = "B") -> str:
        """Its absolute address as other sheets write it."""
        return f"输入!${column}${self.number}"


def word_of(value: Any, choices: tuple[tuple[str, str], ...]) -> Any:
    """What stands in the cell: the label of a choice, 是 or 否, numbers and dates as they are."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return dict(choices).get(value, value) if isinstance(value, str) else value


def _single(asked: Field, given: Figure, number: int) -> InputRow:
    row = InputRow(number, asked.key, asked.label, given.value, asked.shown_unit(), asked.kind, figure=given)
    if asked.kind == "choice":
        row.options = tuple(label for _, label in asked.choices)
    if asked.kind == "flag":
        row.options = ("是", "否")
    row.value = word_of(given.value, asked.choices)
    return row


def _unit(column: Column) -> str:
    return column.unit or {"money": "元", "percent": "%"}.get(column.kind, "")


def _block(asked: Field, given: Figure, number: int) -> Iterator[InputRow]:
    for row, cells in enumerate(given.value):
        for place, (column, value) in enumerate(zip(asked.columns, cells, strict=True)):
            if value is not None:
                label = f"{asked.label} 第 {row + 1} 行：{column.label}"
                shown = word_of(value, column.choices)
                yield InputRow(number, asked.key, label, shown, _unit(column), column.kind, (row, place), figure=given)
                number += 1


def answers(answer: Answer) -> list[InputRow]:
    """Every answer given, in the order asked; a table typed in takes one line a cell."""
    rows: list[InputRow] = []
    for asked in answer.calculator.all_fields():
        given = answer.given.get(asked.key)
        if given is None:
            continue
        number = FIRST_ROW + len(rows)
        rows += _block(asked, given, number) if asked.kind == "rows" else [_single(asked, given, number)]
    return rows


def parameters(answer: Answer, first: int, words: Words) -> tuple[list[InputRow], dict[int, InputRow]]:
    """Every policy value used, each once, and the line of each leaf by its identity."""
    rows: dict[tuple[Any, ...], InputRow] = {}
    lines: dict[int, InputRow] = {}
    for part in leaves(*figures_of(answer.result)):
        tag = part.tag
        if tag is None or tag.origin == "input" or isinstance(part.value, tuple | list):
            continue
        known = (tag.key, tag.label, part.value, tag.cite)
        if known not in rows:
            value = words(part) if isinstance(part.value, str | bool) or part.value is None else part.value
            row = InputRow(first + len(rows), tag.key, tag.label, value, tag.unit, "parameter", cite=tag.cite, figure=part)
            rows[known] = row
        lines[id(part)] = rows[known]
    return list(rows.values()), lines


def trials(row: InputRow, asked: Field | Column) -> Iterator[tuple[Any, ...]]:
    """Ranges to try, the widest first: bare values to put in the place of the answer."""
    value = _bare(row)
    if isinstance(value, bool):
        yield (not value,)
    elif isinstance(value, str):
        yield tuple(key for key, _ in asked.choices if key != value)
    elif isinstance(value, date):
        yield value - MONTH, value + MONTH
    elif isinstance(value, Decimal):
        for share in (HALF, TENTH):
            lowest, highest = _range(value, share, asked)
            if (lowest, highest) != (value, value):
                yield lowest, highest


def _bare(row: InputRow) -> Any:
    value = plain(row.figure)
    return value[row.place[0]][row.place[1]] if row.place else value


def _range(value: Decimal, share: Decimal, asked: Field | Column) -> tuple[Decimal, Decimal]:
    """From value·(1 − share) to value·(1 + 2·share) or, from 0, up to something small; within the question's bounds."""
    scale = Decimal(100) if asked.kind == "percent" else Decimal(1)
    wide = TWICE if share == HALF else Decimal(1) + share
    lowest, highest = value * (1 - share), value * wide
    if not value:
        highest = Decimal(1000) if asked.kind == "money" else 1 / scale
    if asked.kind == "integer":
        lowest, highest = min(lowest.to_integral_value(ROUND_CEILING), value), highest.to_integral_value(ROUND_FLOOR)
    if asked.kind == "money":
        lowest, highest = lowest.quantize(FEN, ROUND_CEILING), highest.quantize(FEN, ROUND_FLOOR)
    if asked.lowest is not None:
        lowest = max(lowest, asked.lowest / scale)
    if asked.highest is not None:
        highest = min(highest, asked.highest / scale)
    return min(lowest, value), max(highest, value)


def changed(row: InputRow, value: Any) -> Figure:
    """The answer with another value in this line's place."""
    given = row.figure
    assert given is not None
    if row.place is None:
        return Figure(value, "", (), given.tag)
    lines = [list(line) for line in given.value]
    lines[row.place[0]][row.place[1]] = value
    return Figure(tuple(tuple(line) for line in lines), "", (), given.tag)


def opened(row: InputRow, ends: tuple[Any, ...]) -> InputRow:
    """The line as one that may be changed: between the two ends, or to any option."""
    if row.options:
        return replace(row, fixed=False)
    return replace(row, fixed=False, lowest=min(ends), highest=max(ends))
