"""Exact numbers and dates for the second derivations. Shares no code with `calculators`."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

type Inputs = dict[str, Any]

ONE_DAY = timedelta(days=1)


def part(percent: str) -> Fraction:
    """A percentage as a fraction of one."""
    return Fraction(percent) / 100


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """四舍五入, ties away from zero; to the fen unless told otherwise."""
    units = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    return Fraction(-units if value < 0 else units, 10**places)


def text(value: Fraction | int, places: int = 2) -> str:
    """Rounded half up and written out with that many digits."""
    units = int(half_up(Fraction(value), places) * 10**places)
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}d}"


def floor_to(value: Fraction, unit: Fraction) -> Fraction:
    """Down to a multiple of the unit."""
    return (value / unit).__floor__() * unit


def in_month(year: int, month: int, day: int) -> date:
    """That day of a month counted on from January of the year, or the month's last day."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def months_later(start: date, months: int) -> date:
    """对月对日, always counted from the start."""
    return in_month(start.year, start.month + months, start.day)


def each_day(start: date, end: date) -> Iterator[date]:
    """First day counted, last day not."""
    while start < end:
        yield start
        start += ONE_DAY


def draw_yuan(random: Random, highest: int = 10**7, lowest: int = 0) -> str:
    """Yuan: round amounts, whole yuan, or any fen."""
    fen = random.randint(lowest * 100, highest * 100)
    return text(Fraction(fen - fen % random.choice([1, 1, 100, 10**6]), 100) or lowest)


def draw_rate(random: Random) -> str:
    """A yearly rate in percent, sometimes zero, up to four decimals."""
    return random.choice(["0", "3.45", "3.65", "4.350", f"{random.uniform(0, 8):.{random.randint(1, 4)}f}"])


def draw_day(random: Random) -> date:
    """Any day of four years; often a month end, a leap day or a day around the 20th."""
    day = date(2023, 1, 1) + timedelta(days=random.randint(0, 1460))
    return in_month(day.year, day.month, random.choice([day.day, day.day, 19, 20, 21, 31]))


def draw_span(random: Random, longest: int = 30) -> tuple[date, date]:
    """Drawdown and maturity, at least a day apart."""
    start = draw_day(random)
    end = months_later(start, random.randint(1, longest)) + timedelta(days=random.choice([0, 0, -1, 1, random.randint(-20, 20)]))
    return start, max(end, start + ONE_DAY)
