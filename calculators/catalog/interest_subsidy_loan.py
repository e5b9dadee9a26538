"""The loan of a subsidy claim as interest periods: the plain one at once, any other from its repayment plan."""

from __future__ import annotations

from typing import Any, NamedTuple

from calculators.catalog.interest_subsidy_fields import BY_TIME
from calculators.catalog.loan_schedule_brief import BULLET, BY_INSTALMENT, whole_plan
from calculators.catalog.loan_schedule_plans import Worked
from calculators.catalog.loan_schedule_terms import Priced
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import plain, total
from calculators.policy import Policy
from calculators.rules.instalment_plan import first_instalments
from calculators.rules.moving_rate import Entries
from calculators.rules.settlement import Period
from calculators.rules.subsidy_periods import LoanTerms, loan_periods
from calculators.scheme_model import Item, Scheme


class LoanFlow(NamedTuple):
    """Interest periods, last day, and for other than plain loans the rates by day and Σ balance · days."""

    periods: tuple[Period, ...]
    end: Any
    rates: Entries = ()
    priced: Priced | None = None
    owed: Any = None


def is_floating(given: Given) -> bool:
    """Whether the contract rate follows the LPR."""
    return bool(plain(given["rate_kind"]) == "lpr")


def by_instalment(given: Given) -> bool:
    """Whether the principal comes back in instalments."""
    return plain(given["interest_every"]) in BY_INSTALMENT


def loan_flow(given: Given, policy: Policy, basis: Any) -> LoanFlow:
    """The periods of the loan. Raises InputError for answers that do not fit together."""
    if not is_floating(given) and plain(given["interest_every"]) in BULLET:
        return LoanFlow(_plain_periods(given, basis), given["maturity"])
    worked = whole_plan(given, policy, "interest_every")
    rates = _effective(worked)
    lines = [line for line in worked.plan.lines if line.interest is not None]
    ends = [*(line.start for line in lines[1:]), worked.end]
    openings = [given["principal"], *(line.balance for line in lines)]
    periods = tuple(
        Period(number, line.start, end, line.days, opening, rates[0][1], line.interest, line.paid_on)
        for number, (line, end, opening) in enumerate(zip(lines, ends, openings, strict=False), 1)
    )
    moving = rates if is_floating(given) else ()
    return LoanFlow(periods, worked.end, moving, worked.priced, total(line.opening_days for line in lines))


def _plain_periods(given: Given, basis: Any) -> tuple[Period, ...]:
    loan = LoanTerms(
        principal=given["principal"],
        rate=given["rate"],
        drawdown=given["drawdown"],
        maturity=given["maturity"],
        every=given["interest_every"],
        settlement_day=given["settlement_day"],
        convention=given["convention"],
        basis=basis,
    )
    return loan_periods(loan)


def _effective(worked: Worked) -> Entries:
    """The rates from the day on which they bear interest: instalments by the month change at the next one."""
    terms = worked.terms
    if terms is None or terms.by_days:
        return worked.priced.rates
    return tuple((terms.dues[k - 1], rate) for k, rate in first_instalments(terms))


def _compares_rates(item: Item, given: Given) -> bool:
    """Whether an item sets the contract rate against a reference rate as one number."""
    strict = item.rate_cap is not None and item.rate_cap.on_exceed == "ineligible"
    covered = item.part == "covered" and bool(plain(given["lower_for_covered"]))
    return strict or covered or item.use_lower_of_reference_and_actual or item.base == "missing_uplift"


def check_fit(given: Given, scheme: Scheme | None) -> None:
    """Refuses a loan about which the rule says nothing: a moving rate to compare, a falling principal to count."""
    floating, falling = is_floating(given), by_instalment(given)
    if not floating and not falling:
        return
    items = () if scheme is None else scheme.items
    own = scheme is None and given["rate_cap_mode"] is not None and plain(given["on_exceed"]) == "ineligible"
    if floating and (own or any(_compares_rates(item, given) for item in items)):
        found = "这个办法要拿合同利率同一个参照利率比较，没有写明浮动利率取哪一天的"
        raise InputError.at("rate_kind", f"{found}；请选固定利率，填要核对的那个利率。")
    if falling and any(item.base in BY_TIME for item in items):
        found = "这个办法按本金和时间算补贴，没有写明分期还本时本金怎么取"
        raise InputError.at("interest_every", f"{found}；请选到期还本的方式试算。")
