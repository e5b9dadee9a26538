"""One loan under one scheme: the interest that counts, the terms in numbers, what every item gives."""

from __future__ import annotations

from typing import Any, NamedTuple

from calculators.catalog.interest_subsidy_fields import scheme_of
from calculators.catalog.interest_subsidy_loan import LoanFlow, loan_flow
from calculators.fields import Given
from calculators.figure import apply, named, plain, total
from calculators.policy import Policy
from calculators.rules.custom_terms import CUSTOM, custom_terms
from calculators.rules.moving_rate import MovingRate
from calculators.rules.payout import in_units
from calculators.rules.scheme_claim import Facts, Outcome, Terms, claim
from calculators.rules.scheme_desk import Desk
from calculators.rules.scheme_terms import item_terms, months_of, scheme_gates, shared_limits
from calculators.rules.subsidy import Span
from calculators.rules.subsidy_periods import Counted, count_interest
from calculators.scheme_model import FEES

FEE_KEYS = {fee: f"{fee}_fee" for fee in FEES}


class Claim(NamedTuple):
    """Everything about one loan's claim: scheme and answers, interest that counts, terms, facts and what comes out."""

    desk: Desk
    flow: LoanFlow
    counted: Counted
    terms: tuple[Terms, ...]
    facts: Facts
    outcome: Outcome

    def days(self) -> Any:
        """All days for which interest runs."""
        return named(total(row.period.days for row in self.counted.rows), "days", "计息天数合计", "天")

    def owed(self, days: Any) -> Any:
        """Σ balance · days in yuan·days, given the days for which interest runs."""
        return self.facts.principal * days if self.flow.owed is None else self.flow.owed


def _basis(given: Given) -> Any:
    return named(apply("basis_days", given["day_basis"]), "basis", "一年的计息天数", "天")


def _span(desk: Desk) -> Span:
    """The days that count; a loan that counts when it is settled has no window on its single payments."""
    given = desk.given
    months = given["max_months"] if desk.scheme is CUSTOM else months_of(desk)
    since = given["drawdown"] if given["registered_on"] is None else given["registered_on"]
    until_drawn = months is not None or given["registered_on"] is not None
    settled = desk.scheme.collected == "settled"
    window = (None, None) if settled else (given["claim_from"], given["claim_to"])
    return Span(since if until_drawn else None, months, *window)


def _facts(given: Given, counted: Counted, basis: Any) -> Facts:
    return Facts(
        principal=given["principal"],
        rate=given["rate"],
        basis=basis,
        paid=counted.posted,
        counted=counted.interest,
        counted_days=counted.days,
        fees={fee: paid for fee, key in FEE_KEYS.items() if (paid := given[key])},
        covered=given["covered"],
        other=given["other_subsidy"],
        pledged=given["pledged_amount"],
        band_amount=given["band_amount"],
        reference_basis=_reference_basis(given),
        penalty=given["penalty_interest"] if plain(given["penalty_counts"]) else None,
    )


def _reference_basis(given: Given) -> Any:
    if plain(given["reference_basis"]) in (None, "loan"):
        return None
    return named(apply("basis_days", given["reference_basis"]), "reference_basis", "参照公式一年的天数", "天")


def _terms(desk: Desk) -> tuple[Terms, ...]:
    if desk.scheme is CUSTOM:
        return custom_terms(desk)
    pledged = plain(desk.given["pledge_kind"])
    return tuple(item_terms(desk, item) for item in desk.scheme.items if item.collateral in ("patent", pledged))


def work_out(given: Given, policy: Policy) -> Claim:
    """The claim of one loan. Raises InputError for what the scheme needs and nobody typed."""
    basis = _basis(given)
    flow = loan_flow(given, policy, basis)
    given = given if flow.end is given["maturity"] else {**given, "maturity": flow.end}
    desk = Desk(scheme_of(given) or CUSTOM, given, policy, flow.periods, moving=bool(flow.rates))
    desk = desk._replace(span=_span(desk))
    counted, terms = count_interest(desk.periods, desk.span), _terms(desk)
    facts = _facts(given, counted, basis)
    if flow.rates:
        facts = facts._replace(moving=MovingRate(flow.rates, counted.rows, desk.span))
    return Claim(desk, flow, counted, terms, facts, claim(terms, facts, shared_limits(desk), scheme_gates(desk)))


def paid_out(given: Given, outcome: Outcome) -> Any:
    """The amount granted in whole units of payment, rounded down; to the fen where no unit is set."""
    unit = given["pay_unit"]
    return outcome.amount if unit is None else in_units(outcome.amount, apply("pay_unit_yuan", unit))


def after_support(claim: Claim, subsidy: Any, days: Any) -> dict[str, Any]:
    """What is left to bear, in yuan and as a simple rate on the loan's own day basis."""
    facts = claim.facts
    fees = list(facts.fees.values())
    why = "合同利息减补贴" if not fees else "合同利息加费用减补贴"
    paid = facts.all_paid()
    left = (total([paid, *fees]) if fees else paid) - subsidy
    key, label = ("net_cost", "补贴后企业负担的利息和费用") if fees else ("net_interest", "贴息后企业负担的利息")
    left = named(left, key, label, "元", why)
    if not plain(facts.principal):
        return {key: left}
    rate = left * facts.basis / claim.owed(days)
    why = "负担额÷（本金余额×天数）×计息基数，与合同利率同口径"
    rate = named(rate, "effective_rate", "补贴后折合年利率（单利）", "%", why)
    return {key: left, "effective_rate": rate}
