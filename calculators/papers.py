"""The papers to bring at each stage of a pledged loan: strict reading of data/papers/<stage>.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable

from calculators.clauses import Literal, literal
from calculators.errors import DataError
from calculators.strict import Table, data_files, load_toml

SOURCES = {
    "registration_guide": "无锡经开办事指南",
    "agency_guide": "杭州代办处办事指南",
    "beijing": "北京市申报通知（对照）",
    "jinshan": "上海市金山区申报通知（对照）",
    "qingdao": "青岛市细则（对照）",
    "futian": "深圳市福田区申报通知（对照）",
    "shandong": "山东省申报通知（对照）",
    "law": "专利法及实施细则",
    "common": "常见要求，不是统一规定（待核实）",
    "memory": "编写者常识（待核实）",
}


@dataclass(frozen=True)
class Paper:
    """One paper, who asks for it, and the fact without which it is not needed (None: always needed)."""

    text: str
    sources: tuple[str, ...]
    only_if: Literal | None = None

    @cached_property
    def source(self) -> str:
        """Where the demand stands, in words."""
        return "、".join(SOURCES[key] for key in self.sources)


@dataclass(frozen=True)
class Stage:
    """One stage with its papers."""

    key: str
    name: str
    number: int
    papers: tuple[Paper, ...]


def _paper(table: Table) -> Paper:
    sources = table.texts("sources")
    if not sources or any(key not in SOURCES for key in sources):
        raise table.fail("sources", f"{list(sources)} found; name one or more of {', '.join(SOURCES)}")
    condition = table.text("only_if", "")
    only_if = literal(condition)
    if condition and only_if is None:
        raise table.fail("only_if", f'{condition!r} found; write a fact like "co_owned", or "!co_owned" for no')
    paper = Paper(table.text("text"), sources, only_if)
    table.done()
    return paper


def read_stage(file: Traversable) -> Stage:
    """One stage of one file. Raises DataError naming file, key, what was found and the remedy."""
    table = load_toml(file)
    papers = tuple(_paper(entry) for entry in table.tables("paper"))
    stage = Stage(table.text("key"), table.text("name"), table.take("number", int), papers)
    table.done()
    table.file_is_named("key", stage.key)
    if not papers:
        raise table.fail("paper", "no paper; add at least one [[paper]]")
    return stage


def load(folder: Traversable | None = None) -> Mapping[str, Stage]:
    """Every stage by key, in the order of their numbers. Raises DataError for anything doubtful."""
    found: dict[int, Stage] = {}
    for file in data_files("papers", folder):
        stage = read_stage(file)
        if stage.number in found:
            raise DataError(f"{file.name}[number]", f"{stage.number} is taken by {found[stage.number].key}; renumber one")
        found[stage.number] = stage
    return {stage.key: stage for _, stage in sorted(found.items())}
