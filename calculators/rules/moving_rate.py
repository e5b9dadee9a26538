"""The interest of a loan whose contract rate moves, under a highest rate that may move as well.

Each stretch counts the lower of its contract rate and the limit in force, weighted by the days that count; the balance
is the same throughout a period. Yuan, fractions a year, days; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from calculators.figure import least, plain, total
from calculators.rules.balance_path import segments
from calculators.rules.subsidy import Record, Span, days_that_count
from calculators.rules.subsidy_limits import below
from calculators.rules.subsidy_periods import CountedPeriod

type Entries = Sequence[tuple[Any, Any]]  # (first day, value), ascending


@dataclass(frozen=True)
class MovingRate:
    """The contract rates by their first day, the periods with what counts of them, and which days count."""

    rates: Entries
    rows: tuple[CountedPeriod, ...]
    span: Span

    def under(self, limits: Entries) -> Any:
        """The interest that counts when no stretch counts at more than the limit in force.

        3.60 % for 184 days and 3.24 % for 181 days under 3.30 %: interest × (3.30 × 184 + 3.24 × 181) ÷
        (3.60 × 184 + 3.24 × 181).
        """
        return total(self._clipped(row, limits) for row in self.rows)

    def _clipped(self, row: CountedPeriod, limits: Entries) -> Any:
        period = row.period
        # A "segment" carries two values from day to day: here the contract rate and the limit.
        parts = segments(self.rates, limits, period.start, period.end)
        if not any(below(limit, rate) for _, _, _, rate, limit in parts):
            return row.interest
        own, lower = [], []
        for start, end, _, rate, limit in parts:
            length = days_that_count(Record(start, end, period.paid_on, period.interest), self.span)
            own.append(rate * length)
            lower.append(least(rate, limit) * length)
        whole = total(own)
        return row.interest * total(lower) / whole if plain(whole) else row.interest
