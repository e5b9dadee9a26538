"""The repayment plan of an instalment loan on its dates: rates that reset, a long first period, a prepayment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from calculators.figure import days, fen, named, plain
from calculators.rules.annuity import RateFrom, posted_annuity, rate_by_instalment
from calculators.rules.balance_path import accrued, segments
from calculators.rules.equal_principal import posted_equal_principal, principal_part
from calculators.rules.instalments import PREFIX_WORDS, Instalment, InterestOf
from calculators.rules.plan import Line, Plan
from calculators.rules.prepayment import rest_of_annuity, rest_of_equal_principal


@dataclass(frozen=True)
class Terms:
    """An instalment loan. `dues` begins with the day from which the first instalment counts.

    `rates` are (first day, annual rate), ascending. `by_days`: interest by actual days instead of the periodic rate.
    """

    principal: Any
    count: Any
    per_year: Any
    drawdown: Any
    dues: tuple[Any, ...]
    rates: tuple[tuple[Any, Any], ...]
    basis: Any
    by_days: bool
    equal_principal: bool


@dataclass(frozen=True)
class Prepayment:
    """Part of the loan repaid after instalment `after`, on `day` when that lies between two due dates."""

    after: int
    day: Any
    amount: Any
    keep: str


def first_instalments(terms: Terms) -> tuple[RateFrom, ...]:
    """Each rate with the first instalment whose period begins on or after its day. Later resets have no effect."""
    found: list[RateFrom] = [(1, terms.rates[0][1])]
    for day, rate in terms.rates[1:]:
        numbers = [k for k, start in enumerate(terms.dues[:-1], 1) if plain(start) >= plain(day)]
        if numbers:
            found.append((numbers[0], rate))
    return tuple(found)


def interest_rule(terms: Terms) -> InterestOf:
    """Unrounded interest of instalment k on a balance."""
    by_number = rate_by_instalment(first_instalments(terms), int(plain(terms.count)))

    def periodic(k: int, balance: Any) -> Any:
        return balance * by_number[k] / terms.per_year

    def by_days(k: int, balance: Any) -> Any:
        start, end = terms.dues[k - 1], terms.dues[k]
        cut = segments([(start, balance)], terms.rates, start, end, f"days_{k}", f"第{k}期天数")
        return accrued(cut, terms.basis)

    return by_days if terms.by_days else periodic


def posted(terms: Terms, prefix: str = "") -> tuple[Instalment, ...]:
    """All instalments without any prepayment."""
    if terms.equal_principal:
        return posted_equal_principal(terms.principal, terms.count, interest_rule(terms), prefix=prefix)
    rates = first_instalments(terms)
    return posted_annuity(terms.principal, rates, terms.count, terms.per_year, interest_rule(terms), prefix=prefix)


def extra_interest(terms: Terms, prefix: str = "") -> Any:
    """Interest by actual days from drawdown to the day the schedule starts, yuan to the fen; None without such days."""
    start = terms.dues[0]
    if plain(start) == plain(terms.drawdown):
        return None
    key, days_label = f"{prefix}extra_days", f"{PREFIX_WORDS[prefix]}首期前零头天数"
    cut = segments([(terms.drawdown, terms.principal)], terms.rates, terms.drawdown, start, key, days_label)
    label = f"{PREFIX_WORDS[prefix]}首期前零头天数利息"
    why = "放款日到起算日按实际天数计息，随第一期一起付"
    return named(fen(accrued(cut, terms.basis)), f"{prefix}extra_interest", label, "元", why)


def lines_of(terms: Terms, rows: Sequence[Instalment], prefix: str = "") -> tuple[Line, ...]:
    """Instalments on their due dates; the first one carries the interest of a long first period."""
    lines = [_line(terms, row) for row in rows]
    extra = extra_interest(terms, prefix)
    if extra is not None and lines and rows[0].number == 1:
        lines[0] = _with_extra(terms, lines[0], extra, PREFIX_WORDS[prefix], prefix)
    return tuple(lines)


def _line(terms: Terms, row: Instalment) -> Line:
    start, due = terms.dues[row.number - 1], terms.dues[row.number]
    length = named(days(start, due), "days_{}", "第{}期天数", "天", "", row.number)
    return Line(start, due, length, row.interest, None, row.principal, row.payment, row.balance, row.opening * length)


def _with_extra(terms: Terms, line: Line, extra: Any, says: str, prefix: str) -> Line:
    before = days(terms.drawdown, terms.dues[0])
    return line._replace(
        start=terms.drawdown,
        days=named(line.days + before, f"{prefix}first_days", f"{says}首期天数（含零头）", "天"),
        interest=named(line.interest + extra, f"{prefix}first_interest", f"{says}首期利息（含零头天数）"),
        payment=named(line.payment + extra, f"{prefix}first_payment", f"{says}首期还款额（含零头天数利息）"),
        opening_days=line.opening_days + terms.principal * before,
    )


def original_plan(terms: Terms, prefix: str = "") -> Plan:
    """The plan as agreed."""
    rows = posted(terms, prefix)
    return Plan(lines_of(terms, rows, prefix), level=rows[0].level)


def prepaid_plan(terms: Terms, prepayment: Prepayment) -> Plan:
    """The plan with a prepayment before the last instalment, of no more than the balance (the caller checks both)."""
    rows = posted(terms)
    before = rows[: prepayment.after]
    owed = before[-1].balance if before else terms.principal
    left = named(owed - prepayment.amount, "balance_after_prepayment", "提前还款后余额")
    between = not prepayment.after or plain(prepayment.day) != plain(terms.dues[prepayment.after])
    after = _rest(terms, prepayment, left, rows[prepayment.after].level, between)
    lines = [*lines_of(terms, before)]
    lines.append(_broken_line(terms, prepayment, owed, left) if between else _extra_line(prepayment, left))
    rest = [_line(terms, row) for row in after]
    if between and rest:
        rest[0] = _after_break(prepayment, rest[0], left)
    return Plan((*lines, *rest), level=rows[0].level, new_level=after[0].level if after else None)


def _rest(terms: Terms, prepayment: Prepayment, left: Any, level: Any, between: bool) -> tuple[Instalment, ...]:
    regular = interest_rule(terms)
    first = prepayment.after + 1

    def interest_of(k: int, balance: Any) -> Any:
        if not between or k != first:
            return regular(k, balance)
        key, label = "days_after_prepayment", "提前还款后首期天数"
        cut = segments([(prepayment.day, balance)], terms.rates, prepayment.day, terms.dues[first], key, label)
        return accrued(cut, terms.basis)

    if terms.equal_principal:
        part = principal_part(terms.principal, terms.count, "part_1")
        return rest_of_equal_principal(left, prepayment.after, terms.count, interest_of, prepayment.keep, part)
    rates = first_instalments(terms)
    return rest_of_annuity(left, prepayment.after, rates, terms.count, terms.per_year, interest_of, prepayment.keep, level)


def _extra_line(prepayment: Prepayment, left: Any) -> Line:
    """A prepayment on a due date: principal only, beside the instalment of that day."""
    return Line(None, prepayment.day, None, None, None, prepayment.amount, prepayment.amount, left, None)


def _broken_line(terms: Terms, prepayment: Prepayment, owed: Any, left: Any) -> Line:
    """A prepayment between two due dates: with the interest since the last one, by actual days."""
    start = terms.dues[prepayment.after] if prepayment.after else terms.drawdown
    cut = segments([(start, owed)], terms.rates, start, prepayment.day, "prepay_days", "提前还款前的零头天数")
    length = named(days(start, prepayment.day), "prepay_days", "提前还款前的零头天数", "天")
    interest = named(
        fen(accrued(cut, terms.basis)),
        "prepay_interest",
        "提前还款日利息",
        "元",
        "上一还款日到提前还款前一天，按实际天数",
    )
    payment = named(prepayment.amount + interest, "prepay_payment", "提前还款日支付")
    return Line(start, prepayment.day, length, interest, None, prepayment.amount, payment, left, owed * length)


def _after_break(prepayment: Prepayment, line: Line, left: Any) -> Line:
    length = named(days(prepayment.day, line.paid_on), "days_after_prepayment", "提前还款后首期天数", "天")
    return line._replace(start=prepayment.day, days=length, opening_days=left * length)
