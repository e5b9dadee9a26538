"""Makes the runtime folder: engine, standard library, our package, memory snapshot, compressed copies, manifest.

    out/manifest.json
    out/<pyodide version>-<hash>/   worker.js unpack.js pyodide.js pyodide.asm.js engine.wasm snapshot.wasm
                                    stdlib.zip calculators.zip, and each with .br and .gz

Only endings that every web server knows are used; the snapshot is called .wasm because servers compress that type.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from site_config.runtime import archives, compress
from site_config.runtime.manifest import NAME, Manifest, is_complete, read_manifest, sha256
from site_config.setup.node import node_path

PYODIDE = "0.29.5"
HERE = Path(__file__).parent
ASSETS = HERE.parent / "assets"
ENGINE_FILES = {"pyodide.js": "pyodide.js", "pyodide.asm.js": "pyodide.asm.js", "pyodide.asm.wasm": "engine.wasm"}
SCRIPTS = ("worker.js", "unpack.js")


class BundleError(RuntimeError):
    """The runtime cannot be made; the message says what is missing and what to do."""


def say(text: str) -> None:
    """One line for the person at the terminal."""
    print(f"[runtime] {text}", flush=True)


def _engine(project: Path) -> Path:
    folder = project / "node_modules" / "pyodide"
    try:
        found = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    except OSError as error:
        raise BundleError("node_modules/pyodide is missing; run `make setup`") from error
    if found != PYODIDE:
        raise BundleError(f"node_modules/pyodide is {found}, the bundler needs {PYODIDE}; run `make setup`")
    return folder


def _input_files(project: Path, engine: Path) -> list[Path]:
    own = [*HERE.glob("*.py"), *HERE.glob("*.mjs"), *(ASSETS / name for name in SCRIPTS)]
    upstream = [engine / name for name in (*ENGINE_FILES, "python_stdlib.zip", "pyodide-lock.json")]
    return [*archives.package_files(project / "calculators"), *sorted(own), *upstream]


def inputs_hash(project: Path, engine: Path) -> str:
    """One hash over everything that the bundle is made from, file names included."""
    total = hashlib.sha256()
    for file in _input_files(project, engine):
        total.update(f"{file.name}\0{sha256(file.read_bytes())}\n".encode())
    return total.hexdigest()


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Two builds at once would do the same work twice: the second waits and then finds it done."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _standard_library(engine: Path, cache: Path) -> bytes:
    key = sha256((engine / "python_stdlib.zip").read_bytes() + Path(archives.__file__).read_bytes())
    kept = cache / f"{key}.zip"
    if not kept.is_file():
        say("compiling the standard library (about 15 s, once)")
        kept.write_bytes(archives.standard_library(engine))
    return kept.read_bytes()


def empty_lock(engine: Path) -> str:
    """Pyodide's lock file without its packages: handed over inline, it saves a request and 120 KB."""
    info = json.loads((engine / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    return json.dumps({"info": info, "packages": {}}, sort_keys=True, separators=(",", ":"))


def _requests(project: Path) -> list[str]:
    """Asked of the project's own package in a process of its own: ours may be an older one already imported."""
    command = [sys.executable, "-P", str(HERE / "requests.py")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(project)})
    if done.returncode:
        raise BundleError(f"the examples cannot be read.\n{done.stderr.strip()[-3000:]}")
    found: list[str] = json.loads(done.stdout)
    return found


def _snapshot(project: Path, engine: Path, folder: Path) -> dict[str, Any]:
    job = {
        "pyodide": str(engine),
        "stdlib": str(folder / "stdlib.zip"),
        "package": str(folder / "calculators.zip"),
        "lock": empty_lock(engine),
        "requests": _requests(project),
        "warmUp": str(HERE / "warm_up.py"),
        "format": str(folder / "unpack.js"),
        "empty": str(folder.parent / "empty.zip"),
        "out": str(folder / "snapshot.wasm"),
    }
    command = [str(node_path()), str(HERE / "snapshot.mjs")]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise BundleError(f"the memory snapshot failed.\n{(done.stderr or done.stdout).strip()[-3000:]}")
    report: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return report


def _fill(project: Path, engine: Path, folder: Path, cache: Path) -> dict[str, Any]:
    """Put every raw file into `folder`; returns what the snapshot maker reports."""
    folder.mkdir()
    for source, name in ENGINE_FILES.items():
        shutil.copyfile(engine / source, folder / name)
    for name in SCRIPTS:
        shutil.copyfile(ASSETS / name, folder / name)
    (folder / "stdlib.zip").write_bytes(_standard_library(engine, cache))
    (folder / "calculators.zip").write_bytes(archives.our_package(project / "calculators"))
    say("making the memory snapshot")
    report = _snapshot(project, engine, folder)
    say(f"snapshot: {report['packed']:,} bytes packed, heap {report['heap']:,}, {report['requests']} requests answered alike")
    return report


def _folder_name(folder: Path) -> str:
    contents = "".join(f"{file.name} {sha256(file.read_bytes())}\n" for file in sorted(folder.iterdir()))
    return f"{PYODIDE}-{sha256(contents.encode())[:16]}"


def _publish(folder: Path, out: Path, manifest: Manifest) -> None:
    """Move the folder to its place, then the manifest, then drop older folders: a reader never sees half a bundle."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / manifest.folder
    if target.exists():
        shutil.rmtree(target)
    shutil.move(folder, target)
    part = out / f"{NAME}.part"
    part.write_text(manifest.text(), encoding="utf-8")
    part.replace(out / NAME)
    for old in out.iterdir():
        if old.is_dir() and old != target:
            shutil.rmtree(old)


def _build(project: Path, out: Path, cache: Path, engine: Path, inputs: str, quality: int) -> Manifest:
    with TemporaryDirectory(dir=cache) as scratch:
        folder = Path(scratch) / "runtime"
        report = _fill(project, engine, folder, cache)
        name = _folder_name(folder)
        say(f"compressing (brotli {quality})")
        files = compress.compress_folder(folder, cache, quality)
        manifest = Manifest(name, PYODIDE, report["python"], report["heap"], empty_lock(engine), inputs, quality, files)
        _publish(folder, out, manifest)
    return manifest


def build_runtime(project: Path, out: Path, quick: bool | None = None) -> Manifest:
    """Make the runtime of `project` in `out`; does nothing when it is there and its inputs have not changed.

    `quick` compresses less, for a rebuild while somebody waits; unsaid, PLEDGE_QUICK=1 in the environment says so.
    Raises BundleError with the remedy.
    """
    quick = os.environ.get("PLEDGE_QUICK") == "1" if quick is None else quick
    engine = _engine(project)
    cache = project / ".cache" / "runtime"
    with _alone(cache):
        inputs, quality = inputs_hash(project, engine), compress.QUICK if quick else compress.BEST
        old = read_manifest(out)
        if old and old.inputs == inputs and old.quality >= quality and is_complete(out, old):
            return old
        manifest = _build(project, out, cache, engine, inputs, quality)
    wire = sum(entry.br for name, entry in manifest.files.items() if not name.endswith(".zip"))
    say(f"ready: {manifest.folder}, {wire / 1e6:.2f} MB on the wire with brotli")
    return manifest
