"""`python -m tests.mutants [module ...]`: do the tests notice when a rule is changed? Not part of CI: it takes a while.

mutmut changes one thing at a time in a copy of the rules (.cache/mutants) and runs the tests beside each. A change that
only touches words (labels, reasons, keys of a derivation, messages) is not counted: the sentences have tests of their
own. Exit code 1 when fewer than 90 % of the rest are noticed. What survives, and why, is in tests/mutants.md.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PLACE = PROJECT / ".cache" / "mutants"
ENOUGH = 0.9
# module -> the tests that have to notice a change in it
SCHEDULE = "tests/catalog/test_loan_schedule.py"
QUANTLIB, RATES = "tests/differential/test_quantlib.py", "tests/differential/test_rates_of_return.py"
SUBSIDY = ("tests/rules/test_subsidy.py", "tests/rules/test_subsidy_shapes.py", "tests/catalog/test_interest_subsidy.py")
MODULES: dict[str, tuple[str, ...]] = {
    "money": ("tests/test_money.py",),
    "dates": ("tests/test_dates.py", "tests/rules/test_dates_and_days.py", "tests/rules/test_settlement.py", QUANTLIB),
    "rules/settlement": ("tests/rules/test_settlement.py", QUANTLIB, "tests/cases/test_loan_cases.py"),
    "rules/annuity": ("tests/rules/test_annuity.py", RATES, QUANTLIB),
    "rules/equal_principal": ("tests/rules/test_annuity.py", RATES, "tests/cases/test_loan_cases.py"),
    "rules/instalments": ("tests/rules/test_annuity.py", "tests/rules/test_prepayment.py", SCHEDULE),
    "rules/prepayment": ("tests/rules/test_prepayment.py", SCHEDULE, "tests/cases/test_loan_cases.py"),
    "rules/balance_path": ("tests/rules/test_balance_path.py", SCHEDULE, "tests/cases/test_loan_cases.py"),
    "rules/subsidy": SUBSIDY,
    "rules/subsidy_limits": SUBSIDY,
    "rules/limits": ("tests/rules/test_limits.py", "tests/cases/test_limit_cases.py"),
    "rules/sharing": ("tests/rules/test_sharing.py", "tests/cases/test_sharing_and_budget_cases.py"),
    "rules/sharing_recovery": ("tests/rules/test_sharing.py", "tests/cases/test_sharing_and_budget_cases.py"),
}
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
    lists |= {"pytest_add_cli_args_test_selection": list(MODULES[module]), "also_copy": ["tests", "conftest.py"]}
    lines = [f"{key} = {json.dumps(value)}" for key, value in lists.items()]
    options = '[tool.pytest.ini_options]\npythonpath = ["."]\naddopts = "--import-mode=importlib -p no:cacheprovider"\n'
    return "[tool.mutmut]\n" + "\n".join(lines) + "\nuse_setproctitle = false\n\n" + options


def make_copy(module: str) -> None:
    """A fresh copy of rules and tests, without the tests of the site."""
    shutil.rmtree(PLACE, ignore_errors=True)
    unwanted = shutil.ignore_patterns("__pycache__", "browser", "bench", "content", "conftest.py", "site_builds.py")
    for folder in ("calculators", "tests"):
        shutil.copytree(PROJECT / folder, PLACE / folder, ignore=unwanted)
    changed = PLACE / "calculators" / f"{module}.py"
    changed.write_text(plain_functions(changed.read_text(encoding="utf-8")), encoding="utf-8")
    (PLACE / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (PLACE / "pyproject.toml").write_text(configuration(module), encoding="utf-8")


# calls whose first arguments count and whose others are words; variables that hold words
KEPT = {"named": 1, "Limit": 2, "cut": 2}
WORDS = {"why", "who", "says", "pro_rata"}


class Wordless(ast.NodeTransformer):
    """Takes the words out of a function: what `named` and exceptions say, prefixes, texts with Chinese in them, `strict`."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in KEPT:
            node.args, node.keywords = node.args[: KEPT[called]], []
        if called.endswith("Error"):
            node.args, node.keywords = [], []
        node.keywords = [word for word in node.keywords if word.arg not in ("prefix", "strict")]
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


def only_words(module: str) -> set[str]:
    """Names of the mutants that change nothing but words."""
    tree = ast.parse((PLACE / "mutants" / "calculators" / f"{module}.py").read_text(encoding="utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    mutant = re.compile(r"(.*__mutmut_)\d+$")
    pairs = [(name, found[1] + "orig") for name in functions if (found := mutant.match(name))]
    originals = {name: shape(functions[name]) for name in {original for _, original in pairs}}
    return {name for name, original in pairs if shape(functions[name]) == originals[original]}


def run(module: str, children: int) -> tuple[int, list[str]]:
    """How many mutants were noticed, and those that were not, as diffs."""
    make_copy(module)
    environment = {**os.environ, "PYTHONPATH": "", "CI": "true"}
    mutmut = [sys.executable, "-m", "mutmut"]
    made = subprocess.run(
        [*mutmut, "run", "--max-children", str(children)], cwd=PLACE, env=environment, capture_output=True, text=True
    )
    meta = PLACE / "mutants" / "calculators" / f"{module}.py.meta"
    if made.returncode or not meta.is_file():
        raise SystemExit(f"{module}: mutmut stopped:\n{made.stdout[-3000:]}{made.stderr[-3000:]}")
    codes: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
    words = only_words(module)
    counted = {name: code for name, code in codes.items() if name.rsplit(".", 1)[-1] not in words}
    survived = [name for name, code in counted.items() if code in (0, 33, 5, None)]
    shown = [
        subprocess.run([*mutmut, "show", name], cwd=PLACE, env=environment, capture_output=True, text=True).stdout
        for name in survived
    ]
    return len(counted) - len(survived), shown


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Do the tests notice a changed rule?")
    parser.add_argument("modules", nargs="*", metavar="module", help=f"default all: {', '.join(MODULES)}")
    parser.add_argument("--children", type=int, default=2, help="processes at once (default 2)")
    given = parser.parse_args()
    noticed = survived = 0
    for module in given.modules or MODULES:
        killed, shown = run(module, given.children)
        noticed, survived = noticed + killed, survived + len(shown)
        print(f"[mutants] {module}: {killed} of {killed + len(shown)} noticed", flush=True)
        print("".join(shown), flush=True)
    rate = noticed / max(noticed + survived, 1)
    print(f"[mutants] {noticed} of {noticed + survived} noticed: {rate:.1%} (at least {ENOUGH:.0%})")
    return 0 if rate >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
