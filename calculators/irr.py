"""Internal rates of return: periodic IRR and XIRR with every root in the range that makes sense, and XNPV.

Borrower's sign: money received +, money paid −. XIRR: Σ CF / (1 + x)^(days/365) = 0, 365 also in leap years, days from
the earliest flow. Only roots from −50 % to 2000 % count: a subsidy that arrives after the last repayment adds a
second root far below −50 %, which is no answer. Binary floats find where the roots lie; each is then polished in
Decimal and given to 12 decimal places of the fraction, so every machine gives the same digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from calculators.dates import days_between
from calculators.money import round_places

LOWEST, HIGHEST = Decimal("-0.5"), Decimal(20)
DAYS_IN_YEAR = Decimal(365)
PLACES = 12
GRID = 400
HALVINGS = 200
NEWTON_STEPS = 6
MARGIN = 1e-9  # the ends of the range belong to it: look a little beyond, then judge the polished root

type Flows = Sequence[tuple[Decimal, Decimal]]  # (years or periods from the first flow, amount)


@dataclass(frozen=True)
class Rates:
    """The answer: `status` ok, no_solution or multiple_solutions, and all roots as fractions, ascending."""

    status: str
    roots: tuple[Decimal, ...]

    @property
    def rate(self) -> Decimal | None:
        """The single root; None when there is none or more than one."""
        return self.roots[0] if self.status == "ok" else None


def xirr(flows: Sequence[tuple[date, Decimal]]) -> Rates:
    """The annual effective rate of dated flows, in any order; flows of one day are added."""
    if not flows:
        return Rates("no_solution", ())
    first = min(day for day, _ in flows)
    return solve([(days_between(first, day) / DAYS_IN_YEAR, amount) for day, amount in flows])


def periodic_irr(amounts: Sequence[Decimal], per_year: int = 1) -> Rates:
    """The rate per period of flows one period apart.

    With several periods a year a root of −47 % a month is as senseless as one of −99.9 % a year: when there are
    several, those whose annual effective rate is out of range do not count.
    """
    found = solve([(Decimal(k), amount) for k, amount in enumerate(amounts)])
    if found.status != "multiple_solutions":
        return found
    sensible = tuple(root for root in found.roots if LOWEST <= effective(root, per_year) <= HIGHEST)
    return Rates("ok", sensible) if len(sensible) == 1 else found


def xnpv(rate: Decimal, flows: Sequence[tuple[date, Decimal]], on: date) -> Decimal:
    """Present value on a day in yuan, unrounded, at an annual effective rate (fraction above −1)."""
    growth = 1 + rate
    return sum((amount / growth ** (days_between(on, day) / DAYS_IN_YEAR) for day, amount in flows), Decimal(0))


def nominal(per_period: Decimal, per_year: int) -> Decimal:
    """Annual nominal rate: the periodic rate times the periods a year."""
    return per_period * per_year


def effective(per_period: Decimal, per_year: int) -> Decimal:
    """Annual effective rate: (1 + j)^m − 1."""
    growth: Decimal = (1 + per_period) ** per_year
    return growth - 1


def solve(flows: Flows) -> Rates:
    """Every rate in range at which the discounted flows add up to nothing."""
    return solved(tuple(flows))


@lru_cache(maxsize=64)
def solved(flows: tuple[tuple[Decimal, Decimal], ...]) -> Rates:
    """The same, remembered: rate and status of the same flows are asked for one after the other."""
    merged: dict[Decimal, Decimal] = {}
    for time, amount in flows:
        merged[time] = merged.get(time, Decimal(0)) + amount
    kept = sorted((time, amount) for time, amount in merged.items() if amount)
    signs = [amount > 0 for _, amount in kept]
    changes = sum(a != b for a, b in zip(signs, signs[1:], strict=False))
    if not changes:
        return Rates("no_solution", ())
    roots = sorted({_polish(kept, start) for start in _Curve(kept).roots(1 if changes == 1 else GRID)})
    roots = [root for root in roots if LOWEST <= root <= HIGHEST]
    if not roots:
        return Rates("no_solution", ())
    return Rates("ok" if len(roots) == 1 else "multiple_solutions", tuple(roots))


class _Curve:
    """Present value as a function of s = ln(1 + x), scaled to stay in range; only its sign and shape are used."""

    def __init__(self, flows: Flows) -> None:
        largest = max(abs(amount) for _, amount in flows)
        self.terms = [(float(time), float(amount / largest)) for time, amount in flows]
        self.last = self.terms[-1][0]

    def at(self, s: float) -> float:
        """Σ CF · e^(−t·s); for s < 0 times e^(last·s), which changes no sign and cannot overflow."""
        shift = self.last if s < 0 else 0.0
        return math.fsum([amount * math.exp((shift - time) * s) for time, amount in self.terms])

    def roots(self, pieces: int) -> list[float]:
        """Approximate roots s in range: sign changes on a grid, and the turning points where two may hide."""
        low, high = math.log1p(float(LOWEST) - MARGIN), math.log1p(float(HIGHEST) + MARGIN)
        grid = [low + (high - low) * i / pieces for i in range(pieces + 1)]
        points = [(s, self.at(s)) for s in grid]
        found = [s for s, value in points if value == 0]
        for (a, at_a), (b, at_b) in zip(points, points[1:], strict=False):
            if at_a * at_b < 0:
                found.append(self._bisect(a, b, at_a))
        for (a, at_a), (b, at_b), (c, at_c) in zip(points, points[1:], points[2:], strict=False):
            if at_a * at_b > 0 and at_b * at_c > 0 and abs(at_b) <= min(abs(at_a), abs(at_c)):
                found += self._hidden(a, b, c)
        return found

    def _bisect(self, a: float, b: float, at_a: float) -> float:
        for _ in range(HALVINGS):
            middle = (a + b) / 2
            if not a < middle < b:
                break
            value = self.at(middle)
            if value == 0:
                return middle
            a, b = (middle, b) if (value > 0) == (at_a > 0) else (a, middle)
        return (a + b) / 2

    def _hidden(self, a: float, b: float, c: float) -> list[float]:
        """The two roots, or the one double root, of a dip that comes near zero between grid points."""
        sign = 1 if self.at(b) > 0 else -1
        low, high = a, c
        for _ in range(HALVINGS):
            first, second = low + (high - low) / 3, high - (high - low) / 3
            if sign * self.at(first) < sign * self.at(second):
                high = second
            else:
                low = first
        bottom = (low + high) / 2
        depth = sign * self.at(bottom)
        if depth < -1e-15:
            return [self._bisect(a, bottom, self.at(a)), self._bisect(bottom, c, self.at(bottom))]
        return [bottom] if depth < 1e-13 else []


def _polish(flows: Flows, s: float) -> Decimal:
    """A few Newton steps in Decimal from an approximate root; at a double root, where they stall, it stays put."""
    start = Decimal(math.expm1(s))
    rate = start
    for _ in range(NEWTON_STEPS):
        growth = 1 + rate
        discounted = [(time, amount / growth**time) for time, amount in flows]
        slope = -sum((time * value for time, value in discounted), Decimal(0)) / growth
        value = sum((value for _, value in discounted), Decimal(0))
        if not slope or abs(value / slope) > Decimal("1e-6"):
            break
        rate -= value / slope
        if abs(value / slope) < Decimal("1e-20"):
            break
    return round_places(rate, PLACES)
