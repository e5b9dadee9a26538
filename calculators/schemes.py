"""Support schemes of other places and of the prefecture: strict reading of data/schemes/<key>.toml.

In the files ratios and rates are in percent and money is in yuan. A number that was not published is never filled
in: the item says `ratio_unknown = true` and the file lists it under `unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable

from calculators.errors import DataError
from calculators.money import FEN
from calculators.parameters import read_citation
from calculators.scheme_model import (
    AS_OF,
    BAND_BY,
    CHECKS,
    FEES,
    KINDS,
    ON_EXCEED,
    PARTS,
    REFERENCES,
    STARTS,
    STATUSES,
    Band,
    Caps,
    Condition,
    Item,
    RateCap,
    Scheme,
    Stacking,
)
from calculators.strict import Table, load_toml, toml_files

__all__ = ["Scheme", "load", "read_scheme"]

PERCENT = Decimal(100)
LEAST_MONEY = Decimal(1000)
MOST_MONTHS = 120
_BASES_OF_KIND = {
    "interest": ("actual_interest", "reference_interest", "principal_per_year", "principal", "not_published"),
    "fee": ("fee_paid",),
    "combined": ("interest_plus_fees",),
}


def _within(table: Table, key: str, low: Decimal, high: Decimal, remedy: str) -> Decimal | None:
    value: Decimal | None = table.decimal(key, None)
    if value is not None and not low <= value <= high:
        raise table.fail(key, f"{value} is outside {low} to {high}; {remedy}")
    return value


def _money(table: Table, key: str) -> Decimal | None:
    value = _within(table, key, LEAST_MONEY, Decimal(10) ** 10, "money is in yuan, so 50万元 is 500000")
    return None if value is None else value.quantize(FEN)


def _percent(table: Table, key: str, low: str = "0.1") -> Decimal | None:
    value = _within(table, key, Decimal(low), PERCENT, "ratios are in percent, so 60 means 60 %")
    return None if value is None else value / PERCENT


def _caps(table: Table | None) -> Caps:
    if table is None:
        return Caps()
    caps = Caps(*(_money(table, key) for key in ("per_item", "per_loan", "per_year", "lifetime")))
    table.done()
    if not caps.given():
        raise table.fail("", "an empty table of caps; name a limit or remove it")
    return caps


def _rate_cap(table: Table | None) -> RateCap | None:
    if table is None:
        return None
    cap = RateCap(
        reference=table.choice("reference", REFERENCES),
        as_of=table.choice("rate_as_of", AS_OF),
        on_exceed=table.choice("on_exceed", ON_EXCEED),
        multiplier=_within(table, "multiplier", Decimal("0.5"), Decimal(5), "1.4 means LPR × 1.4") or Decimal(1),
        spread_bp=_within(table, "spread_bp", Decimal(-500), Decimal(1000), "150 means + 1.5 points") or Decimal(0),
    )
    if "multiplier" in table.data and "spread_bp" in table.data:
        raise table.fail("spread_bp", "found together with multiplier; a limit is either a multiple or a spread")
    table.done()
    return cap


def _band(table: Table) -> Band:
    up_to, ratio, cap = _money(table, "up_to"), _percent(table, "ratio"), _money(table, "cap")
    table.done()
    if ratio is None:
        raise table.fail("ratio", "missing key; a band needs its ratio in percent (leave an unpublished band out)")
    return Band(up_to, ratio, cap)


def _bands(table: Table) -> tuple[Band, ...]:
    bands = tuple(_band(entry) for entry in table.tables("band", required=False))
    ends = [band.up_to for band in bands]
    for before, after in zip(ends, ends[1:], strict=False):
        if before is None or (after is not None and after <= before):
            found = "no upper end" if before is None else f"{before} and then {after}"
            raise table.fail("band", f"bands out of order: {found}; list them upwards, an open one last")
    return bands


def _ratio_kind(table: Table, bands: tuple[Band, ...]) -> str:
    """Which single way the ratio is given; two ways or none are refused."""
    ways = {
        "at_most" if table.take("ratio_is_upper_bound", bool, False) else "exact": "ratio" in table.data,
        "range": "ratio_min" in table.data or "ratio_max" in table.data,
        "bands": bool(bands),
        "unknown": table.take("ratio_unknown", bool, False),
    }
    found = [way for way, given in ways.items() if given]
    if len(found) != 1:
        named = " and ".join(found) or "none"
        raise table.fail(
            "ratio",
            f"give the ratio in exactly one way, found {named}; use ratio, ratio_min with "
            "ratio_max, band, or ratio_unknown = true",
        )
    return found[0]


def _ratios(table: Table) -> dict[str, object]:
    bands = _bands(table)
    kind = _ratio_kind(table, bands)
    # Points on principal and one-off shares of it are small numbers; other ratios below 1 % are slips like 0.6.
    low = "0.1" if table.data.get("base") in ("principal_per_year", "principal") else "1"
    ratio, least, highest = (_percent(table, key, low) for key in ("ratio", "ratio_min", "ratio_max"))
    if kind == "range" and (least is None or highest is None or least >= highest):
        raise table.fail("ratio_min", "a range needs ratio_min below ratio_max; give both in percent")
    if kind == "at_most":
        ratio, highest = None, ratio
    return {
        "ratio_kind": kind,
        "ratio": ratio,
        "ratio_min": least,
        "ratio_max": highest,
        "bands": bands,
        "band_by": table.choice("band_by", BAND_BY, "principal"),
    }


def _fees(table: Table, kind: str) -> tuple[str, ...]:
    fees = table.texts("fees")
    for fee in fees:
        if fee not in FEES:
            raise table.fail("fees", f"{fee!r} is not one of {', '.join(FEES)}")
    if bool(fees) != (kind != "interest"):
        needs = "names no fees; list them" if not fees else "is of kind interest but names fees; use combined or fee"
        raise table.fail("fees", f"the item {needs}")
    return fees


def _months(table: Table) -> int | None:
    months: int | None = table.take("max_months", int, None)
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise table.fail("max_months", f"{months} is outside 1 to {MOST_MONTHS}; give whole months")
    return months


def _reference(table: Table, base: str) -> dict[str, object]:
    reference = table.choice("reference_rate", REFERENCES, "")
    if bool(reference) != (base == "reference_interest"):
        raise table.fail("reference_rate", "needed by base reference_interest and by no other; add or remove it")
    as_of = table.choice("rate_as_of", AS_OF, "not_stated")
    lower = table.take("use_lower_of_reference_and_actual", bool, False)
    return {"reference_rate": reference, "rate_as_of": as_of, "use_lower_of_reference_and_actual": lower}


def _item(table: Table) -> Item:
    kind = table.choice("kind", KINDS)
    base = table.choice("base", _BASES_OF_KIND[kind])
    item = Item(
        kind=kind,
        base=base,
        label=table.text("label", KINDS[kind]),
        fees=_fees(table, kind),
        part=table.choice("part", PARTS, "whole"),
        rate_cap=_rate_cap(table.table("rate_cap", required=False)),
        ip_share=table.take("ip_share", bool, False),
        minimum_ip_share=_percent(table, "minimum_ip_share"),
        base_cap_percent_of_principal=_percent(table, "base_cap_percent_of_principal"),
        principal_ceiling=_money(table, "principal_ceiling"),
        max_months=_months(table),
        period_start=table.choice("period_start", STARTS, "drawdown"),
        cap_by_actual_interest=table.take("cap_by_actual_interest", bool, False),
        caps=_caps(table.table("caps", required=False)),
        **_reference(table, base),  # type: ignore[arg-type]
        **_ratios(table),  # type: ignore[arg-type]
    )
    table.done()
    return item


def _condition(table: Table) -> Condition:
    condition = Condition(table.text("text"), table.choice("check", CHECKS, ""), _money(table, "value"))
    table.done()
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
    stacking = Stacking(fees, table.text("note", ""))
    table.done()
    if any(fee not in FEES for fee in fees) or len(fees) == 1:
        raise table.fail("one_of_fees", f"{list(fees)} found; name two or more of {', '.join(FEES)}")
    return stacking


def _check_whole(scheme: Scheme, table: Table) -> None:
    if scheme.file != f"{scheme.key}.toml":
        raise table.fail("key", f"{scheme.key!r} stands in {scheme.file}; name the file {scheme.key}.toml")
    if not scheme.items:
        raise table.fail("item", "no item; add at least one [[item]]")
    if any(item.ratio_is_asked() or item.base == "not_published" for item in scheme.items) and not scheme.unknown:
        raise table.fail("unknown", "some ratio is open but nothing is listed; name what was not published")
    parts = [item.part for item in scheme.main()]
    if parts.count("covered") != parts.count("uncovered"):
        raise table.fail("item", "a loan split in two needs one covered and one uncovered item")


def read_scheme(file: Traversable) -> Scheme:
    """One scheme of one file. Raises DataError naming file, key, what was found and the remedy."""
    table = load_toml(file)
    source = table.table("source")
    assert source is not None  # a required table
    cite = read_citation(source, {})
    source.done()
    scheme = Scheme(
        key=table.text("key"),
        name=table.text("name"),
        short=table.text("short"),
        place=table.text("place"),
        status=table.choice("status", STATUSES),
        here=table.take("here", bool, False),
        cite=cite,
        items=tuple(_item(entry) for entry in table.tables("item")),
        conditions=tuple(_condition(entry) for entry in table.tables("condition", required=False)),
        combined_caps=_caps(table.table("combined_caps", required=False)),
        stacking=_stacking(table.table("stacking", required=False)),
        unknown=table.texts("unknown"),
        budget=table.text("budget", ""),
        note=table.text("note", ""),
        file=file.name,
    )
    table.done()
    _check_whole(scheme, table)
    return scheme


def load(folder: Traversable | None = None) -> Mapping[str, Scheme]:
    """Every scheme by key, the prefecture's own first, then by file name. Raises DataError for anything doubtful."""
    source = folder if folder is not None else resources.files("calculators") / "data" / "schemes"
    found: dict[str, Scheme] = {}
    for file in toml_files(source):
        scheme = read_scheme(file)
        names = {entry.short: entry for entry in found.values()}
        if scheme.short in names:
            raise DataError(f"{file.name}[short]", f"{scheme.short!r} is taken by {names[scheme.short].file}; rename it")
        found[scheme.key] = scheme
    return dict(sorted(found.items(), key=lambda entry: not entry[1].here))
