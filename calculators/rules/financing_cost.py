"""综合融资成本: every payment around a loan on its own date, its annual rate before and after a subsidy, break-even.

Borrower's sign: received +, paid −. Flows of one day are added. Rates are fractions; they are reported, never used
to compute money, and come unrounded (12 decimal places) from the root search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from calculators.dates import days_between
from calculators.irr import DAYS_IN_YEAR, xirr
from calculators.money import FEN, floor_to, round_fen

type Dated = tuple[date, Decimal]


def add_up(flows: Sequence[Dated]) -> tuple[Dated, ...]:
    """Flows by date, those of one day added."""
    by_day: dict[date, Decimal] = {}
    for day, amount in flows:
        by_day[day] = by_day.get(day, Decimal(0)) + amount
    return tuple(sorted(by_day.items()))


@dataclass(frozen=True)
class BulletLoan:
    """A loan repaid in one sum, with interest on given days. Yuan; `rate` is a fraction a year."""

    principal: Decimal
    rate: Decimal
    drawdown: date
    maturity: date
    interest_days: tuple[date, ...]
    basis: Decimal

    def interest(self) -> tuple[Dated, ...]:
        """fen(principal · rate · days since the previous payment / basis) on each interest day."""
        stretches = pairwise((self.drawdown, *self.interest_days))
        return tuple(
            (end, round_fen(self.principal * self.rate * days_between(start, end) / self.basis))
            for start, end in stretches
        )


@dataclass(frozen=True)
class AllInCost:
    """Flows, totals in yuan and rates before and after the subsidy. A rate is None when there is no single one."""

    before: tuple[Dated, ...]
    after: tuple[Dated, ...]
    interest: Decimal
    fees: Decimal
    subsidy: Decimal
    rate_before: Decimal | None
    rate_after: Decimal | None
    simple_before: Decimal
    simple_after: Decimal

    @property
    def net_cost(self) -> Decimal:
        """Interest and fees less subsidies, yuan."""
        return self.interest + self.fees - self.subsidy

    @property
    def saved(self) -> Decimal | None:
        """The effective subsidy: the difference of the two unrounded rates."""
        if self.rate_before is None or self.rate_after is None:
            return None
        return self.rate_before - self.rate_after


def _sum(flows: Sequence[Dated]) -> Decimal:
    return sum((amount for _, amount in flows), Decimal(0))


def all_in_cost(loan: BulletLoan, fees: Sequence[Dated], deposit: Decimal, subsidies: Sequence[Dated]) -> AllInCost:
    """All charges of a bullet loan: fees on their dates, a deposit frozen until maturity, subsidies when received."""
    paid = [(day, -amount) for day, amount in (*loan.interest(), *fees)]
    lent = [(loan.drawdown, loan.principal - deposit), (loan.maturity, deposit - loan.principal)]
    before = add_up([*lent, *paid])
    after = add_up([*before, *subsidies])
    interest, charges, subsidy = _sum(loan.interest()), _sum(fees), _sum(subsidies)
    years = loan.principal * days_between(loan.drawdown, loan.maturity) / DAYS_IN_YEAR
    return AllInCost(
        before=before,
        after=after,
        interest=interest,
        fees=charges,
        subsidy=subsidy,
        rate_before=xirr(before).rate,
        rate_after=xirr(after).rate,
        simple_before=(interest + charges) / years,
        simple_after=(interest + charges - subsidy) / years,
    )


def largest_upfront_fee(principal: Decimal, due: Decimal, days: Decimal, target: Decimal) -> Decimal:
    """The fee at drawdown that brings a single-payment loan to the target XIRR, floored to the fen.

    principal − due / (1 + target)^(days / 365). Negative when the loan alone costs more than the target.
    """
    growth: Decimal = (1 + target) ** (days / DAYS_IN_YEAR)
    return floor_to(principal - due / growth, FEN)
