"""流动资金需求测算: how large a working-capital loan the reference formula supports.

Source: annex to 《流动资金贷款管理暂行办法》, as reprinted (official text not seen); the 2024 rule keeps the approach.
Checked with: published calculation sheets of both forms and spreadsheets.
Limitations: groups, seasonal producers and single orders are judged by the real transaction, not by this formula.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from calculators.calculator import Calculator, Column, Result, Table
from calculators.errors import InputError
from calculators.fields import Field, Given
from calculators.figure import plain
from calculators.policy import Policy
from calculators.rules import working_capital as rules
from calculators.rules.working_capital import ITEMS, STATUS_WORDS, Funds, Need

MOST = Decimal(10) ** 13
SALES, BALANCES, FUNDS = "销售与利润", "周转", "已有资金"


def _is(key: str, value: str) -> Any:
    """Asked only when an earlier choice has this value."""
    return lambda given: plain(given[key]) == value


def _money(key: str, label: str, group: str, hint: str = "", **more: Any) -> Field:
    lowest = more.pop("lowest", Decimal(0))
    return Field(key=key, label=label, kind="money", lowest=lowest, highest=MOST, hint=hint, group=group, **more)


def _balances() -> tuple[Field, ...]:
    """Opening and closing balance of each of the five items, asked in the full form."""
    return tuple(
        _money(f"{item}_{when}", f"{name}{words}余额", BALANCES, default="0", when=_is("form", "full"))
        for item, (name, _, _) in ITEMS.items()
        for when, words in (("opening", "年初"), ("closing", "年末"))
    )


FIELDS = (
    Field(
        key="form",
        label="测算方式",
        kind="choice",
        choices=(("full", "按资产负债表算周转天数"), ("turnover", "周转次数已知")),
        default="full",
        group=SALES,
    ),
    _money("revenue", "上年度销售收入", SALES, "填上年度利润表的营业收入。", lowest=Decimal("0.01")),
    Field(
        key="margin_from",
        label="销售利润率怎么填",
        kind="choice",
        choices=(("rate", "直接填利润率"), ("profit", "由利润总额算")),
        default="rate",
        hint="利润率 = 利润总额 ÷ 销售收入；也有银行用净利润或营业利润。",
        group=SALES,
    ),
    Field(
        key="margin",
        label="上年度销售利润率",
        kind="percent",
        lowest=Decimal(-1000),
        highest=Decimal(100),
        group=SALES,
        when=_is("margin_from", "rate"),
    ),
    _money("profit", "上年度利润总额", SALES, "亏损填负数。", lowest=-MOST, when=_is("margin_from", "profit")),
    Field(
        key="growth_from",
        label="收入增长怎么填",
        kind="choice",
        choices=(("rate", "直接填增长率"), ("revenue", "由预计收入算")),
        default="rate",
        group=SALES,
    ),
    Field(
        key="growth",
        label="预计销售收入年增长率",
        kind="percent",
        lowest=Decimal(-100),
        highest=Decimal(1000),
        group=SALES,
        when=_is("growth_from", "rate"),
    ),
    _money("next_revenue", "预计下年度销售收入", SALES, when=_is("growth_from", "revenue")),
    Field(
        key="times",
        label="营运资金周转次数",
        kind="number",
        unit="次",
        lowest=Decimal("0.01"),
        highest=Decimal(1000),
        group=BALANCES,
        when=_is("form", "turnover"),
    ),
    _money("cost", "上年度销售成本", BALANCES, "填上年度利润表的营业成本。", when=_is("form", "full")),
    *_balances(),
    Field(
        key="year_days",
        label="一年按多少天",
        kind="integer",
        unit="天",
        lowest=Decimal(360),
        highest=Decimal(366),
        default="360",
        hint="公式用 360 天；周转天数和周转次数用同一天数，需求量不受影响。",
        group=BALANCES,
        when=_is("form", "full"),
    ),
    _money("own_funds", "自有资金", FUNDS, "借款人自有资金中用于营运的部分。", default="0"),
    _money("existing_loans", "现有流动资金贷款", FUNDS, default="0"),
    _money("other_channels", "其他渠道提供的营运资金", FUNDS, default="0"),
    _money("wanted", "想要的新增贷款", FUNDS, "填了就反算：收入要增长多少才支持这笔贷款。", required=False),
)


def _turnover_rows(given: Given) -> list[tuple[Any, ...]]:
    """One row an item: name, opening, closing, average, base, days, signed days."""
    rows = []
    for item, (name, base, _) in ITEMS.items():
        opening, closing = given[f"{item}_opening"], given[f"{item}_closing"]
        mean = rules.average(item, opening, closing)
        if plain(mean) != 0 and plain(given[base]) == 0:
            raise InputError.at(base, f"上年度销售成本填了 0 元，{name}却有余额，算不出周转天数；请填销售成本。")
        days = rules.turnover_days(item, mean, given[base], given["year_days"])
        rows.append((name, opening, closing, mean, given[base], days, rules.cycle_part(item, days)))
    return rows


COLUMNS = (
    Column("item", "项目"),
    Column("opening", "年初余额", "元"),
    Column("closing", "年末余额", "元"),
    Column("average", "平均余额", "元"),
    Column("base", "销售收入或成本", "元"),
    Column("days", "周转天数", "天"),
    Column("in_cycle", "计入周期", "天", total=True),
)


NOTES = (
    "周转天数和周转次数不先取整；只有金额四舍五入到分。",
    "公式来自《流动资金贷款管理暂行办法》附件的转载；2024 年新规沿用这一思路，原文待核实。",
    "银行可按预测调整周转天数，也可对小额贷款简化测算。",
)


def _margin(given: Given) -> Any:
    if given["margin"] is not None:
        return given["margin"]
    return rules.margin_from_profit(given["profit"], given["revenue"])


def _growth(given: Given) -> Any:
    if given["growth"] is not None:
        return given["growth"]
    return rules.growth_from_revenue(given["next_revenue"], given["revenue"])


def _sentence(need: Need) -> str:
    status, loan = plain(need.status), plain(need.new_loan)
    if status == "cycle_not_positive":
        return "周转期不大于 0：应付、预收已覆盖占用的资金，公式不给出新增贷款需求。"
    if status == "no_gap":
        return f"已有资金够用，没有缺口，新增流动资金贷款需求为 0 元（需求量 {plain(need.need):,.2f} 元）。"
    return f"新增流动资金贷款需求为 {loan:,.2f} 元（营运资金需求量 {plain(need.need):,.2f} 元，减去已有资金）。"


def _inverse(given: Given, margin: Any, times: Any, funds: Funds) -> Any:
    """Growth needed for the wanted loan; None when not asked for or when no growth could do it."""
    if given["wanted"] is None or times is None or plain(margin) == 1:
        return None
    return rules.growth_needed(given["wanted"], given["revenue"], margin, times, funds)


def _warnings(given: Given, margin: Any, times: Any) -> tuple[str, ...]:
    found = []
    if plain(margin) < 0:
        found.append("上年度亏损：公式里利润率为负，会放大需求量，银行一般另行判断。")
    if given["wanted"] is not None and (times is None or plain(margin) == 1):
        found.append("按现有周转和利润率，收入怎样增长都算不出想要的贷款。")
    return tuple(found)


def _cycle(given: Given) -> tuple[Any, Any, tuple[Table, ...]]:
    """Operating cycle, turnover times (None when the cycle is not positive) and the table they come from."""
    if plain(given["form"]) == "turnover":
        return given["times"], given["times"], ()
    rows = _turnover_rows(given)
    cycle = rules.operating_cycle([row[-1] for row in rows])
    table = Table("turnover_days", "周转天数", COLUMNS, tuple(rows), {"in_cycle": cycle})
    return cycle, rules.turnover_times(given["year_days"], cycle), (table,)


def _figures(need: Need, cycle: Any, times: Any, growth: Any, full: bool) -> dict[str, Any]:
    """The figures shown; those that do not apply are left out."""
    figures = {"new_loan": need.new_loan, "need": need.need, "before_floor": need.before_floor, "status": need.status}
    if full:
        figures |= {"operating_cycle": cycle, "turnover_times": times}
    figures["growth_needed"] = growth
    return {key: value for key, value in figures.items() if value is not None}


def compute(given: Given, policy: Policy) -> Result:
    """Turnover days, need, new loan and, on request, the growth that a wanted loan takes."""
    cycle, times, tables = _cycle(given)
    funds = Funds(given["own_funds"], given["existing_loans"], given["other_channels"])
    margin = _margin(given)
    need = rules.loan_need(given["revenue"], margin, _growth(given), times, cycle, funds)
    return Result(
        headline="new_loan",
        figures=_figures(need, cycle, times, _inverse(given, margin, times, funds), bool(tables)),
        sentence=lambda: _sentence(need),
        tables=tables,
        notes=NOTES,
        warnings=lambda: _warnings(given, margin, times),
        codes=STATUS_WORDS,
    )


CALCULATOR = Calculator(
    name="working_capital_need",
    title="流动资金需求测算",
    summary="按监管部门的参考公式，由销售收入、利润率、增长率和周转天数测算还需要多少流动资金贷款。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "集团客户须用合并报表，季节性生产和单笔订单按实际交易测算。",
        "银行对周转天数的预测调整和安全系数。",
        "固定资产、研发等长期资金需求。",
    ),
)
