"""The standard normal distribution: quantiles and the distribution function.

The only place besides the root search where binary floats are at work (`statistics.NormalDist`). Answers are Decimals
rounded to 13 decimals, far inside what floats can tell, so every machine gives the same digits.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist

from calculators.money import round_places

PLACES = 13
_STANDARD = NormalDist()


def _exact(value: float) -> Decimal:
    return round_places(Decimal(repr(value)), PLACES)


def quantile(probability: Decimal) -> Decimal:
    """Φ⁻¹: the z below which a standard normal value stays with this probability. Needs 0 < probability < 1."""
    return _exact(_STANDARD.inv_cdf(float(probability)))


def distribution(z: Decimal) -> Decimal:
    """Φ: the probability that a standard normal value is at most z."""
    return _exact(_STANDARD.cdf(float(z)))
