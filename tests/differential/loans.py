"""Second derivation of interest periods: every single day is billed on its own, periods are what is billed together.

The rules work with boundaries between periods; here there are none. A day belongs to the first settlement day on or after
it (21_to_20) or after it (20_to_19), and to maturity when no settlement day comes before that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from random import Random

from tests.differential.exact import (
    ONE_DAY,
    Inputs,
    draw_rate,
    draw_span,
    draw_yuan,
    each_day,
    half_up,
    months_later,
    part,
    text,
)

type PerDay = Callable[[date], Fraction]


def _settles(day: date, inputs: Inputs) -> bool:
    return day.day == inputs["settlement_day_of_month"] and day.month % inputs["interest_settlement_every_months"] == 0


def billed_on(day: date, start: date, end: date, inputs: Inputs) -> date:
    """The day on which one day's interest is settled."""
    waits = inputs.get("drawdown_on_settlement_day_is_settled_at_next_settlement", True) and day == start
    on = day if inputs["settlement_convention"] == "21_to_20" and not waits else day + ONE_DAY
    while on < end and not _settles(on, inputs):
        on += ONE_DAY
    return min(on, end)


def _periods(start: date, end: date, inputs: Inputs, interest_of: PerDay) -> list[tuple[list[date], Inputs]]:
    """The days billed together, and what every kind of case reports of them."""
    rows = []
    for settled, group in groupby(each_day(start, end), lambda day: billed_on(day, start, end, inputs)):
        days = list(group)
        row = {
            "interest_from_date_included": days[0].isoformat(),
            "interest_to_date_included": days[-1].isoformat(),
            "days": len(days),
            "interest_yuan": text(sum(map(interest_of, days), Fraction(0))),
            "settled_on_date": settled.isoformat(),
        }
        rows.append((days, row))
    return rows


def _total(rows: list[tuple[list[date], Inputs]]) -> str:
    return text(sum(Fraction(row["interest_yuan"]) for _, row in rows))


def _basis(inputs: Inputs) -> int:
    return int(inputs["day_count"][-3:])


def bullet(inputs: Inputs) -> Inputs:
    start, end = (date.fromisoformat(inputs[key]) for key in ("drawdown_date", "maturity_date"))
    daily = Fraction(inputs["principal_yuan"]) * part(inputs["annual_interest_rate_percent"]) / _basis(inputs)
    rows = _periods(start, end, inputs, lambda day: daily)
    return {
        "interest_periods": [row for _, row in rows],
        "number_of_interest_periods": len(rows),
        "total_days": (end - start).days,
        "total_interest_yuan": _total(rows),
    }


def draw_bullet(random: Random) -> Inputs:
    start, end = draw_span(random)
    flag = random.choice([{}, {"drawdown_on_settlement_day_is_settled_at_next_settlement": random.random() < 0.5}])
    return flag | {
        "principal_yuan": draw_yuan(random),
        "annual_interest_rate_percent": draw_rate(random),
        "drawdown_date": start.isoformat(),
        "maturity_date": end.isoformat(),
        "interest_settlement_every_months": random.choice([1, 3]),
        "settlement_day_of_month": 20,
        "settlement_convention": random.choice(["21_to_20", "20_to_19"]),
        "day_count": random.choice(["actual/360", "actual/365"]),
    }


def custom(inputs: Inputs) -> Inputs:
    start, end = (date.fromisoformat(inputs[key]) for key in ("first_drawdown_date", "final_maturity_date"))
    balances, balance = {}, Fraction(0)
    for day in each_day(start, end):
        for event in inputs["principal_events"]:
            if event["date"] == day.isoformat():
                balance += Fraction(event.get("drawdown_yuan", 0)) - Fraction(event.get("repayment_yuan", 0))
        balances[day] = balance
    daily = part(inputs["annual_interest_rate_percent"]) / _basis(inputs)
    rows = _periods(start, end, inputs, lambda day: balances[day] * daily)
    for days, row in rows:
        row["balance_days_yuan_days"] = text(sum(balances[day] for day in days))
        del row["settled_on_date"]
    return {
        "interest_periods": [row for _, row in rows],
        "total_interest_yuan": _total(rows),
        "maximum_balance_yuan": text(max(balances.values())),
    }


def draw_custom(random: Random) -> Inputs:
    start, end = draw_span(random)
    days = sorted({start, *(random.choice(list(each_day(start, end))) for _ in range(5))})
    events, balance = [], Fraction(0)
    for day in days:
        if balance == 0 or random.random() < 0.5:
            change = Fraction(draw_yuan(random, lowest=10))
            events.append({"date": day.isoformat(), "drawdown_yuan": text(change)})
        else:
            change = -half_up(balance * random.randint(1, 4) / 4)
            events.append({"date": day.isoformat(), "repayment_yuan": text(-change)})
        balance += change
    events.append({"date": end.isoformat(), "repayment_yuan": text(balance)})
    random.shuffle(events)
    return draw_bullet(random) | {
        "first_drawdown_date": start.isoformat(),
        "final_maturity_date": end.isoformat(),
        "settlement_convention": "21_to_20",
        "principal_events": events,
    }


def _lpr(inputs: Inputs, on: date) -> Fraction:
    known = [entry for entry in inputs["one_year_lpr_publications"] if entry["published_on"] <= on.isoformat()]
    latest = max(known, key=lambda entry: entry["published_on"])
    return Fraction(latest["lpr_percent"]) + Fraction(inputs["spread_over_lpr_basis_points"], 100)


def floating(inputs: Inputs) -> Inputs:
    start, end = (date.fromisoformat(inputs[key]) for key in ("drawdown_date", "maturity_date"))
    resets = [start, *map(date.fromisoformat, inputs["rate_reset_dates"])]

    def reset_of(day: date) -> date:
        return max(on for on in resets if on <= day)

    principal = Fraction(inputs["principal_yuan"])
    rows = _periods(start, end, inputs, lambda day: principal * _lpr(inputs, reset_of(day)) / 36000)
    for days, row in rows:
        stretches = [(on, list(group)) for on, group in groupby(days, reset_of)]
        row["segments"] = [
            {"from_date_included": group[0].isoformat(), "days": len(group), "annual_rate_percent": text(_lpr(inputs, on), 4)}
            for on, group in stretches
        ]
        del row["settled_on_date"]
    rates = [{"from_date": on.isoformat(), "annual_rate_percent": text(_lpr(inputs, on), 4)} for on in resets]
    return {
        "interest_periods": [row for _, row in rows],
        "rates_percent_by_reset_date": rates,
        "total_interest_yuan": _total(rows),
    }


def draw_floating(random: Random) -> Inputs:
    start, end = draw_span(random)
    published = [date(2022, 8, 22) + timedelta(days=100 * k + random.randint(0, 60)) for k in range(12)]
    step = random.choice([1, 3, 6, 12])
    resets = {months_later(start, step * k) for k in range(1, 40)} if random.random() < 0.5 else set(published)
    lpr = {"lpr_used_at_reset": "latest published on or before the reset date", "reset_rule": "dates listed"}
    return lpr | {
        "principal_yuan": draw_yuan(random),
        "drawdown_date": start.isoformat(),
        "maturity_date": end.isoformat(),
        "spread_over_lpr_basis_points": random.choice([0, 40, -25]),
        "one_year_lpr_publications": [
            {"published_on": on.isoformat(), "lpr_percent": text(Fraction(random.randint(280, 385), 100))} for on in published
        ],
        "rate_reset_dates": sorted(on.isoformat() for on in resets if start < on < end),
        "interest_settlement_every_months": random.choice([1, 3]),
        "settlement_day_of_month": 20,
        "settlement_convention": "21_to_20",
        "day_count": "actual/360",
    }


def single(inputs: Inputs) -> Inputs:
    start, end = (date.fromisoformat(inputs[key]) for key in ("drawdown_date", "maturity_date"))
    yearly = Fraction(inputs["principal_yuan"]) * part(inputs["annual_interest_rate_percent"])
    if inputs["interest_method"].startswith("actual"):
        result: Inputs = {"days": (end - start).days}
        interest = yearly * result["days"] / int(inputs["interest_method"][-3:])
    else:
        months = 0
        while months_later(start, months + 1) <= end:
            months += 1
        odd = (end - months_later(start, months)).days
        result = {"whole_months": months, "odd_days": odd}
        interest = yearly * months / 12 + yearly * odd / 360
    due = Fraction(inputs["principal_yuan"]) + half_up(interest)
    return result | {"interest_yuan": text(interest), "amount_due_at_maturity_yuan": text(due)}


def draw_single(random: Random) -> Inputs:
    by_months = "逐笔计息法: whole months (对月对日) at annual rate/12 + odd days at annual rate/360"
    return draw_bullet(random) | {
        "interest_method": random.choice(["actual days / 360", "actual days / 365", by_months, by_months])
    }


SECOND = {
    "bullet_with_periodic_interest": (draw_bullet, bullet),
    "custom_principal_schedule": (draw_custom, custom),
    "floating_rate_lpr_reset": (draw_floating, floating),
    "single_payment_at_maturity": (draw_single, single),
}
