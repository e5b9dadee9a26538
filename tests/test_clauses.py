"""The clauses and papers on file: complete, marked, and in step with questions and published schemes."""

from __future__ import annotations

import pytest

from calculators.catalog.eligibility_facts import CHECKED_BY, SETTLED_BY
from calculators.catalog.eligibility_fields import BY_KEY, COMPUTED, FIELDS, asked_apart, covering
from calculators.clauses import KINDS, Clause
from calculators.policy import all_clauses, all_schemes, all_stages
from calculators.scheme_model import CHECKS

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
            assert sum(ways[1:]) <= 1 and any(ways), f"{scheme.key}: {condition.text}"
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
            assert paper.source()
            assert paper.only_if is None or paper.only_if.fact in {*BY_KEY, *SETTLED_BY}
