"""The project as a folder: sizes, pins, the README's picture of it, and nothing that ties it to one machine."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_config.setup.node import node_path

PROJECT = Path(__file__).parent.parent
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
MADE_BY_MAKE = {".git", ".venv", "node_modules", "site", "site-zensical", ".cache", "build", "__pycache__"}
MADE_BY_MAKE |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
MADE_BY_PREPARE = {"docs/reference", "docs/assets/runtime", "docs/assets/app"}
LOCKS = ("requirements-build.lock", "requirements.lock")
BINARY = {".png", ".jpg", ".pdf", ".woff2", ".ico"}
# Put together from parts, so that this file does not find itself.
HOSTS = ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npm" + "js"), ("npm" + "mirror", "com")
REGISTRY = re.compile("|".join(rf"{a}\.{b}" for a, b in HOSTS) + r"|(?:index-url|find-links)[ =]\S")
# Pyodide's own file system in the browser starts at one of these too.
MACHINE_PATH = re.compile(r"(?<![\w./)}-])/(?:work|root|home(?!/pyodide)|Users|tmp)/\w")


def own_files() -> Iterator[Path]:
    """Every file that belongs to the project, generated ones left out."""
    for folder, names, files in os.walk(PROJECT):
        here = Path(folder).relative_to(PROJECT)
        names[:] = sorted(n for n in names if n not in MADE_BY_MAKE and (here / n).as_posix() not in MADE_BY_PREPARE)
        names[:] = [n for n in names if not n.endswith(".egg-info")]
        yield from (here / name for name in sorted(files))


FILES = list(own_files())
PYTHON = [path for path in FILES if path.suffix == ".py"]
SCRIPTS = [path for path in FILES if path.suffix in (".js", ".mjs")]


def read(path: Path | str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


def test_files_are_short() -> None:
    lengths = {str(path): len(read(path).splitlines()) for path in PYTHON + SCRIPTS}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_python_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in PYTHON
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_javascript_functions_are_short() -> None:
    command = [node_path(), "tests/function_lengths.mjs", *map(str, SCRIPTS)]
    functions = json.loads(subprocess.run(command, cwd=PROJECT, capture_output=True, check=True).stdout)
    assert len(functions) > len(SCRIPTS), "the parser found hardly any function"
    assert [f for f in functions if f["lines"] > LONGEST_FUNCTION] == []


def readme_tree() -> list[tuple[str, bool]]:
    """Paths of the README's folder tree, and whether each is a folder; two spaces per level."""
    block = read("README.md").split("```tree\n")[1].split("```")[0]
    paths, above = [], []
    for line in block.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        name = line.split()[0]
        above[depth:] = [name.rstrip("/")]
        paths.append(("/".join(above), name.endswith("/")))
    return paths


def test_every_path_in_the_readme_tree_exists() -> None:
    made_later = MADE_BY_PREPARE | {"site"}
    for path, is_folder in readme_tree():
        if path not in made_later:
            assert (PROJECT / path).is_dir() if is_folder else (PROJECT / path).is_file(), f"README.md names {path}"


def test_the_readme_tree_names_every_folder_of_the_first_two_levels() -> None:
    named = {path for path, is_folder in readme_tree() if is_folder}
    code = {"/".join(path.parts[:depth]) for path in FILES for depth in (1, 2) if len(path.parts) > depth}
    mirrors = {f"tests/{path}" for path in named if "/" not in path} | {f"tests/{n.split('/', 1)[1]}" for n in named if "/" in n}
    assert code - named - mirrors == set(), "add these folders to the tree in README.md"


def test_readme_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", read("README.md"))
    assert targets, "README.md has no link to a file of the project"
    assert [target for target in targets if not (PROJECT / target).exists()] == []


def test_readme_and_makefile_name_the_same_commands() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE))
    assert {"serve", "build", "test", "check", "bench", "clean"} <= targets
    assert set(re.findall(r"`make ([a-z]+)`", read("README.md"))) <= targets


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    texts = {str(path): read(path) for path in FILES if path.suffix not in BINARY}
    found = {path: REGISTRY.findall(text) + MACHINE_PATH.findall(text) for path, text in texts.items()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("name", ["requirements", "requirements-build"])
def test_python_packages_are_pinned_by_hash(name: str) -> None:
    locked = re.split(r"\n(?=[a-zA-Z])", read(f"{name}.lock").strip())
    pins = {re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==\S+ \\\n", entry): entry for entry in locked}
    assert None not in pins, "every entry of the lock file is name==version"
    assert [entry for entry in locked if "--hash=sha256:" not in entry] == []
    wanted = [line for line in read(f"{name}.in").splitlines() if line and not line.startswith("#")]
    assert [line for line in wanted if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    versions = {entry.split(" ")[0].lower() for entry in locked}
    assert {line.lower() for line in wanted} <= versions, "run make lock"


def test_npm_packages_are_pinned_by_hash_without_addresses() -> None:
    lock = json.loads(read("package-lock.json"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "integrity" not in entry or "resolved" in entry] == []
    wanted = json.loads(read("package.json"))["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_python_is_313_everywhere() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    assert read(".python-version").strip() == "3.13"
    assert project["project"]["requires-python"] == "==3.13.*"
    assert sys.version_info[:2] == (3, 13)
    assert json.loads(read("node_modules/pyodide/pyodide-lock.json"))["info"]["python"].startswith("3.13.")


def test_the_two_locks_agree() -> None:
    build, everything = (dict(re.findall(r"^([\w.-]+)==(\S+)", read(name), re.MULTILINE)) for name in LOCKS)
    assert {name: everything.get(name, version) for name, version in build.items()} == build


def test_the_project_needs_no_package_to_be_installed() -> None:
    assert tomllib.loads(read("pyproject.toml"))["project"]["dependencies"] == []


def test_continuous_integration_runs_what_people_run() -> None:
    assert os.access(PROJECT / ".ci/run", os.X_OK)
    assert re.search(r"^exec make check test", read(".ci/run"), re.MULTILINE)
