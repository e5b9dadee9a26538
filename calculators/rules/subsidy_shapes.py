"""The building blocks of published subsidy rules: bases other than interest paid, bands, and gates that say no.

Every published rule is base × ratio with limits. Rates, ratios and shares are fractions, money is yuan, days are
actual days over the loan's day basis. Nothing here is rounded: one rounding follows in the claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.figure import apply, least, operation, total
from calculators.money import settle
from calculators.rules.subsidy_limits import left_of


def reference_interest(principal: Any, rate: Any, days: Any, basis: Any, share: Any = None) -> Any:
    """Principal × reference rate (LPR, benchmark, points a year) × days / basis, times a share where one is given."""
    whole = principal * rate * days if share is None else principal * rate * days * share
    return whole / basis


def interest_and_fees(interest: Any, fees: Sequence[Any], principal: Any, fee_share: Any = None) -> Any:
    """Interest plus fees; the fees count up to `fee_share` of the principal at most (Futian: 4 %)."""
    paid = total(fees)
    return interest + (paid if fee_share is None else least(paid, principal * fee_share))


def uncovered(principal: Any, covered: Any) -> Any:
    """The part of a loan without insurance or policy guarantee, never below 0."""
    return left_of(principal, covered)


@operation("band_of", "{0} 所在的档")
def band_of(value: Decimal, *ends: Decimal | None) -> int:
    """Position of the band a value falls in (upper ends included, None is open); -1 above the last band."""
    for position, end in enumerate(ends):
        if end is None or settle(value) <= end:
            return position
    return -1


def band_ratio(value: Any, ends: Sequence[Any], ratios: Sequence[Any]) -> Any:
    """The ratio of the band the whole value falls in (全额); an upper end belongs to the lower band, 0 beyond all."""
    return apply("ratio_at", apply("band_of", value, *ends), *ratios)


@operation("ratio_at", "{0} 的比例")
def ratio_at(position: int, *ratios: Decimal) -> Decimal:
    """The ratio at a band position, 0 when there is no band."""
    return ratios[position] if position >= 0 else Decimal(0)


@operation("part_in_band", "本笔落在这一档的金额")
def part_in_band(before: Decimal, after: Decimal, low: Decimal, high: Decimal | None) -> Decimal:
    """How much of the stretch from `before` to `after` lies between `low` and `high`."""
    top = after if high is None else min(after, high)
    return max(top - max(before, low), Decimal(0))


def marginal_ratio(before: Any, principal: Any, ends: Sequence[Any], ratios: Sequence[Any]) -> Any:
    """Blended ratio of a loan that takes cumulative principal on from `before` (超额累进).

    6,000,000 over 60/40/20 % with ends 2 and 5 million: (2 × 60 % + 3 × 40 % + 1 × 20 %) / 6 = 43.33 %.
    """
    lows = [Decimal(0), *ends[:-1]]
    after = before + principal
    parts = [apply("part_in_band", before, after, low, high) for low, high in zip(lows, ends, strict=True)]
    return total(part * ratio for part, ratio in zip(parts, ratios, strict=True)) / principal


def tier_ratio(before: Any, principal: Any, ends: Sequence[Any], ratios: Sequence[Any], whole: bool) -> Any:
    """The ratio of one loan under bands on cumulative principal: blended, or that of the band it ends in (whole)."""
    if whole or not principal:
        return band_ratio(before + principal, ends, ratios)
    return marginal_ratio(before, principal, ends, ratios)


@operation("at_most", "{0} 不超过 {1}（是 1，否 0）")
def at_most(value: Decimal, limit: Decimal) -> Decimal:
    """1 when the value does not exceed the limit (equal passes), else 0."""
    return Decimal(settle(value) <= settle(limit))


@operation("at_least", "{0} 不低于 {1}（是 1，否 0）")
def at_least(value: Decimal, limit: Decimal) -> Decimal:
    """1 when the value reaches the limit (equal passes), else 0."""
    return Decimal(settle(value) >= settle(limit))


@operation("holds", "{0}（是 1，否 0）")
def holds(flag: bool) -> Decimal:
    """1 for yes, 0 for no."""
    return Decimal(flag)


@operation("holds_not", "{0}（是 0，否 1）")
def holds_not(flag: bool) -> Decimal:
    """0 for yes, 1 for no."""
    return Decimal(not flag)


@operation("less_than", "{0} 小于 {1}（是 1，否 0）")
def less_than(value: Decimal, limit: Decimal) -> Decimal:
    """1 when the value stays below the limit, else 0."""
    return Decimal(settle(value) < settle(limit))


@operation("not_among", "{0} 不在不能同时享受的办法里（是 1，否 0）")
def not_among(key: str, *forbidden: str) -> Decimal:
    """1 when the key is none of those forbidden, else 0."""
    return Decimal(key not in forbidden)


@operation("day_within", "{0} 在申领期内（是 1，否 0）")
def day_within(day: date, first: date | None, last: date | None) -> Decimal:
    """1 when the day lies in the window, both ends included; an open end does not bind."""
    return Decimal((first is None or day >= first) and (last is None or day <= last))


@operation("later_of_days", "{0} 与 {1} 中较晚的一天")
def later_of_days(first: date, second: date) -> date:
    """The later of two days."""
    return max(first, second)


@operation("earlier_of_days", "{0} 与 {1} 中较早的一天")
def earlier_of_days(first: date, second: date) -> date:
    """The earlier of two days."""
    return min(first, second)


def missing_uplift(reference: Any, rate: Any, uplift: Any) -> Any:
    """What a bank's rate lacks to the reference raised by `uplift`, from 0 to the whole uplift. A yearly rate.

    Reference 4.35 %, uplift 20 %, contract rate 4.785 %: 5.22 % − 4.785 % = 0.435 points.
    """
    whole = reference * uplift
    return least(whole, left_of(reference + whole, rate))


@operation("all_hold", "各项条件都满足")
def all_hold(*passed: Decimal) -> bool:
    """Whether every requirement that can be decided is met."""
    return all(passed)


@operation("first_unmet", "逐项核对条件，第一个不满足的")
def first_unmet(*codes_and_passed: Any) -> str:
    """The code of the first requirement that is not met; `all_met` when there is none."""
    pairs = zip(codes_and_passed[::2], codes_and_passed[1::2], strict=True)
    return next((code for code, passed in pairs if not passed), "all_met")
