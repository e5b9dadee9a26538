"""Strict TOML tables: every key known, typed and used."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.errors import DataError
from calculators.strict import Table

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes()
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))


def table(**data: Any) -> Table:
    return Table(data, "file.toml")


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (lambda: table().text("name"), r"file\.toml\[name\]: missing key; add name"),
        (lambda: table(name="").text("name"), "empty text"),
        (lambda: table(name=3).text("name"), "expected str, found int 3"),
        (lambda: table(n=True).take("n", int), "expected int, found bool True"),
        (lambda: table(n=0.5).decimal("n"), 'float 0.5 found; write exact decimals as text, like "0.5"'),
        (lambda: table(n="0x10").decimal("n"), "not a plain decimal"),
        (lambda: table(n="1_000").decimal("n"), "not a plain decimal"),
        (lambda: table(d=datetime(2025, 1, 1, 8)).day("d"), "expected date, found datetime"),
        (lambda: table(c="x").choice("c", ("a", "b")), "'x' is not one of a, b"),
        (lambda: table(t=[1]).tables("t"), "expected tables, found 1"),
        (lambda: table(t=["a", 1]).texts("t"), "expected texts, found 1"),
        (lambda: table(lable="x").done(), "unknown key"),
    ],
)
def test_what_is_refused(read: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read()


def test_what_is_read() -> None:
    found = table(name="年", day=date(2025, 1, 1), n="3.45", m=-7, rows=[{"a": "b"}], sub={"a": "c"}, words=["d"])
    assert found.text("name") == "年" and found.day("day") == date(2025, 1, 1)
    assert found.decimal("n") == Decimal("3.45") and found.decimal("m") == -7
    (row,) = found.tables("rows")
    assert row.text("a") == "b" and row.where == "file.toml[rows][1]"
    sub = found.table("sub")
    assert sub is not None and sub.text("a") == "c" and found.texts("words") == ("d",)
    found.done()


def test_defaults_for_absent_keys() -> None:
    empty = table()
    assert empty.text("a", "") == "" and empty.day("b", None) is None and empty.decimal("c", None) is None
    assert empty.tables("d", required=False) == [] and empty.table("e", required=False) is None
    assert empty.texts("f") == () and empty.choice("g", ("x",), "x") == "x"
    empty.done()


@given(ANYTHING)
def test_anything_is_read_or_refused_never_worse(value: Any) -> None:
    for method in ("text", "day", "decimal", "tables", "table", "texts"):
        try:
            getattr(table(key=value), method)("key")
        except DataError as error:
            assert "key" in str(error)
