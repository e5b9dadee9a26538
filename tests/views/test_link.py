"""The fragment of a share link: any text survives, damage is named, old links open for ever."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import run
from calculators.catalog import calculator
from calculators.examples import all_examples
from calculators.views import link
from calculators.views.case import Case, UnreadableCase, case_of, typed
from tests.views.carried import fragment, subsidy

OLD_LINKS = json.loads((Path(__file__).parent / "links_a1.json").read_text(encoding="utf-8"))
SAFE = re.compile(r"#[A-Za-z0-9&=~+_.-]*")
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
CASES = st.builds(
    Case,
    calculator=KEYS,
    values=st.dictionaries(KEYS, st.text(), max_size=12),
    rules=st.from_regex(r"[0-9a-f]{12}", fullmatch=True),
    program=st.sampled_from(["1.0.0", "0.1"]),
    headline=KEYS,
    value=st.text(min_size=1),
    parameters=st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_.]{0,20}", fullmatch=True), st.tuples(st.text("0123456789.-", min_size=1))
    ),
)


@given(st.text())
def test_any_text_survives_in_safe_characters(text: str) -> None:
    assert SAFE.fullmatch(f"#{link.escaped(text)}")
    assert link.unescaped(link.escaped(text)) == text


@given(CASES)
def test_any_case_comes_back(case: Case) -> None:
    brought = link.decode(link.encode(case))
    assert brought.whole and not brought.altered and brought.garbled == ()
    assert (brought.case.calculator, dict(brought.case.values)) == (case.calculator, dict(case.values))
    assert (brought.case.rules, brought.case.headline, brought.case.value) == (case.rules, case.headline, case.value)
    assert len(brought.case.parameters) + brought.case.unlisted == len(case.parameters)
    assert all(case.parameters[key] == told for key, told in brought.case.parameters.items())


@pytest.mark.parametrize("name", [f"{c} {e}" for c, e in all_examples()])
def test_every_example_fits_into_a_short_link(name: str) -> None:
    found, values = calculator(name.split()[0]), dict(all_examples()[tuple(name.split())].inputs)  # type: ignore[index]
    text = link.encode(case_of(run(found, values), values))
    assert len(text) <= 1500 and SAFE.fullmatch(text)
    assert dict(link.decode(text).case.values) == typed(found, values)


@pytest.mark.parametrize("old", OLD_LINKS, ids=lambda old: old["what"])
def test_old_links_open_for_ever(old: dict) -> None:
    brought = link.decode(old["link"])
    assert brought.case.calculator == old["calculator"]
    assert brought.case.values == old["values"]
    assert (brought.case.headline, brought.case.value, brought.case.rules) == (old["headline"], old["value"], old["rules"])
    assert {key: list(told) for key, told in brought.case.parameters.items()} == old["parameters"]
    assert brought.whole and not brought.altered


@given(st.integers(0, 400))
def test_a_link_cut_anywhere_never_gives_half_a_value(at: int) -> None:
    values = subsidy(principal="1,234,567.89")
    whole = fragment("interest_subsidy", values)
    cut = whole[:at]
    try:
        brought = link.decode(cut)
    except UnreadableCase:
        return
    kept = dict(brought.case.values)
    assert kept.items() <= typed(calculator("interest_subsidy"), values).items()
    if brought.whole:
        assert kept == typed(calculator("interest_subsidy"), values)


@given(st.data())
def test_a_changed_input_is_noticed(data: st.DataObject) -> None:
    whole = fragment("interest_subsidy", subsidy())
    start, end = whole.index("&C="), whole.index("&R=")
    at = data.draw(st.integers(start, end - 1))
    letter = data.draw(st.sampled_from("abcXYZ0123456789._~&="))
    changed = whole[:at] + letter + whole[at + 1 :]
    try:
        brought = link.decode(changed)
    except UnreadableCase:
        return
    assert changed == whole or brought.altered or not brought.whole


def test_what_chat_programs_do_to_a_link_is_undone() -> None:
    whole = fragment("interest_subsidy", subsidy(principal="２００万"))
    spoilt = "#" + "".join(f"%{ord(c):02X}" for c in whole[1:])
    for sent in (whole.replace("&", "&amp;"), spoilt, f" {whole}。", whole.replace("=", "%3d").replace("~", "%7E")):
        brought = link.decode(sent)
        assert brought.case.values["principal"] == "２００万" and brought.whole and not brought.altered


def test_anchors_of_a_page_are_no_links() -> None:
    for anchor in ("", "#", "#when", "#sources", "#case", "#cases", "#__tabbed_1_2", "#%E6%9D%A1"):
        assert not link.is_link(anchor)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#case=", "格式"),
        ("#case=a9&C=interest_subsidy", "格式“a9”"),
        ("#case=a1", "没有写明是哪个计算器"),
        ("#case=a1&C=interest_sub", "没有写明是哪个计算器"),
        ("#case=a1&C=~zz&x=1&Z=000000", "没有写明是哪个计算器"),
        (f"#case=a1&C=x&a={'1' * 30000}", "太长"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(text: str, words: str) -> None:
    with pytest.raises(UnreadableCase, match=words) as caught:
        link.decode(text)
    assert "重新" in str(caught.value)


@given(st.text())
def test_no_fragment_makes_it_stumble(text: str) -> None:
    for candidate in (text, f"#case=a1&{text}", f"#case=a1&C=interest_subsidy&{text}"):
        try:
            link.decode(candidate)
        except UnreadableCase as problem:
            assert str(problem).endswith("。")


def test_policy_values_are_left_out_before_inputs() -> None:
    many = Case("x", {"a": "1"}, "d" * 12, "1", "h", "2", {f"key.number_{n}": ("0.031",) for n in range(200)})
    brought = link.decode(link.encode(many))
    assert len(link.encode(many)) <= link.LONGEST
    assert brought.case.unlisted and len(brought.case.parameters) + brought.case.unlisted == 200
    long = Case("x", {"a": "贰" * 1000})
    assert link.decode(link.encode(long)).case.values == long.values
