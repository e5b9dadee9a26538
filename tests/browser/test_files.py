"""Workbooks and QR codes made in Chromium: their libraries come when asked for, by both ways to start, and may fail alone."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import damage
from tests.browser.test_take import live, press, said, violations
from tests.browser.visitor import Visitor
from tests.workbooks import Sent, recalculated

SECONDS = 60


def workbook(visitor: Visitor) -> bytes:
    with visitor.page.expect_download(timeout=1000 * SECONDS) as event:
        press(visitor, "xlsx")
    assert event.value.suggested_filename.endswith(".xlsx")
    return Path(event.value.path()).read_bytes()


def brought(visitor: Visitor) -> int:
    return sum("exports.zip" in path for path in visitor.server.asked)


def cell_of(data: bytes, label: str) -> str:
    page = openpyxl.load_workbook(io.BytesIO(data))["输入"]
    return next(f"B{row[0].row}" for row in page.iter_rows(min_row=6) if row[0].value == label)


def test_the_principal_changed_in_the_workbook_gives_the_number_of_the_site(visitor: Visitor, tmp_path: Path) -> None:
    live(visitor, principal="3000000").sees_headline("44408.33")
    assert brought(visitor) == 0
    data = workbook(visitor)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert values["输入"]["B3"].value == 44408.33
    principal = cell_of(data, "贷款本金")
    changed = recalculated({"changed": Sent(data, {principal: 2345678.91})}, tmp_path)["changed"]
    visitor.type(principal="2345678.91")
    expect(visitor.panel.locator("[data-headline]")).not_to_have_attribute("data-value", "44408.33")
    headline = visitor.panel.locator("[data-headline]").get_attribute("data-value")
    assert headline is not None
    assert Decimal(str(changed["输入"]["B3"].value)).quantize(Decimal("0.000001")) == Decimal(headline)
    assert workbook(visitor) != data and brought(visitor) == 1
    assert visitor.complaints == []


def test_it_works_without_the_snapshot_too(visitor: Visitor) -> None:
    visitor.server.damage["snapshot.wasm"] = damage.missing
    live(visitor, principal="3000000").sees_headline("44408.33", seconds=SECONDS)
    values = openpyxl.load_workbook(io.BytesIO(workbook(visitor)), data_only=True)
    assert values["输入"]["B3"].value == 44408.33 and visitor.complaints == []


@pytest.mark.parametrize("how", [damage.missing, damage.truncated])
def test_without_its_libraries_a_message_and_everything_else_goes_on(visitor: Visitor, how: damage.Damage) -> None:
    visitor.server.damage["exports.zip"] = how
    live(visitor)
    press(visitor, "xlsx")
    said(visitor, "文件没有生成，计算结果不受影响")
    visitor.type(principal="1000000").sees_headline("14802.78").state("ready")
    visitor.server.damage.clear()
    assert workbook(visitor).startswith(b"PK")


def test_the_code_of_the_link_is_shown(visitor: Visitor) -> None:
    live(visitor)
    press(visitor, "qr")
    code = visitor.panel.locator("svg.cp-qr")
    expect(code).to_be_visible(timeout=1000 * SECONDS)
    said(visitor, "二维码显示在下面")
    box = code.bounding_box()
    assert box is not None and box["width"] == pytest.approx(box["height"], abs=1) and box["width"] >= 150
    assert violations(visitor.page) == [] and visitor.complaints == []
