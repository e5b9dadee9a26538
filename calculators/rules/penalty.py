"""Overdue loans: penalty interest (罚息) and compound interest (复利) on unpaid interest.

Penalty rate = contract rate · (1 + uplift), uplift 30 % to 50 % for late payment (银发〔2003〕251号, not read in the
original). From the first overdue day, included, to the repayment day, not included. None of it can be subsidised.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.figure import days, fen
from calculators.rules.day_count import interest

# Subsidies reward contract interest paid on time; penalty and compound interest never count (yuan).
ELIGIBLE_FOR_SUBSIDY = Decimal(0)


@dataclass(frozen=True)
class Overdue:
    """What an overdue loan costs on top of its contract interest. Yuan; `rate` is a fraction a year."""

    rate: Any
    days: Any
    penalty: Any
    compound: Any


def overdue_interest(
    principal: Any, unpaid_interest: Any, rate: Any, uplift: Any, first_day: Any, repaid_on: Any, basis: Any
) -> Overdue:
    """Penalty on the principal, and simple interest at the penalty rate on the unpaid contract interest.

    2,000,000 yuan, 3.65 % + 50 %, 30 days: 9,125.00; on 18,250.00 of unpaid interest 83.27. Each rounded to the fen.
    """
    penalty_rate = rate * (1 + uplift)
    length = days(first_day, repaid_on)
    return Overdue(
        rate=penalty_rate,
        days=length,
        penalty=fen(interest(principal, penalty_rate, length, basis)),
        compound=fen(interest(unpaid_interest, penalty_rate, length, basis)),
    )
