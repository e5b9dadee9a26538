"""The marks in Markdown."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from markdown import Markdown

from calculators.views.link import decode
from site_config.embeds import EmbedError, EmbedExtension, check_pages


def convert(text: str) -> str:
    return Markdown(extensions=["pymdownx.superfences", EmbedExtension()]).convert(text)


def test_a_calculator_is_complete_without_script() -> None:
    html = convert("前文\n\n{{ calculator interest_subsidy example=quarterly_interest }}\n\n后文")
    assert html.startswith("<p>前文</p>\n<calculator-panel") and html.endswith("<p>后文</p>")
    assert re.search(r'data-headline data-figure="subsidy" data-value="29605.56"', html)
    for hook in ('data-state="static"', 'name="principal"', 'data-error-for="principal"', "data-derivation"):
        assert hook in html
    assert "没有计算的内容" in html and "<script" not in html


def test_a_value_in_prose() -> None:
    html = convert("贴息 {{ value interest_subsidy.subsidy example=quarterly_interest }}，")
    assert 'data-value="29605.56"' in html and "29,605.56 元</span>，</p>" in html


def test_a_parameter_may_leave_its_source_to_the_end_of_the_page_but_not_its_doubt() -> None:
    html = convert("{{ parameter annual_fee.invention.7_9 on=2026-11-23 source=no }}")
    assert "2,000.00 元" in html and "cp-cite" not in html and "待核实" in html
    with pytest.raises(EmbedError, match="source=yes"):
        convert("{{ parameter lpr_1y on=2025-06-01 source=yes }}")


def test_a_link_opens_an_example_in_its_calculator() -> None:
    html = convert("{{ open loan_amount example=case_tea page=../../calculators/loan-amount/ }}")
    address = re.search(r'href="\.\./\.\./calculators/loan-amount/(#case=[^"]+)">可贷额度：茶叶加工企业的可贷额度</a>', html)
    assert address
    brought = decode(unescape(address.group(1)))
    assert brought.whole and not brought.altered and brought.case.calculator == "loan_amount"
    assert brought.case.values["applied"] == "200万"
    with pytest.raises(EmbedError, match="missing option page"):
        convert("{{ open loan_amount example=case_tea }}")


def test_words_of_an_answer_may_break_into_lines_and_numbers_may_not() -> None:
    words = convert("原因：{{ value interest_subsidy.reason example=rate_above_limit_ineligible }}。")
    number = convert("贴息 {{ value interest_subsidy.subsidy example=quarterly_interest }}。")
    assert 'class="cp-value cp-words"' in words and 'class="cp-value"' in number


def test_a_parameter_carries_its_source() -> None:
    html = convert("利率 {{ parameter lpr_1y on=2025-06-01 }}。")
    assert 'data-value="0.03"' in html and "3.00%" in html and "2025-05-20 起" in html and "cp-cite" in html


def test_code_is_left_alone() -> None:
    html = convert("`{{ value x }}`\n\n```\n{{ calculator nonsense }}\n```\n")
    assert "{{ value x }}" in html and "{{ calculator nonsense }}" in html


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("{{ calculator nonsense }}", "没有名为“nonsense”的计算器"),
        ("{{ calculator interest_subsidy example=nonsense }}", "没有名为“nonsense”的算例"),
        ("{{ calculator interest_subsidy colour=red }}", "unknown option"),
        ("{{ calculator }}", "name missing"),
        ("{{ choices interest_subsidy figures=subsidy }}", "missing option by"),
        ("{{ choices interest_subsidy by=principal figures=subsidy }}", "没有可以逐项对照的问题"),
        ("{{ choices interest_subsidy by=scheme figures=nonsense }}", "shows no figure"),
        ("{{ value interest_subsidy.nonsense }}", "shows no figure"),
        ("{{ value interest_subsidy }}", "calculator.figure"),
        ("{{ parameter lpr_1y }}", "missing option on"),
        ("{{ parameter lpr_1y on=someday }}", "is no date"),
        ("{{ parameter lpr_1y on=1990-01-01 }}", "起才有数值"),
        ("{{ parameter nonsense on=2025-01-01 }}", "没有名为“nonsense”的政策参数"),
        ("{{ nonsense x }}", "unknown mark"),
        ("在句子里 {{ calculator interest_subsidy }} 不行", "line of its own"),
    ],
)
def test_a_bad_mark_stops_and_names_the_page(tmp_path: Path, mark: str, words: str) -> None:
    (tmp_path / "page.md").write_text(mark, encoding="utf-8")
    with pytest.raises(EmbedError, match=re.escape(words)) as caught:
        check_pages(tmp_path)
    assert str(caught.value).startswith("page.md: ")
