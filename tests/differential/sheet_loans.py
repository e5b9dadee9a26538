"""Formulas of loans, money and costs for a spreadsheet, beside what our rules say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from calculators import irr, money
from calculators.rules import annuity, equal_principal, financing_cost, payout, subsidy_periods
from calculators.rules.financing_cost import BulletLoan, Dated
from tests.differential.spreadsheet import Case, call

D = Decimal
HALF_FEN = 0.005001  # a posted amount is rounded, the spreadsheet's is not
DRAWS = 60


def _loan(draw: Random) -> tuple[Decimal, Decimal, int]:
    """Principal, annual rate (a whole number of basis points), number of monthly instalments."""
    return D(draw.randrange(10**6, 10**10)) / 100, D(draw.randrange(50, 1500)) / 10000, draw.randrange(2, 121)


def level_payment() -> Iterator[Case]:
    """PMT; and the posted instalment, which is PMT rounded to the fen."""
    draw = Random("PMT")
    for _ in range(DRAWS):
        principal, rate, count = _loan(draw)
        formula = call("PMT", f"{rate}/12", count, -principal)
        yield Case(formula, annuity.level_payment(principal, rate / 12, D(count)), part=1e-12)
        yield Case(call("ROUND", formula, 2), annuity.posted_annuity(principal, [(1, rate)], D(count), 12)[0].level, part=1e-13)


def parts_of_instalments() -> Iterator[Case]:
    """IPMT and PPMT of one instalment, CUMIPMT and CUMPRINC of a stretch of them."""
    draw = Random("IPMT")
    for _ in range(DRAWS):
        principal, rate, count = _loan(draw)
        first, last = sorted(draw.randrange(1, count + 1) for _ in range(2))
        each, size = rate / 12, float(principal)
        before, then, after = (annuity.balance_after(principal, each, D(count), D(k)) for k in (first - 1, first, last))
        payment = annuity.level_payment(principal, each, D(count))
        terms = (f"{rate}/12", count)
        yield Case(call("IPMT", terms[0], first, count, -principal), before * each, within=1e-11 * size)
        yield Case(call("PPMT", terms[0], first, count, -principal), before - then, within=1e-11 * size)
        whole = payment * (last - first + 1) - (before - after)
        yield Case("-" + call("CUMIPMT", *terms, principal, first, last, 0), whole, within=1e-10 * size)
        yield Case("-" + call("CUMPRINC", *terms, principal, first, last, 0), before - after, within=1e-10 * size)


def posted_rows() -> Iterator[Case]:
    """Each posted interest is IPMT of the balance owed, rounded; the last instalment clears what is left."""
    draw = Random("posted")
    for _ in range(8):
        principal, rate, count = _loan(draw)
        rows = annuity.posted_annuity(principal, [(1, rate)], D(count), 12)
        for row in rows[:: max(1, count // 6)]:
            yield Case(call("ROUND", call("IPMT", f"{rate}/12", 1, count, -row.opening), 2), row.interest, part=1e-13)
        total = sum((row.interest for row in rows), D(0))
        formula = "-" + call("CUMIPMT", f"{rate}/12", count, principal, 1, count, 0)
        growth = (1 + float(rate) / 12) ** count
        yield Case(formula, total, within=0.01 * count * growth)
        yield Case(call("ROUND", formula, 2), annuity.formula_interest(principal, rate / 12, D(count)), part=1e-13)


def equal_principal_interest() -> Iterator[Case]:
    """ISPMT is the interest of 等额本金; its periods count from 0. Our balance loses a rounded part every month."""
    draw = Random("ISPMT")
    for _ in range(12):
        principal, rate, count = _loan(draw)
        rows = equal_principal.posted_equal_principal(principal, D(count), lambda k, balance: balance * rate / 12)  # noqa: B023
        for row in rows[:: max(1, count // 6)]:
            drift = 0.005 * (row.number - 1) * float(rate) / 12  # of the principal parts rounded so far
            formula = "-" + call("ISPMT", f"{rate}/12", row.number - 1, count, principal)
            yield Case(formula, row.interest, within=HALF_FEN + drift)
            exact = call("ROUND", f"{row.opening}*{rate}/12", 2)
            yield Case(exact, row.interest, part=1e-13)


def simple_interest() -> Iterator[Case]:
    """Interest of a bullet loan on actual days, posted by our periods, against ROUND(principal*rate*days/basis)."""
    draw = Random("interest")
    for _ in range(DRAWS):
        principal, rate, count = _loan(draw)
        start = date(2024, 1, 1) + timedelta(days=draw.randrange(700))
        end, basis = start + timedelta(days=30 * count), draw.choice((D(360), D(365)))
        loan = subsidy_periods.LoanTerms(principal, rate, start, end, "maturity", 20, "21_to_20", basis)
        formula = call("ROUND", f"{principal}*{rate}*{call('DAYS', end, start)}/{basis}", 2)
        yield Case(formula, subsidy_periods.loan_periods(loan)[0].interest, part=1e-13)


def dated_cost() -> Iterator[Case]:
    """XIRR and XNPV over the flows of a bullet loan with fees, a deposit and a subsidy after its end."""
    draw = Random("XIRR")
    for _ in range(DRAWS):
        loan, fees, deposit, subsidies = _bullet(draw)
        cost = financing_cost.all_in_cost(loan, fees, deposit, subsidies)
        for flows, rate in ((cost.before, cost.rate_before), (cost.after, cost.rate_after)):
            days, amounts = [day for day, _ in flows], [amount for _, amount in flows]
            yield Case(call("XIRR", amounts, days, "0.05"), rate, within=1e-8)
            at = D(draw.randrange(100, 2000)) / 10000
            yield Case(call("XNPV", at, amounts, days), irr.xnpv(at, flows, days[0]), within=1e-9 * float(loan.principal))


def _bullet(draw: Random) -> tuple[BulletLoan, list[Dated], Decimal, list[Dated]]:
    principal, rate, count = _loan(draw)
    start = date(2024, 1, 1) + timedelta(days=draw.randrange(700))
    ends = tuple(start + timedelta(days=91 * k) for k in range(1, draw.randrange(2, 13)))
    fees = [(start, principal * draw.randrange(0, 200) / 10000), (ends[0], D(draw.randrange(0, 5000)))]
    deposit = principal * draw.choice((0, 5, 10)) / 100
    subsidy = [(ends[-1] + timedelta(days=draw.randrange(20, 200)), money.round_fen(principal * rate / draw.randrange(2, 9)))]
    return BulletLoan(principal, rate, start, ends[-1], ends, D(360)), fees, deposit, subsidy


def periodic_cost() -> Iterator[Case]:
    """RATE and IRR of an instalment loan paid out short of a fee; EFFECT and NOMINAL turn one rate into the other."""
    draw = Random("RATE")
    for _ in range(DRAWS):
        principal, rate, count = _loan(draw)
        payment = annuity.posted_annuity(principal, [(1, rate)], D(count), 12)[0].level
        paid_out = principal * (1 - D(draw.randrange(0, 300)) / 10000)
        found = irr.periodic_irr([paid_out, *([-payment] * count)], 12).rate
        assert found is not None
        yield Case(call("RATE", count, -payment, paid_out), found, within=1e-10)
        yield Case(call("IRR", [paid_out, *([-payment] * count)], "0.01"), found, within=1e-10)
        yield Case(call("EFFECT", rate, 12), irr.effective(rate / 12, 12), part=1e-12)
        yield Case(call("NOMINAL", irr.effective(rate / 12, 12), 12), irr.nominal(rate / 12, 12), part=1e-12)


def rounding() -> Iterator[Case]:
    """ROUND is half up away from zero, as 四舍五入: amounts with three decimals, half of them ties."""
    draw = Random("ROUND")
    for _ in range(200):
        value = D(draw.randrange(-(10**9), 10**9) * 10 + draw.choice((5, draw.randrange(10)))) / 1000
        yield Case(call("ROUND", value, 2), money.round_fen(value), part=1e-14)
        yield Case(call("ROUND", value, 0), money.round_places(value, 0), part=1e-14)


def units() -> Iterator[Case]:
    """FLOOR, CEILING and MROUND to whole yuan, hundreds and ten thousands."""
    draw = Random("units")
    for _ in range(DRAWS):
        value, unit = D(draw.randrange(0, 10**10)) / 100, draw.choice((D(1), D(100), D(10000)))
        yield Case(call("FLOOR", value, unit), money.floor_to(value, unit), part=1e-14)
        yield Case(call("CEILING", value, unit), money.ceil_to(value, unit), part=1e-14)
        yield Case(call("MROUND", value, unit), payout.nearest_to(value, unit), part=1e-14)


FAMILIES = (
    level_payment,
    parts_of_instalments,
    posted_rows,
    equal_principal_interest,
    simple_interest,
    dated_cost,
    periodic_cost,
    rounding,
    units,
)
