"""Rounding, months and dated policy values, as one would write them for a single calculator."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from calculators.policy import all_parameters

FEN, NOISE = Decimal("0.01"), Decimal("1e-20")

type Figures = dict[str, object]
type Rows = list[tuple[object, ...]]
type Plain = tuple[Figures, Rows]


def fen(value: Decimal) -> Decimal:
    """Half up to the fen, the noise of quotients dropped first."""
    return value.quantize(NOISE).quantize(FEN, ROUND_HALF_UP)


def places(value: Decimal, count: int) -> Decimal:
    """Half up to so many decimals."""
    return value.quantize(NOISE).quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _series(key: str) -> tuple[list[date], list[Decimal]]:
    parameter = all_parameters()[key]
    scale = 100 if parameter.unit == "%" else 1
    return [entry.start for entry in parameter.values], [entry.value / scale for entry in parameter.values]


def policy(key: str, on: date) -> Decimal:
    """The policy value in force on a day."""
    starts, values = _series(key)
    return values[bisect_right(starts, on) - 1]
