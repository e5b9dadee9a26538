"""Charts of the loan calculators: instalments, subsidy, all-in cost, and the limits of an amount."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calculators.calculator import Answer, Column, Table
from calculators.figure import plain
from calculators.views.chart import Chart, Series, column_of, figure_of, label_of, money, numbers, table_of
from calculators.views.format import shown


def _schedule_payments(table: Table) -> Chart:
    """Interest by period; principal too, unless it is paid back at once and would dwarf the interest."""
    interest, repaid = column_of(table, "interest"), column_of(table, "repaid")
    series = [Series(label_of(table, "interest"), interest, stack=True)]
    once = sum(1 for amount in numbers(repaid) if amount) < 2
    if not once:
        series.append(Series(label_of(table, "repaid"), repaid, stack=True))
    most = max(numbers(interest), default=None)
    said = f"共 {len(table.rows)} 行，利息合计 {money(table.totals['interest'])}，单次最多 {money(most)}"
    said += "；本金一次还清，没有画在这张图里。" if once else f"；本金合计 {money(table.totals['repaid'])}。"
    title = "每次付的利息" if once else "每次付的利息和本金"
    places = tuple(str(plain(day)) for day in column_of(table, "paid_on"))
    return Chart("payments", title, said, "付款日", places, tuple(series), "元", table)


def _schedule_balance(table: Table) -> Chart:
    balance = column_of(table, "balance")
    places = tuple(str(plain(day)) for day in column_of(table, "paid_on"))
    said = f"第一次付款后余额 {money(balance[0])}，最后一次付款（{places[-1]}）后余额 {money(balance[-1])}。"
    series = (Series(label_of(table, "balance"), balance, line=True, step=True),)
    return Chart("balance", "付款后还欠多少本金", said, "付款日", places, series, "元", table)


def loan_schedule(answer: Answer) -> Iterator[Chart]:
    """Interest and principal of each payment, and the balance left after it."""
    table = table_of(answer.result, "schedule")
    if table is not None and numbers(column_of(table, "interest")):
        yield _schedule_payments(table)
        yield _schedule_balance(table)


def _loans(table: Table) -> Chart:
    """Interest and subsidy of each loan of the year."""
    places = tuple(f"第 {plain(n)} 笔" for n in column_of(table, "number"))
    series = tuple(Series(label_of(table, key), column_of(table, key)) for key in ("interest", "granted"))
    said = f"{len(places)} 笔合同利息合计 {money(table.totals['interest'])}，可得补贴合计 {money(table.totals['granted'])}。"
    return Chart("loans", "各笔贷款的利息和补贴", said, "笔", places, series, "元", table, lying=True)


def interest_subsidy(answer: Answer) -> Iterator[Chart]:
    """What the contract interest is by period and how much of it counts; what each item gives before and after limits."""
    periods, items = table_of(answer.result, "periods"), table_of(answer.result, "items")
    if periods is not None:
        places = tuple(f"第 {plain(n)} 期" for n in column_of(periods, "number"))
        series = tuple(Series(label_of(periods, key), column_of(periods, key)) for key in ("interest", "counted_interest"))
        said = f"合同利息合计 {money(periods.totals['interest'])}，计入贴息的利息 {money(periods.totals['counted_interest'])}；"
        said += f"可得补贴 {money(figure_of(answer, 'subsidy'))}。"
        yield Chart("periods", "每期利息和计入贴息的利息", said, "计息期", places, series, "元", periods)
    loans = table_of(answer.result, "loans")
    if loans is not None:
        yield _loans(loans)
    if items is not None and (len(items.rows) > 1 or column_of(items, "before") != column_of(items, "granted")):
        series = tuple(Series(label_of(items, key), column_of(items, key)) for key in ("before", "granted"))
        before, got = figure_of(answer, "subsidy_before_caps"), figure_of(answer, "subsidy")
        limit = answer.result.codes.get(str(plain(figure_of(answer, "binding_limit"))), "")
        said = f"限制前 {money(before)}，可得 {money(got)}；{limit or '没有上限起作用'}。"
        places = tuple(str(plain(name)) for name in column_of(items, "item"))
        yield Chart("items", "各项补贴：限制前和可得", said, "项目", places, series, "元", items, lying=True)


def _bars(key: str, title: str, said: str, parts: dict[str, Any], unit: str, strong: int) -> Chart:
    """Bars of some figures of the answer, with a small table of the same figures of their own."""
    head = (Column("part", "项目"), Column("value", "数值", unit))
    table = Table(f"chart_{key}", title, head, tuple(parts.items()))
    series = (Series(title, tuple(parts.values())),)
    return Chart(key, title, said, "项目", tuple(parts), series, unit, table, True, lying=True, strong=(strong,))


COST_PARTS = {"total_interest": "利息", "total_fees": "费用", "total_subsidy": "补贴"}


def financing_cost(answer: Answer) -> Iterator[Chart]:
    """What goes to the bank, what goes in fees, what comes back, and what is left to bear; the rates."""
    parts = {name: figure_of(answer, key) for key, name in COST_PARTS.items()}
    parts["净成本"] = figure_of(answer, "net_cost")
    before, after = figure_of(answer, "rate_before"), figure_of(answer, "rate_after")
    said = f"利息 {money(parts['利息'])}，加费用 {money(parts['费用'])}，减补贴 {money(parts['补贴'])}，"
    said += f"净成本 {money(parts['净成本'])}。"
    if before is not None and after is not None:
        said += f"年化成本补贴前 {shown(before, '%')}，补贴后 {shown(after, '%')}。"
    yield _bars("parts", "成本由什么组成", said, parts, "元", 3)
    rates = {"补贴前": before, "补贴后": after}
    if before is not None and after is not None:
        text = f"补贴使年化成本从 {shown(before, '%')} 变为 {shown(after, '%')}。"
        yield _bars("rates", "补贴前后的年化成本", text, rates, "%", 1)


def loan_amount(answer: Answer) -> Iterator[Chart]:
    """Every limit that was checked as a bar, the binding ones set apart."""
    table = table_of(answer.result, "limits")
    if table is None:
        return
    rows = [row for row in table.rows if row[1] is not None]
    binding = tuple(place for place, row in enumerate(rows) if row[2] == "起作用")
    names = "、".join(str(rows[place][0]) for place in binding)
    unchecked = len(table.rows) - len(rows)
    said = f"核对了 {len(rows)} 项限额，最小的是{names}，可贷额度 {money(figure_of(answer, 'loan_amount'))}"
    said += f"；另有 {unchecked} 项没有核对。" if unchecked else "。"
    places = tuple(f"{row[0]}{'（起作用）' if place in binding else ''}" for place, row in enumerate(rows))
    series = (Series("金额", tuple(row[1] for row in rows)),)
    yield Chart("limits", "各项限额，最小的决定额度", said, "限额", places, series, "元", table, lying=True, strong=binding)
