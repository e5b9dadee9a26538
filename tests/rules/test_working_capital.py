"""The working-capital formula: in exact fractions, its inverse, and how it moves."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.money import settle
from calculators.rules import working_capital as rules
from calculators.rules.working_capital import ITEMS, Funds

ZERO = Decimal(0)
YUAN = st.integers(0, 10**11).map(lambda fen: Decimal(fen) / 100)
SOLD = st.integers(10**6, 10**12).map(lambda fen: Decimal(fen) / 100)
SHARE = st.integers(-5000, 9999).map(lambda n: Decimal(n) / 10000)
GROWTH = st.integers(-9999, 30000).map(lambda n: Decimal(n) / 10000)
TIMES = st.integers(1, 4000).map(lambda n: Decimal(n) / 100)
BALANCES = st.fixed_dictionaries({item: st.tuples(YUAN, YUAN) for item in ITEMS})
FUNDS = st.builds(Funds, YUAN, YUAN, YUAN)


def cycle_of(balances: dict[str, tuple[Decimal, Decimal]], revenue: Decimal, cost: Decimal, year: int) -> Decimal:
    bases = {"revenue": revenue, "cost": cost}
    parts = {}
    for item, (_, base, _) in ITEMS.items():
        days = rules.turnover_days(item, rules.average(item, *balances[item]), bases[base], Decimal(year))
        parts[item] = rules.cycle_part(item, days)
    return Decimal(rules.operating_cycle(parts.values()))


@given(BALANCES, SOLD, SOLD, st.sampled_from([360, 365]))
def test_the_cycle_in_fractions(balances: dict[str, tuple[Decimal, Decimal]], revenue: Decimal, cost: Decimal, year: int) -> None:
    mean = {item: Fraction(sum(pair)) / 2 for item, pair in balances.items()}
    by_cost = mean["inventory"] + mean["prepayments"] - mean["payables"]
    by_revenue = mean["receivables"] - mean["advances"]
    exact = year * (by_cost / Fraction(cost) + by_revenue / Fraction(revenue))
    assert abs(Fraction(cycle_of(balances, revenue, cost, year)) - exact) < Fraction(1, 10**30)


@given(BALANCES, SOLD, SOLD, SHARE, GROWTH, FUNDS)
def test_days_in_the_year_cancel_out(
    balances: dict[str, tuple[Decimal, Decimal]], revenue: Decimal, cost: Decimal, margin: Decimal, growth: Decimal, funds: Funds
) -> None:
    needs = []
    for year in (360, 365):
        cycle = cycle_of(balances, revenue, cost, year)
        times = rules.turnover_times(Decimal(year), cycle)
        needs.append(rules.loan_need(revenue, margin, growth, times, cycle, funds))
    assert needs[0] == needs[1]


@given(SOLD, SHARE, GROWTH, TIMES, FUNDS)
def test_the_need_in_fractions(revenue: Decimal, margin: Decimal, growth: Decimal, times: Decimal, funds: Funds) -> None:
    need = rules.loan_need(revenue, margin, growth, times, times, funds)
    exact = Fraction(revenue) * (1 - Fraction(margin)) * (1 + Fraction(growth)) / Fraction(times)
    gap = exact - Fraction(funds.own) - Fraction(funds.loans) - Fraction(funds.other)
    assert abs(Fraction(need.need) - exact) <= Fraction(1, 200)
    assert abs(Fraction(need.before_floor) - gap) <= Fraction(1, 200)
    assert need.new_loan == max(need.before_floor, ZERO)
    assert need.status == ("normal" if gap > 0 else "no_gap")


@given(SOLD, SHARE, GROWTH, TIMES, FUNDS, YUAN)
def test_more_money_of_ones_own_means_less_to_borrow(
    revenue: Decimal, margin: Decimal, growth: Decimal, times: Decimal, funds: Funds, more: Decimal
) -> None:
    before = rules.loan_need(revenue, margin, growth, times, times, funds)
    after = rules.loan_need(revenue, margin, growth, times, times, Funds(funds.own + more, funds.loans, funds.other))
    assert after.new_loan <= before.new_loan
    faster = rules.loan_need(revenue, margin, growth, times * 2, times, funds)
    assert faster.need <= before.need


@given(YUAN, SOLD, SHARE, TIMES, FUNDS)
def test_inverse_then_forward_reaches_the_wanted_loan(
    wanted: Decimal, revenue: Decimal, margin: Decimal, times: Decimal, funds: Funds
) -> None:
    assume(wanted > 0)
    growth = rules.growth_needed(wanted, revenue, margin, times, funds)
    reached = rules.loan_need(revenue, margin, growth, times, times, funds)
    assert reached.new_loan == wanted and reached.status == "normal"


@pytest.mark.parametrize("cycle", [Decimal(0), Decimal(-5), Decimal("1e-30")])
def test_no_need_without_a_positive_cycle(cycle: Decimal) -> None:
    times = rules.turnover_times(Decimal(360), cycle)
    assert times is None
    need = rules.loan_need(Decimal(100), ZERO, ZERO, times, cycle, Funds(own=Decimal(7)))
    assert (need.need, need.before_floor, need.new_loan, need.status) == (0, 0, 0, "cycle_not_positive")


def test_a_zero_balance_has_no_days_even_without_sales() -> None:
    assert rules.turnover_days("inventory", ZERO, ZERO, Decimal(360)) == 0


def test_a_balance_that_nothing_turns_over_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        rules.turnover_days("inventory", Decimal(1), ZERO, Decimal(360))


def test_margin_and_growth_from_statements() -> None:
    assert rules.margin_from_profit(Decimal(300), Decimal(2400)) == Decimal("0.125")
    assert rules.margin_from_profit(Decimal(-120), Decimal(2400)) == Decimal("-0.05")
    assert settle(rules.growth_from_revenue(Decimal(2760), Decimal(2400))) == Decimal("0.15")


def test_the_published_sheet_with_five_balances() -> None:
    """92 + 87 − 66 + 12 − 10.5 = 114.5 days, by hand."""
    thousand = Decimal(1000)
    balances = {
        "inventory": (4200 * thousand, 5000 * thousand),
        "receivables": (5400 * thousand, 6200 * thousand),
        "payables": (3000 * thousand, 3600 * thousand),
        "prepayments": (500 * thousand, 700 * thousand),
        "advances": (800 * thousand, 600 * thousand),
    }
    assert cycle_of(balances, Decimal(24000000), Decimal(18000000), 360) == Decimal("114.5")


@pytest.mark.parametrize(
    ("cycle", "gap", "status"),
    [(0, 5, "cycle_not_positive"), (-1, 5, "cycle_not_positive"), (30, -1, "no_gap"), (30, 0, "no_gap"), (30, 1, "normal")],
)
def test_the_kind_of_answer(cycle: int, gap: int, status: str) -> None:
    """A gap of exactly nothing is none, as is a cycle of no days."""
    assert rules.status_of(Decimal(cycle), Decimal(gap)) == status
