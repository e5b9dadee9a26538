"""What the bundler made, in two small files of fixed names: manifest.js, which the page's scripts import, and
manifest.json with the same content, which they ask for anew when a visitor retries.

    manifest.json   {"folder": "0.29.5-ab12…", "pyodide": "0.29.5", "python": "3.13.2", "header": "…",
                     "heap": 20971520, "lock": "…", "inputs": "…", "quality": 11,
                     "files": {"snapshot.wasm": {"bytes": raw size, "sha256": "…", "br": size, "gz": size}, …}}

The page counts bytes after decompression, so progress is measured against the raw sizes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"
SCRIPT = "manifest.js"


@dataclass(frozen=True)
class File:
    """One file on the wire: bytes raw, as brotli and as gzip, and the SHA-256 of the raw bytes."""

    bytes: int
    sha256: str
    br: int
    gz: int


@dataclass(frozen=True)
class Manifest:
    """The whole bundle. `inputs` is the hash of everything it was made from, `quality` the brotli level,
    `lock` the lock file text that Pyodide wants at start: ours lists no packages. `header` (base64) and `heap` (bytes)
    are what Pyodide must know of the snapshot before it builds the engine, and so before the snapshot has come."""

    folder: str
    pyodide: str
    python: str
    header: str
    heap: int
    lock: str
    inputs: str
    quality: int
    files: dict[str, File]

    def text(self) -> str:
        """The JSON that is written; the same for the same content."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    def script(self) -> str:
        """The same as a module, so that the page has it as soon as its scripts."""
        return f"export default {self.text().rstrip()};\n"


def read_manifest(out: Path) -> Manifest | None:
    """The manifest in `out`, or None when there is none that this version can read."""
    try:
        raw: dict[str, Any] = json.loads((out / NAME).read_text(encoding="utf-8"))
        return Manifest(**{**raw, "files": {name: File(**entry) for name, entry in raw["files"].items()}})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_complete(out: Path, manifest: Manifest) -> bool:
    """Whether every file that the manifest names is there with its size, compressed copies included."""
    if not (out / SCRIPT).is_file():
        return False
    folder = out / manifest.folder
    sizes = [(name, entry.bytes) for name, entry in manifest.files.items()]
    sizes += [(f"{name}.br", entry.br) for name, entry in manifest.files.items()]
    sizes += [(f"{name}.gz", entry.gz) for name, entry in manifest.files.items()]
    return all((folder / name).is_file() and (folder / name).stat().st_size == size for name, size in sizes)


def sha256(data: bytes) -> str:
    """SHA-256 as lower-case hex."""
    return hashlib.sha256(data).hexdigest()
