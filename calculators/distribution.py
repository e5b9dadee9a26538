"""Discrete probability distributions with whole-number weights: every probability is exact, nothing is rounded.

Points are whole multiples of `unit` (a fen for money, one for counts); the probability of a point is weight ÷ whole.
A percentile is the smallest point whose cumulative probability reaches p: no interpolation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import accumulate

from calculators.money import FEN

ONE = Decimal(1)
POISSON_WHOLE = 10**40
POISSON_TAIL = Decimal("1e-22")


@dataclass(frozen=True)
class Distribution:
    """Points ascending, in units, each with its weight; the weights add up to `whole`."""

    points: tuple[int, ...]
    weights: tuple[int, ...]
    whole: int
    unit: Decimal = FEN

    def __str__(self) -> str:
        low, high = (self.unit * point for point in (self.points[0], self.points[-1]))
        return f"{len(self.points)} 个取值，从 {low:,f} 到 {high:,f}"

    def items(self) -> Iterable[tuple[int, int]]:
        """Pairs of point and weight."""
        return zip(self.points, self.weights, strict=True)

    def expect(self, values: Iterable[Fraction]) -> Fraction:
        """The mean of one value a point."""
        return sum((v * w for v, w in zip(values, self.weights, strict=True)), Fraction(0)) / self.whole

    def mean(self) -> Fraction:
        """E[X] in yuan, or a count."""
        return Fraction(sum(point * weight for point, weight in self.items()), self.whole) * Fraction(self.unit)

    def variance(self) -> Fraction:
        """Var[X] = E[X²] − E[X]²."""
        squares = Fraction(sum(point * point * weight for point, weight in self.items()), self.whole)
        return squares * Fraction(self.unit) ** 2 - self.mean() ** 2

    def at_most(self, amount: Decimal) -> Fraction:
        """P(X ≤ amount)."""
        most = int((amount / self.unit).to_integral_value(ROUND_FLOOR))
        return Fraction(sum(weight for point, weight in self.items() if point <= most), self.whole)

    def percentile(self, probability: Decimal) -> Decimal:
        """The smallest point x with P(X ≤ x) ≥ probability."""
        share, of = probability.as_integer_ratio()
        wanted = -(-share * self.whole // of)  # the least weight that is enough, rounded up: weights are whole numbers
        return self.points[bisect_left(list(accumulate(self.weights)), wanted)] * self.unit

    def shortfall(self, amount: Decimal) -> Fraction:
        """E[max(X − amount, 0)]."""
        limit = Fraction(amount) / Fraction(self.unit)
        over = sum((point * limit.denominator - limit.numerator) * weight for point, weight in self.items() if point > limit)
        return Fraction(over, self.whole * limit.denominator) * Fraction(self.unit)


def from_weights(weights: Mapping[int, int], unit: Decimal = FEN) -> Distribution:
    """Points that cannot happen are left out."""
    points = tuple(sorted(point for point, weight in weights.items() if weight))
    chosen = tuple(weights[point] for point in points)
    return Distribution(points, chosen, sum(chosen), unit)


def from_table(rows: Iterable[tuple[Decimal, Decimal]], unit: Decimal = FEN) -> Distribution:
    """Values and their probabilities (fractions). Raises ValueError unless they add up to exactly one."""
    listed = [(int(value / unit), *probability.as_integer_ratio()) for value, probability in rows]
    scale = max((of for _, _, of in listed), default=1)
    while any(scale % of for _, _, of in listed):
        scale *= 10
    weights: dict[int, int] = {}
    for point, share, of in listed:
        weights[point] = weights.get(point, 0) + share * scale // of
    if sum(weights.values()) != scale or any(share < 0 for _, share, _ in listed):
        raise ValueError("probabilities must be at least 0 and add up to 1")
    return from_weights(weights, unit)


def certain(value: Decimal, unit: Decimal = FEN) -> Distribution:
    """One value, for sure."""
    return Distribution((int(value / unit),), (1,), 1, unit)


def poisson(mean: Decimal) -> Distribution:
    """Counts. Probabilities to 40 decimals; what lies beyond a tail of 1e-22 is put on the last count."""
    weights, probability, left, count = {}, (-mean).exp(), POISSON_WHOLE, 0
    while True:
        weight = min(int(probability * POISSON_WHOLE), left)
        weights[count] = weight
        left -= weight
        if left < POISSON_TAIL * POISSON_WHOLE and count > mean:
            weights[count] += left
            return from_weights(weights, ONE)
        count += 1
        probability = probability * mean / count


def binomial(trials: int, probability: Decimal, value: Decimal) -> Distribution:
    """`value` times the number of successes."""
    share, ways = Fraction(probability), 1
    yes, no = share.numerator, share.denominator - share.numerator
    weights: dict[int, int] = {}
    for k in range(trials + 1):
        point = int(value / FEN) * k
        weights[point] = weights.get(point, 0) + ways * yes**k * no ** (trials - k)
        ways = ways * (trials - k) // (k + 1)
    return from_weights(weights)


def _convolved(left: Mapping[int, int], right: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for a, weight_a in left.items():
        for b, weight_b in right.items():
            found[a + b] = found.get(a + b, 0) + weight_a * weight_b
    return found


def add(left: Distribution, right: Distribution) -> Distribution:
    """The sum of two independent amounts."""
    return from_weights(_convolved(dict(left.items()), dict(right.items())), left.unit)


def random_sum(counts: Distribution, one: Distribution) -> Distribution:
    """N independent amounts like `one`, N from `counts`: Horner's scheme on generating functions, exact.

    Σ P(N=n)·Xⁿ = P(0) + X·(P(1) + X·(P(2) + …)); `scale` keeps whole numbers while the depth differs.
    """
    chance = dict(counts.items())
    amounts = dict(one.items())
    found: dict[int, int] = {}
    scale = 1
    for n in range(max(chance), -1, -1):
        if found:
            found = _convolved(found, amounts)
            scale *= one.whole
        if chance.get(n):
            found[0] = found.get(0, 0) + chance[n] * scale
    return from_weights(found, one.unit)


def _common_step(values: Iterable[int]) -> int:
    """Greatest common divisor (Euclid); 0 of nothing but zeros."""
    step = 0
    for value in values:
        while value:
            step, value = value, step % value
    return step


def most_sums(counts: Distribution, one: Distribution) -> int:
    """An upper bound of the different sums in `random_sum`: by the grid of the amounts, or by ways to choose them."""
    most, kinds = counts.points[-1], len(one.points)
    step = _common_step(one.points)
    by_grid = most * one.points[-1] // step + 1 if step else 1
    by_choice = 1
    for k in range(1, kinds + 1):
        by_choice = by_choice * (most + k) // k
    return min(by_grid, by_choice)
