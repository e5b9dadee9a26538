"""Worked cases on file: found by name, complete, and safe to render."""

from __future__ import annotations

from pathlib import Path

import pytest

from calculators import examples
from calculators.errors import ParameterError
from calculators.examples import all_examples, example, examples_of

TEXT = """
[[example]]
key = "second"
title = "示例"
why = "1 + 1 = 2。"
inputs = { amount = "2万", on = "2026-11-23" }
expect = { amount = "20000" }

[[example]]
key = "first"
title = "示例"
why = "1 + 1 = 2。"
inputs = { amount = "1万", on = "2026-11-23" }
expect = { amount = "10000" }
"""


def test_file_order_is_kept_and_the_file_names_the_calculator(tmp_path: Path) -> None:
    (tmp_path / "sum.toml").write_text(TEXT, encoding="utf-8")
    found = examples.load(tmp_path)
    assert list(found) == [("sum", "second"), ("sum", "first")]
    assert found["sum", "first"].inputs["amount"] == "1万"


def test_the_same_key_may_serve_two_calculators(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert len(examples.load(tmp_path)) == 4


def test_an_unknown_example_names_those_there_are() -> None:
    with pytest.raises(ParameterError, match="没有名为“nope”的算例；现有：industry_medium、"):
        example("sme_class", "nope")
    with pytest.raises(ParameterError, match="现有：无"):
        example("nope", "nope")


def test_pages_open_with_the_promised_examples() -> None:
    firsts = {name: examples_of(name)[0].key for name in ("sme_class", "working_capital_need", "loan_amount")}
    assert firsts == {
        "sme_class": "industry_medium",
        "working_capital_need": "full_formula",
        "loan_amount": "collateral_binds",
    }


def test_every_example_has_a_chinese_title_and_its_arithmetic() -> None:
    for found in all_examples().values():
        assert len(found.why) > 8 and any("\u4e00" <= c <= "\u9fff" for c in found.title), found.key
