"""Unpacks Chromium 109, the last one for Windows 7, from its npm package into .cache."""

from __future__ import annotations

import io
import platform
import tarfile
from pathlib import Path

import brotli

PACKAGE = Path(__file__).parents[2] / "node_modules/@sparticuz/chromium"
FOLDER = Path(__file__).parents[2] / ".cache/browsers/chromium-109.0.6"
READY = FOLDER / "unpacked"


def find() -> Path | None:
    """The binary, unpacked on first use; None where the package (Linux on x86-64 only) is not installed."""
    if platform.machine() != "x86_64" or not (PACKAGE / "bin").is_dir():
        return None
    if not READY.exists():
        unpack()
    return FOLDER / "chromium"


def libraries() -> Path:
    """The folder of shared libraries that came with the binary, for LD_LIBRARY_PATH."""
    return FOLDER / "lib"


def unpack() -> None:
    """Decompress the binary and its two archives; the marker file comes last, so a broken run starts anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    binary = FOLDER / "chromium"
    binary.write_bytes(inflate("chromium.br"))
    binary.chmod(0o755)
    for archive in ("aws.tar.br", "swiftshader.tar.br"):
        with tarfile.open(fileobj=io.BytesIO(inflate(archive))) as files:
            files.extractall(FOLDER, filter="data")
    READY.touch()


def inflate(name: str) -> bytes:
    content: bytes = brotli.decompress((PACKAGE / "bin" / name).read_bytes())
    return content
