"""Kinds of take-away that other people's libraries make: the workbook and the QR code.

In the browser these libraries come in an archive of their own. As long as it is not there, the reply asks for it
(`needs`), and the page asks again when it has brought it.
"""

from __future__ import annotations

from typing import Any

from calculators.calculator import Answer
from calculators.views.markup import tag
from calculators.views.qr import qr_svg, too_long
from calculators.views.workbook import TYPE, workbook_base64

type Json = dict[str, Any]

WAIT = "正在取来生成文件用的程序，请稍候。"
LOST = "文件没有生成，计算结果不受影响。请检查网络，再点一次。"
TOO_LONG = "链接太长，放不进一个二维码。请用“复制链接”或“保存案例文件”。"


def missing() -> Json | None:
    """What to reply when the libraries are not there yet; None when they are."""
    try:
        import openpyxl  # noqa: F401
        import segno  # noqa: F401
    except ModuleNotFoundError:
        return {"ok": False, "needs": "exports", "said": WAIT, "lost": LOST}
    return None


def workbook_file(answer: Answer) -> Json:
    """The workbook as {"base64"} and its type, or what is missing."""
    return missing() or {"ok": True, "type": TYPE, "base64": workbook_base64(answer)}


def qr_shown(address: str) -> Json:
    """The code of an address to show in the panel, or why there is none."""
    lacking = missing()
    if lacking is not None:
        return lacking
    if too_long(address):
        return {"ok": False, "said": TOO_LONG}
    code = qr_svg(address, "打开这次测算的二维码")
    caption = tag("figcaption", "用手机扫一扫，打开这次测算。填写的数字在链接里，不经过服务器。")
    html = tag("figure", code, caption, class_="cp-qr-figure")
    return {"ok": True, "how": "show", "html": str(html), "said": "二维码显示在下面。"}
