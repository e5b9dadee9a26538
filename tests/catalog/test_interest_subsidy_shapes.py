"""Shapes of the interest subsidy beyond one ratio of the interest: banks, moving rates, months used, other schemes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import run
from calculators.catalog.interest_subsidy import CALCULATOR
from calculators.examples import example
from calculators.figure import plain
from calculators.money import round_fen
from calculators.policy import Policy
from calculators.views.format import exact
from tests.catalog.test_interest_subsidy import CHANGES, answers_for, result


@given(CHANGES, st.sampled_from(["chengdu_shuangliu", "suzhou_2009_bank", "zhengzhou_2023_bank", "hangzhou_2015_bank_topup"]))
def test_what_the_bank_gets_is_never_the_firms(changes: dict[str, str], scheme: str) -> None:
    values = {**answers_for(scheme), **changes, "scheme": scheme}
    found = run(CALCULATOR, values).result
    own = plain(found.tables[1].totals["granted"])
    assert plain(found.figures["subsidy"]) == own
    assert plain(found.figures["bank_reward"]) == sum(plain(row[-1]) for row in found.tables[-1].rows) >= 0
    assert own == 0 or scheme == "chengdu_shuangliu"


@given(st.dates(date(2019, 9, 1), date(2025, 1, 1)), st.integers(1, 700), st.sampled_from(["drawdown", "moving"]))
def test_a_moving_reference_lies_between_its_rates(start: date, length: int, same: str) -> None:
    """The interest is at least that of the lowest LPR in force while the loan runs, at most that of the highest."""
    end = start + timedelta(length)
    series = Policy.at(end).parameter("lpr_1y").values
    first = max(entry.start for entry in series if entry.start <= start)
    rates = [entry.value for entry in series if first <= entry.start < end]
    found = result(scheme="chongqing_beibei_2022", drawdown=str(start), maturity=str(end), same_period=same)
    interest = [round_fen(Decimal(2000000) * rate / 100 * length / 360) for rate in rates]
    assert min(interest) <= plain(found.figures["eligible_interest"]) <= max(interest)
    if len(rates) == 1:
        assert plain(found.figures["eligible_interest"]) == interest[0]


@given(st.integers(0, 24), st.integers(0, 24))
def test_months_used_before_never_raise_the_subsidy(used: int, more: int) -> None:
    early, late = (plain(result(scheme="list_c_no_place", months_used=str(n)).figures["subsidy"]) for n in (used, used + more))
    assert late <= early and (used + more < 24 or late == 0)


def test_another_scheme_for_the_same_loan_is_checked() -> None:
    allowed = result(scheme="qingdao_2024", ip_share="100", also_scheme="lijiang_2025")
    assert plain(allowed.figures["subsidy"]) > 0 and any("请填进“同笔贷款已获其他补贴”" in w for w in allowed.warnings)
    the_other_forbids = result(scheme="qingdao_2024", ip_share="100", also_scheme="list_b_no_place")
    assert any("两个办法只能选一个" in w for w in the_other_forbids.warnings)
    this_forbids = result(scheme="list_b_no_place", also_scheme="qingdao_2024")
    assert exact(this_forbids.figures["reason"]) == "not_with_that_scheme" and plain(this_forbids.figures["subsidy"]) == 0


def test_a_moving_cap_counts_each_stretch_by_its_own_limit() -> None:
    """Nansha, 3.05 %: 40 days at the contract rate (LPR 3.10 %), 325 days at the LPR of 3.00 %."""
    found = result(scheme="guangzhou_nansha_2024", rate="3.05", same_period="moving", interest_every="maturity")
    expected = Decimal(2000000) * (Decimal("0.0305") * 40 + Decimal("0.03") * 325) / 360
    assert abs(plain(found.figures["eligible_interest"]) - expected) <= Decimal("0.01")


def test_the_lower_rate_for_the_covered_part_is_a_choice() -> None:
    inputs = dict(example("interest_subsidy", "fujian_covered_lower_rate").inputs)
    for choice, subsidy in (("是", "75000.00"), ("否", "77500.00")):
        assert exact(run(CALCULATOR, {**inputs, "lower_for_covered": choice}).result.figures["subsidy"]) == subsidy


@given(st.integers(1, 1500), st.sampled_from(["drawdown", "moving"]), st.sampled_from(["maturity", "quarterly"]))
def test_the_two_readings_of_a_limit(rate: int, same: str, every: str) -> None:
    """Up to the limit they agree; above it the limit on the rate after the subsidy gives more, up to twice as much."""
    typed = {"rate": f"{Decimal(rate) / 100:f}", "same_period": same, "interest_every": every, "scheme": "guangzhou_nansha_2024"}
    usual, other = (result(**typed, cap_reading=reading) for reading in ("contract_rate", "subsidised_rate"))
    low, high = plain(usual.figures["subsidy"]), plain(other.figures["subsidy"])
    assert low <= high <= 2 * low + Decimal("0.02") and (rate > 300 or low == high)
    assert (exact(other.figures["binding_limit"]) == "subsidised_rate_cap") == (
        high < plain(other.figures["subsidy_before_caps"])
    )


@given(CHANGES, st.sampled_from(["custom", "beijing_2023", "guangzhou_nansha_2024"]), st.integers(0, 10**6))
def test_penalty_interest_changes_nothing_unless_it_counts(changes: dict[str, str], scheme: str, penalty: int) -> None:
    values = {**answers_for(scheme), **changes, "scheme": scheme, "ratio": "30"}
    without = run(CALCULATOR, values).result
    typed = {**values, "penalty_interest": str(penalty)}
    default, counted = (run(CALCULATOR, {**typed, "penalty_counts": flag}).result for flag in ("否", "是"))
    assert {k: exact(v) for k, v in default.figures.items()} == {k: exact(v) for k, v in without.figures.items()}
    assert plain(counted.figures["subsidy"]) >= plain(default.figures["subsidy"]) or penalty == 0
    assert any("罚息和复利" in note for note in default.notes) == (penalty > 0)


def test_a_reference_formula_may_go_by_365_days() -> None:
    for scheme in ("qingdao_2024", "sichuan_tianfu_zhilai"):
        loan, other = (
            result(scheme=scheme, ip_share="100", rate="3.65", reference_basis=days, interest_every="maturity").figures
            for days in ("loan", "365")
        )
        key = "eligible_interest" if scheme == "qingdao_2024" else "counted_principal"
        assert abs(plain(loan[key]) * 360 - plain(other[key]) * 365) < 4 and plain(loan["base"]) == plain(other["base"])


def test_months_of_the_enterprise_begin_anew_with_each_month_started() -> None:
    inputs = dict(example("interest_subsidy", "months_of_the_enterprise").inputs)
    for end, left in (("2025-12-01", 1), ("2025-12-02", 0)):  # 35 and, with a day more, 36 months
        typed = inputs | {"maturity": end, "other_loans": "2026-01-01 2026-07-01 100万 4"}
        table = next(t for t in run(CALCULATOR, typed).result.tables if t.key == "loans")
        assert (plain(table.rows[1][-1]) > 0) == bool(left)
