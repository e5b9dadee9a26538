"""One visit: from navigation to the first live result on the interest-subsidy page, touched as soon as it can be.

The browser runs by itself, as a visitor's does: a debugger on it would stop every worker at its start, in every way. The
page opens, touches and times itself (`pages/`) and reports to the server.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Playwright

from site_config.serve import Site
from tests.bench.link import BenchServer, Line
from tests.browser import engines
from tests.browser.drive_chromium import CHROMIUM_FLAGS

HEADLINE = "29605.56"
LIMIT = 120
BY_ITSELF = ("--headless=new", "--disable-popup-blocking", "--no-first-run", "--no-default-browser-check")
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


def chromium() -> str:
    """The browser; its absence ends the run with the remedy."""
    binary = engines.find_chromium()
    assert binary, engines.ENGINES["chromium"].remedy
    return binary


@contextmanager
def opened(address: str) -> Iterator[None]:
    """A browser at an address, with a profile of its own on disk: only such a profile keeps compiled code."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [chromium(), *BY_ITSELF, *CHROMIUM_FLAGS, f"--user-data-dir={profile}", address]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            browser.terminate()
            browser.wait(30)


def next_live(server: BenchServer) -> float:
    """Wait for the next report and check it; milliseconds since navigation began."""
    found, value = server.lived.get(timeout=LIMIT)
    assert value == HEADLINE, f"the live result is {value}, expected {HEADLINE}"
    return found


def measure(site: Site, way: str, line: Line, second: bool = True) -> Visit:
    """Two visits with a new profile; without `second` the warm time is that of the first."""
    with serving(site, way, line) as server, opened(f"{server.address}bench/start.html?visits={1 + second}"):
        cold = next_live(server)
        moved = server.sent
        warm = next_live(server) if second else cold
    return Visit(cold, warm, moved)


def recalculation_times(playwright: Playwright, site: Site, request: dict[str, Any], count: int) -> list[float]:
    """Milliseconds of `count` calculations in the browser, message to the worker and back included."""
    with serving(site, "snapshot", Line("loopback")) as server, TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        launch = playwright.chromium.launch_persistent_context
        context = launch(Path(profile), executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = context.new_page()
        page.goto(server.address + "bench/")
        server.lived.get(timeout=LIMIT)
        times: list[float] = page.evaluate(RECALCULATE, [request["calculator"], request["values"], count])
        context.close()
    return times
