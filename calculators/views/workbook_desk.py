"""What formulas of several parts have in common: the desk that knows words and cells, and conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from calculators.views.workbook_formulas import ATOM, Part

type Written = tuple[str, int] | None


class Desk(Protocol):
    """What a special formula may ask for."""

    def say(self, code: Any) -> str:
        """The words of a code."""

    def option(self, figure: Any, code: str) -> str:
        """The word of one option of the question that a Figure answers."""

    def part(self, value: Any) -> Part | None:
        """A Figure or a bare value as a part of a formula."""

    def row_cell(self, rows: Any, row: int, column: int) -> Part | None:
        """The cell of a table typed in."""

    def flow_block(self, days: Sequence[Part], amounts: Sequence[Part]) -> tuple[str, str]:
        """Ranges of two columns that hold these days and amounts."""


def yes(condition: str) -> Written:
    return f'IF({condition},"是","否")', ATOM


def one(condition: str) -> Written:
    return f"IF({condition},1,0)", ATOM


def all_of(conditions: Sequence[str]) -> str:
    return f"AND({','.join(conditions)})" if conditions else "TRUE"


def any_of(conditions: Sequence[str]) -> str:
    return f"OR({','.join(conditions)})" if conditions else "FALSE"
