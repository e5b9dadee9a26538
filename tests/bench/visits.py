"""One visit: from navigation to the first live result on the interest-subsidy page, touched as soon as it can be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from site_config.serve import Site
from tests.bench.link import BenchServer, Line
from tests.browser import engines
from tests.browser.drive_chromium import CHROMIUM_FLAGS

PAGE = "bench/"
HEADLINE = "29605.56"
LIMIT = 120_000
# Time for the browser to write its cache of compiled code, which helps every way.
BETWEEN_VISITS = 3000
TOUCH = """
customElements.whenDefined('calculator-panel').then(() => {
  const panel = document.querySelector('calculator-panel');
  new MutationObserver(() => {
    if (panel.dataset.state === 'ready' && panel.querySelector('[data-status]').textContent) document.documentElement.dataset.liveAt ??= performance.now();
  }).observe(panel, {attributes: true, subtree: true, childList: true, characterData: true});
  panel.querySelector('[name=principal]').focus();
});
"""
RECALCULATE = """async ([calculator, values, count]) => {
  const { engine } = await import('/assets/app/runtime.js');
  const times = [];
  for (let turn = 0; turn < count; turn += 1) {
    const text = JSON.stringify({id: turn, verb: 'calculate', calculator, values: {...values, principal: String(1000000 + turn)}});
    const start = performance.now();
    const reply = JSON.parse(await engine.ask({}, text));
    times.push(performance.now() - start);
    if (!reply.ok) throw new Error(JSON.stringify(reply));
  }
  return times;
}"""


@dataclass(frozen=True)
class Visit:
    """Milliseconds of the first and of the second visit, and the bytes that the first one moved."""

    cold: float
    warm: float
    bytes: int


@contextmanager
def serving(site: Site, way: str, line: Line) -> Iterator[BenchServer]:
    """A server for one way over one line, for as long as the block lasts."""
    server = BenchServer(site, way, line)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@contextmanager
def fresh_browser(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser with a profile of its own on disk: only such a profile keeps compiled code for the second visit."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        binary = engines.find_chromium()
        assert binary, engines.ENGINES["chromium"].remedy
        context = playwright.chromium.launch_persistent_context(Path(profile), executable_path=binary, args=CHROMIUM_FLAGS)
        context.add_init_script(TOUCH)
        yield context
        context.close()


def live_at(context: BrowserContext, address: str) -> float:
    """Open the page in a new tab, wait for the live result, check it; milliseconds since navigation began."""
    page = context.new_page()
    page.goto(address + PAGE, wait_until="commit")
    page.wait_for_selector("html[data-live-at]", timeout=LIMIT)
    value = page.locator("[data-headline]").first.get_attribute("data-value")
    assert value == HEADLINE, f"the live result is {value}, expected {HEADLINE}"
    found = float(page.get_attribute("html", "data-live-at") or 0)
    page.wait_for_timeout(BETWEEN_VISITS)
    page.close()
    return found


def measure(playwright: Playwright, site: Site, way: str, line: Line, second: bool = True) -> Visit:
    """Two visits with a new profile; without `second` the warm time is that of the first."""
    with serving(site, way, line) as server, fresh_browser(playwright) as context:
        cold = live_at(context, server.address)
        moved = server.sent
        warm = live_at(context, server.address) if second else cold
    return Visit(cold, warm, moved)


def recalculation_times(playwright: Playwright, site: Site, request: dict[str, Any], count: int) -> list[float]:
    """Milliseconds of `count` calculations in the browser, message to the worker and back included."""
    with serving(site, "snapshot", Line("loopback")) as server, fresh_browser(playwright) as context:
        page = context.new_page()
        page.goto(server.address + PAGE)
        page.wait_for_selector("html[data-live-at]", timeout=LIMIT)
        times: list[float] = page.evaluate(RECALCULATE, [request["calculator"], request["values"], count])
    return times
