"""Chromium, Chromium 109, Firefox ESR and WebKitGTK each give a live result: from the snapshot, and without it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import damage, engines
from tests.browser.damage import DamageServer
from tests.browser.visitor import SUBSIDY

STEPS: list[dict[str, Any]] = [
    {"fill": {"principal": "300万"}, "within": "calculator-panel"},
    {"wait": "calculator-panel", "attribute": "data-state", "is": ["ready", "failed"], "seconds": 90},
    {"wait": "[data-headline]", "attribute": "data-value", "is": "44408.33", "seconds": 10},
    {"read": {"state": ["calculator-panel", "data-state"], "headline": ["[data-headline]", "data-value"]}},
]
EVERY_ENGINE = [pytest.param(name, marks=pytest.mark.engine(name)) for name in engines.ENGINES]


def live(server: DamageServer, engine: str) -> None:
    reply = engines.visit(engine, server.address + SUBSIDY, STEPS)
    assert reply["values"] == {"state": "ready", "headline": "44408.33"}


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_from_the_snapshot(server: DamageServer, engine: str) -> None:
    live(server, engine)
    assert not [path for path in server.asked if path.endswith("stdlib.zip")]


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_from_the_fallback(server: DamageServer, engine: str) -> None:
    server.damage["snapshot.wasm"] = damage.missing
    live(server, engine)
    assert [path for path in server.asked if path.endswith("stdlib.zip")]
