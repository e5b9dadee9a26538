"""Variations on the cases of risk_sharing and fund_budget: every optional field and code, against exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import Any

import pytest

from calculators.cases import fund_budget, risk_sharing

SHARING, BUDGET = risk_sharing.ADAPTERS, fund_budget.ADAPTERS


def fen(value: Fraction) -> Decimal:
    """Half up for what is not negative, by whole numbers."""
    return Decimal(int(value * 100 + Fraction(1, 2))) / 100


@pytest.mark.parametrize(
    ("extra", "pool", "insurer", "binding"),
    [
        ({}, "333333.33", "333333.33", {}),
        ({"pool_per_loan_cap_yuan": "300000.00"}, "300000.00", "333333.33", {"pool": "per_loan_cap"}),
        (
            {"pool_per_loan_cap_yuan": "300000.00", "pool_yearly_cap_left_yuan": "250000.00"},
            "250000.00",
            "333333.33",
            {"pool": "yearly_cap_left"},
        ),
        (
            {"pool_per_loan_cap_yuan": "200000.00", "pool_yearly_cap_left_yuan": "250000.00", "pool_balance_yuan": "0.00"},
            "0.00",
            "333333.33",
            {"pool": "pool_balance"},
        ),
        ({"payer_caps_yuan": {"insurer": "333333.33"}}, "333333.33", "333333.33", {}),
        ({"payer_caps_yuan": {"insurer": "333333.32"}}, "333333.33", "333333.32", {"insurer": "payer_cap"}),
        ({"pool_balance_yuan": None, "payer_caps_yuan": None}, "333333.33", "333333.33", {}),
    ],
)
def test_proportional(extra: dict[str, Any], pool: str, insurer: str, binding: dict[str, str]) -> None:
    shares = {"bank": "33.33", "pool": "33.3333333", "insurer": "33.3333333", "valuer": "0.0033334"}
    got = SHARING["proportional_sharing"]({"loss_yuan": "1000000.00", "shares_percent": shares} | extra)
    rest = Decimal(1_000_000) - Decimal(pool) - Decimal(insurer) - Decimal("33.33")
    assert got["borne_yuan"] == {"pool": pool, "insurer": insurer, "valuer": "33.33", "bank": f"{rest:.2f}"}
    assert got["binding_limit"] == binding and got["sum_yuan"] == "1000000.00"


def test_layers_round_once_per_payer() -> None:
    layers = [
        {
            "from_percent_of_principal": str(k * 10),
            "to_percent_of_principal": str(k * 10 + 10),
            "shares_percent": {"pool": "50", "bank": "50"},
        }
        for k in range(3)
    ]
    got = SHARING["layered_sharing"]({"loss_yuan": "0.30", "loan_principal_yuan": "1.01", "layers": layers})
    # half of 0.101 three times is 0.1515, rounded once to 0.15; rounding each layer would give 0.15 as 3 × 0.05
    assert got["borne_yuan"]["pool"] == "0.15" and got["sum_yuan"] == "0.30"
    assert got["borne_yuan"]["guarantor"] == "0.00"


def test_sequence_ends_at_the_yearly_cap() -> None:
    inputs = {
        "pool_opening_balance_yuan": "2000000.00",
        "losses_in_order_yuan": ["1000000.01", "999999.99", "500000.00"],
        "pool_share_percent": "62.5",
        "pool_per_loan_cap_yuan": "700000.00",
        "pool_yearly_cap_yuan": "1300000.00",
    }
    got = SHARING["defaults_in_sequence"](inputs)
    assert [row["pool_pays_yuan"] for row in got["rows"]] == ["625000.01", "624999.99", "50000.00"]
    assert got["pool_total_paid_yuan"] == "1300000.00"
    assert got["rows"][2] == {
        "loss_yuan": "500000.00",
        "pool_pays_yuan": "50000.00",
        "bank_bears_yuan": "450000.00",
        "pool_balance_after_yuan": "700000.00",
    }


@pytest.mark.parametrize(
    ("rule", "returned"),
    [
        ("pro rata to loss borne", {"pool": "200000.00", "guarantor": "100000.00", "insurer": "33333.33", "bank": "66666.67"}),
        (
            "waterfall: bank > guarantor > pool",
            {"pool": "50000.00", "guarantor": "150000.00", "insurer": "0.00", "bank": "200000.00"},
        ),
        (
            "waterfall: pool > guarantor > bank",
            {"pool": "300000.00", "guarantor": "100000.00", "insurer": "0.00", "bank": "0.00"},
        ),
    ],
)
def test_recovery(rule: str, returned: dict[str, str]) -> None:
    borne = {"pool": "300000.00", "guarantor": "150000.00", "insurer": "50000.00", "bank": "100000.00"}
    inputs = {"borne_yuan": borne, "recovered_yuan": "420000.00", "recovery_costs_yuan": "20000.00", "rule": rule}
    if rule.startswith("waterfall: bank"):
        inputs["borne_yuan"] = borne | {"bank": "200000.00"}
    got = SHARING["recovery_sharing"](inputs)
    assert got["returned_yuan"] == returned
    assert got["net_recovery_yuan"] == "400000.00" and got["surplus_to_borrower_yuan"] == "0.00"


def test_recovery_below_its_costs_and_above_the_loss() -> None:
    inputs = {"borne_yuan": {"pool": "1.00", "valuer": "0.50", "bank": "1.00"}, "rule": "pro rata to loss borne"}
    got = SHARING["recovery_sharing"](inputs | {"recovered_yuan": "5.00", "recovery_costs_yuan": "9.00"})
    assert got["net_recovery_yuan"] == "0.00" and set(got["returned_yuan"].values()) == {"0.00"}
    got = SHARING["recovery_sharing"](inputs | {"recovered_yuan": "5.00", "recovery_costs_yuan": "0.00"})
    assert got["surplus_to_borrower_yuan"] == "2.50" and set(got["remaining_loss_yuan"].values()) == {"0.00"}
    with pytest.raises(ValueError, match="neither"):
        SHARING["recovery_sharing"](inputs | {"recovered_yuan": "5.00", "rule": "by turns"})


def test_expected_loss_with_and_without_years() -> None:
    inputs = {
        "exposure_yuan": "8000000.00",
        "yearly_default_probability_percent": "3",
        "loss_given_default_percent": "45",
        "share_of_this_party_percent": "54",
    }
    once, thrice = Fraction(3, 100), 1 - Fraction(97, 100) ** 3
    got = SHARING["expected_loss"](inputs)
    assert got["expected_loss_of_this_party_yuan"] == str(fen(8_000_000 * once * Fraction("0.243")).quantize(Decimal("0.01")))
    got = SHARING["expected_loss"](inputs | {"years": 3})
    assert got["cumulative_default_probability_percent"] == "8.732700"
    assert Decimal(got["expected_loss_of_this_party_yuan"]) == fen(8_000_000 * thrice * Fraction("0.243"))


def test_stop_losses() -> None:
    inputs = {"non_performing_balance_yuan": "1000000.00", "outstanding_balance_yuan": "30000000.00"}
    assert SHARING["stop_loss"](inputs | {"threshold_percent": "3.333333"})["new_business_suspended"] is True
    got = SHARING["stop_loss"](inputs | {"threshold_percent": "3.333334"})
    assert got == {"npl_ratio_percent": "3.333333", "new_business_suspended": False}
    year = {
        "compensation_ceiling_percent_of_portfolio": "2.5",
        "covered_portfolio_yuan": "20000000.00",
        "pool_share_percent": "50",
    }
    got = SHARING["stop_loss_aggregate_limit"](year | {"losses_of_the_year_yuan": ["600000.01", "400000.00"]})
    assert got == {"ceiling_yuan": "500000.00", "pool_pays_yuan": "500000.00", "ceiling_binds": True}
    got = SHARING["stop_loss_aggregate_limit"](year | {"losses_of_the_year_yuan": ["600000.00", "400000.00"]})
    assert got["pool_pays_yuan"] == "500000.00" and got["ceiling_binds"] is False


@pytest.mark.parametrize(("loans", "percent", "count"), [(6, "4", 2), (50, "1.5", 3), (5, "2", 0), (5, "2", 6)])
def test_default_counts(loans: int, percent: str, count: int) -> None:
    inputs = {"number_of_loans": loans, "default_probability_percent": percent, "at_least_this_many_defaults": count}
    p = Fraction(percent) / 100
    tail = sum((comb(loans, k) * p**k * (1 - p) ** (loans - k) for k in range(count, loans + 1)), Fraction(0))
    got = Fraction(SHARING["default_count_probability"](inputs | {"independence": True})["probability"])
    assert got * 10**10 == (tail * 10**10 + Fraction(1, 2)).__floor__()  # half up to ten places
    with pytest.raises(ValueError, match="no correlation"):
        SHARING["default_count_probability"](inputs | {"independence": False})


def test_outlay_by_brute_force() -> None:
    inputs = {
        "number_of_enterprises": [{"n": 0, "probability": "0.25"}, {"n": 2, "probability": "0.75"}],
        "outlay_of_one_enterprise": [
            {"amount_yuan": "10.01", "probability": "0.2"},
            {"amount_yuan": "20.00", "probability": "0.8"},
        ],
        "fund_sizes_to_test_yuan": ["0.00", "30.01", "40.00"],
    }
    got = BUDGET["outlay_distribution"](inputs | {fund_budget.WANTED: ("25", "25.1", "97.5")})
    assert got["percentiles_yuan"] == {"25": "0.00", "25.1": "20.02", "97.5": "40.00"}
    assert got["probability_fund_suffices"] == ["0.2500000000", "0.5200000000", "1.0000000000"]
    assert got["mean_yuan"] == "27.00"  # 1.5 × 18.002 = 27.003
    assert got["expected_shortfall_over_fund_yuan"] == ["27.00", "4.80", "0.00"]


def test_poisson_fund_that_covers_nobody() -> None:
    inputs = {"mean_number_per_year_poisson": "5.5", "amount_of_one_enterprise_yuan": "60000.00", "fund_yuan": "59999.99"}
    got = BUDGET["poisson_fixed_amount"](inputs)
    assert got["enterprises_the_fund_covers"] == 0
    assert got["probability_fund_suffices"] == "0.0040867714"  # e^−5.5
    assert got["percentiles_yuan"]["50"] == "300000.00"


def test_cash_path_and_institutions() -> None:
    inputs = {
        "annual_interest_rate_percent": "3.65",
        "fee_subsidy_per_loan_in_start_year_yuan": "0.00",
        "interest_rule": "interest only, principal × rate / 12 each month, counted in the calendar year of the month",
        "interest_subsidy_ratio_percent": "40",
        "loans_started_per_year": [1, 0, 2],
        "principal_of_one_loan_yuan": "1000000.00",
        "rounding": "only the yearly totals",
        "start_month": 7,
        "subsidy_paid_years_after_interest": 1,
        "term_months": 12,
    }
    got = BUDGET["cash_path_by_year"](inputs)
    assert [row["outlay_yuan"] for row in got["rows"]] == ["0.00", "7300.00", "7300.00", "14600.00", "14600.00"]
    assert got["total_yuan"] == "43800.00" and [row["year"] for row in got["rows"]] == [1, 2, 3, 4, 5]
    got = BUDGET["institutions_in_use"]({"institutions": 3, "enterprises": 6, "choice": "uniform, independent"})
    assert got["expected_number_of_institutions_used"] == "2.7366255144"
    assert got["probability_every_institution_used"] == "0.7407407407"
