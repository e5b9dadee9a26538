"""Drives WebKitGTK's MiniBrowser through selenium: a request as JSON on standard input, a reply on standard output.

This engine tells its driver nothing about the console (no BiDi, and no console
on standard output under automation).  So the page itself is listened to from the
moment it has loaded: what fails after that, when the calculators start, is seen;
what fails while loading shows in the other engines.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.webkitgtk.service import Service

CALL = """
const done = arguments[arguments.length - 1];
const errors = [];
const report = console.error;
console.error = (...parts) => { errors.push(parts.join(' ')); report.apply(console, parts); };
addEventListener('error', (event) => errors.push(event.message ?? `cannot load ${event.target.src}`), true);
addEventListener('unhandledrejection', (event) => errors.push(String(event.reason)));
addEventListener('securitypolicyviolation', (event) => errors.push(`CSP refused ${event.blockedURI}`));
(%s)(arguments[0]).then((reply) => done({...reply, console_errors: errors}));
"""


def visit(request: dict[str, Any]) -> dict[str, Any]:
    """Open the address, perform the steps in the page, and say what went wrong meanwhile."""
    options = webdriver.WebKitGTKOptions()
    options.binary_location = request["binary"]
    options.add_argument("--automation")
    driver = webdriver.WebKitGTK(options=options, service=Service(request["driver"]))
    try:
        driver.set_page_load_timeout(request["seconds"])
        driver.set_script_timeout(request["seconds"])
        driver.get(request["url"])
        reply: dict[str, Any] = driver.execute_async_script(CALL % request["script"], request["steps"])
        return reply | {"version": driver.capabilities.get("browserVersion", "")}
    finally:
        driver.quit()


if __name__ == "__main__":
    try:
        print(json.dumps(visit(json.load(sys.stdin))))
    except WebDriverException as problem:
        print(json.dumps({"values": {}, "error": f"WebKitWebDriver: {problem}"}))
