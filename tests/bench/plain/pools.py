"""Risk sharing and the budget of the fund."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from statistics import NormalDist
from typing import Any

from calculators.policy import all_sharing
from tests.bench.plain.common import FEN, NOISE, Plain, fen, places

POOL_LIMITS = (("per_loan_cap", "单笔代偿上限"), ("yearly_cap", "年度代偿上限的余额"), ("pool_balance", "资金池余额"))


def _borne(party: str, share: Decimal, loss: Decimal, given: dict[str, Any]) -> tuple[Decimal, Decimal, str | None]:
    """A payer's part before and after its limits, and the last limit that lowered it."""
    before = borne = fen(loss * share)
    binding = None
    for key, name in POOL_LIMITS if party == "pool" else ((f"cap_{party}", "本方代偿上限"),):
        cap = given.get(key)
        if cap is not None and cap < borne:
            borne, binding = cap, name
    return before, borne, binding


def _returned(borne: dict[str, Decimal], net: Decimal, rest: str) -> dict[str, Decimal]:
    """A recovery goes back pro rata, to nobody more than it bore; `rest` takes the odd fens."""
    whole = sum(borne.values())
    shared = left = min(net, whole)
    back: dict[str, Decimal] = {}
    for party, part in borne.items():
        if party != rest:
            back[party] = min(fen(shared * part / whole), left) if whole else Decimal(0)
            left -= back[party]
    back[rest] = left
    return back


def risk_sharing(given: dict[str, Any]) -> Plain:
    """风险分担 by published shares: each payer's part cut by its limits, one party taking the rest; a recovery pro rata."""
    scheme, loss, rows = all_sharing()[given["scheme"]], given["unpaid"], []
    if loss > given["principal"]:
        raise ValueError(f"unpaid {loss} is more than was lent")
    shares = {share.party: share.share for share in scheme.shares}
    if min(shares.values()) < 0 or sum(shares.values()) != 1:
        raise ValueError(f"the shares of {scheme.key} do not add up to one")
    parts = {p: _borne(p, share, loss, given) for p, share in shares.items() if p != scheme.residual}
    others = sum((borne for _, borne, _ in parts.values()), Decimal(0))
    unlimited = max(loss - sum(before for before, _, _ in parts.values()), Decimal(0))
    parts[scheme.residual] = (unlimited, loss - others, None)
    net = max(given["recovered"] - (given["costs"] or Decimal(0)), Decimal(0))
    back = _returned({party: borne for party, (_, borne, _) in parts.items()}, net, scheme.residual)
    labels = {share.party: share.label for share in scheme.shares}
    for party, (before, borne, binding) in parts.items():
        final = borne - back[party]
        rows.append((labels[party], shares[party], before, borne, binding, back[party], final))
    totals = tuple(sum(row[column] for row in rows) for column in (1, 2, 3, 5, 6))
    figures = {
        "pool_borne": parts["pool"][1],
        "pool_binding": parts["pool"][2] or "none",
        "others_borne": others,
        f"{scheme.residual}_borne": parts[scheme.residual][1],
        "loss": loss,
    }
    return figures, [*rows, totals]


def fund_pro_rating(given: dict[str, Any]) -> Plain:
    """资金不足时的分配 at one ratio: floor to the fen, the fens left over to the largest remainders, the first of equals."""
    claims, fund = [fen(row[0]) for row in given["claims"]], fen(given["fund"])
    approved, payouts, factor = sum(claims, Decimal(0)), claims, Decimal(1)
    if fund < approved:
        factor, exact = fund / approved, [fund * claim / approved for claim in claims]
        payouts = [(part.quantize(NOISE) / FEN).to_integral_value(ROUND_FLOOR) * FEN for part in exact]
        order = sorted(range(len(claims)), key=lambda i: ((payouts[i] - exact[i]).quantize(NOISE), i))
        for i in order[: int((fund - sum(payouts)) / FEN)]:
            payouts[i] += FEN
    paid = sum(payouts, Decimal(0))
    unpaid = approved - paid
    figures = {
        "paid": paid,
        "approved": approved,
        "unpaid": unpaid,
        "left": max(fund - paid, Decimal(0)),
        "factor": factor,
    }
    rows = [(n, claim, payout, claim - payout) for n, (claim, payout) in enumerate(zip(claims, payouts, strict=True), 1)]
    return figures, [*rows, (approved, paid, unpaid)]


LEVELS = (50, 80, 90, 95, 99)


def _sums(given: dict[str, Any]) -> dict[Decimal, Decimal]:
    """Probability of every outlay of one of two numbers of enterprises."""
    sums, outlays = {Decimal(0): Decimal(1)}, dict[Decimal, Decimal]()
    for number in range(1, int(given["count_high"]) + 1):
        more: dict[Decimal, Decimal] = {}
        for sofar, chance in sums.items():
            for amount, probability in given["amount_rows"]:
                more[sofar + amount] = more.get(sofar + amount, Decimal(0)) + chance * probability
        sums = more
        if number in (given["count_low"], given["count_high"]):
            for amount, chance in sums.items():
                outlays[amount] = outlays.get(amount, Decimal(0)) + chance / 2
    return dict(sorted(outlays.items()))


def _percentile(outlays: dict[Decimal, Decimal], level: Decimal) -> Decimal:
    sofar = Decimal(0)
    for amount, chance in outlays.items():
        sofar += chance
        if sofar >= level:
            return amount
    raise AssertionError("probabilities add up to less than one")


def fund_budget(given: dict[str, Any]) -> Plain:
    """专项资金预算: two numbers of enterprises, a table of amounts."""
    fund, outlays = given["fund"], _sums(given)
    number = (given["count_low"] + given["count_high"]) / 2
    number_variance = ((given["count_high"] - given["count_low"]) / 2) ** 2
    amount = sum(value * chance for value, chance in given["amount_rows"])
    variance = sum(value * value * chance for value, chance in given["amount_rows"]) - amount * amount
    mean = number * amount
    deviation = (number * variance + number_variance * amount * amount).sqrt()
    rows = []
    for level in LEVELS:
        share = Decimal(level) / 100
        outlay = _percentile(outlays, share)
        z = places(Decimal(repr(NormalDist().inv_cdf(float(share)))), 13)
        rows.append((f"{level}%", outlay, fen(mean + z * deviation), max(outlay - fund, Decimal(0))))
    figures = {
        "p90": rows[2][1],
        "suffices": sum(chance for outlay, chance in outlays.items() if outlay <= fund),
        "shortfall": fen(sum((outlay - fund) * chance for outlay, chance in outlays.items() if outlay > fund)),
        "mean": fen(mean),
        "deviation": fen(deviation),
        "method": "exact",
    }
    return figures, rows
