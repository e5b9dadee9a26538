"""改一个数会怎样 on the page: the fold with its controls, and what a question of it answers.

Without script the fold shows the worked example's curve. The controls are woken by site_config/assets/what-if.js, which
sends texts and shows what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from calculators.calculator import Answer, Calculator, run
from calculators.errors import InputError
from calculators.fields import Field
from calculators.figure import plain
from calculators.money import settle
from calculators.views.chart_html import Draw, chart_html
from calculators.views.format import exact, shown
from calculators.views.html import table_html
from calculators.views.markup import Html, join, tag
from calculators.views.what_if import BUDGET, SLOW, Case, Curve, Point, curve, questions, typed, without_backwards
from calculators.views.what_if_target import AT_MOST, QUESTIONS, Reached, ask, new_figures, reach
from calculators.views.what_if_words import SIGNS, Said, chart, said_input, sentence, table, thresholds
from calculators.views.words import Words

type Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the visitor chose, as texts: which question, changed to what, which inverse question, with which target.

    `budget`: how many runs it may take; 0 for as many as usual.
    """

    field: str = ""
    at: str = ""
    question: str = ""
    target: str = ""
    budget: int = 0


def _number(found: Field, text: str) -> Decimal:
    """A text for the question, in the unit typed. Raises InputError as the form does."""
    value = plain(replace(found, required=True).read(text))
    assert isinstance(value, Decimal), "only questions with a number are offered"
    return value * 100 if found.kind == "percent" else value


def _curve(answer: Answer, values: Mapping[str, str], found: Field, chosen: Decimal, budget: int) -> Curve:
    here = typed(answer, found)
    assert here is not None, "offered only with a value"
    budget = min(budget or BUDGET, SLOW.get(answer.calculator.name, BUDGET))
    return curve(Case(answer.calculator, values, found, answer.result.headline, budget), here, 2 * max(here, chosen * 3 / 5))


def _picture(said: Said, draw: Draw | None) -> Html:
    drawn, words = chart(said), Words.of(said.answer)
    points = table_html(table(said), words)
    return chart_html(drawn, draw, points) if drawn is not None else points


def _marks(said: Said) -> Html:
    told = list(thresholds(said))
    if not told:
        return tag("p", "这个范围内没有门槛：起作用的限制和判定都没有变化。", class_="cp-what-none")
    items = (
        tag("li", tag("b", sign), " ", text, data_before=exact(one.before.x), data_after=exact(one.after.x))
        for sign, text, one in zip(SIGNS, told, said.curve.thresholds, strict=False)
    )
    return join(tag("p", "门槛（图上有同样的记号）："), tag("ul", *items, class_="cp-what-marks"))


def _reached(said: Said, target: Decimal, found: Reached) -> Html:
    """The answer to a target with its two forward checks, or the refusal with the nearest there is."""
    side = "不超过" if said.answer.calculator.name in AT_MOST else "不少于"
    goal = f"想让{said.headline}{side} {shown(target, said.unit)}"
    label, curve_ = said.asked.label, said.curve
    if found.good is None or found.next is None:
        span = f"{label}在 {said.x(curve_.low)}到 {said.x(found.high)}之间"
        verdict = "都能做到" if found.every else "都做不到"
        near = "" if found.nearest is None else f"；最接近的是 {said.x(found.nearest.x)}时的 {said.y(found.nearest)}"
        return tag("p", f"{goal}：{span}{verdict}{near}。", class_="cp-what-refused")
    word = "至少要" if found.rising else "最多可以是"
    more = f"范围内另有 {found.others} 处也会越过这个目标，见图。" if found.others else ""
    return join(
        tag("p", f"{goal}：{label}{word} ", tag("b", said.x(found.good.x), data_reached=exact(found.good.x)), "。", more),
        tag("ul", *(_check(said, point) for point in (found.good, found.next))),
    )


def _check(said: Said, point: Point) -> Html:
    return tag("li", f"验算：{said.asked.label} {said.x(point.x)}，{said.headline} {said.y(point)}", data_check=exact(point.x))


def _own_question(answer: Answer, values: Mapping[str, str], asked: Asked) -> Html:
    """The calculator's own inverse question: its figures with the forward checks, or why it refuses."""
    question = next(one for one in QUESTIONS[answer.calculator.name] if one.key == asked.question)
    got = ask(answer, values, question, asked.target)
    words, known = Words.of(got), answer.result.warnings
    rows = [
        tag("div", tag("dt", value.tag.label), tag("dd", tag("span", words(value), data_figure=key, data_value=exact(value))))
        for key, value in new_figures(answer, got).items()
    ]
    refused = [tag("p", text, class_="cp-what-refused") for text in got.result.warnings if text not in known]
    return join(tag("p", f"{question.label}："), tag("dl", *rows, class_="cp-figures") if rows else None, *refused)


def _target(answer: Answer, values: Mapping[str, str], said: Said, asked: Asked) -> Html | None:
    """What the target field asks; nothing when it is empty and the question needs one."""
    own = {one.key: one for one in QUESTIONS.get(answer.calculator.name, ())}
    if asked.question in own:
        return _own_question(answer, values, asked) if asked.target.strip() or not own[asked.question].target else None
    if not asked.target.strip() or not isinstance(said.curve.here.value, Decimal):
        return None
    goal = Field("target", "目标", "money" if said.unit == "元" else "percent" if said.unit == "%" else "number")
    wanted = settle(plain(goal.read(asked.target)))
    return _reached(said, wanted, reach(said.curve, wanted))


def _answered(answer: Answer, values: Mapping[str, str], asked: Asked, draw: Draw | None) -> tuple[Html, Json, str]:
    """The HTML below the controls, the state of the controls, and the sentence to announce."""
    offered = questions(answer)
    found = next((one for one in offered if one.key == asked.field), offered[0])
    problem, chosen = "", typed(answer, found) or Decimal(0)
    try:
        chosen = _number(found, asked.at) if asked.at.strip() and found.key == asked.field else chosen
    except InputError as error:
        problem = "；".join(error.by_field().values())
    said = Said(answer, _curve(answer, values, found, chosen, asked.budget))
    point = said.curve.case.at(chosen)
    text = problem or sentence(said, point)
    try:
        goal = _target(answer, values, said, asked)
    except InputError as error:
        goal = tag("p", _missing(answer.calculator, error), class_="cp-error")
    html = join(
        tag("p", text, class_="cp-error" if problem else "cp-what-said", data_what_said=True, data_value=exact(point.value)),
        tag("div", goal, class_="cp-what-goal", data_what_goal=True) if goal else None,
        _picture(said, draw),
        _marks(said),
    )
    return html, _controls(said, chosen, offered, asked), text


def _missing(calculator: Calculator, error: InputError) -> str:
    """What is wrong with a target; what belongs on the form is said to belong there."""
    groups = {one.key: one.group for one in calculator.fields}
    told = (f"{text}（在表单的“{groups[key]}”里填）" if groups.get(key) else text for key, text in error.by_field().items())
    return "；".join(told)


def _controls(said: Said, chosen: Decimal, offered: list[Field], asked: Asked) -> Json:
    curve_ = said.curve
    return {
        "fields": [[one.key, one.label] for one in offered],
        "field": said.asked.key,
        "low": exact(curve_.low),
        "high": exact(curve_.high),
        "step": exact(curve_.step) if curve_.low % curve_.step == 0 else "any",
        "at": exact(chosen),
        "said": said_input(said.asked, chosen),
        "unit": said.asked.shown_unit(),
        "counts": isinstance(said.curve.here.value, Decimal),
        "goal": f"想让{said.headline}{'不超过' if said.answer.calculator.name in AT_MOST else '不少于'}（{said.unit}）",
    }


def offered(answer: Answer) -> bool:
    """Whether the fold makes sense here: a headline that a number moves, and a number to move."""
    value = plain(answer.result.figures[answer.result.headline])
    return isinstance(value, (Decimal, str)) and bool(questions(answer))


def what_if(found: Calculator, values: Mapping[str, str], asked: Asked) -> Json:
    """The reply of the verb."""
    texts = without_backwards(found, values)
    try:
        answer = run(found, texts)
    except InputError:
        text = "表单里有需要修改的地方，改好以后再看这里。"
        return {"ok": False, "html": None, "announcement": text}
    if not offered(answer):
        return {"ok": False, "html": None, "announcement": "这组输入里没有可以变动的数。"}
    html, controls, text = _answered(answer, texts, asked, None)
    return {"ok": True, "html": str(html), "controls": controls, "announcement": text}


def fold_html(calculator: Calculator, values: Mapping[str, str], prefix: str, draw: Draw | None) -> Html | None:
    """The fold of a panel with the worked example's curve; nothing where there is nothing to vary."""
    texts = without_backwards(calculator, values)
    answer = run(calculator, texts)
    if not offered(answer):
        return None
    html, controls, _ = _answered(answer, texts, Asked(), draw)
    return tag(
        "what-if",
        tag(
            "details",
            tag("summary", "改一个数会怎样"),
            controls_html(calculator, controls, f"{prefix}-what"),
            tag("div", html, class_="cp-what-result", data_what_result=True),
            class_="cp-what",
        ),
    )


def controls_html(calculator: Calculator, now: Json, ident: str) -> Html:
    """The controls, hidden until the script wakes them."""
    options = [tag("option", label, value=key, selected=key == now["field"]) for key, label in now["fields"]]
    number = {"type": "text", "inputmode": "decimal", "value": now["at"], "autocomplete": "off"}
    slide = {"type": "range", "min": now["low"], "max": now["high"], "step": now["step"], "value": now["at"]}
    pieces = [
        _box("改哪一项", tag("select", *options, id=f"{ident}-field", data_what="field"), f"{ident}-field"),
        _box("改成多少", tag("input", **number, id=f"{ident}-at", data_what="at"), f"{ident}-at", now["unit"]),
        _box("拖动", tag("input", **slide, id=f"{ident}-slide", data_what="slide", aria_valuetext=now["said"]), f"{ident}-slide"),
    ]
    if now["counts"]:
        own = [(one.key, one.label) for one in QUESTIONS.get(calculator.name, ())]
        asks = [tag("option", label, value=key) for key, label in [("", "要达到下面的目标，上面选的这一项要多少"), *own]]
        target = tag("input", **{**number, "value": ""}, id=f"{ident}-target", data_what="target")
        pieces += [
            _box("倒过来问", tag("select", *asks, id=f"{ident}-question", data_what="question"), f"{ident}-question"),
            _box(now["goal"], target, f"{ident}-target"),
        ]
    status = tag("p", role="status", aria_live="polite", class_="cp-what-status", data_what_status=True)
    return tag("div", tag("div", *pieces, class_="cp-grid"), status, hidden=True, data_what_controls=True)


def _box(label: str, control: Html, ident: str, unit: str = "") -> Html:
    suffix = tag("span", unit, class_="cp-unit", data_what_unit=True) if unit else None
    return tag("div", tag("label", label, for_=ident), tag("div", control, suffix, class_="cp-box"), class_="cp-field")
