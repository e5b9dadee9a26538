"""Cases of topic `subsidy`: from their field names to the subsidy rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.cases.convert import percent_in, yuan
from calculators.cases.optional import ZERO, amount, basis, day, percent
from calculators.cases.subsidy_rules import published_local_rule, rule_shapes
from calculators.figure import fen
from calculators.money import round_places
from calculators.rules import fees, payout, subsidy
from calculators.rules.subsidy_shapes import reference_interest, tier_ratio


def _record(entry: dict[str, Any]) -> subsidy.Record:
    return subsidy.Record(
        start=date.fromisoformat(entry["from_date_included"]),
        end=date.fromisoformat(entry["to_date_not_included"]),
        paid_on=date.fromisoformat(entry["paid_on"]),
        amount=Decimal(entry["amount_yuan"]),
        kind=entry.get("kind") or subsidy.CONTRACT,
    )


def _loan(entry: dict[str, Any]) -> subsidy.Loan:
    return subsidy.Loan(
        number=entry["loan_id"],
        rate=percent_in(entry["contract_annual_rate_percent"]),
        drawdown=date.fromisoformat(entry["drawdown_date"]),
        records=tuple(_record(record) for record in entry.get("interest_records") or []),
        share=percent(entry, "patent_secured_share_percent"),
        first=bool(entry.get("first_patent_pledge_loan")),
        other=amount(entry, "other_subsidy_received_yuan") or ZERO,
    )


def _terms(policy: dict[str, Any]) -> subsidy.Terms:
    return subsidy.Terms(
        ratio=percent_in(policy["ratio_percent"]),
        first_ratio=percent(policy, "ratio_percent_first_loan"),
        rate_cap=percent(policy, "rate_cap_percent"),
        months=amount(policy, "subsidised_months_from_drawdown"),
        paid_from=day(policy, "claim_window_from"),
        paid_to=day(policy, "claim_window_to"),
        loan_cap=amount(policy, "per_loan_cap_yuan"),
        year_cap=amount(policy, "per_enterprise_year_cap_yuan"),
        granted=amount(policy, "already_granted_this_year_yuan") or ZERO,
    )


def interest_subsidy(inputs: dict[str, Any]) -> dict[str, Any]:
    """Several loans with interest records under one policy; loans are reported in the order given."""
    grants = subsidy.grant([_loan(entry) for entry in inputs["loans"]], _terms(inputs["policy"]))
    loans = [
        {
            "loan_id": one.number,
            "eligible_interest_unrounded_then_rounded_yuan": yuan(one.eligible),
            "subsidy_before_caps_yuan": yuan(one.before_caps),
            "subsidy_yuan": yuan(one.amount),
            "binding_limit": one.binding,
        }
        for one in grants
    ]
    return {"loans": loans, "total_subsidy_yuan": yuan(sum((one.amount for one in grants), ZERO))}


def tiered_subsidy(inputs: dict[str, Any]) -> dict[str, Any]:
    """Bands on the cumulative principal of loans in drawdown order, marginal or whole."""
    bands = inputs["bands_on_cumulative_principal"]
    ends = [amount(band, "up_to_yuan") for band in bands]
    ratios = [percent_in(band["ratio_percent"]) for band in bands]
    whole = str(inputs.get("band_mode", "marginal")).startswith("whole")
    rate, days = percent_in(inputs["annual_interest_rate_percent"]), Decimal(inputs["days"])
    before, loans = ZERO, []
    for number, text in enumerate(inputs["loan_principals_in_drawdown_order_yuan"], 1):
        principal = Decimal(text)
        interest = fen(reference_interest(principal, rate, days, basis(inputs)))
        ratio = tier_ratio(before, principal, ends, ratios, whole)
        loans.append((str(number), interest, ratio, fen(interest * ratio)))
        before += principal
    rows = [
        {
            "loan_id": number,
            "interest_yuan": yuan(interest),
            "blended_ratio_percent": str(round_places(ratio * 100, 6)),
            "subsidy_yuan": yuan(granted),
        }
        for number, interest, ratio, granted in loans
    ]
    return {"loans": rows, "total_subsidy_yuan": yuan(sum((entry[3] for entry in loans), ZERO))}


def _fee(entry: dict[str, Any]) -> fees.Fee:
    return fees.Fee(
        name=entry["name"],
        paid=Decimal(entry["paid_yuan"]),
        ratio=percent_in(entry["ratio_percent"]),
        cap=amount(entry, "cap_yuan"),
        cap_share_of_loan=percent(entry, "cap_percent_of_loan"),
        other=amount(entry, "other_subsidy_received_yuan") or ZERO,
    )


def fee_subsidy(inputs: dict[str, Any]) -> dict[str, Any]:
    """Fees one by one with their limits, then the yearly cap in the order listed."""
    grants = fees.fee_subsidies(
        [_fee(entry) for entry in inputs["items"]],
        amount(inputs, "loan_principal_yuan"),
        amount(inputs, "enterprise_year_cap_yuan"),
        amount(inputs, "already_granted_this_year_yuan") or ZERO,
    )
    items = [
        {
            "name": one.name,
            "subsidy_before_caps_yuan": yuan(one.before_caps),
            "subsidy_yuan": yuan(one.amount),
            "binding_limit": one.binding,
        }
        for one in grants
    ]
    return {"items": items, "total_subsidy_yuan": yuan(sum((one.amount for one in grants), ZERO))}


def fund_pro_rating(inputs: dict[str, Any]) -> dict[str, Any]:
    """A fund shared among approved subsidies; the factor is reported to 12 decimals."""
    approved = [Decimal(text) for text in inputs["approved_subsidies_in_application_order_yuan"]]
    shares = payout.prorate(approved, Decimal(inputs["fund_available_yuan"]))
    return {
        "total_approved_yuan": yuan(shares.approved),
        "scaling_factor": str(round_places(shares.factor, 12)),
        "payouts_yuan": [yuan(part) for part in shares.payouts],
        "total_paid_yuan": yuan(shares.paid),
    }


def rounding_unit(inputs: dict[str, Any]) -> dict[str, Any]:
    """A coarser unit than the fen, floor unless the case says half_up."""
    unit, mode = Decimal(inputs["rounding_unit_yuan"]), inputs.get("rounding_mode", "floor")
    return {"granted_yuan": yuan(payout.in_units(Decimal(inputs["computed_subsidy_yuan"]), unit, mode))}


def inverse_principal_for_cap(inputs: dict[str, Any]) -> dict[str, Any]:
    """The principal whose subsidy reaches the cap."""
    found = payout.principal_for_cap(
        Decimal(inputs["subsidy_cap_yuan"]),
        percent_in(inputs["ratio_percent"]),
        percent_in(inputs["contract_annual_rate_percent"]),
        percent(inputs, "rate_cap_percent"),
        Decimal(inputs["days"]),
        basis(inputs),
        Decimal(inputs["principal_unit_yuan"]),
    )
    return {
        "principal_exact_rounded_to_fen_yuan": yuan(found.exact),
        "largest_principal_in_units_not_exceeding_cap_yuan": yuan(found.in_units),
    }


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "interest_subsidy": interest_subsidy,
    "tiered_subsidy": tiered_subsidy,
    "fee_subsidy": fee_subsidy,
    "fund_pro_rating": fund_pro_rating,
    "published_local_rule": published_local_rule,
    "rule_shapes": rule_shapes,
    "rounding_unit": rounding_unit,
    "inverse_principal_for_cap": inverse_principal_for_cap,
}
