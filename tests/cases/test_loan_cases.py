"""Adapters of the schedule, date and rate topics: published cases, and codes and absent fields they do not show."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from calculators.cases import day_count_and_dates, irr, loan_schedule, runner

VECTORS = Path(__file__).parent.parent / "vectors"
BULLET = {
    "principal_yuan": "1000000.00",
    "annual_interest_rate_percent": "3.65",
    "drawdown_date": "2025-06-20",
    "maturity_date": "2025-12-20",
    "repayment_method": "interest quarterly (Mar/Jun/Sep/Dec), principal at maturity (按季付息到期还本)",
    "interest_settlement_every_months": 3,
    "settlement_day_of_month": 20,
    "settlement_convention": "21_to_20",
    "day_count": "actual/365",
    "holiday_adjustment": "none",
}
FLOATING = {
    "principal_yuan": "2000000.00",
    "drawdown_date": "2025-04-10",
    "maturity_date": "2026-04-10",
    "spread_over_lpr_basis_points": -10,
    "one_year_lpr_publications": [
        {"published_on": "2025-05-20", "lpr_percent": "3.00"},
        {"published_on": "2024-10-21", "lpr_percent": "3.10"},
    ],
    "lpr_used_at_reset": "latest published on or before the reset date",
    "interest_settlement_every_months": 3,
    "settlement_day_of_month": 20,
    "settlement_convention": "21_to_20",
    "day_count": "actual/360",
}


@pytest.mark.parametrize("topic", ["loan_schedule", "day_count_and_dates", "irr_xirr_and_financing_cost"])
def test_vectors_pass(topic: str) -> None:
    report = runner.run_text((VECTORS / f"{topic}.json").read_text(encoding="utf-8"), topic)
    assert report.lines == [] and report.passed > 0


@pytest.mark.parametrize(
    ("changes", "days", "interest"),
    [
        ({}, [93, 90], "18300.00"),
        ({"drawdown_on_settlement_day_is_settled_at_next_settlement": False}, [1, 92, 90], "18300.00"),
        ({"settlement_convention": "20_to_19"}, [92, 91], "18300.00"),
        ({"day_count": "actual/360", "maturity_date": "2025-12-21"}, [93, 91], "18655.56"),
        ({"interest_settlement_every_months": 1, "maturity_date": "2025-08-05"}, [31, 15], "4600.00"),
    ],
)
def test_settled_loans(changes: dict, days: list[int], interest: str) -> None:
    got = loan_schedule.ADAPTERS["bullet_with_periodic_interest"](BULLET | changes)
    assert [period["days"] for period in got["interest_periods"]] == days
    assert got["total_interest_yuan"] == interest


@pytest.mark.parametrize(
    ("rule", "dates", "rates"),
    [
        ("dates listed", ["2025-07-01"], ["3", "2.9"]),
        ("every 6 months from drawdown", None, ["3", "2.9"]),
        ("every 3 months from drawdown", None, ["3", "2.9", "2.9", "2.9"]),
        ("anniversary of drawdown", None, ["3"]),
        ("1 January each year", ["2026-01-01"], ["3", "2.9"]),
        ("every month from drawdown", None, ["3", "3", *["2.9"] * 10]),
    ],
)
def test_reset_rules(rule: str, dates: list[str] | None, rates: list[str]) -> None:
    listed = {} if dates is None else {"rate_reset_dates": dates}
    got = loan_schedule.ADAPTERS["floating_rate_lpr_reset"](FLOATING | {"reset_rule": rule} | listed)
    assert [entry["annual_rate_percent"] for entry in got["rates_percent_by_reset_date"]] == rates
    assert sum(s["days"] for p in got["interest_periods"] for s in p["segments"]) == 365


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [1]),
        ({"cumulative_from_instalment": 13, "cumulative_to_instalment": 24}, [1, 13, 24]),
        ({"instalments_asked": [2]}, [2]),
    ],
)
def test_which_instalments_are_detailed(asked: dict, expected: list[int]) -> None:
    inputs = {
        "principal_yuan": "125000",
        "annual_interest_rate_percent": "9",
        "number_of_instalments": 360,
        "instalments_per_year": 12,
    }
    got = loan_schedule.ADAPTERS["annuity_closed_form"](inputs | asked)
    assert [row["instalment_number"] for row in got["instalments_detail"]] == expected
    if "cumulative_from_instalment" in asked:  # a published spreadsheet example: −11135.23 and −934.11 in year two
        assert (got["cumulative_interest_yuan"], got["cumulative_principal_yuan"]) == ("11135.23", "934.11")


@pytest.mark.parametrize(
    ("topic", "subtopic", "inputs"),
    [
        (loan_schedule, "bullet_with_periodic_interest", BULLET),
        (
            loan_schedule,
            "annuity_closed_form",
            {
                "principal_yuan": "125000",
                "annual_interest_rate_percent": "9",
                "number_of_instalments": 360,
                "instalments_per_year": 12,
                "cumulative_from_instalment": 13,
                "cumulative_to_instalment": 24,
            },
        ),
        (
            day_count_and_dates,
            "due_dates_same_day_of_month",
            {"anchor_date": "2025-01-31", "months_between_due_dates": 1, "number_of_due_dates": 2},
        ),
        (irr, "periodic_irr", {"cash_flows_yuan_by_period": ["100.00", "-101.00"], "periods_per_year": 12}),
    ],
)
def test_numbers_may_be_typed_as_text(topic: ModuleType, subtopic: str, inputs: dict) -> None:
    typed = {key: str(value) if isinstance(value, int) else value for key, value in inputs.items()}
    assert typed != inputs
    assert topic.ADAPTERS[subtopic](typed) == topic.ADAPTERS[subtopic](inputs)


def test_null_is_as_good_as_absent() -> None:
    flag = {"drawdown_on_settlement_day_is_settled_at_next_settlement": None}
    adapter = loan_schedule.ADAPTERS["bullet_with_periodic_interest"]
    assert adapter(BULLET | flag) == adapter(BULLET)
    floating = FLOATING | {"reset_rule": "1 January each year"}
    adapter = loan_schedule.ADAPTERS["floating_rate_lpr_reset"]
    assert adapter(floating | {"rate_reset_dates": None}) == adapter(floating)


def test_penalty_rate_is_reported_to_six_places() -> None:
    inputs = {
        "overdue_principal_yuan": "1000000.00",
        "contract_annual_rate_percent": "4.1234",
        "penalty_uplift_percent_of_contract_rate": "45.25",
        "first_overdue_day_included": "2026-05-01",
        "repaid_on_date_not_counted": "2026-05-02",
        "overdue_contract_interest_yuan": "0.00",
        "day_count": "actual/360",
    }
    got = loan_schedule.ADAPTERS["overdue_penalty_interest"](inputs)
    assert got["penalty_annual_rate_percent"] == "5.989239"  # 4.1234 × 1.4525 = 5.9892385
    assert got["penalty_interest_yuan"] == "166.37"  # 166.367736…, from the rate unrounded


def test_single_payment_over_365_days() -> None:
    inputs = {**BULLET, "interest_method": "actual days / 365"}
    assert loan_schedule.ADAPTERS["single_payment_at_maturity"](inputs)["interest_yuan"] == "18300.00"


@pytest.mark.parametrize("convention", ["following", "modified_following", "preceding"])
def test_working_days_without_calendar_data_still_skip_weekends(convention: str) -> None:
    inputs = {"date": "2025-05-31", "convention": convention, "calendar_by_year": []}
    got = day_count_and_dates.ADAPTERS["business_day_adjustment"](inputs)
    assert got["adjusted_date"] == {"following": "2025-06-02"}.get(convention, "2025-05-30")


def test_settlement_days_including_the_ends() -> None:
    inputs = {
        "drawdown_date": "2025-03-20",
        "maturity_date": "2025-09-20",
        "settlement_every_months": 3,
        "settlement_day_of_month": 20,
        "strictly_between_drawdown_and_maturity": False,
    }
    got = day_count_and_dates.ADAPTERS["settlement_dates"](inputs)
    assert got["settlement_dates"] == ["2025-03-20", "2025-06-20", "2025-09-20"]


def test_costs_without_optional_flows() -> None:
    inputs = {
        "principal_yuan": "1000000.00",
        "annual_interest_rate_percent": "3.65",
        "drawdown_date": "2025-04-10",
        "maturity_date": "2026-04-10",
        "day_count": "actual/365",
        "interest_payment_dates": ["2026-04-10"],
        "fees_paid_at_drawdown": None,
        "later_fees": None,
        "deposit_frozen_at_drawdown_returned_at_maturity_yuan": "100000.00",
    }
    got = irr.ADAPTERS["all_in_cost"](inputs)
    assert got["net_cash_flows_before_subsidy"][0]["amount_yuan"] == "900000.00"
    assert (got["xirr_before_subsidy_percent"], got["effective_subsidy_percentage_points"]) == ("4.055556", "0.000000")


def test_a_subsidy_after_the_last_instalment_lengthens_the_flows() -> None:
    inputs = {
        "principal_yuan": "1000000.00",
        "annual_interest_rate_percent": "3.65",
        "number_of_monthly_instalments": 12,
        "fees_paid_at_drawdown_yuan": "0",
        "subsidy_receipts_by_month_number": {"15": "10000.00"},
    }
    got = irr.ADAPTERS["all_in_cost_annuity"](inputs)
    assert got["cash_flows_after_yuan"][-3:] == ["0.00", "0.00", "10000.00"]
    nominal = Decimal(got["annual_nominal_before_percent"])
    assert abs(nominal - Decimal("3.65")) < Decimal("0.00001")  # the contract rate, but for the posted fen


def test_several_rates_are_all_reported() -> None:
    flows = [("2025-01-01", "-1000"), ("2026-01-01", "2300"), ("2027-01-01", "-1320")]
    got = irr.ADAPTERS["irr_edge_cases"]({"cash_flows": [{"date": day, "amount_yuan": text} for day, text in flows]})
    assert got == {"status": "multiple_solutions", "all_solutions_percent": ["10.000000", "20.000000"]}
