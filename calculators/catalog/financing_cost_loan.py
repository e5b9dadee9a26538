"""The flows of 综合融资成本: what the loan pays on which day, fees and subsidies with their days."""

from __future__ import annotations

from typing import Any

from calculators.catalog.financing_cost_fields import UPFRONT
from calculators.dates import add_months
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import apply, days, named, plain, total
from calculators.rules.annuity import posted_annuity
from calculators.rules.due_dates import as_values
from calculators.rules.financing_cost import Dated, Payments
from calculators.rules.subsidy_periods import MONTHS, LoanTerms, loan_periods
from calculators.rules.valuation import typed_cell

MONTHS_IN_YEAR = 12
MOST_ROWS, MOST_YEARS = 60, 30


def _terms(given: Given) -> LoanTerms:
    return LoanTerms(
        principal=given["principal"],
        rate=given["rate"],
        drawdown=given["drawdown"],
        maturity=given["maturity"],
        every=given["repay"],
        settlement_day=given["settlement_day"],
        convention=given["convention"],
        basis=named(apply("basis_days", given["day_basis"]), "basis", "一年的计息天数", "天"),
    )


def _days_paid(given: Given, terms: LoanTerms) -> tuple[Any, ...]:
    """The days on which interest is paid when that is the day after settlement."""
    every = apply("months_between_payments", terms.every)
    day = apply("whole_number", terms.settlement_day)
    settled = apply("settled_on", terms.drawdown, terms.maturity, every, day, terms.convention, True)
    return as_values(apply("pay_next_day", settled, terms.maturity))


def _bullet(given: Given) -> Payments:
    """Interest on its days, principal at maturity."""
    drawdown, maturity = given["drawdown"], given["maturity"]
    if plain(maturity) <= plain(drawdown):
        raise InputError.at("maturity", f"到期日 {plain(maturity)} 不在放款日 {plain(drawdown)} 之后；请改到期日。")
    if plain(maturity) > add_months(plain(drawdown), MOST_YEARS * MONTHS_IN_YEAR):
        raise InputError.at("maturity", f"到期日 {plain(maturity)} 离放款日超过 {MOST_YEARS} 年；请核对年份。")
    terms = _terms(given)
    periods = loan_periods(terms)
    paid = tuple(period.paid_on for period in periods)
    if plain(given["repay"]) in MONTHS and plain(given["pay_next_day"]) is True:
        paid = _days_paid(given, terms)
    interest = tuple((on, period.interest) for on, period in zip(paid, periods, strict=True))
    owed = given["principal"] * named(days(drawdown, maturity), "loan_days", "贷款天数", "天")
    return Payments(given["principal"], drawdown, maturity, ((maturity, given["principal"]),), interest, owed)


def _instalments(given: Given) -> Payments:
    """Equal monthly instalments on the drawdown's day of the month."""
    rows = posted_annuity(given["principal"], [(1, given["rate"])], given["instalments"], MONTHS_IN_YEAR)
    due = as_values(apply("due_days", given["drawdown"], 1, given["instalments"]))
    owed = total(row.opening * days(start, end) for row, start, end in zip(rows, due, due[1:], strict=False))
    return Payments(
        principal=given["principal"],
        drawdown=given["drawdown"],
        end=due[-1],
        repaid=tuple((on, row.principal) for on, row in zip(due[1:], rows, strict=True)),
        interest=tuple((on, row.interest) for on, row in zip(due[1:], rows, strict=True)),
        balance_days=owed,
    )


def loan_payments(given: Given) -> Payments:
    """What the loan alone pays, by the way of repayment chosen."""
    return _instalments(given) if plain(given["repay"]) == "instalments" else _bullet(given)


def _typed(given: Given, key: str, label: str) -> list[Dated]:
    """The dated amounts of a list typed line by line."""
    count = len(plain(given[key]) or ())
    if count > MOST_ROWS:
        raise InputError.at(key, f"{label}填了 {count} 行，最多 {MOST_ROWS} 行；请合并。")
    return [
        (
            named(typed_cell(given[key], n, 0), f"{key}_day_{n}", f"第 {n} 笔{label}的日期", ""),
            named(typed_cell(given[key], n, 1), f"{key}_amount_{n}", f"第 {n} 笔{label}", "元"),
        )
        for n in range(1, count + 1)
    ]


def upfront_fees(given: Given) -> list[Dated]:
    """Fees paid at drawdown, those above zero."""
    return [(given["drawdown"], given[key]) for key in UPFRONT if plain(given[key])]


def later_fees(given: Given) -> list[Dated]:
    """Fees paid on other days."""
    return _typed(given, "later_fees", "费用")


def subsidies(given: Given) -> list[Dated]:
    """Subsidies on the days they arrive."""
    first = [(given["subsidy_on"], given["subsidy"])] if plain(given["subsidy"]) else []
    return first + _typed(given, "more_subsidies", "补贴")
