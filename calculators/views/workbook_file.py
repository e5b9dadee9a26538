"""Writes sheets to an .xlsx file with openpyxl: styles, number formats with units, print settings, values beside formulas.

openpyxl is imported when it is needed only: in the browser it comes in an archive of its own. A formula is written with
the value it has now, so that previews on telephones, which do not calculate, show the numbers too; a spreadsheet
calculates anew when it opens the file. Texts never start a formula. The same sheets give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from calculators.views.format import exact
from calculators.views.workbook_looks import LOOKS, Painter, number_format, text_width
from calculators.views.workbook_sheets import Cell, Sheet

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Box
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
LINE = 14  # points
MARGIN: Any = Decimal("0.4")  # inches
DAY_ZERO = date(1899, 12, 30)
STARTS_A_FORMULA = ("=", "+", "-", "@")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
EMPTY_VALUE = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)
TAB_COLOURS = {"输入": "1F6FB2", "结果": "2E7D32", "说明": "757575"}


def number(value: Any) -> str | None:
    """How the file writes a number or a date; None for a text."""
    if isinstance(value, date):
        return str((value - DAY_ZERO).days)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return exact(Decimal(value))
    return None


def _fill(box: Box, cell: Cell, painter: Painter) -> None:
    """One cell: a formula, a number, a date, or a text that can never be taken for a formula."""
    is_number, quoted = number(cell.value) is not None, False
    if cell.formula:
        box.value = f"={cell.formula}"
    elif is_number:
        box.value = cell.value
    else:
        text = CONTROL.sub("", str(cell.value if cell.value is not None else ""))
        box.value = text or None
        if text:
            box.data_type = "s"
        quoted = text.startswith(STARTS_A_FORMULA)
    if cell.link:
        box.hyperlink = cell.link
    painter.paint(box, cell.look, number_format(cell.value, cell.unit, cell.bare), is_number, quoted)


def _setup(page: Worksheet, sheet: Sheet) -> None:
    """A4 across, as wide as the paper, the head on every page and always in sight."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.sheet_properties.tabColor = TAB_COLOURS.get(sheet.title)
    page.oddFooter = HeaderFooterItem(left=HeaderFooterPart("&A"), right=HeaderFooterPart("&P / &N"))
    page.page_margins = PageMargins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=2 * MARGIN)
    page.sheet_view.showGridLines = False
    if sheet.head:
        page.freeze_panes = f"{'B' if len(sheet.widths) > 2 else 'A'}{sheet.head + 1}"
        page.print_title_rows = f"{sheet.head}:{sheet.head}"
    for letter, width in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", sheet.widths, strict=False):
        page.column_dimensions[letter].width = width


def _lists(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for address, words in sheet.lists.items():
        joined = ",".join(words)
        if len(joined) <= 250 and not any("," in word or '"' in word for word in words):
            rule = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=False)
            rule.add(address)
            page.add_data_validation(rule)


def _height(cells: list[Cell], widths: tuple[int, ...]) -> int:
    """Points: as many lines as the longest text needs that may break."""
    pairs = [(cell, width) for cell, width in zip(cells, widths, strict=False) if LOOKS[cell.look].breaks]
    lines = max((-(-text_width(str(cell.value)) // (width - 1)) for cell, width in pairs), default=1)
    tallest = max((LOOKS[cell.look].size for cell in cells), default=10)
    return max(LINE * max(lines, 1), 2 * tallest) + 2


def _page(book: Workbook, sheet: Sheet, painter: Painter) -> None:
    page = book.create_sheet(sheet.title)
    for line, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells, 1):
            _fill(page.cell(line, column), cell, painter)
        page.row_dimensions[line].height = _height(cells, sheet.widths)
    _setup(page, sheet)
    _lists(page, sheet)


def _with_values(xml: str, sheet: Sheet) -> str:
    """The sheet's text with the present value beside each formula."""

    def filled(match: re.Match[str]) -> str:
        address, attributes, formula = match.groups()
        letters, line = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
        value = sheet.rows[int(line) - 1][ord(letters) - ord("A")].value
        plainly = number(value)
        kind = "" if plainly is not None else ' t="str"'
        shown = plainly if plainly is not None else escape(CONTROL.sub("", str(value)), quote=False)
        return f'<c r="{address}"{attributes}{kind}><f>{formula}</f><v>{shown}</v></c>'

    return EMPTY_VALUE.sub(filled, xml)


def _finished(raw: bytes, sheets: list[Sheet], stamp: str) -> bytes:
    """The archive once more: values beside formulas, and no trace of when it was made."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            place = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if place:
                text = _with_values(text, sheets[int(place[1]) - 1])
            if name == "docProps/core.xml":
                text = re.sub(r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{stamp}", text)
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, text)
    return buffer.getvalue()


def written(sheets: Iterable[Sheet], title: str, on: date) -> bytes:
    """The file. Its own date is the policy date."""
    from openpyxl import Workbook
    from openpyxl.workbook.properties import CalcProperties

    pages = list(sheets)
    book = Workbook()
    book.remove(book.worksheets[0])
    painter = Painter()
    for sheet in pages:
        _page(book, sheet, painter)
    book.properties.title, book.properties.creator = title, ""
    book.properties.created = datetime(on.year, on.month, on.day)
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    raw = io.BytesIO()
    book.save(raw)
    return _finished(raw.getvalue(), pages, f"{on.isoformat()}T00:00:00Z")
