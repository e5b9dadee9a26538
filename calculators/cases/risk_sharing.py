"""Cases of topic `risk_sharing`: from their field names to the sharing rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from calculators.cases.convert import decimals, number, percent_in, rate_out, yuan
from calculators.cases.optional import amount
from calculators.figure import total
from calculators.money import round_places
from calculators.rules import default_risk, sharing, sharing_pool, sharing_recovery
from calculators.rules.sharing import PARTIES, Layer, Part, PoolLimits, Terms

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

PROBABILITY_PLACES = 10


def _shares(entry: Mapping[str, str]) -> dict[str, Decimal]:
    """Shares as fractions in the fixed order of the parties; a party not named takes no part."""
    return {party: percent_in(entry[party]) for party in PARTIES if entry.get(party) is not None}


def _percent(value: Decimal, places: int) -> str:
    return f"{round_places(value * 100, places):f}"


def _borne(parts: tuple[Part, ...]) -> dict[str, str]:
    return {part.party: yuan(part.borne) for part in parts}


def _sum(parts: tuple[Part, ...]) -> str:
    return yuan(total(part.borne for part in parts))


def proportional_sharing(inputs: Inputs) -> Outputs:
    """One loss, up to five parties, their limits."""
    limits = PoolLimits(
        per_loan=amount(inputs, "pool_per_loan_cap_yuan"),
        yearly_left=amount(inputs, "pool_yearly_cap_left_yuan"),
        balance=amount(inputs, "pool_balance_yuan"),
    )
    caps = {party: number(cap) for party, cap in (inputs.get("payer_caps_yuan") or {}).items() if cap is not None}
    shares = _shares(inputs["shares_percent"])
    parts = sharing.share_loss(number(inputs["loss_yuan"]), shares, Terms(limits, caps))
    binding = {part.party: part.binding for part in parts if part.binding not in (None, "none")}
    return {"borne_yuan": _borne(parts), "binding_limit": binding, "sum_yuan": _sum(parts)}


def layered_sharing(inputs: Inputs) -> Outputs:
    """One loss over layers of the principal. A layer's shares that do not add up to 100 % leave the rest to the bank."""
    loss, principal = number(inputs["loss_yuan"]), number(inputs["loan_principal_yuan"])
    entries = inputs["layers"]
    layers = [
        Layer(
            percent_in(entry["from_percent_of_principal"]),
            percent_in(entry["to_percent_of_principal"]),
            _shares(entry["shares_percent"]),
        )
        for entry in entries
    ]
    inside = sharing.layer_losses(loss, principal, layers)
    parts = sharing.share_layers(loss, principal, layers)
    rows = [
        {
            "layer_from_percent": entry["from_percent_of_principal"],
            "layer_to_percent": entry["to_percent_of_principal"],
            "loss_in_layer_yuan": yuan(part),
        }
        for entry, part in zip(entries, inside, strict=True)
    ]
    nobody = dict.fromkeys(PARTIES, "0.00")
    return {"layers": rows, "borne_yuan": nobody | _borne(parts), "sum_yuan": _sum(parts)}


def defaults_in_sequence(inputs: Inputs) -> Outputs:
    """Losses in date order against one pool."""
    year = sharing_pool.Year(
        opening=number(inputs["pool_opening_balance_yuan"]),
        share=percent_in(inputs["pool_share_percent"]),
        per_loan=amount(inputs, "pool_per_loan_cap_yuan"),
        yearly_cap=amount(inputs, "pool_yearly_cap_yuan"),
    )
    events = [sharing_pool.Event(sharing_pool.LOSS, number(text)) for text in inputs["losses_in_order_yuan"]]
    moved = sharing_pool.run_year(year, events)
    rows = [
        {
            "loss_yuan": yuan(one.event.amount),
            "pool_pays_yuan": yuan(one.pays),
            "bank_bears_yuan": yuan(one.bank),
            "pool_balance_after_yuan": yuan(one.balance),
        }
        for one in moved
    ]
    return {"rows": rows, "pool_total_paid_yuan": yuan(sharing_pool.paid_in(moved))}


def _order(rule: str) -> tuple[str, ...]:
    """The order of a waterfall ("waterfall: bank > guarantor > pool"); empty for pro rata."""
    name, _, parties = rule.partition(":")
    if name.strip() == "waterfall":
        return tuple(party.strip() for party in parties.split(">"))
    if not name.startswith("pro rata"):
        raise ValueError(f"recovery rule {rule!r} is neither 'pro rata …' nor 'waterfall: a > b'")
    return ()


def recovery_sharing(inputs: Inputs) -> Outputs:
    """A recovery returned to those who bore the loss."""
    given = inputs["borne_yuan"]
    borne = {party: number(given[party]) for party in PARTIES if given.get(party) is not None}
    costs = amount(inputs, "recovery_costs_yuan") or Decimal(0)
    found = sharing_recovery.recover(borne, number(inputs["recovered_yuan"]), costs, _order(inputs["rule"]))
    return {
        "net_recovery_yuan": yuan(found.net),
        "returned_yuan": {party: yuan(part) for party, part in found.returned.items()},
        "remaining_loss_yuan": {party: yuan(part) for party, part in found.remaining.items()},
        "surplus_to_borrower_yuan": yuan(found.surplus),
    }


def pool_capacity(inputs: Inputs) -> Outputs:
    """Leverage of the pool; the part used to four decimals of a percent."""
    found = sharing_pool.capacity(
        number(inputs["pool_balance_yuan"]),
        number(inputs["leverage_multiple"]),
        number(inputs["outstanding_covered_loans_yuan"]),
    )
    return {
        "capacity_yuan": yuan(found.capacity),
        "room_for_new_loans_yuan": yuan(found.room),
        "used_percent": None if found.used is None else _percent(found.used, 4),
    }


def expected_loss(inputs: Inputs) -> Outputs:
    """EAD × PD × LGD × share; with `years` the probability is the cumulative one."""
    probability = percent_in(inputs["yearly_default_probability_percent"])
    years = inputs.get("years")
    if years is not None:
        probability = default_risk.cumulative(probability, Decimal(years))
    loss = default_risk.expected_loss(
        number(inputs["exposure_yuan"]),
        probability,
        percent_in(inputs["loss_given_default_percent"]),
        percent_in(inputs["share_of_this_party_percent"]),
    )
    return {
        "cumulative_default_probability_percent": _percent(probability, 6),
        "expected_loss_of_this_party_yuan": yuan(loss),
    }


def stop_loss(inputs: Inputs) -> Outputs:
    """Suspension of new business by the NPL ratio."""
    bad, outstanding = number(inputs["non_performing_balance_yuan"]), number(inputs["outstanding_balance_yuan"])
    return {
        "npl_ratio_percent": _percent(sharing_pool.npl_ratio(bad, outstanding), 6),
        "new_business_suspended": sharing_pool.suspended(bad, outstanding, percent_in(inputs["threshold_percent"])),
    }


def stop_loss_aggregate_limit(inputs: Inputs) -> Outputs:
    """The pool's payments of a year under a ceiling on the portfolio."""
    share = percent_in(inputs["compensation_ceiling_percent_of_portfolio"])
    ceiling = sharing_pool.ceiling_of(share, number(inputs["covered_portfolio_yuan"]))
    losses = [number(text) for text in inputs["losses_of_the_year_yuan"]]
    pays, wanted = sharing_pool.within_ceiling(losses, percent_in(inputs["pool_share_percent"]), ceiling)
    return {"ceiling_yuan": yuan(ceiling), "pool_pays_yuan": yuan(pays), "ceiling_binds": wanted > ceiling}


def default_count_probability(inputs: Inputs) -> Outputs:
    """Binomial tail of independent defaults."""
    _needs_independence(inputs)
    loans, count = Decimal(inputs["number_of_loans"]), Decimal(inputs["at_least_this_many_defaults"])
    probability = percent_in(inputs["default_probability_percent"])
    return {"probability": decimals(default_risk.at_least_defaults(loans, probability, count), PROBABILITY_PLACES)}


def _needs_independence(inputs: Inputs) -> None:
    if not inputs.get("independence", True):
        raise ValueError("independence is false, but the case gives no correlation to compute with")


def single_factor_quantile(inputs: Inputs) -> Outputs:
    """The default rate of a large correlated portfolio at a confidence level."""
    rate = default_risk.one_factor_rate(
        percent_in(inputs["default_probability_percent"]),
        number(inputs["asset_correlation"]),
        percent_in(inputs["confidence_percent"]),
    )
    return {"conditional_default_rate_percent": rate_out(rate)}


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "proportional_sharing": proportional_sharing,
    "layered_sharing": layered_sharing,
    "defaults_in_sequence": defaults_in_sequence,
    "recovery_sharing": recovery_sharing,
    "pool_capacity": pool_capacity,
    "expected_loss": expected_loss,
    "stop_loss": stop_loss,
    "stop_loss_aggregate_limit": stop_loss_aggregate_limit,
    "default_count_probability": default_count_probability,
    "single_factor_quantile": single_factor_quantile,
}
