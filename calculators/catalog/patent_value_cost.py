"""The cost and market sides of 专利价值估算."""

from __future__ import annotations

from typing import Any

from calculators.calculator import Column, Table
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import fen, named, plain, total
from calculators.rules import valuation_cost as rules
from calculators.rules.valuation import typed_cell
from calculators.rules.valuation_cost import Development

MOST_ROWS = 30  # years of price changes, comparable deals
DEAL_COLUMNS = (
    Column("deal", "可比交易"),
    Column("price", "成交价", "元"),
    Column("adjusted", "修正后价格", "元"),
    Column("weight", "权重", total=True),
)


def _limit_rows(given: Given, key: str, name: str) -> None:
    if len(plain(given[key]) or ()) > MOST_ROWS:
        raise InputError.at(key, f"{name}填了 {len(plain(given[key]))} 行，最多 {MOST_ROWS} 行；请合并或删减。")


def _newness(given: Given) -> Any:
    used, remaining = given["used_years"], given["remaining_years"]
    if plain(used) + plain(remaining) == 0:
        raise InputError.at("remaining_years", "已使用年数和尚可使用年数都填了 0，算不出成新率；请填年数。")
    why = "尚可使用年数 ÷（已使用年数 + 尚可使用年数）。"
    return named(rules.newness(used, remaining), "newness", "成新率", "%", why)


def _shown(value: Any, key: str, label: str, why: str) -> Any:
    """An amount as shown, to the fen; the exact one is carried on."""
    return named(fen(value), key, label, "元", why)


def _replacement(given: Given) -> tuple[Any, dict[str, Any]]:
    new = _newness(given)
    return given["replacement_cost"] * new, {"newness": new}


def _self_developed(given: Given) -> tuple[Any, dict[str, Any]]:
    development = Development(
        labour=given["labour"],
        materials=given["materials"],
        other=given["other_development"],
        fees=given["official_fees"],
        years=given["development_years"],
        capital_rate=given["capital_rate"],
        profit_rate=given["reasonable_profit"],
    )
    cost = rules.self_developed_cost(development)
    why = "（研发支出 + 资金成本）×（1 + 合理利润率）；资金成本按一半金额计单利。"
    value = rules.less_obsolescence(cost, given["functional"], given["economic"])
    return value, {"rebuilt_cost": _shown(cost, "rebuilt_cost", "重置成本", why)}


def _historical(given: Given) -> tuple[Any, dict[str, Any]]:
    """Book cost at today's prices, newness, and on request the least licence fee."""
    _limit_rows(given, "price_rows", "各年物价涨幅")
    count = len(plain(given["price_rows"]) or ())
    rates = [
        named(typed_cell(given["price_rows"], n, 0), f"increase_{n}", f"第 {n} 年物价涨幅", "%") for n in range(1, count + 1)
    ]
    cost, new = rules.at_todays_prices(given["historical_cost"], rates), _newness(given)
    figures = {"newness": new, "rebuilt_cost": _shown(cost, "rebuilt_cost", "重置成本", "账面成本逐年乘以（1 + 物价涨幅）。")}
    if given["capacity"] is None:
        return cost * new, figures
    if plain(given["transferee_capacity"]) > plain(given["capacity"]):
        raise InputError.at("transferee_capacity", "被许可方产能大于双方合计产能；请核对两项产能。")
    fee = rules.least_licence_fee(cost * new, given["transferee_capacity"], given["capacity"], given["opportunity_cost"])
    why = "重置成本净值 × 被许可方产能 ÷ 合计产能 + 机会成本。这是使用权的最低收费，不是专利价值。"
    return cost * new, figures | {"least_licence_fee": _shown(fee, "least_licence_fee", "最低许可费", why)}


METHODS = {"replacement": _replacement, "self_developed": _self_developed, "historical": _historical}


def cost_value(given: Given) -> tuple[Any, dict[str, Any]]:
    """Value by the cost approach, unrounded, and the figures on the way."""
    return METHODS[plain(given["cost_method"])](given)


def _deal(given: Given, n: int) -> tuple[Any, Any, Any]:
    """Price, adjusted price and weight of one comparable deal."""
    deals = given["comparables"]
    columns = [c for c, value in enumerate(plain(deals)[n - 1]) if c > 1 and value is not None]
    price = named(typed_cell(deals, n, 0), f"price_{n}", f"第 {n} 笔成交价", "元")
    adjustments = [named(typed_cell(deals, n, c), f"adjustment_{n}_{c - 1}", f"第 {n} 笔修正 {c - 1}", "%") for c in columns]
    adjusted = named(
        rules.adjusted_price(price, adjustments), f"adjusted_{n}", f"第 {n} 笔修正后价格", "元", "成交价逐项乘以（1 + 修正）。"
    )
    return price, adjusted, named(typed_cell(deals, n, 1), f"deal_weight_{n}", f"第 {n} 笔权重", "")


def market_value(given: Given) -> tuple[Any, Table]:
    """Weighted mean of the adjusted prices, unrounded, and the table of deals."""
    _limit_rows(given, "comparables", "可比交易")
    deals = [_deal(given, n) for n in range(1, len(plain(given["comparables"])) + 1)]
    weights = named(total(deal[2] for deal in deals), "deal_weights", "权重合计", "")
    if plain(weights) == 0:
        raise InputError.at("comparables", "可比交易的权重合计是 0；请至少给一笔填大于 0 的权重。")
    value = rules.weighted_mean([deal[1] for deal in deals], [deal[2] for deal in deals])
    rows = tuple((f"第 {n} 笔", *deal) for n, deal in enumerate(deals, 1))
    return value, Table("deals", "可比交易", DEAL_COLUMNS, rows, {"weight": weights})
