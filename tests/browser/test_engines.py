"""Every engine opens a page of ours, types, waits and reads; and a browser that is missing is said to be."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.browser import engines

CSP = "default-src 'none'; script-src 'self'; img-src 'self'; base-uri 'none'"
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>试页</title>
<calculator-panel data-state="static"><label>本金 <input name="principal"></label><p data-headline></p></calculator-panel>
<script src="/page.js"></script></html>"""
SCRIPT = """
document.querySelector('input').addEventListener('input', (event) => {
  const panel = document.querySelector('calculator-panel');
  panel.dataset.state = 'busy';
  console.error('说给控制台听');
  setTimeout(() => {
    const headline = document.querySelector('[data-headline]');
    headline.dataset.value = String(Number(event.target.value) * 2);
    headline.textContent = '结果：' + headline.dataset.value + ' 元';
    panel.dataset.state = 'ready';
  }, 200);
});
"""
STEPS = [
    {"fill": {"principal": "21"}, "within": "calculator-panel"},
    {"wait": "calculator-panel", "attribute": "data-state", "is": "ready", "seconds": 10},
    {
        "read": {
            "value": ["[data-headline]", "data-value"],
            "text": ["[data-headline]", None],
            "none": ["#nothing", None],
        }
    },
]


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the page and its script under a strict policy, so that the launchers are known to work under one."""

    def do_GET(self) -> None:
        script = self.path.endswith(".js")
        body = (SCRIPT if script else PAGE).encode()
        self.send_response(200)
        self.send_header("Content-Type", f"text/{'javascript' if script else 'html'}; charset=utf-8")
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.engine(name)) for name in engines.ENGINES])
def test_an_engine_types_waits_and_reads(name: str, address: str) -> None:
    reply = engines.visit(name, address, STEPS)
    assert reply["values"] == {"value": "42", "text": "结果：42 元", "none": None}
    assert reply["console_errors"] == ["说给控制台听"]
    assert reply["version"]


@pytest.mark.engine("chromium_109")
def test_chromium_109_is_109(address: str) -> None:
    assert engines.visit("chromium_109", address, [])["version"].startswith("109.")


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.engine(name)) for name in engines.ENGINES])
def test_a_wait_in_vain_says_what_was_last_seen(name: str, address: str) -> None:
    steps = [{"wait": "calculator-panel", "attribute": "data-state", "is": "ready", "seconds": 0.3}]
    with pytest.raises(engines.EngineError, match='last seen "static"'):
        engines.visit(name, address, steps)


def test_a_missing_browser_fails_with_the_remedy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(engines, "find_named", lambda names: None)
    monkeypatch.setattr(engines, "playwright_chromiums", list)
    monkeypatch.setattr(engines, "may_install", lambda: False)
    monkeypatch.delenv("PLEDGE_BROWSER", raising=False)
    assert engines.main() == 1
    assert "apt-get install chromium fonts-noto-cjk" in capsys.readouterr().err
    with pytest.raises(engines.EngineError, match="Chromium is missing: install it"):
        engines.visit("chromium", "http://127.0.0.1/", [])
