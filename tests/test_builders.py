"""Both builders, MkDocs with Material and Zensical, give a complete site with the same calculators from the same files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import pytest

from calculators.catalog import CATALOG
from tests.site_builds import COMMANDS, build

PANEL = re.compile(r"<calculator-panel\b.*?</calculator-panel>", re.DOTALL)
VALUE = re.compile(r'<span class="cp-value"[^>]*>[^<]*</span>')
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}
# A note to the search index, which Zensical takes out once it has read it.
SEARCH_NOTE = " data-search-exclude"
# Links that describe the page and load nothing.
NOT_LOADED = {"canonical", "prev", "next", "alternate"}
HOST = "http://site.invalid/"


class Page(HTMLParser):
    """What one built page refers to: ids, links to follow, things the browser loads, and forbidden inline code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.inline_styles: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.ids |= {given[key] for key in ("id", "name") if key in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in LOADED and LOADED[tag] in given and given.get("rel") not in NOT_LOADED:
            self.loaded.append(given[LOADED[tag]])
        if "style" in given or any(key.startswith("on") for key in given):
            self.inline_styles.append(self.get_starttag_text() or tag)


@pytest.fixture(scope="module", params=COMMANDS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as one builder makes it."""
    return build(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site as each builder makes it."""
    return {name: build(name, tmp_path_factory.mktemp(name)) for name in COMMANDS}


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """Address and HTML of every page but the error page, whose links start at the root."""
    for file in sorted(site.rglob("*.html")):
        name = file.relative_to(site).as_posix()
        if name != "404.html":
            yield name.removesuffix("index.html"), file.read_text(encoding="utf-8")


def marks(site: Path) -> dict[str, list[str]]:
    """Every calculator and every computed value of every page, in order."""
    clean = {address: html.replace(SEARCH_NOTE, "") for address, html in pages(site)}
    found = {address: PANEL.findall(html) + VALUE.findall(html) for address, html in clean.items()}
    return {address: entries for address, entries in found.items() if entries}


def test_the_calculators_are_the_same_under_both_builders(both: dict[str, Path]) -> None:
    ours, theirs = marks(both["mkdocs"]), marks(both["zensical"])
    assert ours.keys() == theirs.keys()
    for address, entries in ours.items():
        assert entries == theirs[address], f"{address} differs between mkdocs and zensical"


def test_every_calculator_has_a_page(both: dict[str, Path]) -> None:
    html = "".join(html for _, html in pages(both["mkdocs"]))
    shown = set(re.findall(r'<calculator-panel[^>]*data-calculator="([a-z_]+)"', html))
    assert shown == {calculator.name for calculator in CATALOG}


def broken_links(site: Path) -> Iterator[str]:
    """Links inside the site that lead to no file or to no anchor."""
    known = {address: Page(html) for address, html in pages(site)}
    for address, page in known.items():
        for link in page.links:
            target, anchor = urldefrag(urljoin(HOST + address, link))
            if urlparse(target).netloc != urlparse(HOST).netloc:
                continue
            path = unquote(urlparse(target).path).lstrip("/")
            if path in known:
                carries_inputs = anchor.startswith("case=")
                if anchor and not carries_inputs and unquote(anchor) not in known[path].ids:
                    yield f"{address} → {link}: no such anchor"
            elif not (site / path).is_file():
                yield f"{address} → {link}: no such page"


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    assert list(broken_links(site)) == []


def test_pages_load_nothing_from_other_hosts(site: Path) -> None:
    for address, html in pages(site):
        strange = [url for url in Page(html).loaded if urlparse(url).netloc or url.startswith("//")]
        assert not strange, f"{address} loads {strange}"


def test_no_inline_style_or_handler_that_the_security_policy_would_block(site: Path) -> None:
    for address, html in pages(site):
        assert Page(html).inline_styles == [], address


def test_charts_are_finished_pictures_that_need_no_script(site: Path) -> None:
    html = dict(pages(site))
    for address in ("calculators/loan-schedule/", "calculators/loan-amount/", "calculators/fund-budget/"):
        plots = re.findall(r"<chart-plot\b.*?</chart-plot>", html[address], re.DOTALL)
        assert len(plots) >= 2, f"{address}: a chart of the result and the curve of 改一个数会怎样"
        for plot in plots:
            assert plot.count("<svg") == 2 and 'role="img"' in plot and "data-plot" not in plot
            assert not re.search(r"<script|<style|\sstyle=", plot)


def test_every_page_shows_its_purpose_and_date(site: Path) -> None:
    for address, html in pages(site):
        if not address.startswith("reference/") and "licences" not in address:
            assert 'class="page-facts"' in html, address
