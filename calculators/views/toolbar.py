"""The row of buttons under a result, and the places where a panel answers them. Hidden until a script can serve them."""

from __future__ import annotations

from calculators.calculator import Result
from calculators.views.calendar_file import has_calendar
from calculators.views.markup import Html, tag
from calculators.views.take import KINDS

FIRST = {
    "link": "复制链接",
    "print": "打印／存 PDF",
    "csv": "下载表格",
    "xlsx": "下载 Excel",
    "qr": "二维码",
    "ics": "导出日历",
}
MORE = {"json": "保存案例文件", "command": "复制为命令行", "python": "复制为 Python"}
HINTS = {
    "csv": "CSV 文件，WPS 和 Excel 都能打开",
    "xlsx": "单元格里是公式，改数即重算",
    "json": "存成文件，在别的设备上打开",
    "ics": "把各个日期导入手机或电脑日历",
}


def _button(kind: str, label: str) -> Html:
    return tag("button", label, type="button", class_="cp-take-button", data_take=kind, title=HINTS.get(kind))


def _offered(result: Result, kinds: dict[str, str]) -> list[Html]:
    """Only what this calculator can give: no calendar where there are no dates."""
    known = (kind for kind in kinds if kind in KINDS and (kind != "ics" or has_calendar(result)))
    return [_button(kind, kinds[kind]) for kind in known]


def toolbar_html(result: Result, prefix: str) -> Html:
    """Buttons, the sentence they answer with, a field for a text that the browser did not copy, and a place to show HTML."""
    ident = f"{prefix}-by-hand"
    return tag(
        "section",
        tag("div", *_offered(result, FIRST), class_="cp-take-row"),
        tag(
            "details",
            tag("summary", "更多：案例文件、命令行、结果不一致怎么办"),
            tag(
                "div",
                *_offered(result, MORE),
                tag("button", "打开案例文件", type="button", class_="cp-take-button", data_take_open=True),
                tag("input", type="file", accept=".json,application/json", data_take_file=True, hidden=True, tabindex="-1"),
                class_="cp-take-row",
            ),
            tag("p", tag("a", "结果和实际不一致？", data_take_feedback=True), class_="cp-take-feedback"),
            class_="cp-take-more",
        ),
        tag("p", role="status", class_="cp-take-said", data_take_said=True),
        tag(
            "div",
            tag("label", for_=ident, data_take_by_hand=True),
            tag("textarea", id=ident, rows="4", readonly=True, data_take_text=True),
            data_take_manual=True,
            hidden=True,
        ),
        tag("div", data_take_show=True, hidden=True),
        tag("div", class_="cp-only-paper", data_take_paper=True),
        class_="cp-take",
        data_take_bar=True,
        aria_label="带走结果",
        hidden=True,
    )


def opened_html() -> Html:
    """Where the message about an opened link or file appears."""
    return tag("section", class_="cp-opened", data_opened=True, role="status", hidden=True)
