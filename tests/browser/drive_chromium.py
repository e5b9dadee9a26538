"""Drives a Chromium through Playwright: a request as JSON on standard input, a reply on standard output.

A process of its own, because Playwright allows one synchronous instance per thread
and the tests around may hold it already.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from playwright.sync_api import Error, sync_playwright

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def visit(request: dict[str, Any]) -> dict[str, Any]:
    """Open the address, perform the steps in the page, and say what the console complained about."""
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=request["binary"], args=CHROMIUM_FLAGS, env=request["environment"])
        page = browser.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(request["url"], timeout=1000 * request["seconds"])
        reply: dict[str, Any] = page.evaluate(request["script"], request["steps"])
        reply |= {"version": browser.version, "console_errors": errors}
        browser.close()
    return reply


if __name__ == "__main__":
    try:
        print(json.dumps(visit(json.load(sys.stdin))))
    except Error as problem:
        print(json.dumps({"values": {}, "error": f"Playwright: {problem}"}))
