"""Files and texts that leave the page: the case file, the table file, code to run, the calendar, the paper."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import figures_of, run
from calculators.catalog import NAMES, calculator
from calculators.examples import all_examples, examples_of
from calculators.figure import plain
from calculators.views.as_code import quoted
from calculators.views.case_file import read_case_file
from calculators.views.csv_file import BOM, DANGEROUS, Bare, csv_text, harmless
from calculators.views.take import KINDS
from calculators.views.toolbar import toolbar_html
from tests.views.carried import ask, inputs, subsidy, words

PROJECT = Path(__file__).parent.parent.parent
PAGE = "https://example.org/calculators/x/?a=1#old"


def taken(kind: str, name: str, values: dict[str, str]) -> dict:
    return ask("take", calculator=name, values=values, kind=kind, page=PAGE)


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith(BOM) and text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


# ---- the case file ----


@pytest.mark.parametrize("name", [f"{c} {e}" for c, e in all_examples()])
def test_a_case_file_opens_with_the_same_inputs(name: str) -> None:
    where, key = name.split()
    values = inputs(where, key)
    file = taken("json", where, values)
    assert file["filename"].endswith(".json") and file["how"] == "save"
    reply = ask("open", text=file["text"], calculator=where)
    assert reply["ok"] and reply["dropped"] == []
    # A choice given by its words comes back as the form writes it; every other text is the very same.
    choices = {field.key for field in calculator(where).all_fields() if field.kind == "choice"}
    assert {k: v for k, v in (reply["values"] | values).items() if k not in choices} == {
        k: v for k, v in reply["values"].items() if k not in choices
    }
    assert "结果和生成时相同" in words(reply["message_html"])


def test_a_case_file_can_be_read_by_people() -> None:
    data = json.loads(taken("json", "interest_subsidy", subsidy(principal="２００万"))["text"])
    assert data["title"] == "贷款贴息" and data["inputs"]["principal"] == "２００万"
    assert {"question": "贷款本金", "answer": "2,000,000.00 元"} in data["answered"]
    assert {"key": "subsidy", "label": "可得补贴", "value": "29605.56", "unit": "元"} in data["figures"]
    assert data["result"]["value"] == "29605.56" and data["command"].startswith("python -m calculators run")


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{", "[" * 100000, '{"format": "other"}', "1" * 1_000_001])
def test_other_files_are_refused_in_words(text: str) -> None:
    reply = ask("open", text=text)
    assert not reply["ok"] and "案例文件" in words(reply["message_html"])


def test_a_file_of_a_later_version_says_so() -> None:
    assert "版本是 2" in words(ask("open", text='{"format": "patent-pledge-case", "version": 2}')["message_html"])


def test_inputs_that_are_no_texts_are_named() -> None:
    data = {
        "format": "patent-pledge-case",
        "version": 1,
        "calculator": "sme_class",
        "inputs": {"employees": 5, "industry": "software"},
    }
    brought = read_case_file("\ufeff" + json.dumps(data))
    assert brought.garbled == ("employees",) and brought.case.values == {"industry": "software"} and not brought.whole


# ---- the table file ----


@pytest.mark.parametrize("name", NAMES)
def test_the_table_file_holds_every_figure_and_cell(name: str) -> None:
    values = dict(examples_of(name)[0].inputs)
    rows = rows_of(taken("csv", name, values)["text"])
    cells = {cell for row in rows for cell in row}
    result = run(calculator(name), values).result
    for table in result.tables:
        if table.rows:
            assert [table.title] in rows
            assert len(rows) > len(table.rows)
    numbers = {Decimal(cell) for cell in cells if cell.replace(".", "", 1).replace("-", "", 1).isdigit()}
    money = [f for f in figures_of(result) if f.tag and f.tag.unit == "元" and isinstance(plain(f), Decimal)]
    assert [f for f in money if plain(f).quantize(Decimal("0.01")) not in numbers] == []


def test_the_numbers_stand_bare_and_the_units_in_the_heading() -> None:
    rows = rows_of(taken("csv", "interest_subsidy", subsidy())["text"])
    assert ["可得补贴", "29605.56", "元", ""] in rows
    assert ["贷款本金", "2,000,000.00 元"] in rows
    head = next(row for row in rows if row[:1] == ["期"])
    assert "合同利息（元）" in head and all("元" not in cell for cell in rows[rows.index(head) + 1])


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")) | st.sampled_from(
    ["=1", ' "=2"', "a,b", "a\nb"]
)


@given(st.lists(st.lists(CELLS, min_size=2), min_size=1))
def test_any_text_comes_back_from_a_csv_reader_and_none_is_a_formula(table: list[list[str]]) -> None:
    read = rows_of(csv_text(table))
    assert read == [[harmless(cell) for cell in row] for row in table]
    assert not [cell for row in read for cell in row if cell.lstrip(" \u3000\u00a0").startswith(DANGEROUS)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1", "|cmd", "%0A=1"])
def test_formulas_are_put_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert csv_text([[Bare("-12.50")]]) == f"{BOM}-12.50\r\n"


# ---- code to run ----


@pytest.mark.parametrize("name", NAMES)
def test_the_copied_command_and_program_print_the_record_of_the_page(name: str) -> None:
    values = dict(examples_of(name)[0].inputs)
    wanted = json.dumps(
        ask("record", calculator=name, values=values)["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    command = taken("command", name, values)["text"].replace("python ", f'"{sys.executable}" ', 1)
    program = taken("python", name, values)["text"]
    for run_it in (["sh", "-c", command], [sys.executable, "-c", program]):
        done = subprocess.run(run_it, cwd=PROJECT, capture_output=True, text=True, env={"PYTHONUTF8": "1"}, check=True)
        assert done.stdout.rstrip("\n") == wanted


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")))
def test_a_shell_gets_the_very_word(text: str) -> None:
    assert shlex.split(quoted(text)) == [text]


def test_a_nasty_word_goes_through_a_real_shell() -> None:
    text = "a'b\"c $(date) `x` \\ \n贰"
    done = subprocess.run(["sh", "-c", f"printf %s {quoted(text)}"], capture_output=True, check=True)
    assert done.stdout.decode() == text


# ---- the rest ----


def test_payments_of_a_loan_go_into_a_calendar() -> None:
    text = taken("ics", "loan_schedule", inputs("loan_schedule", "equal_instalment"))["text"]
    rows = next(t for t in run(calculator("loan_schedule"), inputs("loan_schedule", "equal_instalment")).result.tables).rows
    assert text.count("BEGIN:VEVENT") == len(rows)
    assert "SUMMARY:还款" in text


def test_calculators_without_dates_offer_no_calendar() -> None:
    assert "没有日历" in taken("ics", "sme_class", dict(examples_of("sme_class")[0].inputs))["errors"]["calculator"]
    for name in NAMES:
        result = run(calculator(name), dict(examples_of(name)[0].inputs)).result
        assert ('data-take="ics"' in toolbar_html(result, "x")) == (name in ("loan_schedule", "pledge_calendar"))


def test_every_kind_answers_with_words_and_an_unknown_one_is_refused() -> None:
    for kind in KINDS:
        reply = taken(kind, "pledge_calendar", dict(examples_of("pledge_calendar")[0].inputs))
        assert reply["ok"] and reply["said"], kind
    assert "没有“fax”" in taken("fax", "interest_subsidy", subsidy())["said"]
    refused = taken("csv", "interest_subsidy", subsidy(rate=""))
    assert not refused["ok"] and refused["said"].startswith("有 1 处需要修改")


def test_the_link_belongs_to_the_page_it_was_made_on() -> None:
    text = taken("link", "interest_subsidy", subsidy())["text"]
    assert text.startswith("https://example.org/calculators/x/?a=1#case=a1&C=interest_subsidy&")
    assert "#old" not in text


def test_paper_gets_the_answered_questions_only() -> None:
    html = ask("calculate", calculator="interest_subsidy", values=subsidy())["result_html"]
    table = html.split("</table>")[0]
    assert 'class="cp-answered' in table and "2,000,000.00 元" in table
    assert table.count("<tr>") == len(run(calculator("interest_subsidy"), subsidy()).given) - list(
        run(calculator("interest_subsidy"), subsidy()).given.values()
    ).count(None)
