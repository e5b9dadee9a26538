"""The pieces that the pages of a journey share: marks, amounts in capitals, what an answer says, links to a calculator."""

from __future__ import annotations

from collections.abc import Iterable

from calculators.calculator import Answer
from calculators.catalog import calculator
from calculators.figure import Figure, plain, unverified
from calculators.journey.case import Case
from calculators.journey.model import Question, Said, Step
from calculators.journey.questions import BY_KEY, PLACES, STEPS, UNCLEAR
from calculators.views.capital_amount import capital
from calculators.views.derivation import tag_of
from calculators.views.format import exact, shown
from calculators.views.html import UNVERIFIED, headline
from calculators.views.markup import Html, join, tag
from calculators.views.take import share
from calculators.views.words import Words

IS_EXAMPLE = "示例"
EXAMPLE_MARK = tag("span", "示例参数", class_="pj-example", title="没有填写，用示例值试算，可以改")
WORKED_MARK = tag("span", "前面算出", class_="pj-worked")


def listed(items: Iterable[object], ordered: bool = False, name: str | None = None) -> Html:
    """A list; nothing for no items."""
    entries = [tag("li", item) for item in items]
    return tag("ol" if ordered else "ul", *entries, class_=name) if entries else Html("")


def title_of(place: str) -> str:
    """The title of a step, or of the report."""
    return next((step.title for step in STEPS if step.key == place), "测算报告")


def neighbour(place: str, by: int) -> str | None:
    """The place before or after."""
    at = PLACES.index(place) + by
    return PLACES[at] if 0 <= at < len(PLACES) else None


def go(place: str, text: str, name: str, field: str | None = None) -> Html:
    """A button that leads to a place, and there to a question."""
    return tag("button", text, type="button", class_=name, data_goto=place, data_at=field)


def in_words(question: Question, case: Case, said: Said) -> str:
    """What stands for a question, as people read it, with its unit."""
    if said.origin == "open":
        return UNCLEAR if question.field.blank == UNCLEAR else "没有填"
    value = plain(question.field.read(said.text))
    if question.field.kind == "choice":
        return dict(question.field.choices)[value]
    return shown(value, question.field.shown_unit())


def mark(question: Question, said: Said) -> Html | None:
    """How a text came about, when nobody typed it: a real example, a usual or plain assumption, or an earlier result."""
    if said.origin == "example":
        return EXAMPLE_MARK if question.note.startswith(IS_EXAMPLE) else tag("span", question.note, class_="pj-worked")
    return WORKED_MARK if said.origin == "worked" else None


def rests_on_examples(case: Case, step: str) -> bool:
    """Whether a step rests on a made-up example, directly or through an earlier step."""
    return any(BY_KEY[key].note.startswith(IS_EXAMPLE) for key in case.examples_of(step))


def folded(title: object, *body: object, name: str = "pj-fold") -> Html:
    """Something long that opens on demand."""
    return tag("details", tag("summary", title), *body, class_=name)


def stands_in(case: Case, keys: Iterable[str]) -> list[Html]:
    """Each example that stands in, with its value, why it is only an example, and the way to change it."""
    found = []
    for key in keys:
        question = BY_KEY[key]
        said = case.said(key)
        value = tag("b", in_words(question, case, said))
        change = go(question.step, "修改", "pj-change", key)
        found.append(join(f"{question.field.label}：", value, f"（{question.note}）", change))
    return found


def amount_in_capitals(value: Figure | None) -> Html | None:
    """人民币大写 under an amount."""
    words = capital(plain(value)) if value is not None else ""
    return tag("p", f"大写：{words}", class_="pj-capital") if words else None


def answer_head(answer: Answer, in_capitals: bool = True) -> Html:
    """The headline of a step with its sentence; amounts of money in capitals too."""
    value = answer.result.figures[answer.result.headline]
    is_money = in_capitals and value.__class__ is Figure and tag_of(value).unit == "元"
    return join(headline(answer.result, Words.of(answer)), amount_in_capitals(value) if is_money else None)


def figures(answer: Answer, *keys: str) -> Html:
    """Some figures of an answer by name, those that it has."""
    words, found = Words.of(answer), answer.result.figures
    rows = []
    for key in (key for key in keys if found.get(key) is not None):
        value = found[key]
        label = tag_of(value).label if value.__class__ is Figure else key
        doubt = UNVERIFIED if value.__class__ is Figure and unverified(value) else None
        rows.append(tag("div", tag("dt", label),
                        tag("dd", tag("span", words(value), data_figure=key, data_value=exact(value)), doubt)))  # fmt: skip
    return tag("dl", *rows, class_="cp-figures") if rows else Html("")


def warned(texts: Iterable[str]) -> Html:
    """What deserves attention."""
    items = listed(texts)
    return tag("div", items, class_="cp-warnings") if items else items


def calculator_link(case: Case, step: Step) -> Html:
    """The calculator behind a step with the same inputs in it, where everything else can be set."""
    outcome = case.outcome(step.key)
    inputs = share(outcome.answer, outcome.values) if outcome.answer else ""
    address = f"../calculators/{step.key.replace('_', '-')}/{inputs}"
    title = calculator(step.key).title
    return tag("p", "想改更多条件，", tag("a", f"带着这些数在“{title}”里打开", href=address), "。", class_="pj-open")
