"""Adapters of published local rules and rule shapes: own variations of every optional field and code, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.cases.subsidy import ADAPTERS


def granted(subtopic: str, inputs: dict[str, Any]) -> tuple[str, str, str | None]:
    got = ADAPTERS[subtopic](inputs)
    return got["subsidy_before_caps_yuan"], got["subsidy_yuan"], got["binding_limit"]


YEAR = {"days": 360, "day_count": "actual/360"}

LOCAL = {
    "qingdao: 10 m × 3.10 % × 60 %": (
        {
            "principal_yuan": "10000000.00",
            "lpr_percent_of_month_before_contract": "3.10",
            "subsidy_rate_percent_of_lpr": "60",
            "enterprise_year_cap_yuan": "500000.00",
            **YEAR,
        },
        ("186000.00", "186000.00", None),
    ),
    "qingdao at its yearly cap: 30 m × 3.10 % × 60 % = 558,000": (
        {
            "principal_yuan": "30000000.00",
            "lpr_percent_of_month_before_contract": "3.10",
            "subsidy_rate_percent_of_lpr": "60",
            "patent_secured_share_percent": "100",
            "enterprise_year_cap_yuan": "500000.00",
            **YEAR,
        },
        ("558000.00", "500000.00", "enterprise_year_cap"),
    ),
    "fujian, lower of LPR and contract rate: 5 m × 3.00 % × 20 %": (
        {
            "principal_yuan": "5000000.00",
            "december_one_year_lpr_percent": "3.10",
            "contract_annual_rate_percent": "3.00",
            "reference_rate": "lower of the LPR and the contract rate",
            "covered_by_insurance_or_policy_guarantee": False,
            "enterprise_lifetime_cap_yuan": "200000.00",
            **YEAR,
        },
        ("30000.00", "30000.00", None),
    ),
    "fujian covered: LPR × 50 %, cut by the lifetime cap": (
        {
            "principal_yuan": "15000000.00",
            "december_one_year_lpr_percent": "3.10",
            "contract_annual_rate_percent": "3.00",
            "covered_by_insurance_or_policy_guarantee": True,
            "ratio_percent": "50",
            "enterprise_lifetime_cap_yuan": "200000.00",
            **YEAR,
        },
        ("232500.00", "200000.00", "enterprise_lifetime_cap"),
    ),
    "benchmark × share × 50 %: 10 m × 60 % × 4.35 % × 50 %": (
        {
            "principal_yuan": "10000000.00",
            "benchmark_annual_rate_percent": "4.35",
            "patent_secured_share_percent": "60",
            "ratio_percent": "50",
            "enterprise_year_cap_yuan": "500000.00",
            **YEAR,
        },
        ("130500.00", "130500.00", None),
    ),
    "points for two years, principal up to its ceiling: 50 m × 1.5 % × 2": (
        {
            "principal_yuan": "60000000.00",
            "principal_ceiling_yuan": "50000000.00",
            "annual_subsidy_rate_percent": "1.5",
            "years": 2,
        },
        ("1500000.00", "1500000.00", None),
    ),
    "points by days, product cap equal to the loan": (
        {
            "principal_yuan": "10000000.00",
            "product_cap_on_loan_yuan": "10000000.00",
            "annual_subsidy_rate_percent": "1.5",
            "days": 365,
            "day_count": "actual/360",
        },
        ("152083.33", "152083.33", None),
    ),
    "3 % of principal is more than the interest paid": (
        {
            "principal_yuan": "10000000.00",
            "flat_percent_of_principal": "3",
            "actual_interest_paid_yuan": "240000.00",
            "enterprise_year_cap_yuan": "360000.00",
        },
        ("300000.00", "240000.00", "actual_interest_paid"),
    ),
    "30 % of the interest paid": (
        {"principal_yuan": "10000000.00", "actual_interest_paid_yuan": "349791.67", "ratio_percent": "30"},
        ("104937.50", "104937.50", None),
    ),
}


NAMES = {name for inputs, _ in LOCAL.values() for name in inputs}


@pytest.mark.parametrize(("inputs", "expected"), LOCAL.values(), ids=list(LOCAL))
def test_null_is_as_good_as_absent(inputs: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    assert granted("published_local_rule", dict.fromkeys(NAMES) | inputs) == expected


@pytest.mark.parametrize(("inputs", "expected"), LOCAL.values(), ids=list(LOCAL))
def test_published_local_rules(inputs: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    assert granted("published_local_rule", inputs) == expected


INTEREST = {"actual_interest_paid_yuan": "450000.00", "contract_annual_rate_percent": "4.50", "ratio_percent": "50"}
LIMIT = {"shape": "rate_limit_as_multiple_of_lpr", **INTEREST, "lpr_percent": "3.00", "lpr_multiple": "1.4"}
SHARE = {"shape": "minimum_patent_share", **INTEREST, "rate_cap_percent": "3.00", "minimum_patent_share_percent": "30"}
FUTIAN = {
    "shape": "fee_base_capped_then_combined_cap",
    "principal_yuan": "10000000.00",
    "actual_interest_paid_yuan": "400000.00",
    "fees_paid_yuan": "500000.00",
    "fee_base_cap_percent_of_principal": "4",
    "ratio_percent": "50",
}
PANJI = {
    "shape": "ratio_of_interest_plus_fee_by_loan_size",
    "actual_interest_paid_yuan": "200000.00",
    "valuation_fee_paid_yuan": "30000.00",
    "bands_on_principal_whole": [
        {"up_to_yuan": "5000000.00", "ratio_percent": "10", "cap_yuan": "50000.00"},
        {"up_to_yuan": None, "ratio_percent": "8", "cap_yuan": "15000.00"},
    ],
}
PARK = {
    "shape": "ratio_by_enterprise_net_assets",
    "principal_yuan": "10000000.00",
    "lpr_percent": "3.00",
    **YEAR,
    "bands_on_net_assets": [
        {"up_to_yuan": "10000000.00", "ratio_percent": "50"},
        {"up_to_yuan": "30000000.00", "ratio_percent": "40"},
    ],
    "enterprise_year_cap_yuan": "100000.00",
}
SPLIT = {
    "shape": "one_loan_split_into_covered_and_uncovered_part",
    "principal_yuan": "5000000.00",
    "covered_by_insurance_or_guarantee_yuan": "3000000.00",
    "covered_part": "LPR × 50 %",
    "uncovered_part": "min(LPR, contract rate) × 20 %",
    "lpr_percent": "3.10",
    "contract_annual_rate_percent": "3.00",
    "enterprise_lifetime_cap_yuan": "200000.00",
    **YEAR,
}
CEILING = {
    "shape": "subsidised_principal_ceiling",
    "principal_yuan": "20000000.00",
    "subsidised_principal_ceiling_yuan": "10000000.00",
    "actual_interest_paid_yuan": "720000.00",
    "ratio_percent": "50",
}
NO, BAND, LOW = "rate_above_limit", "no_band_for_this_enterprise", "patent_share_below_minimum"

SHAPES = {
    "450,000 × 4.20/4.50 × 50 %": ({**LIMIT, "on_exceed": "clamp"}, (None, "210000.00", "210000.00", None)),
    "share of 40 % of that": (
        {**LIMIT, "on_exceed": "clamp", "patent_secured_share_percent": "40"},
        (None, "84000.00", "84000.00", None),
    ),
    "above the limit": ({**LIMIT, "on_exceed": "ineligible"}, (NO, "0.00", "0.00", None)),
    "exactly at the limit": (
        {**LIMIT, "on_exceed": "ineligible", "contract_annual_rate_percent": "4.20"},
        (None, "225000.00", "225000.00", None),
    ),
    "yearly cap": (
        {**LIMIT, "on_exceed": "clamp", "enterprise_year_cap_yuan": "200000.00"},
        (None, "210000.00", "200000.00", "enterprise_year_cap"),
    ),
    "share at its minimum: 450,000 × 3.00/4.50 × 30 % × 50 %": (
        {**SHARE, "patent_secured_share_percent": "30"},
        (None, "45000.00", "45000.00", None),
    ),
    "share below its minimum": (
        {**SHARE, "patent_secured_share_percent": "29.99"},
        (LOW, "0.00", "0.00", None),
    ),
    "cap per loan": (
        {**SHARE, "patent_secured_share_percent": "100", "per_loan_cap_yuan": "50000.00"},
        (None, "150000.00", "50000.00", "per_loan_cap"),
    ),
    "(400,000 + min(500,000, 400,000)) × 50 %": (
        {**FUTIAN, "combined_cap_yuan": "2000000.00"},
        (None, "400000.00", "400000.00", None),
    ),
    "combined cap": (
        {**FUTIAN, "combined_cap_yuan": "350000.00"},
        (None, "400000.00", "350000.00", "combined_cap"),
    ),
    "lower band, end included: 230,000 × 10 %": (
        {**PANJI, "principal_yuan": "5000000.00"},
        (None, "23000.00", "23000.00", None),
    ),
    "upper band at its cap: 230,000 × 8 %": (
        {**PANJI, "principal_yuan": "5000000.01"},
        (None, "18400.00", "15000.00", "combined_cap"),
    ),
    "net assets, first band at the yearly cap": (
        {**PARK, "net_assets_yuan": "10000000.00"},
        (None, "150000.00", "100000.00", "enterprise_year_cap"),
    ),
    "net assets above all bands": ({**PARK, "net_assets_yuan": "30000000.01"}, (BAND, "0.00", "0.00", None)),
    "3 m × 3.10 % × 50 % + 2 m × 3.00 % × 20 %": (SPLIT, (None, "58500.00", "58500.00", None)),
    "more covered than lent": (
        {**SPLIT, "covered_by_insurance_or_guarantee_yuan": "6000000.00"},
        (None, "77500.00", "77500.00", None),
    ),
    "720,000 × 10/20 × 50 %": (CEILING, (None, "180000.00", "180000.00", None)),
    "ceiling above the loan": (
        {**CEILING, "subsidised_principal_ceiling_yuan": "30000000.00"},
        (None, "360000.00", "360000.00", None),
    ),
}


@pytest.mark.parametrize(("inputs", "expected"), SHAPES.values(), ids=list(SHAPES))
def test_rule_shapes(inputs: dict[str, Any], expected: tuple[str | None, str, str, str | None]) -> None:
    got = ADAPTERS["rule_shapes"](inputs)
    assert (got["reason"], *granted("rule_shapes", inputs)) == expected
    assert got["eligible"] is (expected[0] is None)
