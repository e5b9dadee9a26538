"""Takes the README's picture of a calculator page from the built site: `make screenshot`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from site_config.serve import Server, Site
from tests.browser import engines
from tests.browser.drive_chromium import CHROMIUM_FLAGS

PROJECT = Path(__file__).parents[2]
PICTURE = PROJECT / "docs/assets/images/screenshot.png"


def take(page: Page, address: str) -> None:
    """Wake the calculator as a visitor does, and leave the fields before the picture is taken."""
    page.goto(f"{address}calculators/interest-subsidy/")
    page.locator("calculator-panel [name]").first.focus()
    page.locator("calculator-panel[data-state=ready]").wait_for(timeout=60_000)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.screenshot(path=PICTURE)


def main() -> int:
    browser_path = engines.find_chromium()
    if browser_path is None:
        print(engines.ENGINES["chromium"].remedy, file=sys.stderr)
        return 1
    with Server(Site(PROJECT / "site"), 0) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=browser_path, args=CHROMIUM_FLAGS)
        take(browser.new_page(viewport={"width": 1280, "height": 1500}, locale="zh-CN"), server.address)
        browser.close()
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
