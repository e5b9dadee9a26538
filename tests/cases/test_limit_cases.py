"""Adapters for limits, needs and classes: every field and code of the case files, against exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.cases import loan_limit, runner, sme_class, working_capital_need

VECTORS = Path(__file__).parent.parent / "vectors"
YUAN = st.integers(0, 10**11).map(lambda fen: f"{Decimal(fen) / 100:.2f}")
SOME_YUAN = st.integers(10**6, 10**11).map(lambda fen: f"{Decimal(fen) / 100:.2f}")
PERCENT = st.integers(0, 10000).map(lambda n: str(Decimal(n) / 100))
SOME_PERCENT = st.integers(1, 10000).map(lambda n: str(Decimal(n) / 100))
ASSET = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["invention_patent", "trademark", "real_estate", "equity", "credit_part"]),
        "value_yuan": YUAN,
        "haircut_percent": PERCENT,
        "pledge_rate_percent": PERCENT,
    }
)


def half_up(value: Fraction, places: int = 2) -> str:
    """Half up to the fen, or to so many places, written like the case files."""
    units = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    return f"{Decimal(-units if value < 0 else units).scaleb(-places):f}"


def part(percent: str) -> Fraction:
    return Fraction(percent) / 100


@pytest.mark.parametrize("topic", ["loan_limit", "working_capital_need", "sme_class"])
def test_shared_vectors(topic: str) -> None:
    report = runner.run_text((VECTORS / f"{topic}.json").read_text(encoding="utf-8"), topic)
    assert report.lines == [] and report.passed >= 4


def supported(assets: list[dict[str, str]]) -> Fraction:
    kept = (Fraction(a["value_yuan"]) * (1 - part(a["haircut_percent"])) * part(a["pledge_rate_percent"]) for a in assets)
    return sum(kept, Fraction(0))


LIMIT_INPUTS = st.fixed_dictionaries(
    {"collateral": st.lists(ASSET, min_size=1, max_size=4), "amount_unit_yuan": st.sampled_from(["10000", "1", "50000"])},
    optional={
        "applied_amount_yuan": YUAN,
        "working_capital_new_loan_yuan": YUAN,
        "product_cap_yuan": YUAN,
        "debt": st.tuples(YUAN, st.sampled_from(["1", "1.2", "1.25"]), YUAN, PERCENT),
        "sales": st.tuples(YUAN, PERCENT, YUAN),
        "bank": st.tuples(YUAN, PERCENT, YUAN),
    },
)
GROUPS = {
    "debt": (
        "cash_available_for_debt_service_per_year_yuan",
        "minimum_dscr",
        "existing_debt_service_per_year_yuan",
        "new_loan_annual_rate_percent",
    ),
    "sales": ("last_year_revenue_yuan", "loans_to_revenue_cap_percent", "existing_loans_yuan"),
    "bank": ("bank_net_capital_yuan", "single_customer_cap_percent", "bank_existing_exposure_to_customer_yuan"),
}


def limits_in_fractions(drawn: dict[str, Any]) -> dict[str, Fraction]:
    """Every limit that the inputs allow, in the order of the case files, straight from the formulas."""
    found: dict[str, Fraction] = {}
    if "applied_amount_yuan" in drawn:
        found["applied_amount"] = Fraction(drawn["applied_amount_yuan"])
    found["collateral"] = supported(drawn["collateral"])
    if "debt" in drawn:
        cash, cover, existing, rate = drawn["debt"]
        found["debt_service"] = (Fraction(cash) / Fraction(cover) - Fraction(existing)) / (1 + part(rate))
    if "sales" in drawn:
        revenue, cap, loans = drawn["sales"]
        found["revenue_multiple"] = Fraction(revenue) * part(cap) - Fraction(loans)
    if "working_capital_new_loan_yuan" in drawn:
        found["working_capital_need"] = Fraction(drawn["working_capital_new_loan_yuan"])
    if "bank" in drawn:
        capital, cap, exposure = drawn["bank"]
        found["bank_single_customer"] = Fraction(capital) * part(cap) - Fraction(exposure)
    if "product_cap_yuan" in drawn:
        found["product_cap"] = Fraction(drawn["product_cap_yuan"])
    return {code: max(value, Fraction(0)) for code, value in found.items()}


@given(LIMIT_INPUTS)
def test_final_amount(drawn: dict[str, Any]) -> None:
    inputs = {key: value for key, value in drawn.items() if key not in GROUPS}
    for group, names in GROUPS.items():
        inputs |= dict(zip(names, drawn.get(group, ()), strict=False))
    limits = limits_in_fractions(drawn)
    smallest, unit = min(limits.values()), Fraction(drawn["amount_unit_yuan"])
    got = loan_limit.final_amount(inputs)
    assert got["limits_yuan"] == {code: half_up(value) for code, value in limits.items()}
    assert got["binding_constraints"] == [code for code, value in limits.items() if value == smallest]
    assert got["loan_amount_yuan"] == half_up((smallest / unit).__floor__() * unit)


def test_final_amount_defaults() -> None:
    got = loan_limit.final_amount({"bank_net_capital_yuan": "1000000.00"})
    assert got["limits_yuan"] == {"bank_single_customer": "100000.00"}, "the law's 10 % where the case is silent"
    assert got["loan_amount_yuan"] == "100000.00"


@pytest.mark.parametrize("half", ["last_year_revenue_yuan", "loans_to_revenue_cap_percent"])
def test_a_limit_with_half_its_inputs_is_not_checked(half: str) -> None:
    got = loan_limit.final_amount({"applied_amount_yuan": "10000.00", half: "20"})
    assert got["limits_yuan"] == {"applied_amount": "10000.00"}


@given(YUAN, YUAN, SOME_PERCENT)
def test_combined_pledge_share(patents: str, others: str, share: str) -> None:
    got = loan_limit.combined_pledge_share(
        {
            "patent_supported_amount_yuan": patents,
            "other_collateral_supported_amount_yuan": others,
            "minimum_patent_share_percent": share,
            "amount_unit_yuan": "10000",
        }
    )
    whole, by_share = Fraction(patents) + Fraction(others), Fraction(patents) / part(share)
    assert got["maximum_loan_yuan"] == half_up(min(whole, by_share))
    assert got["limited_by"] == ("collateral_total" if whole <= by_share else "patent_share")
    assert got["loan_amount_yuan"] == half_up(Fraction((min(whole, by_share) / 10000).__floor__() * 10000))


def test_no_share_required() -> None:
    inputs = {"patent_supported_amount_yuan": "1.00", "other_collateral_supported_amount_yuan": "29999.00"}
    got = loan_limit.combined_pledge_share(inputs | {"minimum_patent_share_percent": "0"})
    assert (got["maximum_loan_yuan"], got["limited_by"]) == ("30000.00", "collateral_total")


@given(SOME_YUAN, st.sampled_from(["1", "1.2", "1.5"]), YUAN, st.integers(0, 240), st.integers(1, 60), st.booleans())
def test_debt_service_capacity(cash: str, cover: str, existing: str, rate: int, count: int, by_principal: bool) -> None:
    rule = "equal principal: the first instalment P/n + P × rate/12 must not exceed (cash/DSCR - existing)/12"
    got = loan_limit.debt_service_capacity(
        {
            "cash_available_for_debt_service_per_year_yuan": cash,
            "minimum_dscr": cover,
            "existing_debt_service_per_year_yuan": existing,
            "annual_interest_rate_percent": str(Decimal(rate) / 10),
            "number_of_monthly_instalments": count,
            "rule": rule if by_principal else "equal instalments: loan = PV(rate/12, n, (cash/DSCR - existing)/12)",
        }
    )
    room, monthly_rate = (Fraction(cash) / Fraction(cover) - Fraction(existing)) / 12, Fraction(rate, 12000)
    if by_principal:
        loan = room / (Fraction(1, count) + monthly_rate)
    else:
        loan = sum((room / (1 + monthly_rate) ** k for k in range(1, count + 1)), Fraction(0))
    assert got["monthly_room_yuan"] == half_up(room)
    assert got["maximum_loan_yuan"] == half_up(max(loan, Fraction(0)))


@given(SOME_YUAN, st.integers(0, 240), st.integers(1, 60), SOME_YUAN)
def test_dscr_of_given_loan(principal: str, rate: int, count: int, cash: str) -> None:
    got = loan_limit.dscr_of_given_loan(
        {
            "principal_yuan": principal,
            "annual_interest_rate_percent": str(Decimal(rate) / 10),
            "number_of_monthly_instalments": count,
            "cash_available_for_debt_service_per_year_yuan": cash,
            "instalment_rounding": "half_up to fen",
            "year": "twelve regular instalments",
        }
    )
    monthly_rate = Fraction(rate, 12000)
    factor = sum((1 / (1 + monthly_rate) ** k for k in range(1, count + 1)), Fraction(0))
    service = 12 * Fraction(half_up(Fraction(principal) / factor))
    assert got["annual_debt_service_yuan"] == half_up(service)
    assert got["dscr"] == half_up(Fraction(cash) / service, 6)


@given(YUAN, st.lists(ASSET, max_size=3), st.integers(0, 9999), SOME_PERCENT, st.sampled_from(["10000", "1", "500000"]))
def test_inverse_valuation(wanted: str, others: list[dict[str, str]], haircut: int, rate: str, unit: str) -> None:
    haircut_text = str(Decimal(haircut) / 100)
    got = loan_limit.inverse_valuation_needed(
        {
            "wanted_loan_yuan": wanted,
            "other_collateral": others,
            "patent_haircut_percent": haircut_text,
            "patent_pledge_rate_percent": rate,
            "valuation_unit_yuan": unit,
        }
    )
    exact = max(Fraction(wanted) - supported(others), Fraction(0)) / ((1 - part(haircut_text)) * part(rate))
    assert got["patent_valuation_needed_yuan"] == half_up(exact)
    assert got["patent_valuation_needed_rounded_up_yuan"] == half_up(Fraction((exact / int(unit)).__ceil__() * int(unit)))


@given(SOME_YUAN, st.integers(0, 9000), st.lists(YUAN, min_size=1, max_size=5))
def test_ltv_over_time(initial: str, decay: int, balances: list[str]) -> None:
    got = loan_limit.ltv_over_time(
        {"initial_value_yuan": initial, "yearly_value_decay_percent": str(Decimal(decay) / 100), "loan_balances_yuan": balances}
    )
    for year, (row, balance) in enumerate(zip(got["rows"], balances, strict=True), 1):
        value = Fraction(initial) * (1 - Fraction(decay, 10000)) ** year
        assert (row["year_end"], row["loan_balance_yuan"], row["patent_value_yuan"]) == (year, balance, half_up(value))
        assert row["ltv_percent"] == half_up(Fraction(balance) / value * 100, 6)


ITEMS = ("inventory", "receivables", "payables", "prepayments", "advances_from_customers")
FUNDS = ("own_funds_in_working_capital_yuan", "existing_working_capital_loans_yuan", "other_channels_yuan")
SHEET = st.fixed_dictionaries(
    {f"{item}_{when}_yuan": YUAN for item in ITEMS for when in ("opening", "closing")}
    | dict.fromkeys(FUNDS, YUAN)
    | {
        "last_year_sales_revenue_yuan": SOME_YUAN,
        "last_year_sales_cost_yuan": SOME_YUAN,
        "days_in_year": st.sampled_from([360, 365]),
    }
)


@given(SHEET, st.booleans(), st.booleans(), YUAN)
def test_full_formula(sheet: dict[str, Any], profit_given: bool, next_year_given: bool, other: str) -> None:
    revenue, cost = Fraction(sheet["last_year_sales_revenue_yuan"]), Fraction(sheet["last_year_sales_cost_yuan"])
    inputs, margin, growth = dict(sheet), Fraction(12, 100), Fraction(155, 1000)
    if profit_given:
        inputs |= {"last_year_total_profit_yuan": other, "sales_profit_rate_rule": "total profit / sales revenue"}
        margin = Fraction(other) / revenue
    else:
        inputs["last_year_sales_profit_rate_percent"] = "12"
    if next_year_given:
        inputs["expected_sales_revenue_next_year_yuan"] = other
        growth = Fraction(other) / revenue - 1
    else:
        inputs["expected_sales_growth_percent"] = "15.5"
    days = {
        item: sheet["days_in_year"]
        * (Fraction(sheet[f"{item}_opening_yuan"]) + Fraction(sheet[f"{item}_closing_yuan"]))
        / 2
        / (revenue if item in ("receivables", "advances_from_customers") else cost)
        for item in ITEMS
    }
    cycle = days["inventory"] + days["receivables"] - days["payables"] + days["prepayments"] - days["advances_from_customers"]
    got = working_capital_need.full_formula(inputs)
    assert got["turnover_days"] == {item: half_up(days[item], 6) for item in ITEMS}
    assert got["operating_cycle_days"] == half_up(cycle, 6)
    if cycle <= 0:
        assert got["status"] == "cycle_not_positive" and got["working_capital_turnover_times"] is None
        assert got["working_capital_need_yuan"] == got["new_loan_yuan"] == "0.00"
        return
    need = revenue * (1 - margin) * (1 + growth) * cycle / sheet["days_in_year"]
    gap = need - sum(Fraction(sheet[fund]) for fund in FUNDS)
    assert got["working_capital_need_yuan"] == half_up(need)
    assert got["new_loan_before_floor_yuan"] == half_up(gap)
    assert got["new_loan_yuan"] == half_up(max(gap, Fraction(0)))
    assert got["status"] == ("normal" if gap > 0 else "no_gap")


def test_inverse_growth_reads_as_percent() -> None:
    got = working_capital_need.inverse_growth(
        {
            "last_year_sales_revenue_yuan": "20000000.00",
            "last_year_sales_profit_rate_percent": "10",
            "working_capital_turnover_times": "4",
            "own_funds_in_working_capital_yuan": "1000000.00",
            "existing_working_capital_loans_yuan": "500000.00",
            "wanted_new_loan_yuan": "3900000.00",
        }
    )
    assert got["growth_needed_percent"] == "20.000000"


@pytest.mark.parametrize(
    ("inputs", "size", "status"),
    [
        ({"industry": "industry", "employees": 1000, "operating_revenue_wan_yuan": "40000"}, "large", "complete"),
        ({"industry": "storage", "employees": 20, "operating_revenue_wan_yuan": "100"}, "small", "complete"),
        (
            {"industry": "real_estate_development", "operating_revenue_wan_yuan": "1000", "total_assets_wan_yuan": "4999.99"},
            "small",
            "complete",
        ),
        ({"industry": "other", "employees": 9}, "micro", "complete"),
        ({"industry": "construction", "operating_revenue_wan_yuan": "1"}, None, "missing_indicator"),
        ({"industry": "construction", "employees": 5, "operating_revenue_wan_yuan": "6000"}, None, "missing_indicator"),
        ({"industry": "industry", "employees": 5}, None, "missing_indicator"),
    ],
)
def test_sme_class(inputs: dict[str, Any], size: str | None, status: str) -> None:
    got = sme_class.size_class(inputs)
    assert (got["size_class"], got["status"]) == (size, status)
    assert got["is_sme"] == (None if size is None else size != "large")
    assert got["is_small_or_micro"] == (None if size is None else size in ("small", "micro"))
