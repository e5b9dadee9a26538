"""Named worked cases: they fill the pages, drive the tests and the command line, and are checked everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from calculators.errors import DataError, ParameterError
from calculators.strict import Table, data_files, load_toml


@dataclass(frozen=True)
class Example:
    """Inputs as a person would type them, the answers expected, and one line of arithmetic by hand (`why`)."""

    key: str
    calculator: str
    title: str
    why: str
    inputs: Mapping[str, str]
    expect: Mapping[str, str]


def _read(table: Table, calculator: str) -> Example:
    example = Example(
        key=table.text("key"),
        calculator=calculator,
        title=table.text("title"),
        why=table.text("why"),
        inputs=table.typed("inputs"),
        expect=table.typed("expect"),
    )
    table.done()
    if "on" not in example.inputs:
        raise table.fail("inputs", f'example {example.key} has no policy date; add on = "2026-…"')
    if not example.expect:
        raise table.fail("expect", f"example {example.key} expects nothing; name at least one figure")
    return example


def load(folder: Traversable | None = None) -> Mapping[tuple[str, str], Example]:
    """Every example by (calculator, key), in file order. One file a calculator, named like it."""
    found: dict[tuple[str, str], Example] = {}
    for file in data_files("examples", folder):
        table, calculator = load_toml(file), file.name.removesuffix(".toml")
        for entry in table.tables("example"):
            example = _read(entry, calculator)
            if (calculator, example.key) in found:
                raise DataError(file.name, f"example {example.key} is defined twice; rename one")
            found[calculator, example.key] = example
        table.done()
    return found


@cache
def all_examples() -> Mapping[tuple[str, str], Example]:
    """Every example on file, read once."""
    return load()


def examples_of(calculator: str) -> tuple[Example, ...]:
    """The examples of one calculator, in file order."""
    return tuple(e for (name, _), e in all_examples().items() if name == calculator)


def example(calculator: str, key: str) -> Example:
    """One example. Raises ParameterError naming those there are."""
    found = all_examples().get((calculator, key))
    if found is None:
        keys = "、".join(e.key for e in examples_of(calculator)) or "无"
        raise ParameterError(f"计算器 {calculator} 没有名为“{key}”的算例；现有：{keys}。")
    return found
