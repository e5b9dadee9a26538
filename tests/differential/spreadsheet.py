"""Formulas recalculated by LibreOffice Calc: one flat ODF file in, one column of values out, in one run.

Every formula is wrapped in TEXT with 15 digits, because a cell would otherwise take over the format of its function (PMT
shows currency, two decimals). LibreOffice gets a profile of its own, so that it neither reads nor disturbs anybody's.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest

NAMES = ("soffice", "libreoffice")
REMEDY = "LibreOffice Calc is missing: install it (Debian: apt-get install libreoffice-calc-nogui), then run this again."
SECONDS = 300
FIRST_DAY = date(1899, 12, 30)
AS_SHOWN_NO = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"  # comma, quote, UTF-8, raw cell contents
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
FORMULA = "urn:oasis:names:tc:opendocument:xmlns:of:1.2"
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def value(answer: str) -> float | None:
    """A number, or None for an error value such as Err:502."""
    try:
        return float(answer)
    except ValueError:
        return None


class Case(NamedTuple):
    """A formula, what our rules say, and how far apart the two may be: absolutely, or as a part of the value."""

    formula: str
    ours: Decimal
    within: float = 0.0
    part: float = 0.0

    def agrees(self, theirs: str) -> bool:
        """Whether LibreOffice's text is our number; an error value is not."""
        found = value(theirs)
        return found is not None and abs(found - float(self.ours)) <= max(self.within, self.part * abs(float(self.ours)))


def find() -> str | None:
    """LibreOffice on the PATH."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def program() -> str:
    """LibreOffice. Without it the test is skipped with the remedy; where CI is set it fails."""
    found = find()
    if found is None and os.environ.get("CI"):
        pytest.fail(REMEDY)
    if found is None:
        pytest.skip(REMEDY)
    return found


def serial(day: date) -> int:
    """A date as a spreadsheet counts it."""
    return (day - FIRST_DAY).days


def call(name: str, *arguments: object) -> str:
    """A function call: dates become serial numbers, lists inline arrays, exact numbers plain digits."""
    return f"{name}({';'.join(_written(one) for one in arguments)})"


def _written(value: object) -> str:
    if isinstance(value, date):
        return str(serial(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return "{" + ";".join(_written(one) for one in value) + "}"
    return str(value)


def sheet(formulas: Iterable[str]) -> str:
    """A flat ODF spreadsheet with one formula a row and no stored values."""
    cells = (escape(f'of:=TEXT({formula};"0.00000000000000E+000")') for formula in formulas)
    rows = "".join(f'<table:table-row><table:table-cell table:formula="{cell}"/></table:table-row>' for cell in cells)
    spaces = f'xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:of="{FORMULA}"'
    body = f'<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
    head = f'<office:document {spaces} office:version="1.3" office:mimetype="{KIND}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{body}</office:document>\n'


def recalculate(office: str, formulas: Sequence[str], folder: Path) -> list[str]:
    """What LibreOffice makes of each formula, in their order: a number in text, or an error's name."""
    source = folder / "cases.fods"
    source.write_text(sheet(formulas), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", AS_SHOWN_NO, "--outdir", str(folder), str(source)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    made = folder / "cases.csv"
    assert made.is_file(), f"LibreOffice made no table: {ran.stdout}{ran.stderr}"
    with made.open(encoding="utf-8", newline="") as lines:
        answers = [row[0] if row else "" for row in csv.reader(lines)]
    assert len(answers) == len(formulas), f"{len(formulas)} formulas, {len(answers)} answers"
    return answers
