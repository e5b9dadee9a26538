"""The sheets of a workbook as plain rows of cells: what stands where. The file itself is written by workbook_file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.calculator import Column, Table
from calculators.citation import Citation
from calculators.figure import Figure, plain, unverified
from calculators.views.derivation import explain, tag_of
from calculators.views.format import shown
from calculators.views.words import NO_WORDS
from calculators.views.workbook_formulas import ATOM, Part
from calculators.views.workbook_inputs import FIRST_ROW, InputRow
from calculators.views.workbook_plan import Plan, Step, away, bare, fits
from calculators.views.workbook_reasons import reason

CHECK = "输入!$D$4"
MESSAGE = "输入!$A$4"
GOOD, BAD = "输入没有超出可以重算的范围。", "有改动不能在表格里重算：请改回来，或到网站按新的输入重新生成。"
RESERVED = ("输入", "计算", "结果", "说明", "收付")


@dataclass(frozen=True)
class Cell:
    """One cell. With a `formula`, `value` is what it gives now. `look` names its style, `unit` its number format.

    `bare`: the unit stands in the head of the column already.
    """

    value: Any = None
    formula: str = ""
    look: str = ""
    unit: str = ""
    link: str = ""
    bare: bool = False


@dataclass
class Sheet:
    """One sheet. `head` is the line that stays in sight and is printed on every page; `lists`: cell -> words to choose."""

    title: str
    widths: tuple[int, ...]
    rows: list[list[Cell]] = field(default_factory=list)
    head: int = 0
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)


def texts(*values: str, look: str = "") -> list[Cell]:
    """A line of texts in one style."""
    return [Cell(value, look=look) for value in values]


def _now(plan: Plan, value: Any) -> Any:
    """What a cell shows now: numbers and dates as they are, anything else in words."""
    known = plain(value)
    if known is None:
        return "—"
    number = isinstance(known, Decimal | date | int) and not isinstance(known, bool)
    return known if number else plan.words(value)


def _value(plan: Plan, value: Any, unit: str, place: int | None = None, checked: bool = False) -> Cell:
    """The cell of something shown: a reference where it is worked out, else the value itself."""
    lines = plan.shown_moving.get(place, 0) if place is not None else 0
    now = _now(plan, value)
    part = plan.part(value) if value.__class__ is Figure else None
    if part is None and not lines:
        return Cell(now, unit=unit)
    if part is None:
        part = bare(value, plan.words) if fits(value) else Part("NA()", ATOM, None)
        assert part is not None
        part = Part(f"IF({plan.guard(lines)}=0,{part.text},NA())", ATOM, value)
    text = f"IF({CHECK}=0,{away(part.text)},NA())" if checked else away(part.text)
    return Cell(now, text, unit=unit)


def _fixed_note(row: InputRow) -> str:
    if row.fixed:
        return "不能在表格里改：改了请到网站重新生成"
    if row.options:
        return "可以改，请从列表里选"
    low, high = (shown(end, row.unit) for end in (row.lowest, row.highest))
    return f"可以改，{low} 至 {high}"


def _same(row: InputRow) -> str:
    now = bare(row.value, NO_WORDS)
    assert now is not None
    return f"IF(B{row.number}={now.text},0,1)"


def _checked(row: InputRow) -> str:
    if row.fixed:
        return _same(row)
    cell = f"B{row.number}"
    if row.options:
        return f"IF(OR({','.join(f'{cell}={bare(o, NO_WORDS).text}' for o in row.options)}),0,1)"  # type: ignore[union-attr]
    low, high = (bare(end, NO_WORDS) for end in (row.lowest, row.highest))
    assert low is not None and high is not None
    return f"IF(AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high}),0,1)"


def _flags(row: InputRow) -> list[Cell]:
    return [Cell(0, _checked(row), look="flag"), Cell(0, _same(row), look="flag")]


def source(cite: Citation) -> str:
    """One source as a line of text."""
    number = f"（{cite.number}）" if cite.number else ""
    mark = "；待核实：还没有人对照原文核对" if cite.unverified else f"；{cite.checked} 核对"
    return f"{cite.document}{number}，{cite.clause}{mark}"


def _parameter(row: InputRow) -> list[Cell]:
    cite = row.cite
    look = "mark" if cite is not None and cite.unverified else "text"
    linked = Cell(source(cite), look=look, link=cite.url) if cite else Cell("", look="text")
    return [Cell(row.label), Cell(row.value, unit=row.unit, look="given"), linked, *_flags(row)]


def inputs(plan: Plan) -> Sheet:
    """Sheet 输入: the answers, then the policy values; columns D and E watch for changes."""
    headline = plan.answer.result.figures[plan.answer.result.headline]
    unit = tag_of(headline).unit if headline.__class__ is Figure else ""
    sheet = Sheet("输入", (38, 32, 76, 7, 7), head=FIRST_ROW - 1)
    label = tag_of(headline).label if headline.__class__ is Figure else plan.answer.result.headline
    last = max((row.number for row in (*plan.inputs, *plan.parameters)), default=FIRST_ROW)
    sheet.rows = [
        texts(f"{plan.answer.calculator.title}：输入", look="title"),
        texts("改蓝底的格，其他各页随着重算。灰底的格改了不能重算。", look="hint"),
        [Cell(label, look="bold"), _headline(plan, headline, unit)],
        [Cell(GOOD, f'IF(D4=0,"{GOOD}","{BAD}")', look="bold"), *texts("", "", look="bold"), _check(last)],
        texts("项目", "数值", "能不能在表格里改", "检查", "改动", look="head"),
    ]
    for row in plan.inputs:
        sheet.rows.append(_answer(row))
        if row.options and not row.fixed:
            sheet.lists[f"B{row.number}"] = row.options
    if plan.parameters:
        sheet.rows += [
            [],
            texts("用到的政策参数", look="bold"),
            texts("项目", "数值", "出处（公布的数，请勿改）", "检查", "改动", look="head"),
        ]
        sheet.rows += [_parameter(row) for row in plan.parameters]
    return sheet


def _headline(plan: Plan, headline: Any, unit: str) -> Cell:
    cell = _value(plan, headline, unit, checked=True)
    return Cell(cell.value, cell.formula, "answer", unit)


def _check(last: int) -> Cell:
    return Cell(0, f"SUM(D{FIRST_ROW}:D{last})", look="flag")


def _answer(row: InputRow) -> list[Cell]:
    look = "locked" if row.fixed else "open"
    return [Cell(row.label), Cell(row.value, unit=row.unit, look=look), Cell(_fixed_note(row), look="text"), *_flags(row)]


def _step(plan: Plan, step: Step) -> list[Cell]:
    said = explain(step.figure, plan.words)
    note = reason(step.figure) if step.frozen else said.rounding
    value = Cell(_now(plan, step.figure), step.formula, unit=said.tag.unit, look="frozen" if step.frozen else "")
    return [Cell(said.tag.label, look="text"), value, *texts(said.formula, said.tag.why, note, look="text")]


def steps(plan: Plan) -> Sheet:
    """Sheet 计算: every named figure, parts first."""
    sheet = Sheet("计算", (36, 24, 60, 44, 34), head=5)
    sheet.rows = [
        texts(f"{plan.answer.calculator.title}：计算", look="title"),
        texts("每行一个数，用上面各行和“输入”里的数算出来。灰字的数值表格不能重算，依据的输入改了就显示 #N/A。", look="hint"),
        [],
        [Cell(GOOD, MESSAGE, look="bold")],
        texts("名称", "数值", "怎么算", "为什么", "取整和备注", look="head"),
        *(_step(plan, step) for step in plan.steps),
    ]
    return sheet


def results(plan: Plan) -> Sheet:
    """Sheet 结果: every figure of the answer, guarded by the check of sheet 输入."""
    result = plan.answer.result
    sheet = Sheet("结果", (46, 36, 20), head=5)
    sheet.rows = [
        texts(f"{plan.answer.calculator.title}：结果", look="title"),
        texts(f"下载时的结论：{result.sentence}", look="hint"),
        [],
        [Cell(GOOD, MESSAGE, look="bold")],
        texts("项目", "数值", "标记", look="head"),
    ]
    for place, (key, value) in enumerate(result.figures.items()):
        tag = tag_of(value) if value.__class__ is Figure else None
        cell = _value(plan, value, tag.unit if tag else "", place, checked=True)
        if key == result.headline:
            cell = Cell(cell.value, cell.formula, "answer", cell.unit)
        mark = "待核实" if value.__class__ is Figure and unverified(value) else ""
        sheet.rows.append([Cell(tag.label if tag else key, look="text"), cell, Cell(mark, look="mark")])
    return sheet


def _title(table: Table, taken: list[str]) -> str:
    """A name that spreadsheets accept: at most 31 characters, none of []:*?/\\, not used yet."""
    plainly = re.sub(r"[\[\]:*?/\\'：？]", " ", table.title)[:28].strip() or "表"
    name, number = plainly, 2
    while name in taken or name in RESERVED:
        name, number = f"{plainly} {number}", number + 1
    return name


def _heading(column: Column) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def _width(column: Column) -> int:
    return 44 if column.wide else max(16, 2 * len(_heading(column)) + 2)


def tables(plan: Plan) -> Iterator[Sheet]:
    """One sheet a table; its rows refer to the lines of 计算."""
    result = plan.answer.result
    place, taken = len(result.figures), list[str]()
    for table in result.tables:
        taken.append(_title(table, taken))
        sheet = Sheet(taken[-1], tuple(_width(column) for column in table.columns), head=4)
        sheet.rows = [texts(table.title, look="title"), [Cell(GOOD, MESSAGE, look="bold")], []]
        sheet.rows.append(texts(*(_heading(column) for column in table.columns), look="head"))
        for row in table.rows:
            pairs = zip(row, table.columns, strict=True)
            sheet.rows.append([_cell(plan, value, column, place + at) for at, (value, column) in enumerate(pairs)])
            place += len(row)
        if table.totals:
            sheet.rows.append([Cell("合计", look="total"), *(_total(plan, table, column) for column in table.columns[1:])])
        yield sheet
    # The totals stand behind all cells in the order of a trial; they are Figures, so no bare one is among them.


def _cell(plan: Plan, value: Any, column: Column, place: int) -> Cell:
    own = tag_of(value).unit if value.__class__ is Figure else ""
    cell = _value(plan, value, (own if column.own_unit else column.unit) or own, place)
    in_head = bool(column.unit) and not column.own_unit
    return Cell(cell.value, cell.formula, "text" if column.wide else "", cell.unit, bare=in_head)


def _total(plan: Plan, table: Table, column: Column) -> Cell:
    if column.key not in table.totals:
        return Cell("", look="total")
    cell = _value(plan, table.totals[column.key], column.unit)
    return Cell(cell.value, cell.formula, "total", cell.unit, bare=bool(column.unit))


def flows(plan: Plan) -> Iterator[Sheet]:
    """Sheet 收付: days and amounts for the functions that want them in columns."""
    if plan.flows:
        sheet = Sheet("收付", (18, 24, 46), [texts("日期", "金额（元）", "用来算", look="head")], head=1)
        for day, amount, now, value, used in plan.flows:
            sheet.rows.append([Cell(now, day), Cell(value, amount, unit="元", bare=True), Cell(used)])
        yield sheet
