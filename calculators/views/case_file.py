"""A Case as a JSON file that another device opens and that a person can read.

{"format": "patent-pledge-case", "version": 1, "calculator", "title", "inputs": {key: text as typed},
 "answered": [{"question", "answer"}], "rules", "program", "result": {"headline", "value", "sentence"},
 "figures": [{"key", "label", "value", "unit"}], "parameters": {key: [exact value]}, "command", "note"}
Only format, version, calculator and inputs are needed to open it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from calculators.calculator import Answer
from calculators.figure import Figure
from calculators.views.answered import answered
from calculators.views.as_code import command
from calculators.views.case import Brought, Case, UnreadableCase, case_of
from calculators.views.derivation import tag_of
from calculators.views.format import exact

FORMAT, VERSION = "patent-pledge-case", 1
LARGEST = 1_000_000
NOTE = "测算案例文件：在同一计算器里点“打开案例文件”即可恢复。文件里有您填写的内容，转交前请看一遍。"


def _figures(answer: Answer) -> list[dict[str, str]]:
    rows = []
    for key, value in answer.result.figures.items():
        tag = tag_of(value) if value.__class__ is Figure else None
        rows.append({"key": key, "label": tag.label if tag else key, "value": exact(value), "unit": tag.unit if tag else ""})
    return rows


def case_file(answer: Answer, values: Mapping[str, str]) -> str:
    """The file's text; the same answer always gives the same text."""
    case = case_of(answer, values)
    data = {
        "format": FORMAT,
        "version": VERSION,
        "note": NOTE,
        "calculator": case.calculator,
        "title": answer.calculator.title,
        "inputs": dict(case.values),
        "answered": [{"question": entry.question, "answer": entry.answer} for entry in answered(answer)],
        "rules": case.rules,
        "program": case.program,
        "result": {"headline": case.headline, "value": case.value, "sentence": answer.result.sentence},
        "figures": _figures(answer),
        "parameters": {key: list(told) for key, told in case.parameters.items()},
        "command": command(answer, values),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _texts(data: Any) -> dict[str, str]:
    return {key: text for key, text in data.items() if isinstance(text, str)} if isinstance(data, dict) else {}


def _told(data: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, dict):
        return {}
    return {key: tuple(map(str, told)) for key, told in data.items() if isinstance(told, list)}


def _json(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise UnreadableCase("文件太大，不是测算的案例文件。请选“保存案例文件”得到的 .json 文件。")
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UnreadableCase("这不是测算的案例文件，或者文件不完整。请选“保存案例文件”得到的 .json 文件。")
    return data


def read_case_file(text: str) -> Brought:
    """What a file carries. Raises UnreadableCase when it is none of ours, damaged, or of a version not known here."""
    data = _json(text)
    if data.get("version") != VERSION:
        raise UnreadableCase(f"案例文件的版本是 {str(data.get('version'))[:20]}，本站只认识 {VERSION}。请刷新页面再试。")
    inputs, named, result = data.get("inputs"), _texts(data), _texts(data.get("result"))
    values = _texts(inputs)
    garbled = tuple(str(key)[:40] for key in inputs if key not in values) if isinstance(inputs, dict) else ()
    case = Case(
        calculator=named.get("calculator", ""),
        values=values,
        rules=named.get("rules", ""),
        program=named.get("program", ""),
        headline=result.get("headline", ""),
        value=result.get("value", ""),
        parameters=_told(data.get("parameters")),
    )
    return Brought(case, whole=isinstance(inputs, dict) and not garbled, garbled=garbled)
