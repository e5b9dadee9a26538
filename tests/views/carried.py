"""Short ways to ask the browser's door, for the tests of what is carried away and brought back."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from calculators.browser import answer
from calculators.examples import example


def ask(verb: str, **request: Any) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(answer(json.dumps({"id": 1, "verb": verb, **request})))
    assert "failure" not in reply, reply["failure"]
    return reply


def inputs(calculator: str, key: str, **changes: str) -> dict[str, str]:
    return dict(example(calculator, key).inputs) | changes


def subsidy(**changes: str) -> dict[str, str]:
    return inputs("interest_subsidy", "quarterly_interest", **changes)


def fragment(calculator: str, values: dict[str, str]) -> str:
    text: str = ask("share", calculator=calculator, values=values)["fragment"]
    return text


def opened(text: str, calculator: str = "") -> dict[str, Any]:
    return ask("open", fragment=text, calculator=calculator)


def words(html: str) -> str:
    """What a reader sees of a piece of HTML."""
    return unescape(re.sub(r"<[^>]+>", " ", html))
