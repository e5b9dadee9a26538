"""The server and its policy: what every response carries, what is found, what is refused."""

from __future__ import annotations

import gzip
import os
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli
import pytest

from site_config import security, watch
from site_config.serve import Server, Site, main

INLINE = "document.title = '测试'"
PAGE = f'<!doctype html><meta charset="utf-8"><script>{INLINE}</script><script src="a.js"></script><p>首页</p>'
FOLDER = "assets/runtime/1-ab"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of four files, one of them with a compressed copy."""
    root = tmp_path / "网站 一"
    (root / FOLDER).mkdir(parents=True)
    (root / "index.html").write_text(PAGE, encoding="utf-8")
    (root / "404.html").write_text("<!doctype html><h1>没有这个页面</h1>", encoding="utf-8")
    (root / "guide").mkdir()
    (root / "guide" / "index.html").write_text("<!doctype html><p>指南</p>", encoding="utf-8")
    for name in ("worker.js", "engine.wasm"):
        (root / FOLDER / name).write_bytes(name.encode() * 50)
        (root / FOLDER / f"{name}.br").write_bytes(brotli.compress(name.encode() * 50))
    (root / "assets/runtime/manifest.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("secret")
    return root


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    running = Server(Site(folder), 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def get(server: Server, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_the_policy_allows_exactly_the_inline_scripts_of_the_site(folder: Path) -> None:
    policy = dict(part.split(" ", 1) for part in security.policy(folder).split("; "))
    assert policy["script-src"] == f"'self' 'wasm-unsafe-eval' {security.script_hash(INLINE)}"
    assert policy["default-src"] == "'none'"
    assert security.script_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "blob:"} & set(security.policy(folder).split())


@pytest.mark.parametrize("bad", ['<p style="color:red">', "<style>p{}</style>", '<a onclick="x()">'])
def test_what_no_policy_can_allow_names_its_page(folder: Path, bad: str) -> None:
    (folder / "guide" / "index.html").write_text(bad, encoding="utf-8")
    with pytest.raises(security.PolicyError, match=r"guide/index\.html: .* is blocked"):
        security.policy(folder)


@pytest.mark.parametrize("path", ["/", "/guide/", f"/{FOLDER}/worker.js", f"/{FOLDER}/engine.wasm", "/none"])
def test_every_response_carries_the_policy(server: Server, folder: Path, path: str) -> None:
    response, _ = get(server, path)
    assert response.headers["Content-Security-Policy"] == security.policy(folder)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        (f"/{FOLDER}/worker.js", "text/javascript; charset=utf-8", security.IMMUTABLE),
        (f"/{FOLDER}/engine.wasm", "application/wasm", security.IMMUTABLE),
        ("/assets/runtime/manifest.json", "application/json", "no-cache"),
    ],
)
def test_types_and_caching(server: Server, path: str, kind: str, caching: str) -> None:
    response, _ = get(server, path)
    assert (response.status, response.headers["Content-Type"]) == (200, kind)
    assert response.headers["Cache-Control"] == caching


def test_compressed_copies_go_to_those_who_take_them(server: Server) -> None:
    path, plain = f"/{FOLDER}/engine.wasm", b"engine.wasm" * 50
    response, body = get(server, path, Accept_Encoding="gzip, br")
    assert (response.headers["Content-Encoding"], brotli.decompress(body)) == ("br", plain)
    response, body = get(server, path)
    assert (response.headers["Content-Encoding"], body) == (None, plain)
    response, body = get(server, "/", Accept_Encoding="gzip")
    assert gzip.decompress(body).decode() == PAGE


def test_an_unchanged_file_is_not_sent_again(server: Server) -> None:
    first, _ = get(server, "/")
    again, body = get(server, "/", If_None_Match=first.headers["ETag"])
    assert (again.status, body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/guide/..%2f..%2fsecret.txt", "/a%00b", "/..%5csecret.txt", "/none"]
)
def test_nothing_outside_is_found_and_the_page_says_so_in_chinese(server: Server, path: str) -> None:
    response, body = get(server, path)
    assert response.status == 404
    assert "没有这个页面" in body.decode()
    assert b"secret" not in body


@pytest.mark.parametrize("path", ["/guide", "//guide", "/%2fguide"])
def test_a_folder_redirects_within_the_site(server: Server, path: str) -> None:
    response, _ = get(server, path)
    assert (response.status, response.headers["Location"]) == (301, "/guide/")


def test_serving_an_empty_folder_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dir", str(tmp_path), "--port", "0"]) == 1
    assert "make build" in capsys.readouterr().err


def test_a_taken_port_says_what_to_do(server: Server, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dir", str(folder), "--port", str(server.server_address[1])]) == 1
    assert "--port" in capsys.readouterr().err


def test_a_change_of_a_source_is_seen_and_one_of_a_generated_file_is_not(tmp_path: Path) -> None:
    for name in ("docs/a.md", "docs/reference/b.md", "calculators/c.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    before = watch.state(tmp_path)
    (tmp_path / "docs/reference/b.md").write_text("generated anew")
    assert watch.state(tmp_path) == before
    later = time.time() + 5
    os.utime(tmp_path / "calculators/c.py", (later, later))
    changed = watch.state(tmp_path)
    assert changed != before
    (tmp_path / "docs/a.md").unlink()
    assert watch.state(tmp_path) != changed


def test_builds_follow_changes_and_failures_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    outcomes = iter([None, tmp_path / "one", tmp_path / "two"])

    def build(project: Path) -> Path | None:
        (tmp_path / "docs" / f"{time.monotonic_ns()}.md").write_text("saved while the build ran")
        return next(outcomes)

    monkeypatch.setattr(watch, "build", build)
    monkeypatch.setattr(watch, "SECONDS", 0.01)
    found = watch.builds(tmp_path)
    assert [next(found), next(found)] == [tmp_path / "one", tmp_path / "two"]
