"""Case adapters of patent_valuation: optional fields left out or null, and every code, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.cases.patent_valuation import ADAPTERS

RATE = {"discount_rate_percent": "10", "discount_timing": "end_year"}

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "excess_earnings",
        {"excess_profit_before_tax_per_year_yuan": "300000", "income_tax_rate_percent": "25", "years": 5, **RATE},
        {"value_yuan": "852927.02", "annuity_factor": "3.790787"},
    ),
    (
        "excess_earnings",
        {
            "revenue_by_year_yuan": ["1000000", "2000000"],
            "operating_margin_by_year_percent": ["5", "12"],
            "contributory_assets": [{"value_yuan": "900000", "required_after_tax_return_percent": "6"}],
            "income_tax_rate_percent": "25",
            **RATE,
        },
        {"excess_by_year_yuan": ["-16500.00", "126000.00"], "value_yuan": "89132.23"},  # −15000 + 104132.23
    ),
    (
        "cost_approach",
        {
            "historical_cost_wan_yuan": "450",
            "yearly_price_increases_percent": ["5", "8"],
            "used_years": 4,
            "remaining_years": 6,
            "capacity_total": 1000,
            "capacity_transferee": 400,
            "opportunity_cost_wan_yuan": "100",
        },
        {"replacement_cost_wan_yuan": "510.30", "net_replacement_cost_wan_yuan": "306.18", "minimum_fee_wan_yuan": "222.47"},
    ),
    (
        "cost_approach",
        {
            "labour_yuan": "100000",
            "materials_yuan": None,
            "reasonable_profit_percent": "20",
            "economic_obsolescence_percent": "5",
        },
        {"replacement_cost_yuan": "120000.00", "value_yuan": "114000.00"},
    ),
    (
        "discount_rate",
        {"risk_free_percent": "2.5", "beta": "1.2", "equity_risk_premium_percent": "6", "size_premium_percent": "3"},
        {"cost_of_equity_percent": "12.700000", "discount_rate_percent": "12.700000"},
    ),
    (
        "discount_rate",
        {
            "cost_of_equity_percent": "12",
            "cost_of_debt_percent": "4",
            "debt_share_percent": "30",
            "income_tax_rate_percent": "25",
            "intangible_premium_percent": "5",
        },
        {"wacc_percent": "9.300000", "discount_rate_percent": "14.300000"},
    ),
    (
        "discount_rate",
        {
            "risk_free_percent": "2.5",
            "premiums_percent": {"industry": "3", "technology": "4", "market": "3", "funding": "2", "management": "2.5"},
        },
        {"discount_rate_percent": "17.000000"},
    ),
    (
        "market_comparables",
        {
            "comparables": [
                {"price_yuan": "1000000", "adjustments_percent": ["-5", "10"], "weight": "2"},
                {"price_yuan": "1200000", "adjustments_percent": [], "weight": "1"},
            ]
        },
        {"adjusted_prices_yuan": ["1045000.00", "1200000.00"], "value_yuan": "1096666.67"},
    ),
    (
        "relief_from_royalty",
        {
            "patent_product_revenue_by_year_yuan": ["1000", "1000"],
            "share_of_revenue_attributable_percent": "50",
            "royalty_rate_first_year_percent": "10",
            "royalty_rate_yearly_decay_percent": "100",
            "income_tax_rate_percent": "0",
            "discount_rate_percent": "21",
            "discount_timing": "mid_year",
        },
        {"value_yuan": "45.45"},  # 50 ÷ 1.1, nothing in year 2
    ),
    (
        "relief_from_royalty_with_growth",
        {
            "first_year_revenue_yuan": "1000000",
            "growth_rates_from_second_year_percent": ["10", "-5"],
            "royalty_rate_percent": "4",
            "income_tax_rate_percent": "25",
            **RATE,
        },
        {"revenues_yuan": ["1000000.00", "1100000.00", "1045000.00"], "value_yuan": "78099.17"},
    ),
    (
        "relief_from_royalty_partial_last_year",
        {
            "valuation_date": "2026-01-01",
            "benefit_ends_on": "2027-05-27",
            "revenue_per_full_year_yuan": "1000000",
            "royalty_rate_percent": "5",
            "income_tax_rate_percent": "20",
            "discount_rate_percent": "0",
        },
        {"full_years": 1, "part_year_days": 146, "part_year_fraction": "0.4000000000", "value_yuan": "56000.00"},
    ),
    (
        "tax_amortisation_benefit",
        {
            "value_before_tab_yuan": "900000",
            "income_tax_rate_percent": "25",
            "discount_rate_percent": "0",
            "amortisation_years": 10,
        },
        {"value_with_tab_yuan": "1200000.00", "tab_yuan": "300000.00"},
    ),
    (
        "weighted_conclusion",
        {"income_value_yuan": "100", "market_value_yuan": "200", "cost_value_yuan": "50", "weights_percent": ["60", "30", "10"]},
        {"value_yuan": "125.00"},
    ),
    (
        "remaining_life",
        {
            "patent_type": "design",
            "filing_date": "2021-05-31",
            "valuation_date": "2026-11-22",
            "economic_life_left_months": 60,
            "term_compensation_days": 0,
        },
        {"statutory_expiry_date": "2031-05-31", "limited_by": "statutory_term", "benefit_ends_on": "2031-05-31"},
    ),
    (
        "remaining_life",
        {
            "patent_type": "design",
            "filing_date": "2021-06-01",
            "valuation_date": "2026-11-22",
            "economic_life_left_months": 60,
            "term_compensation_days": 0,
        },
        {"statutory_expiry_date": "2036-06-01", "limited_by": "economic_life", "economic_end_date": "2031-11-22"},
    ),
    (
        "remaining_life",
        {
            "patent_type": "utility_model",
            "filing_date": "2016-02-29",
            "valuation_date": "2026-03-30",
            "economic_life_left_months": 12,
            "term_compensation_days": 30,
        },
        {"statutory_expiry_date": "2026-03-30", "limited_by": "expired", "usable_days": 0},
    ),
]


@pytest.mark.parametrize(("subtopic", "given", "expected"), CASES)
def test_worked_by_hand(subtopic: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = ADAPTERS[subtopic](given)
    assert {key: found[key] for key in expected} == expected
