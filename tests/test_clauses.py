"""The clauses and papers on file: complete, marked, and in step with questions and published schemes."""

from __future__ import annotations

import pytest

from calculators.catalog.eligibility_facts import SETTLED_BY
from calculators.catalog.eligibility_fields import BY_KEY, FIELDS
from calculators.catalog.eligibility_gates import COMPUTED, asked_apart, covering, for_the_bank
from calculators.catalog.eligibility_schemes import CHECKED_BY
from calculators.clauses import KINDS, Clause
from calculators.policy import all_clauses, all_schemes, all_stages
from calculators.scheme_model import CHECKS
from site_config.clauses_page import clauses_page, users

CLAUSES = list(all_clauses().values())
every_clause = pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.key)
GROUNDS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


def test_the_twelve_grounds_of_refusal_are_all_there() -> None:
    named = "".join(clause.cite.clause for clause in CLAUSES if clause.kind == "registration")
    assert [ground for ground in GROUNDS if ground not in named] == []


def test_only_same_day_and_invalidation_have_the_exception_of_consent() -> None:
    excused = {c.key for c in CLAUSES if c.kind == "registration" and any(one.fact.endswith("_consent") for one in c.any_of)}
    assert excused == {"same_day", "invalidation", "co_owners_agree"}


@every_clause
def test_a_clause_says_what_people_need(clause: Clause) -> None:
    assert clause.kind in KINDS and clause.remedy.endswith("。") and not clause.text.endswith("。")
    for one in clause.any_of:
        assert one.fact in BY_KEY or one.fact in SETTLED_BY, f"{clause.key} rests on {one.fact}, which nothing answers"
    assert clause.cite.unverified == (clause.cite.trust in ("C", "-"))


def test_facts_worked_out_name_questions_that_exist() -> None:
    assert {key for keys in SETTLED_BY.values() for key in keys} <= set(BY_KEY)
    assert set(CHECKED_BY) == set(CHECKS) == set(COMPUTED)


def test_every_condition_of_every_scheme_is_decided_by_something() -> None:
    for scheme in all_schemes().values():
        apart = {condition.text for _, condition in asked_apart(scheme)}
        for condition in scheme.conditions:
            ways = [bool(condition.check), covering(condition) is not None, condition.text in apart]
            assert sum(ways[1:]) <= 1 and any(ways) != for_the_bank(condition), f"{scheme.key}: {condition.text}"
        assert {f"gate_{scheme.key}_{n}" for n, _ in asked_apart(scheme)} <= set(BY_KEY)


def test_words_taken_over_from_schemes_still_stand_there() -> None:
    published = {condition.text for scheme in all_schemes().values() for condition in scheme.conditions}
    assert [text for clause in CLAUSES for text in clause.same_as if text not in published] == []


def test_all_questions_but_the_aim_may_stay_open() -> None:
    assert [field.key for field in FIELDS if field.required] == ["goal", "scheme", "stage"]


def test_papers_of_nine_stages() -> None:
    stages = list(all_stages().values())
    assert [stage.number for stage in stages] == list(range(1, 10))
    for stage in stages:
        for paper in stage.papers:
            assert paper.source
            assert paper.only_if is None or paper.only_if.fact in {*BY_KEY, *SETTLED_BY}


def test_the_page_has_every_clause_with_remedy_and_source_and_every_scheme_with_its_gates() -> None:
    lines = list(clauses_page())
    for clause in CLAUSES:
        line = next(text for text in lines if text.startswith(f"| {clause.text} |"))
        assert clause.remedy in line and clause.cite.clause in line and ("待核实" in line) == clause.cite.unverified
        assert all(scheme.short in line for scheme in users(clause))
    page = "\n".join(lines)
    assert "| 贷款银行在郑州市 | 银行 |" in page and "| 质押在 2023 年内设立 | 企业 |" in page
    assert "计息利率不超过一年期 LPR×1.4，超过则不予补贴 | 企业 |" in page


def test_schemes_that_ask_for_the_same_are_named_beside_the_clause() -> None:
    by_key = {clause.key: clause for clause in CLAUSES}
    assert {scheme.key for scheme in users(by_key["repaid"])} >= {"qingdao_2024", "xuchang_2023"}
    assert not users(by_key["granted"])
