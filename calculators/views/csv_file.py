"""A result as one CSV file: inputs, figures and every table, for spreadsheets. UTF-8 with BOM, CRLF, RFC 4180.

Numbers stand bare, in the unit of their heading, not rounded beyond what the page shows: 29605.56, 3.65 under (%). A text
that a spreadsheet could take for a formula gets an apostrophe in front; numbers are written by us and need none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from calculators import __version__
from calculators.calculator import Answer, Table
from calculators.figure import Figure, plain, unverified
from calculators.policy import rule_digest
from calculators.views.answered import answered
from calculators.views.derivation import tag_of
from calculators.views.format import number
from calculators.views.words import Words

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
NEEDS_QUOTES = frozenset('",\r\n')


class Bare(str):
    """A number that we wrote: never dangerous."""

    __slots__ = ()


def harmless(text: str) -> str:
    """Text that no spreadsheet evaluates: a leading sign of a formula, also after spaces, is put behind an apostrophe."""
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(DANGEROUS) or text[:1] in DANGEROUS else text


def _field(value: str) -> str:
    text = value if isinstance(value, Bare) else harmless(value)
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES & set(text) else text


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows of texts as a file's content."""
    return BOM + "".join(",".join(_field(value) for value in row) + "\r\n" for row in rows)


def _unit(value: Any) -> str:
    return tag_of(value).unit if value.__class__ is Figure else ""


def _value(value: Any, unit: str, words: Words) -> str:
    """A number without grouping in that unit; anything else in words."""
    bare = plain(value)
    if isinstance(bare, Decimal):
        return Bare(number(bare, unit).replace(",", ""))
    if isinstance(bare, int) and not isinstance(bare, bool):
        return Bare(str(bare))
    return "" if bare is None else words(value)


def _figures(answer: Answer, words: Words) -> Iterator[list[str]]:
    yield ["结果", "数值", "单位", "说明"]
    for key, value in answer.result.figures.items():
        label = tag_of(value).label if value.__class__ is Figure else key
        mark = "待核实" if value.__class__ is Figure and unverified(value) else ""
        yield [label, _value(value, _unit(value), words), _unit(value), mark]


def _heading(label: str, unit: str) -> str:
    return f"{label}（{unit}）" if unit else label


def _table(table: Table, words: Words) -> Iterator[list[str]]:
    yield [table.title]
    yield [_heading(column.label, column.unit) for column in table.columns]
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        # Where a column mixes units each cell says its own, so it is text.
        yield [words(v) if c.own_unit else _value(v, c.unit or _unit(v), words) for v, c in cells]
    if table.totals:
        sums = (_value(table.totals.get(c.key), c.unit or _unit(table.totals.get(c.key)), words) for c in table.columns[1:])
        yield ["合计", *sums]


def _rows(answer: Answer) -> Iterator[list[str]]:
    words = Words.of(answer)
    yield [answer.calculator.title]
    yield [answer.result.sentence]
    yield ["政策日期", answer.on.isoformat(), "规则版本", rule_digest(), "程序版本", __version__]
    yield []
    yield ["填写的内容", "回答"]
    yield from ([entry.question, entry.answer] for entry in answered(answer))
    yield []
    yield from _figures(answer, words)
    for table in answer.result.tables:
        if table.rows:
            yield []
            yield from _table(table, words)
    yield []
    yield from (["没有计算的内容", entry] for entry in answer.calculator.not_covered)
    yield ["结果是测算，不是审批或授信承诺。"]


def answer_csv(answer: Answer) -> str:
    """The whole answer without its derivation."""
    return csv_text(_rows(answer))
