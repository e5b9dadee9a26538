"""The canonical record of an answer: JSON-ready, byte-identical wherever it is computed. Schema 1.

{"schema": 1, "calculator", "on", "rules", "version", "inputs": {key: text},
 "headline": key, "sentence", "figures": {key: {"label", "value", "unit", "node"}},
 "tables": [{"key", "title", "columns": [{"key", "label", "unit"}], "rows": [[text]], "totals": {key: text}}],
 "notes", "warnings", "not_covered", "unverified": bool,
 "derivation": [{"op", "parts": [{"node": n} or {"value": text}], "value", and for named ones "key", "label", "unit",
 "origin", "why", "cite"}]}
`node` counts from 0 into `derivation`; parts always come before what they make. Values are exact text; percentages
are fractions; dates are ISO.
"""

from __future__ import annotations

import json
from typing import Any

from calculators import __version__
from calculators.calculator import Answer, Table, figures_of
from calculators.citation import Citation
from calculators.figure import Figure, unverified, walk
from calculators.policy import rule_digest
from calculators.views.format import exact

SCHEMA = 1


def _cite(cite: Citation) -> dict[str, str]:
    return {
        "document": cite.document,
        "number": cite.number,
        "clause": cite.clause,
        "trust": cite.trust,
        "url": cite.url,
        "checked": cite.checked.isoformat() if cite.checked else "",
    }


def _node(figure: Figure, numbers: dict[int, int]) -> dict[str, Any]:
    parts = [{"node": numbers[id(part)]} if part.__class__ is Figure else {"value": exact(part)} for part in figure.parts]
    node: dict[str, Any] = {"op": figure.op, "parts": parts, "value": exact(figure.value)}
    if figure.tag is not None:
        tag = figure.tag
        node |= {"key": tag.key, "label": tag.label, "unit": tag.unit, "origin": tag.origin, "why": tag.why}
        if tag.cite is not None:
            node["cite"] = _cite(tag.cite)
    return node


def _derivation(figures: list[Figure]) -> tuple[list[dict[str, Any]], dict[int, int]]:
    numbers: dict[int, int] = {}
    nodes: list[dict[str, Any]] = []
    for part in walk(*figures):
        numbers[id(part)] = len(nodes)
        nodes.append(_node(part, numbers))
    return nodes, numbers


def _figure(value: Any, numbers: dict[int, int]) -> dict[str, Any]:
    if value.__class__ is Figure and value.tag is not None:
        tag = value.tag
        return {"label": tag.label, "value": exact(value), "unit": tag.unit, "node": numbers[id(value)]}
    return {"label": "", "value": exact(value), "unit": "", "node": numbers.get(id(value))}


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "columns": [{"key": c.key, "label": c.label, "unit": c.unit} for c in table.columns],
        "rows": [[exact(cell) for cell in row] for row in table.rows],
        "totals": {key: exact(value) for key, value in table.totals.items()},
    }


def record(answer: Answer) -> dict[str, Any]:
    """The whole answer with its derivation, as plain JSON values."""
    result, figures = answer.result, figures_of(answer.result)
    nodes, numbers = _derivation(figures)
    return {
        "schema": SCHEMA,
        "calculator": answer.calculator.name,
        "version": __version__,
        "rules": rule_digest(),
        "on": answer.on.isoformat(),
        "inputs": {key: exact(value) for key, value in answer.given.items() if value is not None},
        "headline": result.headline,
        "sentence": result.sentence,
        "figures": {key: _figure(value, numbers) for key, value in result.figures.items()},
        "tables": [_table(table) for table in result.tables],
        "notes": list(result.notes),
        "warnings": list(result.warnings),
        "not_covered": list(answer.calculator.not_covered),
        "unverified": unverified(*figures),
        "derivation": nodes,
    }


def dump(answer: Answer) -> str:
    """The record as one line of JSON with sorted keys."""
    return json.dumps(record(answer), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
