"""Expected loss, default probability over several years, counts of defaults, and the one-factor quantile.

Equal loans. The count of independent defaults is exact (whole-number arithmetic over a common denominator). The
one-factor model (asset correlation ρ) gives Φ((Φ⁻¹(PD) + √ρ·Φ⁻¹(α)) / √(1−ρ)), the default rate of a large portfolio
that is not exceeded with probability α. Probabilities are fractions.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from calculators import normal
from calculators.figure import apply, fen, named, operation


@operation("within_years", "{1} 年内至少违约一次：1 减去每年都不违约的概率（年违约概率 {0}）")
def within_years(yearly: Decimal, years: Decimal) -> Decimal:
    """1 − (1 − PD)^T."""
    return 1 - (1 - yearly) ** int(years)


def cumulative(yearly: Any, years: Any) -> Any:
    """Probability of default within some whole years."""
    return named(apply("within_years", yearly, years), "cumulative_pd", "期内累计违约概率", "%", "各年条件相同、相互独立。")


def expected_loss(exposure: Any, probability: Any, severity: Any, share: Any) -> Any:
    """EAD × PD × LGD × share, before any cap, to the fen. 10 m × 2.5 % × 60 % × 40 % = 60,000."""
    return fen(exposure * probability * severity * share)


def to_decimal(value: Fraction) -> Decimal:
    """A fraction as a Decimal of working precision."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def binomial(loans: int, probability: Fraction) -> list[Fraction]:
    """The exact probabilities of 0, 1, … `loans` defaults."""
    weights, ways = [], 1
    for k in range(loans + 1):
        weights.append(ways * probability**k * (1 - probability) ** (loans - k))
        ways = ways * (loans - k) // (k + 1)
    return weights


@operation("at_least_defaults", "{0} 笔贷款中至少 {2} 笔违约的概率（每笔 {1}，相互独立）")
def at_least_defaults(loans: Decimal, probability: Decimal, count: Decimal) -> Decimal:
    """Binomial tail P(D ≥ count), exact before the last division."""
    weights = binomial(int(loans), Fraction(probability))
    return to_decimal(sum(weights[max(int(count), 0) :], Fraction(0)))


@operation("one_factor_rate", "单因子模型：违约概率 {0}、资产相关系数 {1}、置信水平 {2} 下的违约率")
def one_factor_rate(probability: Decimal, correlation: Decimal, confidence: Decimal) -> Decimal:
    """The conditional default rate; PD 0 and 1 stay what they are. Needs 0 ≤ ρ < 1 and 0 < α < 1."""
    if not 0 < probability < 1:
        return probability
    z = normal.quantile(probability) + correlation.sqrt() * normal.quantile(confidence)
    return normal.distribution(z / (1 - correlation).sqrt())
