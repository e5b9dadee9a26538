"""Every broken data file is refused, with words that name the place and the remedy (first line: `# expect: words`)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from calculators import clauses, examples, papers, parameters, schemes, sharing_schemes
from calculators.errors import DataError

BROKEN = Path(__file__).parent / "broken_data"
LOADERS: dict[str, Callable[[Path], object]] = {
    "parameters": parameters.load,
    "schemes": schemes.load,
    "sharing": sharing_schemes.load,
    "clauses": clauses.load,
    "papers": papers.load,
    "examples": examples.load,
}
FILES = sorted(file for kind in LOADERS for file in (BROKEN / kind).glob("*.toml"))


def words_expected(file: Path) -> str:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# expect: "), f"{file.name} does not say what its error must contain"
    return first.removeprefix("# expect: ")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}.{f.stem}")
def test_refused_with_the_right_words(file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path)
    with pytest.raises(DataError) as caught:
        LOADERS[file.parent.name](tmp_path)
    assert words_expected(file) in str(caught.value)
    assert str(caught.value).startswith(file.name), "the message names the file first"


def test_there_are_enough_of_each_kind() -> None:
    assert len(list((BROKEN / "parameters").glob("*.toml"))) >= 15
    assert len(list((BROKEN / "schemes").glob("*.toml"))) >= 8
    assert len(list((BROKEN / "sharing").glob("*.toml"))) >= 8
    assert len(list((BROKEN / "clauses").glob("*.toml"))) >= 8
    assert len(list((BROKEN / "papers").glob("*.toml"))) >= 5
    assert len(list((BROKEN / "examples").glob("*.toml"))) >= 5


def test_a_duplicate_in_another_file_names_both(tmp_path: Path) -> None:
    text = (BROKEN / "parameters" / "duplicate_parameter.toml").read_text(encoding="utf-8")
    one = text[: text.index("[[parameter]]", text.index("[[parameter]]") + 1)]
    for name in ("first.toml", "second.toml"):
        (tmp_path / name).write_text(one, encoding="utf-8")
    with pytest.raises(DataError, match=r"second\.toml\[rate\]: already defined in first\.toml"):
        parameters.load(tmp_path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'[[parameter]]\nlabel = "\xff"\n')
    with pytest.raises(DataError, match="not readable as TOML"):
        parameters.load(tmp_path)
