"""Cases of topic `fund_budget`: from their field names to the budget rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from calculators import distribution
from calculators.cases.convert import decimals, number, percent_in, yuan
from calculators.distribution import ONE, Distribution
from calculators.figure import total
from calculators.money import round_places
from calculators.rules import budget, budget_path

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

LEVELS = tuple(str(level) for level in budget.LEVELS)
PROBABILITY_PLACES = 10
WANTED = "percentiles wanted"
YEARS = "years wanted"


def _probability(value: Decimal) -> str:
    return f"{round_places(value, PROBABILITY_PLACES):f}"


def _percentiles(found: Distribution, levels: Iterable[str]) -> dict[str, str]:
    return {level: yuan(found.percentile(percent_in(level))) for level in levels}


def _spread(found: Distribution) -> Outputs:
    deviation = budget.square_root(budget.variance_of(found))
    return {"mean_yuan": yuan(budget.mean_of(found)), "standard_deviation_yuan": yuan(deviation)}


def outlay_distribution(inputs: Inputs) -> Outputs:
    """The exact distribution of a random sum, tested against several fund sizes."""
    counts = budget.count_table(tuple((Decimal(row["n"]), number(row["probability"])) for row in inputs["number_of_enterprises"]))
    one = budget.amount_table(
        tuple((number(row["amount_yuan"]), number(row["probability"])) for row in inputs["outlay_of_one_enterprise"])
    )
    found = distribution.random_sum(counts, one)
    funds = [number(text) for text in inputs["fund_sizes_to_test_yuan"]]
    return _spread(found) | {
        "percentiles_yuan": _percentiles(found, inputs.get(WANTED, LEVELS)),
        "probability_fund_suffices": [_probability(budget.suffices(found, fund)) for fund in funds],
        "expected_shortfall_over_fund_yuan": [yuan(budget.shortfall_over(found, fund)) for fund in funds],
    }


def random_sum_closed_form(inputs: Inputs) -> Outputs:
    """Mean, standard deviation and normal percentiles from four moments."""
    deviation = number(inputs["standard_deviation_of_one_enterprise_yuan"])
    found = budget.closed_form(
        number(inputs["mean_number_of_enterprises"]),
        number(inputs["variance_of_number"]),
        number(inputs["mean_outlay_of_one_enterprise_yuan"]),
        deviation * deviation,
    )
    levels = inputs.get(WANTED, LEVELS)
    return {
        "mean_yuan": yuan(found.mean),
        "standard_deviation_yuan": yuan(found.deviation),
        "normal_approximation_percentiles_yuan": {
            level: yuan(budget.normal_percentile(found, percent_in(level))) for level in levels
        },
    }


def poisson_fixed_amount(inputs: Inputs) -> Outputs:
    """A Poisson number of equal amounts against a fund."""
    counts = budget.poisson_counts(number(inputs["mean_number_per_year_poisson"]))
    amount, fund = number(inputs["amount_of_one_enterprise_yuan"]), number(inputs["fund_yuan"])
    covers = int(fund // amount)
    levels = inputs.get(WANTED, LEVELS)
    return {
        "enterprises_the_fund_covers": covers,
        "probability_fund_suffices": _probability(budget.suffices(counts, Decimal(covers))),
        "percentiles_yuan": {level: yuan(counts.percentile(percent_in(level)) * amount) for level in levels},
    }


def risk_compensation_budget(inputs: Inputs) -> Outputs:
    """Binomial defaults times the pool's payment."""
    if not inputs.get("independence", True):
        raise ValueError("independence is false, but the case gives no correlation to compute with")
    found = budget.default_payments(
        Decimal(inputs["number_of_covered_loans"]),
        percent_in(inputs["default_probability_percent"]),
        number(inputs["pool_payment_per_default_yuan"]),
    )
    return _spread(found) | {
        "percentiles_yuan": _percentiles(found, inputs.get(WANTED, LEVELS)),
        "probability_fund_suffices": _probability(budget.suffices(found, number(inputs["fund_yuan"]))),
    }


def cash_path_by_year(inputs: Inputs) -> Outputs:
    """Outlay by year; years count from 1 unless the rows asked for start at 0."""
    plan = budget_path.LoanPlan(
        principal=number(inputs["principal_of_one_loan_yuan"]),
        rate=percent_in(inputs["annual_interest_rate_percent"]),
        ratio=percent_in(inputs["interest_subsidy_ratio_percent"]),
        term=Decimal(inputs["term_months"]),
        start_month=Decimal(inputs["start_month"]),
        lag=Decimal(inputs["subsidy_paid_years_after_interest"]),
        fee=number(inputs["fee_subsidy_per_loan_in_start_year_yuan"]),
    )
    wanted = inputs.get(YEARS)
    first = 0 if wanted and min(wanted) == 0 else 1
    starts = [(year, Decimal(n)) for year, n in enumerate(inputs["loans_started_per_year"], first)]
    path = dict(budget_path.cash_path(plan, starts))
    years = wanted or sorted(path)
    return {
        "rows": [{"year": year, "outlay_yuan": yuan(path.get(year, Decimal(0)))} for year in years],
        "total_yuan": yuan(total(path.values())),
    }


def institutions_in_use(inputs: Inputs) -> Outputs:
    """How many institutions see a loan when every enterprise picks one at random."""
    if inputs.get("choice", "uniform, independent") != "uniform, independent":
        raise ValueError(f"choice {inputs['choice']!r} is not 'uniform, independent'")
    counts = distribution.certain(Decimal(inputs["enterprises"]), ONE)
    institutions = Decimal(inputs["institutions"])
    return {
        "expected_number_of_institutions_used": decimals(budget.institutions_used(institutions, counts), PROBABILITY_PLACES),
        "probability_every_institution_used": _probability(budget.all_institutions_used(institutions, counts)),
    }


def _levels_question(key: str) -> Callable[[Outputs], Inputs]:
    """Which percentiles a case asks for: the names of its percentiles."""
    return lambda expected: {WANTED: tuple(expected[key])}


def _years_question(expected: Outputs) -> Inputs:
    """Which years a case has rows for."""
    return {YEARS: [row["year"] for row in expected["rows"]]}


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "outlay_distribution": outlay_distribution,
    "random_sum_closed_form": random_sum_closed_form,
    "poisson_fixed_amount": poisson_fixed_amount,
    "risk_compensation_budget": risk_compensation_budget,
    "cash_path_by_year": cash_path_by_year,
    "institutions_in_use": institutions_in_use,
}

QUESTIONS: dict[str, Callable[[Outputs], Inputs]] = {
    "outlay_distribution": _levels_question("percentiles_yuan"),
    "random_sum_closed_form": _levels_question("normal_approximation_percentiles_yuan"),
    "poisson_fixed_amount": _levels_question("percentiles_yuan"),
    "risk_compensation_budget": _levels_question("percentiles_yuan"),
    "cash_path_by_year": _years_question,
}
