"""From the Figures of an answer to the cells of a workbook: sheet 计算 has one line for each named figure, parts first.

A figure nobody named stands inside the formulas that use it, unless these would become too long: then it gets a line of
its own. What a spreadsheet cannot redo is a value that turns into #N/A as soon as an answer it rests on is changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.calculator import Answer, figures_of
from calculators.figure import OPERATIONS, Figure, plain, walk
from calculators.views.format import exact
from calculators.views.words import Words
from calculators.views.workbook_formulas import ATOM, SUM, Part, filled, literal
from calculators.views.workbook_inputs import InputRow, answers, parameters
from calculators.views.workbook_special import special
from calculators.views.workbook_trial import tried

FIRST_STEP = 6
FOLLOWS_WORDS = frozenset({"holds", "holds_not", "clause_state", "income_time"})
LONGEST = 120  # characters of a formula inside another; a cell may have 8,192


@dataclass(frozen=True)
class Step:
    """One line of sheet 计算. `frozen`: the value is not worked out by the spreadsheet."""

    number: int
    figure: Figure
    formula: str
    frozen: bool

    def cell(self) -> str:
        """Its absolute address as other sheets write it."""
        return f"计算!$B${self.number}"


@dataclass
class Plan:
    """Everything that stands in the cells, before any file is written."""

    answer: Answer
    words: Words
    inputs: list[InputRow]
    parameters: list[InputRow]
    steps: list[Step] = field(default_factory=list)
    flows: list[tuple[str, str, Any, Any, str]] = field(default_factory=list)
    parts: dict[int, Part | None] = field(default_factory=dict)
    rests: dict[int, int] = field(default_factory=dict)
    hangs: dict[int, int] = field(default_factory=dict)
    lines: dict[int, InputRow] = field(default_factory=dict)
    moving: dict[int, int] = field(default_factory=dict)
    shown_moving: dict[int, int] = field(default_factory=dict)
    writing: str = ""

    def say(self, code: Any) -> str:
        """The words of a code."""
        return self.words(code)

    def option(self, figure: Any, code: str) -> str:
        """The word of one option of the question that a Figure answers."""
        return self.words.choices[figure.tag.key][code]

    def part(self, value: Any) -> Part | None:
        """A Figure, or a bare value, as a part of a formula; None when a cell cannot hold it."""
        if value.__class__ is Figure:
            known = self.parts[id(value)]
            return known and replace(known, value=value.value, figure=value)
        return bare(value, self.words)

    def row_cell(self, rows: Any, row: int, column: int) -> Part | None:
        """The cell of a table typed in."""
        key = rows.tag.key if rows.__class__ is Figure and rows.tag else ""
        line = next((line for line in self.inputs if line.key == key and line.place == (row, column)), None)
        return Part(line.cell(), ATOM, line.value) if line else None

    def flow_block(self, days: Sequence[Part], amounts: Sequence[Part]) -> tuple[str, str]:
        """Two columns of sheet 收付, where functions that want ranges find their days and amounts."""
        first = 2 + len(self.flows)
        pairs = zip(days, amounts, strict=True)
        self.flows += [(away(d.text), away(a.text), plain(d.value), plain(a.value), self.writing) for d, a in pairs]
        last = 1 + len(self.flows)
        return f"收付!$A${first}:$A${last}", f"收付!$B${first}:$B${last}"

    def guard(self, lines: int) -> str:
        """A sum that is 0 as long as none of these lines has been changed."""
        return "+".join(line.cell("E") for line in (*self.inputs, *self.parameters) if lines & line.bit)


def away(text: str) -> str:
    """A formula of sheet 计算 as another sheet writes it; within the sheet its name is not needed."""
    return re.sub(r"(?<![!:])\$B\$", "计算!$B$", text)


def bare(value: Any, words: Words) -> Part | None:
    """A value that stands in a formula by itself."""
    if value is None:
        return Part('""', ATOM, None)
    if isinstance(value, bool):
        return Part(literal("是" if value else "否"), ATOM, value)
    if isinstance(value, date):
        return Part(f"DATE({value.year},{value.month},{value.day})", ATOM, value)
    if isinstance(value, Decimal | int):
        return Part(exact(Decimal(value)), SUM if value < 0 else ATOM, value)
    return Part(literal(words(value)), ATOM, value) if isinstance(value, str) else Part("", ATOM, value)


def fits(value: Any) -> bool:
    """Whether one cell can hold it."""
    return value is None or isinstance(value, Decimal | int | str | date)


def _options(asked: Mapping[str, str]) -> list[tuple[Any, str]]:
    """What may be chosen, with its word; a question without choices is answered by yes or no."""
    return [(key, label) for key, label in asked.items()] or [(True, "是"), (False, "否")]


def _choice(plan: Plan, figure: Figure) -> tuple[str, int] | None:
    """An operation on one choice and fixed values: what it gives for each option."""
    lines = [plan.lines.get(id(part)) for part in figure.parts if part.__class__ is Figure]
    if len(lines) != 1 or lines[0] is None or not lines[0].options:
        return None
    line, asked = lines[0], plan.words.choices.get(lines[0].key, {})
    text = "NA()"
    for key, label in reversed(_options(asked)):
        arguments = [key if part.__class__ is Figure else part for part in figure.parts]
        try:
            found = OPERATIONS[figure.op](*arguments)
        except (KeyError, ValueError, TypeError):
            continue
        part = bare(found, plan.words) if fits(found) else None
        if part is None:
            return None
        text = f"IF({line.cell()}={literal(label)},{part.text},{text})"
    return (text, ATOM) if text != "NA()" else None


def _written(plan: Plan, figure: Figure) -> tuple[str, int] | None:
    """The formula of one operation; None when the spreadsheet cannot follow."""
    if not fits(figure.value) and figure.op != "binding_limits":
        return None
    parts = [plan.part(part) or Part("", ATOM, plain(part), part) for part in figure.parts]
    found = special(figure.op, parts, plan)
    if found is not None:
        return found
    if figure.value is None or any(not part.text or part.value is None for part in parts):
        return None
    return _choice(plan, figure) or filled(figure.op, parts)


def _frozen(plan: Plan, figure: Figure, lines: int) -> str:
    now = bare(figure.value, plan.words) if fits(figure.value) else Part(literal(plan.words(figure)), ATOM, figure.value)
    if figure.value is None:
        now = Part(literal("—"), ATOM, None)
    assert now is not None
    guard = plan.guard(lines)
    return f"IF({guard}=0,{now.text},NA())" if guard else now.text


def _add(plan: Plan, figure: Figure, place: int) -> None:
    """One computed figure: its formula, and a line of its own if it has a name or would make others too long."""
    beneath = [part for part in figure.parts if part.__class__ is Figure]
    rests = hangs = 0
    for part in beneath:
        rests |= plan.rests[id(part)]
        hangs |= plan.hangs[id(part)]
    moved = plan.moving.get(place, 0)
    plan.rests[id(figure)] = rests | moved
    plan.writing = figure.tag.label if figure.tag else "中间值"
    written = None if moved else _written(plan, figure)
    frozen = written is None
    plan.hangs[id(figure)] = (rests | moved) if frozen else hangs
    if frozen and figure.tag is None and not fits(figure.value):
        plan.parts[id(figure)] = None
        return
    text, rank = written or (_frozen(plan, figure, rests | moved), ATOM)
    if figure.tag is not None or len(text) > LONGEST:
        step = Step(FIRST_STEP + len(plan.steps), figure, text, frozen)
        plan.steps.append(step)
        text, rank = f"$B${step.number}", ATOM
    known = fits(figure.value) or figure.tag is not None
    plan.parts[id(figure)] = Part(text, rank, figure.value, figure) if known else None


def _out_of_a_table(plan: Plan, figure: Figure, place: int) -> InputRow | None:
    """The line of an answer that a calculator took out of a table typed in: the one line that moves it in the trial."""
    moved = plan.moving.get(place, 0)
    line = next((row for row in plan.inputs if row.bit == moved), None)
    if line is None or line.value != figure.value:
        return None
    del plan.moving[place]
    return line


def _leaf(plan: Plan, figure: Figure, place: int) -> None:
    line = plan.lines.get(id(figure)) or _out_of_a_table(plan, figure, place)
    if line is None and figure.tag is not None and figure.tag.origin == "input":
        line = next((line for line in plan.inputs if line.key == figure.tag.key and line.place is None), None)
    rests = sum(row.bit for row in plan.inputs if row.place and figure.tag and row.key == figure.tag.key)
    if line is not None:
        plan.lines[id(figure)] = line
        rests = line.bit
    plan.rests[id(figure)], plan.hangs[id(figure)] = rests, 0
    if line is not None:
        plan.parts[id(figure)] = Part(line.cell(), ATOM, figure.value, figure)
    else:
        plan.parts[id(figure)] = bare(figure.value, plan.words) if fits(figure.value) else None


def _settle_inputs(plan: Plan) -> None:
    """An answer on which the headline hangs through a value that cannot be redone had better not be changed here."""
    headline = plan.answer.result.figures[plan.answer.result.headline]
    hanging = plan.hangs.get(id(headline), 0) if headline.__class__ is Figure else 0
    nodes = list(walk(*figures_of(plan.answer.result)))
    for place, lines in plan.moving.items():
        hanging |= lines if not nodes[place].op else 0
    options = sum(row.bit for row in plan.inputs if row.options and not _followed(plan, nodes, row))
    plan.inputs = [replace(row, fixed=True) if (hanging | options) & row.bit else row for row in plan.inputs]


def _followed(plan: Plan, nodes: list[Figure], row: InputRow) -> bool:
    """Whether every formula on a choice asks for its word."""
    users = [node for node in nodes for part in node.parts if plan.lines.get(id(part)) is row]
    return all(_choice(plan, node) or node.op in FOLLOWS_WORDS for node in users)


def plan_of(answer: Answer) -> Plan:
    """The plan of a whole answer."""
    words = Words.of(answer)
    nodes = list(walk(*figures_of(answer.result)))
    found = tried(answer, answers(answer))
    first = found.rows[-1].number + 4 if found.rows else 8
    used, lines = parameters(answer, first, words)
    moving = {place: rows for place, rows in found.moving.items() if place < len(nodes)}
    shown = {place - len(nodes): rows for place, rows in found.moving.items() if place >= len(nodes)}
    plan = Plan(answer, words, found.rows, used, lines=lines, moving=moving, shown_moving=shown)
    for place, node in enumerate(nodes):
        if node.op:
            _add(plan, node, place)
        else:
            _leaf(plan, node, place)
    _settle_inputs(plan)
    return plan
