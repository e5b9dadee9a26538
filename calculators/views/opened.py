"""Opening a link or a case file: texts for the form, and a message that names what was dropped and what has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from calculators import __version__
from calculators.calculator import Answer, Calculator, run
from calculators.catalog import calculator
from calculators.errors import InputError, ParameterError
from calculators.fields import Field
from calculators.figure import plain
from calculators.policy import rule_digest
from calculators.views import link
from calculators.views.case import Brought, Case, UnreadableCase, case_of, typed
from calculators.views.changes import Change, changes, difference, headline_then, same_result
from calculators.views.markup import Html, join, tag
from calculators.views.words import Words

type Json = dict[str, Any]


def _fitted(field: Field, text: str) -> str | None:
    """The text as the field's control can hold it; None when the control has no such choice or day."""
    if field.kind not in ("choice", "flag", "date") or not text.strip():
        return text
    try:
        value = plain(field.read(text))
    except InputError:
        return None
    return "是" if value is True else "否" if value is False else str(value)


def _values(brought: Brought, found: Calculator) -> tuple[dict[str, str], list[str]]:
    """Text for every question, and a sentence for each thing that could not be kept.

    Where inputs may be missing nothing is filled up with defaults: an empty question asks for itself.
    """
    values: dict[str, str] = {}
    dropped = []
    for field in found.all_fields():
        given = brought.case.values.get(field.key)
        fitted = _fitted(field, given) if given is not None else field.default if brought.whole else ""
        if fitted is None:
            dropped.append(f"{field.label}：没有“{str(given)[:40]}”这个选项，请重新选择。")
        values[field.key] = fitted or ""
    for key, text in brought.case.values.items():
        if key not in values:
            dropped.append(f"“{key[:40]}”（填的是“{text[:40]}”）：现在没有这个输入项，没有采用。")
    return values, dropped


def _lost(brought: Brought, found: Calculator) -> list[str]:
    """What did not survive the way."""
    labels = {field.key: field.label for field in found.all_fields()}
    lost = [f"{labels.get(key, f'“{key}”')}：这一段有认不出的字符，没有采用。" for key in brought.garbled]
    if brought.cut and not brought.whole:
        lost.append(f"{labels.get(brought.cut, '最后一项')}：链接在这里断了，没有采用；它后面的输入项也丢了。")
    return lost


def _answer(found: Calculator, values: Mapping[str, str]) -> Answer | None:
    try:
        return run(found, values)
    except InputError:
        return None


def _item(change: Change) -> Html:
    """One policy value in a line that breaks on a narrow screen, where a table would have to be scrolled."""
    values = f"现在 {change.now}" if change.moved == "没有变" else f"当时 {change.then}，现在 {change.now}"
    source = tag("span", f"来源：{change.source}。", class_="cp-source") if change.source else None
    return tag("li", tag("b", change.label), f"：{change.moved}。{values}。", source)


def _parameters(case: Case, answer: Answer) -> Html:
    found = changes(case, answer)
    if not found:
        return tag("p", "这个结果只用到填写的数值，没有用到政策参数。")
    moved = sum(change.moved != "没有变" for change in found)
    count = f"其中 {moved} 个和当时不同" if moved else "和当时都相同"
    more = f"链接太长，另有 {case.unlisted} 个参数没有记下，无法比较。" if case.unlisted else None
    title = f"结果依据的政策参数：{len(found)} 个，{count}"
    return tag(
        "details", tag("summary", title), tag("ul", *map(_item, found)), tag("p", more) if more else None, open=bool(moved)
    )


def _why(case: Case, answer: Answer, altered: bool) -> str:
    """Where a different result comes from, as far as that can be known."""
    if altered:
        return "链接里的输入后来被改过，所以当时的结果不一定属于这组输入。"
    if case.rules == rule_digest():
        if case.program == __version__:
            return "规则数据和程序版本都没有变，链接里记的结果可能被改过；请以现在的结果为准。"
        return f"规则数据没有变，计算程序从 {case.program or '未知版本'} 换成了 {__version__}。"
    if any(change.moved != "没有变" for change in changes(case, answer)):
        return "规则数据有更新，下面列出变动的政策参数。"
    return "用到的政策参数没有变；差别来自办法条款或计算程序的更新。"


def _compared(case: Case, answer: Answer, altered: bool) -> Html:
    """Old and new result side by side; one line when nothing has moved."""
    result = answer.result
    now, then = Words.of(answer)(result.figures[result.headline]), headline_then(case, answer)
    label = getattr(getattr(result.figures[result.headline], "tag", None), "label", "") or "结果"
    if not case.headline:
        return tag("p", f"链接里没有记下当时的结果。现在：{label} {now}。")
    renewed = case.rules != rule_digest()
    if same_result(case, answer) and not renewed:
        return tag("p", f"结果和生成时相同：{label} {now}。")
    digests = f"规则版本：当时 {case.rules or '没有记下'}，现在 {rule_digest()}。"
    if same_result(case, answer):
        return join(tag("p", f"规则数据有更新，结果不变：{label} {now}。", digests), _parameters(case, answer))
    moved = difference(case, answer)
    return join(
        tag("p", "结果和生成时不同。", _why(case, answer, altered)),
        tag(
            "dl",
            tag("div", tag("dt", "原来的结果"), tag("dd", then, data_then=case.value)),
            tag("div", tag("dt", "现在的结果"), tag("dd", now)),
            tag("div", tag("dt", "相差"), tag("dd", moved)) if moved else None,
            class_="cp-figures",
        ),
        tag("p", digests),
        _parameters(case, answer),
    )


def _unanswered(case: Case) -> Html:
    then = f"当时的结果是 {case.value}。" if case.value else ""
    return tag("p", f"这些输入现在算不出结果，请按标出的提示修改。{then}")


def _message(brought: Brought, found: Calculator, answer: Answer | None, dropped: list[str], clean: str) -> Html:
    opening = f"已按收到的内容填好“{found.title}”。"
    if not brought.whole:
        opening = f"链接不完整，只填了读得出的部分。请逐项核对“{found.title}”的输入，空白的请补上。"
    altered = "校验码对不上，内容在传送中被改过，请逐项核对输入。" if brought.altered else None
    listed = tag("ul", *(tag("li", entry) for entry in dropped), class_="cp-dropped") if dropped else None
    offer = None
    if dropped or brought.altered or not brought.whole:
        offer = tag("p", tag("a", "用读得出的内容生成的新链接", href=clean), "，可以代替旧链接。")
    result = _compared(brought.case, answer, brought.altered) if answer is not None else _unanswered(brought.case)
    return join(
        tag("p", tag("strong", opening), altered),
        tag("p", "下面这些没有采用：") if dropped else None,
        listed,
        result,
        offer,
    )


def _refused(text: str) -> Json:
    return {"ok": False, "values": None, "message_html": str(tag("p", tag("strong", text))), "announcement": text, "dropped": []}


def open_case(brought: Brought, wanted: str = "") -> Json:
    """{ok, calculator, values, message_html, announcement, dropped, clean}; `wanted` is the calculator on the page.

    Never raises: an unknown calculator or one of another page gives ok = false and a message.
    """
    try:
        found = calculator(brought.case.calculator)
    except ParameterError:
        return _refused(f"没有“{brought.case.calculator[:40]}”这个计算器，内容没有打开。请在“计算器”栏目里重新填写。")
    if wanted and wanted != found.name:
        other = calculator(wanted).title
        return _refused(f"收到的内容属于“{found.title}”，这里是“{other}”。请到“计算器”栏目打开“{found.title}”，再打开它。")
    values, unfit = _values(brought, found)
    dropped = [*_lost(brought, found), *unfit]
    answer = _answer(found, values)
    clean = link.encode(Case(found.name, typed(found, values)) if answer is None else case_of(answer, values))
    message = _message(brought, found, answer, dropped, clean)
    announcement = f"已打开收到的测算。{f'有 {len(dropped)} 处没有采用。' if dropped else ''}"
    return {"ok": True, "calculator": found.name, "values": values, "message_html": str(message),
            "announcement": announcement, "dropped": dropped, "clean": clean}  # fmt: skip


def opened(read: Callable[[str], Brought], text: str, wanted: str = "") -> Json:
    """Read a link or a file and open it; what cannot be read is a message, too."""
    try:
        return open_case(read(text), wanted)
    except UnreadableCase as problem:
        return _refused(str(problem))
