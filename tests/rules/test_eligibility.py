"""Three-valued clauses against a truth table written out, and the operations on dates, types and limits at their edges."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.figure import leaf, plain, recompute, unverified
from calculators.policy import all_clauses
from calculators.rules import eligibility as rules
from calculators.rules.eligibility import MET, NOT_MET, UNKNOWN

FACT = st.sampled_from([True, False, None])

# fact 1 wanted true, fact 2 wanted false; None is not known
TRUTH = {
    (True, True): MET,
    (True, False): MET,
    (True, None): MET,
    (False, True): NOT_MET,
    (False, False): MET,
    (False, None): UNKNOWN,
    (None, True): UNKNOWN,
    (None, False): MET,
    (None, None): UNKNOWN,
}


@pytest.mark.parametrize(("facts", "state"), TRUTH.items())
def test_truth_table(facts: tuple[bool | None, bool | None], state: str) -> None:
    assert rules.clause_state("甲，或没有乙", (True, False), *facts) == state


@given(st.lists(st.tuples(FACT, st.booleans()), min_size=1, max_size=4))
def test_unknown_means_that_some_answer_would_meet_it_and_some_would_not(ways: list[tuple[bool | None, bool]]) -> None:
    wanted = tuple(want for _, want in ways)
    state = rules.clause_state("条件", wanted, *(fact for fact, _ in ways))
    fills = product(*([fact] if fact is not None else [True, False] for fact, _ in ways))
    reached = {rules.clause_state("条件", wanted, *fill) for fill in fills}
    assert reached == ({MET, NOT_MET} if state == UNKNOWN else {state}) or (state == MET and reached == {MET})


@given(st.lists(st.sampled_from([MET, NOT_MET, UNKNOWN]), max_size=8))
def test_overall(states: list[str]) -> None:
    on = date(2026, 11, 23)
    expected = "some_not_met" if NOT_MET in states else "some_unknown" if UNKNOWN in states else "all_met"
    assert rules.overall(on, states) == expected
    assert sum(rules.count(on, state, states) for state in (MET, NOT_MET, UNKNOWN)) == len(states)


def test_on_the_day_it_ends_the_right_is_gone() -> None:
    end = date(2028, 5, 1)
    assert rules.all_after(end - timedelta(days=1), end) is True
    assert rules.all_after(end, end) is False
    assert rules.all_after(end - timedelta(days=1), end, None) is None, "a patent whose end is not known leaves it open"
    assert rules.all_after(end, end, None) is False, "one that is too short settles it"
    assert rules.all_after(None, end) is None


@pytest.mark.parametrize(
    ("first", "others", "has", "only"),
    [
        (None, None, None, None),
        ("invention", None, False, True),
        ("utility_model", None, True, False),
        (None, (("invention", None),), None, None),
        (None, (("utility_model", None),), True, False),
        ("invention", (("design", None),), False, False),
    ],
)
def test_types(first: str | None, others: tuple[tuple[str, None], ...] | None, has: bool | None, only: bool | None) -> None:
    assert rules.has_type(first, others, "utility_model") is has
    assert rules.only_type(first, others, "invention") is only


def test_limits_pass_at_equality() -> None:
    seventy = Decimal("0.7")
    assert [rules.not_above(Decimal(v), seventy) for v in ("0.6999", "0.7", "0.7001")] == [True, True, False]
    assert [rules.not_below(Decimal(v), seventy) for v in ("0.6999", "0.7", "0.7001")] == [False, True, True]
    assert rules.not_above(None, seventy) is None and rules.not_below(None, seventy) is None


def test_months_are_full_on_the_same_day_of_the_month() -> None:
    on = date(2026, 11, 23)
    assert rules.months_old(date(2024, 11, 23), on, Decimal(24)) is True
    assert rules.months_old(date(2024, 11, 24), on, Decimal(24)) is False
    assert rules.months_old(None, on, Decimal(24)) is None


def test_a_state_rests_on_the_source_of_its_clause() -> None:
    seen, memory = all_clauses()["granted"], all_clauses()["contract_complete"]
    facts = {key: leaf(True, key, key, "", "input") for key in ("granted", "contract_complete")}
    for clause, is_open in ((seen, False), (memory, True)):
        state = rules.state_of(clause, facts, True)
        assert plain(state) == recompute(state) == MET
        assert unverified(state) is is_open
    assert rules.state_of(seen, {"granted": None}, False) == UNKNOWN


def test_open_facts_are_those_not_known() -> None:
    clause = all_clauses()["co_owners_agree"]
    facts = {"co_owned": True, "co_owner_consent": False, "co_owner_agreement": None}
    assert rules.open_facts(clause, rules.state_of(clause, facts, False), facts) == ("co_owner_agreement",)
    settled = facts | {"co_owner_consent": True}
    assert rules.open_facts(clause, rules.state_of(clause, settled, False), settled) == ()
