"""The repayment plan of loans whose principal is repaid at maturity, in one sum, or along a path of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from calculators.figure import days, fen, named, plain, total
from calculators.rules.balance_path import Course, PathPeriod, accrued, path_interest, segments
from calculators.rules.instalments import PREFIX_WORDS
from calculators.rules.plan import Line, Plan
from calculators.rules.single_payment import by_whole_months

INTEREST_WHY = "本金×年利率×实际天数÷一年的计息天数，四舍五入到分"

type Moves = Sequence[tuple[Any, Any, Any]]  # (day, drawn, repaid), each day once, ascending
type Entries = Sequence[tuple[Any, Any]]  # (first day, value), ascending


class Calendar(NamedTuple):
    """The interest periods: their first days with the end last, and the day on which each is settled."""

    bounds: tuple[Any, ...]
    paid: tuple[Any, ...]


def settled_plan(moves: Moves, balances: Entries, rates: Entries, calendar: Calendar, basis: Any, prefix: str = "") -> Plan:
    """Interest settled on fixed days, principal moving on its own days; one line a day on which money moves.

    The drawdown that opens the loan makes no line unless the path has several drawdowns.
    """
    periods = path_interest(balances, rates, calendar.bounds, calendar.paid, basis, prefix)
    due = {plain(period.paid_on): period for period in periods}
    moved = {plain(day): (day, drawn, repaid) for day, drawn, repaid in moves}
    balance = Course(balances)
    lines = []
    for number, on in enumerate(sorted(due.keys() | moved.keys()), 1):
        lines.append(_line(number, due.get(on), moved.get(on), balance.at(on), prefix))
    return Plan(tuple(lines))


def _line(number: int, period: PathPeriod | None, move: tuple[Any, Any, Any] | None, balance: Any, prefix: str) -> Line:
    day, drawn, repaid = move if move is not None else (None, None, None)
    start = length = interest = opening_days = None
    if period is not None:
        _, start, _, length, _, opening_days, interest, day = period
    parts = [value for value in (interest, repaid) if value is not None]
    payment = None
    if parts:
        says = PREFIX_WORDS[prefix]
        payment = named(total(parts), "{0}payment_{2}", "{1}第{2}笔付款", "元", "当天应付的利息和本金", (prefix, says, number))
    return Line(start, day, length, interest, drawn, repaid, payment, balance, opening_days)


def single_payments(
    parts: Sequence[tuple[Any, Any, Any]],
    drawdown: Any,
    rates: Entries,
    basis: Any,
    whole_months: bool,
    prefix: str = "",
) -> Plan:
    """利随本清 in parts (amount, repaid on, balance left): each part pays its own interest from drawdown on.

    `whole_months` is 逐笔计息法, with the one rate of the loan; otherwise actual days with every reset of the rate.
    """
    lines = []
    for number, (amount, on, left) in enumerate(parts, 1):
        length, interest = _part_interest(amount, drawdown, on, rates, basis, whole_months, number, prefix)
        says = f"{PREFIX_WORDS[prefix]}第{number}笔"
        payment = named(amount + interest, f"{prefix}payment_{number}", f"{says}还本付息", "元", "本金加利息")
        lines.append(Line(drawdown, on, length, interest, None, amount, payment, left, amount * length))
    return Plan(tuple(lines))


def _part_interest(
    amount: Any, drawdown: Any, on: Any, rates: Entries, basis: Any, whole_months: bool, number: int, prefix: str
) -> tuple[Any, Any]:
    """Days and interest of one part."""
    if whole_months:
        paid = by_whole_months(amount, rates[0][1], drawdown, on, basis, f"{prefix}{number}")
        return paid.days, paid.interest
    says = f"{PREFIX_WORDS[prefix]}第{number}笔"
    cut = segments([(drawdown, amount)], rates, drawdown, on, f"{prefix}days_{number}", f"{says}计息天数")
    interest = named(fen(accrued(cut, basis)), f"{prefix}interest_{number}", f"{says}利息", "元", INTEREST_WHY)
    return named(days(drawdown, on), f"{prefix}days_{number}", f"{says}计息天数", "天"), interest
