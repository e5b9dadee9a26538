"""Brotli and gzip copies beside each file, for servers that can send them.

Brotli at its best level takes seconds per file, and most files change with Pyodide only. So compressed bytes are
kept under the hash of what they compress.
"""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from site_config.runtime.manifest import File, sha256

BEST, QUICK = 11, 5
WINDOW = 24


def _kept(cache: Path, key: str, make: object) -> bytes:
    file = cache / key
    if file.is_file():
        return file.read_bytes()
    assert callable(make)
    data: bytes = make()
    cache.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(file.suffix + ".part")
    part.write_bytes(data)
    part.replace(file)
    return data


def compress_file(path: Path, cache: Path, quality: int) -> File:
    """Write path.br and path.gz; return the sizes and the hash."""
    raw = path.read_bytes()
    digest = sha256(raw)
    br = _kept(cache, f"{digest}-{quality}.br", lambda: brotli.compress(raw, quality=quality, lgwin=WINDOW))
    gz = _kept(cache, f"{digest}.gz", lambda: gzip.compress(raw, 9, mtime=0))
    path.with_name(path.name + ".br").write_bytes(br)
    path.with_name(path.name + ".gz").write_bytes(gz)
    return File(len(raw), digest, len(br), len(gz))


def compress_folder(folder: Path, cache: Path, quality: int) -> dict[str, File]:
    """Compress every file of `folder`, two at a time: brotli lets other threads run."""
    paths = sorted(path for path in folder.iterdir() if path.suffix not in (".br", ".gz"))
    with ThreadPoolExecutor(2) as pool:
        entries = list(pool.map(lambda path: compress_file(path, cache, quality), paths))
    return {path.name: entry for path, entry in zip(paths, entries, strict=True)}
