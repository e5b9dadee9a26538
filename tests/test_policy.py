"""The digest of the rules: it follows what a rule says, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from calculators import policy
from calculators.policy import RULES, digest_of, rule_digest

DATA = Path(policy.__file__).parent / "data"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_twelve_hex_digits() -> None:
    assert len(rule_digest()) == 12 and int(rule_digest(), 16) >= 0


def test_every_folder_of_data_but_those_of_examples_counts() -> None:
    assert {folder.name for folder in DATA.iterdir() if folder.is_dir()} == {*RULES, "examples", "journeys"}


@pytest.mark.parametrize("folder", RULES)
def test_a_changed_line_of_any_folder_changes_it(copy: Path, folder: str) -> None:
    file = sorted((copy / folder).glob("*.toml"))[-1]
    file.write_text(file.read_text(encoding="utf-8").replace(" = ", " = 1", 1), encoding="utf-8")
    assert digest_of(copy) != rule_digest()


def test_comments_blank_lines_and_line_ends_do_not_change_it(copy: Path) -> None:
    file = copy / "parameters" / "lpr.toml"
    file.write_text("# a word\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8", newline="\r\n")
    assert digest_of(copy) == rule_digest()
