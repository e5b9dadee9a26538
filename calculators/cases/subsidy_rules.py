"""Cases of published local rules and of rule shapes: each picks its base, then one rounding, then the limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from calculators.cases.convert import percent_in, yuan
from calculators.cases.optional import Inputs, amount, basis, given, percent
from calculators.figure import fen
from calculators.policy import all_schemes
from calculators.rules.subsidy import eligible_interest
from calculators.rules.subsidy_limits import Limit, cut
from calculators.rules.subsidy_shapes import (
    at_least,
    at_most,
    band_of,
    band_ratio,
    interest_and_fees,
    reference_interest,
    uncovered,
)

ONE = Decimal(1)


def _needed(value: Decimal | None, what: str) -> Decimal:
    if value is None:
        raise KeyError(f"{what} is missing from the inputs")
    return value


def _yearly(inputs: Inputs, principal: Decimal, rate: Decimal) -> Decimal:
    """principal × rate × time, the time in years when given so, else in days over the day basis."""
    years = amount(inputs, "years")
    days = _needed(amount(inputs, "days"), "days") if years is None else years
    return reference_interest(principal, rate, days, basis(inputs) if years is None else ONE)  # type: ignore[no-any-return]


def _paid(inputs: Inputs) -> Decimal | None:
    """Interest paid: as given, else from contract rate and time when the case has them."""
    paid, rate = amount(inputs, "actual_interest_paid_yuan"), percent(inputs, "contract_annual_rate_percent")
    if paid is not None or rate is None or ("days" not in inputs and "years" not in inputs):
        return paid
    return fen(_yearly(inputs, Decimal(inputs["principal_yuan"]), rate))  # type: ignore[no-any-return]


def _counted_principal(inputs: Inputs) -> Decimal:
    ceilings = (amount(inputs, key) for key in ("principal_ceiling_yuan", "product_cap_on_loan_yuan"))
    return min([Decimal(inputs["principal_yuan"]), *(ceiling for ceiling in ceilings if ceiling is not None)])


def _reference(inputs: Inputs, key: str, lower: bool) -> Decimal:
    """The reference rate, or the contract rate where that is lower and counts (as the case says, else `lower`)."""
    rate, contract = percent_in(inputs[key]), percent(inputs, "contract_annual_rate_percent")
    if inputs.get("reference_rate"):
        lower = str(inputs["reference_rate"]).startswith("lower")
    return min(rate, contract) if lower and contract is not None else rate


def _of_december_lpr(inputs: Inputs) -> Decimal:
    """Fujian 2022: 20 % of the lower of LPR and contract rate, 50 % of the LPR where covered (ratios of the scheme)."""
    covered = bool(inputs.get("covered_by_insurance_or_policy_guarantee"))
    rate = _reference(inputs, "december_one_year_lpr_percent", lower=not covered)
    part = "covered" if covered else "uncovered"
    published = next(item.ratio for item in all_schemes()["fujian_2022"].items if item.part == part)
    given = percent(inputs, "ratio_percent")
    ratio = _needed(published, "ratio") if given is None else given
    return _yearly(inputs, _counted_principal(inputs), rate) * ratio


def _of_reference(inputs: Inputs, rate_key: str, ratio_key: str) -> Decimal:
    """principal × reference rate × time × ratio."""
    rate = _reference(inputs, rate_key, lower=False)
    return _yearly(inputs, _counted_principal(inputs), rate) * percent_in(inputs[ratio_key])


def _before_share(inputs: Inputs) -> Decimal:
    if "december_one_year_lpr_percent" in inputs:
        return _of_december_lpr(inputs)
    if "lpr_percent_of_month_before_contract" in inputs:
        ratio = "subsidy_rate_percent_of_lpr" if "subsidy_rate_percent_of_lpr" in inputs else "ratio_percent"
        return _of_reference(inputs, "lpr_percent_of_month_before_contract", ratio)
    if "benchmark_annual_rate_percent" in inputs:
        return _of_reference(inputs, "benchmark_annual_rate_percent", "ratio_percent")
    if "annual_subsidy_rate_percent" in inputs:
        return _yearly(inputs, _counted_principal(inputs), percent_in(inputs["annual_subsidy_rate_percent"]))
    if "flat_percent_of_principal" in inputs:
        return _counted_principal(inputs) * percent_in(inputs["flat_percent_of_principal"])
    return _needed(_paid(inputs), "actual_interest_paid_yuan") * percent_in(inputs["ratio_percent"])


def published_local_rule(inputs: dict[str, Any]) -> dict[str, Any]:
    """One loan under one published rule; the interest paid always limits (when known), then year and lifetime."""
    inputs = given(inputs)
    share = percent(inputs, "patent_secured_share_percent")
    before = fen(_before_share(inputs) * (ONE if share is None else share))
    left = cut(before, _limits({"actual_interest_paid": _paid(inputs), **_enterprise_caps(inputs)}))
    return {
        "subsidy_before_caps_yuan": yuan(before),
        "subsidy_yuan": yuan(left.amount),
        "binding_limit": left.binding,
    }


def _enterprise_caps(inputs: Inputs) -> dict[str, Decimal | None]:
    keys = ("enterprise_year_cap", "enterprise_lifetime_cap")
    return {key: amount(inputs, f"{key}_yuan") for key in keys}


def _limits(caps: Mapping[str, Decimal | None]) -> list[Limit]:
    return [Limit(code, cap, code) for code, cap in caps.items() if cap is not None]


type Shape = tuple[Decimal, str | None, Decimal | None]


def _interest(inputs: Inputs) -> Decimal:
    return _needed(_paid(inputs), "actual_interest_paid_yuan")


def _rate_limit(inputs: Inputs) -> Decimal | None:
    lpr, multiple = percent(inputs, "lpr_percent"), amount(inputs, "lpr_multiple")
    given = percent(inputs, "rate_cap_percent")
    return given if lpr is None or given is not None else lpr * (ONE if multiple is None else multiple)


def _capped_interest(inputs: Inputs) -> Decimal:
    rate, share = percent(inputs, "contract_annual_rate_percent"), percent(inputs, "patent_secured_share_percent")
    limit = _rate_limit(inputs) if rate is not None else None
    return eligible_interest(_interest(inputs), rate, limit, share) * percent_in(inputs["ratio_percent"])  # type: ignore[no-any-return]


def _rate_multiple(inputs: Inputs) -> Shape:
    limit = _needed(_rate_limit(inputs), "lpr_percent")
    over = not at_most(percent_in(inputs["contract_annual_rate_percent"]), limit)
    reason = "rate_above_limit" if over and inputs.get("on_exceed") == "ineligible" else None
    return _capped_interest(inputs), reason, None


def _minimum_share(inputs: Inputs) -> Shape:
    enough = at_least(percent_in(inputs["patent_secured_share_percent"]), percent_in(inputs["minimum_patent_share_percent"]))
    return _capped_interest(inputs), None if enough else "patent_share_below_minimum", None


def _fee_base_capped(inputs: Inputs) -> Shape:
    cap = percent(inputs, "fee_base_cap_percent_of_principal")
    fees = [amount(inputs, key) or Decimal(0) for key in ("fees_paid_yuan", "valuation_fee_paid_yuan")]
    base = interest_and_fees(_interest(inputs), fees, Decimal(inputs.get("principal_yuan", "0")), cap)
    return base * percent_in(inputs["ratio_percent"]), None, None


def _bands(inputs: Inputs, key: str) -> tuple[list[Decimal | None], list[Decimal], list[Decimal | None]]:
    bands = inputs[key]
    ends = [amount(band, "up_to_yuan") for band in bands]
    return ends, [percent_in(band["ratio_percent"]) for band in bands], [amount(band, "cap_yuan") for band in bands]


def _by_loan_size(inputs: Inputs) -> Shape:
    ends, ratios, caps = _bands(inputs, "bands_on_principal_whole")
    principal = Decimal(inputs["principal_yuan"])
    place = band_of(principal, *ends)
    base = _interest(inputs) + (amount(inputs, "valuation_fee_paid_yuan") or Decimal(0))
    reason = None if place >= 0 else "no_band_for_this_enterprise"
    return base * band_ratio(principal, ends, ratios), reason, caps[place] if place >= 0 else None


def _by_net_assets(inputs: Inputs) -> Shape:
    ends, ratios, caps = _bands(inputs, "bands_on_net_assets")
    assets, principal = Decimal(inputs["net_assets_yuan"]), Decimal(inputs["principal_yuan"])
    place = band_of(assets, *ends)
    lpr = percent_in(inputs["lpr_percent"])
    reason = None if place >= 0 else "no_band_for_this_enterprise"
    whole = _yearly(inputs, principal, lpr) * band_ratio(assets, ends, ratios)
    return whole, reason, caps[place] if place >= 0 else None


def _principal_ceiling(inputs: Inputs) -> Shape:
    pair = (Decimal(inputs["subsidised_principal_ceiling_yuan"]), Decimal(inputs["principal_yuan"]))
    return eligible_interest(_interest(inputs), None, cap_share=pair) * percent_in(inputs["ratio_percent"]), None, None


def _part_ratio(text: str) -> Decimal:
    """The percentage inside a text such as `LPR × 50 %`."""
    found = re.search(r"([\d.]+)\s*%", text)
    return percent_in(_needed(None, text) if found is None else found.group(1))  # type: ignore[arg-type]


def _split(inputs: Inputs) -> Shape:
    lpr, rate = percent_in(inputs["lpr_percent"]), percent(inputs, "contract_annual_rate_percent")
    principal, covered = (Decimal(inputs[k]) for k in ("principal_yuan", "covered_by_insurance_or_guarantee_yuan"))
    secured = min(covered, principal)
    first = _part_ratio(inputs.get("covered_part", "LPR × 50 %"))
    second = _part_ratio(inputs.get("uncovered_part", "min(LPR, contract rate) × 20 %"))
    rest = _yearly(inputs, uncovered(principal, secured), lpr if rate is None else min(lpr, rate))
    return _yearly(inputs, secured, lpr) * first + rest * second, None, None


SHAPES: Mapping[str, Callable[[Inputs], Shape]] = {
    "rate_limit_as_multiple_of_lpr": _rate_multiple,
    "minimum_patent_share": _minimum_share,
    "fee_base_capped_then_combined_cap": _fee_base_capped,
    "ratio_of_interest_plus_fee_by_loan_size": _by_loan_size,
    "ratio_by_enterprise_net_assets": _by_net_assets,
    "subsidised_principal_ceiling": _principal_ceiling,
    "one_loan_split_into_covered_and_uncovered_part": _split,
}


def rule_shapes(inputs: dict[str, Any]) -> dict[str, Any]:
    """One loan under one of the named shapes; an ineligible loan gets 0 and the reason."""
    inputs = given(inputs)
    whole, reason, band_cap = SHAPES[inputs["shape"]](inputs)
    before = fen(whole) if reason is None else Decimal(0)
    combined = amount(inputs, "combined_cap_yuan")
    caps = {"per_loan_cap": amount(inputs, "per_loan_cap_yuan"), "combined_cap": combined if band_cap is None else band_cap}
    left = cut(before, _limits({**caps, **_enterprise_caps(inputs)}))
    return {
        "eligible": reason is None,
        "reason": reason,
        "subsidy_before_caps_yuan": yuan(before),
        "subsidy_yuan": yuan(left.amount),
        "binding_limit": left.binding,
    }
