"""The trial behind sheet 输入: how the derivation looks with one answer changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from calculators.calculator import Answer, Result, figures_of
from calculators.errors import InputError, ParameterError
from calculators.fields import Column, Field, Given
from calculators.figure import Figure, walk
from calculators.policy import Policy
from calculators.views.workbook_inputs import InputRow, changed, opened, trials

# A sampled distribution takes too long to be worked out again for every answer.
SLOW = frozenset({"simulated_outlay"})


@dataclass(frozen=True)
class Shape:
    """`steps` must stay the same; `bare` are the values that nothing explains, by their place."""

    steps: tuple[Any, ...]
    bare: tuple[Any, ...]


def _shown(result: Result) -> list[Any]:
    """Everything a result shows, in order."""
    cells = [cell for table in result.tables for row in table.rows for cell in row]
    totals = [table.totals[key] for table in result.tables for key in table.totals]
    return [*result.figures.values(), *cells, *totals]


def shape_of(result: Result, given: Given) -> Shape:
    """How the figures hang together, without the answers' values. Policy values and bare ones are told apart.

    An answer that a calculator took out of a table typed in counts as bare: the trial shows which line it came from.
    """
    answered = {id(value) for value in given.values()}
    nodes = list(walk(*figures_of(result)))
    places = {id(node): place for place, node in enumerate(nodes)}
    steps: list[tuple[Any, ...]] = []
    bare: list[Any] = []
    for node in nodes:
        key, origin = (node.tag.key, node.tag.origin) if node.tag else ("", "")
        parts = tuple(places.get(id(part), -1) if part.__class__ is Figure else -1 for part in node.parts)
        steps.append((node.op, key, origin, parts, node.value.__class__))
        literals = tuple(part for part in node.parts if part.__class__ is not Figure)
        told = not node.op and id(node) not in answered
        bare.append(node.value if told else literals)
    shown = _shown(result)
    outline = (result.headline, tuple(result.figures), tuple((t.key, len(t.rows)) for t in result.tables))
    steps.append((*outline, tuple(value.__class__ for value in shown)))
    return Shape(tuple(steps), (*bare, *(None if value.__class__ is Figure else value for value in shown)))


def _asked_for(answer: Answer, given: dict[str, Any]) -> bool:
    """Whether the same questions are asked with these answers."""
    fields = answer.calculator.all_fields()
    return all(field.needed(given) == field.needed(answer.given) for field in fields)


def _again(answer: Answer, row: InputRow, value: Any) -> Shape | None:
    given = {**answer.given, row.key: changed(row, value)}
    if not _asked_for(answer, given):
        return None
    try:
        return shape_of(answer.calculator.compute(given, Policy.at(answer.on)), given)
    except (InputError, ParameterError, LookupError):
        return None


@dataclass
class Findings:
    """`rows`: the lines of the answers with what may be changed. `moving`: place of a bare value -> lines it hangs on."""

    rows: list[InputRow]
    moving: dict[int, int]


def _question(answer: Answer, row: InputRow) -> Field | Column:
    asked = next(field for field in answer.calculator.all_fields() if field.key == row.key)
    return asked.columns[row.place[1]] if row.place else asked


def _try(answer: Answer, row: InputRow, before: Shape) -> tuple[InputRow, set[int]]:
    for ends in trials(row, _question(answer, row)):
        found = [_again(answer, row, value) for value in ends]
        if found and all(shape is not None and shape.steps == before.steps for shape in found):
            moved = {
                place
                for shape in found
                if shape is not None
                for place, (old, new) in enumerate(zip(before.bare, shape.bare, strict=True))
                if old != new
            }
            return opened(row, ends), moved
    return row, set()


def tried(answer: Answer, rows: list[InputRow]) -> Findings:
    """Every answer tried. The policy date stays fixed: other parameters hold on another day."""
    before, moving = shape_of(answer.result, answer.given), dict[int, int]()
    if any(step[0] in SLOW for step in before.steps):
        return Findings(rows, moving)
    found = []
    for row in rows:
        if row.key == "on" or (row.place and row.kind in ("choice", "flag")):
            found.append(row)
            continue
        new, moved = _try(answer, row, before)
        for place in moved:
            moving[place] = moving.get(place, 0) | row.bit
        found.append(new)
    return Findings(found, moving)
