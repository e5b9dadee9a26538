"""The plan's checklist and progress: complete, empty while nobody has reported, refused without proof."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from calculators.errors import DataError
from site_config import plan_tables
from site_config.plan_tables import checklist_html, goals, progress_html, sections

PLAN = Path(__file__).parent / "content" / "plan_facts.toml"
ITEM = '[[section]]\nkey = "a"\n[[section.item]]\nkey = "k"\nclause = "二"\ntext = "事项"\nproof = "材料"\n'
GOAL = (
    '[[goal]]\nkey = "g"\ntitle = "目标"\nclause = "二"\nunit = "家"\nleast = 3\nmost = 5\n[[goal.period]]\nlabel = "2017 年"\n'
)


def written(folder: Path, checklist: str = "", progress: str = "") -> Path:
    (folder / "acceptance.toml").write_text(checklist, encoding="utf-8")
    (folder / "progress.toml").write_text(progress, encoding="utf-8")
    return folder


def test_every_numbered_clause_of_goals_tasks_steps_and_safeguards_is_on_the_checklist() -> None:
    numbers = {clause["number"] for clause in tomllib.loads(PLAN.read_text(encoding="utf-8"))["clause"]}
    wanted = {number for number in numbers if number[:1] in ("二", "三", "四", "五")}
    assert {item.clause for items in sections().values() for item in items} == wanted


def test_the_goals_with_a_number_are_those_of_the_plan() -> None:
    assert {key: (goal.least, goal.most) for key, goal in goals().items()} == {"institutions": (3, 5), "enterprises": (5, 6)}


def test_nothing_on_record_is_shown_as_such_and_not_as_zero() -> None:
    html = progress_html("enterprises")
    assert html.count("goal-bar--empty") == len(goals()["enterprises"].periods) and "未填报" in html
    assert "<progress" not in html and "0 家" not in html


def test_what_is_on_record_is_a_bar_with_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = written(tmp_path, progress=GOAL + 'reached = 4\ndocument = "协议 4 份"\n')
    monkeypatch.setattr(plan_tables, "goals", lambda: goals(folder))
    html = progress_html("g")
    assert 'max="5" value="4"' in html and 'aria-label="2017 年：4 家，目标 3～5 家"' in html and "协议 4 份" in html


@pytest.mark.parametrize("more", ["reached = 4\n", 'reached = -1\ndocument = "无"\n'])
def test_a_number_needs_its_document(tmp_path: Path, more: str) -> None:
    with pytest.raises(DataError, match="2017 年.*needs a document"):
        goals(written(tmp_path, progress=GOAL + more))


@pytest.mark.parametrize(
    "more", ['state = "done"\n', 'state = "done"\ndocument = "文件"\n', 'state = "partly"\non = 2019-08-20\n']
)
def test_a_state_needs_its_document_and_day(tmp_path: Path, more: str) -> None:
    with pytest.raises(DataError, match="without proof"):
        sections(written(tmp_path, checklist=ITEM + more))


def test_a_key_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="key k is used twice"):
        sections(written(tmp_path, checklist=ITEM + ITEM.removeprefix('[[section]]\nkey = "a"\n')))


def test_an_unknown_section_or_goal_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="no section 'x'; there are goals, incentives"):
        checklist_html("x")
    with pytest.raises(KeyError, match="no goal 'x'; there are institutions, enterprises"):
        progress_html("x")


def test_every_row_of_a_section_is_shown_with_a_place_to_link_to() -> None:
    for key, items in sections().items():
        assert re.findall(r'<td id="([a-z-]+)">', checklist_html(key)) == [item.key for item in items]
