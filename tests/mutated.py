"""Which rules `make mutants` changes, and the tests that have to notice a change in each."""

from __future__ import annotations

# Every worked example on file, with its arithmetic: the promised figures, to the digit.
EXAMPLES = "tests/test_laws.py::test_examples_give_what_they_promise"
DATES = ("tests/test_dates.py", "tests/rules/test_dates_and_days.py", "tests/rules/test_settlement.py")
QUANTLIB, RATES = "tests/differential/test_quantlib.py", "tests/differential/test_rates_of_return.py"
SCHEDULE, LOANS = "tests/catalog/test_loan_schedule.py", "tests/cases/test_loan_cases.py"
PLANS = (
    "tests/rules/test_plans.py",
    "tests/rules/test_period_plans.py",
    "tests/rules/test_prepayment.py",
    SCHEDULE,
    LOANS,
    EXAMPLES,
)
SUBSIDY = ("tests/rules/test_subsidy.py", "tests/rules/test_subsidy_shapes.py", "tests/catalog/test_interest_subsidy.py")
# Worked by hand and fast, so that hundreds of changes can be tried.
CLAIMS = (
    "tests/rules/test_scheme_claim.py",
    "tests/rules/test_scheme_desk.py",
    "tests/rules/test_scheme_terms.py",
    "tests/rules/test_moving_rate.py",
    "tests/rules/test_subsidy_shapes.py",
    "tests/rules/test_fees.py",
    "tests/cases/test_subsidy_cases.py",
    "tests/cases/test_subsidy_rule_cases.py",
    EXAMPLES,
)
PAYOUT = ("tests/rules/test_payout.py", "tests/catalog/test_fund_pro_rating.py", "tests/catalog/test_inverse_questions.py")
LIMITS = ("tests/rules/test_limits.py", "tests/catalog/test_loan_amount.py", "tests/cases/test_limit_cases.py")
NEED = ("tests/rules/test_working_capital.py", "tests/catalog/test_working_capital_need.py", *LIMITS, EXAMPLES)
SHARING = ("tests/rules/test_sharing.py", "tests/cases/test_sharing_and_budget_cases.py")
POOL = (*SHARING, "tests/rules/test_sharing_pool.py")

GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "money": {"money": ("tests/test_money.py",)},
    "dates": {
        "dates": (*DATES, QUANTLIB),
        "rules/settlement": ("tests/rules/test_settlement.py", QUANTLIB, LOANS),
        "rules/day_count": (*DATES, QUANTLIB, LOANS),
        "rules/due_dates": (*DATES, SCHEDULE, LOANS, EXAMPLES),
    },
    "schedule": {
        "rules/annuity": ("tests/rules/test_annuity.py", RATES, QUANTLIB),
        "rules/equal_principal": ("tests/rules/test_annuity.py", RATES, LOANS),
        "rules/instalments": ("tests/rules/test_annuity.py", "tests/rules/test_prepayment.py", SCHEDULE),
        "rules/prepayment": ("tests/rules/test_prepayment.py", SCHEDULE, LOANS),
        "rules/balance_path": ("tests/rules/test_balance_path.py", SCHEDULE, LOANS),
        "rules/plan": PLANS,
        "rules/instalment_plan": PLANS,
        "rules/period_plan": (*PLANS, "tests/rules/test_balance_path.py"),
        "rules/single_payment": (*PLANS, *DATES),
        "rules/repricing": (*PLANS, *DATES),
        "rules/penalty": (*DATES, LOANS),
    },
    "subsidy": {
        "rules/subsidy": SUBSIDY,
        "rules/subsidy_periods": CLAIMS,
        "rules/subsidy_shapes": CLAIMS,
        "rules/scheme_claim": CLAIMS,
        "rules/scheme_desk": CLAIMS,
        "rules/scheme_terms": CLAIMS,
        "rules/custom_terms": CLAIMS,
        "rules/fees": CLAIMS,
        "rules/moving_rate": CLAIMS,
        "rules/payout": (*PAYOUT, "tests/cases/test_subsidy_cases.py"),
    },
    "limits": {
        "rules/limits": LIMITS,
        "rules/subsidy_limits": SUBSIDY,
        "rules/working_capital": NEED,
    },
    "sharing": {
        "rules/sharing": SHARING,
        "rules/sharing_recovery": POOL,
        "rules/sharing_pool": POOL,
        "rules/default_risk": POOL,
    },
}
