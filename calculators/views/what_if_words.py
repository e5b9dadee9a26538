"""What 改一个数会怎样 says: the sentence, the thresholds with their names, the chart and the table of the same points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.calculator import Answer, Column, Table
from calculators.fields import Field
from calculators.views.chart import Chart, Mark, Series
from calculators.views.derivation import tag_of
from calculators.views.format import shown
from calculators.views.what_if import Curve, Point, Threshold
from calculators.views.words import Words

# Nearer than this part of the range, two signs would touch on a telephone.
CLOSE = 16
SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Said:
    """Says points of one curve in the words of the answer that it starts from."""

    answer: Answer
    curve: Curve

    @property
    def asked(self) -> Field:
        """The question that is varied."""
        return self.curve.case.field

    @property
    def unit(self) -> str:
        """The unit of the headline."""
        return tag_of(self.answer.result.figures[self.answer.result.headline]).unit

    @property
    def headline(self) -> str:
        """The name of the headline."""
        return tag_of(self.answer.result.figures[self.answer.result.headline]).label

    def x(self, value: Decimal) -> str:
        """A value of the question with its unit."""
        return said_input(self.asked, value)

    def drawn_x(self, value: Decimal) -> Decimal:
        """The value as charts and tables take it: a fraction where the question is in percent."""
        return value / 100 if self.asked.kind == "percent" else value

    def y(self, point: Point) -> str:
        """The headline at a point, or why there is none."""
        if point.value is None:
            return point.problem or "没有结果"
        return shown(point.value, self.unit, self.answer.result.codes)

    def verdict(self, point: Point) -> str:
        """The codes of a point in words."""
        if point.problem:
            return point.problem
        pairs = ((key, self.code(key, value)) for key, value in point.verdict if key != self.answer.result.headline)
        return "；".join(f"{self.name(key)}：{text}" for key, text in pairs)

    def name(self, key: str) -> str:
        """The name of a verdict; one that the first answer does not have goes by what it decides."""
        value = self.answer.result.figures.get(key)
        return tag_of(value).label if value is not None and hasattr(value, "tag") else "判定"

    def code(self, key: str, value: Any) -> str:
        """One code in words."""
        words = Words.of(self.answer)
        if isinstance(value, str) and value in words.choices.get(key, {}):
            return words.choices[key][value]
        return shown(value, "", self.answer.result.codes)

    def changes(self, threshold: Threshold) -> str:
        """What is different after the threshold, each verdict by name."""
        before, after = dict(threshold.before.verdict), dict(threshold.after.verdict)
        if threshold.after.problem:
            return f"不能计算：{threshold.after.problem}"
        if threshold.before.problem:
            return "开始可以计算"
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        told = (f"{self.name(k)}由“{self._or_none(k, before)}”变为“{self._or_none(k, after)}”" for k in keys)
        return "，".join(told)

    def _or_none(self, key: str, found: dict[str, Any]) -> str:
        return self.code(key, found[key]) if key in found else "没有"


def said_input(asked: Field, value: Decimal) -> str:
    """A value of a question, in the unit typed, as people read it."""
    unit = asked.shown_unit()
    return shown(value / 100, "%") if asked.kind == "percent" else shown(value, unit)


def sentence(said: Said, chosen: Point) -> str:
    """What happens at the chosen value, beside what is now."""
    here = said.curve.here
    label, now = said.asked.label, said.y(here)
    if chosen.x == here.x:
        return f"现在{label}是 {said.x(here.x)}，{said.headline}是 {now}。"
    text = f"{label}从 {said.x(here.x)}改为 {said.x(chosen.x)}，{said.headline}从 {now}变为 {said.y(chosen)}"
    if isinstance(chosen.value, Decimal) and isinstance(here.value, Decimal):
        change = chosen.value - here.value
        amount = f"{shown(abs(change) * 100)} 个百分点" if said.unit == "%" else shown(abs(change), said.unit)
        text += f"，{'增加' if change > 0 else '减少'} {amount}" if change else "，没有变化"
    return f"{text.rstrip('。')}。"


def thresholds(said: Said) -> Iterator[str]:
    """One sentence for each threshold: where, what changes, and the headline on both sides."""
    for threshold in said.curve.thresholds[: len(SIGNS)]:
        before, after = threshold.before, threshold.after
        place = f"{said.asked.label}到 {said.x(after.x)}时"
        if not threshold.exact:
            place = f"{said.asked.label}在 {said.x(before.x)}和 {said.x(after.x)}之间的某处"
        text = f"{place}，{said.changes(threshold).rstrip('。')}"
        if isinstance(before.value, Decimal) and isinstance(after.value, Decimal):
            text += f"；{said.headline}在 {said.x(before.x)}时是 {said.y(before)}，在 {said.x(after.x)}时是 {said.y(after)}"
        yield f"{text}。"


def table(said: Said) -> Table:
    """The points of the curve, the very same that are drawn."""
    asked = said.asked
    unit = "%" if asked.kind == "percent" else asked.shown_unit()
    columns: tuple[Column, ...] = (
        Column("x", asked.label, unit),
        Column("value", said.headline, said.unit),
        Column("verdict", "判定", wide=True),
    )
    codes = said.answer.result.codes
    rows: list[tuple[Any, ...]] = []
    for point in said.curve.points:
        value = point.value if point.value is None or isinstance(point.value, Decimal) else shown(point.value, "", codes)
        rows.append((said.drawn_x(point.x), value, said.verdict(point) or None))
    if not any(row[2] for row in rows):
        columns, rows = columns[:2], [row[:2] for row in rows]
    return Table("what_if", f"{asked.label}变动时的{said.headline}", columns, tuple(rows))


def chart(said: Said) -> Chart | None:
    """The curve with its thresholds; None when the headline is no number."""
    curve = said.curve
    values = [point.value if isinstance(point.value, Decimal) else None for point in curve.points]
    numbers = [value for value in values if value is not None]
    if not numbers:
        return None
    lowest, highest = (shown(one, said.unit) for one in (min(numbers), max(numbers)))
    text = f"{said.asked.label}从 {said.x(curve.low)}到 {said.x(curve.high)}，{said.headline}在 {lowest}到 {highest}之间"
    text += f"；有 {len(curve.thresholds)} 个门槛。" if curve.thresholds else "；判定没有变化。"
    shown_table = table(said)
    places = tuple(said.drawn_x(point.x) for point in curve.points)
    unit = "%" if said.asked.kind == "percent" else said.asked.shown_unit()
    series = (Series(said.headline, tuple(values), line=True),)
    return Chart("what_if", shown_table.title, text, said.asked.label, places, series, said.unit, shown_table, True,
                 axis_unit=unit, numeric=True, marks=tuple(_marks(said)))  # fmt: skip


def _marks(said: Said) -> list[Mark]:
    """The thresholds and where the visitor stands; signs that would be printed over each other stand side by side."""
    curve = said.curve
    places = [(one.after.x, sign) for sign, one in zip(SIGNS, curve.thresholds, strict=False)]
    marks: list[Mark] = []
    last = None
    for x, sign in sorted([*places, (curve.here.x, "现在")]):
        if last is not None and (x - last) * CLOSE < curve.high - curve.low:
            marks[-1] = Mark(f"{marks[-1].name}{sign}", marks[-1].at)
        else:
            marks.append(Mark(sign, said.drawn_x(x)))
            last = x
    return marks
