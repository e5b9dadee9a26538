"""Distributions with whole-number weights, and the seeded simulation beside them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import distribution
from calculators.distribution import ONE, Distribution
from calculators.simulation import Triangle, simulate

D = Decimal
LEVELS = [D(p) / 100 for p in (1, 10, 50, 80, 90, 95, 99, 100)]


@st.composite
def tables(draw: st.DrawFn, highest: int = 100_000, unit: Decimal = distribution.FEN) -> Distribution:
    """Up to four values whose probabilities, in thousandths, add up to one."""
    values = draw(st.lists(st.integers(0, highest), min_size=1, max_size=4))
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=len(values) - 1, max_size=len(values) - 1)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
    return distribution.from_table([(v * unit, D(p) / 1000) for v, p in zip(values, parts, strict=True)], unit)


def test_by_hand() -> None:
    one = distribution.from_table([(D(30_000), D("0.6")), (D(60_000), D("0.4"))])
    counts = distribution.from_table([(D(5), D("0.5")), (D(6), D("0.5"))], ONE)
    found = distribution.random_sum(counts, one)
    assert found.mean() == 231_000
    assert found.at_most(D(240_000)) == Fraction("0.72864")
    assert found.at_most(D("239999.99")) == Fraction("0.72864") - Fraction("0.2304") / 2 - Fraction("0.31104") / 2
    assert [found.percentile(D(p) / 100) for p in (50, 80, 90, 95, 99)] == [240_000, 270_000, 270_000, 300_000, 330_000]
    assert str(one) == "2 个取值，从 30,000.00 到 60,000.00"


def test_a_percentile_takes_the_step_not_the_line_between() -> None:
    half = distribution.from_table([(D(0), D("0.5")), (D(100), D("0.5"))])
    assert half.percentile(D("0.5")) == 0  # reached exactly, so the lower value
    assert half.percentile(D("0.5000001")) == 100


def test_probabilities_must_add_up() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        distribution.from_table([(D(1), D("0.5"))])
    with pytest.raises(ValueError, match="at least 0"):
        distribution.from_table([(D(1), D("1.5")), (D(2), D("-0.5"))])


@given(counts=tables(9, ONE), one=tables())
def test_random_sum_keeps_the_moments(counts: Distribution, one: Distribution) -> None:
    found = distribution.random_sum(counts, one)
    assert sum(found.weights) == found.whole
    assert found.mean() == counts.mean() * one.mean()
    assert found.variance() == counts.mean() * one.variance() + counts.variance() * one.mean() ** 2
    assert len(found.points) <= distribution.most_sums(counts, one)


@given(left=tables(), right=tables())
def test_adding_adds_means_and_variances(left: Distribution, right: Distribution) -> None:
    both = distribution.add(left, right)
    assert both == distribution.add(right, left)
    assert (both.mean(), both.variance()) == (left.mean() + right.mean(), left.variance() + right.variance())


@given(found=tables(), fund=st.integers(0, 100_000).map(lambda fen: D(fen) / 100))
def test_percentiles_ascend_and_agree_with_probabilities(found: Distribution, fund: Decimal) -> None:
    values = [found.percentile(p) for p in LEVELS]
    assert values == sorted(values)
    assert all(found.at_most(value) >= Fraction(p) for value, p in zip(values, LEVELS, strict=True))
    assert found.shortfall(fund) >= max(found.mean() - Fraction(fund), 0)
    assert (found.shortfall(fund) == 0) == (found.at_most(fund) == 1)


@pytest.mark.parametrize("mean", ["0.1", "1", "5.5", "20"])
def test_poisson(mean: str) -> None:
    found = distribution.poisson(D(mean))
    assert sum(found.weights) == found.whole == 10**40
    assert abs(found.mean() - Fraction(mean)) < Fraction(1, 10**18)
    assert abs(found.variance() - Fraction(mean)) < Fraction(1, 10**17)
    assert abs(found.at_most(D(0)) - Fraction((-D(mean)).exp())) < Fraction(1, 10**39)


@given(trials=st.integers(0, 30), percent=st.integers(0, 100))
def test_binomial(trials: int, percent: int) -> None:
    found = distribution.binomial(trials, D(percent) / 100, D(500))
    share = Fraction(percent, 100)
    assert found.mean() == trials * share * 500
    assert found.variance() == trials * share * (1 - share) * 250_000


def test_nothing_and_everything() -> None:
    none = distribution.certain(D(0), ONE)
    assert distribution.random_sum(none, distribution.certain(D(7))) == distribution.certain(D(0))
    assert distribution.binomial(3, D("0.5"), D(0)).points == (0,)
    assert distribution.most_sums(none, distribution.certain(D(0))) == 1


@pytest.mark.parametrize("seed", [0, 1, 2026])
def test_simulation_lies_within_four_standard_errors_of_the_exact_answer(seed: int) -> None:
    counts = distribution.from_table([(D(5), D("0.5")), (D(6), D("0.5"))], ONE)
    one = distribution.from_table([(D(30_000), D("0.6")), (D(60_000), D("0.4"))])
    defaults = distribution.binomial(5, D("0.04"), D(500_000))
    exact = distribution.add(distribution.random_sum(counts, one), defaults)
    trials = 20_000
    found = simulate(counts, one, defaults, trials, seed)
    assert found.whole == trials
    assert abs(found.mean() - exact.mean()) <= 4 * sqrt(exact.variance() / trials)
    for level in (D("0.5"), D("0.8"), D("0.9"), D("0.95"), D("0.99")):
        margin = 4 * (level * (1 - level) / trials).sqrt()
        assert exact.percentile(level - margin) <= found.percentile(level) <= exact.percentile(min(level + margin, D(1)))


def test_triangle() -> None:
    shape = Triangle(3_000_000, 5_000_000, 9_000_000)
    one, nothing = distribution.certain(D(1), ONE), distribution.certain(D(0))
    found = simulate(one, shape, nothing, 20_000, 7)
    assert abs(found.mean() - shape.mean()) <= 4 * sqrt(shape.variance() / 20_000)
    assert abs(found.at_most(D(50_000)) - Fraction(1, 3)) < Fraction(2, 100)  # (5 − 3) / (9 − 3)
    assert found.points[0] >= 3_000_000 and found.points[-1] <= 9_000_000
    flat = simulate(one, Triangle(5, 5, 5), nothing, 10, 7)
    assert flat.points == (5,)


def test_the_same_seed_gives_the_same_digits_everywhere() -> None:
    one, nothing = distribution.certain(D(2), ONE), distribution.certain(D(0))
    found = simulate(one, Triangle(0, 100, 1000), nothing, 1000, 42)
    assert found == simulate(one, Triangle(0, 100, 1000), nothing, 1000, 42)
    assert found != simulate(one, Triangle(0, 100, 1000), nothing, 1000, 43)
    assert found.mean() == Fraction("738249/100000")
