"""From approved subsidies to payouts: sharing a short fund, coarser rounding units, and the question asked backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from calculators.figure import apply, fen, floor_to, least, operation, plain, total
from calculators.money import FEN, settle, share_out
from calculators.rules.subsidy_limits import below


@dataclass(frozen=True)
class Shares:
    """Approved in all, the scaling factor (1 when the fund suffices), the payouts in the order given, paid in all."""

    approved: Any
    factor: Any
    payouts: tuple[Any, ...]
    paid: Any


@operation("shared_out", "{0} 按比例分给各家")
def shared_out(fund: Decimal, *approved: Decimal) -> tuple[Decimal, ...]:
    """Payouts of a fund that is too small: floor to the fen, left-over fens to the largest fractions."""
    return tuple(share_out(fund, list(approved)))


def prorate(approved: Sequence[Any], fund: Any) -> Shares:
    """Scale approved subsidies to a short fund; they then add up to the fund exactly. A fund that suffices pays all.

    60,000 yuan over 40,000.00 + 30,000.00 + 20,000.50 pays 26,666.52 + 19,999.89 + 13,333.59.
    """
    whole = total(approved)
    if not below(fund, whole):
        return Shares(whole, Decimal(1), tuple(approved), whole)
    parts = apply("shared_out", fund, *approved)
    payouts = tuple(apply("item", parts, i) for i in range(len(approved)))
    return Shares(whole, fund / whole, payouts, total(payouts))


def first_come(approved: Sequence[Any], fund: Any) -> Shares:
    """Pay in full in the order given until the fund is used up; the last one gets what is left. The factor is None."""
    left, payouts = fund, []
    for claim in approved:
        payouts.append(least(claim, left))
        left = left - payouts[-1]
    return Shares(total(approved), None, tuple(payouts), total(payouts))


@operation("nearest_to", "{0} 四舍五入到 {1} 元的整数倍")
def nearest_to(value: Decimal, unit: Decimal) -> Decimal:
    """The nearest multiple of `unit` yuan, half up."""
    return (settle(value) / unit).to_integral_value(ROUND_HALF_UP) * unit


PAY_UNITS = {"fen": FEN, "yuan": Decimal("1.00"), "hundred": Decimal("100.00"), "wan": Decimal("10000.00")}


@operation("pay_unit_yuan", "发放单位（元）")
def pay_unit_yuan(choice: str) -> Decimal:
    """The unit of payment in yuan, from the choice fen, yuan, hundred or wan."""
    return PAY_UNITS[choice]


def in_units(amount: Any, unit: Any, mode: str = "floor") -> Any:
    """The amount in whole multiples of `unit` yuan: floor (the default) or half_up."""
    return floor_to(amount, unit) if mode == "floor" else apply("nearest_to", amount, unit)


@dataclass(frozen=True)
class PrincipalForCap:
    """The principal whose subsidy just reaches a cap, to the fen, and the largest one in whole units below it."""

    exact: Any
    in_units: Any


def principal_for_cap(cap: Any, ratio: Any, rate: Any, rate_cap: Any, days: Any, basis: Any, unit: Any) -> PrincipalForCap:
    """cap / (ratio × min(rate, rate cap) × days / basis). Raises ZeroDivisionError when no principal reaches the cap."""
    counted = rate if rate_cap is None else least(rate, rate_cap)
    if not plain(ratio) * plain(counted) * plain(days):
        raise ZeroDivisionError("ratio, rate or days are 0: no principal reaches the cap")
    exact = cap * basis / (ratio * counted * days)
    return PrincipalForCap(fen(exact), floor_to(exact, unit))
