"""Plans without instalments worked by hand: 3,600 yuan at 10 %, so that a day costs 1 yuan; costs, resets, numbering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from calculators.figure import plain
from calculators.rules import period_plan, plan, repricing, single_payment
from calculators.rules.period_plan import Calendar
from calculators.rules.plan import Line, Plan
from tests.rules.by_hand import D, column, day, typed

JANUARY = day("01-15")
TEN_PERCENT = [(JANUARY, D("0.10"))]  # on 3,600 yuan a day costs 1 yuan
QUARTERS = Calendar((JANUARY, day("03-21"), day("04-15")), (day("03-20"), day("04-15")))


def settled(moves: Sequence[tuple[Any, Any, Any]], balances: Sequence[tuple[Any, Any]]) -> Plan:
    return period_plan.settled_plan(moves, balances, TEN_PERCENT, QUARTERS, D(360))


def test_a_balance_that_halves() -> None:
    """54 days of 1 yuan and 11 of half a yuan: 59.50; then 25 days of half a yuan: 12.50, with the rest of the loan."""
    half, end = D(1800), day("04-15")
    balances = [(JANUARY, D(3600)), (day("03-10"), half), (end, D(0))]
    found = settled([(day("03-10"), None, half), (end, None, half)], balances)
    assert found.lines == (
        Line(None, day("03-10"), None, None, None, half, half, half, None),
        Line(JANUARY, day("03-20"), D(65), D("59.50"), None, None, D("59.50"), half, D(3600 * 54 + 1800 * 11)),
        Line(day("03-21"), end, D(25), D("12.50"), None, half, D("1812.50"), D(0), D(45000)),
    )


def test_a_day_on_which_money_is_only_drawn_asks_for_no_payment() -> None:
    """17 days of half a yuan until 1 February, then 48 days of 1 yuan: 56.50."""
    half, end = D(1800), day("04-15")
    balances = [(JANUARY, half), (day("02-01"), D(3600)), (end, D(0))]
    found = settled([(day("02-01"), half, None), (end, None, D(3600))], balances)
    assert found.lines[0] == Line(None, day("02-01"), None, None, half, None, None, D(3600), None)
    assert str(found.lines[1].payment) == "56.50"


def test_single_payments_in_parts() -> None:
    """1,200 for 30 days costs 10, 2,400 for 90 days 60; at 20 % from the 30th day on 20 + 80."""
    parts = [(D(1200), day("02-14"), D(2400)), (D(2400), day("04-15"), D(0))]
    found = period_plan.single_payments(parts, JANUARY, TEN_PERCENT, D(360), False)
    assert found.lines == (
        Line(JANUARY, day("02-14"), D(30), D(10), None, D(1200), D(1210), D(2400), D(36000)),
        Line(JANUARY, day("04-15"), D(90), D(60), None, D(2400), D(2460), D(0), D(216000)),
    )
    rates = [*TEN_PERCENT, (day("02-14"), D("0.20"))]
    dearer = period_plan.single_payments(parts, JANUARY, rates, D(360), False)
    assert column(dearer, "interest") == ["10.00", "100.00"]


def test_single_payments_by_whole_months() -> None:
    """One month and five days of 1,200 yuan: 10 + 1.67; 36 days in all."""
    found = period_plan.single_payments([(D(1200), day("02-20"), D(0))], JANUARY, TEN_PERCENT, D(360), True)
    line = Line(JANUARY, day("02-20"), D(36), D("11.67"), None, D(1200), D("1211.67"), D(0), D(43200))
    assert found.lines == (line,)
    paid = single_payment.by_whole_months(D(1200), D("0.10"), JANUARY, day("02-20"), D(360))
    assert (paid.months, paid.odd_days, paid.days, str(paid.interest), str(paid.due)) == (1, 5, 36, "11.67", "1211.67")


def test_payments_are_numbered_from_one() -> None:
    principal = typed(D(1200), "principal")
    rate = [(JANUARY, typed(D("0.10"), "rate"))]
    single = period_plan.single_payments([(principal, day("02-14"), principal - principal)], JANUARY, rate, D(360), False)
    end = day("04-15")
    moves, balances = [(end, None, principal)], [(JANUARY, principal), (end, principal - principal)]
    several = period_plan.settled_plan(moves, balances, rate, QUARTERS, D(360), "original_")
    assert single.lines[0].payment.tag.key == "payment_1"
    assert [line.payment.tag.key for line in several.lines] == ["original_payment_1", "original_payment_2"]
    assert several.lines[0].interest.tag.key == "original_interest_1"


def bearing(interest: str, opening_days: int | None) -> Line:
    return Line(JANUARY, day("04-15"), D(90), D(interest), None, None, D(interest), D(0), opening_days and D(opening_days))


def test_the_simple_cost_of_a_year() -> None:
    """100 yuan on 1,000 yuan for 365 days is 10 %; 1 yuan on 1,095 yuan·days 0.333333; nothing owed has no cost."""
    assert plan.annual_cost(Plan((bearing("60", 200000), bearing("40", 165000))), D(100)) == D("0.1")
    assert str(plan.annual_cost(Plan((bearing("1", 1095),)), D(1))) == "0.333333"
    assert plan.annual_cost(Plan((bearing("1", 1), bearing("0", None))), D(1)) == 365
    assert plan.annual_cost(Plan((bearing("0", 0),)), D(0)) is None


def test_the_total_of_interest_is_called_so() -> None:
    line = bearing("60", 1)._replace(interest=typed(D(60), "interest_1"))
    assert plan.total_interest(Plan((line,))).tag.key == "total_interest"


@pytest.mark.parametrize(
    ("drawdown", "maturity", "years"),
    [
        ("2024-05-20", "2027-01-01", [2025, 2026]),  # not on the day the loan ends
        ("2024-01-01", "2026-01-02", [2025, 2026]),  # not on the day it begins; one day before the end is enough
        ("2025-02-01", "2025-12-31", []),
    ],
)
def test_resets_on_new_years_day(drawdown: str, maturity: str, years: list[int]) -> None:
    found = repricing.reset_days(date.fromisoformat(drawdown), date.fromisoformat(maturity), "january")
    assert found == tuple(date(year, 1, 1) for year in years)


def test_which_publication_counts_at_a_reset() -> None:
    """On 20 May: that day, the day before, or what was known at the end of April."""
    on = day("05-20")
    assert repricing.lpr_day(on, "on_or_before") == on
    assert repricing.lpr_day(on, "before") == day("05-19")
    assert repricing.lpr_day(on, "latest_of_previous_month") == day("04-30")
    assert repricing.lpr_day(day("05-01"), "latest_of_previous_month") == day("04-30")


def test_prices_are_numbered_from_the_drawdown() -> None:
    """LPR 3 % and 50 BP: 3.5 % at drawdown and at the reset."""
    spread = typed(D(50), "spread")
    found = repricing.floating_rates(JANUARY, (day("03-01"),), "before", spread, lambda on: D("0.03"))
    assert [(on, plain(rate), rate.tag.key) for on, rate in found] == [
        (JANUARY, D("0.035"), "rate_1"),
        (day("03-01"), D("0.035"), "rate_2"),
    ]
