"""风险分担: who bears the loss of a pledged loan, what limits cut, what a recovery gives back, how the pool stands.

Source: shares published by other places (data/sharing); the prefecture has published none. Checked with: spreadsheets,
and exact fractions in unrelated code.
Limitations: it does not judge whether a loss qualifies, nor when a payment falls due.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calculators.calculator import Calculator, Result
from calculators.catalog import risk_sharing_tables as tables
from calculators.catalog.risk_sharing_fields import FIELDS, LAYER_PARTIES, layered, scheme_of
from calculators.catalog.risk_sharing_tables import Case
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import apply, fen, least, named, operation, plain, total
from calculators.policy import Policy
from calculators.rules import default_risk, sharing, sharing_pool, sharing_recovery
from calculators.rules.sharing import LIMIT_WORDS, PARTIES, Layer, PoolLimits, Terms
from calculators.rules.subsidy_limits import left_of
from calculators.sharing_schemes import SharingScheme

ORDERS = {
    "pro_rata": (),
    "bank_first": ("bank", "guarantor", "insurer", "valuer", "second_pool", "pool"),
    "pool_first": ("pool", "second_pool", "guarantor", "insurer", "valuer", "bank"),
}


CAPS = {party: f"cap_{party}" for party in PARTIES}


@operation("sharing_cell", "从填写的表格里取出的数")
def sharing_cell(rows: tuple[tuple[Any, ...], ...], row: int, column: int) -> Any:
    """One cell of a table that the visitor typed."""
    return rows[row][column]


def _loss(given: Given) -> Any:
    """Unpaid principal, with interest owed for at most the days agreed when that is the base."""
    if plain(given["unpaid"]) > plain(given["principal"]):
        found = f"填了 {plain(given['unpaid']):,} 元，大于贷款本金 {plain(given['principal']):,} 元"
        raise InputError.at("unpaid", f"未收回的本金{found}；请改小，或改贷款本金。")
    if given["rate"] is None:
        return named(given["unpaid"], "loss", "损失", "元", "按未收回的本金计。")
    counted = least(given["days"], given["most_days"])
    interest = fen(given["unpaid"] * given["rate"] * counted / apply("basis_days", given["basis"]))
    interest = named(interest, "interest_owed", "计入损失的欠息", "元", "本金×年利率×天数÷计息基数；天数不超过约定的最多天数。")
    return named(given["unpaid"] + interest, "loss", "损失", "元", "未收回的本金加欠息。")


def _shares(given: Given, scheme: SharingScheme | None, policy: Policy) -> Mapping[str, Any]:
    """Shares by party: typed, or published (cited). Raises InputError when typed ones do not add up to 100 %."""
    if scheme is not None and scheme.shares:
        return scheme.figures() if policy.traced else scheme.numbers()
    shares = {p: given[f"share_{p}"] for p in PARTIES if given.get(f"share_{p}") is not None}
    whole = sum(plain(share) for share in shares.values()) * 100
    if whole != 100:
        raise InputError.at("share_bank", f"各方分担比例合计 {whole.normalize():f}%，应为 100%；请改各方的比例。")
    return {party: share for party, share in shares.items() if plain(share) or party == sharing.BANK}


def _layers(given: Given) -> list[Layer]:
    """The layers typed, checked: upwards, not overlapping, no layer above 100 %."""
    rows, layers, above = given["layers"], [], 0
    for i, row in enumerate(plain(rows)):
        if row[0] < above or row[1] <= row[0]:
            raise InputError.at("layers", f"第 {i + 1} 行：起点要不低于上一层的终点，终点要大于起点；请从低到高重填。")
        if sum(row[2:]) > 1:
            raise InputError.at("layers", f"第 {i + 1} 行：比例合计超过 100%；请改小，余下的归银行。")
        above = row[1]
        cells = [apply("sharing_cell", rows, i, j) for j in range(len(row))]
        labels = ("起点", "终点", *(f"{PARTIES[p]}比例" for p in LAYER_PARTIES))
        keys = ("from", "to", *LAYER_PARTIES)
        cells = [
            named(cell, f"layer_{key}_{i + 1}", f"第{i + 1}层{label}", "%")
            for cell, key, label in zip(cells, keys, labels, strict=True)
        ]
        layers.append(Layer(cells[0], cells[1], dict(zip(LAYER_PARTIES, cells[2:], strict=True))))
    return layers


def _events(given: Given) -> list[tuple[Any, sharing_pool.Event]]:
    """Date and event of each line, in date order."""
    rows = given["events"]
    order = sorted(range(len(plain(rows) or ())), key=lambda i: plain(rows)[i][0])
    return [
        (
            plain(rows)[i][0],
            sharing_pool.Event(plain(rows)[i][1], named(apply("sharing_cell", rows, i, 2), f"event_{n}", f"第{n}笔金额")),
        )
        for n, i in enumerate(order, 1)
    ]


def _year(given: Given, shares: Mapping[str, Any], ceiling: Any) -> tuple[tuple[Any, ...], Any, Any]:
    """What happened before: the movements with their dates, what the pool has paid, and its balance now."""
    balance, events = given["pool_balance"], _events(given)
    if not events:
        return (), None, balance
    if balance is None:
        raise InputError.at("pool_balance", "填了本年的损失或追回，还缺资金池年初余额；请填写，或清空本年事项。")
    year = sharing_pool.Year(balance, shares["pool"], given["per_loan_cap"], given["yearly_cap"], ceiling)
    movements = sharing_pool.run_year(year, [event for _, event in events])
    paid = None
    if any(movement.pays is not None for movement in movements):
        paid = named(sharing_pool.paid_in(movements), "paid_before", "本年已代偿")
    dated = tuple((day, movement) for (day, _), movement in zip(events, movements, strict=True))
    return dated, paid, movements[-1].balance


def _left(cap: Any, paid: Any) -> Any:
    return cap if cap is None or paid is None else left_of(cap, paid)


def _ceiling(given: Given) -> Any:
    if given["ceiling_percent"] is None or given["outstanding"] is None:
        return None
    return sharing_pool.ceiling_of(given["ceiling_percent"], given["outstanding"])


def _case(given: Given, scheme: SharingScheme | None, shares: Mapping[str, Any], layers: list[Layer]) -> Case:
    loss, ceiling = _loss(given), _ceiling(given)
    movements, paid, balance = _year(given, shares, ceiling)
    residual = scheme.residual if scheme is not None else sharing.BANK
    pool = PoolLimits(given["per_loan_cap"], _left(given["yearly_cap"], paid), _left(ceiling, paid), balance)
    terms = Terms(pool, {party: given.get(key) for party, key in CAPS.items()}, residual)
    by_layers = sharing.share_layers(loss, given["principal"], layers, terms) if layers else None
    parts = by_layers or sharing.share_loss(loss, shares, terms)
    order = ORDERS[plain(given["recovery_rule"]) or "pro_rata"]
    costs = given["costs"] if given["costs"] is not None else given["recovered"] * 0
    borne = {part.party: part.borne for part in parts}
    recovery = sharing_recovery.recover(borne, given["recovered"], costs, order, residual)
    return Case(loss, parts, recovery, movements, paid, balance, ceiling)


def _pool_figures(given: Given, case: Case) -> dict[str, Any]:
    """The pool's balance afterwards, its capacity and both kinds of stop-loss, as far as the answers allow."""
    figures: dict[str, Any] = {}
    part, balance = case.of("pool") if case.balance is not None else None, case.balance
    if part is not None:
        after = balance - part.borne + case.recovery.returned["pool"]
        why = "代偿前余额减去本笔代偿，加上追偿拿回的部分。"
        figures["balance_after"] = balance = named(after, "balance_after", "资金池剩余", "元", why)
    if None not in (balance, given["multiple"], given["outstanding"]):
        found = sharing_pool.capacity(balance, given["multiple"], given["outstanding"])
        figures |= {"capacity": found.capacity, "room": found.room, "capacity_used": found.used}
    if None not in (given["bad"], given["outstanding"], given["threshold"]):
        figures["npl_ratio"] = sharing_pool.npl_ratio(given["bad"], given["outstanding"])
        figures["suspended"] = sharing_pool.suspended(given["bad"], given["outstanding"], given["threshold"])
    figures["ceiling"], figures["paid_before"] = case.ceiling, case.paid
    return figures


def _outlook(given: Given) -> dict[str, Any]:
    """Cumulative default probability, expected loss of the loan, count of defaults, one-factor rate."""
    if given["pd"] is None:
        return {}
    probability = default_risk.cumulative(given["pd"], given["years"])
    loss = default_risk.expected_loss(given["principal"], probability, given["lgd"], 1)
    count = apply("at_least_defaults", given["loans"], probability, given["at_least"])
    rate = apply("one_factor_rate", probability, given["correlation"], given["confidence"])
    why = "笔数多、金额相近的组合里，这个置信水平下不会超过的违约率。"
    return {
        "cumulative_pd": probability,
        "expected_loss": named(loss, "expected_loss", "这笔贷款的预期损失", "元", "本金×累计违约概率×违约损失率，未计上限。"),
        "at_least_probability": named(count, "at_least_probability", "至少这么多笔违约的概率", "%", "各笔相互独立。"),
        "stressed_rate": named(rate, "stressed_rate", "单因子模型的违约率", "%", why),
    }


def _figures(given: Given, case: Case) -> tuple[str, dict[str, Any]]:
    """The headline's key and all figures that apply, in the order shown."""
    pool, rest = case.of("pool"), case.parts[-1]
    others = total([part.borne for part in case.parts[:-1]])
    others = named(others, "others_borne", "{}以外各方承担合计", "元", "各方承担相加。", PARTIES[rest.party])
    figures: dict[str, Any] = {}
    if pool is not None:
        figures = {"pool_borne": pool.borne, "pool_binding": pool.binding}
    figures |= {"others_borne": others, f"{rest.party}_borne": rest.borne, "loss": case.loss}
    if plain(given["recovered"]):
        figures |= {"net_recovery": case.recovery.net, "surplus": case.recovery.surplus}
    figures |= _pool_figures(given, case)
    figures |= _outlook(given)
    headline = "pool_borne" if pool is not None else "others_borne"
    return headline, {key: value for key, value in figures.items() if value is not None}


def compute(given: Given, policy: Policy) -> Result:
    """Who bears how much of the loss, before and after recovery."""
    scheme = scheme_of(given)
    layers = _layers(given) if layered(given) else []
    shares = {} if layers else _shares(given, scheme, policy)
    case = _case(given, scheme, shares, layers)
    headline, figures = _figures(given, case)
    labels = {**PARTIES, **scheme.labels()} if scheme else PARTIES
    found = [tables.parties(case, shares, labels)]
    if layers:
        found.append(tables.layers(case.loss, given["principal"], layers))
    if case.movements:
        found.append(tables.events(case.movements))
    if shares and "expected_loss" in figures:
        found.append(tables.expected(given, figures["cumulative_pd"], shares, labels))
    return Result(
        headline=headline,
        figures=figures,
        sentence=lambda: tables.sentence(case, labels),
        tables=tuple(found),
        notes=lambda: tables.notes(scheme),
        warnings=lambda: tables.warnings(given, figures, scheme),
        codes=LIMIT_WORDS,
    )


CALCULATOR = Calculator(
    name="risk_sharing",
    title="风险分担",
    summary="一笔贷款收不回来，风险补偿资金、担保、保险、评估机构和银行各承担多少，追偿后怎样返还。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "这笔损失是否符合代偿条件，由资金池管理办法和合作协议决定。",
        "代偿的申请材料、时限和垫付利息。",
        "处置质押专利能收回多少：请自己估计后填进未收回的本金或追回金额。",
    ),
)
