"""Policy parameters: named series of dated values, each with its own citation, read strictly from TOML."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from importlib.resources.abc import Traversable

from calculators.citation import TRUST_WORDS, Citation
from calculators.errors import DataError, ParameterError
from calculators.figure import Figure, Tag
from calculators.strict import Table, data_files, load_toml

UNITS = ("%", "元", "万元", "人", "天", "个月", "年", "倍", "BP", "次", "")
PERCENT = Decimal(100)
SHARED = ("document", "number", "clause", "url", "trust", "checked", "note")


@dataclass(frozen=True)
class Dated:
    """One value and the days it holds: from `start` to `until` (both included; open when None)."""

    start: date
    value: Decimal
    cite: Citation
    until: date | None = None


@dataclass(frozen=True)
class Parameter:
    """A named series. `confirmed_until`: the last day somebody saw the newest value still in force."""

    key: str
    label: str
    unit: str
    lowest: Decimal
    highest: Decimal
    values: tuple[Dated, ...]
    confirmed_until: date | None = None
    note: str = ""
    file: str = ""

    def place(self, on: date) -> int:
        """Which entry is in force on a date. Raises ParameterError before the first and after a closed period."""
        place = bisect_right(self._starts, on) - 1
        if place < 0:
            first = self.values[0].start
            raise ParameterError(f"{self.label}从 {first} 起才有数值，{on} 没有；请把日期改到 {first} 或以后。")
        until = self.values[place].until
        if until is not None and on > until:
            raise ParameterError(f"{self.label}的数值到 {until} 为止，{on} 没有；请改日期，或补上新的数值。")
        return place

    def dated(self, on: date) -> Dated:
        """The entry in force on a date. Raises ParameterError as `place` does."""
        return self.values[self.place(on)]

    def figure(self, on: date) -> Figure:
        """The value in force as a leaf Figure; percentages as fractions. Past the last confirmation it is 待核实."""
        place = self.place(on)
        late = self.confirmed_until is not None and on > self.confirmed_until
        return Figure(self.numbers[place], tag=self._late_tags[place] if late else self._tags[place])

    # Worked out once: a calculation asks for dozens of values.

    @cached_property
    def _starts(self) -> tuple[date, ...]:
        return tuple(entry.start for entry in self.values)

    @cached_property
    def numbers(self) -> tuple[Decimal, ...]:
        """The values by place, percentages as fractions."""
        return tuple(entry.value / PERCENT if self.unit == "%" else entry.value for entry in self.values)

    @cached_property
    def _tags(self) -> tuple[Tag, ...]:
        return tuple(self._tag(entry, entry.cite) for entry in self.values)

    @cached_property
    def _late_tags(self) -> tuple[Tag, ...]:
        """The tags after the last confirmation: the newest value is no longer known to be in force."""
        note = f"最后确认日 {self.confirmed_until}，之后有无变动待核实"
        newest = self.values[-1]
        return (*self._tags[:-1], self._tag(newest, replace(newest.cite, checked=None, note=note)))

    def _tag(self, entry: Dated, cite: Citation) -> Tag:
        return Tag(self.key, f"{self.label}（{entry.start} 起）", self.unit, "parameter", "", cite)


def read_citation(table: Table, defaults: Mapping[str, object]) -> Citation:
    """The citation beside a value; `defaults` are those of the whole file. Document, clause and trust are required."""
    table.data = {**defaults, **table.data}
    cite = Citation(
        document=table.text("document"),
        clause=table.text("clause"),
        trust=table.choice("trust", TRUST_WORDS),
        number=table.text("number", ""),
        url=table.text("url", ""),
        checked=table.day("checked", None),
        note=table.text("note", ""),
    )
    if cite.url and (cite.trust not in ("A", "B") or not cite.url.startswith(("https://", "http://"))):
        raise table.fail("url", f"{cite.url!r} with trust {cite.trust}; only A and B sources may be linked")
    if cite.trust == "-" and cite.checked is not None:
        raise table.fail("checked", 'a value from memory (trust "-") cannot be checked; remove the date')
    return cite


def read_defaults(table: Table, each: str) -> Mapping[str, object]:
    """Citation keys shared by all values of a file; what is a value's own must stand at each of them (`each`)."""
    defaults: Mapping[str, object] = table.take("defaults", dict, {})
    for key in defaults:
        if key not in SHARED:
            raise table.fail(f"defaults.{key}", f"only {', '.join(SHARED)} can be shared; move it to each {each}")
    return defaults


def _check_confirmed(parameter: Parameter, table: Table) -> None:
    newest = parameter.values[-1].start
    if parameter.confirmed_until is not None and parameter.confirmed_until < newest:
        message = f"{parameter.confirmed_until} lies before the newest value of {newest}; confirm that one or remove it"
        raise table.fail("confirmed_until", message)


def read_source(table: Table) -> Citation:
    """The `[source]` table of a file that rests on one document."""
    source = table.table("source")
    assert source is not None  # a required table
    cite = read_citation(source, {})
    source.done()
    return cite


def _read_dated(table: Table, parameter: Table, defaults: Mapping[str, object]) -> Dated:
    cite = read_citation(table, defaults)
    value = table.decimal("value")
    entry = Dated(table.day("from"), value, cite, table.day("until", None))
    low, high = parameter.decimal("lowest"), parameter.decimal("highest")
    table.done()
    if not low <= value <= high:
        raise table.fail("value", f"{value} is outside the range {low} to {high}; check the digits or the unit")
    if entry.until is not None and entry.until < entry.start:
        raise table.fail("until", f"{entry.until} lies before from = {entry.start}; swap them")
    return entry


def _check_order(values: tuple[Dated, ...], table: Table) -> None:
    for before, after in zip(values, values[1:], strict=False):
        if after.start <= before.start:
            word = "duplicate date" if after.start == before.start else "dates out of order"
            raise table.fail("value", f"{word}: {after.start} after {before.start}; list each start once, newest last")
        if before.until is not None and after.start <= before.until:
            raise table.fail("value", f"overlap: {before.until} ends after {after.start} starts; end it the day before")
        if before.until is not None and after.start != before.until + timedelta(days=1):
            raise table.fail("value", f"gap between {before.until} and {after.start}; move one of the two dates")


def _read_parameter(table: Table, defaults: Mapping[str, object], file: str) -> Parameter:
    key = table.text("key")
    table.where = f"{file}[{key}]"
    values = tuple(_read_dated(entry, table, defaults) for entry in table.tables("value"))
    if not values:
        raise table.fail("value", "no value; add at least one [[parameter.value]]")
    _check_order(values, table)
    parameter = Parameter(
        key=key,
        label=table.text("label"),
        unit=table.choice("unit", UNITS),
        lowest=table.decimal("lowest"),
        highest=table.decimal("highest"),
        values=values,
        confirmed_until=table.day("confirmed_until", None),
        note=table.text("note", ""),
        file=file,
    )
    table.done()
    _check_confirmed(parameter, table)
    return parameter


def read_file(file: Traversable) -> tuple[Parameter, ...]:
    """All parameters of one TOML file. `[defaults]` may hold citation keys that every value of the file shares."""
    table = load_toml(file)
    defaults = read_defaults(table, "value")
    parameters = tuple(_read_parameter(entry, defaults, file.name) for entry in table.tables("parameter"))
    table.done()
    return parameters


def load(folder: Traversable | None = None) -> Mapping[str, Parameter]:
    """Every parameter by key. Raises DataError for anything doubtful, naming file, key and remedy."""
    found: dict[str, Parameter] = {}
    for file in data_files("parameters", folder):
        for parameter in read_file(file):
            if parameter.key in found:
                raise DataError(f"{file.name}[{parameter.key}]", f"already defined in {found[parameter.key].file}")
            found[parameter.key] = parameter
    return found
