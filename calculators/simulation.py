"""Seeded draws for sums that have no exact way: the only place where chance is at work.

`random.Random(seed)` gives the same whole numbers in every CPython, the one in the browser included, and all that is
done with them is whole-number arithmetic: the same seed gives the same answer to the fen everywhere.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import isqrt

from calculators.distribution import Distribution, from_weights
from calculators.money import FEN

BITS = 53


@dataclass(frozen=True)
class Triangle:
    """A continuous amount between `low` and `high`, most likely near `likely`; whole fen."""

    low: int
    likely: int
    high: int

    def __str__(self) -> str:
        low, likely, high = (FEN * value for value in (self.low, self.likely, self.high))
        return f"从 {low:,f} 到 {high:,f} 的三角分布，最可能 {likely:,f}"

    def mean(self) -> Fraction:
        """(low + likely + high) / 3, in yuan."""
        return Fraction(self.low + self.likely + self.high, 3) * Fraction(FEN)

    def variance(self) -> Fraction:
        """(a² + b² + c² − ab − ac − bc) / 18, in square yuan."""
        a, b, c = self.low, self.likely, self.high
        return Fraction(a * a + b * b + c * c - a * b - a * c - b * c, 18) * Fraction(FEN) ** 2

    def draw(self, chance: random.Random) -> int:
        """One amount, rounded towards the nearer end of the range to a fen."""
        u, span = chance.getrandbits(BITS), self.high - self.low
        left, right = self.likely - self.low, self.high - self.likely
        if u * span < left << BITS:
            return self.low + isqrt(u * span * left >> BITS)
        return self.high - isqrt(((1 << BITS) - u) * span * right >> BITS)


def sampler(source: Distribution | Triangle, chance: random.Random) -> Callable[[], int]:
    """A function that draws one point of `source`, in its units."""
    if isinstance(source, Triangle):
        return lambda: source.draw(chance)
    ends, points, whole = list(accumulate(source.weights)), source.points, source.whole
    return lambda: points[bisect_right(ends, chance.randrange(whole))]


def simulate(counts: Distribution, one: Distribution | Triangle, extra: Distribution, trials: int, seed: int) -> Distribution:
    """The outlays of `trials` years as a distribution with one weight a year: N amounts like `one`, plus `extra`."""
    chance = random.Random(seed)
    number, amount, more = sampler(counts, chance), sampler(one, chance), sampler(extra, chance)
    years = Counter(sum(amount() for _ in range(number())) + more() for _ in range(trials))
    return from_weights(years)
