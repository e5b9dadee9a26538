"""The plan of each kind of loan, with and without prepayment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.catalog.loan_schedule_fields import INSTALMENTS
from calculators.catalog.loan_schedule_terms import Priced, calendar, check_span, due_calendar, price
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import apply, named, operation, plain
from calculators.policy import Policy
from calculators.rules import instalment_plan, period_plan
from calculators.rules.balance_path import PathError, Step, balance_steps
from calculators.rules.instalment_plan import Prepayment, Terms
from calculators.rules.plan import Plan


@dataclass(frozen=True)
class Worked:
    """The plan to follow, its rates, and the plan without prepayment where there is one to compare with."""

    plan: Plan
    priced: Priced
    start: Any
    end: Any
    original: Plan | None = None
    terms: Terms | None = None


@operation("event_cell", "提款和还款表第 {1} 行")
def event_cell(events: tuple[tuple[Any, ...], ...], row: int, wanted: str) -> Any:
    """One cell of the typed events: the day, or the amount when the row is of the wanted direction (else 0)."""
    day, direction, amount = events[row - 1]
    if wanted == "day":
        return day
    return amount if direction == wanted else Decimal(0)


def work_out(given: Given, policy: Policy) -> Worked:
    """The plan for these answers. Raises InputError for answers that do not fit together."""
    method = plain(given["method"])
    if method in INSTALMENTS:
        return _instalments(given, policy)
    if method == "custom":
        return _custom(given, policy)
    check_span(given["drawdown"], given["maturity"], "maturity")
    priced = price(given, policy, given["drawdown"], given["maturity"])
    end, prepaid = given["maturity"], _bullet_prepayment(given)
    plan = _single(given, priced, prepaid) if method == "single_payment" else _settled(given, priced, prepaid)
    if not prepaid:
        return Worked(plan, priced, given["drawdown"], end)
    whole = _single(given, priced, (), "original_") if method == "single_payment" else _settled(given, priced, (), "original_")
    last = prepaid[0] if plain(prepaid[1]) == plain(given["principal"]) else end
    return Worked(plan, priced, given["drawdown"], last, original=whole)


def _bullet_prepayment(given: Given) -> tuple[Any, ...]:
    """(day, amount) of the prepayment of a loan without instalments; empty when there is none."""
    kind = plain(given["prepay"])
    if kind == "none":
        return ()
    if kind == "instalment":
        raise InputError.at("prepay", "这种还款方式没有分期；请选“在某一天提前还款”并填日期。")
    day, first, last = plain(given["prepay_on"]), plain(given["drawdown"]), plain(given["maturity"])
    if not first < day < last:
        raise InputError.at("prepay_on", f"提前还款日 {day} 不在放款日 {first} 和到期日 {last} 之间；请改日期。")
    if given["prepay_amount"] > given["principal"]:
        amount, principal = plain(given["prepay_amount"]), plain(given["principal"])
        raise InputError.at("prepay_amount", f"提前归还 {amount:,f} 元，多于贷款本金 {principal:,f} 元；请改小。")
    return given["prepay_on"], given["prepay_amount"]


def _single(given: Given, priced: Priced, prepaid: tuple[Any, ...], prefix: str = "") -> Plan:
    by_months = plain(given["interest_method"]) == "whole_months"
    if by_months and len(priced.rates) > 1:
        raise InputError.at("interest_method", "逐笔计息法按整月算，不能和期内重定价同时用；请选“按实际天数计息”，或选期内不变。")
    principal, parts = given["principal"], []
    left = principal
    if prepaid:
        left = named(principal - prepaid[1], "balance_after_prepayment", "提前还款后余额")
        parts.append((prepaid[1], prepaid[0], left))
    if plain(left) > 0 or not prepaid:
        parts.append((left, given["maturity"], named(left - left, f"{prefix}balance_end", "到期后余额")))
    return period_plan.single_payments(parts, given["drawdown"], priced.rates, basis(given), by_months, prefix)


def _settled(given: Given, priced: Priced, prepaid: tuple[Any, ...], prefix: str = "") -> Plan:
    principal, end, left = given["principal"], given["maturity"], given["principal"]
    balances: list[tuple[Any, Any]] = [(given["drawdown"], principal)]
    moves: list[tuple[Any, Any, Any]] = []
    if prepaid and plain(prepaid[1]) == plain(principal):
        end = prepaid[0]
    elif prepaid:
        left = named(principal - prepaid[1], "balance_after_prepayment", "提前还款后余额")
        moves.append((prepaid[0], None, prepaid[1]))
        balances.append((prepaid[0], left))
    moves.append((end, None, left))
    balances.append((end, named(left - left, f"{prefix}balance_end", "结清后余额")))
    periods = calendar(given, given["drawdown"], end, given["method"])
    return period_plan.settled_plan(moves, balances, priced.rates, periods, basis(given), prefix)


def _custom(given: Given, policy: Policy) -> Worked:
    events = given["events"]
    typed = [_typed_row(events, row) for row in range(1, len(plain(events)) + 1)]
    try:
        steps = balance_steps(typed)
    except PathError as error:
        raise InputError.at("events", _path_message(error)) from error
    start, end = steps[0].day, steps[-1].day
    check_span(start, end, "events")
    priced = price(given, policy, start, end)
    moves = [_move(step, number) for number, step in enumerate(steps, 1)]
    periods = calendar(given, start, end, given["interest_every"])
    balances = [(step.day, step.balance) for step in steps]
    return Worked(period_plan.settled_plan(moves, balances, priced.rates, periods, basis(given)), priced, start, end)


def _typed_row(events: Any, row: int) -> tuple[Any, Any, Any]:
    """Day, drawn and repaid of one typed row, each by its name."""
    day, drawn, repaid = (apply("event_cell", events, row, wanted) for wanted in ("day", "draw", "repay"))
    return (
        named(day, f"event_day_{row}", f"第{row}行日期", ""),
        named(drawn, f"event_drawn_{row}", f"第{row}行提款"),
        named(repaid, f"event_repaid_{row}", f"第{row}行还款"),
    )


def _move(step: Step, number: int) -> tuple[Any, Any, Any]:
    """A step as a line of the plan: nothing where nothing was drawn or repaid that day."""
    drawn = named(step.drawn, f"drawn_{number}", f"第{number}次变动提款") if plain(step.drawn) else None
    repaid = named(step.repaid, f"repaid_{number}", f"第{number}次变动还款") if plain(step.repaid) else None
    return step.day, drawn, repaid


def _path_message(error: PathError) -> str:
    if error.day is None:
        return "没有提款和还款；请至少填一笔提款和一笔还款。"
    if error.balance < 0:
        return f"{error.day} 还款后余额为 {error.balance:,f} 元，还得比借的多；请改小还款或核对日期。"
    return f"最后一天 {error.day} 还欠 {error.balance:,f} 元；请补上最后一笔还款。"


def _instalments(given: Given, policy: Policy) -> Worked:
    dues = due_calendar(given)
    check_span(given["drawdown"], dues[-1], "instalments")
    priced = price(given, policy, given["drawdown"], dues[-1])
    terms = _terms(given, dues, priced)
    original = instalment_plan.original_plan(terms)
    _check_parts(original)
    if plain(given["prepay"]) == "none":
        return Worked(original, priced, given["drawdown"], dues[-1], terms=terms)
    prepayment = _instalment_prepayment(given, terms, original)
    plan = instalment_plan.prepaid_plan(terms, prepayment)
    compared = instalment_plan.original_plan(terms, "original_")
    return Worked(plan, priced, given["drawdown"], plan.lines[-1].paid_on, compared, terms)


def _terms(given: Given, dues: tuple[Any, ...], priced: Priced) -> Terms:
    by_days = plain(given["annuity_interest"]) == "by_days"
    per_year = named(apply("times_a_year", given["instalment_every"]), "per_year", "一年还款次数", "次")
    return Terms(
        principal=given["principal"],
        count=given["instalments"],
        per_year=per_year,
        drawdown=given["drawdown"],
        dues=(given["drawdown"], *dues[1:]) if by_days else dues,
        rates=priced.rates,
        basis=basis(given),
        by_days=by_days,
        equal_principal=plain(given["method"]) == "equal_principal",
    )


def _check_parts(plan: Plan) -> None:
    """Rounded instalments of a tiny loan can repay more than was lent before the last one."""
    if any(plain(line.repaid) < 0 for line in plan.lines):
        raise InputError.at("principal", "本金太小、期数太多，每期取整到分后会提前还超；请加大本金或减少期数。")


def _instalment_prepayment(given: Given, terms: Terms, original: Plan) -> Prepayment:
    count, after = int(plain(terms.count)), 0
    if plain(given["prepay"]) == "instalment":
        after = int(plain(given["prepay_instalment"]))
        if after >= count:
            raise InputError.at("prepay_instalment", f"一共 {count} 期，第 {after} 期已经还清；请填 1 到 {count - 1}。")
        day, field = terms.dues[after], "prepay_instalment"
    else:
        day, field = given["prepay_on"], "prepay_on"
        first, last = plain(terms.drawdown), plain(terms.dues[-1])
        if not first < plain(day) < last:
            raise InputError.at(field, f"提前还款日 {plain(day)} 不在放款日 {first} 和最后一期 {last} 之间；请改日期。")
        after = sum(plain(due) <= plain(day) for due in terms.dues[1:])
    owed = original.lines[after - 1].balance if after else terms.principal
    if given["prepay_amount"] > owed:
        raise InputError.at(
            "prepay_amount",
            f"提前归还 {plain(given['prepay_amount']):,f} 元，多于当时余额 {plain(owed):,f} 元；请改小。",
        )
    return Prepayment(after, day, given["prepay_amount"], plain(given["after_prepayment"]))


def basis(given: Given) -> Any:
    """Days in the year of the interest formula."""
    return named(apply("basis_days", given["day_basis"]), "basis", "一年的计息天数", "天")
