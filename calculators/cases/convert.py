"""Between the texts of case files and exact values: yuan, percentages, dates, plain decimals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from calculators.money import round_fen, round_places, settle

HUNDRED = Decimal(100)


def number(text: str | int) -> Decimal:
    """A decimal string or integer as it stands."""
    return Decimal(text)


def whole_in(text: str | int) -> int:
    """A whole number of months, days, instalments or a day of the month, typed as 12 or "12"."""
    return int(text)


def percent_in(text: str | int) -> Decimal:
    """A percentage as a fraction: "3.65" -> 0.0365."""
    return Decimal(text) / HUNDRED


def day(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)


def yuan(value: Decimal) -> str:
    """Yuan with two digits, rounded half up if need be."""
    rounded = round_fen(value)
    return f"{abs(rounded) if rounded == 0 else rounded:.2f}"


def plain_text(value: Decimal) -> str:
    """A decimal in plain digits, at most 20 decimals, without needless zeros."""
    settled = settle(value).normalize()
    return f"{settled:f}" if settled else "0"


def percent_out(fraction: Decimal | None) -> str | None:
    """A fraction as a percentage, unrounded: 0.0365 -> "3.65"; None stays None."""
    return None if fraction is None else plain_text(fraction * HUNDRED)


def decimals(value: Decimal | None, places: int) -> str | None:
    """A ratio, number of days or probability with so many places, half up; None stays None."""
    return None if value is None else f"{round_places(value, places):f}"


def rate_out(fraction: Decimal | None) -> str | None:
    """A reported rate in percent with six places: 0.0365 -> "3.650000"; None stays None."""
    return None if fraction is None else decimals(fraction * HUNDRED, 6)


def whole(value: Decimal) -> int:
    """A whole number of days, months or instalments as an integer."""
    return int(value)
