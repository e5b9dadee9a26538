"""Annual fees against the fee office's worked date, the whole table written out, and laws on random dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.dates import add_months
from calculators.policy import Policy
from calculators.rules import annual_fees as rules

POLICY = Policy.at(date(2026, 11, 23))
TABLE = {
    "invention": [900] * 3 + [1200] * 3 + [2000] * 3 + [4000] * 3 + [6000] * 3 + [8000] * 5,
    "utility_model": [600] * 3 + [900] * 2 + [1200] * 3 + [2000] * 2,
    "design": [600] * 3 + [900] * 2 + [1200] * 3 + [2000] * 2 + [3000] * 5,
}
DAYS = st.dates(date(2008, 1, 1), date(2026, 12, 31))


def fee(kind: str, filing: date, grant: date, year: int, reduction: str = "none") -> rules.Fee:
    return rules.fee_of(POLICY, kind, filing, grant, year, reduction, False)


@pytest.mark.parametrize("kind", TABLE)
def test_the_whole_table(kind: str) -> None:
    filing = date(2010, 5, 1)
    found = [fee(kind, filing, filing, year).payable for year in range(1, len(TABLE[kind]) + 1)]
    assert found == TABLE[kind]
    with pytest.raises(StopIteration):
        rules.fee_key(kind, len(TABLE[kind]) + 1)


def test_year_seven_of_a_patent_filed_in_march_2020() -> None:
    assert fee("invention", date(2020, 3, 15), date(2022, 8, 9), 7).due == date(2026, 3, 15)


def test_leap_day_anniversaries() -> None:
    dues = [rules.fee_due_on(date(2016, 2, 29), year) for year in (2, 5, 12)]
    assert dues == [date(2017, 2, 28), date(2020, 2, 29), date(2027, 2, 28)]


@given(DAYS, st.integers(0, 3000))
def test_the_year_of_the_grant_is_paid_and_the_next_is_the_first_due(filing: date, later: int) -> None:
    grant = filing.fromordinal(filing.toordinal() + later)
    years = rules.fee_years(filing, grant, Decimal(20))
    before, first = rules.fee_due_on(filing, years[0] - 1), rules.fee_due_on(filing, years[0])
    assert before <= grant < first
    assert years[-1] == 20


@given(DAYS, st.integers(2, 20))
def test_fees_are_due_on_anniversaries_of_the_filing_date(filing: date, year: int) -> None:
    due = fee("invention", filing, filing, year).due
    assert due == add_months(filing, 12 * (year - 1))
    assert rules.patent_year(filing, due) == year and rules.patent_year(filing, due.fromordinal(due.toordinal() - 1)) == year - 1


def test_a_reduction_holds_in_the_years_from_the_grant_on_and_then_ends() -> None:
    filing, grant = date(2016, 2, 29), date(2020, 7, 1)
    assert rules.patent_year(filing, grant) == 5
    assert [fee("invention", filing, grant, year, "joint").payable for year in (6, 14, 15)] == [360, 1800, 6000]
    assert [fee("invention", filing, grant, year, "single").payable for year in (6, 14, 15)] == [180, 900, 6000]
    assert rules.reduction_of_year(Decimal("0.7"), 4, Decimal(5), Decimal(10)) == 0, "before the grant nothing is reduced"


def test_being_late_costs_more_every_month_and_the_reduction_does_not_help() -> None:
    full = fee("invention", date(2020, 3, 15), date(2022, 8, 9), 7)
    reduced = fee("invention", date(2020, 3, 15), date(2022, 8, 9), 7, "single")
    for one in (full, reduced):
        steps = rules.late_steps(one, Decimal("0.05"), Decimal(6))
        assert [step.surcharge for step in steps] == [0, 100, 200, 300, 400, 500]
        assert [step.total - step.surcharge for step in steps] == [one.payable] * 6
        assert [step.until for step in steps] == [add_months(one.due, months) for months in range(1, 7)]
