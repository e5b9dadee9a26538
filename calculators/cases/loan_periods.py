"""Adapters for the topic loan_schedule, part two: loans with interest periods, single payments, penalties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from calculators.cases.convert import day, number, percent_in, percent_out, plain_text, rate_out, whole, whole_in, yuan
from calculators.figure import fen, total
from calculators.rules import balance_path, penalty, prepayment, repricing, settlement, single_payment
from calculators.rules.day_count import bankers_fen, interest

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

BASIS = {"360": Decimal(360), "365": Decimal(365)}
LOOKUPS = {
    "latest published on or before the reset date": "on_or_before",
    "latest published before the reset date": "before",
    "latest published in or before the previous month": "latest_of_previous_month",
}
RESET_RULES = {
    "1 January each year": "january",
    "anniversary of drawdown": "anniversary",
    "every 6 months from drawdown": "months_6",
    "every 3 months from drawdown": "months_3",
    "every month from drawdown": "months_1",
}


def _basis(text: str) -> Decimal:
    """Days in the year from words such as "actual/360" or "actual days / 365"."""
    return next(days for digits, days in BASIS.items() if digits in text)


def _settlement(inputs: Inputs) -> tuple[int, int, str, bool]:
    """Months between settlements, day of the month, convention, and whether a drawdown on that day waits for the next."""
    merge = inputs.get("drawdown_on_settlement_day_is_settled_at_next_settlement")
    return (
        whole_in(inputs["interest_settlement_every_months"]),
        whole_in(inputs["settlement_day_of_month"]),
        inputs.get("settlement_convention") or "21_to_20",
        True if merge is None else merge,
    )


def _day_before(end: date) -> str:
    return (end - timedelta(days=1)).isoformat()


def bullet_with_periodic_interest(inputs: Inputs) -> Outputs:
    """Interest by month or quarter, principal at maturity."""
    principal = number(inputs["principal_yuan"])
    every, on_day, convention, merge = _settlement(inputs)
    periods = settlement.settled_interest(
        principal,
        percent_in(inputs["annual_interest_rate_percent"]),
        day(inputs["drawdown_date"]),
        day(inputs["maturity_date"]),
        every,
        on_day,
        convention,
        _basis(inputs["day_count"]),
        merge,
    )
    return {
        "interest_periods": [_span(period) | {"settled_on_date": period.paid_on.isoformat()} for period in periods],
        "number_of_interest_periods": len(periods),
        "principal_repaid_at_maturity_yuan": yuan(principal),
        "total_days": whole(total(period.days for period in periods)),
        "total_interest_yuan": yuan(total(period.interest for period in periods)),
    }


def _span(period: settlement.Period | balance_path.PathPeriod) -> Outputs:
    return {
        "interest_from_date_included": period.start.isoformat(),
        "interest_to_date_included": _day_before(period.end),
        "days": whole(period.days),
        "interest_yuan": yuan(period.interest),
    }


def _path(
    inputs: Inputs, start: date, end: date, balances: Sequence[tuple[Any, Any]], rates: Sequence[tuple[Any, Any]]
) -> tuple[balance_path.PathPeriod, ...]:
    every, on_day, convention, merge = _settlement(inputs)
    bounds = settlement.period_bounds(start, end, every, on_day, convention, merge)
    paid = settlement.settled_on(start, end, every, on_day, convention, merge)
    return balance_path.path_interest(balances, rates, bounds, paid, _basis(inputs["day_count"]))


def custom_principal_schedule(inputs: Inputs) -> Outputs:
    """Several drawdowns and repayments; interest from 积数."""
    start, end = day(inputs["first_drawdown_date"]), day(inputs["final_maturity_date"])
    events = [
        (day(e["date"]), number(e.get("drawdown_yuan") or "0"), number(e.get("repayment_yuan") or "0"))
        for e in inputs["principal_events"]
    ]
    steps = balance_path.balance_steps(events)
    rates = [(start, percent_in(inputs["annual_interest_rate_percent"]))]
    periods = _path(inputs, start, end, [(step.day, step.balance) for step in steps], rates)
    return {
        "interest_periods": [_span(period) | {"balance_days_yuan_days": yuan(period.balance_days)} for period in periods],
        "total_interest_yuan": yuan(total(period.interest for period in periods)),
        "maximum_balance_yuan": yuan(max(step.balance for step in steps)),
    }


def _reset_dates(inputs: Inputs, start: date, end: date) -> tuple[date, ...]:
    """The dates listed; by the rule when the case lists none."""
    if inputs.get("rate_reset_dates") is not None:
        return tuple(sorted(d for d in map(day, inputs["rate_reset_dates"]) if start < d < end))
    found: tuple[date, ...] = repricing.reset_days(start, end, RESET_RULES[inputs["reset_rule"]])
    return found


def floating_rate_lpr_reset(inputs: Inputs) -> Outputs:
    """LPR plus basis points, reset on given dates; a reset inside a period splits it, with one rounding."""
    start, end = day(inputs["drawdown_date"]), day(inputs["maturity_date"])
    series = tuple(
        (day(entry["published_on"]), percent_in(entry["lpr_percent"])) for entry in inputs["one_year_lpr_publications"]
    )
    rates = repricing.floating_rates(
        start,
        _reset_dates(inputs, start, end),
        LOOKUPS[inputs["lpr_used_at_reset"]],
        Decimal(inputs["spread_over_lpr_basis_points"]),
        lambda on: repricing.published_lpr(series, on),
    )
    periods = _path(inputs, start, end, [(start, number(inputs["principal_yuan"]))], rates)
    return {
        "rates_percent_by_reset_date": [
            {"from_date": on.isoformat(), "annual_rate_percent": percent_out(rate)} for on, rate in rates
        ],
        "interest_periods": [_span(period) | {"segments": [_segment(s) for s in period.segments]} for period in periods],
        "total_interest_yuan": yuan(total(period.interest for period in periods)),
    }


def _segment(segment: balance_path.Segment) -> Outputs:
    return {
        "from_date_included": segment.start.isoformat(),
        "days": whole(segment.days),
        "annual_rate_percent": percent_out(segment.rate),
    }


def full_early_repayment(inputs: Inputs) -> Outputs:
    """A whole loan repaid early."""
    early = prepayment.full_early_repayment(
        number(inputs["outstanding_principal_yuan"]),
        percent_in(inputs["annual_interest_rate_percent"]),
        day(inputs["first_day_not_yet_settled"]),
        day(inputs["early_repayment_date"]),
        _basis(inputs["day_count"]),
        percent_in(inputs["prepayment_fee_percent_of_prepaid_principal"]),
    )
    return {
        "days": whole(early.days),
        "interest_due_yuan": yuan(early.interest),
        "prepayment_fee_yuan": yuan(early.fee),
        "total_due_yuan": yuan(early.due),
    }


def overdue_penalty_interest(inputs: Inputs) -> Outputs:
    """Penalty and compound interest of an overdue loan; none of it can be subsidised."""
    overdue = penalty.overdue_interest(
        number(inputs["overdue_principal_yuan"]),
        number(inputs["overdue_contract_interest_yuan"]),
        percent_in(inputs["contract_annual_rate_percent"]),
        percent_in(inputs["penalty_uplift_percent_of_contract_rate"]),
        day(inputs["first_overdue_day_included"]),
        day(inputs["repaid_on_date_not_counted"]),
        _basis(inputs["day_count"]),
    )
    return {
        "penalty_annual_rate_percent": rate_out(overdue.rate),
        "days": whole(overdue.days),
        "penalty_interest_yuan": yuan(overdue.penalty),
        "compound_interest_yuan": yuan(overdue.compound),
        "interest_eligible_for_subsidy_yuan": yuan(penalty.ELIGIBLE_FOR_SUBSIDY),
    }


def rounding_tie(inputs: Inputs) -> Outputs:
    """Interest on a tie: half up here, half even in many programs."""
    rate, length = percent_in(inputs["annual_interest_rate_percent"]), Decimal(inputs["days"])
    exact = interest(number(inputs["principal_yuan"]), rate, length, Decimal(inputs["day_count_basis"]))
    return {
        "unrounded_interest_yuan": plain_text(exact),
        "interest_yuan": yuan(fen(exact)),
        "banker_rounding_would_give_yuan": yuan(bankers_fen(exact)),
    }


def single_payment_at_maturity(inputs: Inputs) -> Outputs:
    """利随本清 by actual days, or by whole months and odd days (odd days over 360)."""
    method = inputs["interest_method"]
    by_months = method.startswith("逐笔计息法")
    rule = single_payment.by_whole_months if by_months else single_payment.by_actual_days
    paid = rule(
        number(inputs["principal_yuan"]),
        percent_in(inputs["annual_interest_rate_percent"]),
        day(inputs["drawdown_date"]),
        day(inputs["maturity_date"]),
        _basis(method),
    )
    result: Outputs = {
        "days": whole(paid.days),
        "interest_yuan": yuan(paid.interest),
        "amount_due_at_maturity_yuan": yuan(paid.due),
    }
    if by_months:
        result |= {"whole_months": whole(paid.months), "odd_days": whole(paid.odd_days)}
    return result


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "bullet_with_periodic_interest": bullet_with_periodic_interest,
    "custom_principal_schedule": custom_principal_schedule,
    "floating_rate_lpr_reset": floating_rate_lpr_reset,
    "full_early_repayment": full_early_repayment,
    "overdue_penalty_interest": overdue_penalty_interest,
    "rounding_tie": rounding_tie,
    "single_payment_at_maturity": single_payment_at_maturity,
}
