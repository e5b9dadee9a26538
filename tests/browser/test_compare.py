"""Cases side by side in Chromium: keep, compare, drop, come back; all schemes sorted and done again with own numbers."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.visitor import SUBSIDY, Visitor

SCHEMES = "calculators/scheme-comparison/"


def columns(visitor: Visitor) -> Locator:
    return visitor.panel.locator("scenario-columns")


def keep(visitor: Visitor, count: int) -> None:
    """Keep what is typed as one more column, by keyboard."""
    columns(visitor).locator("[data-keep]").focus()
    visitor.page.keyboard.press("Enter")
    expect(columns(visitor).locator("[data-remove]")).to_have_count(count)


def opened(visitor: Visitor) -> Visitor:
    visitor.open().field("principal").focus()
    visitor.state("ready")
    columns(visitor).locator("summary").click()
    return visitor


def subsidies(place: Locator) -> list[str | None]:
    return [cell.get_attribute("data-value") for cell in place.locator("[data-figure=subsidy]").all()]


def test_two_cases_are_kept_and_compared(visitor: Visitor) -> None:
    opened(visitor)
    keep(visitor, 1)
    visitor.type(principal="3000000").sees_headline("44408.33")
    keep(visitor, 2)
    assert subsidies(columns(visitor)) == ["29605.56", "44408.33"]
    expect(columns(visitor)).to_contain_text("比方案一多 14,802.77 元")
    expect(columns(visitor).locator("[data-said]")).to_have_text("已有 2 种方案。")
    assert visitor.complaints == []


def test_columns_survive_a_reload_and_can_be_dropped(visitor: Visitor) -> None:
    opened(visitor)
    keep(visitor, 1)
    visitor.type(principal="3000000").sees_headline("44408.33")
    keep(visitor, 2)
    opened(visitor)
    expect(columns(visitor).locator("[data-remove]")).to_have_count(2)
    columns(visitor).locator("[data-remove]").first.click()
    expect(columns(visitor).locator("[data-remove]")).to_have_count(1)
    assert subsidies(columns(visitor)) == ["44408.33"]


def test_a_fifth_is_refused_and_the_four_stay(visitor: Visitor) -> None:
    opened(visitor)
    for count in range(1, 5):
        keep(visitor, count)
    columns(visitor).locator("[data-keep]").click()
    expect(columns(visitor).locator("[data-said]")).to_contain_text("最多对照 4 种")
    expect(columns(visitor).locator("[data-remove]")).to_have_count(4)


def test_all_schemes_are_there_before_the_script_and_follow_own_numbers(visitor: Visitor) -> None:
    visitor.open(SCHEMES)
    table = visitor.page.locator("choice-comparison")
    before = subsidies(table)
    assert len(before) > 10
    visitor.type(principal="1000000")
    table.locator("[data-redo]").click()
    expect(table.locator("[data-said]")).to_contain_text("已按现在的输入更新", timeout=30_000)
    after = subsidies(table)
    assert len(after) == len(before) and after != before


def test_a_column_sorts_both_ways(visitor: Visitor) -> None:
    visitor.open(SCHEMES)
    table = visitor.page.locator("choice-comparison")
    button = table.get_by_role("button", name="可得补贴")
    button.click()
    rising = [float(value or 0) for value in subsidies(table)]
    assert rising == sorted(rising)
    button.click()
    falling = [float(value or 0) for value in subsidies(table)]
    assert falling == sorted(falling, reverse=True)
    expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")


def test_without_script_no_dead_buttons(visitor: Visitor) -> None:
    """The fold of columns appears only when its script does."""
    context = visitor.page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    page = context.new_page()
    page.goto(visitor.server.address + SUBSIDY)
    assert not page.locator("scenario-columns").first.is_visible()
    page.goto(visitor.server.address + SCHEMES)
    assert page.locator("choice-comparison tbody tr").count() > 20
    assert not page.locator("[data-redo]").is_visible()
    context.close()
