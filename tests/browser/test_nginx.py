"""The generated include in a real nginx: page, worker and engine carry the policy, and the calculator is live."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from site_config import security
from site_config.runtime import read_manifest
from site_config.serve import Site
from tests.browser.visitor import SUBSIDY

CONFIG = """
daemon off; master_process off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 64; }}
http {{
  include {types}; default_type application/octet-stream; access_log off;
  client_body_temp_path {work}/a; proxy_temp_path {work}/b; fastcgi_temp_path {work}/c;
  uwsgi_temp_path {work}/d; scgi_temp_path {work}/e;
  server {{ listen 127.0.0.1:{port}; root "{root}"; index index.html; include {work}/pledge-site.conf; }}
}}
"""
TYPES = Path("/etc/nginx/mime.types")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@pytest.fixture
def nginx(site: Site, tmp_path: Path) -> Iterator[str]:
    """nginx in the foreground with the site and the generated includes; ended by its own process id."""
    binary = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if binary is None or not TYPES.is_file():
        pytest.fail("nginx is missing: install it (Debian: apt-get install nginx-light), then run this again.")
    assert security.main(["--site", str(site.folder), "--out", str(tmp_path), "--folder", str(tmp_path)]) == 0
    port = free_port()
    config = tmp_path / "nginx.conf"
    config.write_text(CONFIG.format(work=tmp_path, types=TYPES, port=port, root=site.folder), encoding="utf-8")
    process = subprocess.Popen([binary, "-p", str(tmp_path), "-c", str(config)], stderr=subprocess.PIPE)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if process.poll() is not None:
            pytest.fail(f"nginx refused the include: {process.stderr.read().decode() if process.stderr else ''}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not listen")


def test_page_worker_and_engine_carry_the_policy(nginx: str, site: Site) -> None:
    manifest = read_manifest(site.folder / "assets" / "runtime")
    assert manifest is not None
    base = f"assets/runtime/{manifest.folder}/"
    for path in ("", SUBSIDY, "assets/runtime/manifest.json", f"{base}worker.js", f"{base}engine.wasm"):
        with urlopen(Request(nginx + path, headers={"Accept-Encoding": "gzip"}), timeout=10) as response:
            for name, value in site.headers.items():
                assert response.headers.get_all(name) == [value], (path, name)
            assert response.headers["Cache-Control"] == security.caching(f"/{path}")
            if path.startswith(base):
                assert response.headers["Content-Encoding"] == "gzip"


def test_the_calculator_is_live(nginx: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(nginx + SUBSIDY)
    page.locator("calculator-panel [name=principal]").fill("300万")
    expect(page.locator("calculator-panel")).to_have_attribute("data-state", "ready", timeout=30000)
    expect(page.locator("[data-headline]").first).to_have_attribute("data-value", "44408.33")
    assert complaints == []


def test_a_missing_page_is_said_in_chinese(nginx: str, page: Page) -> None:
    response = page.goto(nginx + "none/")
    assert response is not None
    assert response.status == 404
    assert "Content-Security-Policy".lower() in response.headers
