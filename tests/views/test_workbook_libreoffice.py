"""The workbooks in LibreOffice: every formula gives the site's value, and still does when an input is changed.

Every example of every calculator is recalculated as it is. Then inputs that may be changed are changed one at a time, all
of them in the first example of a calculator and one in every few others, and compared with the calculator run on that input.
A value that cannot be redone may turn into #N/A, the headline never: an input it hangs on is fixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calculators.calculator import Answer, run
from calculators.catalog import CATALOG
from calculators.examples import examples_of
from calculators.policy import Policy
from calculators.views.workbook import workbook
from calculators.views.workbook_inputs import InputRow, changed
from calculators.views.workbook_plan import Plan, Step, plan_of
from tests.differential import spreadsheet
from tests.workbooks import Sent, recalculated

MANY_CHANGES = ("interest_subsidy", "loan_schedule", "loan_amount", "financing_cost")
EVERY, MANY = 3, 8  # one example of so many: each takes LibreOffice a third of a second
NOT_AVAILABLE = "#N/A"


@dataclass
class Job:
    """A workbook as sent to LibreOffice, and what its lines must say afterwards."""

    name: str
    plan: Plan
    expected: Plan
    data: bytes
    changes: dict[str, Any] = field(default_factory=dict)
    page: Any = field(default=None, repr=False)


def other(row: InputRow, answer: Answer) -> tuple[Any, Any]:
    """Another value within the range: as it stands in the cell, and as the calculator wants it."""
    if row.options:
        word = next(option for option in row.options if option != row.value)
        asked = next(asked for asked in answer.calculator.all_fields() if asked.key == row.key)
        return word, {label: key for key, label in asked.choices}.get(word, word == "是")
    if isinstance(row.value, date):
        return (day := row.value + timedelta(days=7)), day
    end = row.highest if row.highest > row.value else row.lowest
    mixed = row.value + (end - row.value) * Decimal("0.37")
    step = {"money": Decimal("0.01"), "integer": Decimal(1)}.get(row.kind, Decimal("0.0001"))
    return (value := mixed.quantize(step)), value


def as_they_are() -> Iterator[Job]:
    for calculator in CATALOG:
        for example in examples_of(calculator.name):
            answer = run(calculator, example.inputs)
            plan = plan_of(answer)
            yield Job(f"{calculator.name}-{example.key}", plan, plan, workbook(answer))


def with_one_change() -> Iterator[Job]:
    for calculator in CATALOG:
        every = EVERY if calculator.name in MANY_CHANGES else MANY
        for place, example in enumerate(examples_of(calculator.name)[::every]):
            answer = run(calculator, example.inputs)
            plan, data = plan_of(answer), workbook(answer)
            rows = [row for row in plan.inputs if not row.fixed]
            for row in rows if place == 0 else rows[place % len(rows) :][:1] if rows else []:
                word, value = other(row, answer)
                given = {**answer.given, row.key: changed(row, value)}
                again = Answer(calculator, given, answer.on, calculator.compute(given, Policy.at(answer.on)))
                yield Job(f"{calculator.name}-{example.key}-{row.number}", plan, plan_of(again), data, {f"B{row.number}": word})


def with_pages(jobs: list[Job], folder: Path) -> list[Job]:
    """The jobs with their workbooks as LibreOffice saves them."""
    pages = recalculated({job.name: Sent(job.data, job.changes) for job in jobs}, folder)
    for job in jobs:
        job.page = pages[job.name]
    return jobs


def same(found: Any, step: Step, plan: Plan) -> bool:
    """Dates and words exactly; numbers to what a binary fraction of their parts can hold."""
    wanted = step.figure.value
    if isinstance(wanted, date):
        if isinstance(found, int | float):
            found = datetime.fromordinal(spreadsheet.FIRST_DAY.toordinal() + int(found))
        return isinstance(found, datetime) and found.date() == wanted
    if isinstance(wanted, Decimal | int) and not isinstance(wanted, bool):
        if not isinstance(found, int | float):
            return False
        values = (getattr(part, "value", part) for part in step.figure.parts)
        parts = [abs(value) for value in values if isinstance(value, Decimal)]
        smallest = Decimal("1e-7" if step.figure.tag and step.figure.tag.unit == "元" else "1e-9")
        within = max([smallest, abs(Decimal(wanted)) * Decimal("1e-12"), *(part * Decimal("1e-14") for part in parts)])
        if step.figure.op == "fen":
            within = Decimal("1e-6")  # a hundredth of a fen and more: the fen itself is right
        return abs(Decimal(str(found)) - wanted) <= within
    return bool(found == (plan.words(step.figure) if wanted is not None else "—"))


def differences(job: Job, may_give_way: bool) -> list[str]:
    page = job.page["计算"]
    found = [(step, page.cell(step.number, 2).value) for step in job.expected.steps]
    return [
        f"{job.name} {step.number} {step.figure.tag.label if step.figure.tag else step.figure.op}: {value}"
        for step, value in found
        if not same(value, step, job.expected) and not (may_give_way and value == NOT_AVAILABLE)
    ]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> list[Job]:
    return with_pages(list(as_they_are()), tmp_path_factory.mktemp("unchanged"))


@pytest.fixture(scope="module")
def altered(tmp_path_factory: pytest.TempPathFactory) -> list[Job]:
    return with_pages(list(with_one_change()), tmp_path_factory.mktemp("altered"))


def test_every_figure_of_every_example(unchanged: list[Job]) -> None:
    assert len(unchanged) > 150
    assert [line for job in unchanged for line in differences(job, may_give_way=False)] == []


def test_no_sheet_shows_an_error(unchanged: list[Job]) -> None:
    wrong = [
        f"{job.name} {page.title} {cell.coordinate} {cell.value}"
        for job in unchanged
        for page in job.page
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("#", "Err:"))
    ]
    assert wrong == []


def test_a_changed_input_gives_the_number_of_the_site(altered: list[Job]) -> None:
    assert {job.plan.answer.calculator.name for job in altered} >= set(MANY_CHANGES)
    assert [job.name for job in altered if len(job.plan.steps) != len(job.expected.steps)] == []
    assert [line for job in altered for line in differences(job, may_give_way=True)] == []


def test_a_change_within_its_range_keeps_the_headline(altered: list[Job]) -> None:
    for job in altered:
        assert job.page["输入"]["D4"].value == 0, job.name
        assert job.page["输入"]["B3"].value not in (None, NOT_AVAILABLE), job.name


def test_a_change_that_cannot_be_redone_shows_no_number(tmp_path: Path) -> None:
    calculator = next(entry for entry in CATALOG if entry.name == "interest_subsidy")
    answer = run(calculator, examples_of(calculator.name)[0].inputs)
    plan = plan_of(answer)
    maturity = next(row for row in plan.inputs if row.key == "maturity")
    principal = next(row for row in plan.inputs if row.key == "principal")
    later = maturity.value + timedelta(days=400)
    jobs = [Job("later", plan, plan, workbook(answer), {f"B{maturity.number}": later}),
            Job("larger", plan, plan, workbook(answer), {f"B{principal.number}": 90000000})]  # fmt: skip
    for job in with_pages(jobs, tmp_path):
        assert job.page["输入"]["B3"].value == NOT_AVAILABLE
        assert "重新生成" in job.page["结果"]["A4"].value
