"""Builds the site for `serve` and builds it again when a source changes. A failed build keeps the last good site."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

WATCHED = ("mkdocs.yml", "docs", "calculators", "site_config")
GENERATED = ("docs/reference", "docs/assets/runtime", "docs/assets/app")
SECONDS = 1.0


def _sources(project: Path) -> Iterator[Path]:
    generated = tuple(project / name for name in GENERATED)
    for name in WATCHED:
        root = project / name
        for file in [root] if root.is_file() else root.rglob("*"):
            if file.is_file() and file.suffix != ".pyc" and not any(file.is_relative_to(g) for g in generated):
                yield file


def state(project: Path) -> dict[Path, tuple[int, int]]:
    """Time and size of every source: two states differ when something was changed, added or removed."""
    found = {}
    for file in _sources(project):
        try:
            status = file.stat()
        except FileNotFoundError:  # removed while we look
            continue
        found[file] = (status.st_mtime_ns, status.st_size)
    return found


def _step(project: Path, label: str, *command: str) -> bool:
    """Run one module; its output goes to the terminal. Returns whether it succeeded."""
    quick = {"PLEDGE_QUICK": "1", "PLEDGE_PREPARED": "1", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([sys.executable, "-m", *command], cwd=project, env={**os.environ, **quick})
    if done.returncode:
        print(f"[serve] {label} failed: mend the error above; the last good site stays", file=sys.stderr, flush=True)
    return done.returncode == 0


def build(project: Path) -> Path | None:
    """Prepare and build into a folder that is not being served; None when a step failed."""
    folder = project / ".cache" / "serve"
    current = folder / "current"
    target = folder / ("site-b" if current.is_file() and current.read_text() == "site-a" else "site-a")
    started = time.monotonic()
    print("[serve] building the site", flush=True)
    mkdocs = ("mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target))
    if not (_step(project, "prepare", "site_config", "prepare") and _step(project, "mkdocs", *mkdocs)):
        return None
    current.write_text(target.name)
    print(f"[serve] built in {time.monotonic() - started:.0f} s", flush=True)
    return target


def builds(project: Path) -> Iterator[Path]:
    """Every good build, the first as soon as possible, the next ones after a change. Waits for ever in between."""
    known: dict[Path, tuple[int, int]] | None = None
    while True:
        # Taken before the build: what is saved while it runs starts the next one.
        now = state(project)
        if now != known:
            known = now
            folder = build(project)
            if folder is not None:
                yield folder
        time.sleep(SECONDS)


def _publish_all(found: Iterator[Path], publish: Callable[[Path], None]) -> None:
    for folder in found:
        try:
            publish(folder)
        except ValueError as error:
            print(f"[serve] {error}; the last good site stays", file=sys.stderr, flush=True)


def start(found: Iterator[Path], publish: Callable[[Path], None]) -> None:
    """Publish every further build from a thread that ends with the process."""
    threading.Thread(target=_publish_all, args=(found, publish), daemon=True).start()
