"""The bundler: same input, same bytes; nothing too much and nothing missing; a damaged bundle is made again."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import brotli
import pytest

from site_config.runtime import BundleError, Manifest, archives, build_runtime, bundle, read_manifest
from site_config.runtime.manifest import is_complete, sha256
from site_config.setup.node import node_path

PROJECT = Path(__file__).parent.parent
ENDINGS = {".js", ".wasm", ".zip", ".json"}

# Packs a small made-up heap, restores it over the memory of a "new engine", and tries a damaged copy.
ROUND_TRIP = """
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { headOf, pack } from './site_config/runtime/pack.mjs';
vm.runInThisContext(readFileSync('./site_config/assets/unpack.js', 'utf8'));
const format = globalThis.snapshotFormat;
const filled = (length, of) => Uint8Array.from({ length }, (_, at) => of(at));
const HEADER = 144, HEAP = 65536, CONSTANTS = 8192;
const data = { address: 1024, bytes: filled(CONSTANTS + 2048, (at) => at * 7) };
const memory = new Uint8Array(HEAP);
memory.set(data.bytes, 1024);
memory.fill(99, 1024 + CONSTANTS, 1024 + CONSTANTS + 3000);
const raw = new Uint8Array(HEADER + HEAP);
new Uint32Array(raw.buffer, 0, 2).set([1, HEADER]);
raw.set(memory, HEADER);
raw.fill(0, HEADER + 1024 + CONSTANTS, HEADER + 1024 + CONSTANTS + 3000);
raw.fill(5, HEADER + 2000, HEADER + 2004);
raw.fill(6, HEADER + 40000, HEADER + 40100);
const packed = pack(raw, memory, data, format);
const { header, heap } = headOf(raw);
const head = format.header(header, heap);
const restored = memory.slice();
format.restore(packed, restored, 20000);
const damaged = packed.slice(0);
new Uint8Array(damaged)[packed.byteLength - 3] ^= 1;
let refused = '';
try { format.restore(damaged, memory.slice(), 20000); } catch (error) { refused = error.message; }
let foreign = '';
try { format.restore(raw.buffer, memory.slice(), 20000); } catch (error) { foreign = error.message; }
console.log(JSON.stringify({
  same: Buffer.compare(Buffer.from(restored), Buffer.from(raw.subarray(HEADER))) === 0,
  length: head.length, real: head.byteLength, rest: head.subarray(HEADER).length, packed: packed.byteLength, refused, foreign,
}));
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """The real runtime of this project, in a folder of its own."""
    out = tmp_path_factory.mktemp("runtime")
    return out, build_runtime(PROJECT, out, quick=True)


def test_packing_and_unpacking_give_the_heap_back() -> None:
    command = [str(node_path()), "--input-type=module", "-e", ROUND_TRIP]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["same"] is True
    assert (report["length"], report["real"], report["rest"]) == (144 + 65536, 144, 0)
    assert report["packed"] < 2000
    assert "checksum" in report["refused"]
    assert "not a packed snapshot" in report["foreign"]


def test_a_stored_zip_does_not_depend_on_order_or_time() -> None:
    entries = [("b.txt", b"2"), ("a.txt", b"1")]
    first = archives.stored_zip(entries)
    assert first == archives.stored_zip(reversed(entries))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["a.txt", "b.txt"]
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_bytecode_is_checked_by_hash_and_drops_docstrings_when_told() -> None:
    source = archives.stored_zip([("m.py", b'"""Words."""\nassert True\n'), ("d.toml", b"x = 1")])
    full, bare = archives.compiled(source, 0), archives.compiled(source, 2)
    with zipfile.ZipFile(io.BytesIO(full)) as archive:
        assert archive.namelist() == ["d.toml", "m.pyc"]
        assert int.from_bytes(archive.read("m.pyc")[4:8], "little") & 1, "bytecode with a time stamp changes every build"
        assert b"Words." in archive.read("m.pyc")
    with zipfile.ZipFile(io.BytesIO(bare)) as archive:
        assert b"Words." not in archive.read("m.pyc")


def test_the_trimmed_library_keeps_what_was_loaded_and_what_comes_late() -> None:
    names = ("json/__init__.pyc", "json/decoder.pyc", "json/tool.pyc", "_strptime.pyc", "turtle.pyc")
    library = archives.stored_zip((name, b"") for name in names)
    with zipfile.ZipFile(io.BytesIO(archives.trimmed(library, ["json", "json.decoder"]))) as archive:
        assert archive.namelist() == ["_strptime.pyc", "json/__init__.pyc", "json/decoder.pyc"]


def test_only_endings_that_every_server_knows(built: tuple[Path, Manifest]) -> None:
    out, manifest = built
    names = [file.name.removesuffix(".br").removesuffix(".gz") for file in (out / manifest.folder).iterdir()]
    assert {Path(name).suffix for name in names} <= ENDINGS
    assert set(manifest.files) == {"worker.js", "engine.wasm", "snapshot.wasm", "stdlib.zip", "calculators.zip", "exports.zip"}


def test_the_manifest_tells_the_truth(built: tuple[Path, Manifest]) -> None:
    out, manifest = built
    assert read_manifest(out) == manifest
    assert (out / "manifest.js").read_text(encoding="utf-8").startswith("export default {")
    for name, entry in manifest.files.items():
        raw = (out / manifest.folder / name).read_bytes()
        assert (len(raw), sha256(raw)) == (entry.bytes, entry.sha256), name
        assert brotli.decompress((out / manifest.folder / f"{name}.br").read_bytes()) == raw, name


def test_no_source_of_ours_in_the_bundle(built: tuple[Path, Manifest]) -> None:
    out, manifest = built
    for name in ("stdlib.zip", "calculators.zip", "exports.zip"):
        with zipfile.ZipFile(out / manifest.folder / name) as archive:
            assert [entry for entry in archive.namelist() if entry.endswith(".py")] == [], name
            assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}, name


def test_the_archive_for_files_has_what_was_used_and_no_more(built: tuple[Path, Manifest]) -> None:
    out, manifest = built
    with zipfile.ZipFile(out / manifest.folder / "exports.zip") as archive:
        names = set(archive.namelist())
    assert names >= {
        "pledge_equip.pyc",
        "openpyxl/__init__.pyc",
        "segno/encoder.pyc",
        "et_xmlfile/xmlfile.pyc",
        "xml/etree/ElementTree.pyc",
    }
    # The library has it already, from either start.
    assert "zipfile/__init__.pyc" not in names
    assert not [name for name in names if "numpy" in name or "/tests/" in name or name.startswith("calculators")]
    assert "openpyxl/utils/dataframe.pyc" not in names and "segno/cli.pyc" not in names
    assert manifest.files["exports.zip"].br < 700_000


def test_the_same_input_gives_the_same_bytes(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    _, manifest = built
    again = build_runtime(PROJECT, tmp_path, quick=True)
    assert again == manifest


def test_what_is_there_is_not_made_again_and_what_is_damaged_is(
    built: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, manifest = built
    made: list[str] = []
    monkeypatch.setattr(bundle, "_build", lambda *_: made.append("built") or manifest)
    assert build_runtime(PROJECT, out, quick=True) == manifest
    assert made == []
    wasm = out / manifest.folder / "snapshot.wasm"
    whole = wasm.read_bytes()
    wasm.write_bytes(whole[:-1])
    assert not is_complete(out, manifest)
    build_runtime(PROJECT, out, quick=True)
    assert made == ["built"]
    wasm.write_bytes(whole)


def test_the_worker_carries_pyodide_unchanged(built: tuple[Path, Manifest]) -> None:
    out, manifest = built
    script = (out / manifest.folder / "worker.js").read_text(encoding="utf-8")
    for name in bundle.ENGINE_SCRIPTS:
        upstream = (PROJECT / "node_modules" / "pyodide" / name).read_text(encoding="utf-8")
        assert upstream.split("\n//# sourceMappingURL=")[0] in script, name
    assert "sourceMappingURL" not in script


def test_a_missing_or_wrong_engine_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="make setup"):
        build_runtime(tmp_path, tmp_path / "out")
    folder = tmp_path / "node_modules" / "pyodide"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "0.1.0"}')
    with pytest.raises(BundleError, match=r"0\.1\.0, the bundler needs 0\.29\.5"):
        build_runtime(tmp_path, tmp_path / "out")


def test_compiled_texts_are_those_that_dataclasses_and_rules_need(tmp_path: Path) -> None:
    (tmp_path / "pledge_preload.py").write_bytes(archives.PRELOAD.read_bytes())
    (tmp_path / "pledge_preload.bin").write_bytes(archives._compiled_texts(PROJECT))
    script = """
import dataclasses, tomllib
parse = tomllib.loads
import pledge_preload
methods, data = [], []
recall, recall_data = dataclasses.exec, tomllib.loads
def watched(text, *scopes):
    methods.append(text in pledge_preload.known)
    recall(text, *scopes)
def watched_data(text):
    data.append(text in pledge_preload.known and recall_data(text) == parse(text))
    return recall_data(text)
dataclasses.exec, tomllib.loads = watched, watched_data
import calculators.browser
from calculators import catalog, policy
policy.load_everything(), catalog.CATALOG
print(len(methods), all(methods), len(data), all(data), recall_data("a = 1") == {"a": 1})
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, env={"PYTHONPATH": f"{tmp_path}:{PROJECT}"}, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    methods, compiled, data, same, unknown = done.stdout.split()
    assert (int(methods) > 60, compiled, int(data) > 60, same, unknown) == (True, "True", True, "True", "True")


def test_an_example_that_cannot_be_read_stops_the_bundle(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "calculators", tmp_path / "calculators", ignore=shutil.ignore_patterns("__pycache__"))
    broken = next((tmp_path / "calculators" / "data" / "examples").glob("*.toml"))
    broken.write_text("nonsense = [", encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(PROJECT / "node_modules")
    with pytest.raises(BundleError, match=broken.name):
        build_runtime(tmp_path, tmp_path / "out", quick=True)
