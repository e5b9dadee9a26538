"""Questions asked backwards, over a forward computation that never falls as its input grows.

A forward computation rounds (every interest period to the fen), so an exact formula may miss by a unit. The search
therefore runs on the forward computation itself, over whole multiples of a unit (a fen, 0.0001 of a percentage
point): it finds the last input that still meets the target and the next one that does not. Both are worked forward
again and shown, which is the proof. A question that no input in the range answers is refused, with what the ends give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.figure import apply, operation, plain
from calculators.money import settle

MOST_STEPS = 200  # far more halvings than any range of 16 digits needs


@dataclass(frozen=True)
class Found:
    """The last input that meets the target and the next one that does not, as plain numbers.

    `below` is None when even the lowest input misses the target; `above` is None when even the highest meets it.
    """

    below: Decimal | None
    above: Decimal | None

    @property
    def solved(self) -> bool:
        """Whether the target is crossed inside the range."""
        return self.below is not None and self.above is not None


def last_that_holds(holds: Callable[[Decimal], bool], low: Decimal, high: Decimal, unit: Decimal) -> Found:
    """The largest multiple of `unit` from `low` to `high` for which `holds`; true at first, then false for good.

    `low` and `high` are multiples of the unit. Halves the range, so it takes some fifty forward computations.
    """
    first, last = int(low / unit), int(high / unit)
    if not holds(low):
        return Found(None, low)
    if holds(high):
        return Found(high, None)
    for _ in range(MOST_STEPS):
        if last - first <= 1:
            break
        middle = (first + last) // 2
        first, last = (middle, last) if holds(middle * unit) else (first, middle)
    return Found(first * unit, last * unit)


def within(value: Decimal | None, target: Decimal) -> bool:
    """Whether a forward result exists and does not exceed the target, noise of quotients aside."""
    return value is not None and settle(value) <= settle(target)


@operation("solved_near", "从 {0} 起按最小单位逐步试算，移动 {1}")
def solved_near(start: Decimal, moved: Decimal) -> Decimal:
    """The answer of a search, told as the distance from a number that was typed."""
    return start + moved


def answer(start: Any, found: Decimal) -> Any:
    """The answer found, resting on the number that was typed, so that a traced run can be worked out again."""
    return apply("solved_near", start, found - plain(start))
