"""Day counts, due dates, resets, single payments and penalties: small rules, each with its edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.dates import add_months, whole_months
from calculators.rules import day_count, penalty, repricing, single_payment
from calculators.rules.due_dates import due_days, repayment_days

BASIS = Decimal(360)
DATES = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "days", "years"),
    [
        ("2025-05-20", "2026-05-20", 360, Fraction(1)),
        ("2024-02-29", "2025-02-28", 359, Fraction(307, 366) + Fraction(58, 365)),
        ("2025-01-31", "2025-03-31", 60, Fraction(59, 365)),
        ("2023-12-31", "2024-02-29", 59, Fraction(1, 365) + Fraction(59, 366)),
        ("2023-07-01", "2026-01-01", 900, Fraction(184, 365) + 2),
    ],
)
def test_other_conventions(start: str, end: str, days: int, years: Fraction) -> None:
    assert day_count.days_30e_360(d(start), d(end)) == days
    assert abs(Fraction(day_count.years_actual_actual(d(start), d(end))) - years) < Fraction(1, 10**30)


def test_ties_round_up_here_and_to_even_elsewhere() -> None:
    exact = day_count.interest(Decimal(1250), Decimal("0.036"), Decimal(1), BASIS)
    assert (exact, day_count.bankers_fen(exact)) == (Decimal("0.125"), Decimal("0.12"))


@pytest.mark.parametrize(
    ("repaid", "charged", "interest", "penalty_due"),
    [
        ("2025-09-30", 121, "12268.06", "0.00"),  # before the holiday: days are deducted
        ("2025-10-09", 130, "13180.56", "0.00"),  # first working day: extra days at the contract rate
        ("2025-10-11", 130, "13180.56", "304.17"),  # later: two days overdue at 3.65 % + 50 %
    ],
)
def test_maturity_on_a_holiday(repaid: str, charged: int, interest: str, penalty_due: str) -> None:
    late = day_count.maturity_on_holiday(
        Decimal(1000000), Decimal("0.0365"), d("2025-06-01"), d("2025-10-04"), d(repaid), d("2025-10-09"),
        Decimal("0.5"), BASIS,
    )  # fmt: skip
    assert (late.contract_days, late.charged_days) == (125, charged)
    assert (str(late.interest), str(late.penalty)) == (interest, penalty_due)


def test_due_dates_follow_the_anchor() -> None:
    found = due_days(d("2024-01-31"), 1, 3)
    assert found == (d("2024-01-31"), d("2024-02-29"), d("2024-03-31"), d("2024-04-30"))


@pytest.mark.parametrize(
    ("drawdown", "day", "expected"),
    [
        ("2025-03-10", 20, ["2025-03-20", "2025-04-20"]),
        ("2025-03-20", 20, ["2025-03-20", "2025-04-20"]),
        ("2025-03-21", 20, ["2025-04-20", "2025-05-20"]),
        ("2025-02-10", 31, ["2025-02-28", "2025-03-31"]),
        ("2024-12-31", 15, ["2025-01-15", "2025-02-15"]),
    ],
)
def test_a_fixed_repayment_day(drawdown: str, day: int, expected: list[str]) -> None:
    assert repayment_days(d(drawdown), day, 1) == tuple(map(d, expected))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("none", []),
        ("january", ["2025-01-01", "2026-01-01"]),
        ("anniversary", ["2025-05-31"]),
        ("months_6", ["2024-11-30", "2025-05-31", "2025-11-30"]),
    ],
)
def test_reset_days_count_from_the_drawdown(rule: str, expected: list[str]) -> None:
    assert repricing.reset_days(d("2024-05-31"), d("2026-05-31"), rule) == tuple(map(d, expected))


@given(start=DATES, months=st.integers(1, 60), rule=st.sampled_from(["january", "anniversary", "months_3", "months_1"]))
def test_resets_lie_inside_the_loan(start: date, months: int, rule: str) -> None:
    end = add_months(start, months)
    found = repricing.reset_days(start, end, rule)
    assert all(start < day < end for day in found) and list(found) == sorted(set(found))
    if rule == "months_1":
        assert len(found) in (months - 1, months)  # one more where the end of a short month cut the maturity back


@pytest.mark.parametrize(
    ("lookup", "lpr"), [("on_or_before", "0.030"), ("before", "0.031"), ("latest_of_previous_month", "0.031")]
)
def test_which_lpr_counts_on_the_day_of_publication(lookup: str, lpr: str) -> None:
    series = ((d("2025-05-20"), Decimal("0.030")), (d("2024-10-21"), Decimal("0.031")))
    ((day, rate),) = repricing.floating_rates(
        d("2025-05-20"), (), lookup, Decimal(40), lambda on: repricing.published_lpr(series, on)
    )
    assert (day, rate) == (d("2025-05-20"), Decimal(lpr) + Decimal("0.004"))


def test_no_lpr_before_the_first_publication() -> None:
    with pytest.raises(LookupError):
        repricing.published_lpr(((d("2025-05-20"), Decimal("0.03")),), d("2025-05-19"))


@pytest.mark.parametrize(
    ("start", "end", "months", "odd", "interest"),
    [
        ("2024-02-29", "2025-02-28", 12, 0, "34500.00"),
        ("2025-01-31", "2025-02-28", 1, 0, "2875.00"),
        ("2025-03-15", "2025-09-20", 6, 5, "17729.17"),
        ("2025-03-15", "2025-03-20", 0, 5, "479.17"),
    ],
)
def test_whole_months_and_odd_days(start: str, end: str, months: int, odd: int, interest: str) -> None:
    paid = single_payment.by_whole_months(Decimal(1000000), Decimal("0.0345"), d(start), d(end), BASIS)
    assert (paid.months, paid.odd_days, str(paid.interest)) == (months, odd, interest)


@given(start=DATES, length=st.integers(0, 4000))
def test_months_and_odd_days_cover_the_stretch(start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    months, odd = single_payment.months_and_days(start, end)
    assert months == whole_months(start, end) and 0 <= odd <= 30
    assert add_months(start, int(months)).toordinal() + int(odd) == end.toordinal()


def test_penalty_and_compound_interest() -> None:
    overdue = penalty.overdue_interest(
        Decimal(2000000), Decimal("18250"), Decimal("0.0365"), Decimal("0.5"), d("2026-05-01"), d("2026-05-31"), BASIS
    )
    assert (overdue.rate, overdue.days) == (Decimal("0.05475"), 30)
    assert (str(overdue.penalty), str(overdue.compound)) == ("9125.00", "83.27")
