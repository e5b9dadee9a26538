"""Case adapters of irr_xirr_and_financing_cost: optional lists null or absent, late subsidies, statuses, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.cases.irr import ADAPTERS

LOAN: dict[str, Any] = {
    "principal_yuan": "1000000.00",
    "annual_interest_rate_percent": "3.65",
    "day_count": "actual/365",
    "drawdown_date": "2025-01-01",
    "maturity_date": "2026-01-01",
    "interest_payment_dates": ["2026-01-01"],
    "deposit_frozen_at_drawdown_returned_at_maturity_yuan": "0.00",
    "interest_rule": "",
}


def flows(*entries: tuple[str, str]) -> list[dict[str, str]]:
    return [{"date": day, "amount_yuan": amount} for day, amount in entries]


CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "all_in_cost",
        LOAN | {"fees_paid_at_drawdown": None, "later_fees": None, "subsidy_receipts": None},
        {
            "xirr_before_subsidy_percent": "3.650000",
            "xirr_after_subsidy_percent": "3.650000",
            "effective_subsidy_percentage_points": "0.000000",
            "net_cost_yuan": "36500.00",
            "total_fees_yuan": "0.00",
            "net_cash_flows_before_subsidy": flows(("2025-01-01", "1000000.00"), ("2026-01-01", "-1036500.00")),
        },
    ),
    (
        # 900000 received after a deposit of 50000 and fees of 50000; 936000 + 10000 − 46000 paid: 0 %.
        "all_in_cost",
        LOAN
        | {
            "annual_interest_rate_percent": "3.60",
            "deposit_frozen_at_drawdown_returned_at_maturity_yuan": "50000.00",
            "fees_paid_at_drawdown": [
                {"name": "评估费", "amount_yuan": "30000.00"},
                {"name": "担保费", "amount_yuan": "20000.00"},
            ],
            "later_fees": [{"name": "保险费", "date": "2026-01-01", "amount_yuan": "10000.00"}],
            "subsidy_receipts": [{"name": "贴息", "date": "2026-01-01", "amount_yuan": "96000.00"}],
        },
        {
            "xirr_after_subsidy_percent": "0.000000",
            "total_fees_yuan": "60000.00",
            "net_cost_yuan": "0.00",
            "net_cash_flows_after_subsidy": flows(("2025-01-01", "900000.00"), ("2026-01-01", "-900000.00")),
            "simple_annual_cost_before_percent": "9.600000",
            "simple_annual_cost_after_percent": "0.000000",
        },
    ),
    (
        "irr_edge_cases",
        {"cash_flows": flows(("2025-01-01", "100"), ("2026-01-01", "-142.5"), ("2027-01-01", "50"))},
        {"status": "multiple_solutions", "all_solutions_percent": ["-37.500000", "-20.000000"]},
    ),
    ("irr_edge_cases", {"cash_flows": flows(("2025-01-01", "0"), ("2026-01-01", "0"))}, {"status": "no_solution"}),
    (
        "break_even",
        {
            "principal_yuan": "1000000.00",
            "annual_interest_rate_percent": "0",
            "days": 365,
            "day_count": "actual/360",
            "target_xirr_percent": "25",
        },
        {"interest_yuan": "0.00", "maximum_upfront_fee_yuan": "200000.00"},
    ),
    (
        "xnpv",
        {
            "annual_effective_discount_rate_percent": "10",
            "valuation_date": "2025-01-01",
            "cash_flows": flows(("2026-01-01", "110"), ("2025-01-01", "-100")),
        },
        {"present_value_yuan": "0.00"},
    ),
    (
        "periodic_irr",
        {"cash_flows_yuan_by_period": ["-100", "10", "110"], "periods_per_year": 2},
        {"irr_per_period_percent": "10.000000", "annual_nominal_percent": "20.000000", "annual_effective_percent": "21.000000"},
    ),
    (
        "all_in_cost_annuity",
        {
            "principal_yuan": "12000.00",
            "annual_interest_rate_percent": "0",
            "number_of_monthly_instalments": 12,
            "repayment_method": "",
            "fees_paid_at_drawdown_yuan": "0.00",
            "subsidy_receipts_by_month_number": {},
        },
        {"irr_per_month_before_percent": "0.000000", "annual_effective_after_percent": "0.000000"},
    ),
]


@pytest.mark.parametrize(("subtopic", "given", "expected"), CASES)
def test_worked_by_hand(subtopic: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = ADAPTERS[subtopic](given)
    assert {key: found[key] for key in expected} == expected
