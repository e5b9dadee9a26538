"""提前还款: part of an instalment loan together with an instalment or between two, and a whole loan at once.

期限不变 keeps the number of instalments and lowers them; 月供不变 keeps the instalment (or the principal part) and
shortens the loan, the last instalment taking the rest. Amounts are yuan, posted to the fen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from calculators.figure import days, fen, named, plain
from calculators.rules.annuity import RateFrom, level_part, posted_annuity
from calculators.rules.day_count import interest
from calculators.rules.equal_principal import fixed_part, posted_equal_principal
from calculators.rules.instalments import Instalment, InterestOf, run_down

KEEP_TERM, KEEP_PAYMENT = "keep_term", "keep_payment"
CHOICES = ((KEEP_TERM, "期限不变，降低每期还款"), (KEEP_PAYMENT, "每期还款不变，缩短期限"))


def rest_of_annuity(
    balance: Any,
    after: int,
    rates: Sequence[RateFrom],
    count: Any,
    per_year: Any,
    interest_of: InterestOf,
    keep: str,
    level: Any,
) -> tuple[Instalment, ...]:
    """The instalments after number `after` of an equal-instalment loan whose balance has been lowered by prepayment.

    Under 期限不变 the instalment is worked out anew, and again at each later change of the rate. 月供不变 keeps `level`
    until the balance is gone, but never beyond the agreed number of instalments.
    """
    if plain(balance) == 0:
        return ()
    if keep == KEEP_TERM:
        return posted_annuity(balance, rates, count, per_year, interest_of, first=after + 1)
    last = int(plain(count))
    return run_down(balance, range(after + 1, last + 1), last, interest_of, level_part(level), level=level, shorten=True)


def rest_of_equal_principal(
    balance: Any, after: int, count: Any, interest_of: InterestOf, keep: str, part: Any
) -> tuple[Instalment, ...]:
    """The same for equal principal: a lower principal part, or the old one for fewer instalments."""
    if plain(balance) == 0:
        return ()
    if keep == KEEP_TERM:
        return posted_equal_principal(balance, count, interest_of, first=after + 1)
    last = int(plain(count))
    return run_down(balance, range(after + 1, last + 1), last, interest_of, fixed_part(part), shorten=True)


@dataclass(frozen=True)
class EarlyRepayment:
    """What is due when a whole loan is repaid early: days, and yuan rounded to the fen."""

    days: Any
    interest: Any
    fee: Any
    due: Any


def prepayment_fee(prepaid: Any, percent: Any) -> Any:
    """提前还款手续费 (违约金): fen(prepaid principal · fee fraction)."""
    return named(fen(prepaid * percent), "prepay_fee", "提前还款费用", "元", "提前归还的本金×费率，四舍五入到分")


def full_early_repayment(
    principal: Any, rate: Any, first_unsettled_day: Any, repaid_on: Any, basis: Any, fee_percent: Any
) -> EarlyRepayment:
    """Interest from the first day not yet settled up to the day before repayment, the fee, and all that is due."""
    length = days(first_unsettled_day, repaid_on)
    accrued = fen(interest(principal, rate, length, basis))
    fee = prepayment_fee(principal, fee_percent)
    return EarlyRepayment(length, accrued, fee, principal + accrued + fee)
