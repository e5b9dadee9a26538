"""The layers of the rules hold: see the table in layers.py."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter

import pytest

from calculators.catalog import CATALOG
from tests import layers

MODULES = layers.modules()
ORDER = [calculator.name for calculator in CATALOG]
every_module = pytest.mark.parametrize("name", MODULES)


def tree_of(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


@every_module
def test_a_module_stands_in_exactly_one_row(name: str) -> None:
    assert len(layers.levels(name)) == 1, f"calculators.{name} must stand in one row of tests/layers.py"


@every_module
def test_imports_go_down(name: str) -> None:
    assert list(layers.misplaced_imports(name, tree_of(name), MODULES)) == []


@every_module
def test_a_computation_only_computes(name: str) -> None:
    assert list(layers.forbidden_deeds(name, tree_of(name))) == []


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("catalog.")])
def test_catalog_modules_import_only_earlier_ones(name: str) -> None:
    assert layers.calculator_of(name, ORDER), f"calculators/{name.replace('.', '/')}.py is not in CATALOG nor part of one that is"
    assert list(layers.out_of_order(name, tree_of(name), MODULES, ORDER)) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {name: {target for _, target in layers.imported_modules(tree_of(name), MODULES)} for name in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("money", "from calculators.figure import Figure", "imports calculators.figure, which is not below it"),
        ("figure", "import calculators.cli", "imports calculators.cli, which is not below it"),
        ("rules.day_count", "from calculators import policy, catalog", "imports calculators.catalog"),
        ("figure", "import numpy", "imports numpy: only the standard library"),
        ("views.html", "def f():\n    import yaml", "imports yaml"),
        ("calculator", "from site_config import embeds", "imports site_config.embeds"),
    ],
)
def test_a_misplaced_import_is_found(name: str, source: str, words: str) -> None:
    found = list(layers.misplaced_imports(name, ast.parse(source), MODULES))
    assert len(found) == 1
    assert words in found[0].what


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("rules.day_count", "interest = amount * 0.5", "binary fraction 0.5"),
        ("money", "x = round(y, 2)", "calls round()"),
        ("figure", "x = float('1')", "calls float()"),
        ("calculator", "from datetime import date\nx = date.today()", "calls today()"),
        ("cli", "import datetime\nx = datetime.datetime.now()", "calls now()"),
        ("policy", "import time", "imports time"),
        ("views.html", "import random", "imports random"),
        ("dates", "import os", "imports os"),
        ("calculator", "x = open('rates.csv')", "calls open()"),
        ("views.text", "from pathlib import Path", "imports pathlib.Path"),
        ("irr", "import random", "imports random"),
    ],
)
def test_a_forbidden_deed_is_found(name: str, source: str, words: str) -> None:
    found = list(layers.forbidden_deeds(name, ast.parse(source)))
    assert len(found) == 1
    assert words in found[0].what


def test_a_catalog_import_out_of_order_is_found() -> None:
    known = MODULES | {"catalog.first": MODULES["money"], "catalog.second": MODULES["money"]}
    tree = ast.parse("from calculators.catalog import second")
    assert len(list(layers.out_of_order("catalog.first", tree, known, ["first", "second"]))) == 1
    assert list(layers.out_of_order("catalog.third", tree, known, ["second", "third"])) == []
