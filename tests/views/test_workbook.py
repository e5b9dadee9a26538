"""The workbook: every figure has its line, every formula stays inside the file, no text starts a formula, no macros."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from functools import cache

import openpyxl
import pytest

from calculators.calculator import Answer, run
from calculators.catalog import CATALOG, calculator
from calculators.examples import all_examples, example
from calculators.figure import OPERATIONS, Figure, named, plain
from calculators.views import workbook_formulas, workbook_special
from calculators.views.workbook import all_sheets, workbook, workbook_base64
from calculators.views.workbook_file import written
from calculators.views.workbook_formulas import ATOM, Part, addition, filled, literal
from calculators.views.workbook_plan import Plan, Step, plan_of
from calculators.views.workbook_reasons import REASONS, VALUE, reason
from calculators.views.workbook_sheets import Cell, Sheet

EXAMPLES = list(all_examples())
REFERENCE = re.compile(r"(?<!:)(?:(输入|计算|收付)!)?\$([A-Z])\$(\d+)")
# One option gives one number: the formula asks for the option's word.
BY_OPTION = {"basis_days", "months_apart", "months_between_payments", "not_among", "pay_unit_yuan", "plan_method", "times_a_year"}
# Lists, distributions and the like: what is taken out of them has the reason.
NOT_ONE_CELL = {"triangle", "year_outlay", "two_counts", "poisson_counts", "count_table", "amount_table", "one_amount",
                "three_points", "no_defaults", "default_payments", "due_days", "months_and_days"}  # fmt: skip


def answer_of(name: str, key: str) -> Answer:
    return run(calculator(name), example(name, key).inputs)


def loan() -> Answer:
    return answer_of("interest_subsidy", "quarterly_interest")


@cache
def planned(name: str, key: str) -> Plan:
    return plan_of(answer_of(name, key))


def line_of(plan: Plan, key: str) -> Step:
    return next(step for step in plan.steps if step.figure.tag and step.figure.tag.key == key)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize(("name", "key"), EXAMPLES)
def test_every_named_figure_has_its_line(name: str, key: str) -> None:
    plan = planned(name, key)
    for value in plan.answer.result.figures.values():
        if value.__class__ is Figure:
            part = plan.parts[id(value)]
            assert part is not None and part.rank == ATOM, value
    assert len({step.number for step in plan.steps}) == len(plan.steps)


@pytest.mark.parametrize(("name", "key"), EXAMPLES)
def test_formulas_point_to_lines_above_them(name: str, key: str) -> None:
    plan = planned(name, key)
    lines = {row.number for row in (*plan.inputs, *plan.parameters)}
    for step in plan.steps:
        assert len(step.formula) < 8192
        for sheet, _, number in REFERENCE.findall(step.formula):
            if not sheet:
                assert 6 <= int(number) < step.number, step.formula
            elif sheet == "输入":
                assert int(number) in lines, step.formula


def test_the_headline_can_be_redone_and_the_principal_changed() -> None:
    plan = plan_of(loan())
    principal = next(row for row in plan.inputs if row.key == "principal")
    assert not principal.fixed and (principal.lowest, principal.highest) == (Decimal(1000000), Decimal(4000000))
    assert next(row for row in plan.inputs if row.key == "maturity").fixed
    rate = next(row for row in plan.inputs if row.key == "rate")
    days, basis, interest = (line_of(plan, key) for key in ("days_1", "basis", "interest_1"))
    assert interest.formula == f"ROUND({principal.cell()}*{rate.cell()}*$B${days.number}/$B${basis.number},2)"


def test_what_cannot_be_redone_gives_way_once_its_inputs_change() -> None:
    frozen = [step for step in plan_of(loan()).steps if step.frozen]
    assert frozen and all(step.formula.startswith("IF(输入!$E$") and step.formula.endswith(",NA())") for step in frozen)
    assert all(reason(step.figure).startswith(VALUE) for step in frozen)


def test_each_operation_is_in_a_table_or_has_its_reason() -> None:
    assert [entry.name for entry in CATALOG]  # loads every calculator, and with them every operation
    known = {"sum", *workbook_formulas.TEMPLATES, *workbook_formulas.SIGNS, *workbook_formulas.PASSED_ON}
    known |= {*workbook_special.SPECIAL, *workbook_special.CELLS, *BY_OPTION, *NOT_ONE_CELL, *REASONS}
    assert sorted(set(OPERATIONS) - known) == []


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", '=HYPERLINK("x")'])
def test_a_text_never_starts_a_formula(text: str) -> None:
    sheet = Sheet("a", (10,), [[Cell(text)], [Cell("ordinary")]])
    page = opened(written([sheet], "t", date(2026, 1, 1)))["a"]
    assert page["A1"].value == text and page["A1"].data_type == "s" and page["A1"].quotePrefix
    assert not page["A2"].quotePrefix


def test_a_text_inside_a_formula_stays_a_text() -> None:
    assert literal('a"b') == '"a""b"'
    assert literal("x" * 500).count('"&"') == 2


def test_the_same_answer_gives_the_same_bytes_without_macros() -> None:
    data = workbook(loan())
    assert data == workbook(loan())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "vba" in name.lower() or name.endswith(".bin")]
    assert workbook_base64(loan()).startswith("UEsDB")


def test_values_stand_beside_the_formulas_for_previews() -> None:
    data = workbook(loan())
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert values["输入"]["B3"].value == 29605.56
    assert opened(data)["输入"]["B3"].value.startswith("=IF(输入!$D$4=0,计算!$B$")
    empty = [(page.title, cell.coordinate) for page in opened(data) for row in page.iter_rows() for cell in row
             if cell.data_type == "f" and values[page.title][cell.coordinate].value is None]  # fmt: skip
    assert empty == []


def test_sheets_print_on_a4_across_with_their_head() -> None:
    for page in opened(workbook(loan())):
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        setup = page.sheet_properties.pageSetUpPr
        assert setup is not None and setup.fitToPage and not page.protection.sheet
        assert page.title == "说明" or page.freeze_panes is not None


def test_units_and_dates_are_number_formats() -> None:
    page = opened(workbook(loan()))["输入"]
    formats = {row[0].value: row[1].number_format for row in page.iter_rows(min_row=6)}
    assert formats["贷款本金"] == '#,##0.00" 元"' and formats["合同年利率"] == "0.00##%" and formats["放款日"] == "yyyy-mm-dd"


def test_the_sheets_of_an_answer() -> None:
    titles = [sheet.title for sheet in all_sheets(loan())]
    assert titles[:3] == ["输入", "计算", "结果"] and titles[-1] == "说明"
    assert len(set(titles)) == len(titles) and all(len(title) <= 31 for title in titles)


def test_parameters_carry_their_source_and_their_doubts() -> None:
    answer = answer_of("sme_class", "industry_medium")
    rows = [row for row in all_sheets(answer)[0].rows if row and row[0].value == "大型企业从业人员下限"]
    plan = plan_of(answer)
    assert plan.parameters and all(row.cite is not None for row in plan.parameters)
    assert all(row[2].value and row[2].link.startswith("http") for row in rows)


def test_brackets_only_where_they_are_needed() -> None:
    one, total = Part("B1", ATOM, Decimal(1)), Part("B1+B2", 1, Decimal(3))
    assert filled("mul", [total, one]) == ("(B1+B2)*B1", 2)
    assert filled("sub", [one, total]) == ("B1-(B1+B2)", 1)
    assert filled("add", [one, total]) == ("B1+B1+B2", 1)
    assert filled("div", [one, Part("B2*B3", 2, Decimal(1))]) == ("B1/(B2*B3)", 2)
    assert filled("unknown", [one]) is None


def test_a_long_sum_is_cut_into_calls_that_a_spreadsheet_takes() -> None:
    text, _ = addition([Part(f"$B${n}", ATOM, Decimal(1)) for n in range(1, 452)])
    assert text.count("SUM(") == 3 and text.startswith("SUM($B$1,$B$2")


def test_a_new_operation_becomes_a_value_not_a_guess() -> None:
    plan = plan_of(loan())
    unknown = named(Figure(Decimal(7), "no_such_operation", (plan.answer.given["principal"],)), "x", "某数")
    assert reason(unknown).startswith(VALUE) and plain(unknown) == 7
    assert isinstance(plan, Plan)
