"""A calculator's form and the whole embedded panel, complete without any script."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.calculator import Calculator, run
from calculators.examples import Example
from calculators.fields import Field, hidden
from calculators.views.chart_html import Draw
from calculators.views.compare import columns_html
from calculators.views.html import result_html
from calculators.views.markup import Html, join, tag
from calculators.views.toolbar import opened_html, toolbar_html
from calculators.views.what_if_html import fold_html

INPUT_MODES = {"money": "text", "percent": "decimal", "integer": "numeric", "number": "decimal"}


def _options(field: Field, value: str) -> list[Html]:
    choices = list(field.choices)
    if field.kind == "flag":
        choices = [("是", "是"), ("否", "否")]
    if not field.required:
        choices = [("", field.blank or ("不填" if field.kind == "choice" else "不清楚")), *choices]
    return [tag("option", label, value=key, selected=value in (key, label)) for key, label in choices]


def _control(field: Field, value: str, ident: str) -> Html:
    common = {"name": field.key, "id": ident, "aria_describedby": f"{ident}-hint {ident}-error"}
    if field.kind in ("choice", "flag"):
        return tag("select", *_options(field, value), **common)
    if field.kind == "rows":
        return tag("textarea", value, rows="4", **common)
    if field.kind == "date":
        return tag("input", type="date", value=value, **common)
    mode = INPUT_MODES.get(field.kind, "text")
    return tag("input", type="text", inputmode=mode, value=value, autocomplete="off", **common)


def field_html(field: Field, value: str, ident: str, is_hidden: bool) -> Html:
    """One question: label, box with its unit, hint, and the place where its error appears."""
    unit = field.shown_unit()
    label = field.label if field.required or field.blank else f"{field.label}（选填）"
    return tag(
        "div",
        tag("label", label, for_=ident),
        tag("div", _control(field, value, ident), tag("span", unit, class_="cp-unit") if unit else None, class_="cp-box"),
        tag("p", field.hint, class_="cp-hint", id=f"{ident}-hint")
        if field.hint
        else tag("p", class_="cp-hint", id=f"{ident}-hint", hidden=True),
        tag("p", class_="cp-error", id=f"{ident}-error", data_error_for=field.key, hidden=True),
        class_="cp-field",
        data_field=field.key,
        hidden=is_hidden,
    )


def _groups(fields: tuple[Field, ...]) -> dict[str, list[Field]]:
    groups: dict[str, list[Field]] = {}
    for field in fields:
        groups.setdefault(field.group, []).append(field)
    return groups


def _is_extra(field: Field, values: Mapping[str, str]) -> bool:
    """Optional and left empty: shown only when asked for, so that the form fits a phone."""
    return not field.required and not field.unfolded and not str(values.get(field.key, field.default)).strip()


def _group(name: str, boxes: list[Html], extras: list[Html]) -> Html:
    """A group of questions; one that is optional as a whole is a single fold that carries the group's name."""
    legend = tag("legend", name, class_=None if boxes else "cp-unseen") if name else None
    more = None
    if extras:
        title = "更多选填项" if boxes else f"{name}（选填）"
        more = tag("details", tag("summary", title), tag("div", *extras, class_="cp-grid"), class_="cp-more")
    grid = tag("div", *boxes, class_="cp-grid") if boxes else None
    return tag("fieldset", legend, grid, more, class_="cp-group" if boxes else "cp-group cp-optional")


def form_html(calculator: Calculator, values: Mapping[str, str], prefix: str) -> Html:
    """The form with its questions in groups; questions not asked for these values are hidden, not removed."""
    fields = calculator.all_fields()
    unasked = hidden(fields, values)
    pieces = []
    for name, members in _groups(fields).items():
        folded = {field.key for field in members if _is_extra(field, values)}
        # A group opened by an optional question stays in one piece: what depends on it is not torn out of the fold.
        if all(field.key in folded or (field.key in unasked and not field.unfolded) for field in members):
            folded = {field.key for field in members}
        boxes: list[Html] = []
        extras: list[Html] = []
        for field in members:
            value = str(values.get(field.key, field.default))
            box = field_html(field, value, f"{prefix}-{field.key}", field.key in unasked)
            (extras if field.key in folded else boxes).append(box)
        pieces.append(_group(name, boxes, extras))
    label = f"{calculator.title}：填写"
    return tag("form", *pieces, class_="cp-form", novalidate=True, autocomplete="off", aria_label=label)


def panel_html(calculator: Calculator, example: Example, draw: Draw | None = None) -> Html:
    """The element an author embeds: form, status line, and the example's answer, all there before any script."""
    answer = run(calculator, example.inputs)
    prefix = f"cp-{calculator.name}-{example.key}".replace("_", "-")
    caption = f"下面先给出一个算例：{example.title}。改动任何一项，结果随之更新；填写的内容不会离开您的浏览器。"
    return tag(
        "calculator-panel",
        tag("p", caption, class_="cp-intro"),
        opened_html(),
        join(
            form_html(calculator, example.inputs, prefix),
            tag("p", class_="cp-status", role="status", aria_live="polite", data_status=True),
            tag(
                "section", result_html(answer, draw), class_="cp-result", data_result=True, aria_label=f"{calculator.title}：结果"
            ),
            toolbar_html(answer.result, prefix),
            fold_html(calculator, example.inputs, prefix, draw),
            columns_html(),
        ),
        tag("noscript", tag("p", "浏览器没有启用脚本：上面是算例的完整结果，改动输入不会重新计算。", class_="cp-noscript")),
        data_calculator=calculator.name,
        data_example=example.key,
        data_state="static",
        # Its many numbers would hide the text around it from the site search.
        data_search_exclude=True,
    )
