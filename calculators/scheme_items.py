"""Reading one item of a scheme's file: base, ratio, bands, rate limit, caps. Everything strict, nothing filled in."""

from __future__ import annotations

from decimal import Decimal

from calculators.money import FEN
from calculators.scheme_model import (
    AS_OF,
    BAND_BY,
    COLLATERAL,
    FEES,
    KINDS,
    ON_EXCEED,
    PARTS,
    READINGS,
    REFERENCES,
    SCOPES,
    STARTS,
    Band,
    Caps,
    Item,
    RateCap,
)
from calculators.strict import Table

PERCENT = Decimal(100)
LEAST_MONEY = Decimal(1000)
MOST_MONTHS = 120
SMALL_RATIOS = ("principal_per_year", "principal", "pledged_amount")
BASES_OF_KIND = {
    "interest": (
        "actual_interest",
        "reference_interest",
        "principal_per_year",
        "principal",
        "pledged_amount",
        "amount_by_band",
        "not_published",
    ),  # fmt: skip
    "fee": ("fee_paid",),
    "combined": ("interest_plus_fees",),
    "bank_reward": ("principal", "pledged_amount", "missing_uplift"),
}


def _within(table: Table, key: str, low: Decimal, high: Decimal, remedy: str) -> Decimal | None:
    value: Decimal | None = table.decimal(key, None)
    if value is not None and not low <= value <= high:
        raise table.fail(key, f"{value} is outside {low} to {high}; {remedy}")
    return value


def money(table: Table, key: str) -> Decimal | None:
    """Yuan to the fen; amounts that look like 万元 are refused."""
    value = _within(table, key, LEAST_MONEY, Decimal(10) ** 10, "money is in yuan, so 50万元 is 500000")
    return None if value is None else value.quantize(FEN)


def percent(table: Table, key: str, low: str = "0.1") -> Decimal | None:
    """A percentage of the file as a fraction."""
    value = _within(table, key, Decimal(low), PERCENT, "ratios are in percent, so 60 means 60 %")
    return None if value is None else value / PERCENT


def caps(table: Table | None) -> Caps:
    """A table of limits; all None without one."""
    if table is None:
        return Caps()
    found = Caps(*(money(table, key) for key in ("per_item", "per_loan", "per_year", "lifetime")))
    table.done()
    if not found.given():
        raise table.fail("", "an empty table of caps; name a limit or remove it")
    return found


def _rate_cap(table: Table | None) -> RateCap | None:
    if table is None:
        return None
    cap = RateCap(
        reference=table.choice("reference", REFERENCES),
        as_of=table.choice("rate_as_of", AS_OF),
        on_exceed=table.choice("on_exceed", ON_EXCEED),
        multiplier=_within(table, "multiplier", Decimal("0.5"), Decimal(5), "1.4 means LPR × 1.4") or Decimal(1),
        spread_bp=_within(table, "spread_bp", Decimal(-500), Decimal(1000), "150 means + 1.5 points") or Decimal(0),
        readings=table.texts("readings"),
    )
    if cap.readings and (len(set(cap.readings)) < 2 or not set(cap.readings) <= set(READINGS) or cap.on_exceed != "clamp"):
        raise table.fail("readings", f"{list(cap.readings)} found; name two of {', '.join(READINGS)}, of a limit that clamps")
    if "multiplier" in table.data and "spread_bp" in table.data:
        raise table.fail("spread_bp", "found together with multiplier; a limit is either a multiple or a spread")
    table.done()
    return cap


def _band(table: Table) -> Band:
    up_to, ratio, cap = money(table, "up_to"), percent(table, "ratio"), money(table, "cap")
    tops_up = table.take("tops_up", bool, False)
    table.done()
    if ratio is None:
        raise table.fail("ratio", "missing key; a band needs its ratio in percent (leave an unpublished band out)")
    return Band(up_to, ratio, cap, tops_up)


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
    low = "0.1" if table.data.get("base") in SMALL_RATIOS else "1"
    ratio, least, highest = (percent(table, key, low) for key in ("ratio", "ratio_min", "ratio_max"))
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
    if bool(fees) != (kind in ("fee", "combined")):
        needs = "names no fees; list them" if not fees else f"is of kind {kind} but names fees; use combined or fee"
        raise table.fail("fees", f"the item {needs}")
    return fees


def _months(table: Table) -> int | None:
    months: int | None = table.take("max_months", int, None)
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise table.fail("max_months", f"{months} is outside 1 to {MOST_MONTHS}; give whole months")
    return months


def _reference(table: Table, base: str) -> dict[str, object]:
    reference = table.choice("reference_rate", REFERENCES, "")
    if bool(reference) != (base in ("reference_interest", "missing_uplift")):
        raise table.fail("reference_rate", "needed by base reference_interest and missing_uplift only; add or remove it")
    as_of = table.choice("rate_as_of", AS_OF, "not_stated")
    lower = table.take("use_lower_of_reference_and_actual", bool, False)
    return {"reference_rate": reference, "rate_as_of": as_of, "use_lower_of_reference_and_actual": lower}


def _uplift(table: Table, base: str) -> Decimal | None:
    uplift = percent(table, "uplift", "1")
    if (uplift is not None) != (base == "missing_uplift"):
        raise table.fail("uplift", "needed by base missing_uplift and by no other; add or remove it")
    return uplift


def item(table: Table) -> Item:
    """One [[item]]. Raises DataError for whatever does not go together."""
    kind = table.choice("kind", KINDS)
    base = table.choice("base", BASES_OF_KIND[kind])
    found = Item(
        kind=kind,
        base=base,
        label=table.text("label", KINDS[kind]),
        fees=_fees(table, kind),
        part=table.choice("part", PARTS, "whole"),
        rate_cap=_rate_cap(table.table("rate_cap", required=False)),
        ip_share=table.take("ip_share", bool, False),
        minimum_ip_share=percent(table, "minimum_ip_share"),
        base_cap_percent_of_principal=percent(table, "base_cap_percent_of_principal"),
        principal_ceiling=money(table, "principal_ceiling"),
        max_months=_months(table),
        period_scope=table.choice("period_scope", SCOPES, "loan"),
        collateral=table.choice("collateral", COLLATERAL, "patent"),
        uplift=_uplift(table, base),
        period_start=table.choice("period_start", STARTS, "drawdown"),
        cap_by_actual_interest=table.take("cap_by_actual_interest", bool, False),
        caps=caps(table.table("caps", required=False)),
        **_reference(table, base),  # type: ignore[arg-type]
        **_ratios(table),  # type: ignore[arg-type]
    )
    table.done()
    return found
