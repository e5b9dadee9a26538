"""Statutory expiry and the last day on which a patent can still be pledged."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.errors import ParameterError
from calculators.figure import plain
from calculators.policy import Policy
from calculators.rules import life

POLICY = Policy.at(date(2026, 11, 23))
FILED = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("kind", "filing", "expiry"),
    [
        ("invention", date(2015, 1, 20), date(2035, 1, 20)),
        ("utility_model", date(2017, 5, 1), date(2027, 5, 1)),
        ("design", date(2021, 5, 31), date(2031, 5, 31)),
        ("design", date(2021, 6, 1), date(2036, 6, 1)),
        ("invention", date(2008, 2, 29), date(2028, 2, 29)),
        ("utility_model", date(2016, 2, 29), date(2026, 2, 28)),
    ],
)
def test_terms_count_from_the_filing_date(kind: str, filing: date, expiry: date) -> None:
    years = plain(life.term_years(POLICY, kind, filing))
    assert life.expiry_date(filing, years, Decimal(0)) == expiry


def test_compensation_days_are_added_to_the_term() -> None:
    assert life.expiry_date(date(2015, 1, 20), Decimal(20), Decimal(100)) == date(2035, 4, 30)


def test_a_filing_before_the_table_is_an_error_not_a_guess() -> None:
    with pytest.raises(ParameterError, match="从 2000-01-01 起才有数值"):
        life.term_years(POLICY, "invention", date(1999, 12, 31))


@given(FILED, st.integers(-2000, 2000))
def test_pledgeable_only_strictly_before_expiry(expiry: date, offset: int) -> None:
    day = expiry + timedelta(days=offset)
    assert life.is_pledgeable(expiry, day) == (1 if offset < 0 else 0)
    assert life.is_pledgeable(expiry, day, expiry) == 0
    assert life.days_left(expiry, day) == max(-offset, 0)


@given(FILED, st.integers(1, 3000))
def test_a_longer_loan_never_becomes_pledgeable(expiry: date, more: int) -> None:
    on, maturity = date(2020, 1, 1), date(2027, 1, 1)
    short = life.is_pledgeable(expiry, on, maturity)
    assert life.is_pledgeable(expiry, on, maturity + timedelta(days=more)) <= short
