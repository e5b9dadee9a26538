"""Exact money: Decimal yuan, and the few named points where a figure is rounded.

Every value is a Decimal. Products and sums are exact; a quotient carries 50 digits. Before a rounding or a
comparison decides anything, the value is settled to 20 decimal places, so that 0.15 × 13/30 counts as the tie
it really is (0.065) and not as 0.0649…9. Amounts here stay below 10^20 yuan, and a true distance from a tie is
at least one over the product of the divisors in use (at most about 10^15), so settling never moves a real result.
"""

from __future__ import annotations

import decimal
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

PRECISION = 50
FEN = Decimal("0.01")
SETTLE = Decimal("1e-20")

# New threads copy DefaultContext; the running thread has its own copy already.
decimal.DefaultContext.prec = PRECISION
decimal.getcontext().prec = PRECISION


def settle(value: Decimal) -> Decimal:
    """Drop the noise of an inexact quotient (beyond 20 decimal places) before something is decided on the value."""
    return value.quantize(SETTLE)


def round_fen(value: Decimal) -> Decimal:
    """Yuan to the fen, 四舍五入: half up, ties away from zero. 0.125 -> 0.13, -0.125 -> -0.13."""
    return value.quantize(SETTLE).quantize(FEN, ROUND_HALF_UP)


def round_places(value: Decimal, places: int) -> Decimal:
    """Half up to `places` decimals, for reported rates and ratios (never for money that is used again)."""
    return +settle(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)  # + turns −0 into 0


def floor_to(value: Decimal, unit: Decimal) -> Decimal:
    """The largest multiple of `unit` (yuan) not above `value`, decided on the exact value."""
    return (settle(value) / unit).to_integral_value(ROUND_FLOOR) * unit


def ceil_to(value: Decimal, unit: Decimal) -> Decimal:
    """The smallest multiple of `unit` (yuan) not below `value`, decided on the exact value."""
    return (settle(value) / unit).to_integral_value(ROUND_CEILING) * unit


def share_out(total: Decimal, weights: list[Decimal], unit: Decimal = FEN) -> list[Decimal]:
    """Split `total` in proportion to `weights` so that the parts add up exactly (largest remainder).

    Each part is floored to `unit`; the units left over go one by one to the largest fractional parts, ties to the
    earlier one. Raises ZeroDivisionError if all weights are zero.
    """
    whole = sum(weights, Decimal(0))
    if not whole:
        raise ZeroDivisionError("all weights are zero")
    exact = [total * weight / whole for weight in weights]
    parts = [floor_to(part, unit) for part in exact]
    left = int((total - sum(parts, Decimal(0))) / unit)
    by_fraction = sorted(range(len(parts)), key=lambda i: (settle(parts[i] - exact[i]), i))
    for i in by_fraction[:left]:
        parts[i] += unit
    return parts
