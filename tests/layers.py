"""The layers of the rules as one table, and the reading of source code that checks it.

Each row names modules of `calculators` and what they may do beyond computing:
"files" (read data that belongs to the package, or a file the user names),
"float" (search for a root, normal quantiles), "chance" (seeded draws), "process" (arguments and exit code).
A module imports rows above its own, or, in a row with several modules, its neighbours.
"""

from __future__ import annotations

import ast
import fnmatch
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "calculators"


@dataclass(frozen=True)
class Layer:
    """Modules on one level, as names below `calculators`, and their permissions."""

    modules: str
    may: frozenset[str] = frozenset()


FILES, FLOAT, PROCESS = frozenset({"files"}), frozenset({"float"}), frozenset({"files", "process"})
CHANCE = frozenset({"chance", "float"})

LAYERS = (
    Layer("calculators"),  # the version and nothing else
    Layer("errors money dates citation"),
    Layer("distribution"),
    Layer("simulation", CHANCE),
    Layer("figure"),
    Layer("irr normal", FLOAT),
    Layer("strict parameters scheme_model scheme_items scheme_shapes schemes sharing_schemes clauses papers", FILES),
    Layer("policy", FILES),
    Layer("fields"),
    Layer("rules rules.*"),
    Layer("calculator"),
    Layer("examples", FILES),
    Layer("catalog.*"),
    Layer("catalog"),
    Layer("views views.*"),
    Layer("journey.examples", FILES),
    Layer("journey journey.model journey.questions journey.supplies journey.case"),
    Layer("journey.blocks journey.steps journey.papers journey.report journey.link journey.door journey.static"),
    Layer("cases cases.*", FILES),
    Layer("browser"),
    Layer("cli", PROCESS),
    Layer("__main__", PROCESS),
)

# What single modules may import besides: other people's libraries, inside functions only, and buffers in memory.
# In the browser those libraries come in an archive of their own, when somebody asks for a file made with them.
EXTRAS = {
    "views.workbook_file": {"openpyxl", "io"},
    "views.workbook_looks": {"openpyxl"},
    "views.qr": {"segno"},
    "views.exports": {"openpyxl", "segno"},
}

# What a computation may not touch, by the permission that would allow it ("never": nothing does).
FORBIDDEN_IMPORTS = {
    "files": {"os", "io", "pathlib", "shutil", "tempfile", "glob", "importlib.resources", "pkgutil", "sqlite3"},
    "process": {"sys", "argparse", "subprocess", "logging"},
    "float": {"math", "cmath", "statistics"},
    "chance": {"random"},
    "never": {"time", "secrets", "uuid", "socket", "urllib", "http", "threading", "asyncio", "locale", "zoneinfo"},
}
FORBIDDEN_CALLS = {
    "files": {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir"},
    "float": {"float"},
    "never": {"round", "now", "today", "utcnow", "fromtimestamp", "eval", "exec", "getenv"},
}


@dataclass(frozen=True)
class Found:
    """One thing in the source that its layer does not allow."""

    line: int
    what: str


def modules() -> dict[str, Path]:
    """Every module of the package by its name below `calculators`."""
    return {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def module_name(path: Path) -> str:
    """`rules.day_count`; a package carries the name of its folder, the top one `calculators`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "calculators"


def levels(name: str) -> list[int]:
    """The rows that name the module; a right table gives exactly one."""
    return [level for level, layer in enumerate(LAYERS) if any(fnmatch.fnmatchcase(name, glob) for glob in layer.modules.split())]


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every dotted name that an import statement anywhere in the file could load, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def imported_modules(tree: ast.AST, known: dict[str, Path]) -> Iterator[tuple[int, str]]:
    """The modules of ours that the file imports, by the longest name that is a module."""
    for line, dotted in imports(tree):
        if dotted.split(".")[0] != "calculators":
            continue
        parts = dotted.split(".")[1:]
        names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        yield line, next((name for name in names if name in known), "calculators")


def misplaced_imports(name: str, tree: ast.AST, known: dict[str, Path]) -> Iterator[Found]:
    """Imports that do not go down the table, and imports from outside the standard library."""
    own = levels(name)[0]
    alone = len([other for other in known if levels(other) == [own]]) == 1
    for line, target in imported_modules(tree, known):
        other = levels(target)[0]
        if other > own or (other == own and alone) or target == name:
            yield Found(line, f"imports calculators.{target}, which is not below it")
    for line, dotted in imports(tree):
        if dotted.split(".")[0] not in {*sys.stdlib_module_names, "calculators", *EXTRAS.get(name, ())}:
            yield Found(line, f"imports {dotted}: only the standard library is allowed")


def forbidden_deeds(name: str, tree: ast.AST) -> Iterator[Found]:
    """Clock, chance, environment, files, binary fractions and built-in rounding where the layer has no permission."""
    may = LAYERS[levels(name)[0]].may
    for line, dotted in imports(tree):
        for permission, names in FORBIDDEN_IMPORTS.items():
            if dotted in EXTRAS.get(name, ()):
                continue
            if permission not in may and any(dotted == one or dotted.startswith(one + ".") for one in names):
                yield Found(line, f"imports {dotted}, which needs the permission {permission!r}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex) and "float" not in may:
            yield Found(node.lineno, f"binary fraction {node.value}; write Decimal('...')")
        if isinstance(node, ast.Call):
            yield from forbidden_call(node, may)


def forbidden_call(node: ast.Call, may: frozenset[str]) -> Iterator[Found]:
    """The call itself, by the last part of its name: `round(x)`, `date.today()`, `file.read_text()`."""
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    for permission, names in FORBIDDEN_CALLS.items():
        if called in names and permission not in may:
            yield Found(node.lineno, f"calls {called}(), which needs the permission {permission!r}")


def calculator_of(name: str, order: list[str]) -> str | None:
    """The calculator that a catalog module belongs to: `loan_amount` has `loan_amount` and `loan_amount_fields`."""
    own = name.removeprefix("catalog.")
    return next((c for c in sorted(order, key=len, reverse=True) if own == c or own.startswith(f"{c}_")), None)


def out_of_order(name: str, tree: ast.AST, known: dict[str, Path], order: list[str]) -> Iterator[Found]:
    """A catalog module that imports one of a calculator which CATALOG does not name before its own."""
    own = calculator_of(name, order)
    for line, target in imported_modules(tree, known):
        if target.startswith("catalog.") and own is not None:
            allowed = order[: order.index(own) + 1]
            if calculator_of(target, order) not in allowed:
                yield Found(line, f"imports {target}, which CATALOG does not name before it")
