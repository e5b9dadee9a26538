"""Money recovered after the loss was borne: back to those who bore it, pro rata or in an order; the surplus to the borrower.

Net recovery = recovered − costs, not below 0. Nobody gets back more than it bore. Pro rata: every party except the
residual bearer (the bank) rounded half up to the fen, the bank takes the rest. Money is yuan, numbers or Figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from calculators.figure import fen, least, most, named, plain, total
from calculators.rules.sharing import BANK, PARTIES


class Recovery(NamedTuple):
    """Net recovery, what each party gets back, what it finally loses, and the surplus; all in yuan."""

    net: Any
    returned: Mapping[str, Any]
    remaining: Mapping[str, Any]
    surplus: Any


def _in_order(borne: Mapping[str, Any], amount: Any, order: Sequence[str]) -> dict[str, Any]:
    """The first in the order is made whole first; parties the order does not name come after it."""
    returned, left = {}, amount
    for party in [*order, *(p for p in borne if p not in order)]:
        if party in borne:
            returned[party] = least(borne[party], left)
            left = left - returned[party]
    return returned


def _placed(returned: dict[str, Any], borne: Mapping[str, Any], extra: Any) -> dict[str, Any]:
    """A few fen that the bank cannot take go to the first parties that bore more than they got."""
    for party in returned:
        room = borne[party] - returned[party]
        part = least(extra, room)
        if plain(part) > 0:
            returned[party] = returned[party] + part
            extra = extra - part
    return returned


def _pro_rata(borne: Mapping[str, Any], amount: Any, residual: str) -> dict[str, Any]:
    whole = total(borne.values())
    if plain(whole) == 0:
        return {party: part * 0 for party, part in borne.items()}
    returned, left = {}, amount
    for party, part in borne.items():
        if party != residual:
            returned[party] = fen(amount * part / whole)
            if plain(returned[party]) > plain(left):
                returned[party] = left
            left = left - returned[party]
    mine = borne[residual]
    if plain(left) > plain(mine):
        return {**_placed(returned, borne, left - mine), residual: mine}
    return {**returned, residual: left}


def recover(borne: Mapping[str, Any], recovered: Any, costs: Any, order: Sequence[str] = (), residual: str = BANK) -> Recovery:
    """Distribute a recovery. `order` empty: pro rata to the loss borne; else a waterfall in that order.

    Borne 1.1 m, 1.1 m and 0.55 m (bank), 500,000 recovered: 200,000, 200,000 and 100,000.
    """
    net = named(most(recovered - costs, recovered * 0), "net_recovery", "净追回", "元", "追回的钱减去追偿费用，不低于 0。")
    whole = total(borne.values())
    shared = named(least(net, whole), "shared_recovery", "可分配的追回", "元", "各方最多拿回自己承担的部分。")
    found = _in_order(borne, shared, order) if order else _pro_rata(borne, shared, residual)
    pro_rata = "可分配的追回×本方承担÷各方承担，分以下零头归{2}。"
    why, last = "按先后顺序拿回，不超过各自承担的部分。" if order else pro_rata, PARTIES[residual]
    returned = {p: named(found[p], "{0}_returned", "{1}拿回", "元", why, (p, PARTIES[p], last)) for p in borne}
    remaining = {p: named(borne[p] - returned[p], "{0}_final", "{1}最终损失", "元", "", (p, PARTIES[p])) for p in borne}
    surplus = named(net - shared, "surplus", "退给借款人", "元", "追回超过全部损失的部分，属于借款人。")
    return Recovery(net, returned, remaining, surplus)
