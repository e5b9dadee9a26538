"""Rounding, flooring and sharing out, against exact fractions."""

from __future__ import annotations

import threading
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from calculators import money

AMOUNTS = st.integers(-(10**16), 10**16).map(lambda n: Decimal(n) / 100)
WEIGHTS = st.lists(st.integers(0, 10**9).map(Decimal), min_size=1, max_size=12)


def half_up(value: Fraction) -> Fraction:
    """四舍五入 to the fen as the textbook says it: floor(100·x + 1/2)/100, mirrored for negatives."""
    sign = -1 if value < 0 else 1
    return sign * Fraction((abs(value) * 100 + Fraction(1, 2)).__floor__(), 100)


@pytest.mark.parametrize(
    ("text", "rounded"),
    [
        ("0.125", "0.13"),  # a banker's rounding gives 0.12
        ("-0.125", "-0.13"),
        ("2.675", "2.68"),  # binary floats give 2.67
        ("0.005", "0.01"),
        ("0.00499999999999999999", "0.00"),
        ("1.005", "1.01"),
        ("29605.555", "29605.56"),
    ],
)
def test_ties_go_away_from_zero(text: str, rounded: str) -> None:
    assert money.round_fen(Decimal(text)) == Decimal(rounded)


def test_a_tie_hidden_behind_a_quotient_is_still_a_tie() -> None:
    third = Decimal("0.15") * 13 / 30
    assert third == Decimal("0.065")
    assert money.round_fen(Decimal("0.195") / 3) == Decimal("0.07")
    assert money.round_fen(Decimal(1) / 3 * Decimal("0.015")) == Decimal("0.01")  # exactly 0.005


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
@example(13, 200)
@example(-1, 200)
def test_rounding_a_quotient_agrees_with_fractions(numerator: int, divisor: int) -> None:
    got = money.round_fen(Decimal(numerator) / Decimal(divisor))
    assert Fraction(got) == half_up(Fraction(numerator, divisor))


@given(AMOUNTS)
def test_rounding_twice_changes_nothing(amount: Decimal) -> None:
    assert money.round_fen(amount) == amount
    assert money.round_fen(-amount) == -money.round_fen(amount)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**5), st.sampled_from(["0.01", "1", "100", "10000"]))
def test_floor_and_ceiling_enclose(numerator: int, divisor: int, unit_text: str) -> None:
    unit = Decimal(unit_text)
    exact = Fraction(numerator, divisor)
    low, high = (f(Decimal(numerator) / divisor, unit) for f in (money.floor_to, money.ceil_to))
    assert Fraction(low) == (exact / Fraction(unit)).__floor__() * Fraction(unit)
    assert Fraction(high) == (exact / Fraction(unit)).__ceil__() * Fraction(unit)


def test_the_float_trap_of_flooring() -> None:
    assert 2800000 * 0.7 < 1960000  # why no float may decide a floor
    assert money.floor_to(Decimal(2800000) * Decimal("0.7"), Decimal(10000)) == 1960000


@given(st.integers(0, 10**15), WEIGHTS)
def test_shares_add_up_and_are_fair(fen: int, weights: list[Decimal]) -> None:
    assume(any(weights))
    total = Decimal(fen) / 100
    parts = money.share_out(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(total) * Fraction(weight) / sum(Fraction(w) for w in weights)
        assert abs(Fraction(part) - exact) < Fraction(1, 100)
        assert weight or part == 0


def test_left_over_fen_goes_to_the_largest_fraction_then_the_earlier() -> None:
    assert money.share_out(Decimal("0.10"), [Decimal(1)] * 3) == [Decimal("0.04"), Decimal("0.03"), Decimal("0.03")]
    assert money.share_out(Decimal("1.00"), [Decimal(1), Decimal(2)]) == [Decimal("0.33"), Decimal("0.67")]


def test_all_weights_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        money.share_out(Decimal(1), [Decimal(0), Decimal(0)])


def test_places_round_half_up() -> None:
    assert money.round_places(Decimal("3.144104803493449781"), 6) == Decimal("3.144105")
    assert money.round_places(Decimal("0.0000005"), 6) == Decimal("0.000001")


def test_new_threads_count_as_exactly() -> None:
    found: list[Decimal] = []
    thread = threading.Thread(target=lambda: found.append(Decimal(1) / 3))
    thread.start()
    thread.join()
    assert found == [Decimal(1) / 3]
    assert len(found[0].as_tuple().digits) == money.PRECISION
