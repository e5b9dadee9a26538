"""What can be carried away from a result, by kind: {how, text or base64, filename, type, said, by_hand} for the page.

`how`: "copy" (into the clipboard), "save" (as a file), "print" (HTML put on paper with the page), "show" (HTML in the
panel). `said` is spoken after success; `by_hand` stands over the text when the browser does not let a page copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from calculators.calculator import Answer
from calculators.views import exports, link
from calculators.views.as_code import command, program
from calculators.views.calendar_file import answer_calendar
from calculators.views.case import case_of
from calculators.views.case_file import case_file
from calculators.views.csv_file import answer_csv
from calculators.views.markup import Html, join, tag

type Json = dict[str, Any]
type Values = Mapping[str, str]

NO_DOWNLOAD = "没有看到下载时，请换用 Chrome、Edge 或 Firefox 打开本页（微信里点右上角，选“在浏览器打开”）。"
PRINTING = "已打开打印窗口。要存成文件，请在“目标打印机”里选“另存为 PDF”。"
BY_HAND = "浏览器不让网页自动复制。下面的文字已经选中，请按 Ctrl+C，或长按后选“复制”。"


def share(answer: Answer, values: Values) -> str:
    """The fragment of a link that opens this calculation."""
    return link.encode(case_of(answer, values))


def address(answer: Answer, values: Values, page: str) -> str:
    """The whole link. `page` is the address of the page that holds the calculator."""
    return page.partition("#")[0] + share(answer, values)


def filename(answer: Answer, ending: str) -> str:
    """Chinese title and policy date; the ending says the kind."""
    return f"{answer.calculator.title}-{answer.on.isoformat()}.{ending}"


def saved(answer: Answer, ending: str, kind: str, content: Json) -> Json:
    """A file to download; `content` is {"text": …} or {"base64": …}."""
    name = filename(answer, ending)
    said = f"已生成文件“{name}”。{NO_DOWNLOAD}"
    return {"ok": True, "how": "save", "filename": name, "type": kind, "said": said, **content}


def copied(text: str, what: str) -> Json:
    """A text for the clipboard."""
    return {"ok": True, "how": "copy", "text": text, "said": f"已复制{what}。", "by_hand": f"{what.strip()}：{BY_HAND}"}


def _link(answer: Answer, values: Values, page: str) -> Json:
    return copied(address(answer, values, page), "链接")


def _print(answer: Answer, values: Values, page: str) -> Json:
    """The link for paper, as text and as a QR code. A code that cannot be had keeps nobody from printing."""
    whole = address(answer, values, page)
    code = exports.qr_shown(whole)
    text = tag("p", "再次打开这次测算的链接：", tag("span", whole, class_="cp-address"))
    reply = {"ok": True, "how": "print", "html": str(join(Html(code.get("html", "")), text)), "said": PRINTING}
    if "needs" in code:
        reply |= {"needs": code["needs"], "wait": code["said"], "lost": f"{PRINTING}二维码没有取来，链接印成了文字。"}
    return reply


def _csv(answer: Answer, values: Values, page: str) -> Json:
    return saved(answer, "csv", "text/csv;charset=utf-8", {"text": answer_csv(answer)})


def _json(answer: Answer, values: Values, page: str) -> Json:
    return saved(answer, "json", "application/json", {"text": case_file(answer, values)})


def _ics(answer: Answer, values: Values, page: str) -> Json:
    return saved(answer, "ics", "text/calendar;charset=utf-8", {"text": answer_calendar(answer)})


def _xlsx(answer: Answer, values: Values, page: str) -> Json:
    made = exports.workbook_file(answer)
    return saved(answer, "xlsx", made["type"], {"base64": made["base64"]}) if made["ok"] else made


def _qr(answer: Answer, values: Values, page: str) -> Json:
    return exports.qr_shown(address(answer, values, page))


def _command(answer: Answer, values: Values, page: str) -> Json:
    return copied(command(answer, values), "命令行")


def _python(answer: Answer, values: Values, page: str) -> Json:
    return copied(program(answer, values), " Python 程序")


KINDS: dict[str, Callable[[Answer, Values, str], Json]] = {
    "link": _link,
    "print": _print,
    "csv": _csv,
    "xlsx": _xlsx,
    "qr": _qr,
    "json": _json,
    "ics": _ics,
    "command": _command,
    "python": _python,
}


def take(answer: Answer, values: Values, kind: str, page: str) -> Json:
    """The reply for one kind; an unknown kind is refused in words."""
    if kind not in KINDS:
        return {"ok": False, "said": f"没有“{kind[:20]}”这种导出方式。请刷新页面再试。"}
    return KINDS[kind](answer, values, page)


def refused(messages: Mapping[str, str]) -> Json:
    """The form holds mistakes: nothing wrong is carried away."""
    return {"ok": False, "errors": dict(messages), "said": f"有 {len(messages)} 处需要修改，改好以后再试。"}
