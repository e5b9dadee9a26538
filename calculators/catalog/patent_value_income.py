"""The income side of 专利价值估算: amounts by year, discount rate, value, and the table of years."""

from __future__ import annotations

from typing import Any

from calculators.calculator import Column, Table
from calculators.catalog.patent_value_fields import ASSET_KINDS, PREMIUMS
from calculators.fields import Given
from calculators.figure import named, plain, total
from calculators.rules import valuation, valuation_rate
from calculators.rules.economic_life import Life
from calculators.rules.valuation import ONE, Model, Year, typed_cell

BASES = {"royalty": "专利产品收入", "profit_split": "净利润", "excess": "专利产品收入", "annuity": "超额利润"}


def _typed_years(rows: Any, label: str, key: str, count: int) -> tuple[Any, ...]:
    """The first `count` yearly amounts of a list typed line by line."""
    numbers = range(1, min(len(plain(rows)), count) + 1)
    return tuple(named(typed_cell(rows, n, 0), "{0}_{1}", "第 {1} 年{2}", "元", "", (key, n, label)) for n in numbers)


def _amounts(given: Given, count: int) -> tuple[Any, ...]:
    """Revenue, net profit or excess profit of each forecast year, yuan a full year."""
    method = plain(given["income_method"])
    if method == "annuity":
        return (given["excess_profit"],) * count
    if method == "profit_split":
        return _typed_years(given["profit_rows"], "净利润", "profit", count)
    if plain(given["revenue_from"]) == "rows":
        return _typed_years(given["revenue_rows"], "收入", "revenue", count)
    return valuation.grown(given["first_revenue"], [given["growth"]] * (count - 1))


def _split(given: Given) -> dict[str, Any]:
    """Equivalent investments and the patent's share of them."""
    patent = valuation.equivalent_investment(given["patent_cost"], given["patent_profit_rate"], given["price_increase"])
    enterprise = valuation.equivalent_investment(given["enterprise_cost"], given["enterprise_profit_rate"])
    why = "成本 ×（1 + 物价涨幅）×（1 + 成本利润率）。"
    patent = named(patent, "patent_investment", "专利的约当投资量", "元", why)
    enterprise = named(enterprise, "enterprise_investment", "企业的约当投资量", "元", "重置成本 ×（1 + 成本利润率）。")
    share = valuation.profit_share(patent, enterprise)
    return {
        "patent_investment": patent,
        "enterprise_investment": enterprise,
        "profit_share": named(share, "profit_share", "专利的利润分成率", "%", "专利约当投资量 ÷ 两者之和。"),
    }


def portions(given: Given, count: int, royalty: Any, share: Any) -> tuple[Any, ...]:
    """What part of each year's amount belongs to the patent."""
    method = plain(given["income_method"])
    if method == "royalty":
        early = plain(given["decay_from"]) == "first"
        return tuple(given["share"] * rate for rate in valuation.royalties(royalty, given["decay"], count, early))
    if method == "excess":
        typed = min(len(plain(given["margin_rows"]) or ()), count)
        own = (typed_cell(given["margin_rows"], n, 0) for n in range(1, typed + 1))
        found = [named(rate, "margin_{}", "第 {} 年利润率", "%", "", n) for n, rate in enumerate(own, 1)]
        return (*found, *(given["margin"],) * (count - typed))
    return ({"profit_split": share, "annuity": ONE}[method],) * count


def _charge(given: Given) -> Any:
    """Yearly return of the other assets; None when none were listed."""
    if plain(given["income_method"]) != "excess" or given["assets"] is None:
        return None
    pairs = []
    for n, row in enumerate(plain(given["assets"]), 1):
        name = ASSET_KINDS[row[0]]
        value = named(typed_cell(given["assets"], n, 1), f"asset_value_{n}", f"{name}价值", "元")
        pairs.append((value, named(typed_cell(given["assets"], n, 2), f"asset_return_{n}", f"{name}回报率", "%")))
    return named(valuation.asset_charge(pairs), "asset_charge", "其他资产每年应得回报", "元", "各项价值 × 税后回报率，相加。")


def discount_rate(given: Given) -> dict[str, Any]:
    """The discount rate and, on the way, cost of equity and WACC."""
    kind = plain(given["rate_from"])
    if kind == "direct":
        return {"discount_rate": named(given["discount"], "discount_rate", "采用的折现率", "%")}
    if kind == "build_up":
        rate = valuation_rate.build_up(given["risk_free"], [given[f"premium_{key}"] for key in PREMIUMS])
        return {"discount_rate": named(rate, "discount_rate", "采用的折现率", "%", "无风险利率 + 各项风险报酬率。")}
    equity = valuation_rate.cost_of_equity(given["risk_free"], given["beta"], given["equity_premium"], given["size_premium"])
    equity = named(equity, "cost_of_equity", "权益资本成本", "%", "无风险利率 + β × 市场风险溢价 + 规模溢价。")
    found = {"cost_of_equity": equity}
    base = equity
    if kind == "wacc":
        base = valuation_rate.wacc(equity, given["debt_cost"], given["debt_share"], given["tax"])
        found["wacc"] = base = named(base, "wacc", "加权平均资本成本", "%", "权益与债务按占比加权，债务成本扣税。")
    rate = base + given["intangible_premium"]
    return {"discount_rate": named(rate, "discount_rate", "采用的折现率", "%", "资本成本 + 无形资产溢价。"), **found}


def build(given: Given, life: Life) -> tuple[Model, dict[str, Any]]:
    """The model of the years, and the figures it rests on."""
    full, left, part, lengths = valuation.life_lengths(given["valuation_date"], life.ends_on)
    figures = {"full_years": full, "part_year_days": left} | discount_rate(given)
    amounts = _amounts(given, len(lengths))
    if plain(given["income_method"]) == "profit_split":
        figures |= _split(given)
    tax = None if plain(given["income_method"]) == "profit_split" else given["tax"]
    model = Model(
        spans=valuation.forecast(lengths, given["timing"]),
        amounts=amounts,
        portions=portions(given, len(lengths), given["royalty"], figures.get("profit_share")),
        tax=tax,
        charge=_charge(given),
        rate=figures["discount_rate"],
    )
    return model, figures


def worth(model: Model, given: Given) -> Any:
    """The full formula: Σ present values, with the amortisation benefit when it is asked for. Yuan, unrounded."""
    value = valuation.value_of(model)
    if plain(given["with_tab"]) is not True:
        return value
    return valuation_rate.with_tax_benefit(value, given["tax"], model.rate, given["tab_years"])


def _portion_label(method: str) -> str:
    return {"royalty": "归属比例×分成率", "profit_split": "利润分成率", "excess": "利润率", "annuity": "比例"}[method]


def year_table(rows: tuple[Year, ...], method: str) -> Table:
    """One row a year; cells are unrounded, so that the totals are the value itself."""
    columns = (
        Column("year", "第几年"),
        Column("length", "本年长度", "年"),
        Column("amount", BASES[method], "元"),
        Column("portion", _portion_label(method), "%"),
        Column("income", "归属专利的收益", "元", total=True),
        Column("time", "折现年数", "年"),
        Column("factor", "折现系数"),
        Column("present", "现值", "元", total=True),
    )
    cells = tuple(
        (str(r.span.number), r.span.length, r.amount, r.portion, r.income, r.span.time, r.factor, r.value) for r in rows
    )
    totals = {
        "income": named(total([row.income for row in rows]), "income_total", "归属专利的收益合计", "元", "各年相加。"),
        "present": named(total([row.value for row in rows]), "present_total", "现值合计", "元", "各年相加，不先取整。"),
    }
    return Table("years", "逐年收益和现值", columns, cells, totals)


def forecast_warnings(given: Given, model: Model) -> tuple[str, ...]:
    """Says so when the years typed and the years left do not match."""
    needed = len(model.spans)
    margins = len(plain(given["margin_rows"]) or ())
    if margins > needed:
        return (f"收益期只跨 {needed} 个年度，利润率填了 {margins} 年；多出的没有用。",)
    rows = given["profit_rows"] if given["profit_rows"] is not None else given["revenue_rows"]
    if rows is None:
        return ()
    typed = len(plain(rows))
    if typed < needed:
        return (f"收益期跨 {needed} 个年度，只填了 {typed} 年；之后各年按没有收益算。",)
    if typed > needed:
        return (f"收益期只跨 {needed} 个年度，填了 {typed} 年；多出的没有用。",)
    return ()
