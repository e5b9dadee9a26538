"""A Figure is its number plus its formula: same values as plain arithmetic, recomputable, never changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import figure as fig
from calculators.citation import Citation
from calculators.figure import Figure, apply, fen, leaf, named, operation, plain, recompute

NUMBERS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False)
CITED = Citation("示例文件", "第一条", "B", checked=date(2026, 11, 22))
FROM_MEMORY = Citation("示例文件", "第一条", "-")


def a_leaf(value: Any, key: str = "x", origin: str = "input", cite: Citation | None = None) -> Figure:
    return leaf(value, key, f"标签{key}", "元", origin, cite)


BINARY = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
}


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> tuple[Any, Decimal]:
    """An expression built with Figures and the same one with plain numbers."""
    if depth == 0 or draw(st.booleans()):
        number = draw(NUMBERS)
        traced = draw(st.booleans())
        return (a_leaf(number) if traced else number), number
    op = draw(st.sampled_from(sorted(BINARY)))
    left, right = draw(trees(depth=depth - 1)), draw(trees(depth=depth - 1))
    if op == "div" and right[1] == 0:
        op = "add"
    traced, bare = BINARY[op](left[0], right[0]), BINARY[op](left[1], right[1])
    if draw(st.booleans()):
        return fen(traced) if abs(bare) < 10**20 else traced, fen(bare) if abs(bare) < 10**20 else bare
    return traced, bare


@given(trees())
def test_tracing_changes_nothing_and_recomputes(pair: tuple[Any, Decimal]) -> None:
    traced, bare = pair
    assert plain(traced) == bare
    if traced.__class__ is Figure:
        assert recompute(traced) == traced.value
        for part in fig.leaves(traced):
            assert part.tag is not None and part.tag.origin == "input"


@given(NUMBERS, NUMBERS)
def test_comparisons_look_at_values(a: Decimal, b: Decimal) -> None:
    left, right = a_leaf(a), a_leaf(b)
    assert (left < right) == (a < b) and (left <= b) == (a <= b)
    assert (left > right) == (a > b) and (left >= b) == (a >= b)
    assert (left == right) == (a == b) and bool(left) == bool(a)
    assert (hash(left) == hash(right)) or a != b


def test_numbers_on_the_left_are_kept_in_order() -> None:
    x = a_leaf(Decimal(4))
    assert [plain(v) for v in (10 - x, 10 / x, 2 * x, 1 + x)] == [6, Decimal("2.5"), 8, 5]
    assert (10 - x).parts == (10, x) and recompute(10 / x) == Decimal("2.5")
    assert plain(x**2) == 16 and recompute(x**2) == 16


def test_naming_never_changes_what_was_named() -> None:
    x = a_leaf(Decimal(1))
    once = named(x + 1, "sum", "和")
    twice = named(once, "other", "另一个名字")
    assert once.tag is not None and once.tag.key == "sum" and once.tag.origin == "step"
    assert twice.tag.key == "other" and twice.op == "same" and twice.parts == (once,)
    assert named(Decimal(1), "plain", "数") == Decimal(1)


def test_plain_values_stay_plain() -> None:
    assert fig.total([Decimal(1), Decimal(2)]).__class__ is Decimal
    assert fig.total([]) == 0
    assert apply("least", Decimal(2), Decimal(1)) == 1
    assert fig.floor_to(Decimal(19), Decimal(10)) == 10
    assert fig.days(date(2025, 1, 1), date(2025, 1, 31)) == 30


def test_the_first_of_equals_is_taken() -> None:
    one, same = a_leaf(Decimal("1.0")), a_leaf(Decimal("1.00"))
    assert str(fig.least(one, same).value) == "1.0"
    assert str(fig.most(same, one).value) == "1.00"


def test_noise_of_a_quotient_does_not_decide_which_is_least() -> None:
    nearly_one = Decimal(1) / 3 * 3
    assert nearly_one < 1
    assert fig.least(Decimal(1), nearly_one) == 1, "equal once the noise is gone, so the first is taken"
    assert fig.most(nearly_one, Decimal(1)) == nearly_one


def test_parts_come_before_wholes_and_only_once() -> None:
    x = a_leaf(Decimal(3))
    shared = x * x
    whole = shared + shared
    order = list(fig.walk(whole))
    assert order == [x, shared, whole] and fig.leaves(whole) == (x,)


def test_deep_chains_do_not_recurse() -> None:
    chain = a_leaf(Decimal(0))
    for _ in range(20000):
        chain = chain + 1
    assert recompute(chain) == 20000


def test_unverified_reaches_everything_built_on_it() -> None:
    sure = a_leaf(Decimal(1), "sure", "parameter", CITED)
    unsure = a_leaf(Decimal(1), "unsure", "parameter", FROM_MEMORY)
    assert not fig.unverified(sure + 1)
    assert fig.unverified(named(sure * (1 + unsure), "y", "结果"))


def test_an_operation_is_defined_once() -> None:
    with pytest.raises(AssertionError, match="defined twice"):
        operation("sum")(lambda: None)


def test_every_operation_has_words() -> None:
    signs = {"add", "sub", "mul", "div", "pow", "sum", "fen"}  # written as formulas, not as sentences
    assert set(fig.OPERATIONS) - signs <= set(fig.WORDS)


def test_calendar_operations_trace() -> None:
    start = a_leaf(date(2025, 1, 31), "start")
    due = apply("add_months", start, 1)
    assert due.value == date(2025, 2, 28) and recompute(due) == due.value
    assert apply("item", a_leaf((Decimal(5), Decimal(7))), 1).value == 7
