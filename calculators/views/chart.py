"""A chart as data: which values of a Result are drawn, and the sentence that says what the drawing shows.

The values are those of the Result's own tables and figures; nothing is computed for a picture. How it looks is decided
in chart_option.py, what stands around it in chart_html.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.calculator import Answer, Result, Table
from calculators.figure import plain
from calculators.views.format import shown

ZERO = Decimal(0)


@dataclass(frozen=True)
class Series:
    """One row of bars or one line. `values` are Figures, plain numbers or None (nothing there)."""

    name: str
    values: tuple[Any, ...]
    line: bool = False
    stack: bool = False
    step: bool = False


@dataclass(frozen=True)
class Mark:
    """A named place on the axis of a curve: a threshold (①, ② …) or where the visitor stands."""

    name: str
    at: Decimal


@dataclass(frozen=True)
class Chart:
    """What is drawn. `places` are the labels (or, with `numeric`, the numbers) along the axis, one for each value.

    `summary` is one sentence for those who do not see the drawing. `table` names the table with the same numbers.
    With `own_table` it is shown below the drawing, because the result has no such table.
    `strong` are the positions that a bar chart sets apart, such as the limit that binds.
    """

    key: str
    title: str
    summary: str
    axis: str
    places: tuple[Any, ...]
    series: tuple[Series, ...]
    unit: str
    table: Table
    own_table: bool = False
    axis_unit: str = ""
    numeric: bool = False
    lying: bool = False
    strong: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()


def table_of(result: Result, key: str) -> Table | None:
    """The table of that key with at least one row; None when the answer has none."""
    return next((table for table in result.tables if table.key == key and table.rows), None)


def column_of(table: Table, key: str) -> tuple[Any, ...]:
    """The cells of one column, as they stand in the table."""
    index = [column.key for column in table.columns].index(key)
    return tuple(row[index] for row in table.rows)


def label_of(table: Table, key: str) -> str:
    """The head of one column."""
    return next(column.label for column in table.columns if column.key == key)


def numbers(values: Iterable[Any]) -> list[Decimal]:
    """The plain numbers among the values."""
    return [bare for value in values if isinstance(bare := plain(value), Decimal)]


def money(value: Any) -> str:
    """Yuan as the tables show them."""
    return shown(value, "元")


def figure_of(answer: Answer, key: str) -> Any:
    """A figure of the answer, None when it shows none of that name."""
    return answer.result.figures.get(key)
