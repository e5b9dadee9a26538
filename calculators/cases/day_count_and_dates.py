"""Adapters for the topic day_count_and_dates: day counts, due dates, settlement days, working days, holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from calculators import dates
from calculators.cases.convert import day, decimals, number, percent_in, whole, whole_in, yuan
from calculators.rules import day_count

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

FRACTION_PLACES = 12
BASIS = {"actual/360": Decimal(360), "actual/365": Decimal(365)}


def business_day_adjustment(inputs: Inputs) -> Outputs:
    """Move a date to a working day by the calendars given."""
    calendars = inputs["calendar_by_year"]
    off = {day(text) for entry in calendars for text in entry.get("non_working_weekdays") or ()}
    on = {day(text) for entry in calendars for text in entry.get("working_weekend_days") or ()}
    start = day(inputs["date"])
    moved = dates.adjust(start, inputs["convention"], off, on)
    return {
        "is_working_day": dates.is_working_day(start, off, on),
        "adjusted_date": moved.isoformat(),
        "shift_days": (moved - start).days,
    }


def count_days(inputs: Inputs) -> Outputs:
    """The same stretch by four conventions."""
    start, end = day(inputs["start_date"]), day(inputs["end_date"])
    actual, thirty = dates.days_between(start, end), day_count.days_30e_360(start, end)
    return {
        "actual_days": whole(actual),
        "days_30e_360": whole(thirty),
        "year_fraction_actual_360": decimals(actual / 360, FRACTION_PLACES),
        "year_fraction_actual_365_fixed": decimals(actual / 365, FRACTION_PLACES),
        "year_fraction_30e_360": decimals(thirty / 360, FRACTION_PLACES),
        "year_fraction_actual_actual_isda": decimals(day_count.years_actual_actual(start, end), FRACTION_PLACES),
    }


def due_dates_same_day_of_month(inputs: Inputs) -> Outputs:
    """对月对日 due dates counted from the anchor."""
    months, number_of = whole_in(inputs["months_between_due_dates"]), whole_in(inputs["number_of_due_dates"])
    found = dates.due_dates(day(inputs["anchor_date"]), months, number_of)
    return {"due_dates": [entry.isoformat() for entry in found]}


def settlement_dates(inputs: Inputs) -> Outputs:
    """Settlement days between drawdown and maturity; both ends included when they are not to be strictly between."""
    start, end = day(inputs["drawdown_date"]), day(inputs["maturity_date"])
    if not inputs.get("strictly_between_drawdown_and_maturity", True):
        start, end = start - timedelta(days=1), end + timedelta(days=1)
    every, on_day = whole_in(inputs["settlement_every_months"]), whole_in(inputs["settlement_day_of_month"])
    return {"settlement_dates": [d.isoformat() for d in dates.settlement_days(start, end, every, on_day)]}


def maturity_on_holiday(inputs: Inputs) -> Outputs:
    """利随本清 repaid around a maturity on a holiday. Overdue beyond the first working day needs a penalty uplift."""
    uplift = inputs.get("penalty_uplift_percent_of_contract_rate")
    if uplift is None and inputs["actually_repaid_on"] > inputs["first_working_day_on_or_after_maturity"]:
        raise ValueError("repaid after the first working day, but the case gives no penalty uplift")
    late = day_count.maturity_on_holiday(
        number(inputs["principal_yuan"]),
        percent_in(inputs["annual_interest_rate_percent"]),
        day(inputs["drawdown_date"]),
        day(inputs["contract_maturity_date"]),
        day(inputs["actually_repaid_on"]),
        day(inputs["first_working_day_on_or_after_maturity"]),
        percent_in(uplift or "0"),
        BASIS[inputs["day_count"]],
    )
    return {
        "contract_days": whole(late.contract_days),
        "charged_days": whole(late.charged_days),
        "interest_yuan": yuan(late.interest),
        "penalty_interest_yuan": yuan(late.penalty),
        "difference_from_contract_interest_yuan": yuan(late.interest - late.contract_interest),
    }


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "business_day_adjustment": business_day_adjustment,
    "day_count": count_days,
    "due_dates_same_day_of_month": due_dates_same_day_of_month,
    "settlement_dates": settlement_dates,
    "maturity_on_holiday": maturity_on_holiday,
}
