"""The questions a calculator asks. A Field reads what people type and gives a Figure, or says what to mend.

This is the only place where text from a visitor is parsed: 200万, 2,000,000, ２００万, 3.45%, 2025年4月10日.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from calculators.errors import InputError, Problem
from calculators.figure import leaf

type Kind = Literal["money", "percent", "integer", "number", "date", "choice", "flag", "rows"]
type Given = Mapping[str, Any]

_SCALES = {"亿": Decimal(10) ** 8, "千万": Decimal(10) ** 7, "百万": Decimal(10) ** 6, "万": Decimal(10) ** 4}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?|[+-]?\.\d+)\s*(亿|千万|百万|万)?\s*(元|人|天|日|个月|月|年|期|次|倍|%)?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_FLAGS = {"是": True, "yes": True, "true": True, "1": True, "否": False, "no": False, "false": False, "0": False}
# No amount, rate or count is as large as this; beyond it 50 digits would no longer be exact.
TOO_LARGE = Decimal(10) ** 16
FIRST_YEAR, LAST_YEAR = 1900, 2199  # months added to a date must stay within the calendar
_EXAMPLES = {"money": "如 200万 或 2,000,000", "percent": "如 3.65", "date": "如 2025-04-10", "integer": "如 12"}


@dataclass(frozen=True)
class Column:
    """One column of a `rows` field (a small table typed line by line)."""

    key: str
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    lowest: Decimal | None = None
    highest: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Field:
    """One question. Bounds are in the unit shown (percent for percent fields). `when` says whether it is asked.

    `unfolded`: stands open on the form although it is optional and empty. `blank`: the words of "no answer" where that
    is as good an answer as any other, such as 不清楚.
    """

    key: str
    label: str
    kind: Kind
    unit: str = ""
    required: bool = True
    lowest: Decimal | None = None
    highest: Decimal | None = None
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()
    default: str = ""
    group: str = ""
    when: Callable[[Given], bool] | None = None
    unfolded: bool = False
    blank: str = ""

    def needed(self, given: Given) -> bool:
        """Whether the question is asked, given the answers to the fields before it."""
        return self.when is None or self.when(given)

    def shown_unit(self) -> str:
        """The unit printed behind the box."""
        return _unit_of(self)

    def read(self, text: str) -> Any:
        """A leaf Figure, None for an unanswered optional question; raises InputError with what to mend."""
        cleaned = _folded(text).strip()
        if not cleaned:
            if self.required:
                raise self._wrong(f"请填写{self.label}{self._example()}。")
            return None
        if self.kind == "rows":
            return leaf(_read_rows(self, cleaned), self.key, self.label, self.unit, "input")
        value = _read_cell(self, cleaned)
        _check_range(self, value)
        if self.kind == "percent":
            value = value / 100
        return leaf(value, self.key, self.label, self.shown_unit(), "input")

    def _example(self) -> str:
        return f"，{_EXAMPLES[self.kind]}" if self.kind in _EXAMPLES else ""

    def _wrong(self, message: str) -> InputError:
        return InputError.at(self.key, message)


def _unit_of(field: Field | Column) -> str:
    return field.unit or {"money": "元", "percent": "%"}.get(field.kind, "")


def _show(value: Decimal) -> str:
    return f"{value:,f}"


def _check_range(field: Field | Column, value: Any) -> None:
    """Bounds in the unit typed (percent before it becomes a fraction); money to the fen at most."""
    if not isinstance(value, Decimal):
        return
    said = f"{field.label}填了 {_show(value)}"
    unit = _unit_of(field)
    unit = f" {unit}" if unit not in ("", "%") else unit
    if field.lowest is not None and value < field.lowest:
        raise InputError.at(field.key, f"{said}{unit}，不能小于 {_show(field.lowest)}{unit}。")
    if field.highest is not None and value > field.highest:
        raise InputError.at(field.key, f"{said}{unit}，不能大于 {_show(field.highest)}{unit}。")
    if field.kind == "money" and value != value.quantize(Decimal("0.01")):
        raise InputError.at(field.key, f"{said} 元，最多写到分（两位小数）。")


def _read_cell(field: Field | Column, text: str) -> Any:
    if field.kind == "date":
        return _read_date(field, text)
    if field.kind == "choice":
        return _read_choice(field, text)
    if field.kind == "flag":
        if text.lower() not in _FLAGS:
            raise InputError.at(field.key, f"{field.label}填了“{text}”，请选“是”或“否”。")
        return _FLAGS[text.lower()]
    number = _read_number(field, text)
    if abs(number) >= TOO_LARGE:
        raise InputError.at(field.key, f"{field.label}填了“{text[:40]}”，数字太大；请核对位数。")
    if field.kind == "integer" and number != number.to_integral_value():
        raise InputError.at(field.key, f"{field.label}填了 {_show(number)}，请填整数。")
    return number


def _read_number(field: Field | Column, text: str) -> Decimal:
    match = _NUMBER.fullmatch(re.sub(r"[,，\s¥￥]", "", text))
    if match is None or len(text) > 40:
        example = _EXAMPLES.get(field.kind, "如 12.5")
        raise InputError.at(field.key, f"{field.label}填了“{text[:40]}”，看不出数字；请填数字，{example}。")
    digits, scale, unit = match.groups()
    if (unit == "%") and field.kind != "percent":
        raise InputError.at(field.key, f"{field.label}填了“{text}”，这里不填百分数；请填数字。")
    return Decimal(digits) * (_SCALES[scale] if scale else 1)


def _read_date(field: Field | Column, text: str) -> date:
    match = _DATE.fullmatch(re.sub(r"\s", "", text))
    try:
        if match is None:
            raise ValueError
        day = date(*(int(part) for part in match.groups()))
    except ValueError as error:
        message = f"{field.label}填了“{text[:40]}”，没有这个日期；请写成 2025-04-10 的样子。"
        raise InputError.at(field.key, message) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError.at(field.key, f"{field.label}填了 {day}，年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间；请核对。")
    return day


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _read_choice(field: Field | Column, text: str) -> str:
    """The key of a choice given by key or label; width of brackets and letters makes no difference."""
    for key, label in field.choices:
        if text in (key, _folded(label)):
            return key
    options = "、".join(f"“{label}”" for _, label in field.choices)
    raise InputError.at(field.key, f"{field.label}填了“{text[:40]}”，没有这个选项；可选：{options}。")


def _read_rows(field: Field, text: str) -> tuple[tuple[Any, ...], ...]:
    """Lines of cells parted by spaces or semicolons (commas belong to numbers); every bad line is reported."""
    rows, problems = [], []
    for number, line in enumerate((part for part in text.splitlines() if part.strip()), 1):
        cells = [cell for cell in re.split(r"[\s;；|]+", line.strip()) if cell]
        try:
            rows.append(_read_row(field, cells, number))
        except InputError as error:
            problems += [Problem(field.key, f"第 {number} 行：{p.message}") for p in error.problems]
    if problems:
        raise InputError(problems)
    return tuple(rows)


def _read_row(field: Field, cells: list[str], number: int) -> tuple[Any, ...]:
    fewest = sum(column.required for column in field.columns)
    if not fewest <= len(cells) <= len(field.columns):
        names = "、".join(column.label for column in field.columns)
        raise InputError.at(field.key, f"有 {len(cells)} 项，应有 {names}，用空格隔开。")
    row = [_read_cell(column, cell) for column, cell in zip(field.columns, cells, strict=False)]
    for column, value in zip(field.columns, row, strict=False):
        _check_range(column, value)
    row = [v / 100 if c.kind == "percent" else v for c, v in zip(field.columns, row, strict=False)]
    return tuple(row + [None] * (len(field.columns) - len(row)))


def read_all(fields: tuple[Field, ...], values: Mapping[str, str]) -> dict[str, Any]:
    """All answers by key (None where unanswered or not asked). Raises InputError with every problem at once."""
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    known = {field.key for field in fields}
    for key in values:
        if key not in known:
            problems.append(Problem(key, f"没有“{key}”这个输入项；可用的有：{'、'.join(sorted(known))}。"))
    for field in fields:
        given[field.key] = None
        if not field.needed(given):
            continue
        try:
            given[field.key] = field.read(str(values.get(field.key, field.default)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return given


def hidden(fields: tuple[Field, ...], values: Mapping[str, str]) -> tuple[str, ...]:
    """Keys of the fields that are not asked for these answers; unreadable answers count as not given."""
    given: dict[str, Any] = {}
    keys = []
    for field in fields:
        given[field.key] = None
        if not field.needed(given):
            keys.append(field.key)
            continue
        try:
            given[field.key] = field.read(str(values.get(field.key, field.default)))
        except InputError:
            continue
    return tuple(keys)
