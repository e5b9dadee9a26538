"""All-in cost: hand-worked break-evens, and laws that hold for any loan with fees and subsidies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.figure import leaf, plain, recompute
from calculators.irr import xirr, xnpv
from calculators.rules import financing_cost as rules
from calculators.rules.financing_cost import BulletLoan

D = Decimal
RATE = D("0.0365")
START = date(2025, 4, 10)
MONEY = st.decimals("0", "50000", places=2)
RATES = st.decimals("0.01", "0.12", places=4)


def loan(rate: Decimal = RATE, length: int = 365, basis: int = 360) -> BulletLoan:
    end = START + timedelta(days=length)
    return BulletLoan(D(2000000), rate, START, end, (end,), D(basis))


def test_without_fees_a_year_costs_its_rate() -> None:
    cost = rules.all_in_cost(loan(basis=365), [], D(0), [])
    assert cost.rate_before == cost.rate_after == cost.simple_before == D("0.0365")
    assert cost.saved == 0


def test_flows_of_one_day_are_added_and_a_subsidy_keeps_its_own_day() -> None:
    one = loan()
    late = one.maturity + timedelta(days=90)
    cost = rules.all_in_cost(one, [(START, D(20000)), (START, D(500))], D(100000), [(late, D("29605.56"))])
    assert cost.before == ((START, D(1879500)), (one.maturity, D("-1974013.89")))
    assert cost.after == (*cost.before, (late, D("29605.56")))
    assert cost.net_cost == D("64908.33")  # 74013.89 + 20500 − 29605.56


def test_a_later_subsidy_helps_less() -> None:
    one = loan()
    rates = [
        rules.all_in_cost(one, [], D(0), [(one.maturity + timedelta(days=late), D(20000))]).rate_after for late in (0, 180, 720)
    ]
    assert rates == sorted(rates)


def test_the_largest_fee_by_hand() -> None:
    assert rules.largest_upfront_fee(D(2000000), D("2074013.89"), D(365), D("0.05")) == D("24748.67")  # 24748.676…
    flows = [(START, D(2000000)), (START + timedelta(days=365), D("-2074013.89"))]
    assert rules.affordable_fee(flows, START, D("0.05")) == D("24748.67")


@given(RATES, RATES, st.integers(30, 1200))
def test_the_largest_fee_meets_the_target_and_a_fen_more_does_not(rate: Decimal, target: Decimal, length: int) -> None:
    one = loan(rate, length)
    flows = [(START, one.principal), *((day, -paid) for day, paid in one.interest()), (one.maturity, -one.principal)]
    fee = rules.affordable_fee(flows, START, target)
    assume(D(1) < fee < one.principal)
    assert xnpv(target, [*flows, (START, -fee)], START) >= 0
    assert xnpv(target, [*flows, (START, -fee - D("0.01"))], START) < 0
    found = xirr([*flows, (START, -fee)]).rate
    assert found is not None and found <= target + D("1e-11")


@given(RATES, RATES, MONEY, st.integers(0, 900))
def test_the_subsidy_needed_reaches_the_target(rate: Decimal, target: Decimal, fee: Decimal, late: int) -> None:
    one = loan(rate)
    on = one.maturity + timedelta(days=late)
    cost = rules.all_in_cost(one, [(START, fee)], D(0), [])
    needed = rules.subsidy_needed(cost.before, START, on, target)
    assert (needed == 0) == (xnpv(target, cost.before, START) >= 0)
    assert xnpv(target, [*cost.before, (on, needed)], START) >= D("-1e-20")
    if needed:
        assert xnpv(target, [*cost.before, (on, needed - D("0.01"))], START) < 0


@given(RATES, MONEY, MONEY, st.integers(30, 1200))
def test_more_fees_never_make_it_cheaper(rate: Decimal, low: Decimal, more: Decimal, length: int) -> None:
    one = loan(rate, length)
    small, large = (rules.all_in_cost(one, [(START, fee)], D(0), []) for fee in (low, low + more))
    assert small.rate_before <= large.rate_before
    assert small.simple_before <= large.simple_before
    assert xnpv(small.rate_before, small.before, START).copy_abs() < D("0.001")


@given(RATES, MONEY, MONEY, st.integers(0, 400))
def test_tracing_changes_nothing(rate: Decimal, fee: Decimal, subsidy: Decimal, late: int) -> None:
    one = loan(rate)
    on = one.maturity + timedelta(days=late)
    bare = rules.all_in_cost(one, [(START, fee)], D(0), [(on, subsidy)])
    names = {"principal": one.principal, "rate": one.rate, "drawdown": START, "maturity": one.maturity, "basis": one.basis}
    leaves = {key: leaf(value, key, key, "", "input") for key, value in names.items()}
    traced_loan = BulletLoan(**leaves, interest_days=(leaves["maturity"],))
    fee_leaf, subsidy_leaf = (leaf(v, k, k, "元", "input") for k, v in (("fee", fee), ("subsidy", subsidy)))
    traced = rules.all_in_cost(
        traced_loan, [(leaves["drawdown"], fee_leaf)], D(0), [(leaf(on, "on", "on", "", "input"), subsidy_leaf)]
    )
    for name in ("rate_before", "rate_after", "saved", "net_cost", "simple_after", "status_after"):
        figure = getattr(traced, name)
        assert plain(figure) == getattr(bare, name) == recompute(figure)
