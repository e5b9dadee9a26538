"""The teaching cases: one shape, marked as fiction, computed, live; and the published ones: links only where allowed."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from calculators.examples import all_examples

CASES = Path(__file__).parent.parent / "docs" / "cases"
STAGES = CASES.parent / "guides" / "stages"
TEACHING = sorted(path.name for path in CASES.glob("*.md") if path.name not in ("index.md", "published.md"))
ANCHORS = ["need", "patent", "self-check", "calculation", "result", "lessons", "sources"]
STAGE_ANCHORS = ["what", "documents", "where", "time", "fee", "refusals", "next", "sources"]
EMBED = re.compile(r"\{\{ (?:calculator (\w+)|value (\w+)\.\w+) example=(\w+) \}\}")

LIVE = re.compile(r"^\{\{ calculator (\w+) example=(\w+) \}\}$", re.MULTILINE)
OPEN = re.compile(r"\{\{ open (\w+) example=(\w+) page=(\S+) \}\}")

QUANTITY = re.compile(r"(\d+(?:\.\d+)?) ?(万元|元|%|人|次|倍|期|天)")
# Numbers of the story or of somebody's published rule, which no example of the page holds.
STORY = {
    "food.md": ["30 万元"],
    "materials.md": ["360 天", "40%"],
    "silver.md": ["2 人", "30%"],
    "tourism.md": ["5 万元"],
}


def anchors(path: Path) -> list[str]:
    return re.findall(r"^## .*\{#([a-z0-9-]+)\}$", path.read_text(encoding="utf-8"), re.MULTILINE)


def used(text: str) -> set[tuple[str, str]]:
    return {(live or value, key) for live, value, key in EMBED.findall(text)}


@pytest.mark.parametrize("name", TEACHING)
def test_a_teaching_case_has_the_shape_of_all(name: str) -> None:
    assert anchors(CASES / name) == ANCHORS


@pytest.mark.parametrize("name", TEACHING)
def test_a_teaching_case_says_first_that_it_is_fiction(name: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8")
    assert re.search(r"^description: 虚构示例：", text, re.MULTILINE)
    opening = text.split("\n# ")[1].split("\n## ")[0]
    assert "**虚构示例。**" in opening and re.search(r"^结果：.*\*\*", opening, re.MULTILINE)


@pytest.mark.parametrize("name", TEACHING)
def test_a_teaching_case_is_computed_and_opens_live(name: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8")
    live = re.findall(r"^\{\{ calculator \w+ example=(case_\w+) \}\}$", text, re.MULTILINE)
    assert len(live) == 1, "one live calculator, on a line of its own"
    assert len(used(text)) >= 2 and all(key.startswith("case_") for _, key in used(text))


@pytest.mark.parametrize("name", TEACHING)
def test_every_step_of_a_teaching_case_opens_in_its_calculator(name: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8")
    opened = {(calculator, key): page for calculator, key, page in OPEN.findall(text)}
    assert used(text) == set(opened) | set(LIVE.findall(text))
    missing = [
        page for page in opened.values() if not (CASES / page.removeprefix("../").rstrip("/")).with_suffix(".md").is_file()
    ]
    assert missing == [], "from cases/tea/ up two folders: page=../../calculators/…/"


def numbers_of_examples(pairs: set[tuple[str, str]]) -> set[Decimal]:
    """Every number typed into or expected from some examples, 万 written out."""
    found: set[Decimal] = set()
    for calculator, key in pairs:
        example = all_examples()[calculator, key]
        for digits, wan in re.findall(
            r"(\d[\d,]*(?:\.\d+)?)(万?)", " ".join([*example.inputs.values(), *example.expect.values()])
        ):
            number = Decimal(digits.replace(",", ""))
            found.add(number * 10000 if wan else number)
    return found


@pytest.mark.parametrize("name", TEACHING)
def test_numbers_written_by_hand_are_those_of_the_examples(name: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8").split("\n---\n", 1)[1].split("{#sources}")[0]
    known = numbers_of_examples(used(text))
    prose = re.sub(r"\{\{.*?\}\}|\{[#.:][^}]*\}|\]\([^)]*\)|`[^`]*`", "", text)
    found = {match.group(): match for match in QUANTITY.finditer(prose)}
    strange = [words for words, m in found.items() if Decimal(m.group(1)) * (10000 if m.group(2) == "万元" else 1) not in known]
    assert sorted(strange) == STORY.get(name, []), f"{name}: correct the number, or say in STORY that no calculator knows it"


def test_every_example_of_a_case_is_on_a_page() -> None:
    pages = [*CASES.glob("*.md"), *(CASES.parent / "guides").rglob("*.md")]
    shown = set().union(*(used(page.read_text(encoding="utf-8")) for page in pages))
    assert {pair for pair in all_examples() if pair[1].startswith("case_")} <= shown


def test_refusals_and_failures_are_taught_too() -> None:
    endings = [re.search(r"^结果：(.*)$", (CASES / name).read_text(encoding="utf-8"), re.MULTILINE) for name in TEACHING]
    failed = [end.group(1) for end in endings if end and re.search("没办成|被拒|逾期", end.group(1))]
    assert len(TEACHING) >= 8 and len(failed) >= 3, failed


def test_the_index_names_every_case() -> None:
    index = (CASES / "index.md").read_text(encoding="utf-8")
    assert [name for name in TEACHING if f"({name})" not in index] == []


def test_published_cases_of_trust_c_have_no_link_and_the_others_name_their_source() -> None:
    rows = [row for row in (CASES / "published.md").read_text(encoding="utf-8").splitlines() if re.search(r"，[ABC] \|$", row)]
    assert len(rows) == 15
    assert [row for row in rows if row.endswith("，C |") and "http" in row] == []


@pytest.mark.parametrize("path", sorted(STAGES.glob("*.md")), ids=lambda path: path.stem)
def test_every_stage_answers_the_same_questions(path: Path) -> None:
    assert anchors(path) == STAGE_ANCHORS
