"""The .ics file read back by a reader written here: unfolded, unescaped, property by property (RFC 5545)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import browser, cli
from calculators.calculator import run
from calculators.catalog import calculator
from calculators.errors import InputError
from calculators.examples import examples_of
from calculators.figure import plain
from calculators.views.calendar_file import Entry, answer_calendar, calendar_text

ON = date(2026, 11, 23)
FIRST = dict(examples_of("pledge_calendar")[0].inputs)
ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}
TEXTS = st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=120) | st.sampled_from(["a,b;c\\n\nd", "年费" * 60])


def unescaped(text: str) -> str:
    out, i = "", 0
    while i < len(text):
        pair = text[i : i + 2]
        out += ESCAPES.get(pair, text[i])
        i += 2 if pair in ESCAPES else 1
    return out


def lines_of(text: str) -> list[str]:
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", ""), "every line ends with CRLF"
    physical = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in physical), "no line is longer than 75 octets"
    assert not physical[0].startswith(" ")
    return "\r\n".join(physical).replace("\r\n ", "").split("\r\n")


def events_of(text: str) -> list[dict[str, str]]:
    lines = lines_of(text)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    found: list[dict[str, str]] = []
    inside = False
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            assert not inside
            found.append({})
        if inside and line != "END:VEVENT":
            assert name not in found[-1], f"{name} stands twice"
            found[-1][name] = unescaped(value)
        inside = line == "BEGIN:VEVENT" or (inside and line != "END:VEVENT")
    assert not inside
    return found


@given(st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2090, 1, 1)), TEXTS, TEXTS), max_size=6))
def test_whatever_is_written_is_read_back(entries: list[tuple[date, str, str]]) -> None:
    given_entries = tuple(Entry(*entry) for entry in entries)
    events = events_of(calendar_text("日历", given_entries, ON))
    assert [(e["DTSTART;VALUE=DATE"], e["SUMMARY"], e["DESCRIPTION"]) for e in events] == [
        (f"{day:%Y%m%d}", summary, description) for day, summary, description in entries
    ]
    assert len({event["UID"] for event in events}) == len(entries), "identifiers are distinct"


def test_an_event_takes_the_whole_day_and_no_clock() -> None:
    (event,) = events_of(calendar_text("日历", (Entry(date(2026, 12, 31), "付息", "说明"),), ON))
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    assert event["DTSTAMP"] == "20261123T000000Z"


def test_a_long_chinese_line_folds_between_characters() -> None:
    text = calendar_text("日历", (Entry(ON, "年费" * 40, "说明"),), ON)
    assert max(len(line.encode()) for line in text.split("\r\n")) in (73, 74, 75)
    assert events_of(text)[0]["SUMMARY"] == "年费" * 40


def test_the_file_holds_the_rows_of_the_table() -> None:
    answer = run(calculator("pledge_calendar"), FIRST)
    table = answer.result.tables[0]
    events = events_of(answer_calendar(answer))
    assert [(e["DTSTART;VALUE=DATE"], e["SUMMARY"]) for e in events] == [(f"{plain(r[0]):%Y%m%d}", r[1]) for r in table.rows]
    fee = next(event for event in events if "年度年费应缴日" in event["SUMMARY"])
    assert fee["DESCRIPTION"].startswith("金额 2,000.00 元。专利权人办理。依据：专利法实施细则")


def test_the_same_answer_gives_the_same_bytes_traced_or_not() -> None:
    found = calculator("pledge_calendar")
    assert answer_calendar(run(found, FIRST)) == answer_calendar(run(found, FIRST, traced=False))


def test_a_day_keeps_its_identifier_when_others_move() -> None:
    found = calculator("pledge_calendar")
    before = {e["SUMMARY"]: e["UID"] for e in events_of(answer_calendar(run(found, FIRST)))}
    after = {e["SUMMARY"]: e["UID"] for e in events_of(answer_calendar(run(found, FIRST | {"claim_to": "2028-01-31"})))}
    assert {summary for summary in before if after.get(summary) != before[summary]} == {"补贴申领截止"}


def test_other_calculators_have_no_calendar() -> None:
    other = examples_of("sme_class")[0]
    with pytest.raises(InputError, match="没有日历可以导出"):
        answer_calendar(run(calculator("sme_class"), other.inputs))


def test_the_same_text_from_the_command_line_and_the_browser(capsys: pytest.CaptureFixture[str]) -> None:
    expected = answer_calendar(run(calculator("pledge_calendar"), FIRST))
    assert cli.main(["run", "pledge_calendar", "--example", "one_year_loan", "--ics"]) == 0
    assert capsys.readouterr().out == expected
    reply = json.loads(
        browser.answer(json.dumps({"id": 1, "verb": "calendar", "calculator": "pledge_calendar", "values": FIRST}))
    )
    assert reply == {"id": 1, "ok": True, "text": expected}
    wrong = json.loads(browser.answer(json.dumps({"id": 2, "verb": "calendar", "calculator": "pledge_calendar", "values": {}})))
    assert wrong["ok"] is False and "filing_date" in wrong["errors"]
