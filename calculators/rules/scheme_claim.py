"""One loan and its fees under one scheme: every item, its own limits, then the limits they share.

The order is that of `subsidy`: what counts, rate cap, share, ratio, one rounding for all interest items together,
limit per loan, room under the cost borne, limit per year, lifetime, shared limits in the order of the items. Fees are
rounded one by one. Ratios, rates and shares are fractions, money is yuan; numbers or Figures alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from calculators.figure import apply, fen, least, named, plain, total
from calculators.rules.fees import Fee, fee_before_caps, fee_limits
from calculators.rules.moving_rate import Entries, MovingRate
from calculators.rules.subsidy import eligible_interest
from calculators.rules.subsidy_limits import Limit, cut, room_left
from calculators.rules.subsidy_shapes import interest_and_fees, missing_uplift, reference_interest, uncovered

PRINCIPAL_BASES = ("principal_per_year", "principal", "pledged_amount")


class Gate(NamedTuple):
    """A requirement the inputs can decide: its code and 1 (met) or 0 (not met)."""

    code: str
    passed: Any


class Terms(NamedTuple):
    """One item with its numbers ready; None where the rule has no such thing. `limits` hold what is left of each.

    `rate_limits` stands for `rate_cap` where the contract rate moves, `subsidised_rate` where the limit is read as one on
    the rate after the subsidy: the subsidy is no more than the interest at that rate.
    """

    label: str
    kind: str
    base: str
    ratio: Any
    fees: tuple[str, ...] = ()
    part: str = "whole"
    reference: Any = None
    uplift: Any = None
    lower_of_both: bool = False
    rate_cap: Any = None
    rate_limits: Entries = ()
    subsidised_rate: Any = None
    share: Any = None
    fee_base_share: Any = None
    ceiling: Any = None
    own_cap: Limit | None = None
    later_caps: tuple[Limit, ...] = ()
    gates: tuple[Gate, ...] = ()


class Facts(NamedTuple):
    """What happened: the loan, interest paid in all, interest and days that count, fees paid, other subsidies."""

    principal: Any
    rate: Any
    basis: Any
    paid: Any
    counted: Any
    counted_days: Any
    fees: Mapping[str, Any] = MappingProxyType({})
    covered: Any = None
    other: Any = None
    pledged: Any = None
    band_amount: Any = None
    moving: MovingRate | None = None
    reference_basis: Any = None
    penalty: Any = None

    def days_a_year(self) -> Any:
        """Days in the year of formulas on a reference rate: those of the loan unless chosen apart."""
        return self.basis if self.reference_basis is None else self.reference_basis

    def all_counted(self) -> Any:
        """The interest that counts, with penalty interest where the rule counts it."""
        return self.counted if self.penalty is None else self.counted + self.penalty

    def all_paid(self) -> Any:
        """All that was paid for the loan as far as the rule looks at it."""
        return self.paid if self.penalty is None else self.paid + self.penalty


class Line(NamedTuple):
    """What one item gives: unrounded base, ratio (None when several), before and after limits, limit, why nothing."""

    label: str
    kind: str
    base: Any
    ratio: Any
    before_caps: Any
    amount: Any
    binding: str | None = None
    limits: tuple[Limit, ...] = ()


class Outcome(NamedTuple):
    """All lines of a claim with their totals, the last limit that bound, whether eligible, and why not (codes).

    `bank` lists what the bank gets; it is no part of the totals. `eligible` and `reason` are None when nothing had to be decided.
    """

    lines: tuple[Line, ...]
    before_caps: Any
    amount: Any
    binding: Any
    eligible: Any
    reason: Any
    bank: tuple[Line, ...] = ()


def _principal_of(terms: Terms, facts: Facts) -> Any:
    """The part of the principal an item is about."""
    whole = facts.principal if terms.ceiling is None else least(facts.principal, terms.ceiling)
    if terms.part == "whole" or facts.covered is None:
        return whole * 0 if terms.part == "covered" else whole
    covered = least(facts.covered, whole)
    if terms.part == "covered":
        return named(covered, "covered_principal", "覆盖部分的本金", "元", "覆盖金额，不超过本金")
    return named(uncovered(whole, covered), "uncovered_principal", "未覆盖部分的本金", "元", "本金减覆盖部分")


def _interest_base(terms: Terms, facts: Facts) -> Any:
    pair = None if terms.ceiling is None else (terms.ceiling, facts.principal)
    if facts.moving is not None and terms.rate_limits:
        return eligible_interest(_under_limits(facts, facts.moving.under(terms.rate_limits)), None, None, terms.share, pair)
    return eligible_interest(facts.all_counted(), facts.rate, terms.rate_cap, terms.share, pair)


def _under_limits(facts: Facts, clipped: Any) -> Any:
    """Penalty interest that counts is clipped in the same proportion as the interest itself."""
    if facts.penalty is None or not plain(facts.counted):
        return clipped
    return clipped + facts.penalty * clipped / facts.counted


def base_of(terms: Terms, facts: Facts) -> Any:
    """What the ratio applies to, in yuan and unrounded; points on principal: principal × time in years."""
    principal = _principal_of(terms, facts)
    if terms.base == "reference_interest":
        rate = terms.reference
        if terms.lower_of_both:
            rate = named(least(rate, facts.rate), "lower_rate", "参照利率与合同利率的较低者", "%")
        return reference_interest(principal, rate, facts.counted_days, facts.days_a_year(), terms.share)
    if terms.base == "missing_uplift":
        rate = named(missing_uplift(terms.reference, facts.rate, terms.uplift), "missing_uplift", "上浮不足的利率", "%")
        return reference_interest(principal, rate, facts.counted_days, facts.days_a_year())
    if terms.base == "principal_per_year":
        return reference_interest(principal, Decimal(1), facts.counted_days, facts.days_a_year(), terms.share)
    whole = {"principal": principal, "pledged_amount": facts.pledged, "amount_by_band": facts.band_amount}
    if terms.base in whole:
        return whole[terms.base]
    if terms.base == "interest_plus_fees":
        fees = [facts.fees[fee] for fee in terms.fees if fee in facts.fees]
        return interest_and_fees(_interest_base(terms, facts), fees, facts.principal, terms.fee_base_share)
    return _interest_base(terms, facts)


def _stopped(gates: Sequence[Gate]) -> Gate | None:
    return next((gate for gate in gates if not gate.passed), None)


def _allowed(amount: Any, gates: Sequence[Gate]) -> Any:
    """The amount, or 0 with the failing requirement in its derivation."""
    stop = _stopped(gates)
    return amount if stop is None else amount * stop.passed


def _room(terms: Sequence[Terms], facts: Facts) -> Limit:
    """All subsidies of a loan together never exceed what was paid for it."""
    fees = [facts.fees[fee] for one in terms for fee in one.fees if fee in facts.fees]
    paid = total([facts.all_paid(), *fees]) if fees else facts.all_paid()
    room = paid if facts.other is None else room_left(paid, facts.other, "cost_room", "实付减其他补贴后的余额")
    return Limit("actual_interest_less_other_subsidies", room, "实付利息减其他补贴")


def _subsidised(terms: Sequence[Terms], facts: Facts) -> list[Limit]:
    """Limits on the rate after the subsidy, in yuan: the interest at that rate for the days that count."""
    found = []
    for one in terms:
        if one.subsidised_rate is not None:
            days, basis = facts.counted_days, facts.days_a_year()
            most = fen(reference_interest(_principal_of(one, facts), one.subsidised_rate, days, basis, one.share))
            found.append(
                Limit("subsidised_rate_cap", named(most, "subsidised_rate_cap", "按上限利率算出的利息"), "上限利率的利息")
            )
    return found


def main_line(terms: Sequence[Terms], facts: Facts, gates: Sequence[Gate] = ()) -> Line:
    """The interest items of a scheme as one line: bases times ratios added exactly, rounded once, then the limits."""
    bases = [named(base_of(one, facts), "base_{0}", "{1}的计算基数", "元", "", (i, one.label)) for i, one in enumerate(terms, 1)]
    parts = [base if one.ratio is None else base * one.ratio for base, one in zip(bases, terms, strict=True)]
    whole = total(parts) if len(parts) > 1 else parts[0]
    before = fen(_allowed(whole, [*gates, *(gate for one in terms for gate in one.gates)]))
    before = named(before, "main_before_caps", "限制前的补贴", "元", "计算基数乘比例，四舍五入到分")
    own = [one.own_cap for one in terms if one.own_cap is not None]
    limits = (*_subsidised(terms, facts), *own, _room(terms, facts), *(limit for one in terms for limit in one.later_caps))
    left = cut(before, limits, "main")
    ratio = terms[0].ratio if len(terms) == 1 else None
    base = bases[0] if len(bases) == 1 else total(bases)
    label = terms[0].label if len(terms) == 1 else "贷款贴息"
    return Line(label, terms[0].kind, base, ratio, before, left.amount, left.binding, limits)


def fee_line(terms: Terms, facts: Facts, number: int, gates: Sequence[Gate] = ()) -> Line | None:
    """One fee item; None when no such fee was paid."""
    paid = [facts.fees[fee] for fee in terms.fees if fee in facts.fees]
    if not paid:
        return None
    base = total(paid) if len(paid) > 1 else paid[0]
    ratio = _allowed(terms.ratio, [*gates, *terms.gates])
    fee = Fee(terms.label, base, ratio, None if terms.own_cap is None else terms.own_cap.amount, share=terms.share)
    before, limits = fee_before_caps(fee), (*fee_limits(fee), *terms.later_caps)
    left = cut(before, limits, f"fee_{number}")
    return Line(terms.label, "fee", base, ratio, before, left.amount, left.binding, limits)


def bank_line(terms: Terms, facts: Facts, number: int) -> Line:
    """What the bank gets under one item: base × ratio, rounded once. The loan's own gates are not the bank's."""
    base = named(base_of(terms, facts), f"bank_base_{number}", f"{terms.label}的计算基数")
    amount = named(fen(base * terms.ratio), f"bank_{number}", f"{terms.label}（给银行）")
    return Line(terms.label, terms.kind, base, terms.ratio, amount, amount)


def share_limits(lines: Sequence[Line], shared: Sequence[Limit]) -> tuple[Line, ...]:
    """Limits that several items share run down in the order of the items."""
    out = list(lines)
    for limit in shared:
        room = limit.amount
        for i, line in enumerate(out):
            now = limit._replace(amount=room)
            left = cut(line.amount, [now], f"line_{i + 1}")
            limits, binding = (*line.limits, now), left.binding or line.binding
            out[i] = line._replace(amount=left.amount, binding=binding, limits=limits)
            room = room - left.amount
    return tuple(out)


def _binding(lines: Sequence[Line]) -> Any:
    """The last limit of the first line that was cut, traced from that line's limits; None without lines."""
    if not lines:
        return None
    line = next((one for one in lines if one.binding is not None), lines[0])
    pairs = [part for limit in line.limits for part in (limit.code, limit.amount)]
    return apply("binding_limit", line.before_caps, *pairs)


def claim(terms: Sequence[Terms], facts: Facts, shared: Sequence[Limit] = (), gates: Sequence[Gate] = ()) -> Outcome:
    """Every item of a scheme for one loan. The line of the interest comes first, then each fee that was paid."""
    main = [one for one in terms if one.kind not in ("fee", "bank_reward")]
    fees = [one for one in terms if one.kind == "fee"]
    bank = [one for one in terms if one.kind == "bank_reward"]
    lines = [main_line(main, facts, gates)] if main else []
    found = [fee_line(one, facts, number, gates) for number, one in enumerate(fees, 1)]
    lines = list(share_limits([*lines, *(line for line in found if line is not None)], shared))
    # One requirement may stand in several items (a least share, say); it is reported once.
    own = [gate for one in (*main, *fees) for gate in one.gates]
    every = list({gate.code: gate for gate in (*gates, *own)}.values()) if main or fees else []
    nothing = facts.paid * 0
    return Outcome(
        tuple(lines),
        total(line.before_caps for line in lines) if lines else nothing,
        total(line.amount for line in lines) if lines else nothing,
        _binding(lines),
        apply("all_hold", *(gate.passed for gate in every)) if every else None,
        apply("first_unmet", *(part for gate in every for part in (gate.code, gate.passed))) if every else None,
        tuple(bank_line(one, facts, number) for number, one in enumerate(bank, 1)),
    )
