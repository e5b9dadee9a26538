"""The door that the browser uses: JSON in, JSON out, never an exception."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from calculators.browser import answer
from calculators.examples import example


def ask(**request: object) -> dict:
    return json.loads(answer(json.dumps({"id": 7, **request})))


def calculate(**changes: str) -> dict:
    values = dict(example("interest_subsidy", "quarterly_interest").inputs) | changes
    return ask(verb="calculate", calculator="interest_subsidy", values=values)


def test_a_good_request_gives_html_and_headline() -> None:
    reply = calculate()
    assert reply["id"] == 7 and reply["ok"] and reply["errors"] == {}
    assert reply["headline"]["value"] == "29605.56"
    assert 'data-value="29605.56"' in reply["result_html"]
    assert "29,605.56 元" in reply["announcement"]


def test_errors_come_back_by_field() -> None:
    reply = calculate(principal="-5", rate="x")
    assert not reply["ok"] and reply["result_html"] is None
    assert set(reply["errors"]) == {"principal", "rate"}


def test_what_is_typed_is_escaped() -> None:
    reply = calculate(principal="<img src=x onerror=alert(1)>")
    assert not reply["ok"]
    assert reply["result_html"] is None


def test_small_verbs() -> None:
    assert ask(verb="ping")["ok"]
    assert ask(verb="version")["rules"]
    assert ask(verb="cases", text="{")["failed"] == 1
    values = dict(example("interest_subsidy", "quarterly_interest").inputs)
    reply = ask(verb="record", calculator="interest_subsidy", values=values)
    assert reply["record"]["figures"]["subsidy"]["value"] == "29605.56"


def test_nonsense_is_a_failure_in_chinese() -> None:
    assert "请刷新页面" in ask(verb="nonsense")["failure"]
    assert ask(verb="calculate", calculator="nonsense", values={})["failure"]
    assert json.loads(answer("not json"))["failure"]


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert json.loads(answer(text))["ok"] is False
