"""The built site, served as a real host should serve it, and a server that damages what a test names."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from site_config.prepare import prepare
from site_config.serve import Site
from tests.browser.damage import DamageServer
from tests.browser.visitor import Visitor

PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def port() -> int:
    """A free port, known before the site is built: instant navigation wants the address that the site was built for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, port: int) -> Site:
    """The whole site with its runtime, built once."""
    prepare()
    folder = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "PLEDGE_PREPARED": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    environment["SITE_URL"] = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return Site(folder)


@pytest.fixture
def server(site: Site, port: int) -> Iterator[DamageServer]:
    """A server of its own for each test, so that one test's damage is not another's."""
    running = DamageServer(site, port)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.release.set()
    running.shutdown()
    running.server_close()


@pytest.fixture
def visitor(page: Page, server: DamageServer) -> Visitor:
    """Somebody in front of a Chromium, about to open the site."""
    return Visitor(page, server)
