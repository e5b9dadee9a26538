"""What all tests share: which browser a test needs, and one Chromium for those that drive it directly.

With `--dist loadgroup` browser tests run one after another on one worker, because two
browsers on two cores starve each other; other tests stay with their file, so that a
site built for one of them is built once.

A missing engine fails the test in CI; on a laptop it
is reported as skipped with the command that installs it.  Chromium is never skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import engines
from tests.browser.drive_chromium import CHROMIUM_FLAGS

BROWSER_TESTS = Path(__file__).parent / "browser"

# A busy machine must not turn a slow example into a failure.
hypothesis.settings.register_profile("default", deadline=None, max_examples=100)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, max_examples=2000)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay together on a worker, and which engine is not here."""
    for item in items:
        group = "browser" if BROWSER_TESTS in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
        for mark in item.iter_markers("engine"):
            engine = engines.ENGINES[mark.args[0]]
            if engine.name != "chromium" and not os.environ.get("CI") and engine.find() is None:
                item.add_marker(pytest.mark.skip(reason=engine.remedy))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, driven by Playwright; fails with the remedy when there is none."""
    path = engines.find_chromium()
    if path is None:
        pytest.fail(engines.ENGINES["chromium"].remedy)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh profile: no cache, no storage of an earlier test."""
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()
