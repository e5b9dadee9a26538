"""The recursion that every instalment loan shares: interest on the balance, a principal part, the new balance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from calculators.figure import fen, named

# Keys of a plan that is shown only for comparison carry a prefix, and its labels say so.
PREFIX_WORDS = {"": "", "original_": "原计划"}

type InterestOf = Callable[[int, Any], Any]
type PartOf = Callable[[int, Any, Any], Any]


class Instalment(NamedTuple):
    """One instalment as posted, yuan. `level` is the regular instalment in force (None for equal principal)."""

    number: int
    opening: Any
    interest: Any
    principal: Any
    payment: Any
    balance: Any
    level: Any = None


def run_down(
    balance: Any,
    numbers: range,
    last: int,
    interest_of: InterestOf,
    part_of: PartOf,
    level: Any = None,
    shorten: bool = False,
    prefix: str = "",
) -> tuple[Instalment, ...]:
    """Instalments `numbers`, of which number `last` repays all that is left.

    Interest is rounded to the fen once an instalment, and the rounded figure is what the balance uses. With `shorten`
    the loan ends as soon as a regular part covers the balance (月供不变).
    """
    rows: list[Instalment] = []
    says = PREFIX_WORDS[prefix]
    for k in numbers:
        interest = named(fen(interest_of(k, balance)), "{0}interest_{2}", "{1}第{2}期利息", "元", "", (prefix, says, k))
        part = part_of(k, balance, interest)
        ends = k == last or (shorten and balance <= part)
        part = named(balance if ends else part, "{0}principal_{2}", "{1}第{2}期归还本金", "元", "", (prefix, says, k))
        payment = named(part + interest, "{0}payment_{2}", "{1}第{2}期还款额", "元", "", (prefix, says, k))
        left = named(balance - part, "{0}balance_{2}", "{1}第{2}期后余额", "元", "", (prefix, says, k))
        rows.append(Instalment(k, balance, interest, part, payment, left, level))
        balance = left
        if ends:
            break
    return tuple(rows)
