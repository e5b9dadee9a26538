"""Charts and 改一个数会怎样 in Chromium: there before any script, live afterwards, by keyboard, on paper and in the dark."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.damage import DamageServer, missing
from tests.browser.visitor import SUBSIDY, Visitor

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
LIBRARY = "/assets/app/echarts.js"
AMOUNT, CLASS, SCHEDULE = "calculators/loan-amount/", "calculators/sme-class/", "calculators/loan-schedule/"


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")["violations"]
    return [f"{entry['id']} ({len(entry['nodes'])}): {entry['nodes'][0]['html'][:160]}" for entry in found]


def awake(visitor: Visitor, path: str = SUBSIDY) -> Visitor:
    visitor.open(path).panel.locator(".cp-intro").click()
    return visitor.state("ready")


def plot_of(visitor: Visitor, key: str) -> Locator:
    return visitor.panel.locator(f"chart-plot[data-chart={key}]")


def opened(visitor: Visitor) -> Locator:
    """The fold, opened with the keyboard, once it has been answered."""
    fold = visitor.panel.locator("what-if")
    fold.locator("> details > summary").focus()
    visitor.page.keyboard.press("Enter")
    expect(fold.locator("[data-what-result] chart-plot[data-plot]")).to_have_count(1, timeout=10000)
    return fold


def test_pictures_stand_in_the_page_and_waking_the_engine_asks_for_no_library(visitor: Visitor) -> None:
    awake(visitor)
    expect(plot_of(visitor, "periods").locator("svg:visible text").first).to_be_attached()
    assert plot_of(visitor, "periods").get_attribute("data-plot") is None
    assert LIBRARY not in visitor.server.asked


def test_a_new_result_is_drawn_when_it_is_looked_at(visitor: Visitor) -> None:
    awake(visitor).type(principal="3000000").sees_headline("44408.33")
    plot = plot_of(visitor, "periods")
    plot.scroll_into_view_if_needed()
    expect(plot).to_have_attribute("aria-label", "图：每期利息和计入贴息的利息。合同利息合计 111,020.83 元，"
                                   "计入贴息的利息 111,020.83 元；可得补贴 44,408.33 元。")  # fmt: skip
    expect(plot.locator("svg")).to_have_count(1)
    expect(plot.locator("svg text", has_text="第 1 期")).to_have_count(1)
    assert visitor.server.asked.count(LIBRARY) == 1
    visitor.type(principal="4000000").sees_headline("59211.11")
    plot.scroll_into_view_if_needed()
    expect(plot.locator("svg")).to_have_count(1)
    assert visitor.complaints == []


def test_the_words_at_the_pointer_are_those_of_the_table(visitor: Visitor) -> None:
    awake(visitor, SCHEDULE).type(principal="3000000").sees_headline("111020.83")
    plot = plot_of(visitor, "payments")
    plot.scroll_into_view_if_needed()
    expect(plot.locator("svg")).to_have_count(1)
    plot.hover()
    expect(plot.locator("svg text", has_text="利息：27,679.17 元")).to_have_count(1)
    cells = visitor.panel.locator("[data-table=schedule] tbody td").all_inner_texts()
    assert "27,679.17" in cells
    assert visitor.complaints == []


def test_without_the_library_the_table_is_pointed_to(visitor: Visitor) -> None:
    visitor.server.damage["echarts.js"] = missing
    awake(visitor).type(principal="3000000").sees_headline("44408.33")
    plot_of(visitor, "periods").scroll_into_view_if_needed()
    expect(plot_of(visitor, "periods")).to_have_text("图没有下载成功；数字以表为准。")


def test_a_page_without_charts_never_loads_the_library(visitor: Visitor) -> None:
    awake(visitor, CLASS).type(employees="250")
    visitor.panel.locator("what-if summary").first.click()
    expect(visitor.panel.locator("[data-what-said]")).to_contain_text("250 人")
    visitor.page.mouse.wheel(0, 5000)
    visitor.page.wait_for_timeout(500)
    assert LIBRARY not in visitor.server.asked


def test_what_if_by_keyboard(visitor: Visitor) -> None:
    fold = opened(awake(visitor))
    fold.locator("[data-what=slide]").focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    said = fold.locator("[data-what-said]")
    expect(said).to_contain_text("从 2,000,000.00 元改为 2,300,000.00 元")
    expect(said).to_contain_text("变为 34,046.39 元")
    expect(fold.locator("[data-what=at]")).to_have_value("2300000")
    expect(fold.locator("[data-what=slide]")).to_have_attribute("aria-valuetext", "2,300,000.00 元")
    expect(fold.locator("[data-what=slide]")).to_be_focused()
    visitor.page.keyboard.press("Shift+Tab")
    visitor.page.keyboard.press("Shift+Tab")
    expect(fold.locator("[data-what=field]")).to_be_focused()
    fold.locator("[data-what=field]").select_option("rate")
    expect(said).to_contain_text("现在合同年利率是 3.65%")
    assert visitor.complaints == []


def test_the_number_follows_the_form_until_it_is_changed_here(visitor: Visitor) -> None:
    awake(visitor).type(principal="3000000").sees_headline("44408.33")
    fold = opened(visitor)
    expect(fold.locator("[data-what-said]")).to_contain_text("现在贷款本金是 3,000,000.00 元")
    fold.locator("[data-what=at]").fill("100万")
    expect(fold.locator("[data-what-said]")).to_contain_text("从 3,000,000.00 元改为 1,000,000.00 元")
    visitor.type(principal="2000000")
    expect(fold.locator("[data-what-said]")).to_contain_text("从 2,000,000.00 元改为 1,000,000.00 元")


def test_the_curve_and_its_table_have_the_same_points(visitor: Visitor) -> None:
    fold = opened(awake(visitor, AMOUNT))
    plot = json.loads(fold.locator("chart-plot").get_attribute("data-plot") or "")
    rows = fold.locator("table[data-table=what_if] tbody tr")
    assert len(plot["option"]["series"][0]["data"]) == len(plot["tips"]) == rows.count() > 40
    fold.locator("chart-plot").scroll_into_view_if_needed()
    expect(fold.locator("chart-plot svg text", has_text="①②")).to_have_count(1)
    expect(fold.locator("[data-after='1700000.00']")).to_contain_text("押品限额")


def test_a_target_is_answered_with_its_checks_and_follows_the_form(visitor: Visitor) -> None:
    fold = opened(awake(visitor))
    fold.locator("[data-what=target]").fill("5万")
    expect(fold.locator("[data-reached]")).to_have_attribute("data-reached", "3377744.11")
    expect(fold.locator("[data-check]")).to_have_count(2)
    visitor.type(ratio="50")
    expect(fold.locator("[data-reached]")).to_have_attribute("data-reached", "2702195.21")
    fold.locator("[data-what=question]").select_option("rate_for_cost")
    fold.locator("[data-what=target]").fill("2")
    expect(fold.locator("[data-what-goal] [data-figure=rate_for_cost]")).to_be_visible()


def test_a_form_with_a_mistake_leaves_the_curve_faded(visitor: Visitor) -> None:
    fold = opened(awake(visitor))
    visitor.type(principal="很多")
    expect(fold.locator("[data-what-result]")).to_have_attribute("data-outdated", "")
    visitor.type(principal="200万")
    expect(fold.locator("[data-what-result][data-outdated]")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_accessible_and_never_wider_than_the_window(visitor: Visitor, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    fold = opened(awake(visitor, AMOUNT))
    fold.locator("chart-plot").scroll_into_view_if_needed()
    expect(fold.locator("chart-plot svg")).to_have_count(1)
    fold.locator("[data-what-result] summary").click()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
    heights = fold.locator("summary, select, input").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 44
    assert violations(visitor.page) == []
    assert visitor.complaints == []


def test_without_script_the_curve_of_the_example_is_there(browser: Browser, server: DamageServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + AMOUNT)
    page.locator("what-if > details > summary").click()
    expect(page.locator("what-if svg.cp-wide")).to_be_visible()
    expect(page.locator("what-if svg.cp-narrow")).to_be_hidden()
    expect(page.locator("what-if .cp-what-marks li")).to_have_count(2)
    expect(page.locator("[data-what-controls]")).to_be_hidden()
    context.close()


def test_on_paper_pictures_fit_and_closed_folds_stay_out(visitor: Visitor) -> None:
    visitor.open(AMOUNT).page.emulate_media(media="print")
    expect(visitor.panel.locator("what-if")).to_be_hidden()
    expect(plot_of(visitor, "limits").locator("svg.cp-wide")).to_be_visible()
    assert visitor.page.pdf(format="A4")[:5] == b"%PDF-"


def test_in_the_dark_pictures_take_the_colours_of_the_page(browser: Browser, server: DamageServer) -> None:
    inks = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
        page = context.new_page()
        page.goto(server.address + AMOUNT)
        text = page.locator("chart-plot svg.cp-wide text").first
        inks.append(text.evaluate("node => getComputedStyle(node).fill"))
        context.close()
    assert inks[0] != inks[1]
