"""Patent valuation: hand-worked years, the laws of discounting, and a second derivation on fractions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.dates import add_months
from calculators.figure import leaf, plain, recompute
from calculators.money import round_fen, settle
from calculators.rules import valuation as v
from calculators.rules import valuation_cost as cost
from calculators.rules import valuation_rate as rate
from calculators.rules.economic_life import remaining_life

D, ONE = Decimal, Decimal(1)
RATES = st.decimals("0", "0.6", places=4)
AMOUNTS = st.lists(st.decimals("0", "90000000", places=2), min_size=1, max_size=12)
TIMINGS = st.sampled_from(["end_year", "mid_year"])


def model(
    amounts: list[Decimal], discount: Decimal, timing: str = "end_year", tax: Decimal | None = None, portion: Decimal = ONE
) -> v.Model:
    spans = v.forecast([D(1)] * len(amounts), timing)
    return v.Model(spans, tuple(amounts), (portion,) * len(amounts), tax, None, discount)


def test_four_years_of_royalty() -> None:
    revenues = [D(5000000), D(6000000), D(6600000), D(6000000)]
    rows = v.years(model(revenues, D("0.17"), tax=D("0.25"), portion=D("0.04")))
    assert [str(round_fen(row.income)) for row in rows] == ["150000.00", "180000.00", "198000.00", "180000.00"]
    assert [str(round_fen(row.value)) for row in rows] == ["128205.13", "131492.44", "123625.37", "96057.01"]
    assert round_fen(v.present_value(rows)) == D("479379.95")


def test_mid_year_counts_half_a_year_earlier() -> None:
    ends, mids = (v.value_of(model([D(100)] * 3, D("0.21"), timing)) for timing in ("end_year", "mid_year"))
    assert settle(mids) == settle(ends * D("1.1"))  # the root of 1.21


@pytest.mark.parametrize(
    ("start", "end", "full", "left"),
    [
        ("2026-11-22", "2030-01-20", 3, 59),
        ("2026-11-22", "2030-11-22", 4, 0),
        ("2026-11-22", "2027-11-21", 0, 364),
        ("2027-03-01", "2028-02-29", 0, 365),
        ("2024-02-29", "2025-02-28", 1, 0),
        ("2026-11-22", "2026-11-22", 0, 0),
        ("2026-11-22", "2020-01-01", 0, 0),
    ],
)
def test_full_years_and_the_part_year(start: str, end: str, full: int, left: int) -> None:
    found = v.life_lengths(date.fromisoformat(start), date.fromisoformat(end))
    assert (int(found[0]), int(found[1])) == (full, left)
    assert len(found[3]) == full + (left > 0)


def test_part_year_is_shorter_and_sooner() -> None:
    _, left, part, lengths = v.life_lengths(date(2026, 11, 22), date(2030, 1, 20))
    assert part == left / 365
    assert [span.time for span in v.forecast(lengths, "end_year")] == [1, 2, 3, 3 + part]
    assert [span.time for span in v.forecast(lengths, "mid_year")] == [D("0.5"), D("1.5"), D("2.5"), 3 + part / 2]


def test_decay_starts_in_the_second_year_and_may_be_total() -> None:
    assert v.royalties(D("0.05"), D("0.1"), 3) == (D("0.05"), D("0.045"), D("0.0405"))
    assert v.royalties(D("0.05"), D("0.1"), 2, from_first_year=True) == (D("0.045"), D("0.0405"))
    assert v.royalties(D("0.05"), D(1), 3) == (D("0.05"), 0, 0)


def test_textbook_profit_split() -> None:
    patent = v.equivalent_investment(D(80), D(4), D("0.25"))
    enterprise = v.equivalent_investment(D(5000), D("0.15"))
    assert (patent, enterprise) == (500, 5750)
    share = v.profit_share(patent, enterprise)
    assert share == D("0.08")
    profits = [D(1500), D(1500), D(1400), D(1400), D(1300)]
    assert round_fen(v.value_of(model(profits, D("0.1"), portion=share))) == D("433.49")


def test_negative_years_of_excess_are_kept() -> None:
    charge = v.asset_charge([(D(900000), D("0.06"))])
    years = model([D(1000000), D(2000000)], D("0.1"), tax=D("0.25"), portion=D("0.05"))._replace(charge=charge)
    assert [row.income for row in v.years(years)] == [D("-16500"), D("21000")]


def test_cost_chain() -> None:
    today = cost.at_todays_prices(D(450), [D("0.05"), D("0.08")])
    net = today * cost.newness(D(4), D(6))
    assert (today, net) == (D("510.3"), D("306.18"))
    assert cost.least_licence_fee(net, D(400), D(1000), D(100)) == D("222.472")
    made = cost.Development(D(100000), D(50000), D(30000), D(20000), D(2), D("0.06"), D("0.2"))
    assert (cost.capital_cost(made), cost.self_developed_cost(made)) == (12000, 254400)
    assert cost.less_obsolescence(D(254400), D("0.1"), D("0.05")) == D("217512")


def test_rates() -> None:
    assert rate.build_up(D("0.025"), [D("0.03"), D("0.04")]) == D("0.095")
    assert rate.cost_of_equity(D("0.025"), D("1.2"), D("0.06"), D("0.023")) == D("0.12")
    assert rate.wacc(D("0.12"), D("0.04"), D("0.3"), D("0.25")) == D("0.093")
    assert rate.annuity_factor(D(0), D(7)) == 7
    assert round_fen(225000 * rate.annuity_factor(D("0.1"), D(5))) == D("852927.02")


@given(AMOUNTS, RATES, RATES, TIMINGS)
def test_a_higher_discount_rate_never_raises_the_value(amounts: list[Decimal], a: Decimal, b: Decimal, timing: str) -> None:
    low, high = sorted((a, b))
    assert settle(v.value_of(model(amounts, high, timing))) <= settle(v.value_of(model(amounts, low, timing)))


@given(AMOUNTS, RATES)
def test_the_value_is_what_fractions_give(amounts: list[Decimal], discount: Decimal) -> None:
    exact = sum(Fraction(a) / (1 + Fraction(discount)) ** t for t, a in enumerate(amounts, 1))
    assert abs(Fraction(v.value_of(model(amounts, discount))) - exact) < Fraction(1, 10**20)


@given(st.integers(1, 30), RATES)
def test_the_annuity_factor_is_the_sum_of_the_factors(count: int, discount: Decimal) -> None:
    level = v.value_of(model([D(1)] * count, discount))
    assert settle(rate.annuity_factor(discount, D(count))) == settle(level)


@given(st.decimals("0.01", "1e9", places=2), st.decimals("0.01", "1e9", places=2))
def test_the_shares_add_up_to_one(patent: Decimal, enterprise: Decimal) -> None:
    assert settle(v.profit_share(patent, enterprise) + v.profit_share(enterprise, patent)) == 1


@given(st.lists(st.tuples(st.decimals("0", "1e8", places=2), st.integers(1, 50)), min_size=1, max_size=6))
def test_a_weighted_mean_lies_between_its_values(deals: list[tuple[Decimal, int]]) -> None:
    values, weights = [value for value, _ in deals], [D(weight) for _, weight in deals]
    assert settle(min(values)) <= settle(cost.weighted_mean(values, weights)) <= settle(max(values))
    doubled = cost.weighted_mean(values, [2 * weight for weight in weights])
    assert settle(doubled) == settle(cost.weighted_mean(values, weights))


@given(RATES, st.integers(1, 30), st.decimals("0", "0.5", places=2))
def test_the_amortisation_benefit_never_lowers_the_value(discount: Decimal, years: int, tax: Decimal) -> None:
    assert rate.with_tax_benefit(D(1000), tax, discount, D(years)) >= 1000


@given(st.dates(date(2020, 1, 1), date(2045, 12, 31)), st.integers(1, 400))
def test_useful_life_never_outlasts_either_limit(expiry: date, months: int) -> None:
    on = date(2026, 11, 22)
    life = remaining_life(expiry, on, D(months))
    assert life.ends_on == min(expiry, add_months(on, months))
    assert (life.limited_by == "expired") == (expiry <= on)
    assert (life.usable_days == 0) == (expiry <= on)


@given(AMOUNTS, RATES, TIMINGS)
def test_tracing_changes_nothing(amounts: list[Decimal], discount: Decimal, timing: str) -> None:
    bare = v.value_of(model(amounts, discount, timing))
    leaves = [leaf(amount, f"amount_{i}", "收入", "元", "input") for i, amount in enumerate(amounts)]
    traced = v.value_of(model(leaves, leaf(discount, "discount", "折现率", "%", "input"), timing))
    assert plain(traced) == bare == recompute(traced)
