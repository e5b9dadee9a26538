"""Charts of value and of public money: sensitivity of an estimate, who bears a loss, what a year may cost."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.calculator import Answer, Table
from calculators.figure import plain
from calculators.views.chart import Chart, Series, column_of, figure_of, label_of, money, numbers, table_of


def _texts(table: Table, key: str) -> tuple[str, ...]:
    return tuple(str(plain(cell)) for cell in column_of(table, key))


def _tornado(answer: Answer, table: Table) -> Chart:
    factors = _texts(table, "factor")
    pairs = list(zip(numbers(column_of(table, "less")), numbers(column_of(table, "more")), strict=True))
    spread = [abs(more - less) for less, more in pairs]
    widest = spread.index(max(spread))
    series = tuple(Series(label_of(table, key), column_of(table, key)) for key in ("less", "more"))
    said = f"现在的估算值 {money(figure_of(answer, 'income_value'))}；影响最大的是{factors[widest]}："
    said += f"{series[0].name}时 {money(pairs[widest][0])}，{series[1].name}时 {money(pairs[widest][1])}。"
    return Chart("tornado", "只变一项，估算值怎样变", said, "因素", factors, series, "元", table, lying=True)


def _grid(table: Table) -> Chart:
    heads = table.columns[1:]
    series = tuple(Series(column.label, column_of(table, column.key)) for column in heads)
    values = [value for one in series for value in numbers(one.values)]
    said = f"分成率和折现率同时变动时，估算值在 {money(min(values))}到 {money(max(values))}之间。"
    places = tuple(f"分成率 {text}" for text in _texts(table, "royalty"))
    return Chart("grid", "分成率和折现率一起变", said, "分成率", places, series, "元", table)


def patent_value(answer: Answer) -> Iterator[Chart]:
    """The sensitivity of the income value; the years it comes from."""
    tornado, grid, years = (table_of(answer.result, key) for key in ("tornado", "grid", "years"))
    if years is not None:
        places = tuple(f"第 {plain(n)} 年" for n in column_of(years, "year"))
        series = tuple(Series(label_of(years, key), column_of(years, key)) for key in ("income", "present"))
        said = f"{len(places)} 段收益，折成现值合计 {money(figure_of(answer, 'income_value'))}。"
        yield Chart("years", "逐年收益和它的现值", said, "年", places, series, "元", years)
    if tornado is not None:
        yield _tornado(answer, tornado)
    if grid is not None and len(grid.rows) > 1:
        yield _grid(grid)


def risk_sharing(answer: Answer) -> Iterator[Chart]:
    """Who bears how much of the loss, in the end."""
    table = table_of(answer.result, "parties")
    if table is None:
        return
    names = _texts(table, "party")
    keys = [key for key in ("borne", "final") if numbers(column_of(table, key))]
    series = tuple(Series(label_of(table, key), column_of(table, key)) for key in keys)
    parts = "，".join(f"{name} {money(value)}" for name, value in zip(names, column_of(table, "borne"), strict=True))
    said = f"损失 {money(figure_of(answer, 'loss'))}，各方承担：{parts}。"
    yield Chart("parties", "损失由谁承担", said, "承担方", names, series, "元", table, lying=True)


def fund_budget(answer: Answer) -> Iterator[Chart]:
    """What the year costs at rising certainty beside the normal approximation; the outlay by year."""
    table, path = table_of(answer.result, "levels"), table_of(answer.result, "path")
    if table is not None:
        names = _texts(table, "level")
        keys = [key for key in ("outlay", "normal") if numbers(column_of(table, key))]
        series = tuple(Series(label_of(table, key), column_of(table, key), line=key == "normal") for key in keys)
        outlay = column_of(table, "outlay")
        said = f"{names[0]} 的把握不超过 {money(outlay[0])}，{names[-1]} 的把握不超过 {money(outlay[-1])}；"
        said += f"平均 {money(figure_of(answer, 'mean'))}。"
        yield Chart("levels", "多大把握，一年要多少钱", said, "把握", names, series, "元", table)
    if path is not None:
        series = tuple(Series(label_of(path, key), column_of(path, key), line=key == "so_far") for key in ("paid", "so_far"))
        said = f"各年支出合计 {money(path.totals['paid'])}，最后一年是 {_texts(path, 'year')[-1]} 年。"
        yield Chart("path", "钱在哪几年支出", said, "年度", _texts(path, "year"), series, "元", path)
