"""Who bears the loss of a loan that was not repaid: by shares or by layers, cut by caps, the rest with one party.

Every payer except the residual bearer (the bank by default) pays its part rounded half up to the fen, then cut in this
order: cap per loan, what is left of the yearly cap, what is left of the aggregate ceiling, the pool's balance (or the
payer's own cap). The residual bearer takes loss − the others, so the parts always add up. Shares are fractions, money
is yuan; numbers or Figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from calculators.figure import apply, fen, least, most, named, plain, total
from calculators.rules.subsidy_limits import Limit, cut

ZERO = Decimal(0)
BANK = "bank"
PARTIES = {
    "pool": "风险补偿资金",
    "second_pool": "另一级风险补偿资金",
    "guarantor": "担保机构",
    "insurer": "保险公司",
    "valuer": "评估机构",
    BANK: "银行",
}
LIMIT_WORDS = {
    "per_loan_cap": "单笔代偿上限",
    "yearly_cap_left": "年度代偿上限的余额",
    "ceiling_left": "年度代偿总额上限的余额",
    "pool_balance": "资金池余额",
    "payer_cap": "本方代偿上限",
    "none": "没有限制起作用",
}


POOL_LIMITS = ("per_loan_cap", "yearly_cap_left", "ceiling_left", "pool_balance")


class PoolLimits(NamedTuple):
    """The pool's limits in yuan, in the order they apply (that of POOL_LIMITS); None where there is none."""

    per_loan: Any = None
    yearly_left: Any = None
    ceiling_left: Any = None
    balance: Any = None


class Terms(NamedTuple):
    """What cuts the parts: the pool's limits, the other payers' own caps, and who takes the rest."""

    pool: PoolLimits = PoolLimits()
    caps: Mapping[str, Any] = MappingProxyType({})
    residual: str = BANK

    def limits(self, party: str) -> tuple[Limit, ...]:
        """The limits of one payer, in order."""
        found = zip(POOL_LIMITS, self.pool, strict=True) if party == "pool" else (("payer_cap", self.caps.get(party)),)
        return tuple([Limit(code, amount, LIMIT_WORDS[code]) for code, amount in found if amount is not None])


NO_TERMS = Terms()  # no limits, the bank takes the rest


class Part(NamedTuple):
    """One party's part: before and after limits, in yuan, and the code of the last limit that lowered it."""

    party: str
    before: Any
    borne: Any
    binding: Any


class Layer(NamedTuple):
    """Losses from `start` to `end` (fractions of the principal) and the shares in which they are borne."""

    start: Any
    end: Any
    shares: Mapping[str, Any]


def check_shares(shares: Mapping[str, Any]) -> None:
    """Raises ValueError unless no share is negative and all add up to exactly one."""
    values = [Decimal(plain(share)) for share in shares.values()]
    if min(values, default=ZERO) < 0 or sum(values) != 1:
        raise ValueError(f"shares must be at least 0 and add up to 1, found a sum of {sum(values)}")


def by_shares(loss: Any, shares: Mapping[str, Any], residual: str = BANK) -> dict[str, Any]:
    """Each payer's part before limits, fen(loss × share); the residual bearer's is left out."""
    check_shares(shares)
    why = "损失×分担比例，四舍五入到分。"
    return {
        party: named(fen(loss * share), "{0}_before", "{1}按比例应担", "元", why, (party, PARTIES[party]))
        for party, share in shares.items()
        if party != residual
    }


def layer_losses(loss: Any, principal: Any, layers: Sequence[Layer]) -> list[Any]:
    """How much of the loss falls into each layer: max(0, min(loss, end × principal) − start × principal)."""
    found = []
    for number, layer in enumerate(layers, 1):
        inside = most(least(loss, layer.end * principal) - layer.start * principal, loss * 0)
        why = "损失落在这一层里的部分；正好在分界上的，算在下面一层。"
        found.append(named(inside, f"in_layer_{number}", f"第{number}层损失", "元", why))
    return found


def by_layers(losses: Sequence[Any], layers: Sequence[Layer], residual: str = BANK) -> dict[str, Any]:
    """Each payer's part before limits: exact over all layers, rounded once. Above the last layer it is the residual's."""
    found = {}
    for party in PARTIES:
        pieces = [loss * layer.shares[party] for loss, layer in zip(losses, layers, strict=True) if party in layer.shares]
        if pieces and party != residual:
            why = "各层损失×本层比例，相加后四舍五入一次。"
            found[party] = named(fen(total(pieces)), f"{party}_before", f"{PARTIES[party]}分层应担", "元", why)
    return found


def _cut(party: str, before: Any, terms: Terms) -> Part:
    limits = terms.limits(party)
    flat = [piece for limit in limits for piece in (limit.code, limit.amount)]
    binding = named(apply("binding_limit", before, *flat), "{0}_binding", "{1}受限于", "", "", (party, PARTIES[party]))
    return Part(party, before, cut(before, limits, party).amount, binding)


def _trimmed(parts: list[Part], loss: Any) -> list[Part]:
    """Half fens rounded up may exceed a loss of a few fen when the bank has no share; the last payer then pays less."""
    over = total([part.borne for part in parts]) - loss
    if plain(over) <= 0:
        return parts
    last = max(i for i, part in enumerate(parts) if plain(part.borne) >= plain(over))
    part = parts[last]
    return [*parts[:last], Part(part.party, part.before, part.borne - over, part.binding), *parts[last + 1 :]]


def settle_parts(loss: Any, before: Mapping[str, Any], terms: Terms) -> tuple[Part, ...]:
    """All parts after limits, the residual bearer's last. They add up to the loss exactly; none is negative."""
    parts = _trimmed([_cut(party, amount, terms) for party, amount in before.items()], loss)
    parts = [
        Part(party, before, named(borne, "{0}_borne", "{1}承担", "元", "", (party, PARTIES[party])), binding)
        for party, before, borne, binding in parts
    ]
    last, who = terms.residual, PARTIES[terms.residual]
    why = "{1}承担其余：损失减去其他各方，零头和超过上限的部分都在内。"
    rest = named(loss - total([part.borne for part in parts]), "{0}_borne", "{1}承担", "元", why, (last, who))
    unlimited = most(loss - total(before.values()), loss * 0)
    unlimited = named(unlimited, "{0}_before", "{1}在没有上限时承担", "元", "", (last, who))
    return (*parts, Part(last, unlimited, rest, None))


def share_loss(loss: Any, shares: Mapping[str, Any], terms: Terms = NO_TERMS) -> tuple[Part, ...]:
    """Proportional sharing. 1,500,000.01 yuan at 50/50: the pool 750,000.01, the bank 750,000.00."""
    return settle_parts(loss, by_shares(loss, shares, terms.residual), terms)


def share_layers(loss: Any, principal: Any, layers: Sequence[Layer], terms: Terms = NO_TERMS) -> tuple[Part, ...]:
    """Layered sharing, see `layer_losses` and `by_layers`."""
    return settle_parts(loss, by_layers(layer_losses(loss, principal, layers), layers, terms.residual), terms)
