"""Every page in a real browser: readable at 320 px, no complaint on the console, nothing from elsewhere, accessible."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page

from site_config.serve import Server, Site

PROJECT = Path(__file__).parent.parent.parent
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
NARROW = {"width": 320, "height": 800}
# One of each kind; colours are the same on the others.
IN_THE_DARK = ["", "plan/safeguards/", "guides/registration/", "calculators/interest-subsidy/", "maintain/deploy/"]
PAGES = sorted(
    str(path.relative_to(PROJECT / "docs").with_suffix("")).removesuffix("index").rstrip("/")
    for path in (PROJECT / "docs").rglob("*.md")
)


def address_of(name: str) -> str:
    return f"{name}/" if name else ""


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """The built site on a free port of this machine, with the security policy of a real host."""
    server = Server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.address
    server.shutdown()
    server.server_close()


class Reader:
    """One tab, with a record of what it complained about and which hosts it asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.hosts: set[str | None] = set()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlparse(request.url).hostname))

    def violations(self) -> list[str]:
        """What axe-core finds: rule, how often, the first place."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        return [f"{entry['id']} ({len(entry['nodes'])}): {entry['nodes'][0]['html'][:160]}" for entry in found]


def visit(browser: Browser, url: str, **options: Any) -> Iterator[Reader]:
    context = browser.new_context(locale="zh-CN", **options)
    reader = Reader(context.new_page())
    reader.page.goto(url, wait_until="load")
    yield reader
    context.close()


@pytest.fixture
def narrow(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    yield from visit(browser, address + address_of(request.param), viewport=NARROW)


@pytest.fixture
def dark(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    yield from visit(browser, address + request.param, color_scheme="dark")


@pytest.mark.parametrize("narrow", PAGES, indirect=True)
def test_a_page_on_a_narrow_phone(narrow: Reader) -> None:
    assert narrow.page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], "the page scrolls sideways"
    assert narrow.violations() == []
    assert narrow.complaints == []
    assert narrow.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("dark", IN_THE_DARK, indirect=True)
def test_colours_in_the_dark(dark: Reader) -> None:
    assert dark.page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert dark.violations() == []


def test_an_address_that_does_not_exist_gets_a_chinese_page(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "no/such/page/")
    assert page.locator("h1").inner_text() == "没有找到这个页面"
    page.get_by_role("link", name="首页").last.click()
    page.wait_for_url(address)
    page.close()


def test_a_plan_page_prints_without_menus_and_in_full(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "plan/tasks/")
    page.emulate_media(media="print")
    for part in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer"):
        assert not page.locator(part).first.is_visible(), f"{part} would be printed"
    assert page.get_by_text("快立案、快处理、快结案").is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    page.close()
