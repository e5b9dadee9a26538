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
        interest = named(fen(interest_of(k, balance)), f"{prefix}interest_{k}", f"{says}第{k}期利息")
        part = part_of(k, balance, interest)
        ends = k == last or (shorten and balance <= part)
        part = named(balance if ends else part, f"{prefix}principal_{k}", f"{says}第{k}期归还本金")
        payment = named(part + interest, f"{prefix}payment_{k}", f"{says}第{k}期还款额")
        left = named(balance - part, f"{prefix}balance_{k}", f"{says}第{k}期后余额")
        rows.append(Instalment(k, balance, interest, part, payment, left, level))
        balance = left
        if ends:
            break
    return tuple(rows)
