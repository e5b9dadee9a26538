"""How a chart looks: a Chart as the option of ECharts, with every number and text ready made.

Numbers go as exact text, which the chart library reads; amounts from 100,000 yuan on are drawn in 万元. Colours are
names of style sheet variables, so that dark mode and print need no second drawing; bars carry patterns and lines differ
in dashes and points, so that nothing rests on colour alone.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from calculators.figure import plain
from calculators.views.chart import Chart, Series, numbers
from calculators.views.format import exact, shown

type Json = dict[str, Any]

INK, FAINT = "currentColor", "var(--cp-faint)"
PALETTE = ("var(--cp-c1)", "var(--cp-c2)", "var(--cp-c3)", "var(--cp-c4)", "var(--cp-c5)")
FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
DASHES = ("solid", "dashed", "dotted")
POINTS = ("circle", "diamond", "triangle", "rect")
MANY = 60
WAN, IN_WAN_FROM = Decimal(10000), Decimal(100000)
STANDING, LYING, LEGEND_ROW = 340, 46, 24


def _scale(values: list[Decimal], unit: str) -> tuple[Decimal, str]:
    """What the drawn number is divided by, and the unit on the axis."""
    if unit == "%":
        return 1 / Decimal(100), "%"
    if unit == "元" and max((abs(value) for value in values), default=Decimal(0)) >= IN_WAN_FROM:
        return WAN, "万元"
    return Decimal(1), unit


def _drawn(value: Any, scale: Decimal) -> str | None:
    bare = plain(value)
    return exact(bare / scale) if isinstance(bare, Decimal) else None


def _tip(chart: Chart, index: int) -> str:
    """What is said of one place on the axis."""
    place = chart.places[index]
    head = shown(place, chart.axis_unit) if chart.numeric else str(place)
    lines = [f"{one.name}：{shown(one.values[index], chart.unit)}" for one in chart.series]
    return "\n".join([f"{chart.axis}：{head}" if chart.numeric else head, *lines])


def _data(chart: Chart, series: Series, scale: Decimal, across: Decimal) -> list[Any]:
    values = [_drawn(value, scale) for value in series.values]
    if chart.numeric:
        return [[exact(place / across), value] for place, value in zip(chart.places, values, strict=True)]
    strong = {"color": PALETTE[1], "borderColor": INK, "borderWidth": 2}
    return [{"value": v, "itemStyle": strong} if at in chart.strong else v for at, v in enumerate(values)]


def _series(chart: Chart, number: int, scale: Decimal, across: Decimal) -> Json:
    series = chart.series[number]
    common = {"name": series.name, "data": _data(chart, series, scale, across), "emphasis": {"disabled": True}}
    if not series.line:
        bar = {"type": "bar", "itemStyle": {"borderColor": INK, "borderWidth": 1}, "barMaxWidth": 34, **common}
        return bar | ({"stack": "one"} if series.stack else {})
    line: Json = {"type": "line", "symbol": POINTS[number % 4], "symbolSize": 6, **common}
    line |= {"showSymbol": len(chart.places) <= MANY, "lineStyle": {"type": DASHES[number % 3], "width": 2}}
    line |= {"step": "end"} if series.step else {}
    return line | ({"markLine": _marks(chart, across)} if number == 0 and chart.marks else {})


def _marks(chart: Chart, across: Decimal) -> Json:
    """Upright lines with the sign of the mark at their top; what each means is told below the drawing."""
    label = {"color": INK, "fontSize": 14, "fontWeight": "bold", "rotate": 0}
    lines = [{"xAxis": exact(mark.at / across), "label": {"formatter": mark.name}} for mark in chart.marks]
    style = {"color": INK, "type": "dashed", "width": 1}
    return {"symbol": "none", "silent": True, "animation": False, "label": label, "lineStyle": style, "data": lines}


def _value_axis(name: str) -> Json:
    return {"type": "value", "name": name, "nameTextStyle": {"color": INK, "align": "left"}, "axisLabel": _label(),
            "nameGap": 12, "splitLine": {"lineStyle": {"color": FAINT}}, "axisLine": {"lineStyle": {"color": INK}}}  # fmt: skip


def _label() -> Json:
    return {"color": INK, "fontSize": 12, "hideOverlap": True}


def _category_axis(chart: Chart) -> Json:
    places = [str(place) for place in chart.places]
    if chart.lying and len(chart.series) == 1:
        places = [f"{p}\n{shown(v, chart.unit)}" for p, v in zip(places, chart.series[0].values, strict=True)]
    axis: Json = {"type": "category", "data": places, "axisLabel": _label(), "axisTick": {"alignWithLabel": True}}
    axis["axisLine"] = {"lineStyle": {"color": INK}}
    if chart.lying:
        return axis | {"inverse": True, "axisLabel": _label() | {"interval": 0, "lineHeight": 17}}
    return axis


def _axes(chart: Chart, unit: str, across_unit: str, across: Decimal) -> Json:
    value = _value_axis(unit)
    if chart.numeric:
        ends = {"min": exact(min(chart.places) / across), "max": exact(max(chart.places) / across)}
        name = f"{chart.axis}（{across_unit}）" if across_unit else chart.axis
        below = {"nameLocation": "middle", "nameGap": 30, "nameTextStyle": {"color": INK}, "splitLine": {"show": False}}
        return {"xAxis": _value_axis(name) | below | ends, "yAxis": value | {"scale": True}}
    if chart.lying:
        # The first tick carries the unit: a name beyond the end of the axis would not fit on a telephone.
        below = {"nameLocation": "middle", "nameGap": 28, "nameTextStyle": {"color": INK}, "splitNumber": 3}
        return {"xAxis": value | below, "yAxis": _category_axis(chart)}
    return {"xAxis": _category_axis(chart), "yAxis": value}


def _tooltip() -> Json:
    # Drawn inside the picture: the library's HTML tooltips carry inline styles, which the security policy forbids.
    box = {"backgroundColor": "var(--cp-tip)", "borderColor": INK, "borderWidth": 1, "padding": 10}
    text = {"color": "var(--cp-tip-ink)", "fontSize": 13, "lineHeight": 20, "fontFamily": FONT}
    pointer = {"type": "line", "lineStyle": {"color": INK}, "label": {"show": False}}
    return {"trigger": "axis", "renderMode": "richText", "confine": True, "axisPointer": pointer, "textStyle": text, **box}


def option(chart: Chart) -> Json:
    """The option of ECharts."""
    scale, unit = _scale(numbers(value for one in chart.series for value in one.values), chart.unit)
    across, across_unit = _scale(list(chart.places), chart.axis_unit) if chart.numeric else (Decimal(1), "")
    legend = len(chart.series) > 1
    top = (LEGEND_ROW if legend else 0) + (8 if chart.lying else 30)
    top += 16 if chart.marks else 0
    words = {"color": INK, "fontFamily": FONT, "fontSize": 12}
    return {
        "animation": False,
        "backgroundColor": "transparent",
        "color": list(PALETTE),
        "textStyle": words,
        "aria": {"enabled": True, "label": {"enabled": False}, "decal": {"show": not chart.numeric}},
        "legend": {"show": legend, "top": 0, "left": 0, "textStyle": words, "selectedMode": False, "itemGap": 14},
        "tooltip": _tooltip(),
        "grid": {"left": 6, "right": 18, "top": top, "bottom": 8 + (24 if chart.lying or chart.numeric else 0)},
        **_axes(chart, unit, across_unit, across),
        "series": [_series(chart, number, scale, across) for number in range(len(chart.series))],
    }


def height(chart: Chart) -> int:
    """CSS pixels: standing charts have one height, lying ones grow with their bars."""
    if not chart.lying:
        return STANDING
    bars = sum(len(one.values) for one in chart.series)
    return 90 + max(len(chart.places) * LYING, bars * 30)


def drawing(chart: Chart) -> str:
    """Everything the drawing needs, as JSON: the option, the height, and what is said at each place on the axis."""
    tips = [_tip(chart, index) for index in range(len(chart.places))]
    content = {"option": option(chart), "height": height(chart), "tips": tips}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
