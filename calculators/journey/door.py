"""The journey's answer to one request: which page, its HTML, what to mend, what to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calculators.journey import link, steps
from calculators.journey.case import Case
from calculators.journey.questions import BY_KEY, PLACES, QUESTIONS, REPORT, STEPS
from calculators.journey.report import report_html
from calculators.views.markup import Html

PREFIX = "pj"


def _problems_of(case: Case, place: str) -> dict[str, str]:
    """What has to be mended on a step: unreadable answers and what its calculator refuses of its own questions.

    What it refuses of earlier steps does not stop the journey: the step says what is missing and how to mend it.
    """
    found = case.problems | dict(case.outcome(place).problems)
    return {key: text for key, text in found.items() if BY_KEY[key].step == place}


def _place(case: Case, wanted: str) -> tuple[str, dict[str, str]]:
    """The page to show: the one wanted, or the first before it on which something has to be mended."""
    for step in STEPS[: PLACES.index(wanted) + 1]:
        problems = _problems_of(case, step.key)
        if problems:
            return step.key, problems
    return wanted, {}


def page(case: Case, place: str, prefix: str = PREFIX) -> Html:
    """One page of the journey."""
    if place == REPORT:
        return report_html(case, prefix)
    return steps.step_html(case, next(step for step in STEPS if step.key == place), prefix)


def _said(case: Case, place: str, errors: Mapping[str, str]) -> str:
    if errors:
        return f"有 {len(errors)} 处需要修改：{'；'.join(errors.values())}"
    if place == REPORT:
        return "报告已经生成。"
    outcome = case.outcome(place)
    if outcome.answer is None:
        return f"这一步还算不出来：{'；'.join((*outcome.missing, *outcome.problems.values()))}"
    return outcome.answer.result.sentence


def journey(answers: Mapping[str, str], step: str, on: str, carried: str = "") -> dict[str, Any]:
    """The page for a step (unknown names count as the first), or the earlier one on which something has to be mended.

    `carried`: the fragment of a link, whose answers take the place of `answers`. Raises InputError when `on` is no
    date; nothing else, whatever was typed.
    """
    told: list[str] = []
    then = None
    if carried:
        answers, then, told = link.answers_of(carried)
    case = Case(answers, on)
    place, errors = _place(case, step if step in PLACES else PLACES[0])
    live = next((one for one in STEPS if one.key == place), None)
    told += link.since_then(then, case)
    return {
        "ok": not errors,
        "html": str(page(case, place)),
        "result_html": str(steps.result(case, live)) if live and not errors else None,
        "hidden": list(case.unasked(place)) if live else [],
        "step": place,
        "steps": list(PLACES),
        "number": PLACES.index(place) + 1,
        "title": steps.progress(PLACES.index(place) + 1) if live else "测算报告",
        "errors": errors,
        "announcement": "".join((*told, _said(case, place, errors))),
        "dropped": sorted(key for key in answers if key not in BY_KEY),
        "answers": dict(case.typed) if carried else None,
        "fragment": link.fragment(case) if place == REPORT else None,
    }


def question_count(answers: Mapping[str, str], on: str) -> int:
    """How many questions these answers raise, those in folds left out: the length of the way."""
    case = Case(answers, on)
    asleep = {key for step in STEPS for key in case.unasked(step.key)}
    return sum(not question.rare and question.key not in asleep for question in QUESTIONS)
