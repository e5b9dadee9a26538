"""`python -m tests.mutants [module ...]`: do the tests notice when a rule is changed? Not part of CI: it takes a while.

mutmut changes one thing at a time in a copy of the rules (.cache/mutants) and runs the tests beside each. A change that
only touches words (labels, reasons, keys of a derivation, messages) is not counted: the sentences have tests of their
own. Exit code 1 when fewer than 90 % of the rest of any group are noticed. The figures go into the table of
tests/mutants.md, where what survives is explained; which tests watch which rule is in tests/mutated.py.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.mutated import GROUPS

PROJECT = Path(__file__).parent.parent
PLACES = PROJECT / ".cache" / "mutants"
TABLE = PROJECT / "tests" / "mutants.md"
ENOUGH = 0.9
# On a busy machine it fails whatever the rule says, and would count as a change that was noticed.
BY_THE_CLOCK = "tests/catalog/test_loan_schedule.py::test_360_instalments_are_fast_with_and_without_trace"
MODULES = {module: tests for group in GROUPS.values() for module, tests in group.items()}
CONFTEST = """import hypothesis
hypothesis.settings.register_profile("mutants", deadline=None, derandomize=True, database=None, max_examples=60)
hypothesis.settings.load_profile("mutants")
"""
DECORATOR = re.compile(r'^@operation\((".*)\)\ndef (\w+)', re.MULTILINE)
MEMORY = re.compile(r"^@(?:lru_)?cache.*\n", re.MULTILINE)


def plain_functions(source: str) -> str:
    """The same module without decorators (operations are registered at the end): mutmut leaves decorated functions alone."""
    source = MEMORY.sub("", source)
    later = [f"{name} = operation({said})({name})\n" for said, name in DECORATOR.findall(source)]
    return DECORATOR.sub(lambda found: f"def {found[2]}", source) + "\n\n" + "".join(later)


def configuration(module: str) -> str:
    """What mutmut and pytest need to know in the copy."""
    lists = {"source_paths": ["calculators"], "only_mutate": [f"calculators/{module}.py"]}
    lists |= {"pytest_add_cli_args_test_selection": list(dict.fromkeys(MODULES[module])), "also_copy": ["tests", "conftest.py"]}
    lines = [f"{key} = {json.dumps(value)}" for key, value in lists.items()]
    addopts = f"--import-mode=importlib -p no:cacheprovider --deselect {BY_THE_CLOCK}"
    options = f'[tool.pytest.ini_options]\npythonpath = ["."]\naddopts = "{addopts}"\n'
    return "[tool.mutmut]\n" + "\n".join(lines) + "\nuse_setproctitle = false\n\n" + options


def place_of(module: str) -> Path:
    """Where the copy for one module stands."""
    return PLACES / module.replace("/", "-")


def make_copy(module: str) -> None:
    """A fresh copy of rules and tests, without the tests of the site."""
    place = place_of(module)
    shutil.rmtree(place, ignore_errors=True)
    unwanted = shutil.ignore_patterns("__pycache__", "browser", "bench", "content", "conftest.py", "site_builds.py")
    for folder in ("calculators", "tests"):
        shutil.copytree(PROJECT / folder, place / folder, ignore=unwanted)
    changed = place / "calculators" / f"{module}.py"
    changed.write_text(plain_functions(changed.read_text(encoding="utf-8")), encoding="utf-8")
    (place / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (place / "pyproject.toml").write_text(configuration(module), encoding="utf-8")


# calls whose first arguments count and whose others are words; variables that hold words
KEPT = {
    "named": 1,
    "_cut": 4,
    "segments": 4,
    "Limit": 2,
    "cut": 2,
    "_averaged": 1,
    "published": 1,
    "principal_part": 2,
    "room_left": 2,
}
WORDS = {"why", "who", "says", "pro_rata", "label"}
NAMING = {"prefix", "key"}


class Wordless(ast.NodeTransformer):
    """Takes the words out of a function: what `named` and exceptions say, prefixes, texts with Chinese in them, `strict`."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in KEPT:
            node.args, node.keywords = node.args[: KEPT[called]], []
        if called.endswith("Error"):
            node.args, node.keywords = [], []
        node.args = [one for one in node.args if not (isinstance(one, ast.Name) and one.id == "prefix")]
        node.keywords = [word for word in node.keywords if word.arg not in ("prefix", "strict")]
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """A default of a naming argument is a word."""
        self.generic_visit(node)
        first = len(node.args) - len(node.defaults)
        named = {i for i, one in enumerate(node.args) if one.arg in NAMING}
        node.defaults = [ast.Constant("words") if first + i in named else one for i, one in enumerate(node.defaults)]
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        self.generic_visit(node)
        return None if isinstance(node.targets[0], ast.Name) and node.targets[0].id in WORDS else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.Constant("words")

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        wordy = isinstance(node.value, str) and re.search("[\u4e00-\u9fff]|^XX", node.value)
        return ast.Constant("words") if wordy else node


def shape(function: ast.FunctionDef) -> str:
    """The function's tree without words and without its name."""
    bare = Wordless().visit(function)
    bare.name = "function"
    return ast.dump(bare)


class Made(NamedTuple):
    """The file with all mutants of a module in it: its text, and every function by name."""

    text: str
    functions: dict[str, ast.FunctionDef]

    def original(self, name: str) -> str:
        """The name of the function that a mutant was made from."""
        return re.sub(r"__mutmut_\d+$", "__mutmut_orig", name)

    def only_words(self, name: str) -> bool:
        """Whether a mutant changes nothing but words."""
        return shape(self.functions[name]) == shape(self.functions[self.original(name)])

    def change(self, name: str) -> str:
        """The lines that a mutant changes."""
        before, after = (ast.get_source_segment(self.text, self.functions[one]) or "" for one in (self.original(name), name))
        plain = [part.replace(one, "function").splitlines() for part, one in ((before, self.original(name)), (after, name))]
        lines = list(difflib.unified_diff(*plain, lineterm="", n=0))[2:]
        return "\n".join([f"# {name}", *(line for line in lines if not line.startswith("@@"))]) + "\n"


def made(module: str) -> Made:
    """What mutmut made of a module."""
    text = (place_of(module) / "mutants" / "calculators" / f"{module}.py").read_text(encoding="utf-8")
    return Made(text, {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)})


def run(module: str, children: int) -> tuple[int, list[str]]:
    """How many mutants were noticed, and those that were not, as changed lines."""
    make_copy(module)
    place = place_of(module)
    environment = {**os.environ, "PYTHONPATH": "", "CI": "true"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
    ran = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    meta = place / "mutants" / "calculators" / f"{module}.py.meta"
    if ran.returncode or not meta.is_file():
        raise SystemExit(f"{module}: mutmut stopped:\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")
    codes: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
    found = made(module)
    counted = {short: code for name, code in codes.items() if not found.only_words(short := name.rsplit(".", 1)[-1])}
    survived = [found.change(name) for name, code in counted.items() if code in (0, 33, 5, None)]
    return len(counted) - len(survived), survived


def rows_on_file() -> dict[str, tuple[int, int]]:
    """Noticed and counted of each module, as the table of the last run has them."""
    row = re.compile(r"^\| (\S+) \| (\d+) \| (\d+) \|", re.MULTILINE)
    return {
        name: (int(killed), int(of)) for name, killed, of in row.findall(TABLE.read_text(encoding="utf-8")) if name in MODULES
    }


def rate(rows: Iterable[tuple[int, int]]) -> tuple[int, int, float]:
    """Noticed, counted, and their quotient."""
    listed = list(rows)
    noticed, counted = sum(row[0] for row in listed), sum(row[1] for row in listed)
    return noticed, counted, noticed / max(counted, 1)


def table(rows: dict[str, tuple[int, int]]) -> str:
    """The table of tests/mutants.md: module by module, each group added up, and everything."""
    lines = ["| module | noticed | of | |", "| --- | ---: | ---: | ---: |"]
    for group, modules in GROUPS.items():
        found = {name: rows[name] for name in modules if name in rows}
        lines += [f"| {name} | {killed} | {of} | {killed / max(of, 1):.1%} |" for name, (killed, of) in found.items()]
        noticed, counted, share = rate(found.values())
        lines.append(f"| **{group}, together** | {noticed} | {counted} | {share:.1%} |")
    noticed, counted, share = rate(rows.values())
    return "\n".join([*lines, f"| **everything** | {noticed} | {counted} | {share:.1%} |"]) + "\n"


def write_table(rows: dict[str, tuple[int, int]]) -> None:
    """Puts the table in the place of the one that stands there."""
    text = TABLE.read_text(encoding="utf-8")
    TABLE.write_text(re.sub(r"\| module .*?\n(?=\n)", lambda _: table(rows), text, count=1, flags=re.DOTALL), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Do the tests notice a changed rule?")
    parser.add_argument("modules", nargs="*", metavar="module", help=f"default all: {', '.join(MODULES)}")
    parser.add_argument("--children", type=int, default=2, help="processes at once (default 2)")
    given = parser.parse_args()
    for module in given.modules or MODULES:
        killed, shown = run(module, given.children)
        print(f"[mutants] {module}: {killed} of {killed + len(shown)} noticed", flush=True)
        print("".join(shown), flush=True)
        write_table(rows_on_file() | {module: (killed, killed + len(shown))})
    rows = rows_on_file()
    print(table(rows))
    least = min(rate(rows[name] for name in group if name in rows)[2] for group in GROUPS.values())
    return 0 if least >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
