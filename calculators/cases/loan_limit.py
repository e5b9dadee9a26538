"""Adapters for the topic loan_limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.cases.convert import decimals, number, percent_in, rate_out, yuan
from calculators.figure import least, plain, total
from calculators.money import ceil_to, floor_to
from calculators.policy import Policy
from calculators.rules import limits as rules
from calculators.rules.limits import Asset, Service

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

# Where a case is silent: amounts to the 万元, and debt service merely covered.
UNIT, COVER = "10000", "1"
RATIO_PLACES = 6


def _yuan_in(inputs: Inputs, key: str) -> Decimal:
    return number(inputs.get(key) or 0)


def _collateral(assets: list[Inputs] | None) -> Decimal:
    """What the assets support together, not rounded."""
    parts = [
        rules.supported(
            Asset(
                number(asset["value_yuan"]),
                percent_in(asset.get("haircut_percent") or 0),
                percent_in(asset["pledge_rate_percent"]),
            )
        )
        for asset in assets or []
    ]
    return Decimal(total(parts))


def _room(inputs: Inputs) -> Any:
    cash = number(inputs["cash_available_for_debt_service_per_year_yuan"])
    cover = number(inputs.get("minimum_dscr") or COVER)
    return rules.yearly_room(Service(cash, cover, _yuan_in(inputs, "existing_debt_service_per_year_yuan")))


def _debt_service(inputs: Inputs) -> Any:
    return rules.one_year_bullet(_room(inputs), percent_in(inputs.get("new_loan_annual_rate_percent") or 0))


def _revenue_multiple(inputs: Inputs) -> Any:
    cap = percent_in(inputs["loans_to_revenue_cap_percent"])
    return rules.revenue_multiple(number(inputs["last_year_revenue_yuan"]), cap, _yuan_in(inputs, "existing_loans_yuan"))


def _single_customer(inputs: Inputs) -> Any:
    text = inputs.get("single_customer_cap_percent")
    cap = plain(Policy.at(date.max).figure("single_customer_cap")) if text is None else percent_in(text)
    exposure = _yuan_in(inputs, "bank_existing_exposure_to_customer_yuan")
    return rules.single_customer(number(inputs["bank_net_capital_yuan"]), cap, exposure)


# limit -> the inputs without which it is not checked, and how it is worked out
CHECKS: dict[str, tuple[tuple[str, ...], Callable[[Inputs], Any]]] = {
    "applied_amount": (("applied_amount_yuan",), lambda i: number(i["applied_amount_yuan"])),
    "collateral": (("collateral",), lambda i: _collateral(i["collateral"])),
    "debt_service": (("cash_available_for_debt_service_per_year_yuan",), _debt_service),
    "revenue_multiple": (("loans_to_revenue_cap_percent", "last_year_revenue_yuan"), _revenue_multiple),
    "working_capital_need": (("working_capital_new_loan_yuan",), lambda i: number(i["working_capital_new_loan_yuan"])),
    "bank_single_customer": (("bank_net_capital_yuan",), _single_customer),
    "product_cap": (("product_cap_yuan",), lambda i: number(i["product_cap_yuan"])),
}


def final_amount(inputs: Inputs) -> Outputs:
    """Every limit given, the smallest floored to the unit, and all that bind."""
    limits = {
        code: rules.not_below_zero(work_out(inputs))
        for code, (needed, work_out) in CHECKS.items()
        if all(inputs.get(key) is not None for key in needed)
    }
    return {
        "limits_yuan": {code: yuan(value) for code, value in limits.items()},
        "binding_constraints": list(rules.binding(limits)),
        "loan_amount_yuan": yuan(rules.loan_amount(limits, number(inputs.get("amount_unit_yuan") or UNIT))),
    }


def combined_pledge_share(inputs: Inputs) -> Outputs:
    """The largest loan with a least share of it borne by patents; a share of 0 asks for nothing."""
    patents = number(inputs["patent_supported_amount_yuan"])
    whole = patents + _yuan_in(inputs, "other_collateral_supported_amount_yuan")
    share = percent_in(inputs.get("minimum_patent_share_percent") or 0)
    by_share = rules.share_limit(patents, share) if share else whole
    most = least(whole, by_share)
    return {
        "maximum_loan_yuan": yuan(most),
        "loan_amount_yuan": yuan(floor_to(most, number(inputs.get("amount_unit_yuan") or UNIT))),
        "limited_by": rules.limited_by(whole, by_share),
    }


def debt_service_capacity(inputs: Inputs) -> Outputs:
    """The largest loan that the room for debt service carries, by equal instalments or equal principal."""
    room = _room(inputs)
    rate = percent_in(inputs["annual_interest_rate_percent"])
    by_principal = str(inputs.get("rule", "")).startswith("equal principal")
    rule = rules.equal_principal if by_principal else rules.equal_instalments
    loan = rule(room, rate, number(inputs["number_of_monthly_instalments"]))
    return {"monthly_room_yuan": yuan(room / rules.MONTHS), "maximum_loan_yuan": yuan(rules.not_below_zero(loan))}


def dscr_of_given_loan(inputs: Inputs) -> Outputs:
    """Debt service of twelve posted instalments and the cover it leaves."""
    monthly = rules.instalment(
        number(inputs["principal_yuan"]),
        percent_in(inputs["annual_interest_rate_percent"]),
        number(inputs["number_of_monthly_instalments"]),
    )
    service = rules.MONTHS * monthly
    cover = rules.service_cover(number(inputs["cash_available_for_debt_service_per_year_yuan"]), service)
    return {"annual_debt_service_yuan": yuan(service), "dscr": decimals(cover, RATIO_PLACES)}


def inverse_valuation_needed(inputs: Inputs) -> Outputs:
    """The patent value that supports the wanted loan together with the other collateral."""
    exact = rules.valuation_needed(
        number(inputs["wanted_loan_yuan"]),
        _collateral(inputs.get("other_collateral")),
        percent_in(inputs.get("patent_haircut_percent") or 0),
        percent_in(inputs["patent_pledge_rate_percent"]),
    )
    unit = number(inputs.get("valuation_unit_yuan") or UNIT)
    return {
        "patent_valuation_needed_yuan": yuan(exact),
        "patent_valuation_needed_rounded_up_yuan": yuan(ceil_to(exact, unit)),
    }


def ltv_over_time(inputs: Inputs) -> Outputs:
    """Loan to value at each year-end under a fixed yearly decay."""
    initial, decay = number(inputs["initial_value_yuan"]), percent_in(inputs["yearly_value_decay_percent"])
    rows = []
    for year, balance in enumerate(inputs["loan_balances_yuan"], 1):
        value = rules.value_after(initial, decay, year)
        rows.append(
            {
                "year_end": year,
                "loan_balance_yuan": yuan(number(balance)),
                "patent_value_yuan": yuan(value),
                "ltv_percent": rate_out(plain(rules.loan_to_value(number(balance), value))),
            }
        )
    return {"rows": rows}


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "final_amount": final_amount,
    "combined_pledge_share": combined_pledge_share,
    "debt_service_capacity": debt_service_capacity,
    "dscr_of_given_loan": dscr_of_given_loan,
    "inverse_valuation_needed": inverse_valuation_needed,
    "ltv_over_time": ltv_over_time,
}
