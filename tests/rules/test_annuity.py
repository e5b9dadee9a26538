"""等额本息 and 等额本金: the posted schedule against exact fractions, its edges and its laws."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.figure import leaf, plain, recompute
from calculators.money import round_fen
from calculators.rules import annuity, equal_principal
from calculators.rules.instalments import Instalment

YEAR = Decimal(12)
LOANS = st.tuples(st.integers(10**6, 10**12), st.integers(0, 2400), st.integers(1, 360))


def post(principal: str, rate: str, count: int, per_year: int = 12) -> tuple[Instalment, ...]:
    rates = [(1, Decimal(rate) / 100)]
    return annuity.posted_annuity(Decimal(principal), rates, Decimal(count), Decimal(per_year))


def exact_level(principal: Fraction, i: Fraction, n: int) -> Fraction:
    return principal / n if i == 0 else principal * i / (1 - 1 / (1 + i) ** n)


def half_up(value: Fraction) -> Fraction:
    """Independent of Decimal: floor(100 x + 1/2) / 100 for what is not negative."""
    return Fraction((200 * value.numerator + value.denominator) // (2 * value.denominator), 100)


def exact_schedule(principal: Fraction, rate: Fraction, n: int) -> tuple[list[Fraction], Fraction]:
    """Interest of each instalment and the last payment by the recursion on fractions."""
    i, balance, interests, payment = rate / 12, principal, [], Fraction(0)
    level = half_up(exact_level(principal, i, n))
    for k in range(1, n + 1):
        interest = half_up(balance * i)
        part = balance if k == n else level - interest
        interests.append(interest)
        payment, balance = part + interest, balance - part
    return interests, payment


def test_a_worked_schedule() -> None:
    rows = post("1000000", "3.45", 6)
    assert [str(row.payment) for row in rows] == ["168347.76"] * 5 + ["168347.77"]
    assert [str(row.interest) for row in rows] == ["2875.00", "2399.27", "1922.16", "1443.69", "963.84", "482.61"]
    assert rows[-1].balance == 0


@pytest.mark.parametrize(
    ("principal", "rate", "count", "regular", "last"),
    [
        ("1000000", "0", 7, "142857.14", "142857.16"),  # no interest, not divisible
        ("1000000", "12", 1, "1010000.00", "1010000.00"),  # a single instalment
        ("100", "3.65", 12, "8.50", "8.48"),
        ("0.01", "3.65", 12, "0.00", "0.01"),  # everything is residual
        ("0", "3.65", 12, "0.00", "0.00"),
    ],
)
def test_edges(principal: str, rate: str, count: int, regular: str, last: str) -> None:
    rows = post(principal, rate, count)
    assert (rows[0].level, rows[-1].payment) == (Decimal(regular), Decimal(last))
    assert sum(row.principal for row in rows) == Decimal(principal)


@given(LOANS)
def test_posted_annuity_equals_the_recursion_on_fractions(loan: tuple[int, int, int]) -> None:
    fen, points, count = loan
    rows = post(str(Decimal(fen) / 100), str(Decimal(points) / 100), count)
    interests, last = exact_schedule(Fraction(fen, 100), Fraction(points, 10000), count)
    assert [Fraction(row.interest) for row in rows] == interests
    assert Fraction(rows[-1].payment) == last


@given(LOANS)
def test_principal_parts_add_up_to_the_loan(loan: tuple[int, int, int]) -> None:
    fen, points, count = loan
    principal, rate = Decimal(fen) / 100, Decimal(points) / 10000
    level = annuity.posted_annuity(principal, [(1, rate)], Decimal(count), YEAR)
    interest_of = annuity.monthly_interest(annuity.rate_by_instalment([(1, rate)], count), YEAR)
    equal = equal_principal.posted_equal_principal(principal, Decimal(count), interest_of)
    for rows in (level, equal):
        assert sum(row.principal for row in rows) == principal and rows[-1].balance == 0
        assert all(row.payment == row.principal + row.interest for row in rows)
        if points == 0:
            assert all(row.interest == 0 for row in rows)


@given(LOANS)
def test_closed_form_is_the_exact_formula(loan: tuple[int, int, int]) -> None:
    fen, points, count = loan
    principal, i = Decimal(fen) / 100, Decimal(points) / 10000 / 12
    level = annuity.level_payment(principal, i, Decimal(count))
    exact = exact_level(Fraction(fen, 100), Fraction(points, 120000), count)
    assert abs(Fraction(level) - exact) < Fraction(1, 10**20)
    assert abs(annuity.balance_after(principal, i, Decimal(count), Decimal(count))) < Decimal("1e-20")


def test_a_reset_recomputes_on_the_balance() -> None:
    rates = [(1, Decimal("0.036")), (4, Decimal("0.0335"))]
    rows = annuity.posted_annuity(Decimal(1000000), rates, Decimal(6), YEAR)
    assert [str(row.level) for row in rows] == ["168421.04"] * 3 + ["168351.14"] * 3
    assert sum(row.interest for row in rows) == Decimal("10316.54")


def test_the_last_of_two_resets_before_one_instalment_counts() -> None:
    both = [(1, Decimal("0.036")), (4, Decimal("0.05")), (4, Decimal("0.0335"))]
    rows = annuity.posted_annuity(Decimal(1000000), both, Decimal(6), YEAR)
    assert sum(row.interest for row in rows) == Decimal("10316.54") and len(rows) == 6


def test_equal_principal_by_hand() -> None:
    interest_of = annuity.monthly_interest(annuity.rate_by_instalment([(1, Decimal("0.0435"))], 6), YEAR)
    rows = equal_principal.posted_equal_principal(Decimal(1000000), Decimal(6), interest_of)
    assert (str(rows[0].payment), str(rows[-1].payment)) == ("170291.67", "167270.82")
    assert equal_principal.formula_interest(Decimal(1000000), Decimal("0.0435") / 12, Decimal(6)) == Decimal("12687.50")


@given(st.integers(10**6, 10**10), st.integers(0, 2400), st.integers(1, 60))
def test_tracing_changes_nothing(fen: int, points: int, count: int) -> None:
    values = (Decimal(fen) / 100, Decimal(points) / 10000, Decimal(count), YEAR)
    principal, rate, n, per_year = (leaf(v, f"input_{k}", "输入", "", "input") for k, v in enumerate(values))
    traced = annuity.posted_annuity(principal, [(1, rate)], n, per_year)
    untraced = annuity.posted_annuity(values[0], [(1, values[1])], values[2], values[3])
    assert [plain(row.payment) for row in traced] == [row.payment for row in untraced]
    assert recompute(traced[-1].payment) == untraced[-1].payment


def test_a_rate_that_changes_early_starts_a_loan_over_the_rest() -> None:
    """From the second or third instalment on the rows are those of a loan over what is left."""
    first, second = Decimal("0.0345"), Decimal("0.05")
    for start in (2, 3):
        rows = annuity.posted_annuity(Decimal(1_000_000), [(1, first), (start, second)], Decimal(6), 12)
        rest = annuity.posted_annuity(rows[start - 2].balance, [(1, second)], Decimal(7 - start), 12)
        assert [row.payment for row in rows[start - 1 :]] == [row.payment for row in rest]
        assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6] and rows[-1].balance == 0


def test_equal_principal_from_a_later_instalment() -> None:
    """What is left is spread over the instalments that are left."""
    for first in (1, 2, 3):
        rows = equal_principal.posted_equal_principal(Decimal(600), Decimal(6), lambda k, balance: balance / 100, first=first)
        part = round_fen(Decimal(600) / (7 - first))
        assert [row.number for row in rows] == list(range(first, 7))
        assert [row.principal for row in rows[:-1]] == [part] * (6 - first) and rows[-1].balance == 0
