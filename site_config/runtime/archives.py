"""The two zips of the bundle: Python's standard library and our package, both as bytecode.

They are *stored*, not deflated: HTTP compression then sees the bytes (brotli 2.3 MB instead of 3.8 MB).
`pyodide py-compile` does the compiling; it is told to write hash-checked bytecode, because time stamps would
change every build, and to drop docstrings and asserts of the standard library only. Afterwards the zip is
written once more in sorted order with one fixed date, so that the same input gives the same bytes.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
SOURCE_DATE_EPOCH = "315532800"
LEFT_OUT = ("__pycache__",)
PRELOAD = Path(__file__).with_name("preload.py")
# Imported inside functions of the standard library, when a date is parsed, text is decoded or an error is shown.
LATE = ("_strptime", "encodings.ascii", "encodings.latin_1", "encodings.idna", "stringprep", "encodings.cp437", "traceback")


def package_files(package: Path) -> list[Path]:
    """The files of our package that are shipped, sorted."""
    return sorted(
        file
        for file in package.rglob("*")
        if file.is_file() and file.suffix != ".pyc" and not any(part in LEFT_OUT for part in file.parts)
    )


def stored_zip(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip without compression, sorted, every entry with the same date and mode."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(entries):
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def compiled(source: bytes, optimize: int) -> bytes:
    """The zip `source` with every .py compiled. `optimize` is Python's -O level: 2 drops docstrings and asserts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "source.zip"
        path.write_bytes(source)
        # -P: a folder named build or pyodide_build in the working directory must not be imported instead.
        command = [sys.executable, "-P", "-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0", str(path)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH, "PYTHONOPTIMIZE": str(optimize)}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        with zipfile.ZipFile(path) as archive:
            return stored_zip((name, archive.read(name)) for name in archive.namelist() if not name.endswith("/"))


def standard_library(pyodide: Path) -> bytes:
    """Pyodide's standard library as bytecode without docstrings."""
    return compiled((pyodide / "python_stdlib.zip").read_bytes(), optimize=2)


def trimmed(library: bytes, modules: Iterable[str]) -> bytes:
    """The library with only these modules, their packages, and what the library itself imports late."""
    wanted = {name.replace(".", "/") for name in (*modules, *LATE)}
    with zipfile.ZipFile(io.BytesIO(library)) as archive:
        kept = [name for name in archive.namelist() if name.removesuffix(".pyc").removesuffix("/__init__") in wanted]
        return stored_zip((name, archive.read(name)) for name in kept)


def our_package(package: Path) -> bytes:
    """`calculators` with its data, as bytecode, and what the fallback preloads; asserts stay in."""
    root = package.parent
    entries = [(file.relative_to(root).as_posix(), file.read_bytes()) for file in package_files(package)]
    preload = PRELOAD.read_bytes()
    entries += [("pledge_preload.py", preload), ("pledge_preload.bin", _compiled_texts(root))]
    return compiled(stored_zip(entries), optimize=0)


def _compiled_texts(project: Path) -> bytes:
    """Asked of the project's own package in a process of its own: ours may be an older one already imported."""
    environment = {**os.environ, "PYTHONPATH": str(project)}
    return subprocess.run([sys.executable, "-P", str(PRELOAD)], check=True, env=environment, capture_output=True).stdout
