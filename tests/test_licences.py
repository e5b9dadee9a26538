"""The page of third-party licences says what is really locked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_config.setup import licences

PROJECT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


def test_the_page_is_up_to_date() -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "run make licences"


def test_the_libraries_inside_the_theme_are_named() -> None:
    named = {title.lower().removesuffix(".js") for title, _, _, _ in licences.SHIPPED}
    for sources in Path(".venv").glob("lib/*/site-packages/material/templates/assets/javascripts/**/*.map"):
        for source in json.loads(sources.read_text(encoding="utf-8"))["sources"]:
            if "node_modules/" in source:
                assert source.split("node_modules/")[1].split("/")[0].lower() in named


def test_a_package_without_a_licence_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "STATED_ELSEWHERE", {})
    with pytest.raises(ValueError, match="leb128 states no licence"):
        licences.python_licence("leb128")
