"""Second derivation of instalment loans: the instalment from summed discount factors, the schedule as a plain recursion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from random import Random

from tests.differential.exact import (
    Inputs,
    draw_day,
    draw_rate,
    draw_yuan,
    half_up,
    in_month,
    months_later,
    part,
    text,
)

type Interest = Callable[[int, Fraction], Fraction]
type Row = tuple[int, Fraction, Fraction, Fraction]


def level(balance: Fraction, periodic: Fraction, count: int) -> Fraction:
    """The instalment whose present value is the balance."""
    return balance / sum((1 + periodic) ** -k for k in range(1, count + 1))


def run(balance: Fraction, numbers: range, payment: Callable[[int], Fraction], interest_of: Interest) -> list[Row]:
    """Number, interest, principal, balance after; the last number repays all that is left."""
    rows = []
    for number in numbers:
        interest = half_up(interest_of(number, balance))
        principal = balance if number == numbers[-1] else payment(number) - interest
        balance -= principal
        rows.append((number, interest, principal, balance))
    return rows


def shown(rows: list[Row]) -> list[Inputs]:
    names = ("interest_yuan", "principal_yuan", "balance_after_yuan")
    return [
        {"instalment_number": number, "instalment_yuan": text(amounts[0] + amounts[1])}
        | dict(zip(names, map(text, amounts), strict=True))
        for number, *amounts in rows
    ]


def interest_in(rows: list[Row]) -> Fraction:
    return sum((row[1] for row in rows), Fraction(0))


def terms(inputs: Inputs) -> tuple[Fraction, Fraction, int]:
    """Principal, periodic rate, number of instalments."""
    periodic = part(inputs["annual_interest_rate_percent"]) / inputs["instalments_per_year"]
    return Fraction(inputs["principal_yuan"]), periodic, inputs["number_of_instalments"]


def draw_terms(random: Random) -> Inputs:
    return {
        "principal_yuan": draw_yuan(random, random.choice([10**7, 10**7, 2]), lowest=1),
        "annual_interest_rate_percent": draw_rate(random),
        "number_of_instalments": random.choice([1, 2, 6, 12, 24, random.randint(1, 60)]),
        "instalments_per_year": random.choice([12, 12, 4]),
    }


def annuity(inputs: Inputs) -> Inputs:
    principal, periodic, count = terms(inputs)
    payment = half_up(level(principal, periodic, count))
    rows = run(principal, range(1, count + 1), lambda k: payment, lambda k, balance: balance * periodic)
    return {
        "regular_instalment_yuan": text(payment),
        "last_instalment_yuan": text(rows[-1][1] + rows[-1][2]),
        "total_interest_yuan": text(interest_in(rows)),
        "total_paid_yuan": text(principal + interest_in(rows)),
        "schedule": shown(rows),
    }


def equal_principal(inputs: Inputs) -> Inputs:
    principal, periodic, count = terms(inputs)
    each = half_up(principal / count)
    rows, balance = [], principal
    for number in range(1, count + 1):
        interest, repaid = half_up(balance * periodic), each if number < count else balance
        balance -= repaid
        rows.append((number, interest, repaid, balance))
    return {
        "first_instalment_yuan": text(rows[0][1] + rows[0][2]),
        "total_interest_yuan": text(interest_in(rows)),
        "total_interest_closed_form_unrounded_then_rounded_yuan": text(
            sum(principal * Fraction(count - k, count) * periodic for k in range(count))
        ),
        "schedule": shown(rows),
    }


def closed_form(inputs: Inputs) -> Inputs:
    principal, periodic, count = terms(inputs)
    payment, balance, rows = level(principal, periodic, count), principal, []
    for _ in range(count):
        interest = balance * periodic
        balance -= payment - interest
        rows.append((interest, payment - interest))
    cumulated = rows[inputs["cumulative_from_instalment"] - 1 : inputs["cumulative_to_instalment"]]
    return {
        "instalment_yuan": text(payment),
        "total_interest_unrounded_then_rounded_yuan": text(sum(row[0] for row in rows)),
        "cumulative_interest_yuan": text(sum(row[0] for row in cumulated)),
        "cumulative_principal_yuan": text(sum(row[1] for row in cumulated)),
    }


def draw_closed_form(random: Random) -> Inputs:
    inputs = draw_terms(random)
    first, last = sorted(random.randint(1, inputs["number_of_instalments"]) for _ in range(2))
    return inputs | {"cumulative_from_instalment": first, "cumulative_to_instalment": last}


def by_actual_days(inputs: Inputs) -> Inputs:
    principal, periodic, count = terms(inputs)
    start, step = date.fromisoformat(inputs["drawdown_date"]), 12 // inputs["instalments_per_year"]
    dues = [months_later(start, step * k) for k in range(count + 1)]
    daily, payment = part(inputs["annual_interest_rate_percent"]) / 360, half_up(level(principal, periodic, count))
    rows = run(principal, range(1, count + 1), lambda k: payment, lambda k, b: b * daily * (dues[k] - dues[k - 1]).days)
    return {
        "schedule": [row | {"due_date": due.isoformat()} for row, due in zip(shown(rows), dues[1:], strict=True)],
        "total_interest_yuan": text(interest_in(rows)),
    }


def long_first_period(inputs: Inputs) -> Inputs:
    principal, periodic, count = terms(inputs | {"instalments_per_year": 12})
    drawdown, day = date.fromisoformat(inputs["drawdown_date"]), inputs["repayment_day_of_month"]
    candidates = [in_month(drawdown.year, drawdown.month + k, day) for k in range(count + 2)]
    start, *dues = [on for on in candidates if on >= drawdown][: count + 1]
    extra = half_up(principal * part(inputs["annual_interest_rate_percent"]) * (start - drawdown).days / 360)
    payment = half_up(level(principal, periodic, count))
    rows = run(principal, range(1, count + 1), lambda k: payment, lambda k, balance: balance * periodic)
    return {
        "schedule_start_date": start.isoformat(),
        "due_dates": [due.isoformat() for due in dues],
        "extra_days": (start - drawdown).days,
        "extra_interest_yuan": text(extra),
        "first_payment_yuan": text(rows[0][1] + rows[0][2] + extra),
        "total_interest_yuan": text(interest_in(rows) + extra),
    }


def draw_dated(random: Random) -> Inputs:
    day = {"repayment_day_of_month": random.choice([1, 5, 15, 20, 21, 28, 30, 31])}
    return draw_terms(random) | {"drawdown_date": draw_day(random).isoformat()} | day


def resets(inputs: Inputs) -> Inputs:
    balance, count, per_year = Fraction(inputs["principal_yuan"]), inputs["number_of_instalments"], inputs["instalments_per_year"]
    starts = {entry["from_instalment"]: part(entry["annual_rate_percent"]) / per_year for entry in inputs["rates"]}
    rows, levels, periodic, payment = [], [], Fraction(0), Fraction(0)
    for number in range(1, count + 1):
        if number in starts:
            periodic = starts[number]
            payment = half_up(level(balance, periodic, count - number + 1))
            levels.append({"from_instalment": number, "instalment_yuan": text(payment)})
        interest = half_up(balance * periodic)
        principal = balance if number == count else payment - interest
        balance -= principal
        rows.append((number, interest, principal, balance))
    return {"instalments": levels, "schedule": shown(rows), "total_interest_yuan": text(interest_in(rows))}


def draw_resets(random: Random) -> Inputs:
    inputs = draw_terms(random)
    count = inputs["number_of_instalments"]
    starts = {1, *(random.randint(1, count) for _ in range(3))}
    return inputs | {"rates": [{"from_instalment": k, "annual_rate_percent": draw_rate(random)} for k in starts]}


def prepayment(inputs: Inputs) -> Inputs:
    principal, periodic, count = terms(inputs)
    at, payment = inputs["prepayment_together_with_instalment_number"], half_up(level(principal, periodic, count))
    original = run(principal, range(1, count + 1), lambda k: payment, lambda k, balance: balance * periodic)
    balance = original[at - 1][3] - Fraction(inputs["prepaid_principal_yuan"])
    last, new = count, payment
    if inputs["after_prepayment"].startswith("keep the remaining"):
        new = half_up(level(balance, periodic, count - at))
    else:
        left, last = balance, at
        while left > 0:
            left, last = left + half_up(left * periodic) - payment, last + 1
    rows = run(balance, range(at + 1, last + 1), lambda k: new, lambda k, left: left * periodic)
    interest = interest_in(original[:at]) + interest_in(rows)
    return {
        "new_instalment_yuan": text(new),
        "remaining_instalments": last - at,
        "interest_saved_against_original_yuan": text(interest_in(original) - interest),
        "schedule_after_prepayment": shown(rows),
    }


def draw_prepayment(random: Random) -> Inputs:
    """A prepayment large enough that the loan ends no later than agreed whatever the rounding."""
    count, rate = random.choice([6, 12, 24]), draw_rate(random)
    inputs = {"principal_yuan": draw_yuan(random, lowest=10000), "annual_interest_rate_percent": rate, "instalments_per_year": 12}
    at, share = random.randint(1, count - 1), Fraction(random.randint(5, 95), 100)
    balance = Fraction(annuity(inputs | {"number_of_instalments": count})["schedule"][at - 1]["balance_after_yuan"])
    ways = ("keep the instalment, shorten the term (月供不变)", "keep the remaining number of instalments (期限不变)")
    return inputs | {
        "number_of_instalments": count,
        "prepayment_together_with_instalment_number": at,
        "prepaid_principal_yuan": text(balance * share),
        "after_prepayment": random.choice(ways),
    }


SECOND = {
    "annuity_rounded_schedule": (draw_terms, annuity),
    "equal_principal_schedule": (draw_terms, equal_principal),
    "annuity_closed_form": (draw_closed_form, closed_form),
    "annuity_actual_day_interest": (draw_dated, by_actual_days),
    "annuity_long_first_period": (draw_dated, long_first_period),
    "annuity_with_rate_reset": (draw_resets, resets),
    "prepayment_annuity": (draw_prepayment, prepayment),
}
