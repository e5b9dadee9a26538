"""Editorial rules of the Chinese pages: what each page must say, what it may link, and what it must mark."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from calculators.policy import all_clauses, all_parameters, all_schemes

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / "docs"
DATA = Path(__file__).parent / "content"
GENERATED = ("reference/", "about/licences.md")
CALCULATOR_ANCHORS = {"when", "when-not", "sources"}

PAGES = sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md"))
WRITTEN = [name for name in PAGES if not name.startswith(GENERATED)]
NOT_ONE_CALCULATOR = {"calculators/index.md", "calculators/scheme-comparison.md"}
CALCULATOR_PAGES = [name for name in WRITTEN if name.startswith("calculators/") and name not in NOT_ONE_CALCULATOR]

HEADING = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
ANCHOR = re.compile(r"\{\s*#([a-z0-9][a-z0-9-]*)\s*\}$")
EXTERNAL = re.compile(r"https?://[^\s)>\"'`]+")
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def table(name: str) -> dict:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def front_of(name: str) -> dict:
    """The front matter; an empty table when there is none."""
    match = re.match(r"---\n(.*?)\n---\n", text_of(name), re.DOTALL)
    return yaml.safe_load(match.group(1)) if match else {}


def plain(markdown: str) -> str:
    """What a reader sees: links become their words, marks and white space go."""
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown)
    words = re.sub(r"\{[.#:][^}]*\}", "", words)
    return re.sub(r"[\s*`|]+", "", words)


def blocks(markdown: str) -> list[str]:
    """Paragraphs, list items, table rows and definitions, one string each."""
    return re.split(r"\n(?=\s*\n|\s*[-|]|\s*\d+\. |:)", markdown)


def anchors_of(name: str) -> list[str]:
    return [
        found.group(1) if (found := ANCHOR.search(title)) else f"?{title}"
        for title in HEADING.findall(FENCE.sub("", text_of(name)))
    ]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_page_says_what_it_is_for_whom_and_how_old(name: str) -> None:
    front = front_of(name)
    assert front.get("title") and front.get("audience"), f"{name}: front matter needs title and audience"
    assert str(front.get("description", "")).endswith("。"), f"{name}: description is one sentence that ends with 。"
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", front.get("last_checked", "")), f"{name}: last_checked is a quoted date"


@pytest.mark.parametrize("name", WRITTEN)
def test_every_page_ends_with_its_sources(name: str) -> None:
    assert anchors_of(name)[-1] == "sources", f"{name}: the last section is ## 依据与来源 {{#sources}}"
    last = text_of(name).rsplit("{#sources}", 1)[1]
    assert re.search(r"^- \S", last, re.MULTILINE), f"{name}: list at least one source"


@pytest.mark.parametrize("name", PAGES)
def test_every_second_level_heading_has_an_ascii_anchor_of_its_own(name: str) -> None:
    anchors = anchors_of(name)
    assert not [anchor for anchor in anchors if anchor.startswith("?")], f"{name}: write {{#ascii-anchor}} after each ## heading"
    assert len(anchors) == len(set(anchors)), f"{name}: an anchor is used twice"


@pytest.mark.parametrize("name", WRITTEN)
def test_one_first_level_heading_and_no_placeholder(name: str) -> None:
    body = FENCE.sub("", text_of(name))
    assert len(re.findall(r"^# \S", body, re.MULTILINE)) == 1, f"{name}: exactly one # heading"
    assert not re.search(r"lorem|TODO|TBD|待补充|此处填写|敬请期待", body), f"{name}: unfinished text"


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_calculator_pages_keep_one_shape(name: str) -> None:
    text = text_of(name)
    assert set(anchors_of(name)) >= CALCULATOR_ANCHORS, f"{name}: needs the sections when, when-not and sources"
    opening = text.split("---\n", 2)[2].split("\n## ")[0]
    assert re.search(r"^\{\{ calculator [a-z_]+ example=[a-z_]+ \}\}$", opening, re.MULTILINE), (
        f"{name}: the live calculator comes first"
    )


@pytest.mark.parametrize("clause", table("plan_facts.toml")["clause"], ids=lambda clause: f"{clause['page']}:{clause['number']}")
def test_the_plan_pages_keep_every_fact_of_the_plan(clause: dict) -> None:
    page = text_of(f"plan/{clause['page']}")
    seen = plain(page)
    missing = [fact for fact in clause["facts"] if plain(fact) not in seen]
    assert not missing, f"plan/{clause['page']}: clause {clause['number']} has lost {missing}"
    assert not clause["number"] or f"**{clause['number']}**{{.clause}}" in page, f"clause number {clause['number']} is not shown"


@pytest.mark.parametrize("claim", table("unverified.toml")["claim"], ids=lambda claim: claim["page"])
def test_what_nobody_has_checked_is_marked(claim: dict) -> None:
    parts = blocks(text_of(claim["page"]))
    for text in claim["texts"]:
        holders = [part for part in parts if text in part]
        assert holders, f"{claim['page']}: {text!r} is gone; correct tests/content/unverified.toml"
        unmarked = [part.strip() for part in holders if "待核实" not in part]
        assert not unmarked, f"{claim['page']}: mark 待核实 in {unmarked}"


@pytest.mark.parametrize("name", WRITTEN)
def test_external_links_are_on_the_list(name: str) -> None:
    links = table("links.toml")
    assert set(links["allowed"].values()) <= {"A", "B"}
    body = FENCE.sub("", text_of(name))
    strange = {url for url in EXTERNAL.findall(body) if url not in links["allowed"] and "127.0.0.1" not in url}
    assert not strange, f"{name}: not on tests/content/links.toml: {strange}"


@pytest.mark.parametrize("name", PAGES)
def test_no_mirror_page_is_named(name: str) -> None:
    text = text_of(name)
    named = [host for host in table("links.toml")["refused"]["hosts"] if host in text]
    assert not named, f"{name}: these sources have trust C, name the document instead: {named}"


def test_generated_pages_link_only_trusted_citations() -> None:
    cites = [dated.cite for entry in all_parameters().values() for dated in entry.values]
    cites += [one.cite for one in (*all_schemes().values(), *all_clauses().values())]
    trusted = {cite.url for cite in cites if cite.url and cite.trust in ("A", "B")}
    linked = {url for name in PAGES if name.startswith("reference/") for url in EXTERNAL.findall(text_of(name))}
    assert linked, "run `python -m site_config prepare` first: the reference pages are missing"
    assert linked <= trusted, f"no citation of trust A or B has these addresses: {linked - trusted}"


def test_the_special_fund_is_never_said_to_be_in_force() -> None:
    for name in WRITTEN:
        for block in blocks(text_of(name)):
            if re.search(r"专项资金.{0,30}(现行|有效|申领|申请)", block):
                assert re.search(r"不|没有|未", block), f"{name}: {block.strip()}"


FEE_ROW = re.compile(r"^\| ([^|]*?) \| 第 (\d+)～(\d+) 年 \| (\d+) \|$", re.MULTILINE)
KINDS = {"发明专利": ["invention"], "实用新型、外观设计": ["utility_model", "design"], "外观设计": ["design"]}


def test_annual_fees_on_the_page_are_those_of_the_data() -> None:
    rows = FEE_ROW.findall(text_of("guides/registration.md"))
    shown = {f"annual_fee.{key}.{start}_{end}": fee for kind, start, end, fee in rows for key in KINDS[kind]}
    held = {
        key: str(entry.values[-1].value)
        for key, entry in all_parameters().items()
        if key.startswith("annual_fee.") and "_rate" not in key
    }
    assert shown == held


PLEDGE_RATES = {
    "sample.invention": "发明专利不超过评估值的 {}%",
    "sample.utility_model": "实用新型不超过 {}%",
    "sample.longest_term": "期限最长 {} 年",
    "practice.low": "大约在 {}%～",
    "practice.high": "～{}%",
}


@pytest.mark.parametrize("key", PLEDGE_RATES)
def test_pledge_rates_on_the_page_are_those_of_the_data(key: str) -> None:
    value = all_parameters()[f"pledge_rate.{key}"].values[-1].value
    assert PLEDGE_RATES[key].format(value) in text_of("calculators/loan-amount.md")
