"""The outlay of a special fund in a year: how many enterprises, how much each, and what defaults cost.

N enterprises with independent amounts X of one kind, independent of N, plus pool payment × binomial defaults.
Exact by convolution; only where that has no end (a continuous amount, far too many different sums) a seeded simulation.
Closed form: E = E[N]·E[X], Var = E[N]·Var[X] + Var[N]·E[X]². Money is yuan, probabilities are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from calculators import distribution, normal, simulation
from calculators.distribution import ONE, Distribution
from calculators.figure import apply, fen, named, operation, plain
from calculators.money import FEN
from calculators.simulation import Triangle

LEVELS = (50, 80, 90, 95, 99)
MOST_POINTS = 20000  # with more different sums a simulation answers sooner, to a stated error
EXACT, SIMULATED = "exact", "simulated"
METHOD_WORDS = {EXACT: "精确计算", SIMULATED: "抽样模拟"}

type Amounts = Distribution | Triangle
type Rows = tuple[tuple[Any, ...], ...]


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@operation("two_counts", "{0} 和 {1}，各一半可能")
def two_counts(low: Decimal, high: Decimal) -> Distribution:
    """Two numbers of enterprises, equally likely."""
    half = 1 / Decimal(2)
    return distribution.from_table([(low, half), (high, half)], ONE)


@operation("poisson_counts", "平均 {0} 的泊松分布")
def poisson_counts(mean: Decimal) -> Distribution:
    """A Poisson number of enterprises."""
    return distribution.poisson(mean)


@operation("count_table", "填写的家数和概率")
def count_table(rows: Rows) -> Distribution:
    """Numbers of enterprises and their probabilities."""
    return distribution.from_table(rows, ONE)


@operation("amount_table", "填写的金额和概率")
def amount_table(rows: Rows) -> Distribution:
    """Amounts of one enterprise and their probabilities."""
    return distribution.from_table(rows)


@operation("one_amount", "每家都是 {0}")
def one_amount(amount: Decimal) -> Distribution:
    """The same amount for every enterprise."""
    return distribution.certain(amount)


@operation("three_points", "偏低 {0}（概率 {3}）、通常 {1}、偏高 {2}（概率 {4}）")
def three_points(low: Decimal, likely: Decimal, high: Decimal, below: Decimal, above: Decimal) -> Distribution:
    """Three amounts; the usual one has what is left of the probability."""
    return distribution.from_table([(low, below), (likely, 1 - below - above), (high, above)])


@operation("triangle", "{0} 到 {2} 之间，最可能 {1}（三角分布）")
def triangle(low: Decimal, likely: Decimal, high: Decimal) -> Triangle:
    """A continuous amount; only a simulation can add several of these up."""
    return Triangle(*(int(value / FEN) for value in (low, likely, high)))


@operation("no_defaults", "有风险补偿的贷款为 {0}，没有代偿")
def no_defaults(loans: Decimal) -> Distribution:
    """Nothing to pay for sure."""
    return distribution.certain(loans * 0)


@operation("default_payments", "{0} 笔贷款，每笔违约概率 {1}，每次代偿 {2}（二项分布）")
@lru_cache(maxsize=32)
def default_payments(loans: Decimal, probability: Decimal, payment: Decimal) -> Distribution:
    """What the pool pays for independent defaults in a year."""
    return distribution.binomial(int(loans), probability, payment)


@operation("year_outlay", "把 {0} 与 {1} 逐项组合，再加上 {2}")
@lru_cache(maxsize=32)
def year_outlay(counts: Distribution, one: Distribution, defaults: Distribution) -> Distribution:
    """The exact distribution of a year's outlay."""
    return distribution.add(distribution.random_sum(counts, one), defaults)


@operation("simulated_outlay", "按 {0}、{1}、{2} 抽样 {3} 次，种子 {4}")
@lru_cache(maxsize=32)
def simulated_outlay(counts: Distribution, one: Amounts, defaults: Distribution, trials: Decimal, seed: Decimal) -> Distribution:
    """A simulated distribution of a year's outlay."""
    return simulation.simulate(counts, one, defaults, int(trials), int(seed))


@operation("mean_of", "{0} 的平均数")
def mean_of(found: Amounts) -> Decimal:
    """E[X]."""
    return _decimal(found.mean())


@operation("variance_of", "{0} 的方差")
def variance_of(found: Amounts) -> Decimal:
    """Var[X]."""
    return _decimal(found.variance())


@operation("square_root", "{0} 的平方根")
def square_root(value: Decimal) -> Decimal:
    """√x."""
    return value.sqrt()


@operation("percentile_of", "{0} 中累计概率首次达到 {1} 的金额（不插值）")
def percentile_of(found: Distribution, probability: Decimal) -> Decimal:
    """The smallest amount that is not exceeded with this probability."""
    return found.percentile(probability)


@operation("suffices", "{0} 不超过 {1} 的概率")
def suffices(found: Distribution, fund: Decimal) -> Decimal:
    """P(outlay ≤ fund)."""
    return _decimal(found.at_most(fund))


@operation("shortfall_over", "{0} 超过 {1} 的部分的平均数")
def shortfall_over(found: Distribution, fund: Decimal) -> Decimal:
    """E[max(outlay − fund, 0)], unrounded."""
    return _decimal(found.shortfall(fund))


@operation("z_of", "标准正态分布的 {0} 分位数")
def z_of(probability: Decimal) -> Decimal:
    """Φ⁻¹."""
    return normal.quantile(probability)


@operation("institutions_used", "{1} 随机选 {0} 家机构，至少做一笔的机构平均数")
def institutions_used(institutions: Decimal, counts: Distribution) -> Decimal:
    """m·(1 − E[(1 − 1/m)ⁿ]): each enterprise picks one of m institutions, uniformly and independently."""
    idle = 1 - 1 / Fraction(institutions)
    return _decimal(Fraction(institutions) * (1 - counts.expect(idle**n for n in counts.points)))


@operation("all_institutions_used", "{1} 随机选 {0} 家机构，每家机构都有业务的概率")
def all_institutions_used(institutions: Decimal, counts: Distribution) -> Decimal:
    """Inclusion and exclusion: Σ (−1)ʲ·C(m, j)·E[(1 − j/m)ⁿ]."""
    most, ways, found = int(institutions), 1, Fraction(0)
    for j in range(most + 1):
        missing = 1 - Fraction(j, most)
        found += (-1) ** j * ways * counts.expect(missing**n if n else Fraction(1) for n in counts.points)
        ways = ways * (most - j) // (j + 1)
    return _decimal(found)


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation of a year's outlay, in yuan, unrounded."""

    mean: Any
    deviation: Any


def random_sum_variance(number: Any, number_variance: Any, amount: Any, amount_variance: Any) -> Any:
    """E[N]·Var[X] + Var[N]·E[X]²."""
    return number * amount_variance + number_variance * amount * amount


def closed_form(number: Any, number_variance: Any, amount: Any, amount_variance: Any) -> Moments:
    """5.5 ± 0.5 enterprises of 60,000 ± 20,000 yuan: 330,000 and 55,677.64."""
    variance = random_sum_variance(number, number_variance, amount, amount_variance)
    return Moments(number * amount, apply("square_root", variance))


def _spread(found: Any, key: str, label: str, unit: str) -> tuple[Any, Any]:
    """Mean and variance of a distribution, each a named step."""
    mean = named(apply("mean_of", found), f"{key}_mean", f"{label}的平均数", unit)
    return mean, named(apply("variance_of", found), f"{key}_variance", f"{label}的方差", "")


def moments(counts: Any, one: Any, defaults: Any) -> Moments:
    """The closed form for distributions, defaults included."""
    number, number_variance = _spread(counts, "counts", "家数", "家")
    amount, amount_variance = _spread(one, "one", "每家补贴", "元")
    extra, extra_variance = _spread(defaults, "defaults", "违约代偿", "元")
    variance = random_sum_variance(number, number_variance, amount, amount_variance) + extra_variance
    return Moments(number * amount + extra, apply("square_root", variance))


def normal_percentile(found: Moments, probability: Any) -> Any:
    """mean + z·sd, to the fen: an approximation, poor for few enterprises."""
    return fen(found.mean + apply("z_of", probability) * found.deviation)


@operation("budget_method", "{0} 与 {1} 能不能逐项组合")
def budget_method(counts: Distribution, one: Amounts) -> str:
    """`exact`, or `simulated` when convolution has no end or too many different sums."""
    if isinstance(one, Triangle) or distribution.most_sums(counts, one) > MOST_POINTS:
        return SIMULATED
    return EXACT


def method_for(counts: Any, one: Any) -> str:
    """The bare word of `budget_method`."""
    word: str = budget_method(plain(counts), plain(one))
    return word


def outlay(counts: Any, one: Any, defaults: Any, trials: Any, seed: Any) -> Any:
    """The distribution of a year's outlay by the method that suits it."""
    if method_for(counts, one) == EXACT:
        found = apply("year_outlay", counts, one, defaults)
    else:
        found = apply("simulated_outlay", counts, one, defaults, trials, seed)
    return named(found, "outlay", "一年支出的分布", "元", "家数、每家金额、违约代偿相互独立。")
