"""Terms that the user makes up: ratio, rate cap, caps and fee ratio all typed. Illustration, no place's rule."""

from __future__ import annotations

from typing import Any

from calculators.citation import Citation
from calculators.figure import named, plain
from calculators.rules.scheme_claim import Gate, Terms
from calculators.rules.scheme_desk import Desk, reference_rate
from calculators.rules.scheme_terms import rate_gate
from calculators.rules.subsidy_limits import Limit, room_left
from calculators.scheme_model import FEES, Scheme

CUSTOM = Scheme(
    key="custom",
    name="自定义",
    short="自定义（示例参数，非政策承诺）",
    place="",
    items=(),
    cite=Citation("使用者自填", "", "-"),
    status="SEEN",
)


def _rate_limit(desk: Desk) -> Any:
    """The highest rate that counts by the chosen mode: none, a fixed rate, or a multiple of the one-year LPR."""
    mode = plain(desk.answer("rate_cap_mode"))
    if mode == "fixed":
        return desk.answer("rate_cap")
    if mode == "lpr":
        limit = reference_rate(desk, "lpr_1y", "drawdown") * desk.answer("lpr_multiple")
        return named(limit, "rate_limit", "计息利率上限", "%", "一年期 LPR 乘所填倍数")
    return None


def _ratio(desk: Desk) -> Any:
    """The first-loan ratio for a first pledge loan, if one was typed; else the ratio."""
    first = desk.answer("first_ratio")
    return first if first is not None and plain(desk.answer("first_loan")) else desk.answer("ratio")


def _later_caps(desk: Desk) -> tuple[Limit, ...]:
    cap, granted = desk.answer("year_cap"), desk.answer("granted")
    if cap is None:
        return ()
    room = cap if granted is None else room_left(cap, granted, "year_room", "本年度还可得")
    return (Limit("per_enterprise_year_cap", room, "每户每年上限"),)


def _interest_terms(desk: Desk) -> Terms:
    limit, cap = _rate_limit(desk), desk.answer("loan_cap")
    strict = limit is not None and plain(desk.answer("on_exceed")) == "ineligible"
    gates: tuple[Gate, ...] = (rate_gate(desk, limit),) if strict else ()
    return Terms(
        label="贷款贴息",
        kind="interest",
        base="actual_interest",
        ratio=_ratio(desk),
        rate_cap=None if strict or desk.moving else limit,
        rate_limits=((desk.given["drawdown"], limit),) if desk.moving and limit is not None else (),
        share=desk.answer("ip_share"),
        own_cap=None if cap is None else Limit("per_loan_cap", cap, "每笔上限"),
        later_caps=_later_caps(desk),
        gates=gates,
    )


def custom_terms(desk: Desk) -> tuple[Terms, ...]:
    """The interest item and, for every fee typed, a fee item with the one fee ratio and cap per item."""
    cap = desk.answer("fee_cap")
    own = None if cap is None else Limit("item_cap", cap, "单项费用上限")
    ratio = desk.answer("fee_ratio")
    if ratio is None:
        return (_interest_terms(desk),)
    fees = [
        Terms(f"{name}补贴", "fee", "fee_paid", ratio, (kind,), own_cap=own)
        for kind, name in FEES.items()
        if desk.answer(f"{kind}_fee")
    ]
    return (_interest_terms(desk), *fees)
