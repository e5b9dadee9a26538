"""Workbooks as LibreOffice sees them: cells are changed, everything is recalculated, the values are read back."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook

from tests.differential import spreadsheet

AT_ONCE = 40  # LibreOffice stops after some two hundred files


class Sent(NamedTuple):
    """A file, and the cells of sheet 输入 to change in it."""

    data: bytes
    changes: Mapping[str, Any]


def recalculated(files: Mapping[str, Sent], folder: Path) -> dict[str, Workbook]:
    """Each file with the values LibreOffice works out. The values that we stored beside the formulas are dropped before."""
    office, sent, back = spreadsheet.program(), folder / "sent", folder / "back"
    sent.mkdir()
    for name, (data, changes) in files.items():
        book = load_workbook(io.BytesIO(data))
        for address, value in changes.items():
            book["输入"][address] = value
        book.save(sent / f"{name}.xlsx")
    names = [str(sent / f"{name}.xlsx") for name in files]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for start in range(0, len(names), AT_ONCE):
        command = [office, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(back), *names[start : start + AT_ONCE]]
        subprocess.run(command, capture_output=True, timeout=spreadsheet.SECONDS, check=True)
    return {name: load_workbook(back / f"{name}.xlsx", data_only=True) for name in files}
