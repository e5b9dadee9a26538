"""Makes the runtime folder: engine, standard library, our package, memory snapshot, compressed copies, manifest.

    out/manifest.js  out/manifest.json
    out/<pyodide version>-<hash>/   worker.js engine.wasm snapshot.wasm stdlib.zip calculators.zip exports.zip, and each with .br and .gz

The worker is one script: Pyodide's two, unchanged, and our two. A script that a worker asks for stops it until it has
come, so three of them would cost three waits. Only endings that every web server knows are used; the snapshot is called .wasm because servers compress that type.
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

from site_config.runtime import archives, compress, extras
from site_config.runtime.manifest import NAME, SCRIPT, Manifest, is_complete, read_manifest, sha256
from site_config.setup.node import node_path

PYODIDE = "0.29.5"
HERE = Path(__file__).parent
ASSETS = HERE.parent / "assets"
ENGINE = "pyodide.asm.wasm"
ENGINE_SCRIPTS = ("pyodide.js", "pyodide.asm.js")
SCRIPTS = ("unpack.js", "worker.js")
LICENCE = "Pyodide {version}, https://pyodide.org, Mozilla Public License 2.0, unchanged"


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
    upstream = [engine / name for name in (ENGINE, *ENGINE_SCRIPTS, "python_stdlib.zip", "pyodide-lock.json")]
    return [*archives.package_files(project / "calculators"), *sorted(own), *upstream]


def inputs_hash(project: Path, engine: Path) -> str:
    """One hash over everything that the bundle is made from, file names included."""
    total = hashlib.sha256(extras.versions().encode())
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


def _standard_library(engine: Path, cache: Path) -> Path:
    key = sha256((engine / "python_stdlib.zip").read_bytes() + Path(archives.__file__).read_bytes())
    kept = cache / f"{key}.zip"
    if not kept.is_file():
        say("compiling the standard library (about 15 s, once)")
        part = kept.with_suffix(".part")
        part.write_bytes(archives.standard_library(engine))
        part.replace(kept)
    return kept


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


def _node(script: str, job: dict[str, Any], what: str) -> str:
    """Run one of the scripts beside this file; returns what it prints."""
    command = [str(node_path()), str(HERE / script)]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise BundleError(f"{what} failed.\n{(done.stderr or done.stdout).strip()[-3000:]}")
    return done.stdout


def worker_script(engine: Path) -> str:
    """Everything that the worker evaluates. Each of Pyodide's files keeps its own scope and its strict mode."""
    parts = []
    for name in ENGINE_SCRIPTS:
        text = (engine / name).read_text(encoding="utf-8").split("\n//# sourceMappingURL=")[0]
        parts.append(f"/* {name}: {LICENCE.format(version=PYODIDE)} */\n(function () {{\n{text}\n}})();\n")
    parts += [(ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return "\n".join(parts)


def _snapshot(job: dict[str, Any], folder: Path, full: Path) -> dict[str, Any]:
    """Make snapshot.wasm with the whole library; reports the modules that were loaded and a hash of all replies."""
    more = {
        "stdlib": str(full),
        "warmUp": str(HERE / "warm_up.py"),
        "format": str(ASSETS / "unpack.js"),
        "empty": str(folder.parent / "empty.zip"),
        "out": str(folder / "snapshot.wasm"),
    }
    printed = _node("snapshot.mjs", {**job, **more}, "the memory snapshot")
    report: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return report


def _fill(project: Path, engine: Path, folder: Path, cache: Path) -> dict[str, Any]:
    """Put every raw file into `folder`; returns what the snapshot maker reports."""
    folder.mkdir()
    shutil.copyfile(engine / ENGINE, folder / "engine.wasm")
    (folder / "worker.js").write_text(worker_script(engine), encoding="utf-8")
    package, stdlib = folder / "calculators.zip", folder / "stdlib.zip"
    package.write_bytes(archives.our_package(project / "calculators"))
    job = {"pyodide": str(engine), "package": str(package), "lock": empty_lock(engine), "requests": _requests(project)}
    full = _standard_library(engine, cache)
    say("making the memory snapshot")
    report = _snapshot(job, folder, full)
    say(f"snapshot: {report['packed']:,} bytes packed, heap {report['heap']:,}, {report['requests']} requests answered alike")
    stdlib.write_bytes(archives.trimmed(full.read_bytes(), report["modules"]))
    _node("fallback.mjs", {**job, "stdlib": str(stdlib), "replies": report["replies"]}, "the fallback")
    say(f"fallback: {stdlib.stat().st_size:,} bytes of standard library, the same answers")
    exports = extras.build({**job, "stdlib": str(stdlib)}, full, cache, report["modules"], _node)
    (folder / extras.NAME).write_bytes(exports)
    say(f"exports: {len(exports):,} bytes for workbooks and QR codes, the same cells as CPython's")
    return report


def _folder_name(folder: Path) -> str:
    contents = "".join(f"{file.name} {sha256(file.read_bytes())}\n" for file in sorted(folder.iterdir()))
    return f"{PYODIDE}-{sha256(contents.encode())[:16]}"


def _publish(folder: Path, out: Path, manifest: Manifest) -> None:
    """Move the folder to its place, then the manifests, then drop older folders: a reader never sees half a bundle."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / manifest.folder
    if target.exists():
        shutil.rmtree(target)
    shutil.move(folder, target)
    for name, text in ((NAME, manifest.text()), (SCRIPT, manifest.script())):
        part = out / f"{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(out / name)
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
        manifest = Manifest(
            folder=name,
            pyodide=PYODIDE,
            python=report["python"],
            header=report["header"],
            heap=report["heap"],
            lock=empty_lock(engine),
            inputs=inputs,
            quality=quality,
            files=files,
        )
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
