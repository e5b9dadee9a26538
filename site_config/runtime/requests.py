"""The requests that warm up and prove a snapshot, as JSON: `python requests.py` prints them.

Made outside Pyodide, because the examples are no part of what a visitor needs in memory.
"""

from __future__ import annotations

import json
from typing import Any

from calculators.browser import answer
from calculators.examples import all_examples, examples_of
from calculators.journey.examples import all_journeys
from calculators.journey.questions import PLACES
from calculators.views.take import KINDS


def _carried_away(common: dict[str, Any]) -> list[dict[str, Any]]:
    """Modules that are loaded when first asked for must be in memory before it is saved."""
    share = {"verb": "share", **common}
    fragment = json.loads(answer(json.dumps(share)))["fragment"]
    beside = {"verb": "compare", "calculator": common["calculator"], "columns": [common["values"]] * 2}
    loan = examples_of("interest_subsidy")[0].inputs
    one_by_one = {
        "verb": "choices",
        "calculator": "interest_subsidy",
        "values": dict(loan),
        "by": "scheme",
        "figures": ["subsidy"],
    }
    taken = [{"verb": "take", "kind": kind, "page": "", **common} for kind in KINDS]
    return [share, {"verb": "open", "fragment": fragment}, {"verb": "open", "text": "{}"}, beside, one_by_one, *taken]


def requests() -> list[dict[str, Any]]:
    """A calculation and a record for every Example, one refused input per calculator, and the other verbs."""
    asked: list[dict[str, Any]] = []
    for (name, _), example in all_examples().items():
        common = {"calculator": name, "values": dict(example.inputs), "on": example.inputs["on"]}
        asked += [{"verb": "calculate", **common}, {"verb": "record", **common}]
    asked += _carried_away(common)
    for name in sorted({name for name, _ in all_examples()}):
        asked.append({"verb": "calculate", "calculator": name, "values": {}})
    asked += [
        {"verb": "journey", "answers": dict(one.answers), "step": place, "on": one.on}
        for one in all_journeys().values()
        for place in PLACES
    ]
    asked.append(
        {"verb": "journey", "answers": {}, "step": PLACES[0], "on": "2026-11-23", "fragment": "#case=a1&C=journey&term=6"}
    )
    asked += [
        {"verb": "what_if", "calculator": name, "values": dict(examples_of(name)[0].inputs), "target": "1", "budget": 8}
        for name in sorted({name for name, _ in all_examples()})
    ]
    return [*asked, {"verb": "version"}, {"verb": "ping"}, {"verb": "cases", "text": "{}"}, {"verb": "none"}]


if __name__ == "__main__":
    print(json.dumps([json.dumps({"id": number, **request}) for number, request in enumerate(requests())]))
