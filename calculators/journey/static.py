"""The element an author embeds: the first step, and the whole report of a worked journey, readable without any script."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.journey.case import Case
from calculators.journey.questions import STEPS
from calculators.journey.report import report_body, stamp
from calculators.journey.steps import step_html
from calculators.views.markup import Html, join, tag

PRIVATE = "填写的内容只存在这个浏览器标签页里，不会发到任何地方。关掉标签页就没有了。"
NO_SCRIPT = "浏览器没有启用脚本，不能逐步测算。下面有一份完整的示例报告，也可以照着问题自己核对。"


def journey_html(title: str, answers: Mapping[str, str], on: str) -> Html:
    """The element with its first step, then the example in a fold of its own."""
    empty, worked = Case({}, on), Case(answers, on)
    body = join(tag("p", title, class_="pj-progress"), stamp(worked), report_body(worked))
    fold = tag(
        "details", tag("summary", f"先看一份完整的报告（{title}）"), tag("div", body, class_="pj-report"), class_="pj-sample"
    )
    return tag(
        "pledge-journey",
        tag("p", PRIVATE, class_="pj-private"),
        tag("div", step_html(empty, STEPS[0], "pj"), data_view=True),
        tag("p", class_="cp-status", role="status", aria_live="polite", data_status=True),
        tag("noscript", tag("p", NO_SCRIPT, class_="cp-noscript")),
        fold,
        data_state="static",
        data_search_exclude=True,
    )
