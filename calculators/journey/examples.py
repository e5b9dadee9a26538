"""Worked journeys of fictional firms: they fill the page, drive the tests and warm up the browser's memory image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from calculators.errors import DataError, ParameterError
from calculators.strict import Table, load_toml


@dataclass(frozen=True)
class Journey:
    """Answers as typed on a policy date, and exact texts of `step.figure` that must come out; `why` says how by hand."""

    key: str
    title: str
    why: str
    on: str
    answers: Mapping[str, str]
    expect: Mapping[str, str]


def _read(table: Table) -> Journey:
    journey = Journey(
        key=table.text("key"),
        title=table.text("title"),
        why=table.text("why"),
        on=table.text("on"),
        answers=table.typed("answers"),
        expect=table.typed("expect"),
    )
    table.done()
    return journey


def load(file: Traversable) -> Mapping[str, Journey]:
    """Every journey of a file by key. Raises DataError for anything doubtful."""
    table = load_toml(file)
    found: dict[str, Journey] = {}
    for entry in table.tables("journey"):
        journey = _read(entry)
        if journey.key in found:
            raise DataError(file.name, f"journey {journey.key} is defined twice; rename one")
        found[journey.key] = journey
    table.done()
    return found


@cache
def all_journeys() -> Mapping[str, Journey]:
    """Every worked journey on file, read once."""
    return load(resources.files("calculators") / "data" / "journeys" / "journeys.toml")


def journey_of(key: str) -> Journey:
    """One worked journey. Raises ParameterError naming those there are."""
    found = all_journeys().get(key)
    if found is None:
        raise ParameterError(f"没有名为“{key}”的一站式算例；现有：{'、'.join(all_journeys())}。")
    return found
