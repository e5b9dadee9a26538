"""改一个数会怎样: every point is the calculator's own answer, thresholds are where a verdict changes, targets are proved forward."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from calculators.browser import answer as door
from calculators.calculator import Answer, run
from calculators.catalog import NAMES, calculator
from calculators.examples import examples_of
from calculators.figure import plain
from calculators.views.what_if import LAST, Case, Curve, curve, questions, typed, without_backwards
from calculators.views.what_if_html import Asked, fold_html, offered, what_if
from calculators.views.what_if_target import reach
from calculators.views.what_if_words import Said, chart, table, thresholds


def inputs_of(name: str, key: str = "") -> Mapping[str, str]:
    inputs = next(example.inputs for example in examples_of(name) if key in ("", example.key))
    return without_backwards(calculator(name), inputs)


def curve_of(name: str, field: str, key: str = "", budget: int = 160, reach_to: str = "") -> tuple[Answer, Curve]:
    found, values = calculator(name), inputs_of(name, key)
    base = run(found, values)
    asked = next(one for one in found.fields if one.key == field)
    here = typed(base, asked)
    assert here is not None
    case = Case(found, values, asked, base.result.headline, budget)
    return base, curve(case, here, Decimal(reach_to) if reach_to else 2 * here)


def reply_to(name: str, key: str = "", **asked: Any) -> Any:
    return what_if(calculator(name), inputs_of(name, key), Asked(**asked))


OFFERED = [name for name in NAMES if offered(run(calculator(name), inputs_of(name)))]


def test_all_but_the_calendar_have_something_to_vary() -> None:
    assert [name for name in NAMES if name not in OFFERED] == ["pledge_calendar"]


@pytest.mark.parametrize("name", OFFERED)
def test_every_point_is_what_the_calculator_says(name: str) -> None:
    values = inputs_of(name)
    base = run(calculator(name), values)
    asked = questions(base)[0]
    _, found = curve_of(name, asked.key, budget=40)
    for point in found.points:
        if not point.problem:
            again = run(calculator(name), {**values, asked.key: f"{point.x:f}"})
            assert plain(again.result.figures[base.result.headline]) == point.value
    assert found.here in found.points
    assert len(found.points) <= 40 + 2 * len(found.thresholds)


def test_the_limit_that_binds_changes_at_the_fen() -> None:
    base, found = curve_of("loan_amount", "need")
    first, second = found.thresholds
    assert (first.before.x, first.after.x) == (Decimal("1699999.99"), Decimal("1700000.00"))
    assert (second.before.x, second.after.x) == (Decimal("1700000.00"), Decimal("1700000.01"))
    assert dict(first.before.verdict)["binding"] == ("working_capital_need",)
    assert dict(second.after.verdict)["binding"] == ("collateral",)
    assert "由“流动资金需求限额”变为“押品限额、流动资金需求限额”" in next(thresholds(Said(base, found)))


def test_a_cap_is_named_and_the_subsidy_stops_rising_there() -> None:
    base, found = curve_of("interest_subsidy", "principal", "loan_cap_binds")
    (cap,) = found.thresholds
    assert cap.exact and cap.after.x - cap.before.x == Decimal("0.01")
    (text,) = thresholds(Said(base, found))
    assert re.search("起作用的上限由“没有上限起作用”变为“.+”", text)
    assert found.points[-1].value == cap.after.value
    assert found.points[0].value < cap.before.value <= cap.after.value


@pytest.mark.parametrize("name", OFFERED)
def test_both_sides_of_a_threshold_differ_in_the_verdict_and_stand_in_the_table(name: str) -> None:
    base = run(calculator(name), inputs_of(name))
    base, found = curve_of(name, questions(base)[0].key)
    for one in found.thresholds:
        assert one.before.verdict != one.after.verdict
        assert {one.before.x, one.after.x} <= {point.x for point in found.points}
        if one.exact:
            assert one.after.x - one.before.x <= found.unit
    assert len(list(thresholds(Said(base, found)))) == len(found.thresholds)


def test_the_table_and_the_drawing_have_the_same_points() -> None:
    said = Said(*curve_of("loan_amount", "need"))
    drawn = chart(said)
    assert drawn is not None
    assert drawn.places == tuple(row[0] for row in table(said).rows)
    assert drawn.series[0].values == tuple(row[1] for row in table(said).rows)
    assert [(mark.name, mark.at) for mark in drawn.marks] == [("①②", Decimal(1700000)), ("现在", Decimal(4000000))]


def test_percent_is_a_fraction_in_the_table_and_percent_in_words() -> None:
    said = Said(*curve_of("interest_subsidy", "rate"))
    assert Decimal("0.0365") in [row[0] for row in table(said).rows]
    assert said.x(Decimal("3.65")) == "3.65%"


def test_what_the_form_refuses_is_a_gap_with_its_reason() -> None:
    base, found = curve_of("risk_sharing", "unpaid")
    beyond = [point for point in found.points if point.x > Decimal(2000000)]
    assert beyond and all(point.value is None and "大于贷款本金" in point.problem for point in beyond)
    assert "不能计算" in next(thresholds(Said(base, found)))


def test_a_slow_machine_gets_fewer_points_and_no_false_precision() -> None:
    _, found = curve_of("loan_amount", "need", budget=6)
    assert len(found.case.known) <= 9
    assert not all(one.exact for one in found.thresholds)


@pytest.mark.parametrize(("target", "unit"), [("50000", "0.01"), ("12345.67", "0.01"), ("900000", "0.01")])
def test_a_target_is_met_at_the_answer_and_missed_one_step_below(target: str, unit: str) -> None:
    _, found = curve_of("interest_subsidy", "principal")
    got = reach(found, Decimal(target))
    assert got.good is not None and got.next is not None
    assert got.good.value >= Decimal(target) > got.next.value
    assert got.good.x - got.next.x == Decimal(unit) and got.rising


def test_a_cost_is_asked_with_at_most() -> None:
    _, found = curve_of("loan_schedule", "rate")
    got = reach(found, Decimal(80000))
    assert got.good is not None and got.next is not None
    assert got.good.value <= 80000 < got.next.value
    assert got.next.x - got.good.x == Decimal("0.0001")


def test_a_target_out_of_reach_is_refused_with_the_nearest() -> None:
    _, found = curve_of("loan_amount", "need")
    got = reach(found, Decimal(9000000))
    assert got.good is None and got.nearest is not None and got.nearest.value == 1700000
    html = reply_to("loan_amount", field="need", target="900万")["html"]
    assert "都做不到；最接近的是" in html and "1,700,000.00 元" in html


def test_the_sentence_says_both_values_and_the_change() -> None:
    said = reply_to("interest_subsidy", field="principal", at="300万")["announcement"]
    assert said == (
        "贷款本金从 2,000,000.00 元改为 3,000,000.00 元，可得补贴从 29,605.56 元变为 44,408.33 元，增加 14,802.77 元。"
    )


@pytest.mark.parametrize(
    ("name", "question", "target", "figure"),
    [
        ("interest_subsidy", "rate_for_cost", "2", "rate_for_cost"),
        ("financing_cost", "break_even", "4.5", "break_even_rate"),
    ],
)
def test_a_calculators_own_inverse_question_shows_its_checks(name: str, question: str, target: str, figure: str) -> None:
    html = reply_to(name, question=question, target=target)["html"]
    assert f'data-figure="{figure}"' in html
    assert 'data-figure="check_below"' in html and 'data-figure="check_above"' in html


def test_an_own_inverse_question_without_an_answer_says_why() -> None:
    html = reply_to("interest_subsidy", question="cap_principal")["html"]
    assert "仍没有碰到上限；不能倒算" in html


def test_what_an_inverse_question_still_needs_is_said_with_its_place() -> None:
    html = reply_to("loan_amount", question="valuation", target="200万")["html"]
    assert "请填写专利质押率" in html and "在表单的“反算评估值”里填" in html


@pytest.mark.parametrize("name", OFFERED)
def test_settings_are_offered_last(name: str) -> None:
    keys = [one.key for one in questions(run(calculator(name), inputs_of(name)))]
    assert keys == [key for key in keys if key not in LAST] + [key for key in keys if key in LAST]


@pytest.mark.parametrize("name", OFFERED)
def test_every_example_is_answered_within_its_runs(name: str) -> None:
    for example in examples_of(name):
        reply = what_if(calculator(name), dict(example.inputs), Asked(budget=12))
        assert reply["ok"] or reply["announcement"] == "这组输入里没有可以变动的数。", example.key


def test_an_unreadable_number_is_said_and_the_curve_stays() -> None:
    reply = reply_to("interest_subsidy", field="rate", at="三点六")
    assert "看不出数字" in reply["announcement"]
    assert reply["controls"]["field"] == "rate" and "<table" in reply["html"]


def test_texts_of_the_visitor_are_escaped() -> None:
    html = reply_to("interest_subsidy", field="rate", at="<b>1</b>", target="<img src=x>")["html"]
    assert "<img" not in html and "<b>1" not in html
    assert "<img src=x>" in unescape(html)


def test_the_door_answers_and_refuses_a_form_with_mistakes() -> None:
    values = dict(inputs_of("interest_subsidy"))
    request = {"id": 7, "verb": "what_if", "calculator": "interest_subsidy", "values": values, "budget": 20}
    good = json.loads(door(json.dumps(request)))
    assert good["ok"] and good["id"] == 7 and "data-plot" in good["html"]
    bad = json.loads(door(json.dumps({**request, "values": {**values, "principal": "很多"}})))
    assert bad["ok"] is False and "改好" in bad["announcement"]


def test_the_fold_is_complete_without_script() -> None:
    html = str(fold_html(calculator("loan_amount"), inputs_of("loan_amount"), "cp-x", None))
    assert html.startswith("<what-if><details") and "改一个数会怎样" in html
    assert re.search(r"<div hidden data-what-controls>", html)
    assert "①" in html and "<table" in html
