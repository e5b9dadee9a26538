"""资格自查 as a visitor meets it, and its laws: unknown is never no, one answer moves only what depends on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.calculator import Answer, run
from calculators.catalog.eligibility import CALCULATOR
from calculators.catalog.eligibility_facts import SETTLED_BY, clauses_for
from calculators.catalog.eligibility_fields import BY_KEY, FIELDS, GOALS
from calculators.errors import InputError
from calculators.examples import examples_of
from calculators.fields import hidden
from calculators.figure import plain
from calculators.rules.eligibility import MET, NOT_MET, UNKNOWN
from calculators.views.form import form_html
from calculators.views.html import result_html

READY = dict(examples_of("eligibility")[0].inputs)
FLAGS = [field.key for field in FIELDS if field.kind == "flag"]
STRICT = ("beijing_zgc_2021", "sichuan_tianfu_zhilai", "zhengzhou_2023_bank")
# A question that is asked only after another's answer moves with it.
PARENTS = {"size": ("industry", "employees", "revenue", "assets"), "industry": ("employees", "revenue", "assets")}
laws = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ask(values: dict[str, str], **more: str) -> Answer:
    return run(CALCULATOR, {**values, **more})


def states(answer: Answer) -> dict[str, str]:
    """State by clause key, read from the table."""
    by_text = {clause.text: clause.key for clause in clauses_for(answer.given)}
    rows = answer.result.tables[0].rows
    assert len(by_text) == len(rows), "two clauses share their words"
    return {by_text[row[0]]: plain(row[1]) for row in rows}


def overall(answer: Answer) -> Any:
    return plain(answer.result.figures["overall"])


def row_of(answer: Answer, words: str) -> dict[str, Any]:
    table = answer.result.tables[0]
    row = next(row for row in table.rows if words in row[0])
    return {column.key: plain(cell) for column, cell in zip(table.columns, row, strict=True)}


@st.composite
def answers(draw: st.DrawFn) -> dict[str, str]:
    """A goal and yes, no or nothing for every question; dates and sizes near the thresholds."""
    values = {"on": "2026-11-23", "goal": draw(st.sampled_from([key for key, _ in GOALS]))}
    values["scheme"] = draw(st.sampled_from(["none", "qingdao_2024", "shanghai_jinshan_2024", "huainan_panji_2022", *STRICT]))
    values["rate"] = draw(st.sampled_from(["", "4.2", "4.21", "4.5"]))
    values["drawdown"] = draw(st.sampled_from(["", "2025-05-20", "2025-05-19"]))
    values |= {key: draw(st.sampled_from(["", "是", "否"])) for key in FLAGS}
    values["patent_type"] = draw(st.sampled_from(["", "invention", "utility_model", "design"]))
    values["filing_date"] = draw(st.sampled_from(["", "2016-11-22", "2016-11-24", "2020-03-15"]))
    values["maturity"] = draw(st.sampled_from(["", "2026-11-25", "2030-03-15"]))
    values["more_patents"] = draw(st.sampled_from(["", "实用新型专利 2019-01-31", "发明专利 2019-01-31"]))
    values["size"] = draw(st.sampled_from(["", "small", "large"]))
    values["debt_ratio"] = draw(st.sampled_from(["", "70", "70.01"]))
    values["founded_on"] = draw(st.sampled_from(["", "2024-11-23", "2024-11-24"]))
    return values


@laws
@given(answers())
def test_overall_follows_from_the_clauses(values: dict[str, str]) -> None:
    answer = ask(values)
    found = set(states(answer).values())
    expected = "some_not_met" if NOT_MET in found else "some_unknown" if UNKNOWN in found else "all_met"
    assert overall(answer) == expected
    assert bool(answer.result.tables[1].rows) == (expected == "some_unknown"), "questions are listed while they can decide"


@laws
@given(answers(), st.sampled_from([f.key for f in FIELDS if f.key not in ("goal", "scheme", "stage", "size")]))
def test_taking_an_answer_back_never_makes_a_clause_fail(values: dict[str, str], key: str) -> None:
    before, after = states(ask(values)), states(ask(values, **{key: ""}))
    assert [clause for clause, state in after.items() if state == NOT_MET and before[clause] != NOT_MET] == []


@pytest.mark.parametrize("goal", [key for key, _ in GOALS])
def test_nothing_answered_is_unknown_throughout(goal: str) -> None:
    answer = ask({"on": "2026-11-23", "goal": goal})
    assert set(states(answer).values()) == {UNKNOWN} and overall(answer) == "some_unknown"


def depends_on(answer: Answer, keys: set[str]) -> set[str]:
    """Keys of the clauses that rest on any of these questions."""
    found = set()
    for clause in clauses_for(answer.given):
        asked = {key for one in clause.any_of for key in SETTLED_BY.get(one.fact, (one.fact,))}
        types = any(
            one.fact in ("has_utility_model", "only_inventions", "term_running", "outlives_loan") for one in clause.any_of
        )
        asked |= {"more_patents", "compensation_days"} if types else set()
        if asked & keys:
            found.add(clause.key)
    return found


@laws
@given(answers(), st.sampled_from([f.key for f in FIELDS if f.key not in ("goal", "scheme", "stage")]), st.data())
def test_one_answer_moves_only_the_clauses_that_rest_on_it(values: dict[str, str], key: str, data: st.DataObject) -> None:
    field = BY_KEY[key]
    days = ["", "2021-01-31"] if key == "drawdown" else ["", "2017-01-31"]
    options = {"flag": ["", "是", "否"], "choice": ["", *(k for k, _ in field.choices)], "date": days}
    new = data.draw(
        st.sampled_from(options.get(field.kind, ["", "24"] if key != "more_patents" else ["", "外观设计专利 2022-02-02"]))
    )
    before, after = ask(values), ask(values, **{key: new})
    changed = {clause for clause, state in states(after).items() if states(before).get(clause) != state}
    assert changed <= depends_on(after, {key, *PARENTS.get(key, ())})


@pytest.mark.parametrize(
    ("key", "inside", "outside", "clause"),
    [
        ("maturity", "2040-03-14", "2040-03-15", "outlives_loan"),
        ("debt_ratio", "70", "70.01", "debt_ratio"),
        ("founded_on", "2024-11-23", "2024-11-24", "operating_months"),
        ("size", "medium", "large", "size"),
    ],
)
def test_crossing_one_threshold_changes_one_clause(key: str, inside: str, outside: str, clause: str) -> None:
    before, after = states(ask(READY, **{key: inside})), states(ask(READY, **{key: outside}))
    assert before[clause] == MET and after[clause] == NOT_MET
    assert {name for name in before if before[name] != after[name]} == {clause}


def test_the_policy_date_moves_only_what_has_run_out() -> None:
    values = READY | {"maturity": "2041-01-01"}
    last, first = ask(values, on="2040-03-14"), ask(values, on="2040-03-15")
    assert {key for key, state in states(first).items() if states(last)[key] != state} == {"term_running"}


@settings(laws, max_examples=30)
@given(st.data())
def test_the_questions_listed_lead_to_a_decision(data: st.DataObject) -> None:
    values = {"on": "2026-11-23", "goal": data.draw(st.sampled_from([key for key, _ in GOALS]))}
    labels = {field.label: field for field in FIELDS if not field.key.startswith("gate_")}
    samples = {"patent_type": "utility_model", "filing_date": "2020-03-15", "maturity": "2027-01-01", "size": "micro",
               "debt_ratio": "10", "founded_on": "2010-01-01"}  # fmt: skip
    for _ in range(len(FIELDS)):
        answer = ask(values)
        if overall(answer) != "some_unknown":
            break
        field = labels[answer.result.tables[1].rows[0][1]]
        assert field.key not in hidden(FIELDS, values) and not values.get(field.key), "asked in vain"
        values[field.key] = samples.get(field.key) or data.draw(st.sampled_from(["是", "否"]))
    assert overall(ask(values)) != "some_unknown"


def test_knock_out_questions_come_first() -> None:
    answer = ask({"on": "2026-11-23"})
    knock_out = {clause.text: clause.knock_out for clause in clauses_for(answer.given)}
    order = [knock_out[row[0]] for row in answer.result.tables[0].rows]
    assert order == sorted(order, reverse=True) and True in order and False in order
    listed = answer.result.tables[1].rows
    assert listed[0][1] == "专利类型" and [row[0] for row in listed] == [f"{n}" for n in range(1, len(listed) + 1)]


def test_same_day_is_asked_for_utility_models_only() -> None:
    assert "same_day_invention" in hidden(FIELDS, {"patent_type": "invention"})
    assert "same_day_invention" not in hidden(FIELDS, {"patent_type": "utility_model"})
    assert "same_day_invention" not in hidden(FIELDS, {"patent_type": "invention", "more_patents": "实用新型专利 2020-01-01"})
    assert "same_day_consent" in hidden(FIELDS, {"patent_type": "utility_model"})
    assert states(ask(READY))["same_day"] == MET


def test_a_follow_up_question_stands_open_not_in_a_fold() -> None:
    form = form_html(CALCULATOR, READY, "t")
    open_part = "".join(part.split("</details>")[-1] for part in form.split("<details"))
    for key in ("co_owner_consent", "invalidation_consent", "has_report", "repaid", "gate_qingdao_2024_3"):
        assert f'data-field="{key}"' in open_part
    assert 'data-field="more_patents"' not in open_part


def test_registration_alone_does_not_ask_about_the_enterprise() -> None:
    unasked = hidden(FIELDS, {"goal": "registration"})
    assert {"size", "debt_ratio", "blacklisted", "repaid", "industry"} <= set(unasked)


@pytest.mark.parametrize(("answered", "state"), [("", UNKNOWN), ("否", NOT_MET), ("是", MET)])
def test_consent_of_the_co_owners(answered: str, state: str) -> None:
    values = READY | {"co_owned": "是", "co_owner_consent": answered, "co_owner_agreement": "否"}
    assert states(ask(values))["co_owners_agree"] == state


def test_a_row_says_threshold_own_value_distance_source_and_remedy() -> None:
    row = row_of(ask(READY, debt_ratio="71.5"), "资产负债率")
    assert (str(row["threshold"]), str(row["own"]), str(row["distance"])) == ("0.7", "0.715", "-0.015")
    assert "待核实" in row["source"] and row["remedy"].startswith("先增资")
    html = result_html(ask(READY, debt_ratio="71.5"))
    assert ">70.00%<" in html and ">-1.50%<" in html and ">4,496 天<" in html


def test_unverified_clauses_are_marked_through_to_the_verdict() -> None:
    answer = ask(READY)
    assert "（待核实）" in row_of(answer, "五项必备内容")["source"]
    assert "（待核实）" not in row_of(answer, "专利已经授权")["source"]
    assert "cp-unverified" in result_html(answer).split("cp-figures")[0], "the headline carries the mark"


def test_one_patent_that_is_too_short_is_named_in_its_own_row() -> None:
    answer = ask(READY, more_patents="实用新型专利 2017-07-29\n外观设计专利 2021-06-01", same_day_invention="否", has_report="是")
    rows = answer.result.tables[2].rows
    assert [plain(row[6]) for row in rows] == [MET, NOT_MET, MET]
    assert [plain(row[3]) for row in rows] == [date(2040, 3, 15), date(2027, 7, 29), date(2036, 6, 1)]
    assert plain(rows[1][5]) == -117


def test_compensation_days_prolong_the_first_patent() -> None:
    end = date(2040, 3, 15) + timedelta(days=100)
    answer = ask(READY, compensation_days="100")
    assert plain(answer.result.figures["life_first_end"]) == end


def test_the_papers_follow_the_answers() -> None:
    def papers(**more: str) -> list[str]:
        return [row[0] for row in ask(READY, stage="registration", **more).result.tables[3].rows]

    assert not any("共有人" in paper for paper in papers())
    assert "全体共有人同意出质的证明（如有）" in papers(co_owned="")
    assert "全体共有人同意出质的证明" in papers(co_owned="是", co_owner_consent="是")
    assert "无效宣告程序的知情同意声明" in papers(invalidation="是", invalidation_consent="是")


def test_risks_that_remain_are_told() -> None:
    told = ask(READY, invalidation="是", invalidation_consent="是").result.warnings
    assert any("视为自始不存在" in warning for warning in told)
    chosen = ask(READY, goal="subsidy", scheme="qingdao_2024").result
    assert any("不是本州政策" in warning for warning in chosen.warnings)
    assert any("单笔最长贴息月数" in warning for warning in chosen.warnings)


def test_the_prefecture_has_no_numbers_to_check() -> None:
    answer = ask(READY, goal="subsidy", scheme="qiandongnan_pilot")
    gates = [row for row in answer.result.tables[0].rows if row[7] == "所选办法"]
    assert len(gates) == 2 and not any("不是本州政策" in warning for warning in answer.result.warnings)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"filing_date": "1999-12-31"}, "filing_date", "太早"),
        ({"more_patents": "发明专利 1999-12-31"}, "more_patents", "第 2 件"),
        ({"founded_on": "2026-11-24"}, "founded_on", "晚于政策日期"),
        ({"more_patents": "发明 2019-01-01"}, "more_patents", "没有这个选项"),
    ],
)
def test_mistakes_are_told_at_their_field(values: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        ask(READY, **values)
    assert words in caught.value.by_field()[field]
