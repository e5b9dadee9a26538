"""The size class against the sentences of the 2011 standard, typed apart from the table of bounds."""

from __future__ import annotations

import itertools
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.figure import plain
from calculators.policy import Policy
from calculators.rules import sme
from calculators.rules.sme import CLASSES, INDUSTRIES, Bounds

# What the standard says: who is 中小微, then among those who is 中型, 小型, 微型. X people, Y revenue, Z assets (万元).
SENTENCES = {
    "agriculture": ("Y20000以下", "Y500以上", "Y50以上", "Y50以下"),
    "industry": ("X1000以下或Y40000以下", "X300以上且Y2000以上", "X20以上且Y300以上", "X20以下或Y300以下"),
    "construction": ("Y80000以下或Z80000以下", "Y6000以上且Z5000以上", "Y300以上且Z300以上", "Y300以下或Z300以下"),
    "wholesale": ("X200以下或Y40000以下", "X20以上且Y5000以上", "X5以上且Y1000以上", "X5以下或Y1000以下"),
    "retail": ("X300以下或Y20000以下", "X50以上且Y500以上", "X10以上且Y100以上", "X10以下或Y100以下"),
    "transport": ("X1000以下或Y30000以下", "X300以上且Y3000以上", "X20以上且Y200以上", "X20以下或Y200以下"),
    "storage": ("X200以下或Y30000以下", "X100以上且Y1000以上", "X20以上且Y100以上", "X20以下或Y100以下"),
    "post": ("X1000以下或Y30000以下", "X300以上且Y2000以上", "X20以上且Y100以上", "X20以下或Y100以下"),
    "accommodation": ("X300以下或Y10000以下", "X100以上且Y2000以上", "X10以上且Y100以上", "X10以下或Y100以下"),
    "catering": ("X300以下或Y10000以下", "X100以上且Y2000以上", "X10以上且Y100以上", "X10以下或Y100以下"),
    "information_transmission": ("X2000以下或Y100000以下", "X100以上且Y1000以上", "X10以上且Y100以上", "X10以下或Y100以下"),
    "software_it": ("X300以下或Y10000以下", "X100以上且Y1000以上", "X10以上且Y50以上", "X10以下或Y50以下"),
    "real_estate_development": ("Y200000以下或Z10000以下", "Y1000以上且Z5000以上", "Y100以上且Z2000以上", "Y100以下或Z2000以下"),
    "property_management": ("X1000以下或Y5000以下", "X300以上且Y1000以上", "X100以上且Y500以上", "X100以下或Y500以下"),
    "leasing_business_services": ("X300以下或Z120000以下", "X100以上且Z8000以上", "X10以上且Z100以上", "X10以下或Z100以下"),
    "other": ("X300以下", "X100以上", "X10以上", "X10以下"),
}
LETTERS = {"X": "employees", "Y": "revenue", "Z": "assets"}
POLICY = Policy.at(date(2026, 11, 23))


def holds(clause: str, values: dict[str, Decimal]) -> bool:
    """One clause: 以上 includes the bound, 以下 does not; 或 and 且 are never mixed."""
    facts = []
    for letter, bound, side in re.findall(r"([XYZ])(\d+)(以上|以下)", clause):
        value = values[LETTERS[letter]]
        facts.append(value >= int(bound) if side == "以上" else value < int(bound))
    return any(facts) if "或" in clause else all(facts)


def by_sentences(industry: str, values: dict[str, Decimal]) -> str:
    within, *clauses = SENTENCES[industry]
    if not holds(within, values):
        return "large"
    for size, clause in zip(("medium", "small", "micro"), clauses, strict=True):
        if holds(clause, values):
            return size
    raise AssertionError(f"no sentence covers {values}")


def bounds_of(industry: str, indicator: str) -> Bounds:
    return Bounds(*(plain(POLICY.figure(key)) for key in sme.bound_keys(industry, indicator)))


def by_rule(industry: str, values: dict[str, Decimal]) -> str:
    classes = [sme.class_of(values[i], bounds_of(industry, i)) for i in INDUSTRIES[industry][1]]
    return str(sme.size_class(industry, classes))


def around(industry: str, indicator: str) -> list[Decimal]:
    """Zero, a huge value, and every bound with its neighbours (a person, or 100 yuan)."""
    bounds = bounds_of(industry, indicator)
    step = Decimal(1) if indicator == "employees" else Decimal("0.01")
    near = [b + d for b in (bounds.small, bounds.medium, bounds.large) for d in (-step, Decimal(0), step)]
    return [Decimal(0), *near, Decimal(10) ** 7]


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_the_table_says_what_the_sentences_say(industry: str) -> None:
    indicators = INDUSTRIES[industry][1]
    assert set(indicators) == {LETTERS[letter] for letter in re.findall("[XYZ]", "".join(SENTENCES[industry]))}
    for point in itertools.product(*(around(industry, i) for i in indicators)):
        values = dict(zip(indicators, point, strict=True))
        assert by_rule(industry, values) == by_sentences(industry, values), values


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_bounds_rise_with_the_class(industry: str) -> None:
    for indicator in INDUSTRIES[industry][1]:
        bounds = bounds_of(industry, indicator)
        assert 0 < bounds.small < bounds.medium < bounds.large


ANY_INDUSTRY = st.sampled_from(sorted(INDUSTRIES))
VALUES = st.tuples(*[st.integers(0, 250000).map(Decimal)] * 3).map(lambda v: dict(zip(LETTERS.values(), v, strict=True)))


@given(ANY_INDUSTRY, VALUES, st.sampled_from(sorted(LETTERS.values())), st.integers(1, 250000))
def test_growing_never_lowers_the_class(industry: str, values: dict[str, Decimal], indicator: str, more: int) -> None:
    larger = values | {indicator: values[indicator] + more}
    assert CLASSES.index(by_rule(industry, values)) <= CLASSES.index(by_rule(industry, larger))


@given(ANY_INDUSTRY, st.data())
def test_one_person_or_yuan_across_one_bound_moves_one_class(industry: str, data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(INDUSTRIES[industry][1]))
    size = data.draw(st.sampled_from(CLASSES[1:]))
    values = {i: bounds_of(industry, i).large for i in INDUSTRIES[industry][1]}
    reached = values | {indicator: getattr(bounds_of(industry, indicator), size)}
    missed = values | {indicator: reached[indicator] - Decimal("0.01")}
    assert by_rule(industry, reached) == size
    assert by_rule(industry, missed) == CLASSES[CLASSES.index(size) - 1]


@given(ANY_INDUSTRY, VALUES)
def test_an_indicator_the_industry_does_not_use_changes_nothing(industry: str, values: dict[str, Decimal]) -> None:
    unused = set(LETTERS.values()) - set(INDUSTRIES[industry][1])
    assert by_rule(industry, values) == by_rule(industry, values | dict.fromkeys(unused, Decimal(0)))


def test_nothing_is_guessed_when_an_indicator_is_missing() -> None:
    assert sme.size_class("industry", ["micro", None]) is None
    assert sme.size_class("industry", ["micro"]) is None
    assert sme.is_at_most(None, "medium") is None
    assert sme.sme_status(None) == "missing_indicator" and sme.sme_status("micro") == "complete"


def test_the_class_above() -> None:
    assert [sme.next_class(size) for size in CLASSES] == ["small", "medium", "large", None]
    assert [sme.is_at_most(size, "small") for size in CLASSES] == [True, True, False, False]
