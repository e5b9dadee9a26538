"""Rates of return: every root in range, none outside, and the same digits from any start."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import irr
from calculators.rules import financing_cost

START = date(2025, 4, 10)


def periodic(*amounts: str) -> irr.Rates:
    return irr.periodic_irr([Decimal(amount) for amount in amounts])


@pytest.mark.parametrize(
    ("amounts", "status", "roots"),
    [
        (("100", "-110"), "ok", ["0.1"]),
        (("100", "-100"), "ok", ["0"]),
        (("100", "-90"), "ok", ["-0.1"]),  # the subsidy was more than the cost
        (("100", "-50"), "ok", ["-0.5"]),  # the ends of the range belong to it
        (("100", "-49"), "no_solution", []),
        (("100", "-2100"), "ok", ["20"]),
        (("100", "-2101"), "no_solution", []),
        (("100", "50"), "no_solution", []),
        (("0", "0"), "no_solution", []),
        (("100",), "no_solution", []),
        (("-100", "230", "-132"), "multiple_solutions", ["0.1", "0.2"]),
        (("-1000", "3600", "-4310", "1716"), "multiple_solutions", ["0.1", "0.2", "0.3"]),
        (("-100", "220", "-121.01"), "no_solution", []),  # comes near zero without reaching it
        (("-10000", "22001", "-12101.1"), "multiple_solutions", ["0.1", "0.1001"]),  # between two points of the grid
    ],
)
def test_status_and_roots(amounts: tuple[str, ...], status: str, roots: list[str]) -> None:
    found = periodic(*amounts)
    assert found.status == status
    assert [round(root, 9) for root in found.roots] == [Decimal(root) for root in roots]
    assert (found.rate is None) == (status != "ok")


def test_a_double_root_is_one_solution() -> None:
    found = periodic("-100", "220", "-121")
    assert found.status == "ok" and found.rate is not None and abs(found.rate - Decimal("0.1")) < Decimal("1e-7")


def test_a_late_subsidy_is_no_second_answer() -> None:
    flows = [(0, "1960000"), (365, "-2074013.90"), (538, "37006.95")]
    found = irr.xirr([(START + timedelta(days=days), Decimal(amount)) for days, amount in flows])
    assert found.status == "ok" and found.rate is not None and Decimal("0.03") < found.rate < Decimal("0.05")


def test_a_monthly_root_that_makes_no_yearly_sense_does_not_count() -> None:
    flows = [Decimal(1000000), *[Decimal(-85000)] * 12, Decimal(90000)]
    assert irr.periodic_irr(flows).status == "multiple_solutions"
    assert irr.periodic_irr(flows, 12).status == "ok"


def test_order_and_same_day_flows_do_not_matter() -> None:
    end = START + timedelta(days=365)
    flows = [(end, Decimal(-500000)), (START, Decimal(1000000)), (end, Decimal(-536500))]
    assert irr.xirr(flows).rate == Decimal("0.0365")


@given(rate=st.integers(-4900, 199000), days=st.integers(1, 7000), principal=st.integers(1, 10**10))
def test_a_single_payment_gives_its_rate_back(rate: int, days: int, principal: int) -> None:
    wanted, amount = Decimal(rate) / 10000, Decimal(principal)
    due = amount * (1 + wanted) ** (Decimal(days) / 365)
    found = irr.xirr([(START, amount), (START + timedelta(days=days), -due)])
    assert found.rate is not None and abs(found.rate - wanted) < Decimal("1e-10")


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=12))
def test_every_root_reported_is_a_root(amounts: list[int]) -> None:
    flows = [Decimal(a) for a in amounts]
    found = irr.periodic_irr(flows)
    assert (found.status == "ok") == (len(found.roots) == 1)
    scale = sum(abs(a) for a in flows)
    for root in found.roots:
        assert irr.LOWEST <= root <= irr.HIGHEST
        value = sum(a / (1 + root) ** k for k, a in enumerate(flows))
        assert abs(value) <= scale * Decimal("1e-5")


@given(target=st.integers(1, 3000), points=st.integers(0, 1000), days=st.integers(30, 1100), wan=st.integers(1, 5000))
def test_the_largest_fee_meets_the_target(target: int, points: int, days: int, wan: int) -> None:
    """With that fee the XIRR is at most the target; one fen more exceeds it."""
    principal, wanted = Decimal(wan) * 10000, Decimal(target) / 10000
    due = principal + (principal * points * days / 3600000).quantize(Decimal("0.01"))
    fee = financing_cost.largest_upfront_fee(principal, due, Decimal(days), wanted)
    end = START + timedelta(days=days)

    def present(paid: Decimal) -> Decimal:
        return irr.xnpv(wanted, [(START, principal - paid), (end, -due)], START)

    assert present(fee) >= 0 > present(fee + Decimal("0.01"))


def test_all_in_cost_of_a_bullet_loan() -> None:
    loan = financing_cost.BulletLoan(
        Decimal(1000000), Decimal("0.0365"), START, date(2026, 4, 10), (date(2026, 4, 10),), Decimal(365)
    )
    cost = financing_cost.all_in_cost(loan, [(START, Decimal(10000))], Decimal(50000), [])
    assert cost.before == ((START, Decimal(940000)), (date(2026, 4, 10), Decimal(-986500)))
    assert cost.rate_before == cost.rate_after == irr.xirr(cost.before).rate and cost.saved == 0
    assert cost.simple_before == Decimal("0.0465") and cost.net_cost == Decimal(46500)
