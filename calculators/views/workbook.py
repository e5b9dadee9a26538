"""An answer as a workbook whose cells hold live formulas: 输入, 计算, 结果, a sheet for each table, 说明.

Change the principal on sheet 输入 and every sheet shows what the site would. What a spreadsheet cannot redo turns into
#N/A once an answer it rests on is changed: never a wrong number.
"""

from __future__ import annotations

from base64 import b64encode

from calculators.calculator import Answer
from calculators.views import workbook_sheets as sheets
from calculators.views.workbook_about import about
from calculators.views.workbook_file import written
from calculators.views.workbook_plan import plan_of

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def all_sheets(answer: Answer) -> list[sheets.Sheet]:
    """The sheets in their order; nothing of the file format yet."""
    plan = plan_of(answer)
    front = [sheets.inputs(plan), sheets.steps(plan), sheets.results(plan), *sheets.tables(plan)]
    return [*front, *sheets.flows(plan), about(plan)]


def workbook(answer: Answer) -> bytes:
    """The .xlsx file. The same answer gives the same cells, wherever it is made."""
    return written(all_sheets(answer), answer.calculator.title, answer.on)


def workbook_base64(answer: Answer) -> str:
    """The same as text, for the way from the worker to the page."""
    return b64encode(workbook(answer)).decode("ascii")
