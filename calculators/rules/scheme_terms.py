"""From a scheme, the answers given and the policy to the numbers a claim needs.

Each number becomes a leaf with its source: the scheme's own publication, a reference-rate series, or what the user
typed where the publication fixes nothing. What is neither published nor typed is an error at the field, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.errors import InputError
from calculators.figure import apply, named, plain
from calculators.rules.scheme_claim import PRINCIPAL_BASES, Gate, Terms
from calculators.rules.scheme_desk import Desk, limit_itself, rate_limit, rate_limits, reference_rate
from calculators.rules.subsidy_limits import Limit, left_of, room_left
from calculators.rules.subsidy_shapes import band_of, band_ratio
from calculators.scheme_model import Band, Caps, Item, RateCap


def rate_gate(desk: Desk, limit: Any) -> Gate:
    """A loan above the limit gets nothing; exactly at the limit it passes."""
    return Gate("rate_above_limit", apply("at_most", desk.given["rate"], limit))


def _share(desk: Desk) -> Any:
    share = desk.answer("ip_share")
    if share is None:
        message = "这个办法只按专利担保的部分计算。请填占比；只用专利质押、没有其他担保的填 100。"
        raise InputError.at("ip_share", message)
    return share


def _share_gate(desk: Desk, item: Item) -> tuple[Gate, ...]:
    if item.minimum_ip_share is None:
        return ()
    least = desk.published(item.minimum_ip_share, "minimum_ip_share", "专利担保占比下限", "%")
    return (Gate("patent_share_below_minimum", apply("at_least", _share(desk), least)),)


def asked_key(item: Item) -> str:
    """The field in which the user types the ratio that this item leaves open."""
    if item.kind == "fee":
        return "fee_ratio"
    if item.base == "amount_by_band":
        return "band_amount"
    return "points" if item.base in PRINCIPAL_BASES else "ratio"


def _percent_text(value: Decimal) -> str:
    return f"{(value * 100).normalize():f}%"


def _typed_ratio(desk: Desk, item: Item) -> Any:
    key = asked_key(item)
    ratio = desk.answer(key)
    if ratio is None:  # a fee ratio is asked for only when a fee was typed
        return Decimal(0)
    low, high = item.ratio_min, item.ratio_max
    if high is not None and plain(ratio) > high:
        message = f"填了 {_percent_text(plain(ratio))}，办法写的是不超过 {_percent_text(high)}；请改小。"
        raise InputError.at(key, message)
    if low is not None and plain(ratio) < low:
        message = f"填了 {_percent_text(plain(ratio))}，办法写的是不低于 {_percent_text(low)}；请改大。"
        raise InputError.at(key, message)
    return ratio


@dataclass(frozen=True)
class _BandFound:
    ratio: Any
    cap: Limit | None
    gates: tuple[Gate, ...]


def _of_bands(desk: Desk, item: Item) -> _BandFound:
    value = desk.given["principal" if item.band_by == "principal" else "net_assets"]
    ends = [desk.published(band.up_to, f"band_end_{i}", f"第{i}档上限") for i, band in enumerate(item.bands, 1)]
    ratios = [desk.published(band.ratio, f"band_ratio_{i}", f"第{i}档比例", "%") for i, band in enumerate(item.bands, 1)]
    ratio = named(band_ratio(value, ends, ratios), "ratio", "所在档的比例", "%")
    place = band_of(plain(value), *(band.up_to for band in item.bands))
    gates: tuple[Gate, ...] = ()
    if item.bands[-1].up_to is not None:
        gates = (Gate("no_band_for_this_enterprise", apply("at_most", value, ends[-1])),)
    found: Band | None = item.bands[place] if place >= 0 else None
    if found is None or found.cap is None:
        return _BandFound(ratio, None, gates)
    cap = desk.published(found.cap, "band_cap", "所在档的上限")
    return _BandFound(ratio, Limit("band_cap", cap, "所在档的上限"), gates)


def _year_limits(desk: Desk, caps: Caps, code: str, granted: str) -> list[Limit]:
    """What is left of the caps per year and lifetime after what was received before."""
    limits = []
    year = desk.published(caps.per_year, "year_cap", "每户每年上限")
    if year is not None:
        before = desk.answer(granted)
        limits.append(
            Limit(code, year if before is None else room_left(year, before, "year_room", "本年度还可得"), "每户每年上限")
        )
    lifetime = desk.published(caps.lifetime, "lifetime_cap", "每户累计上限")
    if lifetime is not None:
        before = desk.answer("granted_ever")
        left = lifetime if before is None else room_left(lifetime, before, "lifetime_room", "累计还可得")
        limits.append(Limit("enterprise_lifetime_cap", left, "每户累计上限"))
    return limits


def _own_cap(desk: Desk, item: Item, bands: _BandFound | None) -> Limit | None:
    if bands is not None and bands.cap is not None:
        return bands.cap
    if item.caps.per_item is not None:
        return Limit("item_cap", desk.published(item.caps.per_item, "item_cap", "单项费用上限"), "单项费用上限")
    cap = desk.published(item.caps.per_loan, "loan_cap", "每笔上限")
    return None if cap is None else Limit("per_loan_cap", cap, "每笔上限")


def _ratio(desk: Desk, item: Item, bands: _BandFound | None) -> Any:
    if bands is not None:
        return bands.ratio
    if item.base == "amount_by_band":
        return None
    if item.ratio_is_asked():
        return _typed_ratio(desk, item)
    return desk.published(item.ratio, "ratio" if item.kind != "fee" else "fee_ratio", f"{item.label}比例", "%")


def _rates(desk: Desk, cap: RateCap | None) -> tuple[dict[str, Any], tuple[Gate, ...]]:
    """What a highest rate means for the terms: by its reading, for a fixed or a moving contract rate, or as a gate."""
    if cap is None:
        return {}, ()
    if cap.readings and plain(desk.answer("cap_reading")) == "subsidised_rate":
        return {"subsidised_rate": limit_itself(desk, cap)}, ()
    if desk.moving:
        return {"rate_limits": rate_limits(desk, cap)}, ()
    limit = rate_limit(desk, cap)
    return ({}, (rate_gate(desk, limit),)) if cap.on_exceed == "ineligible" else ({"rate_cap": limit}, ())


def item_terms(desk: Desk, item: Item) -> Terms:
    """One item of the scheme with all its numbers. Raises InputError for what has to be typed and was not."""
    bands = _of_bands(desk, item) if item.bands else None
    rates, strict = _rates(desk, item.rate_cap)
    year_code, granted = ("enterprise_year_cap", "") if item.kind == "fee" else ("per_enterprise_year_cap", "granted")
    reference = reference_rate(desk, item.reference_rate, item.rate_as_of) if item.reference_rate else None
    fee_cap = item.base_cap_percent_of_principal
    return Terms(
        label=item.label,
        kind=item.kind,
        base=item.base,
        ratio=_ratio(desk, item, bands),
        fees=item.fees,
        part=item.part,
        reference=reference,
        uplift=desk.published(item.uplift, "uplift", "可以上浮的比例", "%"),
        lower_of_both=item.use_lower_of_reference_and_actual
        or (item.part == "covered" and bool(desk.answer("lower_for_covered"))),
        share=_share(desk) if item.ip_share else None,
        fee_base_share=desk.published(fee_cap, "fee_base_share", "费用基数占本金的上限", "%"),
        ceiling=desk.published(item.principal_ceiling, "principal_ceiling", "计补贷款额上限"),
        own_cap=_own_cap(desk, item, bands),
        later_caps=tuple(_year_limits(desk, item.caps, year_code, granted)),
        gates=(*_share_gate(desk, item), *strict, *(bands.gates if bands else ())),
        **rates,
    )


def shared_limits(desk: Desk) -> tuple[Limit, ...]:
    """Limits over all items together."""
    code = "combined_cap" if desk.scheme.fee_kinds() else "per_enterprise_year_cap"
    return tuple(_year_limits(desk, desk.scheme.combined_caps, code, "granted"))


def scheme_gates(desk: Desk) -> tuple[Gate, ...]:
    """The scheme's conditions that the answers decide. An unanswered question decides nothing."""
    answers = {
        "principal_at_most": desk.answer("principal"),
        "revenue_at_most": desk.answer("revenue"),
        "invention_patent": desk.answer("invention"),
        "no_other_subsidy": desk.answer("other_subsidy"),
    }
    gates = []
    for condition in desk.scheme.conditions:
        value = answers.get(condition.check)
        if value is None:
            continue
        limit = desk.published(condition.value, condition.check, "限额")
        if condition.check == "invention_patent":
            passed = apply("holds", value)
        else:
            passed = apply("at_most", value, value * 0 if limit is None else limit)
        gates.append(Gate(condition.check, passed))
    return (*gates, *_stacking_gates(desk), *_settled_gate(desk))


def _stacking_gates(desk: Desk) -> tuple[Gate, ...]:
    """Support that the same loan may not take as well, and loans beyond the number paid in a year."""
    stacking, other = desk.scheme.stacking, desk.answer("also_scheme")
    gates = []
    if other is not None:
        forbidden = stacking.excludes
        if desk.scheme.condition("no_other_subsidy") is not None:
            forbidden = (*forbidden, plain(other))
        if forbidden:
            gates.append(Gate("not_with_that_scheme", apply("not_among", other, *forbidden)))
    if stacking.excludes_higher and desk.answer("higher_level") is not None:
        gates.append(Gate("higher_level", apply("holds_not", desk.answer("higher_level"))))
    most, before = desk.scheme.loans_per_year, desk.answer("loans_before")
    if most is not None and before is not None:
        limit = desk.published(Decimal(most), "loans_per_year", "每年最多笔数", "笔")
        gates.append(Gate("loans_per_year", apply("less_than", before, limit)))
    return tuple(gates)


def _settled_gate(desk: Desk) -> tuple[Gate, ...]:
    """Where a loan counts in the period in which it is settled, the settlement day must lie in the claim window."""
    window = (desk.answer("claim_from"), desk.answer("claim_to"))
    if desk.scheme.collected != "settled" or window == (None, None):
        return ()
    return (Gate("not_settled_in_window", apply("day_within", desk.given["maturity"], *window)),)


def months_of(desk: Desk) -> Any:
    """The longest subsidised time in months of the interest items, less the months used up before; None: no limit."""
    months = next((item.max_months for item in desk.scheme.main() if item.max_months is not None), None)
    value = None if months is None else Decimal(months)
    limit, used = desk.published(value, "max_months", "最长贴息月数", "个月"), desk.answer("months_used")
    if limit is None or used is None:
        return limit
    return named(left_of(limit, used), "months_left", "还可贴息的月数", "个月", "减去以前已用掉的月数，不小于 0")
