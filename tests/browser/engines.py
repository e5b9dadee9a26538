"""Finds the browsers that the tests drive, and visits a page in any of them the same way.

    reply = visit("firefox", url, [
        {"fill": {"principal": "200万"}, "within": "calculator-panel"},
        {"wait": "calculator-panel", "attribute": "data-state", "is": "ready"},
        {"read": {"subsidy": ["[data-headline]", "data-value"]}},
    ])
    reply["values"]["subsidy"], reply["console_errors"]

The steps are described in page_steps.js.  `python -m tests.browser.engines` makes
sure that there is a browser, installs what is missing when it may, and fails with
the remedy when there is none.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_config.setup.node import node_path
from tests.browser import chromium_109

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
STEPS_SCRIPT = (HERE / "page_steps.js").read_text(encoding="utf-8")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX_NAMES = ("firefox-esr", "firefox")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
APT = ["apt-get", "install", "--yes", "--no-install-recommends"]


class EngineError(Exception):
    """A browser is missing, or a visit did not end as its steps asked."""


@dataclass(frozen=True)
class Engine:
    """One browser: how to find its binary, how to drive it, how to get it."""

    name: str
    title: str
    find: Callable[[], Path | None]
    command: Callable[[], list[str]]
    packages: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def remedy(self) -> str:
        wanted = " ".join(self.packages) or "node_modules (make setup) and libnss3"
        return f"{self.title} is missing: install it (Debian: apt-get install {wanted}), then run this again."


def find_named(names: Sequence[str]) -> Path | None:
    """The first of these programs on the PATH."""
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def find_chromium() -> Path | None:
    """PLEDGE_BROWSER if set, else a system Chromium or Chrome, else the one Playwright downloaded."""
    chosen = os.environ.get("PLEDGE_BROWSER")
    if chosen:
        return Path(chosen)
    return find_named(CHROMIUM_NAMES) or next((path for path in (MAC_CHROME, *playwright_chromiums()) if path.exists()), None)


def playwright_chromiums() -> list[Path]:
    """Browsers in Playwright's own folder, newest first; asking Playwright itself would start a process."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    return sorted(folder.glob("chromium-*/chrome-linux*/chrome"), reverse=True)


def find_webkit() -> Path | None:
    """MiniBrowser of the newest WebKitGTK whose driver and display server are there as well."""
    if not find_named(["WebKitWebDriver"]) or not find_named(["xvfb-run"]):
        return None
    found = [path for root in (Path("/usr/lib"), Path("/usr/libexec")) for path in root.glob("**/webkit2gtk-4.*/MiniBrowser")]
    return max(found, default=None)


def python_driver(name: str) -> list[str]:
    return [sys.executable, "-m", f"tests.browser.{name}"]


def firefox_driver() -> list[str]:
    return [str(node_path()), str(HERE / "drive_firefox.mjs")]


def webkit_driver() -> list[str]:
    return ["xvfb-run", "--auto-servernum", *python_driver("drive_webkit")]


# As root WebKitGTK's own sandbox cannot start; the pages are ours.
WEBKIT_AS_ROOT = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}

ENGINES = {
    engine.name: engine
    for engine in (
        Engine(
            "chromium",
            "Chromium",
            find_chromium,
            lambda: python_driver("drive_chromium"),
            ("chromium", "fonts-noto-cjk"),
        ),
        Engine("chromium_109", "Chromium 109", chromium_109.find, lambda: python_driver("drive_chromium"), ()),
        Engine("firefox", "Firefox ESR", lambda: find_named(FIREFOX_NAMES), firefox_driver, ("firefox-esr",)),
        Engine(
            "webkit",
            "WebKitGTK",
            find_webkit,
            webkit_driver,
            ("webkit2gtk-driver", "xvfb", "xauth", "dbus-x11"),
            WEBKIT_AS_ROOT,
        ),
    )
}


def visit(name: str, url: str, steps: Sequence[dict[str, Any]], seconds: int = 120) -> dict[str, Any]:
    """Open `url` in a fresh profile of the engine and perform `steps`; `seconds` bounds the whole visit.

    Returns {"values": what the read steps found, "console_errors": [...], "version": ...}.
    Raises EngineError when the engine is missing or a step did not succeed.
    """
    engine = ENGINES[name]
    binary = engine.find()
    if binary is None:
        raise EngineError(engine.remedy)
    request = {"url": url, "steps": list(steps), "seconds": seconds, "binary": str(binary)}
    request["script"] = STEPS_SCRIPT[STEPS_SCRIPT.index("(() =>") :].strip()
    request["driver"] = shutil.which("WebKitWebDriver")
    # A home of its own: no cache of an earlier visit, and browsers hang where they cannot write.
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, **engine.environment, "HOME": home}
        # Only the old browser may see the old libraries that came with it, not its driver.
        libraries = {"LD_LIBRARY_PATH": str(chromium_109.libraries())} if name == "chromium_109" else {}
        request["environment"] = environment | libraries
        reply = converse(engine, json.dumps(request), environment, seconds + 60)
    if "error" in reply:
        raise EngineError(f"{engine.title}, {url}: {reply['error']}; console: {reply.get('console_errors', [])}")
    return reply


def converse(engine: Engine, request: str, environment: dict[str, str], seconds: int) -> dict[str, Any]:
    """Hand the request to the driver process; end its whole group if it stays silent."""
    process = subprocess.Popen(
        engine.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, cwd=PROJECT, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        output, complaint = process.communicate(request, timeout=seconds)
    except subprocess.TimeoutExpired as problem:
        raise EngineError(f"{engine.title} gave no answer within {seconds} s") from problem
    finally:
        end_group(process)
    if not output.strip():
        raise EngineError(f"{engine.title}: the driver ended with code {process.returncode}: {complaint[-2000:]}")
    reply: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return reply


def end_group(process: subprocess.Popen[str]) -> None:
    """The driver leads its own group: nothing that it started stays behind, and nothing else is touched."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def missing() -> list[Engine]:
    """Engines that are not on this machine."""
    return [engine for engine in ENGINES.values() if engine.find() is None]


def may_install() -> bool:
    """Only root on a Debian-like machine can add browsers without a question."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(engines: Sequence[Engine]) -> None:
    """Install with apt-get, with its output shown: this takes a minute or two."""
    packages = [package for engine in engines for package in engine.packages]
    print(f"[browsers] installing {' '.join(packages)} (a minute or two)", flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run([*APT, "-qq", *packages], check=False, **quiet)


def main() -> int:
    """Exit code 1 when there is no Chromium to test in; the other engines are required where CI is set."""
    if missing() and may_install():
        install(missing())
    for engine in missing():
        print(f"[browsers] {engine.remedy}", file=sys.stderr)
    required = list(ENGINES) if os.environ.get("CI") else ["chromium"]
    return 1 if any(engine.name in required for engine in missing()) else 0


if __name__ == "__main__":
    sys.exit(main())
