"""Searching the last input that still holds: edges, refusals, and the definition as a law."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calculators.figure import leaf, recompute
from calculators.rules.inverse import Found, answer, last_that_holds, within

UNIT = Decimal("0.01")


@given(st.integers(0, 10**13), st.integers(1, 10**13), st.integers(0, 10**13))
def test_the_answer_holds_and_one_unit_more_does_not(low: int, length: int, limit: int) -> None:
    """Against the definition: the largest whole number of units that does not exceed the limit."""
    first, last = low * UNIT, (low + length) * UNIT
    found = last_that_holds(lambda value: value <= limit * UNIT, first, last, UNIT)
    if limit < low:
        assert found == Found(None, first) and not found.solved
    elif limit >= low + length:
        assert found == Found(last, None) and not found.solved
    else:
        assert found == Found(limit * UNIT, (limit + 1) * UNIT) and found.solved


def test_few_forward_computations() -> None:
    asked: list[Decimal] = []

    def holds(value: Decimal) -> bool:
        asked.append(value)
        return value <= 123456789

    assert last_that_holds(holds, UNIT, Decimal(10) ** 11, UNIT).below == 123456789
    assert len(asked) < 60


def test_within_a_target() -> None:
    third = Decimal(1) / 3
    assert within(third * 3, Decimal(1)) and within(Decimal(1), Decimal(1))
    assert not within(Decimal("1.0001"), Decimal(1)) and not within(None, Decimal(1))


def test_an_answer_can_be_traced() -> None:
    found = answer(leaf(Decimal("2000000"), "principal", "贷款本金", "元", "input"), Decimal("6575342.63"))
    assert found.value == recompute(found) == Decimal("6575342.63")
    assert answer(Decimal(5), Decimal(3)) == 3
