"""An answer as plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.calculator import Answer, Table
from calculators.citation import TRUST_WORDS
from calculators.figure import Figure, unverified
from calculators.views.derivation import steps, tag_of
from calculators.views.words import Words


def _lines_of_figures(answer: Answer) -> Iterator[str]:
    result, words = answer.result, Words.of(answer)
    for key, value in result.figures.items():
        tag = tag_of(value) if value.__class__ is Figure else None
        mark = "  [待核实]" if value.__class__ is Figure and unverified(value) else ""
        star = "* " if key == result.headline else "  "
        yield f"{star}{tag.label if tag else key}（{key}）：{words(value)}{mark}"


def table_text(table: Table, words: Words) -> Iterator[str]:
    """A table with tab-separated cells: easy to paste into a spreadsheet."""
    yield f"[{table.title}]"
    yield "\t".join(f"{c.label}（{c.unit}）" if c.unit else c.label for c in table.columns)
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        yield "\t".join(words(cell) if column.own_unit else words.cell(cell, column.unit) for cell, column in pairs)
    if table.totals:
        cells = (words.cell(table.totals.get(c.key), c.unit) if c.key in table.totals else "" for c in table.columns[1:])
        yield "\t".join(["合计", *cells])


def derivation_text(figure: Figure, words: Words) -> Iterator[str]:
    """The steps from the headline down, indented."""
    for depth, step, more in steps(figure, words):
        indent = "  " * depth
        yield f"{indent}{step.tag.label} = {words(step.figure)}"
        if step.tag.why:
            yield f"{indent}  {step.tag.why}"
        if step.formula:
            yield f"{indent}  = {step.formula}"
            yield f"{indent}  = {step.values}{f'，{step.rounding}' if step.rounding else ''}"
        if step.cite is not None:
            number = f"（{step.cite.number}）" if step.cite.number else ""
            mark = "，待核实" if step.cite.unverified else ""
            trust = TRUST_WORDS[step.cite.trust]
            yield f"{indent}  来源：{step.cite.document}{number}，{step.cite.clause}；{trust}{mark}"
        if more:
            yield f"{indent}  另有 {more} 项算法相同"


def answer_text(answer: Answer, with_derivation: bool = False) -> str:
    """The whole answer, for a terminal."""
    result, words = answer.result, Words.of(answer)
    lines = [f"{answer.calculator.title}（{answer.calculator.name}），政策日期 {answer.on}", result.sentence]
    lines += _lines_of_figures(answer)
    lines += [f"！{warning}" for warning in result.warnings]
    for table in result.tables:
        lines += ["", *table_text(table, words)]
    if with_derivation:
        headline = result.figures[result.headline]
        lines += ["", "[怎么算出来的]", *(derivation_text(headline, words) if headline.__class__ is Figure else ())]
    lines += ["", *(f"口径：{note}" for note in result.notes)]
    lines += [f"没有计算：{entry}" for entry in answer.calculator.not_covered]
    return "\n".join(lines)
