"""The risk pool over a year: payments and refills in date order, leverage, and the two kinds of stop-loss (熔断)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.figure import apply, fen, least, most, named, operation, plain, total
from calculators.rules.sharing import PoolLimits, Terms, share_loss
from calculators.rules.subsidy_limits import left_of

LOSS, REFILL = "loss", "recovery"


@dataclass(frozen=True)
class Event:
    """Something that moves the pool: a loss it shares in, or a recovery that flows back into it (yuan)."""

    kind: str
    amount: Any


@dataclass(frozen=True)
class Movement:
    """One event's effect in yuan: what the pool pays and the bank bears, or what flows back; the balance afterwards.

    None where it does not apply: a loss refills nothing, a recovery costs nobody anything.
    """

    event: Event
    pays: Any
    bank: Any
    refill: Any
    balance: Any


@dataclass(frozen=True)
class Year:
    """The pool's rules for a year; None where there is no such limit. `share` is a fraction."""

    opening: Any
    share: Any
    per_loan: Any = None
    yearly_cap: Any = None
    ceiling: Any = None


def still_left(cap: Any, paid: Sequence[Any]) -> Any:
    """What the year's payments leave of a cap; the cap itself before the first payment, None without a cap."""
    return cap if cap is None or not paid else left_of(cap, total(paid))


def _pays(year: Year, loss: Any, balance: Any, paid: Sequence[Any]) -> tuple[Any, Any]:
    """What the pool and the bank (with all others) bear of one loss."""
    limits = PoolLimits(
        per_loan=year.per_loan,
        yearly_left=still_left(year.yearly_cap, paid),
        ceiling_left=still_left(year.ceiling, paid),
        balance=balance,
    )
    pool, bank = share_loss(loss, {"pool": year.share, "bank": 1 - year.share}, Terms(limits))
    return pool.borne, bank.borne


def run_year(year: Year, events: Sequence[Event]) -> tuple[Movement, ...]:
    """Events in date order. Payments lower the balance and use up the yearly cap; a recovery refills the balance only."""
    balance, found = year.opening, []
    paid: list[Any] = []
    for number, event in enumerate(events, 1):
        pays, bank, refill = None, None, None
        if event.kind == LOSS:
            pays, bank = _pays(year, event.amount, balance, paid)
            pays = named(pays, f"paid_{number}", f"第{number}笔资金池代偿")
            paid.append(pays)
            balance = balance - pays
        else:
            refill = event.amount
            balance = balance + refill
        balance = named(balance, f"balance_{number}", f"第{number}笔之后资金池余额")
        found.append(Movement(event, pays, bank, refill, balance))
    return tuple(found)


def paid_in(movements: Iterable[Movement]) -> Any:
    """What the pool paid over all movements, in yuan."""
    return total(movement.pays for movement in movements if movement.pays is not None)


@dataclass(frozen=True)
class Capacity:
    """Loans the pool can carry, room for new ones (yuan), and the part used (a fraction; None without capacity)."""

    capacity: Any
    room: Any
    used: Any


def capacity(balance: Any, multiple: Any, outstanding: Any) -> Capacity:
    """Balance × multiple. 10 m yuan, ten times, 35 m outstanding: 100 m, room for 65 m, 35 % used."""
    whole = named(balance * multiple, "capacity", "资金池可支持的贷款余额", "元", "资金池余额×放大倍数。")
    room = named(most(whole - outstanding, whole * 0), "room", "还可以新增的贷款", "元", "可支持的余额减去在保余额。")
    used = None
    if plain(whole) != 0:
        used = named(outstanding / whole, "capacity_used", "已用比例", "%", "在保余额÷可支持的余额。")
    return Capacity(whole, room, used)


@operation("reaches", "{0} 是否达到 {1}（含本数）")
def reaches(ratio: Any, threshold: Any) -> bool:
    """达到 includes equality."""
    return bool(ratio >= threshold)


def npl_ratio(bad: Any, outstanding: Any) -> Any:
    """Non-performing balance over outstanding balance, a fraction; 0 when nothing is outstanding."""
    ratio = outstanding * 0 if plain(outstanding) == 0 else bad / outstanding
    return named(ratio, "npl_ratio", "不良率", "%", "不良贷款余额÷贷款余额。")


def suspended(bad: Any, outstanding: Any, threshold: Any) -> Any:
    """Whether new covered loans stop: compared as bad ≥ threshold × outstanding, so no quotient decides."""
    idle = plain(outstanding) == 0  # without loans there is nothing to suspend
    reached = apply("reaches", outstanding, threshold + 1) if idle else apply("reaches", bad, threshold * outstanding)
    return named(reached, "suspended", "是否暂停新增业务", "", "不良贷款达到阈值×贷款余额，就暂停；正好达到也暂停。")


def ceiling_of(percent: Any, portfolio: Any) -> Any:
    """The most the pool pays in a year: a share of the covered portfolio, to the fen."""
    amount = fen(percent * portfolio)
    return named(amount, "ceiling", "年度代偿总额上限", "元", "在保贷款余额×上限比例，四舍五入到分。")


def within_ceiling(losses: Iterable[Any], share: Any, ceiling: Any) -> tuple[Any, Any]:
    """The pool's payment of a year under an aggregate ceiling, and its part before the ceiling."""
    wanted = total(fen(loss * share) for loss in losses)
    return least(wanted, ceiling), wanted
