"""Interest subsidy of one or several loans of an enterprise: what counts, the rate cap, the ratio, the limits.

Order, fixed: kind, claim window and subsidised months -> rate cap -> share secured by patents -> ratio -> rounded
once per loan to the fen -> cap per loan -> room left under the interest paid -> cap per enterprise and year, in order
of drawdown date, then loan number. Rates, ratios and shares are fractions, money is yuan; numbers or Figures alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.figure import apply, days, fen, operation, plain, total
from calculators.rules.subsidy_limits import Cut, Limit, below, cut, left_of

CONTRACT = "contract_interest"


class Record(NamedTuple):
    """Interest of the days from `start` up to, not including, `end`, and the day it was paid."""

    start: Any
    end: Any
    paid_on: Any
    amount: Any
    kind: str = CONTRACT


class Span(NamedTuple):
    """Which interest counts: days from `since` for `months` months, paid from `paid_from` to `paid_to` (included)."""

    since: Any = None
    months: Any = None
    paid_from: Any = None
    paid_to: Any = None

    def until(self) -> Any:
        """The first day that no longer counts; None without a limit of months."""
        return None if self.months is None else apply("add_months", self.since, apply("whole_number", self.months))


@operation("whole_number", "{0}")
def whole_number(value: Decimal) -> int:
    """A whole Decimal (months, say) as an int for calendar arithmetic."""
    return int(value)


@operation("counted_days", "{0} 到 {1} 中计入贴息的天数")
def counted_days(
    start: date,
    end: date,
    paid_on: date,
    since: date | None,
    until: date | None,
    paid_from: date | None,
    paid_to: date | None,
) -> Decimal:
    """Days of a record that count: inside the subsidised months, or none at all when paid outside the window."""
    if (paid_from is not None and paid_on < paid_from) or (paid_to is not None and paid_on > paid_to):
        return Decimal(0)
    first = start if since is None else max(start, since)
    last = end if until is None else min(end, until)
    return Decimal(max((last - first).days, 0))


def days_that_count(record: Record, span: Span) -> Any:
    """Days of one record that count under the span."""
    parts = (record.start, record.end, record.paid_on, span.since, span.until(), span.paid_from, span.paid_to)
    return apply("counted_days", *parts)


def counted_interest(record: Record, counted: Any) -> Any:
    """The record's interest for the days that count: all, none, or pro rata by days (not rounded)."""
    length = days(record.start, record.end)
    if plain(counted) == plain(length):
        return record.amount
    return record.amount * counted / length


def interest_in(records: Iterable[Record], span: Span) -> Any:
    """Contract interest that counts; penalty and compound interest never do."""
    own = [record for record in records if record.kind == CONTRACT]
    return total(counted_interest(record, days_that_count(record, span)) for record in own)


def eligible_interest(counted: Any, rate: Any, rate_cap: Any = None, share: Any = None, cap_share: Any = None) -> Any:
    """Interest × min(1, cap rate / contract rate) × share secured by patents, unrounded.

    `cap_share` is a pair (principal that counts, principal) where only part of a large loan is subsidised. The cap
    never raises the interest.
    """
    divisors = []
    if rate_cap is not None and below(rate_cap, rate):
        counted, divisors = counted * rate_cap, [rate]
    if share is not None:
        counted = counted * share
    if cap_share is not None and below(*cap_share):
        counted, divisors = counted * cap_share[0], [*divisors, cap_share[1]]
    for divisor in divisors:
        counted = counted / divisor
    return counted


@dataclass(frozen=True)
class Loan:
    """One loan of a claim. `share`: part secured by patents (None: not split); `other`: other subsidies received."""

    number: str
    rate: Any
    drawdown: Any
    records: tuple[Record, ...]
    share: Any = None
    first: bool = False
    other: Any = Decimal(0)

    def interest_paid(self) -> Any:
        """Contract interest paid over all records, in or out of the window: the most that subsidies may cover."""
        return total(record.amount for record in self.records if record.kind == CONTRACT)


@dataclass(frozen=True)
class Terms:
    """The rules of a claim; None where the rule has no such limit. `granted`: already received this year."""

    ratio: Any
    first_ratio: Any = None
    rate_cap: Any = None
    months: Any = None
    paid_from: Any = None
    paid_to: Any = None
    loan_cap: Any = None
    year_cap: Any = None
    granted: Any = Decimal(0)

    def ratio_of(self, loan: Loan) -> Any:
        """The first-loan ratio for a first pledge loan when there is one, else the ratio."""
        return self.first_ratio if loan.first and self.first_ratio is not None else self.ratio


@dataclass(frozen=True)
class Grant:
    """What one loan gets, in yuan. `eligible` is rounded for showing only; `binding` names the last limit that cut."""

    number: str
    eligible: Any
    before_caps: Any
    amount: Any
    binding: str | None


def _own_limits(loan: Loan, terms: Terms) -> list[Limit]:
    limits = [] if terms.loan_cap is None else [Limit("per_loan_cap", terms.loan_cap, "每笔上限")]
    room = left_of(loan.interest_paid(), loan.other)
    return [*limits, Limit("actual_interest_less_other_subsidies", room, "实付利息减其他贴息")]


def _grant_one(loan: Loan, terms: Terms) -> Grant:
    """One loan before the enterprise's yearly cap."""
    since = None if terms.months is None else loan.drawdown
    span = Span(since, terms.months, terms.paid_from, terms.paid_to)
    eligible = eligible_interest(interest_in(loan.records, span), loan.rate, terms.rate_cap, loan.share)
    before = fen(eligible * terms.ratio_of(loan))
    left: Cut = cut(before, _own_limits(loan, terms))
    return Grant(loan.number, fen(eligible), before, left.amount, left.binding)


def grant(loans: Sequence[Loan], terms: Terms) -> tuple[Grant, ...]:
    """What each loan gets, in the order given. The yearly cap runs down by drawdown date, then loan number."""
    grants = [_grant_one(loan, terms) for loan in loans]
    if terms.year_cap is None:
        return tuple(grants)
    left = left_of(terms.year_cap, terms.granted)
    for i in sorted(range(len(loans)), key=lambda i: (plain(loans[i].drawdown), loans[i].number)):
        one = grants[i]
        last = cut(one.amount, [Limit("per_enterprise_year_cap", left, "每户每年上限")])
        grants[i] = Grant(one.number, one.eligible, one.before_caps, last.amount, last.binding or one.binding)
        left = left - last.amount
    return tuple(grants)
