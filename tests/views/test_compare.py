"""Several answers side by side: the same numbers as alone, the best in words, a refusal with its reason."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import run
from calculators.catalog import calculator
from calculators.errors import ParameterError
from calculators.examples import example
from calculators.figure import plain
from calculators.views.compare import Column, answer_columns, best, columns_html, compare
from calculators.views.compare_choices import choice_field, choices_html, compare_choices
from calculators.views.format import exact

SUBSIDY = calculator("interest_subsidy")
LOAN = dict(example("interest_subsidy", "quarterly_interest").inputs)
DEARER = {**LOAN, "rate": "4"}
LARGER = {**LOAN, "principal": "300万"}
BROKEN = {**LOAN, "rate": ""}


def texts(html: str) -> str:
    return re.sub(r"<[^>]+>", "|", html)


def values_of(html: str, key: str) -> list[str]:
    return re.findall(rf'data-figure="{key}" data-value="([^"]*)"', html)


def test_each_column_says_what_the_calculator_says_alone() -> None:
    # 200万 × 3.65 % gives 29,605.56 元 at 40 %; 300万 gives half as much again, 44,408.33 元.
    found = values_of(compare(SUBSIDY, [LOAN, LARGER, DEARER]), "subsidy")
    assert found[:2] == ["29605.56", "44408.33"]
    assert found == [exact(run(SUBSIDY, case).result.figures["subsidy"]) for case in (LOAN, LARGER, DEARER)]


def test_only_inputs_that_differ_are_listed_and_as_typed() -> None:
    html = compare(SUBSIDY, [LOAN, LARGER])
    assert re.findall(r'data-input="(\w+)"', html) == ["principal"]
    assert "2,000,000 元" in texts(html) and "300万 元" in texts(html)


def test_the_difference_is_to_the_first_column() -> None:
    # 44,408.33 - 29,605.56 = 14,802.77
    html = texts(compare(SUBSIDY, [LOAN, LARGER]))
    assert "比方案一多 14,802.77 元" in html
    assert "比方案一少" in texts(compare(SUBSIDY, [LARGER, LOAN]))
    assert "与方案一相同" in texts(compare(SUBSIDY, [LOAN, LOAN]))


def test_the_best_is_said_in_words() -> None:
    row = re.search(r"可得补贴</th>.*?</tr>", compare(SUBSIDY, [LOAN, LARGER]))
    burden = re.search(r"贴息后企业负担的利息</th>.*?</tr>", compare(SUBSIDY, [LOAN, LARGER]))
    assert row and burden
    assert [cell.count("最多") for cell in row.group(0).split("</td>")[:2]] == [0, 1]
    assert [cell.count("最少") for cell in burden.group(0).split("</td>")[:2]] == [1, 0]


def test_nothing_is_best_when_all_are_alike() -> None:
    assert best("subsidy", [Column.of(SUBSIDY, LOAN)] * 2) is None
    assert "最多" not in compare(SUBSIDY, [LOAN, LOAN])


def test_equal_percentages_are_equal_whatever_their_far_decimals() -> None:
    html = texts(compare(SUBSIDY, [LOAN, LARGER]))
    row = html[html.index("补贴后折合年利率") :]
    assert "与方案一相同" in row and "0.00%" not in row


def test_a_case_that_cannot_be_computed_keeps_its_column_and_its_reason() -> None:
    html = compare(SUBSIDY, [LOAN, BROKEN])
    assert "算不出的原因" in html and "请填写合同年利率" in html
    assert values_of(html, "subsidy") == ["29605.56"]


def test_at_most_four() -> None:
    assert answer_columns(SUBSIDY, [LOAN] * 4)["ok"] is True
    refused = answer_columns(SUBSIDY, [LOAN] * 5)
    assert refused["ok"] is False and "最多对照 4 种" in str(refused["announcement"])
    assert "还没有存下方案" in str(answer_columns(SUBSIDY, [])["html"])


def test_one_alone_says_what_to_do_next() -> None:
    assert "再存一种" in compare(SUBSIDY, [LOAN])


def test_what_was_typed_is_escaped() -> None:
    assert "<script>" not in compare(SUBSIDY, [LOAN, {**LOAN, "principal": "<script>"}])
    assert "hidden" in columns_html()


def test_all_schemes_are_tried_and_the_best_comes_first() -> None:
    html = compare_choices(SUBSIDY, LOAN, "scheme", ["subsidy", "net_interest"])
    found = [Decimal(value) for value in values_of(html, "subsidy")]
    assert len(re.findall("<tr>", html)) == len(choice_field(SUBSIDY, "scheme").choices) + 1
    assert len(found) > 10 and found == sorted(found, reverse=True)
    assert html.count("最多") == 1 and "算不出：" in html


def test_each_row_is_the_answer_under_that_choice() -> None:
    html = compare_choices(SUBSIDY, LOAN, "scheme", ["subsidy"])
    row = re.search(r"北京中关村 2021</th>(.*?)</tr>", html)
    alone = run(SUBSIDY, {**LOAN, "scheme": "beijing_zgc_2021"}).result.figures["subsidy"]
    assert row and values_of(row.group(1), "subsidy") == [exact(alone)]


def test_ranks_are_the_order_of_the_numbers() -> None:
    html = compare_choices(SUBSIDY, LOAN, "scheme", ["subsidy"])
    pairs = re.findall(r'data-rank="(\d+)"><span data-figure="subsidy" data-value="([^"]+)"', html)
    ordered = sorted(pairs, key=lambda pair: int(pair[0]))
    assert [Decimal(value) for _, value in ordered] == sorted(Decimal(value) for _, value in pairs)


def test_a_cost_is_sorted_from_the_least() -> None:
    loan = calculator("loan_schedule")
    inputs = dict(example("loan_schedule", "quarterly_interest").inputs)
    found = [
        Decimal(value) for value in values_of(compare_choices(loan, inputs, "day_basis", ["total_interest"]), "total_interest")
    ]
    assert len(found) > 1 and found == sorted(found)


def test_a_question_without_choices_is_refused() -> None:
    with pytest.raises(ParameterError, match="principal"):
        choice_field(SUBSIDY, "principal")


def test_the_element_holds_the_worked_table() -> None:
    html = choices_html(SUBSIDY, LOAN, "scheme", ["subsidy"])
    assert 'data-by="scheme"' in html and 'data-figures="subsidy"' in html and "29605.56" in html


@given(st.dictionaries(st.sampled_from(["principal", "rate", "ratio", "maturity", "scheme"]), st.text(max_size=12), max_size=3))
def test_any_text_gives_a_table(change: dict[str, str]) -> None:
    html = compare(SUBSIDY, [LOAN, {**LOAN, **change}])
    assert values_of(html, "subsidy")[0] == exact(plain(run(SUBSIDY, LOAN).result.figures["subsidy"]))
