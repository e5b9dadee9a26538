"""The clauses that an enterprise, its patents and its loan must meet: strict reading of data/clauses/<kind>.toml.

A clause holds when any of its literals holds: `granted` asks for yes, `!suspended` for no. Each literal names a fact:
an answer, or something worked out from answers. A limit (70 %, 24 months) stands in the clause with its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib.resources.abc import Traversable

from calculators.citation import Citation
from calculators.errors import DataError
from calculators.figure import Figure, Tag, leaf
from calculators.parameters import PERCENT, UNITS, read_citation, read_defaults
from calculators.strict import Table, data_files, load_toml

KINDS = {
    "registration": "质押登记",
    "patent": "专利",
    "enterprise": "企业",
    "credit": "信用和红线",
    "subsidy": "申请补贴",
    "scheme": "所选办法",
}
_LITERAL = re.compile(r"(!?)([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Literal:
    """One way to meet a clause: the fact and whether it must be true or false."""

    fact: str
    wanted: bool


@dataclass(frozen=True)
class Clause:
    """One condition. `text` says what must hold, `need` what answer meets it, `remedy` what would change a failure.

    `knock_out`: failing it ends the matter, so it is asked first. `limit` is a fraction for percentages.
    `same_as`: the words with which published schemes say the same, so that nobody is asked twice.
    """

    key: str
    kind: str
    text: str
    need: str
    any_of: tuple[Literal, ...]
    remedy: str
    cite: Citation
    knock_out: bool = False
    limit: Decimal | None = None
    unit: str = ""
    same_as: tuple[str, ...] = ()

    def figure(self) -> Figure:
        """The clause's words as a leaf with its source, so that a state rests on the document behind it."""
        return Figure(self.text, tag=self._tag)

    def limit_figure(self) -> Figure:
        """The clause's limit as a cited leaf."""
        return leaf(self.limit, f"{self.key}_limit", f"门槛：{self.text}", self.unit, "parameter", self.cite)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that may meet the clause."""
        return tuple(one.fact for one in self.any_of)

    @cached_property
    def wanted(self) -> tuple[bool, ...]:
        """For each fact, whether it must be true or false."""
        return tuple(one.wanted for one in self.any_of)

    @cached_property
    def source(self) -> str:
        """Where the clause stands, in words."""
        number = f"（{self.cite.number}）" if self.cite.number else ""
        return f"{self.cite.document}{number}，{self.cite.clause}{'（待核实）' if self.cite.unverified else ''}"

    @cached_property
    def _tag(self) -> Tag:
        return Tag(self.key, f"条件（{KINDS[self.kind]}）", "", "parameter", "", self.cite)


def literal(text: str) -> Literal | None:
    """`fact` or `!fact`; None for anything else."""
    found = _LITERAL.fullmatch(text)
    return Literal(found[2], not found[1]) if found else None


def _literals(table: Table) -> tuple[Literal, ...]:
    texts = table.texts("any_of")
    found = [literal(text) for text in texts]
    if not texts or None in found:
        raise table.fail("any_of", f'{list(texts)} found; list facts like "granted", or "!suspended" for no')
    facts = [one.fact for one in found if one is not None]
    if len(set(facts)) != len(facts):
        raise table.fail("any_of", f"a fact is named twice in {list(texts)}; name each once")
    return tuple(one for one in found if one is not None)


def _limit(table: Table) -> tuple[Decimal | None, str]:
    value: Decimal | None = table.decimal("limit", None)
    unit = table.choice("unit", UNITS, "")
    if (value is None) != (unit == ""):
        raise table.fail("limit", "limit and unit go together; give both or none")
    if value is not None and value < 0:
        raise table.fail("limit", f"{value} is below 0; check the sign")
    return (value / PERCENT if value is not None and unit == "%" else value), unit


def _read(table: Table, kind: str, defaults: Mapping[str, object]) -> Clause:
    cite = read_citation(table, defaults)
    limit, unit = _limit(table)
    clause = Clause(
        key=table.text("key"),
        kind=kind,
        text=table.text("text"),
        need=table.text("need"),
        any_of=_literals(table),
        remedy=table.text("remedy"),
        cite=cite,
        knock_out=table.take("knock_out", bool),
        limit=limit,
        unit=unit,
        same_as=table.texts("same_as"),
    )
    table.done()
    return clause


def read_file(file: Traversable) -> tuple[Clause, ...]:
    """All clauses of one kind. Raises DataError naming file, key, what was found and the remedy."""
    table = load_toml(file)
    kind = table.choice("kind", KINDS)
    table.file_is_named("kind", kind)
    defaults = read_defaults(table, "clause")
    found = tuple(_read(entry, kind, defaults) for entry in table.tables("item"))
    table.done()
    return found


def load(folder: Traversable | None = None) -> Mapping[str, Clause]:
    """Every clause by key, in the order of KINDS, then as they stand. Raises DataError for anything doubtful."""
    found: dict[str, Clause] = {}
    for file in data_files("clauses", folder):
        for clause in read_file(file):
            if clause.key in found:
                raise DataError(f"{file.name}[{clause.key}]", f"already defined under {found[clause.key].kind}; rename it")
            found[clause.key] = clause
    order = list(KINDS)
    return dict(sorted(found.items(), key=lambda entry: order.index(entry[1].kind)))
