"""Adapters of topic `subsidy`: the published file, and own variations of every optional field and code by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calculators.cases.runner import run_text
from calculators.cases.subsidy import ADAPTERS

VECTORS = Path(__file__).parent.parent / "vectors" / "subsidy.json"


def test_the_published_cases_pass() -> None:
    report = run_text(VECTORS.read_text(encoding="utf-8"), "subsidy.json")
    assert (report.passed, report.lines) == (8, [])


def test_every_subtopic_has_an_adapter() -> None:
    cases = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]
    assert {case["subtopic"] for case in cases} == set(ADAPTERS)


RECORD = {"kind": "contract_interest", "paid_on": "2025-06-20"}
DAYS = {"from_date_included": "2025-01-10", "to_date_not_included": "2025-07-10"}
AFTER = {"from_date_included": "2025-07-10", "to_date_not_included": "2025-08-09"}
LOAN = {
    "loan_id": "L",
    "principal_yuan": "1000000.00",
    "contract_annual_rate_percent": "4.00",
    "drawdown_date": "2025-01-10",
    "maturity_date": "2026-01-10",
    "first_patent_pledge_loan": True,
    "patent_secured_share_percent": "80",
    "other_subsidy_received_yuan": "0.00",
    "interest_records": [
        {**RECORD, **DAYS, "amount_yuan": "10000.00"},
        {**RECORD, **DAYS, "amount_yuan": "5000.00"},
        {**RECORD, **AFTER, "amount_yuan": "3000.00"},
        {**RECORD, **DAYS, "amount_yuan": "700.00", "kind": "penalty_interest"},
        {**RECORD, **DAYS, "amount_yuan": "70.00", "kind": "compound_interest"},
        {**RECORD, **DAYS, "amount_yuan": "9000.00", "paid_on": "2025-12-20"},
    ],
}
POLICY = {
    "ratio_percent": "40",
    "ratio_percent_first_loan": "60",
    "rate_cap_percent": "3.00",
    "subsidised_months_from_drawdown": 6,
    "claim_window_from": "2025-01-01",
    "claim_window_to": "2025-06-20",
    "per_loan_cap_yuan": "5400.00",
    "per_enterprise_year_cap_yuan": "10000.00",
    "already_granted_this_year_yuan": "4700.00",
}


def test_all_optional_fields_of_an_interest_claim() -> None:
    """10,000 + 5,000 in the window, six months, 3.00/4.00 capped, 80 % share, first loan 60 %: 5,400 of 7,200."""
    got = ADAPTERS["interest_subsidy"]({"loans": [LOAN], "policy": POLICY})
    assert got["loans"][0] == {
        "loan_id": "L",
        "eligible_interest_unrounded_then_rounded_yuan": "9000.00",
        "subsidy_before_caps_yuan": "5400.00",
        "subsidy_yuan": "5300.00",
        "binding_limit": "per_enterprise_year_cap",
    }
    empty = ADAPTERS["interest_subsidy"]({"loans": [{**LOAN, "interest_records": None}], "policy": POLICY})
    assert empty["total_subsidy_yuan"] == "0.00"


TIERS = {
    "annual_interest_rate_percent": "3.60",
    "days": 360,
    "day_count": "actual/360",
    "loan_principals_in_drawdown_order_yuan": ["1000000.00", "2000000.00"],
    "bands_on_cumulative_principal": [
        {"up_to_yuan": "2000000.00", "ratio_percent": "60"},
        {"up_to_yuan": None, "ratio_percent": "40"},
    ],
}


@pytest.mark.parametrize(
    ("mode", "blended", "granted"),
    [
        ("marginal (超额累进: …)", ["60.000000", "50.000000"], ["21600.00", "36000.00"]),
        ("whole (全额: …)", ["60.000000", "40.000000"], ["21600.00", "28800.00"]),
    ],
)
def test_tiers_over_two_loans(mode: str, blended: list[str], granted: list[str]) -> None:
    got = ADAPTERS["tiered_subsidy"]({**TIERS, "band_mode": mode})
    assert [row["blended_ratio_percent"] for row in got["loans"]] == blended
    assert [row["subsidy_yuan"] for row in got["loans"]] == granted
    assert [row["loan_id"] for row in got["loans"]] == ["1", "2"]


def test_fees_with_every_limit() -> None:
    items = [
        {"name": "评估费", "paid_yuan": "30000.00", "ratio_percent": "100", "cap_percent_of_loan": "0.5"},
        {"name": "担保费", "paid_yuan": "8000.00", "ratio_percent": "80", "other_subsidy_received_yuan": "3000.00"},
        {"name": "保险费", "paid_yuan": "9000.00", "ratio_percent": "50", "cap_yuan": "4500.00"},
    ]
    inputs = {
        "items": items,
        "loan_principal_yuan": "2000000.00",
        "enterprise_year_cap_yuan": "20000.00",
        "already_granted_this_year_yuan": "3000.00",
    }
    got = ADAPTERS["fee_subsidy"](inputs)
    assert [(row["name"], row["subsidy_yuan"], row["binding_limit"]) for row in got["items"]] == [
        ("评估费", "10000.00", "cap_percent_of_loan"),
        ("担保费", "5000.00", "actual_fee_less_other_subsidies"),
        ("保险费", "2000.00", "enterprise_year_cap"),
    ]
    assert got["total_subsidy_yuan"] == "17000.00"


def test_the_inverse_without_a_rate_cap_and_a_365_day_year() -> None:
    inputs = {
        "subsidy_cap_yuan": "36500.00",
        "ratio_percent": "50",
        "contract_annual_rate_percent": "3.65",
        "days": 100,
        "day_count": "actual/365",
        "principal_unit_yuan": "1000000",
    }
    got = ADAPTERS["inverse_principal_for_cap"](inputs)
    assert got["principal_exact_rounded_to_fen_yuan"] == "7300000.00"  # 36,500 / (50 % × 3.65 % × 100/365)
    assert got["largest_principal_in_units_not_exceeding_cap_yuan"] == "7000000.00"


def test_half_up_units_and_a_rich_fund() -> None:
    unit = {"computed_subsidy_yuan": "37050.00", "rounding_unit_yuan": "100"}
    assert ADAPTERS["rounding_unit"]({**unit, "rounding_mode": "half_up"}) == {"granted_yuan": "37100.00"}
    assert ADAPTERS["rounding_unit"](unit) == {"granted_yuan": "37000.00"}
    rich = {"approved_subsidies_in_application_order_yuan": ["1.00", "2.00"], "fund_available_yuan": "9.00"}
    got = ADAPTERS["fund_pro_rating"](rich)
    assert (got["payouts_yuan"], got["total_paid_yuan"]) == (["1.00", "2.00"], "3.00")
    assert got["scaling_factor"] in ("1", "1.000000000000")
