"""Working-capital loan need (流动资金贷款需求量), the reference formula of the annex to 《流动资金贷款管理暂行办法》.

need = last year's revenue × (1 − profit margin) × (1 + growth) ÷ turnover of working capital
turnover = days in the year ÷ (inventory + receivables − payables + prepayments − advances from customers, in days)
new loan = need − own funds − existing working-capital loans − funds from other channels

Money is yuan, rates are fractions, days are not rounded before use; only reported amounts are rounded to the fen.
A balance of zero has 0 days. Source: domain formula as printed in reprints of the annex (official text not seen).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.figure import apply, fen, most, named, operation, plain, total
from calculators.money import settle

ZERO = Decimal(0)

# item -> Chinese name, what turns it over (revenue or cost), and its sign in the operating cycle.
ITEMS: dict[str, tuple[str, str, int]] = {
    "inventory": ("存货", "cost", 1),
    "receivables": ("应收账款", "revenue", 1),
    "payables": ("应付账款", "cost", -1),
    "prepayments": ("预付账款", "cost", 1),
    "advances": ("预收账款", "revenue", -1),
}
BASE_NAMES = {"revenue": "销售收入", "cost": "销售成本"}
STATUS_WORDS = {"normal": "有缺口", "no_gap": "没有缺口", "cycle_not_positive": "周转期不为正，公式不给出需求"}


class Funds(NamedTuple):
    """What already covers part of the need, in yuan."""

    own: Any = ZERO
    loans: Any = ZERO
    other: Any = ZERO


class Need(NamedTuple):
    """The answer. `exact` is the need before rounding; `before_floor` may be negative, `new_loan` never is."""

    need: Any
    before_floor: Any
    new_loan: Any
    status: Any


@operation("working_capital_status", "周转期 {0}、缺口 {1} 的情形")
def status_of(cycle: Decimal, gap: Decimal) -> str:
    """`cycle_not_positive`, `no_gap` (gap not above 0) or `normal`, decided on exact values."""
    if settle(cycle) <= 0:
        return "cycle_not_positive"
    return "no_gap" if settle(gap) <= 0 else "normal"


def average(item: str, opening: Any, closing: Any) -> Any:
    """Mean of the opening and the closing balance, yuan."""
    why = "年初、年末余额的平均。"
    return named((opening + closing) / 2, "average_{0}", "{1}平均余额", "元", why, (item, ITEMS[item][0]))


def turnover_days(item: str, mean: Any, base: Any, year: Any) -> Any:
    """Days that an item is tied up: year × average balance ÷ revenue or cost. 0 for a zero balance.

    Raises ZeroDivisionError when there is a balance but nothing turned it over.
    """
    name, turned_over_by, _ = ITEMS[item]
    value = year * mean if plain(mean) == 0 else year * mean / base
    why = "一年的天数 × 平均余额 ÷ {2}。"
    return named(value, "{0}_days", "{1}周转天数", "天", why, (item, name, BASE_NAMES[turned_over_by]))


def cycle_part(item: str, days: Any) -> Any:
    """The item's days with their sign in the cycle: payables and advances finance the others."""
    name, _, sign = ITEMS[item]
    value = days if sign > 0 else ZERO - days
    why = "占用资金，计入周期。" if sign > 0 else "别人的钱先用着，从周期里扣除。"
    return named(value, "{0}_in_cycle", "{1}计入周期", "天", why, (item, name))


def operating_cycle(parts: Iterable[Any]) -> Any:
    """Days between paying and being paid, the sum of the signed parts. May be negative."""
    why = "存货 + 应收 − 应付 + 预付 − 预收，各项周转天数。"
    return named(total(parts), "operating_cycle", "营运资金周转期", "天", why)


def turnover_times(year: Any, cycle: Any) -> Any:
    """How often working capital turns over in a year; None when the cycle is not positive."""
    if settle(plain(cycle)) <= 0:
        return None
    return named(year / cycle, "turnover_times", "营运资金周转次数", "次", "一年的天数 ÷ 营运资金周转期。")


def margin_from_profit(profit: Any, revenue: Any) -> Any:
    """Profit margin: total profit ÷ revenue."""
    return named(profit / revenue, "margin", "上年度销售利润率", "%", "利润总额 ÷ 销售收入。")


def growth_from_revenue(next_year: Any, revenue: Any) -> Any:
    """Expected growth: next year's revenue ÷ last year's − 1."""
    return named(next_year / revenue - 1, "growth_rate", "预计销售收入年增长率", "%", "预计下年收入 ÷ 上年收入 − 1。")


def amount_needed(revenue: Any, margin: Any, growth: Any, times: Any) -> Any:
    """Working capital needed, yuan, not rounded."""
    return revenue * (1 - margin) * (1 + growth) / times


def _no_need(cycle: Any) -> Need:
    why = "周转期不大于 0，公式不给出需求。"
    zero = apply("nothing", cycle)
    status = apply("working_capital_status", cycle, ZERO)
    return Need(
        named(zero, "need", "营运资金需求量", "元", why),
        named(zero, "before_floor", "测算的新增贷款（未限零）", "元", why),
        named(zero, "new_loan", "新增流动资金贷款需求", "元", why),
        named(status, "status", "测算情形", ""),
    )


@operation("nothing", "没有数额（0）")
def nothing(_: Any) -> Decimal:
    """Zero, whatever the ground for it."""
    return ZERO


def loan_need(revenue: Any, margin: Any, growth: Any, times: Any, cycle: Any, funds: Funds) -> Need:
    """Need, gap and new loan from the turnover. `times` None means the cycle (days) is not positive."""
    if times is None:
        return _no_need(cycle)
    exact = amount_needed(revenue, margin, growth, times)
    gap = exact - funds.own - funds.loans - funds.other
    why = "营运资金需求量 − 自有资金 − 现有流动资金贷款 − 其他渠道资金。"
    before = named(fen(gap), "before_floor", "测算的新增贷款（未限零）", "元", why)
    return Need(
        named(fen(exact), "need", "营运资金需求量", "元", "上年收入 ×（1 − 利润率）×（1 + 增长率）÷ 周转次数。"),
        before,
        named(most(before, ZERO), "new_loan", "新增流动资金贷款需求", "元", "缺口为负时记 0。"),
        named(apply("working_capital_status", cycle, gap), "status", "测算情形", ""),
    )


def growth_needed(wanted: Any, revenue: Any, margin: Any, times: Any, funds: Funds) -> Any:
    """The growth at which the formula gives the wanted new loan; a fraction, may be negative.

    Raises ZeroDivisionError when revenue × (1 − margin) is zero.
    """
    covered = wanted + funds.own + funds.loans + funds.other
    value = covered * times / (revenue * (1 - margin)) - 1
    why = "把需求公式反过来，求增长率。"
    return named(value, "growth_needed", "想贷这么多，收入须增长", "%", why)
