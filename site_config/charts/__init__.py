"""The charts of the worked examples as finished pictures: drawn by ECharts in Node while the site is built.

One Node process draws all of them, and a drawing is kept under the hash of what it shows, so that only what changed is
drawn again. Each picture comes in a wide and a narrow form; the style sheet shows the one that fits.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import subprocess
from functools import cache
from pathlib import Path

from calculators.views.markup import Html
from site_config.setup.node import node_path

PROJECT = Path(__file__).resolve().parent.parent.parent
DRAWER = Path(__file__).with_name("draw.mjs")
LIBRARY = PROJECT / "node_modules" / "echarts" / "dist" / "echarts.common.min.js"
KEPT = PROJECT / ".cache" / "charts"


class DrawingError(RuntimeError):
    """The chart library could not draw; the message holds its words."""


@cache
def _drawer() -> subprocess.Popen[str]:
    """The Node process: one JSON text in, one JSON text out, a line each. It ends with this program."""
    command = [str(node_path()), str(DRAWER), str(LIBRARY)]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    atexit.register(_end, running)
    return running


def _end(running: subprocess.Popen[str]) -> None:
    assert running.stdin is not None, "started with a pipe"
    running.stdin.close()
    running.wait(timeout=10)


@cache
def _version() -> str:
    """What, besides its content, decides how a drawing looks."""
    return hashlib.sha256(DRAWER.read_bytes() + LIBRARY.read_bytes()).hexdigest()


def _drawn(content: str, ident: str) -> str:
    running = _drawer()
    assert running.stdin is not None and running.stdout is not None, "started with pipes"
    running.stdin.write(json.dumps({"content": json.loads(content), "ident": ident}) + "\n")
    running.stdin.flush()
    reply = json.loads(running.stdout.readline() or '{"error": "the drawing process has ended"}')
    if "error" in reply:
        raise DrawingError(f"chart {ident} cannot be drawn: {reply['error']}; run make setup if node_modules is incomplete")
    return str(reply["svg"])


def draw(content: str) -> Html:
    """The pictures of one chart (what calculators.views.chart_option.drawing wrote) as HTML."""
    ident = hashlib.sha256((_version() + content).encode()).hexdigest()[:16]
    kept = KEPT / f"{ident}.svg"
    if not kept.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{ident}.{os.getpid()}.part")
        part.write_text(_drawn(content, ident), encoding="utf-8")
        part.replace(kept)
    return Html(kept.read_text(encoding="utf-8"))
