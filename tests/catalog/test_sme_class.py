"""企业划型 as a visitor meets it: which questions are asked, what the table says, what a missing answer does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculators.calculator import Result, run
from calculators.catalog.sme_class import CALCULATOR, FIELDS
from calculators.errors import InputError
from calculators.fields import hidden
from calculators.figure import plain, unverified
from calculators.rules.sme import CLASS_WORDS, INDUSTRIES


def ask(**values: str) -> Result:
    return run(CALCULATOR, {"on": "2026-11-23", **values}).result


def cell(result: Result, row: int, column: str) -> object:
    table = result.tables[0]
    return plain(table.rows[row][[c.key for c in table.columns].index(column)])


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_only_what_the_industry_uses_is_asked(industry: str) -> None:
    unasked = set(hidden(FIELDS, {"industry": industry}))
    assert {"employees", "revenue", "assets"} - unasked == set(INDUSTRIES[industry][1])


def test_money_may_be_written_in_wan() -> None:
    by_wan = ask(industry="industry", employees="300", revenue="2000万")
    in_yuan = ask(industry="industry", employees="300", revenue="20,000,000")
    assert plain(by_wan.figures["size_class"]) == plain(in_yuan.figures["size_class"]) == "medium"
    assert cell(by_wan, 1, "value") == 2000


def test_the_distance_to_the_next_class_is_enough_and_no_more() -> None:
    result = ask(industry="retail", employees="12", revenue="480万")
    assert plain(result.figures["size_class"]) == "small"
    people, revenue = cell(result, 0, "to_next"), cell(result, 1, "to_next")
    assert (people, revenue) == (38, Decimal(20))
    enough = ask(industry="retail", employees=str(12 + 38), revenue="500万")
    assert plain(enough.figures["size_class"]) == "medium"
    short = ask(industry="retail", employees=str(12 + 37), revenue="500万")
    assert plain(short.figures["size_class"]) == "small"


def test_how_far_above_the_own_class() -> None:
    result = ask(industry="retail", employees="12", revenue="480万")
    assert (cell(result, 0, "above_own"), cell(result, 1, "above_own")) == (2, 380)
    micro = ask(industry="retail", employees="1", revenue="1万")
    assert cell(micro, 0, "above_own") is None


def test_the_sentence_names_what_holds_the_class_down() -> None:
    result = ask(industry="wholesale", employees="4", revenue="5000万")
    assert "微型企业" in result.sentence and "小型企业下限的指标：从业人员。" in result.sentence
    assert "营业收入" not in result.sentence


def test_large_is_no_sme() -> None:
    result = ask(industry="agriculture", revenue="2亿")
    assert plain(result.figures["is_sme"]) is False and cell(result, 0, "to_next") is None
    assert "不是中小微企业" in result.sentence


def test_a_missing_indicator_is_named_and_nothing_is_guessed() -> None:
    result = ask(industry="construction", revenue="1")  # below every bound, and still not called micro
    assert plain(result.figures["size_class"]) is None
    assert plain(result.figures["status"]) == "missing_indicator"
    assert "资产总额" in result.sentence and any("资产总额" in warning for warning in result.warnings)


def test_all_missing_is_a_result_too() -> None:
    result = ask(industry="industry")
    assert plain(result.figures["size_class"]) is None and len(result.warnings) == 2


def test_before_the_standard_there_is_none() -> None:
    with pytest.raises(InputError) as caught:
        run(CALCULATOR, {"industry": "other", "employees": "5", "on": "2011-06-17"})
    assert "从 2011-06-18 起才有数值" in caught.value.by_field()["on"]


def test_the_bounds_carry_their_source() -> None:
    result = ask(industry="industry", employees="1000", revenue="39999万")
    assert not unverified(result.figures["size_class"])
    assert set(result.codes) >= {*CLASS_WORDS, "complete", "missing_indicator"}
    assert any("没有查到更新的标准" in note for note in result.notes)
