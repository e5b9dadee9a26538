"""Opening links and files: kept what is good, named what is not, old result beside new, never an exception."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import policy
from calculators.browser import answer
from calculators.calculator import run
from calculators.catalog import calculator
from calculators.examples import all_examples
from calculators.policy import rule_digest
from calculators.views import link
from calculators.views.case import Brought, Case, case_of
from calculators.views.format import exact
from calculators.views.opened import open_case
from tests.views.carried import ask, fragment, inputs, opened, subsidy, words

# Questions whose control holds any text; the others hold one of their choices or a day.
FREE = ("principal", "rate", "settlement_day", "ratio", "loan_cap", "year_cap")


def headline(calculator_name: str, values: dict[str, str]) -> str:
    result = run(calculator(calculator_name), values).result
    return exact(result.figures[result.headline])


@given(st.dictionaries(st.sampled_from(FREE), st.text()))
def test_open_gives_back_what_was_typed(texts: dict[str, str]) -> None:
    found = calculator("interest_subsidy")
    known = {field.key for field in found.all_fields()}
    values = subsidy(**{key: text for key, text in texts.items() if key in known})
    sent = link.encode(Case("interest_subsidy", values))
    reply = open_case(link.decode(sent), "interest_subsidy")
    assert {key: reply["values"][key] for key in values} == values
    assert reply["dropped"] == []


@pytest.mark.parametrize("name", [f"{c} {e}" for c, e in all_examples()])
def test_every_example_comes_back_with_its_number(name: str) -> None:
    where, key = name.split()
    values = inputs(where, key)
    reply = opened(fragment(where, values), where)
    assert reply["ok"] and reply["dropped"] == [] and reply["calculator"] == where
    assert headline(where, reply["values"]) == headline(where, values)
    assert "结果和生成时相同" in words(reply["message_html"])
    assert link.decode(reply["clean"]).case.value == headline(where, values)


def test_another_digest_shows_both_results_and_the_policy_values() -> None:
    values = inputs("loan_schedule", "lpr_set_once")
    case = case_of(run(calculator("loan_schedule"), values), values)
    old = Case(case.calculator, case.values, "0" * 12, "1.0.0", case.headline, "1.23", {"lpr_1y": ("0.0345",)})
    said = words(open_case(link.decode(link.encode(old)))["message_html"])
    assert "结果和生成时不同" in said and "原来的结果 1.23 元" in said.replace("  ", " ")
    assert f"规则版本：当时 000000000000，现在 {rule_digest()}" in said
    assert "有变动" in said and "3.45%" in said and "其中 1 个和当时不同" in said


def test_a_moved_policy_value_is_named_with_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    values = inputs("loan_schedule", "lpr_set_once")
    before = fragment("loan_schedule", values)
    parameter = policy.all_parameters()["lpr_1y"]
    dearer = replace(parameter, values=tuple(replace(entry, value=entry.value + 1) for entry in parameter.values))
    monkeypatch.setattr("calculators.policy.all_parameters", lambda: {"lpr_1y": dearer})
    monkeypatch.setattr("calculators.views.opened.rule_digest", lambda: "f" * 12)
    monkeypatch.setattr("calculators.views.case.rule_digest", lambda: "f" * 12)
    said = words(opened(before)["message_html"])
    assert "规则数据有更新" in said and "有变动" in said
    assert "LPR" in said and "起）" in said and "增加" in said and "其中 1 个和当时不同" in said


def test_the_same_result_under_other_rules_is_said_to_be_the_same() -> None:
    values = subsidy()
    case = case_of(run(calculator("interest_subsidy"), values), values)
    old = Case(case.calculator, case.values, "0" * 12, "1.0.0", case.headline, case.value)
    said = words(open_case(Brought(old))["message_html"])
    assert "规则数据有更新，结果不变" in said and "29,605.56 元" in said


def test_inputs_changed_on_the_way_are_said_to_be_changed() -> None:
    whole = fragment("interest_subsidy", subsidy())
    reply = opened(whole.replace("&rate=3.65", "&rate=3.85"))
    said = words(reply["message_html"])
    assert reply["values"]["rate"] == "3.85" and "校验码对不上" in said
    assert "当时的结果不一定属于这组输入" in said
    assert reply["clean"] in reply["message_html"].replace("&amp;", "&")


def test_unknown_questions_and_choices_are_named_and_the_rest_kept() -> None:
    values = subsidy() | {"colour": "红", "interest_every": "hourly", "on": "yesterday"}
    reply = open_case(Brought(Case("interest_subsidy", values)))
    said = words(reply["message_html"])
    assert reply["ok"] and len(reply["dropped"]) == 3
    assert "“colour”（填的是“红”）" in said and "没有“hourly”这个选项" in said and "yesterday" in said
    assert reply["values"]["interest_every"] == "" and reply["values"]["principal"] == subsidy()["principal"]
    assert "算不出结果" in said


def test_a_choice_given_by_its_words_and_a_day_in_chinese_fit_the_form() -> None:
    reply = open_case(Brought(Case("interest_subsidy", subsidy(first_loan="true", drawdown="2025年4月10日"))))
    assert reply["values"]["first_loan"] == "是" and reply["values"]["drawdown"] == "2025-04-10"
    assert reply["dropped"] == []


def test_a_link_that_breaks_off_leaves_no_default_in_the_form() -> None:
    whole = fragment("interest_subsidy", subsidy())
    reply = opened(whole[: whole.index("&maturity=") + 14])
    said = words(reply["message_html"])
    assert "链接不完整" in said and "到期日：链接在这里断了" in said
    assert reply["values"]["principal"] == subsidy()["principal"]
    assert reply["values"]["maturity"] == "" and reply["values"]["day_basis"] == ""
    assert "算不出结果" in said


def test_a_link_that_lost_only_its_end_is_whole() -> None:
    whole = fragment("interest_subsidy", subsidy())
    reply = opened(whole[:-12])
    assert reply["dropped"] == [] and headline("interest_subsidy", reply["values"]) == "29605.56"


@pytest.mark.parametrize(
    ("text", "wanted", "said"),
    [
        ("#case=a1&C=horoscope&a=1&Z=000000", "", "没有“horoscope”这个计算器"),
        ("#case=z7&whatever", "", "格式“z7”"),
        ("#nothing", "", "不是测算的分享链接"),
        (fragment("interest_subsidy", subsidy()), "sme_class", "属于“贷款贴息”，这里是“企业划型”"),
    ],
)
def test_what_cannot_be_opened_gets_a_message_and_no_values(text: str, wanted: str, said: str) -> None:
    reply = opened(text, wanted)
    assert not reply["ok"] and reply["values"] is None
    assert said in words(reply["message_html"]) and said in reply["announcement"]


def test_what_a_link_says_is_escaped() -> None:
    evil = "<img src=x onerror=alert(1)>"
    values = subsidy() | {"evil": evil, "interest_every": evil}
    reply = open_case(Brought(Case("interest_subsidy", values, "0" * 12, evil, "subsidy", evil, {evil: (evil,)})))
    assert "<img" not in reply["message_html"]
    assert "<img" not in opened(link.encode(Case(evil, values)))["message_html"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_link_and_no_file_makes_the_door_stumble(text: str, other: str) -> None:
    for request in ({"fragment": text}, {"fragment": f"#case=a1&C=sme_class&{text}={other}"}, {"text": text}):
        reply = json.loads(answer(json.dumps({"verb": "open", **request})))
        assert "failure" not in reply and reply["message_html"]


def test_sharing_what_cannot_be_calculated_is_refused_in_words() -> None:
    reply = ask("share", calculator="interest_subsidy", values=subsidy(rate="x"))
    assert not reply["ok"] and "rate" in reply["errors"] and "改好以后再试" in reply["said"]
