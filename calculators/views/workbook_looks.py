"""How cells of a workbook look: a handful of named styles, and number formats that carry the unit."""

from __future__ import annotations

from copy import copy
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

FONT = "Microsoft YaHei"
BLUE, GREY, HEAD, GREEN, LINE = "DDEBF7", "EDEDED", "1F4E79", "E2EFDA", "BFBFBF"


class Look(NamedTuple):
    """A style: colour of the text and of the ground, weight, size, and whether long texts break into lines."""

    ink: str = "000000"
    ground: str = ""
    bold: bool = False
    size: int = 10
    breaks: bool = False
    framed: bool = True


LOOKS = {
    "": Look(),
    "title": Look(ink=HEAD, bold=True, size=14, framed=False),
    "hint": Look(ink="595959", framed=False),
    "bold": Look(bold=True, framed=False),
    "head": Look(ink="FFFFFF", ground=HEAD, bold=True, breaks=True),
    "open": Look(ground=BLUE),
    "locked": Look(ground=GREY),
    "given": Look(ground=GREY),
    "answer": Look(ground=GREEN, bold=True, size=12),
    "total": Look(ground=GREY, bold=True),
    "text": Look(breaks=True),
    "mark": Look(ink="9C5700", bold=True),
    "frozen": Look(ink="7F7F7F"),
    "flag": Look(ink="A6A6A6", size=8, framed=False),
}


def number_format(value: Any, unit: str, bare: bool = False) -> str:
    """Yuan with two decimals, percentages from fractions, real dates, and the unit behind its number unless `bare`."""
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        return "General"
    if unit == "%":
        return "0.00##%"
    tail = f'" {unit}"' if unit and not bare else ""
    if unit in ("元", "万元"):
        return f"#,##0.00{tail}"
    whole = Decimal(value) == Decimal(value).to_integral_value()
    return f"{'#,##0' if whole else '#,##0.00####'}{tail}"


@cache
def _styles(name: str, is_number: bool) -> tuple[Any, Any, Any, Any]:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    look = LOOKS[name]
    font = Font(name=FONT, size=look.size, bold=look.bold, color=look.ink)
    ground = PatternFill("solid", start_color=look.ground, end_color=look.ground) if look.ground else PatternFill()
    side = Side(style="thin", color=LINE)
    border = Border(bottom=side, top=side, left=side, right=side) if look.framed else Border()
    across = "right" if is_number else "center" if name == "head" else "left"
    return font, ground, border, Alignment(horizontal=across, vertical="center", wrap_text=look.breaks, indent=int(look.framed))


class Painter:
    """Gives the cells of one workbook their looks. A look is worked out once: openpyxl takes long over every style."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str, bool, bool], Any] = {}

    def paint(self, box: Any, name: str, shown_as: str, is_number: bool, quoted: bool = False) -> None:
        """One cell: its style, its number format, and whether it is a text that looks like a formula."""
        key = (name, shown_as, is_number, quoted)
        if key not in self.known:
            box.font, box.fill, box.border, box.alignment = _styles(name, is_number)
            box.number_format, box.quotePrefix = shown_as, quoted
            self.known[key] = box._style
        box._style = copy(self.known[key])


def text_width(text: str) -> int:
    """How many Latin letters wide a text is: a Chinese character takes two."""
    return sum(2 if letter > "\u2e80" else 1 for letter in text)
