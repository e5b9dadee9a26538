"""What tests with worked figures share: short dates, traced inputs, and a plan's columns as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from calculators.figure import Figure, leaf, plain
from calculators.rules.plan import Plan

D = Decimal


def day(text: str) -> date:
    """A day of 2025, from its month and day."""
    return date.fromisoformat(f"2025-{text}")


def typed(value: Decimal | date, key: str) -> Figure:
    """An input, as a traced calculation gets it."""
    return leaf(value, key, key, "", "input")


def column(found: Plan, name: str) -> list[str | None]:
    """A column of the plan as text; dates without their year."""
    values = [plain(getattr(line, name)) for line in found.lines]
    return [None if v is None else str(v).removeprefix("2025-") for v in values]
