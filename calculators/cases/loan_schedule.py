"""Adapters for the topic loan_schedule, part one: instalment loans. The rest is in `loan_periods`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from calculators.cases import loan_periods
from calculators.cases.convert import day, number, percent_in, percent_out, whole, whole_in, yuan
from calculators.figure import days, fen, total
from calculators.rules import annuity, equal_principal, prepayment
from calculators.rules.balance_path import accrued, segments
from calculators.rules.due_dates import due_days, repayment_days
from calculators.rules.instalments import Instalment

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

MONTHS = Decimal(12)
BASIS = Decimal(360)
KEEP = {"keep the remaining": prepayment.KEEP_TERM, "keep the instalment": prepayment.KEEP_PAYMENT}


def _terms(inputs: Inputs) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Principal, annual rate (0 where the case lists several rates), number of instalments, instalments a year."""
    return (
        number(inputs["principal_yuan"]),
        percent_in(inputs.get("annual_interest_rate_percent", "0")),
        Decimal(inputs["number_of_instalments"]),
        Decimal(inputs.get("instalments_per_year", 12)),
    )


def _shown(rows: Sequence[Instalment]) -> list[Outputs]:
    return [
        {
            "instalment_number": row.number,
            "interest_yuan": yuan(row.interest),
            "principal_yuan": yuan(row.principal),
            "instalment_yuan": yuan(row.payment),
            "balance_after_yuan": yuan(row.balance),
        }
        for row in rows
    ]


def _interest(rows: Sequence[Instalment]) -> Any:
    return total(row.interest for row in rows)


def _posted(rows: Sequence[Instalment]) -> Outputs:
    """What every posted schedule reports."""
    return {
        "regular_instalment_yuan": yuan(rows[0].level if rows[0].level is not None else rows[0].payment),
        "first_instalment_yuan": yuan(rows[0].payment),
        "last_instalment_yuan": yuan(rows[-1].payment),
        "total_interest_yuan": yuan(_interest(rows)),
        "total_paid_yuan": yuan(total(row.payment for row in rows)),
        "schedule": _shown(rows),
    }


def annuity_rounded_schedule(inputs: Inputs) -> Outputs:
    """等额本息 as posted."""
    principal, rate, count, per_year = _terms(inputs)
    return _posted(annuity.posted_annuity(principal, [(1, rate)], count, per_year))


def _closed_rows(terms: tuple[Decimal, Decimal, Decimal, Decimal], numbers: Sequence[int]) -> list[Outputs]:
    principal, rate, count, per_year = terms
    payment = annuity.level_payment(principal, rate / per_year, count)
    rows = []
    for k in numbers:
        before = annuity.balance_after(principal, rate / per_year, count, k - 1)
        interest = before * rate / per_year
        after = annuity.balance_after(principal, rate / per_year, count, k)
        rows.append(
            {
                "instalment_number": k,
                "interest_yuan": yuan(interest),
                "principal_yuan": yuan(payment - interest),
                "balance_after_yuan": yuan(after),
            }
        )
    return rows


def annuity_closed_form(inputs: Inputs) -> Outputs:
    """等额本息 by formula, rounding only what is reported.

    Which instalments are detailed is not among the inputs: the first, and the ends of the cumulated stretch.
    """
    terms = principal, rate, count, per_year = _terms(inputs)
    first, last = (whole_in(inputs.get(f"cumulative_{end}_instalment") or 0) for end in ("from", "to"))
    asked = inputs.get("instalments_asked") or sorted({1, *(k for k in (first, last) if k)})
    result: Outputs = {
        "instalment_yuan": yuan(annuity.level_payment(principal, rate / per_year, count)),
        "instalments_detail": _closed_rows(terms, asked),
        "total_interest_unrounded_then_rounded_yuan": yuan(annuity.formula_interest(principal, rate / per_year, count)),
    }
    if first and last:
        before = annuity.balance_after(principal, rate / per_year, count, first - 1)
        repaid = before - annuity.balance_after(principal, rate / per_year, count, last)
        paid = annuity.level_payment(principal, rate / per_year, count) * (last - first + 1)
        result |= {"cumulative_principal_yuan": yuan(repaid), "cumulative_interest_yuan": yuan(paid - repaid)}
    return result


def annuity_actual_day_interest(inputs: Inputs) -> Outputs:
    """等额本息 with interest by actual days / 360; the last instalment takes the residual."""
    principal, rate, count, per_year = _terms(inputs)
    dues = due_days(day(inputs["drawdown_date"]), MONTHS / per_year, count)

    def interest_of(k: int, balance: Any) -> Any:
        return balance * rate * days(dues[k - 1], dues[k]) / BASIS

    rows = annuity.posted_annuity(principal, [(1, rate)], count, per_year, interest_of)
    result = _posted(rows)
    for entry, due in zip(result["schedule"], dues[1:], strict=True):
        entry["due_date"] = due.isoformat()
    return result


def annuity_long_first_period(inputs: Inputs) -> Outputs:
    """等额本息 on a fixed day of the month; the days before the schedule starts are paid with the first instalment."""
    principal, rate, count, _ = _terms(inputs)
    drawdown = day(inputs["drawdown_date"])
    start, *dues = repayment_days(drawdown, whole_in(inputs["repayment_day_of_month"]), count)
    stretch = segments([(drawdown, principal)], [(drawdown, rate)], drawdown, start)
    extra = fen(accrued(stretch, BASIS))
    rows = annuity.posted_annuity(principal, [(1, rate)], count, MONTHS)
    return _posted(rows) | {
        "schedule_start_date": start.isoformat(),
        "due_dates": [due.isoformat() for due in dues],
        "extra_days": whole(days(drawdown, start)),
        "extra_interest_yuan": yuan(extra),
        "first_payment_yuan": yuan(rows[0].payment + extra),
        "total_interest_yuan": yuan(_interest(rows) + extra),
    }


def annuity_with_rate_reset(inputs: Inputs) -> Outputs:
    """等额本息 whose instalment is worked out anew wherever a new rate starts."""
    principal, _, count, per_year = _terms(inputs)
    entries = sorted(inputs["rates"], key=lambda entry: whole_in(entry["from_instalment"]))
    rates = [(whole_in(entry["from_instalment"]), percent_in(entry["annual_rate_percent"])) for entry in entries]
    rows = annuity.posted_annuity(principal, rates, count, per_year)
    levels = {row.number: row.level for row in rows}
    return _posted(rows) | {
        "instalments": [
            {"from_instalment": first, "annual_rate_percent": percent_out(rate), "instalment_yuan": yuan(levels[first])}
            for first, rate in rates
        ]
    }


def equal_principal_schedule(inputs: Inputs) -> Outputs:
    """等额本金 as posted, and its formula total."""
    principal, rate, count, per_year = _terms(inputs)
    interest_of = annuity.monthly_interest(dict.fromkeys(range(1, int(count) + 1), rate), per_year)
    rows = equal_principal.posted_equal_principal(principal, count, interest_of)
    formula = equal_principal.formula_interest(principal, rate / per_year, count)
    return _posted(rows) | {"total_interest_closed_form_unrounded_then_rounded_yuan": yuan(formula)}


def prepayment_annuity(inputs: Inputs) -> Outputs:
    """Part of an equal-instalment loan repaid together with one of its instalments."""
    principal, rate, count, per_year = _terms(inputs)
    rates = [(1, rate)]
    original = annuity.posted_annuity(principal, rates, count, per_year)
    at = whole_in(inputs["prepayment_together_with_instalment_number"])
    before = original[:at]
    balance = before[-1].balance - number(inputs["prepaid_principal_yuan"])
    if balance < 0:
        raise ValueError("more is prepaid than is still owed")
    keep = next(code for words, code in KEEP.items() if inputs["after_prepayment"].startswith(words))
    interest_of = annuity.monthly_interest(annuity.rate_by_instalment(rates, int(count)), per_year)
    after = prepayment.rest_of_annuity(balance, at, rates, count, per_year, interest_of, keep, original[0].level)
    interest = _interest([*before, *after])
    return {
        "balance_after_prepayment_yuan": yuan(balance),
        "new_instalment_yuan": yuan(after[0].level if after else Decimal(0)),
        "remaining_instalments": len(after),
        "last_instalment_yuan": yuan(after[-1].payment if after else Decimal(0)),
        "total_interest_yuan": yuan(interest),
        "interest_saved_against_original_yuan": yuan(_interest(original) - interest),
        "schedule_after_prepayment": _shown(after),
    }


def closed_form_question(expected: Outputs) -> Inputs:
    """Which instalments a closed-form case wants detailed: only its expected rows say so, by their numbers."""
    return {"instalments_asked": [row["instalment_number"] for row in expected.get("instalments_detail", [])]}


# What a case asks for beyond its inputs, by subtopic: from the names in `expected`, never from its values.
QUESTIONS: dict[str, Callable[[Outputs], Inputs]] = {"annuity_closed_form": closed_form_question}

ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "annuity_rounded_schedule": annuity_rounded_schedule,
    "annuity_closed_form": annuity_closed_form,
    "annuity_actual_day_interest": annuity_actual_day_interest,
    "annuity_long_first_period": annuity_long_first_period,
    "annuity_with_rate_reset": annuity_with_rate_reset,
    "equal_principal_schedule": equal_principal_schedule,
    "prepayment_annuity": prepayment_annuity,
    **loan_periods.ADAPTERS,
}
