"""The tables of the interest subsidy: periods, items with the limit that bound, and what the bank gets."""

from __future__ import annotations

from typing import Any

from calculators.calculator import Column, Table
from calculators.figure import named, plain, total
from calculators.rules.scheme_claim import Line, Outcome
from calculators.rules.scheme_words import LIMITS
from calculators.rules.settlement import Period
from calculators.rules.subsidy_periods import Counted

PERIOD_COLUMNS = (
    Column("number", "期"),
    Column("start", "起息日"),
    Column("end", "止息日（不含）"),
    Column("days", "天数", "天", total=True),
    Column("interest", "合同利息", "元", total=True),
    Column("paid_on", "付息日"),
    Column("counted_days", "计入天数", "天", total=True),
    Column("counted_interest", "计入利息", "元", total=True),
)
BALANCE = Column("balance", "期初余额", "元")
LINE_COLUMNS = (
    Column("item", "项目"),
    Column("base", "计算基数", "元"),
    Column("ratio", "比例", "%"),
    Column("before", "限制前", "元"),
    Column("limit", "起作用的上限"),
    Column("granted", "可得", "元", total=True),
)
BANK_COLUMNS = (
    Column("item", "项目"),
    Column("base", "计算基数", "元"),
    Column("ratio", "比例", "%"),
    Column("reward", "银行可得", "元", total=True),
)


def period_table(counted: Counted, falling: bool = False) -> Table:
    """Interest by period and what counts of it; with the balance where it falls."""
    rows = []
    for row in counted.rows:
        p = row.period
        balance = (_balance(p),) if falling else ()
        rows.append((p.number, p.start, p.end, p.days, *balance, p.interest, p.paid_on, row.days, row.interest))
    totals = {
        "days": named(total([row.period.days for row in counted.rows]), "days", "计息天数合计", "天"),
        "interest": counted.posted,
        "counted_days": counted.days,
        "counted_interest": counted.interest,
    }
    columns = (*PERIOD_COLUMNS[:4], BALANCE, *PERIOD_COLUMNS[4:]) if falling else PERIOD_COLUMNS
    return Table("periods", "各期利息和计入贴息的部分", columns, tuple(rows), totals)


def _balance(period: Period) -> Any:
    return named(period.balance, "opening_{}", "第{}期期初余额", "元", "", period.number)


def _line_row(number: int, line: Line) -> tuple[Any, ...]:
    base = named(line.base, "line_base_{0}", "{1}的计算基数", "元", "", (number, line.label))
    before = named(line.before_caps, "before_caps_{0}", "{1}（限制前）", "元", "", (number, line.label))
    granted = named(line.amount, "granted_{0}", "{1}（可得）", "元", "", (number, line.label))
    ratio = named(line.ratio, "ratio_{0}", "{1}的比例", "%", "", (number, line.label))
    return (line.label, base, ratio, before, LIMITS[line.binding or "none"], granted)


def line_table(outcome: Outcome, subsidy: Any) -> Table:
    """Items with the limit that bound each; rounding to a coarser unit is a row of its own, so that all adds up."""
    rows = [_line_row(number, line) for number, line in enumerate(outcome.lines, 1)]
    if plain(subsidy) != plain(outcome.amount):
        cut = named(subsidy - outcome.amount, "rounding_cut", "按发放单位舍去", "元")
        rows.append(("按发放单位舍去", None, None, None, "", cut))
    return Table("items", "各项补贴和起作用的上限", LINE_COLUMNS, tuple(rows), {"granted": subsidy})


def bank_table(lines: tuple[Line, ...]) -> tuple[Table, ...]:
    """What the scheme pays to the bank, apart from everything the enterprise gets; nothing without such items."""
    if not lines:
        return ()
    rows = [(line.label, line.base, named(line.ratio, f"bank_ratio_{n}", f"{line.label}的比例", "%"), line.amount)
            for n, line in enumerate(lines, 1)]  # fmt: skip
    whole = named(total(line.amount for line in lines), "bank_reward", "银行可得（不是企业的补贴）")
    return (Table("bank", "给银行的奖励（不是企业的补贴）", BANK_COLUMNS, tuple(rows), {"reward": whole}),)
