"""Fields that a case may leave out: their value, or None (or a default) when absent or null."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.cases.convert import percent_in
from calculators.rules.day_count import basis_days

type Inputs = Mapping[str, Any]

ZERO = Decimal(0)


def given(inputs: Inputs) -> dict[str, Any]:
    """The inputs without those that are null: null is the same as absent."""
    return {key: value for key, value in inputs.items() if value is not None}


def percent(inputs: Inputs, key: str) -> Decimal | None:
    """A percentage as a fraction."""
    return None if inputs.get(key) is None else percent_in(inputs[key])


def amount(inputs: Inputs, key: str) -> Decimal | None:
    """Yuan, or any plain number."""
    return None if inputs.get(key) is None else Decimal(inputs[key])


def day(inputs: Inputs, key: str) -> date | None:
    """An ISO date."""
    return None if inputs.get(key) is None else date.fromisoformat(inputs[key])


def basis(inputs: Inputs) -> Decimal:
    """The number behind `actual/360`; 360 when the case is silent."""
    days: Decimal = basis_days(str(inputs.get("day_count") or "actual/360").rsplit("/", 1)[-1])
    return days
