"""Every file of the runtime missing, mistyped, cut off, replaced or late: the example stays, and within ten seconds there
is a live result by the other way or a Chinese message with a way out. Never a spinner."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import damage
from tests.browser.damage import Damage
from tests.browser.visitor import EXAMPLE_HEADLINE, SUBSIDY, Visitor

# A file that both ways need: what is wrong with it cannot be cured, only said.
SHARED = ["worker.js", "engine.wasm"]
# The page's own scripts: without one of them nothing of ours runs, and the style sheet has the last word.
PAGE_SCRIPTS = ["app/panel.js", "app/runtime.js", "runtime/manifest.js"]
BREAKS = {
    "missing": damage.missing,
    "truncated": damage.truncated,
    "replaced": damage.replaced,
    "late": damage.late,
}


def touch(visitor: Visitor) -> None:
    visitor.open().field("principal").focus()


def assert_failed_politely(visitor: Visitor) -> None:
    """The whole promise of a failure."""
    visitor.state("failed", seconds=10).sees_status("重试").sees_headline(EXAMPLE_HEADLINE)
    expect(visitor.panel.locator("[data-retry]")).to_be_visible()
    assert [text for text in visitor.complaints if "Content Security Policy" in text] == []


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("how", BREAKS.values(), ids=BREAKS.keys())
def test_a_broken_shared_file_ends_in_a_message(visitor: Visitor, name: str, how: Damage) -> None:
    visitor.server.damage[name] = how
    touch(visitor)
    assert_failed_politely(visitor)


@pytest.mark.parametrize("how", [*BREAKS.values(), damage.mistyped], ids=[*BREAKS.keys(), "mistyped"])
def test_a_broken_snapshot_gives_way_to_the_fallback(visitor: Visitor, how: Damage) -> None:
    visitor.server.damage["snapshot.wasm"] = how
    touch(visitor)
    visitor.state("ready", seconds=20).type(principal="3000000").sees_headline("44408.33")
    went = any("stdlib.zip" in path for path in visitor.server.asked)
    assert went == (how is not damage.mistyped)


def test_a_late_snapshot_is_announced_within_ten_seconds(visitor: Visitor) -> None:
    visitor.server.damage |= {"snapshot.wasm": damage.late, "stdlib.zip": damage.late}
    touch(visitor)
    visitor.sees_status("备用方式", seconds=10)
    visitor.state("failed", seconds=20).sees_headline(EXAMPLE_HEADLINE)


@pytest.mark.parametrize("name", ["stdlib.zip", "calculators.zip"])
@pytest.mark.parametrize("how", [damage.missing, damage.truncated, damage.replaced], ids=["missing", "truncated", "replaced"])
def test_both_ways_broken_ends_in_a_message(visitor: Visitor, name: str, how: Damage) -> None:
    visitor.server.damage |= {"snapshot.wasm": damage.missing, name: how}
    touch(visitor)
    assert_failed_politely(visitor)


@pytest.mark.parametrize("name", ["engine.wasm", "snapshot.wasm"])
def test_a_proxy_that_spoils_types_does_no_harm(visitor: Visitor, name: str) -> None:
    visitor.server.damage[name] = damage.mistyped
    touch(visitor)
    visitor.state("ready").sees_headline(EXAMPLE_HEADLINE)


def test_a_script_served_as_text_ends_in_a_message(visitor: Visitor) -> None:
    visitor.server.damage["worker.js"] = damage.mistyped
    touch(visitor)
    assert_failed_politely(visitor)


def test_retry_after_the_network_is_back(visitor: Visitor) -> None:
    visitor.server.damage["engine.wasm"] = damage.missing
    touch(visitor)
    assert_failed_politely(visitor)
    visitor.server.damage.clear()
    visitor.panel.locator("[data-retry]").click()
    visitor.state("ready").type(principal="3000000").sees_headline("44408.33")
    expect(visitor.panel.locator("[data-retry]")).to_be_hidden()


def test_retry_finds_the_renewed_site(visitor: Visitor) -> None:
    visitor.server.damage["runtime/manifest.js"] = damage.rewritten('"folder": "0', '"folder": "of-yesterday-0')
    touch(visitor)
    assert_failed_politely(visitor)
    visitor.panel.locator("[data-retry]").click()
    visitor.state("ready").sees_headline(EXAMPLE_HEADLINE)


@pytest.mark.parametrize("name", PAGE_SCRIPTS)
@pytest.mark.parametrize("how", BREAKS.values(), ids=BREAKS.keys())
def test_a_broken_script_of_the_page_leaves_the_example_and_a_message(visitor: Visitor, name: str, how: Damage) -> None:
    visitor.server.damage[name] = how
    visitor.page.goto(visitor.server.address + SUBSIDY, wait_until="commit")
    visitor.sees_headline(EXAMPLE_HEADLINE)
    expect(visitor.panel).to_have_attribute("data-state", "static")
    said = "getComputedStyle(panel.querySelector('[data-status]'), '::after')"
    shown = f"panel => {said}.visibility === 'visible' && {said}.content"
    assert visitor.evaluate(shown) is False
    visitor.page.wait_for_timeout(9000)
    assert "刷新页面" in visitor.evaluate(shown)
