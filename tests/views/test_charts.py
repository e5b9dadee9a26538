"""Charts draw what the tables say: the same values, none made up, in a form that the security policy allows."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from calculators.calculator import Answer, run
from calculators.catalog import calculator
from calculators.examples import examples_of
from calculators.figure import plain
from calculators.views.chart import Chart
from calculators.views.chart_html import chart_html
from calculators.views.chart_option import drawing
from calculators.views.charts import CHARTS, charts_of
from calculators.views.html import result_html
from site_config.charts import draw

EXAMPLES = [(name, example.key) for name in CHARTS for example in examples_of(name)]
DRAWN = [(name, examples_of(name)[0].key) for name in CHARTS]


def answer_to(name: str, key: str) -> Answer:
    inputs = next(example.inputs for example in examples_of(name) if example.key == key)
    return run(calculator(name), inputs)


def shown_values(answer: Answer) -> set[Any]:
    """Every number that the answer's figures and tables show."""
    cells = [cell for table in answer.result.tables for row in table.rows for cell in row]
    return {plain(value) for value in [*answer.result.figures.values(), *cells]}


def option_of(chart: Chart) -> Any:
    return json.loads(drawing(chart))["option"]


@pytest.mark.parametrize(("name", "key"), EXAMPLES)
def test_every_value_drawn_is_one_that_the_result_shows(name: str, key: str) -> None:
    answer = answer_to(name, key)
    for chart in charts_of(answer):
        drawn = [plain(value) for one in chart.series for value in one.values if value is not None]
        assert set(drawn) <= shown_values(answer), chart.key
        assert all(len(one.values) == len(chart.places) for one in chart.series)
        assert chart.summary.endswith("。") and chart.title


@pytest.mark.parametrize("name", CHARTS)
def test_the_first_example_of_each_has_a_chart(name: str) -> None:
    assert charts_of(answer_to(*DRAWN[list(CHARTS).index(name)]))


def test_a_chart_in_wan_has_the_exact_value_divided_by_ten_thousand() -> None:
    chart = next(c for c in charts_of(answer_to("loan_schedule", "quarterly_interest")) if c.key == "balance")
    assert option_of(chart)["series"][0]["data"] == ["200", "200", "200", "200", "0"]
    assert option_of(chart)["yAxis"]["name"] == "万元"


def test_a_share_is_drawn_in_percent() -> None:
    chart = next(c for c in charts_of(answer_to("financing_cost", "quarterly_with_fees")) if c.key == "rates")
    before = option_of(chart)["series"][0]["data"][0]
    assert Decimal(before) == 100 * plain(answer_to("financing_cost", "quarterly_with_fees").result.figures["rate_before"])


def test_the_binding_limit_is_set_apart_by_name_as_well_as_by_colour() -> None:
    (chart,) = charts_of(answer_to("loan_amount", "several_bind"))
    binding = [place for place in chart.places if "起作用" in place]
    assert len(binding) == len(chart.strong) > 1
    assert all(chart.places[at] in binding for at in chart.strong)


def test_several_loans_of_a_year_are_drawn_beside_each_other() -> None:
    inputs = {**examples_of("interest_subsidy")[0].inputs, "other_loans": "2025-05-10 2026-05-10 1000000 3.65"}
    answer = run(calculator("interest_subsidy"), inputs)
    chart = next(c for c in charts_of(answer) if c.key == "loans")
    table = next(t for t in answer.result.tables if t.key == "loans")
    assert len(chart.places) == len(table.rows) == 2
    assert sum(plain(value) for value in chart.series[1].values) == plain(table.totals["granted"])


def test_principal_paid_back_at_once_does_not_dwarf_the_interest() -> None:
    once = charts_of(answer_to("loan_schedule", "quarterly_interest"))[0]
    by_parts = charts_of(answer_to("loan_schedule", "equal_instalment"))[0]
    assert [one.name for one in once.series] == ["利息"]
    assert [one.name for one in by_parts.series] == ["利息", "本金"]


def test_lines_differ_by_more_than_colour_and_bars_carry_patterns() -> None:
    chart = next(c for c in charts_of(answer_to("fund_budget", "five_or_six")) if c.key == "levels")
    option = option_of(chart)
    assert option["aria"]["decal"]["show"] is True
    assert {one["type"] for one in option["series"]} == {"bar", "line"}


def test_the_words_of_a_place_name_every_series_with_its_unit() -> None:
    chart = charts_of(answer_to("interest_subsidy", "quarterly_interest"))[0]
    tips = json.loads(drawing(chart))["tips"]
    assert tips[0].split("\n") == ["第 1 期", "合同利息：14,600.00 元", "计入利息：14,600.00 元"]


@pytest.mark.parametrize(("name", "key"), DRAWN)
def test_finished_pictures_hold_nothing_that_the_policy_blocks(name: str, key: str) -> None:
    html = result_html(answer_to(name, key), draw)
    pictures = re.findall(r"<svg.*?</svg>", html)
    assert pictures and len(pictures) == 2 * html.count("<chart-plot")
    for picture in pictures:
        assert not re.search(r"<style|<script|\sstyle=|\son\w+=|href=|class=\"zr", picture)
        assert "NaN" not in picture and "undefined" not in picture
    ids = re.findall(r'\sid="([^"]+)"', "".join(pictures))
    assert len(ids) == len(set(ids))


def test_a_finished_picture_is_the_same_every_time() -> None:
    content = drawing(charts_of(answer_to("risk_sharing", "half_and_half"))[0])
    assert draw(content) == draw(content)


def test_the_live_answer_carries_what_to_draw_and_the_finished_one_the_same_digest() -> None:
    chart = charts_of(answer_to("loan_amount", "collateral_binds"))[0]
    live, finished = chart_html(chart, None), chart_html(chart, draw)
    digest = r'data-digest="([0-9a-f]{12})"'
    assert re.findall(digest, live) == re.findall(digest, finished)
    assert "data-plot=" in live and "<svg" not in live
    assert "data-plot=" not in finished and "<svg" in finished


def test_every_chart_says_what_it_shows_and_where_the_numbers_stand() -> None:
    for name, key in DRAWN:
        html = result_html(answer_to(name, key))
        for figure in re.findall(r"<figure.*?</figure>", html):
            assert 'role="img"' in figure and "aria-label=" in figure and "<figcaption>" in figure
            assert "数值见表" in figure or "<table" in figure
