"""How values look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from calculators.views.format import exact, in_wan, shown
from calculators.views.markup import Html, join, tag


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (D("29605.56"), "元", "29,605.56 元"),
        (D("2000000"), "元", "2,000,000.00 元"),
        (D("0.0365"), "%", "3.65%"),
        (D("0.034979166666"), "%", "3.4979%"),
        (D("0.5"), "%", "50.00%"),
        (D("72"), "天", "72 天"),
        (D("3.1441048034"), "次", "3.144105 次"),
        (D("-0.005"), "元", "-0.01 元"),
        (12, "期", "12 期"),
        (date(2026, 4, 10), "", "2026-04-10"),
        (True, "", "是"),
        (None, "元", "—"),
        ("small", "", "小型"),
    ],
)
def test_shown(value: object, unit: str, text: str) -> None:
    assert shown(value, unit, {"small": "小型"}) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("74013.90"), "74013.90"),
        (D("1E+6"), "1000000"),
        (D("-0.00"), "0.00"),
        (D("0.0365000"), "0.0365"),
        (D(1) / D(3), "0.33333333333333333333"),
        (None, ""),
        (False, "false"),
        (date(2025, 4, 10), "2025-04-10"),
    ],
)
def test_exact(value: object, text: str) -> None:
    assert exact(value) == text


def test_in_wan() -> None:
    assert in_wan(D("29605.56")) == "2.96 万元"
    assert in_wan(D("9999.99")) == ""
    assert in_wan(D("2000000")) == "200 万元"


def test_text_is_escaped_and_html_is_not() -> None:
    inner = tag("b", '<i>"&')
    assert inner == "<b>&lt;i&gt;&quot;&amp;</b>"
    assert tag("p", inner, class_="x", data_a=True, hidden=False, title='"') == (
        '<p class="x" data-a title="&quot;"><b>&lt;i&gt;&quot;&amp;</b></p>'
    )
    assert join(None, False, "<", Html("<br>")) == "&lt;<br>"
