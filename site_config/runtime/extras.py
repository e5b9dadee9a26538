"""exports.zip: what workbooks and QR codes are made with, brought to the browser only when somebody asks for one.

openpyxl, et_xmlfile and segno as bytecode, and the modules of Python's library that they need and that the memory
snapshot does not hold. Only what is really loaded is taken: Pyodide makes every file once with everything at hand and
says which modules it used; then it makes them again with those alone. The cells and the codes must be CPython's.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib import metadata, util
from pathlib import Path
from typing import Any

from site_config.runtime import archives
from site_config.runtime.manifest import sha256

NAME = "exports.zip"
PACKAGES = ("openpyxl", "et_xmlfile", "segno")
EQUIP = Path(__file__).with_name("equip.py")
PROOF = Path(__file__).with_name("extras_proof.py")
MOST_REQUESTS = 12

type Node = Callable[[str, dict[str, Any], str], str]


def versions() -> str:
    """What the archive is made from, for the hash of all inputs."""
    return " ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)


def _sources() -> Iterator[tuple[str, bytes]]:
    for name in PACKAGES:
        found = util.find_spec(name)
        assert found is not None and found.origin is not None, f"{name} is not installed; run `make setup`"
        folder = Path(found.origin).parent
        for file in sorted(folder.rglob("*.py")):
            yield file.relative_to(folder.parent).as_posix(), file.read_bytes()


def _compiled(cache: Path) -> bytes:
    """All modules of the packages as bytecode without docstrings, kept because compiling takes seconds."""
    source = archives.stored_zip([*_sources(), ("pledge_equip.py", EQUIP.read_bytes())])
    kept = cache / f"{sha256(source + Path(archives.__file__).read_bytes())}.zip"
    if not kept.is_file():
        part = kept.with_suffix(".part")
        part.write_bytes(archives.compiled(source, optimize=2))
        part.replace(kept)
    return kept.read_bytes()


def _module(name: str) -> str:
    return name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")


def _joined(archives_: list[bytes], modules: set[str]) -> bytes:
    """One archive with just these modules."""
    entries: dict[str, bytes] = {}
    for data in archives_:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries |= {name: archive.read(name) for name in archive.namelist() if _module(name) in modules}
    return archives.stored_zip(entries.items())


def _needed(used: set[str], loaded: set[str]) -> set[str]:
    """What was used and is not loaded yet, and the rest of the same packages: a package is looked for in one place."""
    packages = {name.partition(".")[0] for name in used - loaded}
    return {name for name in used if name.partition(".")[0] in packages}


def requests(asked: list[str]) -> list[str]:
    """A workbook of one case of each calculator, and one QR code, taken from the requests that prove the snapshot."""
    chosen: dict[str, dict[str, Any]] = {}
    for request in map(json.loads, asked):
        if request.get("verb") == "record":
            chosen.setdefault(request["calculator"], {**request, "verb": "take", "kind": "xlsx", "page": "https://a.example/"})
    first = next(iter(chosen.values()))
    return [json.dumps(request) for request in [*list(chosen.values())[:MOST_REQUESTS], {**first, "kind": "qr"}]]


def _in_cpython(job: dict[str, Any]) -> str:
    """The same files made by the same archive of our package: its source may have been edited meanwhile."""
    environment = {**os.environ, "PYTHONPATH": job["package"]}
    command = [sys.executable, "-P", str(PROOF)]
    done = subprocess.run(command, input=json.dumps(job["requests"]), capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"the workbooks cannot be made: {done.stderr.strip()[-2000:]}")
    return done.stdout.strip()


def build(job: dict[str, Any], full: Path, cache: Path, loaded: list[str], node: Node) -> bytes:
    """The archive, proved. `job` is that of the fallback, `full` the whole library, `loaded` what the snapshot holds."""
    packages = _compiled(cache)
    scratch = Path(job["package"]).parent.parent / NAME
    asked = {**job, "requests": requests(job["requests"]), "exports": str(scratch), "proof": str(PROOF)}
    scratch.write_bytes(packages)
    report = json.loads(node("extras.mjs", {**asked, "stdlib": str(full)}, "the archive for workbooks"))
    needed = _needed(set(report["modules"]), set(loaded))
    made = _joined([full.read_bytes(), packages], needed)
    scratch.write_bytes(made)
    again = json.loads(node("extras.mjs", asked, "the trimmed archive for workbooks"))
    expected = _in_cpython(asked)
    if not again["digest"] == report["digest"] == expected:
        raise RuntimeError("the workbooks made in Pyodide differ from CPython's")
    return made
