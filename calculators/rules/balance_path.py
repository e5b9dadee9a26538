"""Interest on a balance that moves: several drawdowns, repayments by plan or at will, rates that are reset.

A drawdown bears interest from its own date, a repayment stops it from its own date. The interest of a period is
fen(Σ balance · rate · days / basis) over its segments, rounded once (积数 × 日利率). Yuan, fractions a year, days.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from calculators.figure import days, fen, named, plain, total
from calculators.rules.instalments import PREFIX_WORDS

WHY = {
    False: "余额×年利率×天数÷一年的计息天数，四舍五入到分",
    True: "期内余额或利率有变动：各段余额×年利率×天数相加，÷一年的计息天数，四舍五入到分",
}


class PathError(ValueError):
    """A balance path that cannot be: below zero on a day, or not back at zero at the end. `day` and `balance`."""

    def __init__(self, day: Any, balance: Any) -> None:
        self.day, self.balance = plain(day), plain(balance)
        super().__init__(f"balance {self.balance} on {self.day}")


@dataclass(frozen=True)
class Step:
    """The balance from a day on, after the drawdowns and repayments of that day."""

    day: Any
    drawn: Any
    repaid: Any
    balance: Any


class Segment(NamedTuple):
    """A stretch of days with one balance and one rate."""

    start: Any
    end: Any
    days: Any
    balance: Any
    rate: Any


class PathPeriod(NamedTuple):
    """One interest period of a moving balance; `balance_days` is the 积数 in yuan·days."""

    number: int
    start: Any
    end: Any
    days: Any
    segments: tuple[Segment, ...]
    balance_days: Any
    interest: Any
    paid_on: Any


def balance_steps(events: Sequence[tuple[Any, Any, Any]]) -> tuple[Step, ...]:
    """Steps from (day, drawn, repaid), those of one day taken together. The path must end at zero.

    Raises PathError when a balance is negative or the last one is not zero.
    """
    by_day: dict[Any, list[tuple[Any, Any, Any]]] = {}
    for event in sorted(events, key=lambda e: plain(e[0])):
        by_day.setdefault(plain(event[0]), []).append(event)
    steps: list[Step] = []
    for number, same_day in enumerate(by_day.values(), 1):
        drawn, repaid = total(e[1] for e in same_day), total(e[2] for e in same_day)
        balance = steps[-1].balance + drawn - repaid if steps else drawn - repaid
        balance = named(balance, f"balance_{number}", f"第{number}次变动后余额")
        steps.append(Step(same_day[0][0], drawn, repaid, balance))
        if plain(balance) < 0:
            raise PathError(same_day[0][0], balance)
    if not steps or plain(steps[-1].balance) != 0:
        raise PathError(steps[-1].day if steps else None, steps[-1].balance if steps else None)
    return tuple(steps)


class Course:
    """What holds from which day on: (first day, value), ascending. The first value also holds before its day."""

    __slots__ = ("days", "entries")

    def __init__(self, entries: Sequence[tuple[Any, Any]]) -> None:
        self.entries = entries
        self.days = [plain(day) for day, _ in entries]

    def at(self, day: Any) -> Any:
        """The value in force on a plain day."""
        return self.entries[(bisect_right(self.days, day) or 1) - 1][1]

    def over(self, first: Any, last: Any) -> tuple[Any, bool]:
        """The value in force on the first of two plain days, and whether it stays until the other."""
        following = bisect_right(self.days, first)
        steady = following == len(self.days) or self.days[following] >= last
        return self.entries[(following or 1) - 1][1], steady


def _cut(balance: Course, rate: Course, start: Any, end: Any, key: str, label: str, *of: Any) -> tuple[Segment, ...]:
    """Named days, so that a derivation reads 天数 and not a subtraction of dates."""
    first, last = plain(start), plain(end)
    (held, steady), (price, fixed) = balance.over(first, last), rate.over(first, last)
    if steady and fixed:
        return (Segment(start, end, named(days(start, end), key, label, "天", "", of), held, price),)
    inside = {plain(d): d for d, _ in (*balance.entries, *rate.entries) if first < plain(d) < last}
    cuts = [start, *(inside[d] for d in sorted(inside)), end]
    return tuple(
        Segment(
            a,
            b,
            named(days(a, b), f"{key}_{n}", f"{label}（第{n}段）", "天", "", of),
            balance.at(plain(a)),
            rate.at(plain(a)),
        )
        for n, (a, b) in enumerate(zip(cuts, cuts[1:], strict=False), 1)
    )


def segments(
    balances: Sequence[tuple[Any, Any]],
    rates: Sequence[tuple[Any, Any]],
    start: Any,
    end: Any,
    key: str = "days",
    label: str = "天数",
) -> tuple[Segment, ...]:
    """A period cut wherever the balance or the rate changes. Both lists hold (first day, value), ascending.

    `key` and `label` name the days of each segment.
    """
    return _cut(Course(balances), Course(rates), start, end, key, label)


def accrued(parts: Sequence[Segment], basis: Any) -> Any:
    """Unrounded interest of some segments in yuan: Σ balance · rate · days / basis."""
    products = [balance * rate * length for _, _, length, balance, rate in parts]
    return (products[0] if len(products) == 1 else total(products)) / basis


def path_interest(
    balances: Sequence[tuple[Any, Any]],
    rates: Sequence[tuple[Any, Any]],
    bounds: Sequence[Any],
    paid: Sequence[Any],
    basis: Any,
    prefix: str = "",
) -> tuple[PathPeriod, ...]:
    """The interest periods between `bounds`, each settled on its day in `paid`. `prefix` marks a plan not followed."""
    says, balance, rate = PREFIX_WORDS[prefix], Course(balances), Course(rates)
    periods = []
    for number, (start, end, on) in enumerate(zip(bounds, bounds[1:], paid, strict=False), 1):
        parts = _cut(balance, rate, start, end, "{0}days_{2}", "{1}第{2}期天数", prefix, says, number)
        why = WHY[len(parts) > 1]
        interest = named(fen(accrued(parts, basis)), "{0}interest_{2}", "{1}第{2}期利息", "元", why, (prefix, says, number))
        length = named(days(start, end), "{0}days_{2}", "{1}第{2}期天数", "天", "", (prefix, says, number))
        balance_days = total([held * count for _, _, count, held, _ in parts])
        periods.append(PathPeriod(number, start, end, length, parts, balance_days, interest, on))
    return tuple(periods)
