"""A result's calendar as an .ics file (RFC 5545): all-day events, the same bytes for the same answer.

No clock: DTSTAMP is the policy date at midnight. UIDs come from day and text, so importing the file again after a
change of dates adds what is new and keeps what is the same. Lines end with CRLF and fold at 75 octets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calculators.calculator import Answer, Result, Table
from calculators.errors import InputError
from calculators.figure import plain
from calculators.views.words import Words

FOLD = 75
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//patent-pledge-site//pledge calendar//ZH", "CALSCALE:GREGORIAN")
DUE_PARTS = (("interest", "利息"), ("repaid", "本金"), ("balance", "付款后余额"))
DISCLAIMER = "测算结果，以收费部门、银行和主管部门为准。"


@dataclass(frozen=True)
class Entry:
    """One all-day event."""

    day: date
    summary: str
    description: str


def _escaped(text: str) -> str:
    for plain_text, code in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain_text, code)
    return text


def folded(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets, later ones with a leading space, no character cut in two."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > FOLD:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece


def _uid(entry: Entry, seen: dict[str, int]) -> str:
    digest = hashlib.sha256(f"{entry.day.isoformat()} {entry.summary}".encode()).hexdigest()[:24]
    seen[digest] = seen.get(digest, 0) + 1
    return f"{digest}-{seen[digest]}@patent-pledge-site"


def _event(entry: Entry, on: date, seen: dict[str, int]) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(entry, seen)}"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.summary)}"
    yield f"DESCRIPTION:{_escaped(entry.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def calendar_text(name: str, entries: tuple[Entry, ...], on: date) -> str:
    """The file's text. `on` stands in for the time of making, so that the text depends on its inputs only."""
    seen: dict[str, int] = {}
    lines = [*HEAD, f"X-WR-CALNAME:{_escaped(name)}"]
    for entry in entries:
        lines += _event(entry, on, seen)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in folded(line))


def _entry(row: tuple[object, ...], table: Table, words: Words) -> Entry:
    cells = dict(zip((column.key for column in table.columns), row, strict=True))
    amount = f"金额 {words(cells['amount'], '元')}。" if plain(cells["amount"]) is not None else ""
    text = f"{amount}{words(cells['who'])}办理。依据：{words(cells['source'])}。{DISCLAIMER}"
    return Entry(plain(cells["date"]), words(cells["what"]), text)


def _due(row: tuple[object, ...], table: Table, words: Words) -> Entry:
    """A payment to the bank: one row of a repayment plan."""
    cells = dict(zip((column.key for column in table.columns), row, strict=True))
    parts = [f"{name} {words(cells[key], '元')}" for key, name in DUE_PARTS if plain(cells[key]) is not None]
    return Entry(plain(cells["paid_on"]), f"还款 {words(cells['payment'], '元')}", f"{'，'.join(parts)}。{DISCLAIMER}")


def _is_due(row: tuple[object, ...], table: Table) -> bool:
    cells = dict(zip((column.key for column in table.columns), row, strict=True))
    return plain(cells["paid_on"]) is not None and bool(plain(cells["payment"]))


def has_calendar(result: Result) -> bool:
    """Whether a result has dates to put into a calendar."""
    return any(table.key in ("calendar", "schedule") for table in result.tables)


def answer_calendar(answer: Answer) -> str:
    """The calendar of an answer: its calendar table, or the payments of its repayment plan. Raises InputError when it has neither."""
    if not has_calendar(answer.result):
        raise InputError.at("calculator", f"{answer.calculator.title}没有日历可以导出；请用质物监控日历或还款计划。")
    words, entries = Words.of(answer), []
    for table in answer.result.tables:
        if table.key == "calendar":
            entries += [_entry(row, table, words) for row in table.rows]
        if table.key == "schedule":
            entries += [_due(row, table, words) for row in table.rows if _is_due(row, table)]
    return calendar_text(answer.calculator.title, tuple(entries), answer.on)
