"""A server behind an emulated line: all connections share its bits, every request waits one round trip.

The throttling of the browser's own tools does not reach workers, so it is done here.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from queue import Queue
from urllib.parse import parse_qsl, urlsplit

from site_config.serve import Handler, Reply, Server, Site

CHUNK = 8192
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """Bits per second and seconds per round trip; no bits means no limit."""

    name: str
    bits: float = 0
    round_trip: float = 0


class Pipe:
    """Hands out the time at which each piece may leave."""

    def __init__(self, bits: float) -> None:
        self.bits = bits
        self.free_at = 0.0
        self.lock = threading.Lock()

    def wait(self, size: int) -> None:
        """Sleep until `size` bytes have passed."""
        with self.lock:
            self.free_at = max(self.free_at, time.monotonic()) + 8 * size / self.bits
            due = self.free_at
        time.sleep(max(0.0, due - time.monotonic()))


class LineHandler(Handler):
    """A new connection costs a round trip, and so does every request on it."""

    server: BenchServer

    def setup(self) -> None:
        super().setup()
        time.sleep(self.server.line.round_trip)

    def send_body(self, body: bytes) -> None:
        self.server.sent += len(body)
        time.sleep(self.server.line.round_trip)
        if not self.server.line.bits:
            super().send_body(body)
            return
        for start in range(0, len(body), CHUNK):
            piece = body[start : start + CHUNK]
            self.server.pipe.wait(len(piece))
            super().send_body(piece)


class BenchServer(Server):
    """Serves one way of starting over one line. `way` is stock, fallback or snapshot."""

    def __init__(self, site: Site, way: str, line: Line) -> None:
        super().__init__(site, 0, LineHandler)
        self.way = way
        self.line = line
        self.pipe = Pipe(line.bits or 1)
        self.sent = 0
        # What the pages report: milliseconds until the live result, and the result.
        self.lived: Queue[tuple[float, str]] = Queue()

    def answer(self, target: str, accepted: str, known: str) -> Reply:
        address = urlsplit(target)
        if address.path == "/bench/live":
            report = dict(parse_qsl(address.query))
            self.lived.put((float(report["ms"]), report["value"]))
            return Reply(HTTPStatus.NO_CONTENT, {}, b"")
        reply = self.site.reply(target, accepted, known)
        if not target.endswith("/app/runtime.js") or not reply.body or self.way == "snapshot":
            return reply
        plain = self.site.reply(target, "", "")
        return plain._replace(body=self._script(plain.body))

    def _script(self, body: bytes) -> bytes:
        if self.way == "stock":
            return (HERE / "stock_runtime.js").read_bytes()
        changed = body.replace(b"way = 'snapshot';", b"way = 'fallback';")
        assert changed != body, "runtime.js has changed: the bench no longer knows how to start by the fallback"
        return changed
