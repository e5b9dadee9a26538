"""The same requests give byte-identical replies in CPython, in Pyodide under Node and in Chromium."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from calculators.browser import answer
from site_config.runtime.archives import package_files, stored_zip
from site_config.setup.node import node_path
from tests.browser.requests import all_requests
from tests.browser.visitor import Visitor

PROJECT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def package_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our package as sources, so that Pyodide compiles them itself."""
    target = tmp_path_factory.mktemp("package") / "calculators.zip"
    entries = [(f.relative_to(PROJECT).as_posix(), f.read_bytes()) for f in package_files(PROJECT / "calculators")]
    target.write_bytes(stored_zip(entries))
    return target


def test_node_gives_the_same_bytes(package_zip: Path) -> None:
    requests = all_requests()
    here = [answer(request) for request in requests]
    assert all(json.loads(reply)["ok"] for reply in here)
    command = [str(node_path()), str(HERE / "run_in_node.mjs"), str(package_zip)]
    run = subprocess.run(command, input="\n".join(requests), capture_output=True, encoding="utf-8", cwd=PROJECT, timeout=300)
    assert run.returncode == 0, run.stderr
    there = run.stdout.splitlines()
    assert len(there) == len(here)
    for request, left, right in zip(requests, here, there, strict=True):
        assert left == right, request[:300]


ASK_ALL = """
async (requests) => {
  const { engine } = await import('/assets/app/runtime.js');
  const ready = new Promise((resolve, reject) => {
    engine.subscribe((status) => {
      if (status.state === 'ready') resolve(status.way);
      if (status.state === 'failed') reject(new Error(JSON.stringify(status)));
    });
  });
  engine.start();
  await ready;
  const replies = [];
  for (const request of requests) replies.push(await engine.ask({}, request));
  return replies;
}
"""


def test_chromium_gives_the_same_bytes(visitor: Visitor) -> None:
    requests = all_requests()
    visitor.open()
    there = visitor.page.evaluate(ASK_ALL, requests)
    assert len(there) == len(requests)
    for request, reply in zip(requests, there, strict=True):
        assert reply == answer(request), request[:300]
