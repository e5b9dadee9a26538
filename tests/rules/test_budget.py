"""Fund budget rules: closed form, percentiles, cash path, institutions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import distribution
from calculators.distribution import ONE
from calculators.figure import leaf, plain, recompute
from calculators.money import round_fen, settle
from calculators.rules import budget, budget_path

D = Decimal


def test_closed_form_and_its_normal_percentiles() -> None:
    found = budget.closed_form(D("5.5"), D("0.25"), D(60_000), D(20_000) ** 2)
    assert found.mean == 330_000
    assert round_fen(found.deviation) == D("55677.64")
    assert [budget.normal_percentile(found, D(p)) for p in ("0.9", "0.95", "0.99")] == [
        D("401353.77"),
        D("421581.57"),
        D("459525.57"),
    ]


@given(low=st.integers(0, 8), more=st.integers(0, 3), loans=st.integers(0, 6), percent=st.integers(0, 100))
def test_closed_form_equals_the_exact_distribution(low: int, more: int, loans: int, percent: int) -> None:
    counts = budget.two_counts(D(low), D(low + more))
    one = budget.three_points(D(30_000), D(50_000), D(90_000), D("0.25"), D("0.25"))
    defaults = budget.default_payments(D(loans), D(percent) / 100, D(500_000))
    found = budget.moments(counts, one, defaults)
    exact = budget.outlay(counts, one, defaults, D(0), D(0))
    assert settle(found.mean) == settle(budget.mean_of(exact))
    assert abs(found.deviation - budget.square_root(budget.variance_of(exact))) < D("1e-15")


def test_method() -> None:
    six = budget.two_counts(D(5), D(6))
    assert budget.method_for(six, budget.one_amount(D(5))) == "exact"
    assert budget.method_for(six, budget.triangle(D(1), D(2), D(3))) == "simulated"
    ugly = budget.amount_table(tuple((D(f"{10_000 + 7_919 * k**3}.{k}1"), D("0.1")) for k in range(10)))
    assert budget.method_for(budget.poisson_counts(D(20)), ugly) == "simulated"


@pytest.mark.parametrize(("institutions", "enterprises"), [(1, 0), (1, 3), (3, 5), (4, 6), (5, 3)])
def test_institutions_by_counting_every_choice(institutions: int, enterprises: int) -> None:
    choices = [len(set(pick)) for pick in product(range(institutions), repeat=enterprises)]
    counts = distribution.certain(D(enterprises), ONE)
    used = budget.institutions_used(D(institutions), counts)
    every = budget.all_institutions_used(D(institutions), counts)
    assert settle(used) == settle(D(sum(choices)) / len(choices))
    assert settle(every) == settle(D(sum(n == institutions for n in choices)) / len(choices))


def plan(**changes: object) -> budget_path.LoanPlan:
    usual = {"principal": D(2_000_000), "rate": D("0.0435"), "ratio": D("0.5"), "term": D(12)}
    usual |= {"start_month": D(4), "lag": D(1), "fee": D(10_000)}
    return budget_path.LoanPlan(**(usual | changes))


def test_cash_path_of_the_pilot_runs_past_its_end() -> None:
    starts = [(2017, D(5)), (2018, D(6)), (2019, D(5))]
    path = budget_path.cash_path(plan(), starts)
    # 5 loans × 87,000 × 50 % × 9/12 = 163,125 paid in 2018, with the fees of six new loans 60,000
    assert path == [
        (2017, D(50_000)),
        (2018, D(223_125)),
        (2019, D(300_125)),
        (2020, D(228_375)),
        (2021, D(54_375)),
    ]


def test_a_loan_within_one_year_and_one_over_three() -> None:
    assert budget_path.cash_path(plan(start_month=D(1), lag=D(0)), [(1, D(1))]) == [(1, D(53_500))]
    path = budget_path.cash_path(plan(term=D(26), start_month=D(12), lag=D(0), fee=D(0)), [(1, D(1))])
    assert path == [(1, D(3_625)), (2, D(43_500)), (3, D(43_500)), (4, D(3_625))]


@given(
    starts=st.lists(st.integers(0, 9), min_size=1, max_size=5),
    term=st.integers(1, 60),
    start_month=st.integers(1, 12),
    lag=st.integers(0, 3),
)
def test_cash_path_pays_everything_once(starts: list[int], term: int, start_month: int, lag: int) -> None:
    shape = plan(term=D(term), start_month=D(start_month), lag=D(lag), rate=D("0.048"))
    path = budget_path.cash_path(shape, [(year, D(n)) for year, n in enumerate(starts, 1)])
    assert sum(amount for _, amount in path) == sum(starts) * (10_000 + 4_000 * term)


def test_traced_outlay_can_be_recomputed() -> None:
    counts = budget.apply("two_counts", leaf(D(5), "count_low", "家数", "家", "input"), D(6))
    found = budget.outlay(counts, budget.one_amount(D(60_000)), budget.one_amount(D(0)), D(0), D(0))
    assert recompute(found) == plain(found)
    assert plain(found).mean() == Fraction(330_000)
