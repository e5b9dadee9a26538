"""The plan's checklist and progress, from two files the office fills in: docs/plan/acceptance.toml and progress.toml.

    {{ checklist goals }}          the rows of one section of the plan, with what would prove each and what is on record
    {{ progress institutions }}    one goal with a number: a bar for each period, or 未填报 while nothing is on record

What is on record needs its document; an empty record is shown as such, never as zero. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from calculators.strict import Table, load_toml
from calculators.views.markup import Html, join, tag

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "plan"
STATES = {"": "未填报", "done": "已完成", "partly": "部分完成", "not_done": "未完成"}
EMPTY = "未填报"


@dataclass(frozen=True)
class Item:
    """One thing the plan asks for, what would prove it, and what the office has put on record."""

    key: str
    clause: str
    text: str
    proof: str
    state: str
    document: str
    on: date | None


@dataclass(frozen=True)
class Period:
    """What was reached in one period; `reached` is None while nobody has reported it."""

    label: str
    reached: int | None
    document: str


@dataclass(frozen=True)
class Goal:
    """A goal with a number: from `least` to `most` in each period."""

    key: str
    title: str
    clause: str
    unit: str
    least: int
    most: int
    periods: tuple[Period, ...]


def _item(table: Table) -> Item:
    item = Item(
        key=table.text("key"),
        clause=table.text("clause"),
        text=table.text("text"),
        proof=table.text("proof"),
        state=table.choice("state", STATES, ""),
        document=table.text("document", ""),
        on=table.day("on", None),
    )
    table.done()
    if item.state and not (item.document and item.on):
        raise table.fail("state", f"{item.key} is {item.state} without proof; add document = 文件名称 and on = 日期")
    return item


def _period(table: Table) -> Period:
    period = Period(table.text("label"), table.take("reached", int, None), table.text("document", ""))
    table.done()
    if period.reached is not None and (period.reached < 0 or not period.document):
        raise table.fail("reached", f"{period.label}: {period.reached} needs a document = 文件名称 and may not be negative")
    return period


def _goal(table: Table) -> Goal:
    goal = Goal(
        key=table.text("key"),
        title=table.text("title"),
        clause=table.text("clause"),
        unit=table.text("unit"),
        least=table.take("least", int),
        most=table.take("most", int),
        periods=tuple(_period(entry) for entry in table.tables("period")),
    )
    table.done()
    return goal


@cache
def sections(folder: Path = FOLDER) -> dict[str, tuple[Item, ...]]:
    """The checklist by section key, in file order. Raises DataError for a record without proof or a key used twice."""
    source = load_toml(folder / "acceptance.toml")
    found: dict[str, tuple[Item, ...]] = {}
    keys: set[str] = set()
    for table in source.tables("section"):
        items = tuple(_item(entry) for entry in table.tables("item"))
        for item in items:
            if item.key in keys:
                raise table.fail("item", f"key {item.key} is used twice; keys are for links and must differ")
            keys.add(item.key)
        found[table.text("key")] = items
        table.done()
    source.done()
    return found


@cache
def goals(folder: Path = FOLDER) -> dict[str, Goal]:
    """The goals with a number, by key."""
    source = load_toml(folder / "progress.toml")
    found = {goal.key: goal for goal in map(_goal, source.tables("goal"))}
    source.done()
    return found


def _row(item: Item) -> Html:
    asked = join(tag("span", item.clause, class_="clause"), item.text)
    record = join(item.document, "，", item.on) if item.document else tag("span", EMPTY, class_="on-record-empty")
    return tag(
        "tr",
        tag("td", asked, id=item.key),
        tag("td", item.proof),
        tag("td", STATES[item.state], data_state=item.state or "empty"),
        tag("td", record),
    )


def checklist_html(section: str) -> Html:
    """One section as a table. Raises KeyError with the sections there are."""
    if section not in sections():
        raise KeyError(f"no section {section!r}; there are {', '.join(sections())}")
    heads = [tag("th", words, scope="col") for words in ("原文要求", "可以用什么证明", "完成情况", "证明材料和日期")]
    rows = [_row(item) for item in sections()[section]]
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), data_checklist=True)


def _bar(goal: Goal, period: Period) -> Html:
    if period.reached is None:
        return tag("span", class_="goal-bar goal-bar--empty", aria_hidden="true")
    words = f"{period.label}：{period.reached} {goal.unit}，目标 {goal.least}～{goal.most} {goal.unit}"
    shown = min(period.reached, goal.most)
    return tag("progress", words, class_="goal-bar", max=goal.most, value=shown, aria_label=words)


def _progress_rows(goal: Goal) -> Iterator[Html]:
    for period in goal.periods:
        reached = EMPTY if period.reached is None else f"{period.reached} {goal.unit}"
        target = f"{goal.least}～{goal.most} {goal.unit}"
        cells = (tag("th", period.label, scope="row"), tag("td", target), tag("td", reached))
        yield tag("tr", *cells, tag("td", _bar(goal, period)), tag("td", period.document or EMPTY))


def progress_html(key: str) -> Html:
    """One goal's table of periods. Raises KeyError with the goals there are."""
    if key not in goals():
        raise KeyError(f"no goal {key!r}; there are {', '.join(goals())}")
    goal = goals()[key]
    heads = [tag("th", words, scope="col") for words in ("时间", "目标", "完成", "进度", "证明材料")]
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *_progress_rows(goal)))
