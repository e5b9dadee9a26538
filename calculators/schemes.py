"""Support schemes of other places and of the prefecture: strict reading of data/schemes/<key>.toml.

In the files ratios and rates are in percent and money is in yuan. A number that was not published is never filled
in: the item says `ratio_unknown = true` and the file lists it under `unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable

from calculators.errors import DataError
from calculators.parameters import read_source
from calculators.scheme_items import caps, item, money
from calculators.scheme_model import CHECKS, COLLECTED, FEES, SHORTAGE, STATUSES, TOPICS, Condition, Scheme, Stacking
from calculators.strict import Table, data_files, load_toml

__all__ = ["Scheme", "load", "read_scheme"]


def _condition(table: Table) -> Condition:
    check, value, topics = table.choice("check", CHECKS, ""), money(table, "value"), table.texts("topics")
    condition = Condition(table.text("text"), check, value, topics)
    table.done()
    if not topics or any(topic not in TOPICS for topic in topics):
        raise table.fail("topics", f"{list(topics)} found; name one or more of {', '.join(TOPICS)}")
    if condition.check.endswith("_at_most") != (condition.value is not None):
        raise table.fail(
            "value",
            f"check {condition.check or 'none'!r} and value do not go together; "
            "only checks ending in _at_most have a value in yuan",
        )
    return condition


def _stacking(table: Table | None) -> Stacking:
    if table is None:
        return Stacking()
    fees = table.texts("one_of_fees")
    excludes, higher = table.texts("excludes"), table.take("excludes_higher", bool, False)
    stacking = Stacking(fees, excludes, higher, table.text("note", ""))
    table.done()
    if any(fee not in FEES for fee in fees) or len(fees) == 1:
        raise table.fail("one_of_fees", f"{list(fees)} found; name two or more of {', '.join(FEES)}")
    return stacking


def _check_whole(scheme: Scheme, table: Table) -> None:
    table.file_is_named("key", scheme.key)
    if not scheme.items:
        raise table.fail("item", "no item; add at least one [[item]]")
    if any(one.ratio_is_asked() or one.base == "not_published" for one in scheme.items) and not scheme.unknown:
        raise table.fail("unknown", "some ratio is open but nothing is listed; name what was not published")
    if scheme.loans_per_year is not None and not 1 <= scheme.loans_per_year <= 100:
        raise table.fail("loans_per_year", f"{scheme.loans_per_year} is outside 1 to 100; give whole loans")
    parts = [one.part for one in scheme.main()]
    if parts.count("covered") != parts.count("uncovered"):
        raise table.fail("item", "a loan split in two needs one covered and one uncovered item")


def read_scheme(file: Traversable) -> Scheme:
    """One scheme of one file. Raises DataError naming file, key, what was found and the remedy."""
    table = load_toml(file)
    cite = read_source(table)
    scheme = Scheme(
        key=table.text("key"),
        name=table.text("name"),
        short=table.text("short"),
        place=table.text("place"),
        status=table.choice("status", STATUSES),
        here=table.take("here", bool, False),
        cite=cite,
        items=tuple(item(entry) for entry in table.tables("item")),
        conditions=tuple(_condition(entry) for entry in table.tables("condition", required=False)),
        combined_caps=caps(table.table("combined_caps", required=False)),
        stacking=_stacking(table.table("stacking", required=False)),
        unknown=table.texts("unknown"),
        budget=table.text("budget", ""),
        shortage=table.choice("shortage", SHORTAGE, ""),
        collected=table.choice("collected", COLLECTED, "paid"),
        loans_per_year=table.take("loans_per_year", int, None),
        note=table.text("note", ""),
        file=file.name,
    )
    table.done()
    _check_whole(scheme, table)
    return scheme


def _check_excluded(found: Mapping[str, Scheme]) -> None:
    for scheme in found.values():
        for other in scheme.stacking.excludes:
            if other not in found:
                raise DataError(f"{scheme.file}[stacking][excludes]", f"no scheme {other!r}; name the key of a file")


def load(folder: Traversable | None = None) -> Mapping[str, Scheme]:
    """Every scheme by key, the prefecture's own first, then by file name. Raises DataError for anything doubtful."""
    found: dict[str, Scheme] = {}
    for file in data_files("schemes", folder):
        scheme = read_scheme(file)
        names = {entry.short: entry for entry in found.values()}
        if scheme.short in names:
            raise DataError(f"{file.name}[short]", f"{scheme.short!r} is taken by {names[scheme.short].file}; rename it")
        found[scheme.key] = scheme
    _check_excluded(found)
    return dict(sorted(found.items(), key=lambda entry: not entry[1].here))
