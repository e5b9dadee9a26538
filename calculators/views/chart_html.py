"""A chart on the page: a figure with its caption, the drawing, and the way to the same numbers as a table.

At build time `draw` gives the finished pictures. In the browser there is none: the element carries what is to be drawn, and
the page's script draws it when it is looked at (site_config/assets/charts.js).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from calculators.views.chart import Chart
from calculators.views.chart_option import drawing
from calculators.views.markup import Html, join, tag

type Draw = Callable[[str], Html]


def chart_html(chart: Chart, draw: Draw | None, table: Html | None = None) -> Html:
    """One figure. `table` is the chart's own table, folded below it; else the caption names the table of the result."""
    content = drawing(chart)
    picture = tag(
        "chart-plot",
        draw(content) if draw else None,
        class_="cp-plot",
        data_chart=chart.key,
        role="img",
        aria_label=f"图：{chart.title}。{chart.summary}",
        data_digest=hashlib.sha256(content.encode()).hexdigest()[:12],
        data_plot=None if draw else content,
    )
    where = None if table is not None else f"数值见表“{chart.table.title}”。"
    caption = tag("figcaption", tag("b", chart.title), tag("span", chart.summary), where)
    fold = None if table is None else tag("details", tag("summary", f"表：{chart.title}"), table, class_="cp-chart-table")
    return tag("figure", caption, picture, fold, class_="cp-chart")


def figures_html(charts: Iterable[Chart], draw: Draw | None, table: Callable[[Chart], Html]) -> Html:
    """All figures of an answer, in a row; `table` renders a chart's own table."""
    return join(*(chart_html(chart, draw, table(chart) if chart.own_table else None) for chart in charts))
