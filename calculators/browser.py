"""The door for the browser: one JSON text in, one JSON text out. It never raises."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from calculators import __version__
from calculators.calculator import Answer, Calculator, run
from calculators.catalog import calculator
from calculators.errors import InputError
from calculators.fields import hidden
from calculators.policy import rule_digest
from calculators.views.calendar_file import answer_calendar
from calculators.views.format import exact
from calculators.views.html import result_html
from calculators.views.record import record
from calculators.views.words import Words

type Json = dict[str, Any]


def _values(request: Json, found: Calculator) -> Mapping[str, str]:
    """The texts of the form; unknown names are left for the reader of fields to refuse."""
    values = {str(key): str(value) for key, value in dict(request.get("values", {})).items()}
    if "on" in request:
        values.setdefault("on", str(request["on"]))
    return values


def _headline(answer: Answer) -> Json:
    value = answer.result.figures[answer.result.headline]
    return {"key": answer.result.headline, "value": exact(value), "text": Words.of(answer)(value)}


def _calculate(request: Json) -> Json:
    found = calculator(str(request.get("calculator", "")))
    values = _values(request, found)
    unasked = list(hidden(found.all_fields(), values))
    try:
        answer = run(found, values)
    except InputError as error:
        count = len(error.by_field())
        spoken = f"有 {count} 处需要修改：{'；'.join(error.by_field().values())}"
        return {"ok": False, "result_html": None, "errors": dict(error.by_field()), "hidden": unasked,
                "announcement": spoken, "headline": None}  # fmt: skip
    return {"ok": True, "result_html": str(result_html(answer)), "errors": {}, "hidden": unasked,
            "announcement": f"结果已更新。{answer.result.sentence}", "headline": _headline(answer)}  # fmt: skip


def _record(request: Json) -> Json:
    found = calculator(str(request.get("calculator", "")))
    try:
        return {"ok": True, "record": record(run(found, _values(request, found)))}
    except InputError as error:
        return {"ok": False, "errors": dict(error.by_field())}


def _calendar(request: Json) -> Json:
    found = calculator(str(request.get("calculator", "")))
    try:
        return {"ok": True, "text": answer_calendar(run(found, _values(request, found)))}
    except InputError as error:
        return {"ok": False, "errors": dict(error.by_field())}


def _share(request: Json) -> Json:
    from calculators.views import take  # as below: a first answer does not wait for what only a few ask

    found = calculator(str(request.get("calculator", "")))
    values = _values(request, found)
    try:
        answer = run(found, values)
    except InputError as error:
        return take.refused(error.by_field())
    return {"ok": True, "fragment": take.share(answer, values), "headline": _headline(answer)}


def _take(request: Json) -> Json:
    from calculators.views import take

    found = calculator(str(request.get("calculator", "")))
    values = _values(request, found)
    try:
        return take.take(run(found, values), values, str(request.get("kind", "")), str(request.get("page", "")))
    except InputError as error:
        return take.refused(error.by_field())


def _open(request: Json) -> Json:
    from calculators.views import case_file, link, opened

    wanted = str(request.get("calculator", ""))
    if "text" in request:
        return opened.opened(case_file.read_case_file, str(request["text"]), wanted)
    return opened.opened(link.decode, str(request.get("fragment", "")), wanted)


def _compare(request: Json) -> Json:
    from calculators.views.compare import answer_columns

    cases = [{str(key): str(value) for key, value in dict(case).items()} for case in request.get("columns", [])]
    return answer_columns(calculator(str(request.get("calculator", ""))), cases)


def _choices(request: Json) -> Json:
    from calculators.views.compare_choices import compare_choices

    found = calculator(str(request.get("calculator", "")))
    figures = [str(key) for key in request.get("figures", [])]
    table = compare_choices(found, _values(request, found), str(request.get("by", "")), figures)
    return {"ok": True, "html": str(table), "announcement": "对照表已按现在的输入更新。"}


def _version(request: Json) -> Json:
    return {"ok": True, "version": __version__, "rules": rule_digest()}


def _ping(request: Json) -> Json:
    return {"ok": True}


def _cases(request: Json) -> Json:
    # Thirty modules that no visitor needs: whoever starts without the memory image must not wait for them.
    from calculators.cases import runner

    report = runner.run_text(str(request.get("text", "")), "browser")
    return {"ok": True, "report": report.lines, "passed": report.passed, "failed": report.failed,
            "not_covered": report.not_covered}  # fmt: skip


def _journey(request: Json) -> Json:
    # Five calculators at once: whoever asks for one of them must not wait for the others.
    from calculators.journey.door import journey

    answers = {str(key): str(value) for key, value in dict(request.get("answers", {})).items()}
    carried = str(request.get("fragment", ""))
    return journey(answers, str(request.get("step", "")), str(request.get("on", "")), carried)


def _what_if(request: Json) -> Json:
    from calculators.views.what_if_html import Asked, what_if  # only those who open the fold need it

    found = calculator(str(request.get("calculator", "")))
    chosen = {key: str(request.get(key, "")) for key in ("field", "at", "question", "target")}
    return what_if(found, _values(request, found), Asked(**chosen, budget=int(request.get("budget") or 0)))


VERBS: dict[str, Callable[[Json], Json]] = {
    "calculate": _calculate,
    "record": _record,
    "calendar": _calendar,
    "share": _share,
    "open": _open,
    "take": _take,
    "compare": _compare,
    "choices": _choices,
    "what_if": _what_if,
    "version": _version,
    "ping": _ping,
    "cases": _cases,
    "journey": _journey,
}


def answer(request: str) -> str:
    """Answer one request. Any failure of ours comes back as {"failure": a Chinese sentence}, never as an exception."""
    reply: Json = {"id": None}
    try:
        parsed = json.loads(request)
        reply["id"] = parsed.get("id")
        reply |= VERBS[parsed.get("verb", "")](parsed)
    except Exception as error:  # the last line of defence: the page must be able to say something
        reply |= {"ok": False, "failure": f"计算程序出错（{type(error).__name__}：{error}）。请刷新页面再试，或按算例核对输入。"}
    return json.dumps(reply, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
