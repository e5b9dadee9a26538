"""A calculator opened first, with nothing else loaded, answers: the catalog loads one calculator at a time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from calculators.catalog import CATALOG

ALONE = """
import sys
from calculators.calculator import run
from calculators.catalog import calculator
from calculators.examples import examples_of
for found in examples_of(sys.argv[1]):
    print(run(calculator(sys.argv[1]), found.inputs).result.headline)
"""


@pytest.mark.parametrize("name", [calculator.name for calculator in CATALOG])
def test_a_calculator_needs_no_other_to_be_loaded_before_it(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", ALONE, name], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout, done.stderr[-600:]
