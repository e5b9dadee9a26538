"""What a visitor does and sees, in the words of the stable hooks of a panel."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.damage import DamageServer

SUBSIDY = "calculators/interest-subsidy/"
EXAMPLE_HEADLINE = "29605.56"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The browser's own note that a file was not served is not an error of ours.
NETWORK_NOTE = "Failed to load resource"


class Visitor:
    """One tab on the site, with a record of what the console and the network did."""

    def __init__(self, page: Page, server: DamageServer) -> None:
        self.page = page
        self.server = server
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and NETWORK_NOTE not in text:
            self.complaints.append(text)

    def _asked(self, request: Request) -> None:
        self.hosts.add(request.url.split("/")[2] if "//" in request.url else request.url)

    def open(self, path: str = SUBSIDY) -> Visitor:
        """Open a page and wait until its scripts are in place."""
        self.page.goto(self.server.address + path)
        self.page.wait_for_selector("calculator-panel:defined")
        return self

    @property
    def panel(self) -> Locator:
        return self.page.locator("calculator-panel").first

    def field(self, name: str) -> Locator:
        return self.panel.locator(f"[name={name}]")

    def type(self, **texts: str) -> Visitor:
        """Type into fields, keeping the pause between fields of a quick typist."""
        for name, text in texts.items():
            self.field(name).fill(text)
        return self

    def state(self, *expected: str, seconds: float = 30) -> Visitor:
        """Wait for one of these states."""
        pattern = re.compile(f"^({'|'.join(expected)})$")
        expect(self.panel).to_have_attribute("data-state", pattern, timeout=1000 * seconds)
        return self

    def sees_headline(self, value: str, seconds: float = 10) -> Visitor:
        """Wait until the headline has this exact value."""
        headline = self.panel.locator("[data-headline]")
        expect(headline).to_have_attribute("data-value", value, timeout=1000 * seconds)
        return self

    def sees_status(self, pattern: str = r"[\u4e00-\u9fff]", seconds: float = 10) -> Visitor:
        """Wait until the status line says something that matches; by default anything in Chinese."""
        expect(self.panel.locator("[data-status]")).to_have_text(re.compile(pattern), timeout=1000 * seconds)
        return self

    def evaluate(self, script: str, argument: Any = None) -> Any:
        """Run a function of the panel element in the page."""
        return self.panel.evaluate(script, argument)
