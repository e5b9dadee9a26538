"""One loan and its fees under one scheme: every item, its own limits, then the limits they share.

The order is that of `subsidy`: what counts, rate cap, share, ratio, one rounding for all interest items together,
limit per loan, room under the cost borne, limit per year, lifetime, shared limits in the order of the items. Fees are
rounded one by one. Ratios, rates and shares are fractions, money is yuan; numbers or Figures alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from calculators.figure import fen, least, named, total
from calculators.rules.fees import Fee, fee_subsidy
from calculators.rules.subsidy import eligible_interest
from calculators.rules.subsidy_limits import Limit, cut, left_of
from calculators.rules.subsidy_shapes import interest_and_fees, reference_interest, uncovered

PRINCIPAL_BASES = ("principal_per_year", "principal")


@dataclass(frozen=True)
class Gate:
    """A requirement the inputs can decide: its code and 1 (met) or 0 (not met)."""

    code: str
    passed: Any


@dataclass(frozen=True)
class Terms:
    """One item with its numbers ready; None where the rule has no such thing. `limits` hold what is left of each."""

    label: str
    kind: str
    base: str
    ratio: Any
    fees: tuple[str, ...] = ()
    part: str = "whole"
    reference: Any = None
    lower_of_both: bool = False
    rate_cap: Any = None
    share: Any = None
    fee_base_share: Any = None
    ceiling: Any = None
    own_cap: Limit | None = None
    later_caps: tuple[Limit, ...] = ()
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What happened: the loan, interest paid in all, interest and days that count, fees paid, other subsidies."""

    principal: Any
    rate: Any
    basis: Any
    paid: Any
    counted: Any
    counted_days: Any
    fees: Mapping[str, Any] = field(default_factory=dict)
    covered: Any = None
    other: Any = None


@dataclass(frozen=True)
class Line:
    """What one item gives: unrounded base, ratio (None when several), before and after limits, limit, why nothing."""

    label: str
    kind: str
    base: Any
    ratio: Any
    before_caps: Any
    amount: Any
    binding: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Outcome:
    """All lines of a claim with their totals and the last limit that bound the main one."""

    lines: tuple[Line, ...]
    before_caps: Any
    amount: Any
    binding: str | None
    reason: str | None


def _principal_of(terms: Terms, facts: Facts) -> Any:
    """The part of the principal an item is about."""
    whole = facts.principal if terms.ceiling is None else least(facts.principal, terms.ceiling)
    if terms.part == "whole" or facts.covered is None:
        return whole * 0 if terms.part == "covered" else whole
    covered = least(facts.covered, whole)
    return covered if terms.part == "covered" else uncovered(whole, covered)


def _interest_base(terms: Terms, facts: Facts) -> Any:
    pair = None if terms.ceiling is None else (terms.ceiling, facts.principal)
    return eligible_interest(facts.counted, facts.rate, terms.rate_cap, terms.share, pair)


def base_of(terms: Terms, facts: Facts) -> Any:
    """What the ratio applies to, in yuan and unrounded; points on principal: principal × time in years."""
    principal = _principal_of(terms, facts)
    if terms.base == "reference_interest":
        rate = least(terms.reference, facts.rate) if terms.lower_of_both else terms.reference
        return reference_interest(principal, rate, facts.counted_days, facts.basis, terms.share)
    if terms.base == "principal_per_year":
        return reference_interest(principal, Decimal(1), facts.counted_days, facts.basis, terms.share)
    if terms.base == "principal":
        return principal
    if terms.base == "interest_plus_fees":
        fees = [facts.fees[fee] for fee in terms.fees if fee in facts.fees]
        return interest_and_fees(_interest_base(terms, facts), fees, facts.principal, terms.fee_base_share)
    return _interest_base(terms, facts)


def _stopped(gates: Sequence[Gate]) -> Gate | None:
    return next((gate for gate in gates if not gate.passed), None)


def _room(terms: Sequence[Terms], facts: Facts) -> Limit:
    """All subsidies of a loan together never exceed what was paid for it."""
    fees = [facts.fees[fee] for one in terms for fee in one.fees if fee in facts.fees]
    paid = total([facts.paid, *fees]) if fees else facts.paid
    room = paid if facts.other is None else left_of(paid, facts.other)
    return Limit("actual_interest_less_other_subsidies", room, "实付利息减其他补贴")


def main_line(terms: Sequence[Terms], facts: Facts, gates: Sequence[Gate] = ()) -> Line:
    """The interest items of a scheme as one line: bases times ratios added exactly, rounded once, then the limits."""
    bases = [
        named(base_of(one, facts), f"base_{i}", f"{one.label}的计算基数", "元") for i, one in enumerate(terms, 1)
    ]
    parts = [base * one.ratio for base, one in zip(bases, terms, strict=True)]
    stop = _stopped([*gates, *(gate for one in terms for gate in one.gates)])
    whole = total(parts) if len(parts) > 1 else parts[0]
    before = fen(whole if stop is None else whole * stop.passed)
    before = named(before, "main_before_caps", "限制前的补贴", "元", "计算基数乘比例，四舍五入到分")
    own = [one.own_cap for one in terms if one.own_cap is not None]
    later = [limit for one in terms for limit in one.later_caps]
    left = cut(before, [*own, _room(terms, facts), *later], "main")
    ratio = terms[0].ratio if len(terms) == 1 else None
    base = bases[0] if len(bases) == 1 else total(bases)
    reason = None if stop is None else stop.code
    return Line(terms[0].label, terms[0].kind, base, ratio, before, left.amount, left.binding, reason)


def fee_line(terms: Terms, facts: Facts, number: int, gates: Sequence[Gate] = ()) -> Line | None:
    """One fee item; None when no such fee was paid."""
    paid = [facts.fees[fee] for fee in terms.fees if fee in facts.fees]
    if not paid:
        return None
    stop = _stopped([*gates, *terms.gates])
    ratio = terms.ratio if stop is None else terms.ratio * stop.passed
    cap = None if terms.own_cap is None else terms.own_cap.amount
    base = total(paid) if len(paid) > 1 else paid[0]
    got = fee_subsidy(Fee(terms.label, base, ratio, cap, share=terms.share), key=f"fee_{number}")
    left = cut(got.amount, terms.later_caps, f"fee_{number}")
    reason = None if stop is None else stop.code
    return Line(terms.label, "fee", base, ratio, got.before_caps, left.amount, left.binding or got.binding, reason)


def share_limits(lines: Sequence[Line], limits: Sequence[Limit]) -> tuple[Line, ...]:
    """Limits that several items share run down in the order of the items."""
    out = list(lines)
    for limit in limits:
        room = limit.amount
        for i, line in enumerate(out):
            left = cut(line.amount, [replace(limit, amount=room)], f"line_{i + 1}")
            out[i] = replace(line, amount=left.amount, binding=left.binding or line.binding)
            room = room - left.amount
    return tuple(out)


def claim(
    terms: Sequence[Terms], facts: Facts, shared: Sequence[Limit] = (), gates: Sequence[Gate] = ()
) -> Outcome:
    """Every item of a scheme for one loan. The line of the interest comes first, then each fee that was paid."""
    main = [one for one in terms if one.kind != "fee"]
    fees = [one for one in terms if one.kind == "fee"]
    lines = [main_line(main, facts, gates)] if main else []
    found = [fee_line(one, facts, number, gates) for number, one in enumerate(fees, 1)]
    lines = list(share_limits([*lines, *(line for line in found if line is not None)], shared))
    bound = [line.binding for line in lines if line.binding is not None]
    stopped = [line.reason for line in lines if line.reason is not None]
    return Outcome(
        tuple(lines),
        total(line.before_caps for line in lines),
        total(line.amount for line in lines),
        bound[0] if bound else None,
        stopped[0] if stopped else None,
    )
