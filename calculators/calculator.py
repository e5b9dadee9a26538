"""What every calculator is: questions, a computation, and a result that shows how it came about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from calculators.errors import InputError, ParameterError
from calculators.fields import Field, Given, read_all
from calculators.figure import Figure, plain
from calculators.policy import Policy

ON = Field(
    key="on",
    label="政策日期",
    kind="date",
    hint="按这一天有效的政策参数计算。",
    group="政策口径",
)


class Column(NamedTuple):
    """One column of a result table. `total` says that the figures below add up to the total row.

    `own_unit`: the figures below differ in unit, so each is shown with its own. `wide`: whole sentences stand below,
    which may break into lines.
    """

    key: str
    label: str
    unit: str = ""
    total: bool = False
    own_unit: bool = False
    wide: bool = False


class Table(NamedTuple):
    """Rows of cells: Figures, plain numbers, dates, texts or None. `totals`: column key -> the total shown."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    totals: Mapping[str, Any] = MappingProxyType({})


# Words cost more than sums: they are put together when somebody reads them, so a computation hands over how.
type Later[T] = T | Callable[[], T]


class Result:
    """The answer: figures in the order shown (the headline among them), tables, notes and what is not covered.

    A figure may be a text code (its words come from `codes`), a number, a date, or None for "not applicable".
    """

    __slots__ = ("_codes", "_notes", "_sentence", "_warnings", "figures", "headline", "tables")

    def __init__(
        self,
        headline: str,
        figures: Mapping[str, Any],
        sentence: Later[str],
        tables: tuple[Table, ...] = (),
        notes: Later[Iterable[str]] = (),
        warnings: Later[Iterable[str]] = (),
        codes: Later[Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        self.headline = headline
        self.figures = figures
        self.tables = tables
        self._sentence = sentence
        self._notes = notes
        self._warnings = warnings
        self._codes = codes

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return self._sentence() if callable(self._sentence) else self._sentence

    @property
    def notes(self) -> tuple[str, ...]:
        """How the rules were read."""
        return tuple(self._notes() if callable(self._notes) else self._notes)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What deserves attention before the figures."""
        return tuple(self._warnings() if callable(self._warnings) else self._warnings)

    @property
    def codes(self) -> Mapping[str, str]:
        """Text codes in the words people use."""
        return self._codes() if callable(self._codes) else self._codes


@dataclass(frozen=True)
class Calculator:
    """One calculator, declared once: form, parser, command line, page, tests and batch header all come from here."""

    name: str
    title: str
    summary: str
    fields: tuple[Field, ...]
    compute: Callable[[Given, Policy], Result]
    not_covered: tuple[str, ...] = ()

    def all_fields(self) -> tuple[Field, ...]:
        """The calculator's own questions and the policy date that every calculator has."""
        return (*self.fields, ON)


@dataclass(frozen=True)
class Answer:
    """A Result together with what was asked: enough to print, to repeat and to check it."""

    calculator: Calculator
    given: Given
    on: date
    result: Result


def run(calculator: Calculator, values: Mapping[str, str], traced: bool = True) -> Answer:
    """Read the texts, compute, answer. Raises InputError with every problem; a missing policy value is one on `on`."""
    given = read_all(calculator.all_fields(), values)
    on = plain(given["on"])
    inputs = given if traced else {key: plain(value) for key, value in given.items()}
    try:
        return Answer(calculator, given, on, calculator.compute(inputs, Policy.at(on, traced)))
    except ParameterError as error:
        raise InputError.at("on", str(error)) from error


def figures_of(result: Result) -> list[Figure]:
    """Every traced Figure that a result shows: figures, table cells and totals."""
    shown: list[Any] = list(result.figures.values())
    for table in result.tables:
        shown += [cell for row in table.rows for cell in row]
        shown += list(table.totals.values())
    return [value for value in shown if value.__class__ is Figure]


def table_total(table: Table, key: str) -> Decimal:
    """What the rows shown in one column add up to."""
    index = [column.key for column in table.columns].index(key)
    return sum((plain(row[index]) for row in table.rows if row[index] is not None), Decimal(0))
