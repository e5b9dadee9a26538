"""What counts of interest at a moving rate, and of periods cut by months and windows, worked by hand."""

from __future__ import annotations

from copy import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from calculators.rules.moving_rate import MovingRate
from calculators.rules.settlement import Period
from calculators.rules.subsidy import Span
from calculators.rules.subsidy_periods import CountedPeriod, LoanTerms, count_interest, loan_periods
from tests.rules.by_hand import D, day, typed

START, RESET, END = day("01-01"), day("07-04"), date(2026, 1, 1)  # 184 and 181 days
RATES = ((START, D("0.0360")), (RESET, D("0.0324")))
INTEREST = D("34690.00")  # 1,000,000 × (3.60 % × 184 + 3.24 % × 181) ÷ 360


def counted(days: int, interest: Decimal) -> tuple[CountedPeriod, ...]:
    period = Period(1, START, END, D(365), D(1000000), D("0.036"), INTEREST, END)
    return (CountedPeriod(period, D(days), interest),)


@pytest.mark.parametrize(
    ("limits", "yuan"),
    [
        ({START: "0.0330"}, "33156.67"),  # 34,690 × (3.30 × 184 + 3.24 × 181) ÷ (3.60 × 184 + 3.24 × 181)
        ({START: "0.0300"}, "30416.67"),  # 1,000,000 × 3 % × 365 ÷ 360
        ({START: "0.0360"}, "34690.00"),
        ({START: "0.0400"}, "34690.00"),
        ({START: "0.0400", RESET: "0.0300"}, "33483.33"),  # 1,000,000 × (3.60 × 184 + 3.00 × 181) ÷ 36,000
        ({START: "0.0400", day("10-02"): "0.0300"}, "34083.33"),  # 3.60 × 184 + 3.24 × 90 + 3.00 × 91
    ],
)
def test_each_stretch_counts_the_lower_of_rate_and_limit(limits: dict[date, str], yuan: str) -> None:
    moving = MovingRate(RATES, counted(365, INTEREST), Span())
    found = moving.under([(first, D(limit)) for first, limit in limits.items()])
    assert f"{found:.2f}" == yuan


def test_only_days_that_count_weigh() -> None:
    """Six months count, 181 days, all at 3.60 %: under 3.30 % 11 ÷ 12 of the part, here 12,000, is left."""
    moving = MovingRate(RATES, counted(181, D(12000)), Span(START, D(6)))
    assert f"{moving.under([(START, D('0.0330'))]):.2f}" == "11000.00"
    early = MovingRate(RATES, counted(365, INTEREST), Span(paid_to=END - timedelta(days=1)))
    assert early.under([(START, D("0.0330"))]) == INTEREST  # no day counts: nothing to weigh by


def test_several_periods_are_added() -> None:
    rows = counted(365, INTEREST) + counted(365, D(100))
    assert MovingRate(RATES, rows, Span()).under([(START, D("0.04"))]) == INTEREST + 100


def loan(every: str = "quarterly", rate: str = "0.036") -> LoanTerms:
    """On 1,000,000 yuan at 3.6 % a day costs 100 yuan."""
    return LoanTerms(D(1000000), D(rate), day("01-10"), day("07-10"), every, D(20), "21_to_20", D(360))


def test_periods_of_a_quarter_a_month_and_the_whole_loan() -> None:
    """Until 20 March, 20 June and maturity: 70 + 92 + 19 days; monthly seven periods; in one sum 181 days."""
    found = loan_periods(loan())
    assert [(one.number, one.days, str(one.interest)) for one in found] == [
        (1, 70, "7000.00"),
        (2, 92, "9200.00"),
        (3, 19, "1900.00"),
    ]
    assert [one.days for one in loan_periods(loan("monthly"))] == [11, 31, 28, 31, 30, 31, 19]
    (whole,) = loan_periods(loan("maturity"))
    expected = (1, day("01-10"), day("07-10"), 181, 1000000, D("0.036"), D("18100.00"), day("07-10"))
    assert (
        whole.number,
        whole.start,
        whole.end,
        whole.days,
        whole.balance,
        whole.rate,
        whole.interest,
        whole.paid_on,
    ) == expected


def test_interest_that_counts() -> None:
    """Three months from drawdown: 70 days and 20 of the next 92; paid until the end of March only the first period."""
    everything = count_interest(loan_periods(loan()), Span())
    assert (everything.posted, everything.days, everything.interest) == (18100, 181, 18100)
    months = count_interest(loan_periods(loan()), Span(day("01-10"), D(3)))
    assert [(row.days, row.interest) for row in months.rows] == [(70, 7000), (20, 2000), (0, 0)]
    assert (months.posted, months.days, months.interest) == (18100, 90, 9000)
    window = count_interest(loan_periods(loan()), Span(paid_to=day("03-31")))
    assert [row.days for row in window.rows] == [70, 0, 0] and window.interest == 7000
    late = count_interest(loan_periods(loan()), Span(paid_from=day("04-01")))
    assert [row.interest for row in late.rows] == [0, 9200, 1900]


def test_steps_have_their_period_in_their_name() -> None:
    traced = replace(loan("maturity"), principal=typed(D(1000000), "principal"), drawdown=typed(day("01-10"), "drawdown"))
    (whole,) = loan_periods(traced)
    found = count_interest((whole,), Span())
    assert (whole.days.tag.key, whole.interest.tag.key) == ("days_1", "interest_1")
    assert [row.interest.tag.key for row in found.rows] == ["counted_interest_1"]
    assert [one.tag.key for one in (found.posted, found.days, found.interest)] == ["base", "counted_days", "counted_interest"]
