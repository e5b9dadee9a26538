"""Where a claim is worked out, and the reference rates that it needs: which series, which day, which limit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.dates import add_months
from calculators.errors import InputError, ParameterError
from calculators.fields import Given
from calculators.figure import Figure, apply, least, named, plain, total
from calculators.policy import Policy
from calculators.rules.settlement import Period
from calculators.rules.subsidy import Span
from calculators.scheme_model import AS_OF, RateCap, Scheme

BASIS_POINTS = Decimal(10000)


class Desk(NamedTuple):
    """Where a claim is worked out: the scheme, the answers, the policy. Untraced runs get bare numbers.

    `periods` and `span` say which days count; they matter where a reference rate moves with the loan. `moving`: the
    contract rate moves too.
    """

    scheme: Scheme
    given: Given
    policy: Policy
    periods: tuple[Period, ...] = ()
    span: Span = Span()
    moving: bool = False

    def bare(self, figure: Any) -> Any:
        """The figure itself, or its value when the answers are bare numbers."""
        return figure if self.given["on"].__class__ is Figure else plain(figure)

    def published(self, value: Any, key: str, label: str, unit: str = "元") -> Any:
        """A number of the scheme with its source; None stays None."""
        return None if value is None else self.bare(self.scheme.figure(value, key, label, unit))

    def answer(self, key: str) -> Any:
        """What the user typed, None when not asked or left empty."""
        return self.given.get(key)


def reference_key(reference: str, drawdown: date, maturity: date) -> str:
    """The parameter behind a reference rate; the benchmark goes by the loan's term (upper ends included)."""
    if reference == "lpr_1y":
        return reference
    if maturity <= add_months(drawdown, 12):
        return "benchmark_1y"
    return "benchmark_1_5y" if maturity <= add_months(drawdown, 60) else "benchmark_over_5y"


def reference_day(as_of: str, contract: date, drawdown: date, maturity: date) -> date:
    """The day whose rate counts, by the scheme's rule (see AS_OF); unclear rules take the drawdown date."""
    if as_of == "previous_month_of_contract":
        return contract.replace(day=1) - timedelta(days=1)
    if as_of == "contract_date":
        return contract
    if as_of == "december_of_repayment_year":
        return date(maturity.year, 12, 31)
    return drawdown


def _looked_up(desk: Desk, key: str, on: date, as_of: str) -> Any:
    try:
        return desk.bare(desk.policy.figure(key, on))
    except ParameterError as error:
        message = f"要取 {on} 的数值（{AS_OF[as_of]}）：{error}也可以在这里直接填参照利率。"
        raise InputError.at("reference_rate", message) from error


def reference_rate(desk: Desk, reference: str, as_of: str) -> Any:
    """The rate typed, or the published one of the right day. Raises InputError when there is none on file.

    A rate "of the same period" is that of the drawdown day or, if so chosen, the average over the days that count.
    """
    typed = desk.answer("reference_rate")
    if typed is not None:
        return typed
    if _moves(desk, as_of):
        return _averaged(_moving(desk, reference, as_of), "reference_average", "按天数加权的参照利率")
    drawdown, maturity = plain(desk.given["drawdown"]), plain(desk.given["maturity"])
    contract = plain(desk.answer("contract_date")) or drawdown
    day = reference_day(as_of, contract, drawdown, maturity)
    return _looked_up(desk, reference_key(reference, drawdown, maturity), day, as_of)


type Stretch = tuple[Any, Any]  # (rate, days that count while it is in force)


def _moves(desk: Desk, as_of: str) -> bool:
    return as_of == "same_period" and plain(desk.answer("same_period")) == "moving"


def _days_between(desk: Desk, first: date, last: date) -> Any:
    """Days that count from `first` up to `last`: those of the span, narrowed to the stretch."""
    span, until = desk.span, desk.span.until()
    since = first if span.since is None else apply("later_of_days", span.since, first)
    until = last if until is None else apply("earlier_of_days", until, last)
    limits = (since, until, span.paid_from, span.paid_to)
    return total(apply("counted_days", p.start, p.end, p.paid_on, *limits) for p in desk.periods)


def _steps(desk: Desk, reference: str, as_of: str) -> list[tuple[date, date, Any]]:
    """First day, day after the last, and rate of each stretch while the loan runs."""
    drawdown, maturity = plain(desk.given["drawdown"]), plain(desk.given["maturity"])
    key = reference_key(reference, drawdown, maturity)
    changes = [dated.start for dated in desk.policy.parameter(key).values if drawdown < dated.start < maturity]
    starts = [drawdown, *changes]
    return [(first, last, _looked_up(desk, key, first, as_of)) for first, last in zip(starts, [*changes, maturity], strict=True)]


def _moving(desk: Desk, reference: str, as_of: str) -> list[Stretch]:
    """The rates in force while the loan runs, each with the days that count under it."""
    return [(rate, _days_between(desk, first, last)) for first, last, rate in _steps(desk, reference, as_of)]


def _averaged(stretches: list[Stretch], key: str, label: str) -> Any:
    """Rates weighted by the days that count; the first rate when no day counts."""
    used = [(rate, length) for rate, length in stretches if plain(length)]
    if not used:
        return stretches[0][0]
    whole = total(length for _, length in used)
    why = "各段利率乘以计入的天数，相加后除以计入的总天数"
    return named(total(rate * length for rate, length in used) / whole, key, label, "%", why)


def _limited(desk: Desk, rate: Any, cap: RateCap) -> Any:
    if cap.multiplier != 1:
        rate = rate * desk.published(cap.multiplier, "rate_multiple", "利率上限倍数", "倍")
    if cap.spread_bp:
        rate = rate + desk.published(cap.spread_bp / BASIS_POINTS, "rate_spread", "利率上限加点", "%")
    return rate


def rate_limit(desk: Desk, cap: RateCap) -> Any:
    """The highest rate that counts: reference × multiplier + spread.

    Where the reference moves with the loan, each stretch counts the lower of its limit and the contract rate.
    """
    if cap.on_exceed == "clamp" and _moves(desk, cap.as_of) and desk.answer("reference_rate") is None:
        stretches = _moving(desk, cap.reference, cap.as_of)
        lower = [(least(_limited(desk, rate, cap), desk.given["rate"]), length) for rate, length in stretches]
        return _averaged(lower, "rate_limit", "计息利率上限（按天数加权）")
    fixed = cap.as_of if cap.on_exceed == "clamp" else "drawdown" if cap.as_of == "same_period" else cap.as_of
    rate = _limited(desk, reference_rate(desk, cap.reference, fixed), cap)
    return named(rate, "rate_limit", "计息利率上限", "%")


def limit_itself(desk: Desk, cap: RateCap) -> Any:
    """The limit as a rate of its own, whatever the contract rate: averaged over the days that count where it moves."""
    if _moves(desk, cap.as_of) and desk.answer("reference_rate") is None:
        stretches = [(_limited(desk, rate, cap), length) for rate, length in _moving(desk, cap.reference, cap.as_of)]
        return _averaged(stretches, "rate_limit", "利率上限（按天数加权）")
    return named(_limited(desk, reference_rate(desk, cap.reference, cap.as_of), cap), "rate_limit", "利率上限", "%")


def rate_limits(desk: Desk, cap: RateCap) -> tuple[tuple[Any, Any], ...]:
    """The limits of a loan whose own rate moves: (first day, highest rate that counts), ascending."""
    if _moves(desk, cap.as_of) and desk.answer("reference_rate") is None:
        found = [(first, _limited(desk, rate, cap)) for first, _, rate in _steps(desk, cap.reference, cap.as_of)]
    else:
        found = [(desk.given["drawdown"], _limited(desk, reference_rate(desk, cap.reference, cap.as_of), cap))]
    return tuple(
        (first, named(limit, "rate_limit_{}", "第{}段计息利率上限", "%", "", n)) for n, (first, limit) in enumerate(found, 1)
    )
