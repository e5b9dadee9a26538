"""A result as HTML: headline, figures, tables, derivation, sources, what is not covered. The same code renders the
worked example at build time and the live answer in the browser."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from calculators import __version__
from calculators.calculator import Answer, Column, Result, Table, figures_of
from calculators.citation import TRUST_WORDS, Citation
from calculators.figure import Figure, leaves, plain, unverified
from calculators.policy import rule_digest
from calculators.views.answered import answered_html
from calculators.views.chart import Chart
from calculators.views.chart_html import Draw, figures_html
from calculators.views.charts import charts_of
from calculators.views.derivation import Step, explain, grouped, tag_of
from calculators.views.format import exact, in_wan
from calculators.views.markup import Html, join, tag
from calculators.views.words import Words

DEEPEST = 8
UNVERIFIED = tag("span", "待核实", class_="cp-unverified", title="所依据的数值还没有人对照原文核对")


def _unit(value: object) -> str:
    return tag_of(value).unit if value.__class__ is Figure else ""


def _label(key: str, value: object) -> str:
    return tag_of(value).label if value.__class__ is Figure else key


def doubt(value: object) -> Html | None:
    """The mark 待核实 beside a value that rests on something nobody has checked."""
    return UNVERIFIED if value.__class__ is Figure and unverified(value) else None


def headline(result: Result, words: Words) -> Html:
    """The answer people came for, large, with its sentence."""
    value = result.figures[result.headline]
    wan = in_wan(plain(value)) if _unit(value) == "元" else ""
    amount = tag(
        "strong",
        words(value),
        class_="cp-amount",
        data_headline=True,
        data_figure=result.headline,
        data_value=exact(value),
    )
    return tag(
        "div",
        tag("p", _label(result.headline, value), class_="cp-headline-label"),
        tag("p", amount, tag("span", f"（{wan}）", class_="cp-wan") if wan else None, doubt(value)),
        tag("p", result.sentence, class_="cp-sentence"),
        class_="cp-headline",
    )


def _figures(result: Result, words: Words) -> Html:
    rows = [
        tag(
            "div",
            tag("dt", _label(key, value)),
            tag("dd", tag("span", words(value), data_figure=key, data_value=exact(value)), doubt(value)),
        )
        for key, value in result.figures.items()
        if key != result.headline
    ]
    return tag("dl", *rows, class_="cp-figures") if rows else Html("")


def _cell(value: object, column: Column, words: Words) -> Html:
    bare = plain(value)
    kind = "cp-number" if isinstance(bare, Decimal) else "cp-day" if isinstance(bare, date) else None
    attributes = {"class_": kind} if kind else {}
    if column.wide:
        attributes = {"class_": "cp-wide"}
    if value.__class__ is Figure and value.tag is not None:
        attributes |= {"data_figure": value.tag.key, "data_value": exact(value)}
    return tag("td", words(value) if column.own_unit else words.cell(value, column.unit), **attributes)


def table_html(table: Table, words: Words) -> Html:
    """A table that scrolls inside itself on a phone; the unit stands in the head, the total below."""
    head = [tag("th", f"{c.label}（{c.unit}）" if c.unit else c.label, scope="col") for c in table.columns]
    body = [
        tag("tr", *(_cell(cell, column, words) for cell, column in zip(row, table.columns, strict=True))) for row in table.rows
    ]
    foot = None
    if table.totals:
        first, *rest = table.columns
        cells = [_cell(table.totals.get(c.key), c, words) if c.key in table.totals else tag("td") for c in rest]
        foot = tag("tfoot", tag("tr", tag("th", "合计", scope="row"), *cells))
    return tag(
        "div",
        tag(
            "table",
            tag("caption", table.title),
            tag("thead", tag("tr", *head)),
            tag("tbody", *body),
            foot,
            class_="cp-table",
            data_table=table.key,
        ),
        class_="cp-scroll",
        tabindex="0",
        role="region",
        aria_label=table.title,
    )


def source(cite: Citation) -> Html:
    """One source: document, number, clause, trust in words; a link only where one may be shown."""
    name = f"{cite.document}{f'（{cite.number}）' if cite.number else ''}"
    linked = tag("a", name, href=cite.url, rel="noopener") if cite.url else name
    return join(
        linked,
        f"，{cite.clause}；{TRUST_WORDS[cite.trust]}",
        f"，{cite.checked} 核对" if cite.checked else "",
        f"；{cite.note}" if cite.note else "",
        UNVERIFIED if cite.unverified else None,
    )


def _step_body(step: Step) -> Html:
    if step.cite is not None:
        return tag("p", "来源：", source(step.cite), class_="cp-source")
    if not step.formula:
        return tag("p", "您填写的数值。", class_="cp-source")
    return join(
        tag("p", step.tag.why, class_="cp-why") if step.tag.why else None,
        tag("p", f"{step.tag.label} = {step.formula}", class_="cp-formula"),
        tag("p", f"= {step.values}", f"，{step.rounding}" if step.rounding else "", class_="cp-values"),
    )


def _step(figure: Figure, seen: set[int], words: Words, more: int = 0, depth: int = 0) -> Html:
    """One step and, nested, the steps of its parts. A figure already explained is only named again.

    A balance rests on the balance before it, 360 times over; past DEEPEST the table shows the rest better.
    """
    step = explain(figure, words)
    title = join(f"{step.tag.label}：", tag("b", words(figure)))
    if id(figure) in seen or (depth > DEEPEST and figure.op):
        pointer = "（见上）" if id(figure) in seen else "（算法同上一期，数值见表）"
        return tag("li", title, tag("span", pointer, class_="cp-again"))
    seen.add(id(figure))
    parts = [_step(part, seen, words, extra, depth + 1) for part, extra in grouped(step.parts)]
    left_out = f"另有 {more} 项算法相同，数值见表。" if more else None
    inner = join(_step_body(step), tag("ul", *parts) if parts else None, tag("p", left_out) if left_out else None)
    return tag("li", tag("details", tag("summary", title), inner))


def derivation(result: Result, words: Words) -> Html:
    """Every shown figure's derivation, the headline's opened one level; each figure is explained once."""
    seen: set[int] = set()
    first = result.figures[result.headline]
    ordered = [first, *(v for k, v in result.figures.items() if k != result.headline)]
    steps = [_step(v, seen, words) for v in ordered if v.__class__ is Figure and v.op and id(v) not in seen]
    if not steps:
        return Html("")
    return tag(
        "details",
        tag("summary", "怎么算出来的"),
        tag("ul", *steps, class_="cp-steps"),
        class_="cp-derivation",
        data_derivation=True,
    )


def _sources(result: Result) -> Html:
    found: dict[Citation, None] = {}
    for part in leaves(*figures_of(result)):
        if part.tag is not None and part.tag.cite is not None:
            found.setdefault(part.tag.cite)
    if not found:
        return Html("")
    items = [tag("li", source(cite)) for cite in found]
    return tag("details", tag("summary", f"用到的政策参数来源（{len(items)} 条）"), tag("ul", *items), class_="cp-sources")


def _list(title: str, entries: tuple[str, ...], name: str) -> Html:
    if not entries:
        return Html("")
    return tag("section", tag("h2", title), tag("ul", *(tag("li", e) for e in entries)), class_=name)


def result_html(answer: Answer, draw: Draw | None = None) -> Html:
    """Everything inside [data-result]. `draw` makes finished pictures of the charts; without it the page draws them."""
    result, words = answer.result, Words.of(answer)

    def own_table(chart: Chart) -> Html:
        return table_html(chart.table, words)

    return join(
        answered_html(answer),
        headline(result, words),
        _list("请注意", result.warnings, "cp-warnings"),
        _figures(result, words),
        figures_html(charts_of(answer), draw, own_table),
        *(table_html(table, words) for table in result.tables if table.rows),
        derivation(result, words),
        _sources(result),
        _list("口径说明", result.notes, "cp-notes"),
        _list("没有计算的内容", answer.calculator.not_covered, "cp-not-covered"),
        tag(
            "p",
            f"按 {answer.on} 的政策参数计算。规则版本 {rule_digest()}，程序版本 {__version__}。",
            "结果是测算，不是审批或授信承诺。",
            class_="cp-version",
        ),
    )
