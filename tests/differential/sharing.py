"""Second derivation of loss sharing: layers from the overlap of intervals, a waterfall fen by fen."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.differential.exact import Inputs, draw_yuan, half_up, part, text

OTHERS = ("pool", "guarantor", "insurer", "valuer")


def _with_bank(loss: Fraction, others: dict[str, Fraction]) -> dict[str, str]:
    parts = others | {"bank": loss - sum(others.values())}
    return {party: text(amount) for party, amount in parts.items()}


def proportional(inputs: Inputs) -> Inputs:
    loss, paid, binding = Fraction(inputs["loss_yuan"]), {}, {}
    pool = (("pool_per_loan_cap", "per_loan_cap"), ("pool_yearly_cap_left", "yearly_cap_left"), ("pool_balance", "pool_balance"))
    caps = [("insurer", "payer_cap", inputs["payer_caps_yuan"]["insurer"])]
    caps += [("pool", code, inputs[f"{key}_yuan"]) for key, code in pool]
    for party in inputs["shares_percent"]:
        if party != "bank":
            paid[party] = half_up(loss * part(inputs["shares_percent"][party]))
    for party, code, cap in caps:
        if party in paid and Fraction(cap) < paid[party]:
            paid[party], binding[party] = Fraction(cap), code
    return {"borne_yuan": _with_bank(loss, paid), "binding_limit": binding, "sum_yuan": text(loss)}


def _draw_shares(random: Random) -> dict[str, str]:
    cuts = sorted(random.randint(0, 10000) for _ in range(4))
    sizes = [high - low for low, high in zip([0, *cuts], [*cuts, 10000], strict=True)]
    return {party: text(Fraction(size, 100)) for party, size in zip([*OTHERS, "bank"], sizes, strict=True)}


def draw_proportional(random: Random) -> Inputs:
    highest = random.choice([3 * 10**6, 3])
    amounts = {key: draw_yuan(random, highest) for key in ("loss", "pool_per_loan_cap", "pool_yearly_cap_left", "pool_balance")}
    return {f"{key}_yuan": amount for key, amount in amounts.items()} | {
        "shares_percent": _draw_shares(random),
        "payer_caps_yuan": {"insurer": draw_yuan(random, highest)},
    }


def layered(inputs: Inputs) -> Inputs:
    loss, principal = Fraction(inputs["loss_yuan"]), Fraction(inputs["loan_principal_yuan"])
    inside, exact = [], dict.fromkeys(OTHERS, Fraction(0))
    for layer in inputs["layers"]:
        low, high = (principal * part(layer[f"{end}_percent_of_principal"]) for end in ("from", "to"))
        overlap = max(min(high, loss) - max(low, Fraction(0)), Fraction(0))
        inside.append({"loss_in_layer_yuan": text(overlap)})
        for party in OTHERS:
            exact[party] += overlap * part(layer["shares_percent"].get(party, "0"))
    others = {party: half_up(amount) for party, amount in exact.items()}
    return {"layers": inside, "borne_yuan": _with_bank(loss, others), "sum_yuan": text(loss)}


def draw_layered(random: Random) -> Inputs:
    cuts = sorted({0, *(random.randint(1, 100) for _ in range(3))})
    principal = Fraction(draw_yuan(random, lowest=1))
    return {
        "loan_principal_yuan": text(principal),
        "loss_yuan": text(principal * random.choice([0, 33, 100, *cuts]) / 100),
        "layers": [
            {
                "from_percent_of_principal": str(low),
                "to_percent_of_principal": str(high),
                "shares_percent": _draw_shares(random),
            }
            for low, high in zip(cuts, cuts[1:], strict=False)
        ],
    }


def recovery(inputs: Inputs) -> Inputs:
    borne = {party: Fraction(amount) for party, amount in inputs["borne_yuan"].items()}
    net = max(Fraction(inputs["recovered_yuan"]) - Fraction(inputs["recovery_costs_yuan"]), Fraction(0))
    left = shared = min(net, sum(borne.values()))
    returned = dict.fromkeys(borne, Fraction(0))
    if inputs["rule"].startswith("waterfall"):
        for party in inputs["rule"].removeprefix("waterfall: ").split(" > "):
            while left > 0 and returned[party] < borne[party]:
                returned[party], left = returned[party] + Fraction(1, 100), left - Fraction(1, 100)
    else:
        returned = {party: half_up(shared * loss / sum(borne.values())) for party, loss in borne.items()}
        returned["bank"] = shared - sum(amount for party, amount in returned.items() if party != "bank")
    return {
        "net_recovery_yuan": text(net),
        "returned_yuan": {party: text(amount) for party, amount in returned.items()},
        "remaining_loss_yuan": {party: text(borne[party] - amount) for party, amount in returned.items()},
        "surplus_to_borrower_yuan": text(net - shared),
    }


def draw_recovery(random: Random) -> Inputs:
    rules = ("pro rata to loss borne", "waterfall: bank > guarantor > pool", "waterfall: pool > guarantor > bank")
    return {
        "borne_yuan": {party: draw_yuan(random, 9, lowest=1) for party in ("pool", "guarantor", "bank")},
        "recovered_yuan": draw_yuan(random, 30),
        "recovery_costs_yuan": random.choice(["0.00", "1.00", "25.00"]),
        "rule": random.choice(rules),
    }


SECOND = {
    "proportional_sharing": (draw_proportional, proportional),
    "layered_sharing": (draw_layered, layered),
    "recovery_sharing": (draw_recovery, recovery),
}
