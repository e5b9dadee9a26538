"""Reference pages made from the data: every parameter, scheme, calculator and example, with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from calculators.calculator import Calculator
from calculators.catalog import CATALOG
from calculators.citation import TRUST_WORDS
from calculators.examples import examples_of
from calculators.parameters import Parameter
from calculators.policy import all_parameters, rule_digest
from site_config.clauses_page import clauses_page
from site_config.markdown_text import anchor, checked, front, header, row, source
from site_config.scheme_page import schemes_page
from site_config.shapes_page import shapes_page


def _series(entry: Parameter) -> Iterator[str]:
    yield from (f"## {entry.label} {{#{anchor(entry.key)}}}", "")
    confirmed = f"，最后确认日 {entry.confirmed_until}" if entry.confirmed_until else ""
    yield from (f"参数名 `{entry.key}`，单位：{entry.unit or '无'}{confirmed}。{entry.note}", "")
    yield from header("起", "止", "数值", "来源", "可信度", "核对")
    for dated in reversed(entry.values):
        cite = dated.cite
        trust = TRUST_WORDS[cite.trust]
        yield row(dated.start, dated.until or "现行", f"{dated.value}{entry.unit}", source(cite), trust, checked(cite))
    yield ""


def _compact(prefix: str, entries: Mapping[str, Parameter]) -> Iterator[str]:
    """Many parameters that share one document: one table instead of one section each."""
    first = next(iter(entries.values()))
    yield from (f"## {first.values[-1].cite.document} {{#{anchor(prefix)}}}", "")
    yield from header("参数名", "含义", "数值", "起", "来源", "核对")
    for entry in entries.values():
        for dated in entry.values:
            number = f"{dated.value} {entry.unit}"
            yield row(f"`{entry.key}`", entry.label, number, dated.start, source(dated.cite), checked(dated.cite))
    yield ""


def parameters_page() -> Iterator[str]:
    """Every parameter with its history, source, trust and day of checking."""
    yield from front("政策参数表", "计算器用到的每一个政策参数：历次数值、来源、可信度和核对日期。", "所有读者")
    yield from (f"规则版本 `{rule_digest()}`。没有人对照原文核对过的数值写“待核实”。", "")
    by_file: dict[str, dict[str, Parameter]] = {}
    for key, entry in all_parameters().items():
        by_file.setdefault(entry.file, {})[key] = entry
    for file, entries in by_file.items():
        if len(entries) > 6:
            yield from _compact(file.removesuffix(".toml"), entries)
        else:
            for entry in entries.values():
                yield from _series(entry)


def _fields(entry: Calculator) -> Iterator[str]:
    yield from header("输入项", "名称", "必填", "单位", "说明")
    for field in entry.all_fields():
        options = "；可选：" + "、".join(label for _, label in field.choices) if field.choices else ""
        need = "是" if field.required else "否"
        yield row(f"`{field.key}`", field.label, need, field.shown_unit() or "—", f"{field.hint}{options}")
    yield ""


def calculators_page() -> Iterator[str]:
    """Every calculator with its fields and examples, for those who use the command line or check the sums."""
    yield from front("计算器与算例一览", "每个计算器的输入项和算例；算例写明手算过程。", "银行、服务机构和维护人员")
    for entry in CATALOG:
        yield from (f"## {entry.title} {{#{anchor(entry.name)}}}", "", f"{entry.summary}程序名 `{entry.name}`。", "")
        yield from _fields(entry)
        yield from header("算例", "说明", "手算", "应得")
        for case in examples_of(entry.name):
            expected = "；".join(f"{key} = {value}" for key, value in case.expect.items())
            yield row(f"`{case.key}`", case.title, case.why, expected)
        yield ""


PAGES: Mapping[str, Callable[[], Iterator[str]]] = {
    "schemes.md": schemes_page,
    "rule-shapes.md": shapes_page,
    "clauses.md": clauses_page,
    "parameters.md": parameters_page,
    "calculators.md": calculators_page,
}


def write_pages(folder: Path) -> None:
    """Write the generated pages; a page whose text is unchanged keeps its time stamp, so builders skip it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in PAGES.items():
        text = "\n".join(lines()) + "\n"
        target = folder / name
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
