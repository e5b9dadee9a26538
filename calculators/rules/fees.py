"""Fee subsidies: each fee by its ratio, cut by its own limits, then by the year's limit in the order listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.figure import fen
from calculators.rules.subsidy_limits import Cut, Limit, cut, left_of


@dataclass(frozen=True)
class Fee:
    """One fee: yuan paid, ratio and share as fractions, limits in yuan or as a fraction of the principal."""

    name: str
    paid: Any
    ratio: Any
    cap: Any = None
    cap_share_of_loan: Any = None
    other: Any = Decimal(0)
    share: Any = None


@dataclass(frozen=True)
class FeeGrant:
    """What one fee gets: before and after limits, and the last limit that cut."""

    name: str
    before_caps: Any
    amount: Any
    binding: str | None


def fee_limits(fee: Fee, principal: Any = None) -> list[Limit]:
    """The fee's own limits in their fixed order: share of the loan, yuan, what the enterprise bore itself."""
    limits = []
    if fee.cap_share_of_loan is not None and principal is not None:
        limits.append(Limit("cap_percent_of_loan", fen(principal * fee.cap_share_of_loan), "贷款额比例上限"))
    if fee.cap is not None:
        limits.append(Limit("item_cap", fee.cap, "单项费用上限"))
    room = left_of(fee.paid, fee.other)
    return [*limits, Limit("actual_fee_less_other_subsidies", room, "实付费用减其他补贴")]


def fee_before_caps(fee: Fee) -> Any:
    """fen(paid × share × ratio)."""
    base = fee.paid if fee.share is None else fee.paid * fee.share
    return fen(base * fee.ratio)


def fee_subsidy(fee: Fee, principal: Any = None) -> FeeGrant:
    """The ratio of the fee paid, then the fee's own limits."""
    before = fee_before_caps(fee)
    left = cut(before, fee_limits(fee, principal), "fee")
    return FeeGrant(fee.name, before, left.amount, left.binding)


def fee_subsidies(
    fees: Sequence[Fee], principal: Any = None, year_cap: Any = None, granted: Any = Decimal(0)
) -> tuple[FeeGrant, ...]:
    """Several fees under one cap of the year, which runs down in the order listed."""
    grants = [fee_subsidy(fee, principal) for fee in fees]
    if year_cap is None:
        return tuple(grants)
    left, out = left_of(year_cap, granted), []
    for one in grants:
        last: Cut = cut(one.amount, [Limit("enterprise_year_cap", left, "每户每年上限")])
        out.append(FeeGrant(one.name, one.before_caps, last.amount, last.binding or one.binding))
        left = left - last.amount
    return tuple(out)
