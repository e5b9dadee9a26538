"""QR codes: the picture holds exactly the modules that segno worked out, with its margin, without inline style."""

from __future__ import annotations

import re

import pytest
import segno

from calculators.views.exports import TOO_LONG, qr_shown
from calculators.views.qr import LONGEST, QUIET, qr_svg, too_long

LINK = "https://example.org/calculators/interest-subsidy/#case=a1&C=interest_subsidy&principal=2000000"


def dark_modules(svg: str) -> set[tuple[int, int]]:
    """The squares that the picture fills."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg)
    return {(int(x) + step, int(y)) for x, y, length in runs for step in range(int(length))}


@pytest.mark.parametrize("text", [LINK, "短", LINK + "&x=" + "9" * 900])
def test_the_picture_is_the_code(text: str) -> None:
    svg = str(qr_svg(text, "打开这次测算"))
    level = "m" if len(text.encode()) <= 300 else "l"
    matrix = segno.make_qr(text, error=level, boost_error=False).matrix
    expected = {(x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert dark_modules(svg) == expected
    assert f'viewBox="0 0 {len(matrix) + 8} {len(matrix) + 8}"' in svg


def test_it_has_a_title_and_no_inline_style() -> None:
    svg = str(qr_svg(LINK, "<b>标题</b>"))
    assert "<title>&lt;b&gt;标题&lt;/b&gt;</title>" in svg and 'role="img"' in svg
    assert "style" not in svg and "<script" not in svg


def test_the_longest_text_fits_and_a_longer_one_is_refused_in_words() -> None:
    assert qr_svg("x" * LONGEST, "t") and too_long("x" * (LONGEST + 1))
    with pytest.raises(ValueError, match="do not fit"):
        qr_svg("x" * (LONGEST + 1), "t")
    assert qr_shown("x" * 3000) == {"ok": False, "said": TOO_LONG}
