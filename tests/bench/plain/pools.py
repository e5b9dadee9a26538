"""Risk sharing and the budget of the fund."""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist
from typing import Any

from calculators.policy import all_sharing
from tests.bench.plain.common import Plain, fen, places


def risk_sharing(given: dict[str, Any]) -> Plain:
    """风险分担 by published shares, the bank taking the rest; a recovery goes back pro rata."""
    shares = {share.party: share.share for share in all_sharing()[given["scheme"]].shares}
    loss = given["unpaid"]
    borne = {party: fen(loss * share) for party, share in shares.items() if party != "bank"}
    others = sum(borne.values())
    borne["bank"] = loss - others
    net = max(given["recovered"] - (given["costs"] or Decimal(0)), Decimal(0))
    net = min(net, loss)
    back = {party: fen(net * part / loss) for party, part in borne.items() if party != "bank"}
    back["bank"] = net - sum(back.values())
    rows = [(shares[p], borne[p], borne[p], back[p], borne[p] - back[p]) for p in borne]
    totals = tuple(sum(column) for column in zip(*rows, strict=True))
    figures = {
        "pool_borne": borne["pool"],
        "pool_binding": "none",
        "others_borne": others,
        "bank_borne": borne["bank"],
        "loss": loss,
    }
    return figures, [*rows, totals]


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
        rows.append((outlay, fen(mean + z * deviation), max(outlay - fund, Decimal(0))))
    figures = {
        "p90": rows[2][0],
        "suffices": sum(chance for outlay, chance in outlays.items() if outlay <= fund),
        "shortfall": fen(sum((outlay - fund) * chance for outlay, chance in outlays.items() if outlay > fund)),
        "mean": fen(mean),
        "deviation": fen(deviation),
        "method": "exact",
    }
    return figures, rows
