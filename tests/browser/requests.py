"""The requests that every runner must answer with the same bytes: all examples, all worked cases."""

from __future__ import annotations

import json
from pathlib import Path

from calculators.examples import all_examples

VECTORS = Path(__file__).parent.parent / "vectors"


def all_requests() -> list[str]:
    """One JSON text for each example (whole record and page HTML) and for each file of worked cases."""
    requests = []
    for example in all_examples().values():
        values = dict(example.inputs)
        for verb in ("record", "calculate"):
            requests.append({"verb": verb, "calculator": example.calculator, "values": values})
    for file in sorted(VECTORS.glob("*.json")):
        requests.append({"verb": "cases", "text": file.read_text(encoding="utf-8")})
    return [json.dumps({"id": i, **request}, ensure_ascii=False) for i, request in enumerate(requests)]
