"""A small web server for one built site: the headers, types and compression that a real host should have as well.

`python -m site_config serve` builds, serves on 127.0.0.1:8000 and rebuilds on change; with `--dir site` it serves that
folder as it is. It is for looking at the site and for tests, not for the internet.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterator
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from site_config import security, watch

PROJECT = Path(__file__).resolve().parent.parent
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".woff2": "font/woff2",
    ".map": "application/json",
}
TEXT = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".map")
NOT_FOUND = (
    '<!doctype html><html lang="zh"><meta charset="utf-8"><title>没有这个页面</title>'
    '<h1>没有这个页面</h1><p>地址可能写错了，或页面已经移走。<a href="/">回到首页</a></p></html>'
)


class Reply(NamedTuple):
    """One answer: status, headers and body."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes


@lru_cache(maxsize=512)
def _gzipped(path: Path, stamp: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def encoded(path: Path, accepted: str) -> tuple[bytes, str]:
    """The bytes to send and their Content-Encoding: a compressed copy beside the file, else text compressed here."""
    offers = {part.split(";")[0].strip() for part in accepted.split(",")}
    for name, ending in (("br", ".br"), ("gzip", ".gz")):
        copy = path.with_name(path.name + ending)
        if name in offers and copy.is_file():
            return copy.read_bytes(), name
    if "gzip" in offers and path.suffix in TEXT:
        return _gzipped(path, path.stat().st_mtime_ns), "gzip"
    return path.read_bytes(), ""


class Site:
    """One built site in a folder, with the policy computed from its pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.headers = security.headers(security.policy(self.folder))

    def find(self, path: str) -> Path | None:
        """The file or folder of a decoded address path, or None. Nothing outside the site's folder is ever found."""
        if "\0" in path or "\\" in path:
            return None
        found = (self.folder / path.lstrip("/")).resolve()
        return found if found.is_relative_to(self.folder) and found.exists() else None

    def reply(self, target: str, accepted: str, known: str) -> Reply:
        """Answer a GET for the raw request target; `known` is the entity tag that the browser has."""
        path = unquote(urlsplit("/" + target.lstrip("/")).path)
        found = self.find(path)
        if found is not None and found.is_dir():
            if not path.endswith("/"):
                address = quote(f"/{path.lstrip('/')}/")
                return Reply(HTTPStatus.MOVED_PERMANENTLY, {**self.headers, "Location": address}, b"")
            found = found / "index.html"
        if found is None or not found.is_file():
            return self._missing()
        return self._file(found, path, accepted, known)

    def _file(self, file: Path, path: str, accepted: str, known: str) -> Reply:
        status = file.stat()
        body, encoding = encoded(file, accepted)
        tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}{encoding and "-" + encoding}"'
        kept = {"Cache-Control": security.caching(path), "ETag": tag, "Vary": "Accept-Encoding"}
        if known == tag:
            return Reply(HTTPStatus.NOT_MODIFIED, {**self.headers, **kept}, b"")
        kept["Content-Type"] = TYPES.get(file.suffix.lower(), "application/octet-stream")
        kept["Last-Modified"] = formatdate(status.st_mtime, usegmt=True)
        if encoding:
            kept["Content-Encoding"] = encoding
        return Reply(HTTPStatus.OK, {**self.headers, **kept}, body)

    def _missing(self) -> Reply:
        page = self.folder / "404.html"
        body = page.read_bytes() if page.is_file() else NOT_FOUND.encode()
        kept = {"Content-Type": TYPES[".html"], "Cache-Control": security.REVALIDATE}
        return Reply(HTTPStatus.NOT_FOUND, {**self.headers, **kept}, body)


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD; everything else is refused by the base class."""

    protocol_version = "HTTP/1.1"
    # Head and body are two writes: without this the second waits 40 ms for the other side to acknowledge the first.
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        reply = self.server.answer(self.path, self.headers.get("Accept-Encoding", ""), self.headers.get("If-None-Match", ""))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if with_body:
            self.send_body(reply.body)

    def send_body(self, body: bytes) -> None:
        """A visitor who leaves in the middle is no error."""
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not logged: the terminal belongs to build errors."""


class Server(ThreadingHTTPServer):
    """Serves `site`, which may be replaced by a newer build at any time."""

    daemon_threads = True
    # Two servers on one port would answer in turns.
    allow_reuse_port = False

    def __init__(self, site: Site, port: int, handler: type[Handler] = Handler) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.site = site

    def answer(self, target: str, accepted: str, known: str) -> Reply:
        """Tests replace this to serve damaged files."""
        return self.site.reply(target, accepted, known)

    def handle_error(self, request: object, client_address: object) -> None:
        """A broken connection is the browser's business; anything else is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m site_config serve", description="Serve the site on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8000, help="default 8000; 0 takes a free one")
    parser.add_argument("--dir", type=Path, help="serve this built site as it is, without building")
    parser.add_argument("--watch", action="store_true", help="build and rebuild on change (the default without --dir)")
    return parser.parse_args(arguments)


def _run(server: Server, builds: Iterator[Path] | None) -> None:
    if builds is not None:
        watch.start(builds, lambda folder: setattr(server, "site", Site(folder)))
    print(f"[serve] {server.address}  (Ctrl-C stops)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\n[serve] stopped", flush=True)
    finally:
        server.server_close()


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C. Exit code 1 with one line when there is nothing to serve or the port is taken."""
    options = _options(arguments)
    builds = watch.builds(PROJECT) if options.watch or options.dir is None else None
    folder = options.dir if builds is None else next(builds)
    if not (folder / "index.html").is_file():
        print(f"[serve] {folder} holds no built site; run `make build`", file=sys.stderr)
        return 1
    try:
        server = Server(Site(folder), options.port)
    except security.PolicyError as error:
        print(f"[serve] {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"[serve] port {options.port}: {error.strerror}; choose another with --port", file=sys.stderr)
        return 1
    _run(server, builds)
    return 0
