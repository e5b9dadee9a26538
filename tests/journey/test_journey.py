"""一站式测算: worked journeys, and the laws that hold for any answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.calculator import run
from calculators.catalog import calculator
from calculators.errors import InputError
from calculators.figure import plain
from calculators.journey.case import Case
from calculators.journey.door import journey, question_count
from calculators.journey.examples import Journey, all_journeys, journey_of
from calculators.journey.questions import BY_KEY, PLACES, QUESTIONS, REPORT, STEPS
from calculators.journey.supplies import SUPPLIES
from calculators.policy import all_schemes
from calculators.views.format import exact
from calculators.views.link import decode

ON = "2026-11-23"
NAMES = [step.key for step in STEPS]
every_journey = pytest.mark.parametrize("worked", all_journeys().values(), ids=lambda one: one.key)
FINE = all_journeys()["machine_maker"]

# What people type: nothing, sense, and nonsense.
TEXTS = st.sampled_from(["", "是", "否", "fine", "some", "0", "12", "30", "3.65", "200万", "2026-12-10", "1900-01-01", "2199-12-31",
                         "<b>abc", "-5", "9" * 20, "instalments", "utility_model", "small", "industry"])  # fmt: skip


def sensible(key: str) -> st.SearchStrategy[str]:
    choices = [value for value, _ in BY_KEY[key].field.choices]
    return st.sampled_from(choices) | TEXTS if choices else TEXTS


ANSWERS = st.fixed_dictionaries({}, optional={question.key: sensible(question.key) for question in QUESTIONS})


@every_journey
def test_a_worked_journey_gives_what_it_promises(worked: Journey) -> None:
    case = Case(worked.answers, worked.on)
    assert case.problems == {} and set(worked.answers) <= set(BY_KEY)
    for name, expected in worked.expect.items():
        step, key = name.split(".")
        assert exact(case.figure(step, key)) == expected, name


@every_journey
@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_the_calculators_own_run(worked: Journey, name: str) -> None:
    outcome = Case(worked.answers, worked.on).outcome(name)
    if outcome.answer is None:
        assert outcome.missing or outcome.problems
        return
    own = run(calculator(name), outcome.values).result
    assert {k: exact(v) for k, v in own.figures.items()} == {k: exact(v) for k, v in outcome.answer.result.figures.items()}


def test_four_firms_and_one_is_refused() -> None:
    verdicts = [Case(one.answers, one.on).figure("eligibility", "overall") for one in all_journeys().values()]
    assert len(verdicts) >= 4 and {"all_met", "some_not_met", "some_unknown"} == set(verdicts)
    assert all(one.title.startswith("虚构示例") for one in all_journeys().values())


def test_an_unknown_journey_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="machine_maker"):
        journey_of("nonsense")


def test_nothing_is_asked_twice() -> None:
    assert max(Counter(question.key for question in QUESTIONS).values()) == 1
    assert max(Counter(question.field.label for question in QUESTIONS).values()) == 1
    wholes = {"patent_fine", "patent_trouble", "firm_fine", "credit_trouble", "promise"}
    supplied = {supply.question for table in SUPPLIES.values() for supply in table.values() if supply.question}
    own = {"valuation", "pledge_rate"}  # they make one line of the amount's table, blamed on the filing date
    assert supplied | wholes | own == {question.key for question in QUESTIONS}


@pytest.mark.parametrize("name", NAMES)
def test_every_supply_names_a_field_of_its_calculator(name: str) -> None:
    fields = {field.key for field in calculator(name).all_fields()}
    assert set(SUPPLIES[name]) <= fields
    targets = {question.target or question.key for question in QUESTIONS if question.step == name}
    parts = {key for key in targets if key not in fields}
    assert parts == set(), "a question of this step hangs on a field that its calculator does not have"


@pytest.mark.parametrize("scheme", ["custom", *all_schemes()])
@pytest.mark.parametrize("way", ["quarterly", "monthly", "maturity", "instalments", "equal_principal"])
def test_no_answer_is_ever_needed(scheme: str, way: str) -> None:
    """Where a scheme does not say what counts of an instalment loan, the step says so and the journey goes on."""
    case = Case({"scheme": scheme, "way": way}, ON)
    for name in NAMES:
        outcome = case.outcome(name)
        silent = name == "interest_subsidy" and way in ("instalments", "equal_principal") and outcome.answer is None
        assert set(outcome.problems) == ({"way"} if silent else set()), f"{name} wants {outcome.problems}"
    assert journey({"scheme": scheme, "way": way}, REPORT, ON)["step"] == REPORT


def test_three_ways_to_count_interest_agree() -> None:
    for way in ("quarterly", "monthly", "maturity", "instalments", "equal_principal"):
        case = Case({**FINE.answers, "way": way}, ON)
        found = case.figure("loan_schedule", "total_interest")
        assert found == case.figure("interest_subsidy", "base") == case.figure("financing_cost", "total_interest")


def test_the_amount_flows_on_and_can_be_changed() -> None:
    case = Case(FINE.answers, ON)
    assert case.said("principal").text == "2000000" and case.said("principal").origin == "worked"
    assert case.figure("financing_cost", "total_subsidy") == case.figure("interest_subsidy", "subsidy") > 0
    changed = Case({**FINE.answers, "principal": "100万"}, ON)
    assert changed.figure("loan_schedule", "total_repaid") - changed.figure("loan_schedule", "total_interest") == 1000000


def test_an_example_never_fails_a_clause() -> None:
    """A patent that would end before the example's maturity: without the visitor's own plan the clause stays open."""
    answers = {"patent_type": "invention", "filing_date": "2007-01-10"}
    assert Case(answers, ON).figure("eligibility", "overall") == "some_unknown"
    assert Case(answers, ON).figure("loan_amount", "loan_amount") > 0
    known = Case({**answers, "drawdown": "2026-12-10", "term": "12"}, ON)
    assert known.figure("eligibility", "overall") == "some_not_met"


def test_a_whole_answer_stands_for_its_parts() -> None:
    assert Case({"patent_trouble": "fine"}, ON).figure("eligibility", "count_met") == 6
    one = Case({"patent_trouble": "some", "suspended": "是"}, ON)
    assert one.figure("eligibility", "count_not_met") == 1 and one.figure("eligibility", "count_met") == 0
    hidden = Case({"patent_trouble": "fine", "suspended": "是"}, ON)
    assert hidden.figure("eligibility", "count_not_met") == 0, "an answer that is no longer asked must not count"


def test_the_short_way_is_short() -> None:
    assert len(FINE.answers) <= 20
    assert question_count(FINE.answers, ON) <= 26


def test_a_mistake_leads_back_to_its_question() -> None:
    reply = journey({"term": "abc"}, REPORT, ON)
    assert (reply["ok"], reply["step"]) == (False, "eligibility") and "看不出数字" in reply["errors"]["term"]
    late = journey({**FINE.answers, "founded_on": "2030-01-01"}, "loan_schedule", ON)
    assert late["step"] == "eligibility" and "晚于政策日期" in late["errors"]["founded_on"]
    later = journey({**FINE.answers, "scheme": "lijiang_2025", "ratio": "90"}, REPORT, ON)
    assert later["step"] == "interest_subsidy" and set(later["errors"]) == {"ratio"}


def test_what_is_no_question_is_dropped_by_name() -> None:
    assert journey({"colour": "red"}, "nonsense", ON)["dropped"] == ["colour"]
    assert journey({}, "nonsense", ON)["step"] == "eligibility"


def test_only_the_date_of_the_request_may_be_refused() -> None:
    with pytest.raises(InputError):
        journey({}, "eligibility", "someday")


@pytest.mark.parametrize("place", PLACES)
def test_pages_say_where_one_is(place: str) -> None:
    reply = journey(FINE.answers, place, ON)
    number = PLACES.index(place) + 1
    assert reply["title"] == ("测算报告" if place == REPORT else f"第 {number} 步，共 5 步")
    assert reply["html"].count("data-heading") == 1 and f'data-step="{place}"' in reply["html"]


def test_the_report_has_everything() -> None:
    html = unescape(journey(FINE.answers, REPORT, ON)["html"])
    for words in ("都符合", "申请金额", "人民币贰佰万元整", "还款计划表", "39,605.56 元", "补贴后年化成本", "专利登记簿副本", "注销登记",
                  "待核实", "示例参数", "规则版本", "没有计算的内容", "怎么算出来的"):  # fmt: skip
        assert words in html, words


def test_the_refused_firm_hears_why_first() -> None:
    html = journey(journey_of("pledged_twice").answers, REPORT, ON)["html"]
    assert "有不符合的条件。下面的金额只供参考" in html and html.index("有不符合的条件") < html.index("750,000.00 元")
    assert "先解决：" in html


@given(ANSWERS, st.sampled_from(PLACES))
@settings(max_examples=60, deadline=None)
def test_nothing_that_is_typed_breaks_the_journey(answers: dict[str, str], place: str) -> None:
    reply = journey(answers, place, ON)
    assert reply["step"] in PLACES and PLACES.index(reply["step"]) <= PLACES.index(place)
    assert reply["ok"] == (not reply["errors"]) and "<b>abc" not in reply["html"]
    assert all(message.endswith("。") for message in reply["errors"].values())


@given(ANSWERS)
@settings(max_examples=60, deadline=None)
def test_an_open_question_is_never_a_no(answers: dict[str, str]) -> None:
    """Taking an answer back never makes a clause fail that did not fail before."""
    checks = [q.key for q in QUESTIONS if q.step == "eligibility" and q.key not in ("drawdown", "term", "on")]
    before = Case(answers, ON)
    if before.figure("eligibility", "count_not_met") is None:
        return
    failed = failing(before)
    for key in checks:
        if key in answers:
            after = Case({k: v for k, v in answers.items() if k != key}, ON)
            assert failing(after) <= failed, key


def failing(case: Case) -> set[Any]:
    answer = case.outcome("eligibility").answer
    if answer is None:
        return set()
    table = next(table for table in answer.result.tables if table.key == "clauses")
    return {row[0] for row in table.rows if plain(row[1]) == "not_met"}


def test_a_step_opens_in_its_calculator_with_the_same_inputs() -> None:
    html = unescape(journey(FINE.answers, "interest_subsidy", ON)["html"])
    fragment = html.split('href="../calculators/interest-subsidy/')[1].split('"')[0]
    case = decode(fragment).case
    assert case.calculator == "interest_subsidy" and case.value == "39605.56"
    assert exact(run(calculator("interest_subsidy"), {**case.values}).result.figures["subsidy"]) == case.value


def test_a_link_opens_with_the_same_answers_and_date() -> None:
    fragment = journey(FINE.answers, REPORT, ON)["fragment"]
    reply = journey({}, REPORT, "2027-03-01", fragment)
    assert reply["answers"] == {**FINE.answers, "on": ON} and reply["announcement"] == "报告已经生成。"
    assert 'data-summary="subsidy">39,605.56 元' in reply["html"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.replace("C=journey", "C=loan_amount"), "不是一站式测算"),
        (lambda f: f.replace("&size=", "&colour="), "认不出，没有用：colour"),
        (lambda f: f.replace("&R=", "&R=0"), "做链接时的规则版本是 0"),
        (lambda f: f[: f.index("&term=") + 7], "链接不完整"),
        (lambda f: "#case=zz&broken", "。"),
    ],
)
def test_a_damaged_link_says_so(change: Callable[[str], str], words: str) -> None:
    reply = journey({}, REPORT, ON, change(journey(FINE.answers, REPORT, ON)["fragment"]))
    assert words in reply["announcement"] and reply["step"] == REPORT
