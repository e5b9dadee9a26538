"""From the answers to a repayment plan: rates, calendars, and the checks that need more than one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.calculator import Column, Table
from calculators.dates import add_months
from calculators.errors import InputError, ParameterError
from calculators.fields import Given
from calculators.figure import Figure, apply, named, operation, plain
from calculators.policy import Policy
from calculators.rules import repricing
from calculators.rules.due_dates import as_values
from calculators.rules.period_plan import Calendar
from calculators.rules.settlement import period_bounds

LONGEST_YEARS = 40
PER_YEAR = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}
MONTHS = {"interest_monthly": 1, "interest_quarterly": 3, "monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


@operation("times_a_year", "由 {0} 定的一年次数")
def times_a_year(choice: str) -> Decimal:
    """How often a year something falls due."""
    return Decimal(PER_YEAR[choice])


@operation("months_apart", "由 {0} 定的月数")
def months_apart(choice: str) -> Decimal:
    """How many months lie between two settlements or due dates."""
    return Decimal(MONTHS[choice])


@dataclass(frozen=True)
class Priced:
    """The rates of a loan: (first day, annual fraction), ascending, and the LPR behind each (empty when fixed)."""

    rates: tuple[tuple[Any, Any], ...]
    lprs: tuple[Any, ...] = ()


def check_span(start: Any, end: Any, field: str) -> None:
    """A loan must end after it starts, and within forty years."""
    first, last = plain(start), plain(end)
    if last <= first:
        raise InputError.at(field, f"到期日 {last} 不晚于放款日 {first}；请把到期日改到放款日之后。")
    if last > add_months(first, LONGEST_YEARS * 12):
        raise InputError.at(field, f"从 {first} 到 {last} 超过 {LONGEST_YEARS} 年；请核对年份。")


def _lpr_on(given: Given, policy: Policy, traced: bool, found: list[Any]) -> Callable[[Any], Any]:
    """The look-up of an LPR on a day: the visitor's own table if there is one, else the series on file."""
    own, key = given["own_lpr"], plain(given["lpr_term"])

    def look_up(on: Any) -> Any:
        try:
            value = apply("published_lpr", own, on) if own is not None else policy.figure(key, plain(on))
        except LookupError as error:
            raise InputError.at("own_lpr", _missing_lpr(on, error)) from error
        if own is not None:
            value = named(value, f"lpr_{len(found) + 1}", f"第{len(found) + 1}次定价所用LPR（自填）", "%")
        elif not traced:
            value = plain(value)
        found.append(value)
        return value

    return look_up


def _missing_lpr(on: Any, error: LookupError) -> str:
    if isinstance(error, ParameterError):
        return f"{error} 也可以在这里自填LPR。"
    return f"自填的LPR里没有 {plain(on)} 或更早公布的数值；请补一行更早的。"


def price(given: Given, policy: Policy, drawdown: Any, maturity: Any) -> Priced:
    """The contract rate, or LPR plus spread at drawdown and at every reset before maturity."""
    if plain(given["rate_kind"]) == "fixed":
        return Priced(((drawdown, given["rate"]),))
    found: list[Any] = []
    resets = repricing.resets_between(drawdown, maturity, given["reset_rule"])
    look_up = _lpr_on(given, policy, drawdown.__class__ is Figure, found)
    rates = repricing.floating_rates(drawdown, resets, given["lpr_lookup"], given["spread_bp"], look_up)
    for day, rate in rates:
        if plain(rate) < 0:
            words = f"{plain(day)} 的LPR减点后年利率小于 0；请把加减点改大。"
            raise InputError.at("spread_bp", words)
    return Priced(rates, tuple(found))


def calendar(given: Given, start: Any, end: Any, every: Any) -> Calendar:
    """Interest periods between two dates by the settlement answers."""
    every_months = named(apply("months_apart", every), "months_apart", "结息间隔", "个月")
    rule = (start, end, every_months, given["settlement_day"], given["convention"], given["merge_first_day"])
    paid = apply("settled_on", *rule)
    if plain(given["interest_paid"]) == "next_day":
        paid = apply("pay_next_day", paid, end)
    days = tuple([named(day, "paid_on_{}", "第{}次付息日", "", "", number) for number, day in enumerate(as_values(paid), 1)])
    return Calendar(period_bounds(*rule), days)


def due_calendar(given: Given) -> tuple[Any, ...]:
    """The day from which the first instalment counts, and all due dates."""
    if given["repayment_day"] is not None:
        found = apply("repayment_days", given["drawdown"], given["repayment_day"], given["instalments"])
    else:
        months = named(apply("months_apart", given["instalment_every"]), "instalment_months", "还款间隔月数", "个月")
        found = apply("due_days", given["drawdown"], months, given["instalments"])
    start, *dues = as_values(found)
    named_dues = [named(due, "due_on_{}", "第{}期还款日", "", "", k) for k, due in enumerate(dues, 1)]
    return (named(start, "schedule_start", "起算日", ""), *named_dues)


def rate_table(priced: Priced | None) -> tuple[Table, ...]:
    """What the rate was set to and when; nothing for a fixed rate."""
    if priced is None or not priced.lprs:
        return ()
    columns = (Column("from", "从哪天起"), Column("lpr", "LPR", "%"), Column("rate", "年利率", "%"))
    rows = tuple(
        (named(day, "priced_on_{}", "第{}次定价日", "", "", n), lpr, rate)
        for n, ((day, rate), lpr) in enumerate(zip(priced.rates, priced.lprs, strict=True), 1)
    )
    return (Table("rates", "各次定价的利率", columns, rows),)


def lpr_warning(given: Given, priced: Priced, policy: Policy) -> tuple[str, ...]:
    """Said when a rate rests on an LPR of a day for which nobody has confirmed the series on file."""
    if not priced.lprs or given["own_lpr"] is not None:
        return ()
    confirmed = policy.parameter(plain(given["lpr_term"])).confirmed_until
    later = [plain(day) for day, _ in priced.rates if confirmed is not None and plain(day) > confirmed]
    return (f"{confirmed} 以后的LPR还没有核对；{later[0]} 起的利率按已知最新值试算，只供参考。",) if later else ()
