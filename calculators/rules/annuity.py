"""等额本息: equal instalments by the monthly-rate convention, as a formula and as the posted schedule.

Periodic rate i = annual rate / instalments a year. A = P·i·(1+i)^n / ((1+i)^n − 1). The posted schedule rounds A and
every interest to the fen; the last instalment takes what is left, so the principal parts add up to the loan exactly.
Amounts are yuan, rates fractions a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calculators.figure import fen, named, plain
from calculators.rules.instalments import Instalment, InterestOf, run_down

RateFrom = tuple[int, Any]


def level_payment(principal: Any, periodic_rate: Any, count: Any) -> Any:
    """The instalment, unrounded yuan. Without interest it is principal / count."""
    if plain(periodic_rate) == 0:
        return principal / count
    growth = (1 + periodic_rate) ** count
    return principal * periodic_rate * growth / (growth - 1)


def balance_after(principal: Any, periodic_rate: Any, count: Any, paid: Any) -> Any:
    """The closed-form balance after `paid` of `count` instalments, unrounded yuan."""
    payment = level_payment(principal, periodic_rate, count)
    if plain(periodic_rate) == 0:
        return principal - payment * paid
    growth = (1 + periodic_rate) ** paid
    return principal * growth - payment * (growth - 1) / periodic_rate


def formula_interest(principal: Any, periodic_rate: Any, count: Any) -> Any:
    """公式值: count · instalment − principal, rounded once to the fen; a few fen off the posted total."""
    return fen(level_payment(principal, periodic_rate, count) * count - principal)


def regular_payment(principal: Any, rate: Any, per_year: Any, left: Any, key: str) -> Any:
    """The instalment rounded to the fen for `left` remaining instalments, with its name."""
    periodic = named(rate / per_year, f"rate_of_{key}", "每期利率", "%", "年利率÷一年还款次数")
    payment = fen(level_payment(principal, periodic, left))
    return named(payment, key, "每期还款额", "元", "等额本息公式算出后四舍五入到分，最后一期按余额结清")


def monthly_interest(rates: Mapping[int, Any], per_year: Any) -> InterestOf:
    """Interest of instalment k by the periodic rate in force: balance · rate / instalments a year, unrounded."""
    return lambda k, balance: balance * rates[k] / per_year


def rate_by_instalment(rates: Sequence[RateFrom], count: int) -> dict[int, Any]:
    """The annual rate of each instalment 1 … count from (first instalment, rate) pairs in ascending order."""
    found: dict[int, Any] = {}
    for first, rate in rates:
        found |= dict.fromkeys(range(first, count + 1), rate)
    return found


def posted_annuity(
    principal: Any,
    rates: Sequence[RateFrom],
    count: Any,
    per_year: Any,
    interest_of: InterestOf | None = None,
    first: int = 1,
    prefix: str = "",
) -> tuple[Instalment, ...]:
    """The posted schedule of instalments `first` … count, recomputing the instalment wherever a rate starts.

    `interest_of(k, balance)` gives the unrounded interest; by default the monthly-rate convention. 1,000,000 yuan at
    3.45 % over 6 months: five instalments of 168,347.76 and a last one of 168,347.77.
    """
    last = int(plain(count))
    interest_of = interest_of or monthly_interest(rate_by_instalment(rates, last), per_year)
    rows: list[Instalment] = []
    balance = principal
    starts = [(max(start, first), rate) for start, rate in rates]
    for (start, rate), (stop, _) in zip(starts, [*starts[1:], (last + 1, None)], strict=True):
        if start >= stop:
            continue
        left = count - (start - 1) if start > 1 else count
        payment = regular_payment(balance, rate, per_year, left, f"{prefix}instalment_{start}")
        rows += run_down(balance, range(start, stop), last, interest_of, level_part(payment), payment, prefix=prefix)
        balance = rows[-1].balance
    return tuple(rows)


def level_part(payment: Any) -> Any:
    """The principal part of an equal instalment: what interest leaves of it."""
    return lambda k, balance, interest: payment - interest
