"""One step of the journey as HTML: progress, questions, what they give so far, the way on, and all answers so far."""

from __future__ import annotations

from collections.abc import Callable

from calculators.calculator import Answer
from calculators.figure import plain
from calculators.journey import blocks
from calculators.journey.case import Case, Outcome
from calculators.journey.model import Question, Step
from calculators.journey.questions import BY_KEY, QUESTIONS, STEPS
from calculators.rules.eligibility import NOT_MET, UNKNOWN
from calculators.views.form import field_html
from calculators.views.html import table_html
from calculators.views.markup import Html, join, tag
from calculators.views.words import Words


def clause_rows(answer: Answer, state: str) -> list[tuple[str, str]]:
    """The clauses of the self-check in one state: the clause and what would change it."""
    table = next(table for table in answer.result.tables if table.key == "clauses")
    return [(str(row[0]), str(row[2] or "")) for row in table.rows if plain(row[1]) == state]


def _clauses(answer: Answer, state: str) -> tuple[int, Html]:
    rows = clause_rows(answer, state)
    return len(rows), blocks.listed(join(tag("b", clause), f"。{change}") for clause, change in rows)


def reasons(answer: Answer) -> Html:
    """What is not met, open to see, and what is not known, in a fold; each with what would change it."""
    (bad, failed), (unknown, left_open) = _clauses(answer, NOT_MET), _clauses(answer, UNKNOWN)
    return join(
        tag("h4", f"不符合的条件（{bad} 条）") if bad else None,
        failed,
        blocks.folded(f"还不清楚的条件（{unknown} 条）", left_open) if unknown else None,
    )


def table(answer: Answer, key: str) -> Html:
    """One table of an answer; nothing when it has no such table or no rows."""
    found = next((one for one in answer.result.tables if one.key == key and one.rows), None)
    return table_html(found, Words.of(answer)) if found else Html("")


def _schedule(answer: Answer) -> Html:
    return blocks.figures(answer, "total_repaid", "total_days", "periods", "regular_instalment", "last_payment")


def _cost(answer: Answer) -> Html:
    keys = ("rate_before", "rate_after", "saved", "net_cost", "total_interest", "total_fees", "total_subsidy")
    return blocks.figures(answer, *(key for key in keys if key != answer.result.headline))


SHOWN: dict[str, Callable[[Answer], Html]] = {
    "eligibility": reasons,
    "loan_amount": lambda answer: table(answer, "limits"),
    "loan_schedule": _schedule,
    "interest_subsidy": lambda answer: table(answer, "items"),
    "financing_cost": _cost,
}


def missing(outcome: Outcome) -> Html:
    """What keeps a step from being worked out, each with a way to mend it where a question is behind."""
    mended = [
        join(text, blocks.go(BY_KEY[key].step, f"去改“{BY_KEY[key].field.label}”", "pj-change", key))
        for key, text in outcome.problems.items()
    ]
    return tag(
        "div", tag("p", "这一步还算不出来："), blocks.listed([*outcome.missing, *mended]), class_="cp-warnings", data_missing=True
    )


def result(case: Case, step: Step) -> Html:
    """What a step gives so far, with the examples that it rests on."""
    outcome = case.outcome(step.key)
    if outcome.answer is None:
        return missing(outcome)
    examples = blocks.stands_in(case, case.examples_of(step.key))
    note = tag(
        "details", tag("summary", f"用了 {len(examples)} 个示例值，可以改"), blocks.listed(examples), class_="pj-stands-in"
    )
    return join(
        blocks.answer_head(outcome.answer),
        blocks.warned(outcome.answer.result.warnings),
        note if examples else None,
        SHOWN[step.key](outcome.answer),
    )


def _box(question: Question, case: Case, prefix: str, unasked: tuple[str, ...]) -> Html:
    value = case.typed.get(question.key, "")
    return field_html(question.field, value, f"{prefix}-{question.key.replace('_', '-')}", question.key in unasked)


def _form(step: Step, case: Case, prefix: str) -> Html:
    own = [question for question in QUESTIONS if question.step == step.key]
    unasked = case.unasked(step.key)
    groups: list[Html] = []
    for name in dict.fromkeys(question.field.group for question in own if not question.rare):
        boxes = [_box(q, case, prefix, unasked) for q in own if q.field.group == name and not q.rare]
        groups.append(tag("fieldset", tag("legend", name), tag("div", *boxes, class_="cp-grid"), class_="cp-group"))
    rare = [question for question in own if question.rare]
    if rare:
        boxes = [_box(question, case, prefix, unasked) for question in rare]
        opened = any(case.is_answered(question.key) or question.key in case.problems for question in rare)
        fold = tag("details", tag("summary", "更多选填项"), tag("div", *boxes, class_="cp-grid"), class_="cp-more", open=opened)
        groups.append(tag("fieldset", tag("legend", "更多选填项", class_="cp-unseen"), fold, class_="cp-group cp-optional"))
    label = f"{step.title}：填写"
    return tag("form", *groups, class_="cp-form", novalidate=True, autocomplete="off", aria_label=label)


def recap(case: Case) -> Html:
    """Every answer so far, each with a way to change it; nothing before the first answer."""
    rows = [answer_row(case, question) for question in QUESTIONS if case.is_answered(question.key)]
    if not rows:
        return Html("")
    clear = tag("button", "清除全部", type="button", class_="pj-clear", data_clear=True)
    return tag(
        "details",
        tag("summary", f"已填的内容（{len(rows)} 项）"),
        tag("dl", *rows, class_="pj-recap"),
        tag("p", "内容只存在这个浏览器标签页里，不会发到任何地方。", clear),
        class_="pj-answers",
    )


def answer_row(case: Case, question: Question, change: bool = True) -> Html:
    """One question with what stands for it, how that came about, and the way to change it."""
    said = case.said(question.key)
    button = blocks.go(question.step, "修改", "pj-change", question.key) if change else None
    words = blocks.in_words(question, case, said)
    return tag("div", tag("dt", question.field.label), tag("dd", tag("span", words), blocks.mark(question, said), button))


def _ways(place: str) -> Html:
    """Back and on."""
    before, after = blocks.neighbour(place, -1), blocks.neighbour(place, 1)
    back = blocks.go(before, "上一步", "pj-back") if before else None
    on = blocks.go(after, f"下一步：{blocks.title_of(after)}", "pj-next") if after else None
    return tag("div", back, on, class_="pj-ways")


def progress(number: int) -> str:
    """Where the visitor is."""
    return f"第 {number} 步，共 {len(STEPS)} 步"


def step_html(case: Case, step: Step, prefix: str) -> Html:
    """The whole page of a step."""
    number = STEPS.index(step) + 1
    return tag(
        "section",
        tag("p", progress(number), class_="pj-progress"),
        tag("progress", value=number, max=len(STEPS), aria_label=progress(number), class_="pj-bar"),
        tag("h2", step.title, tabindex="-1", data_heading=True),
        tag("p", step.lead, class_="cp-intro"),
        _form(step, case, prefix),
        tag("section", result(case, step), class_="cp-result", data_result=True, aria_label=f"{step.title}：结果"),
        _ways(step.key),
        recap(case),
        blocks.calculator_link(case, step),
        class_="pj-step",
        data_step=step.key,
        data_next=blocks.neighbour(step.key, 1),
    )
