"""A QR code as SVG: of the share link, on the screen and on the report.

segno is imported when it is needed only: in the browser it comes in an archive of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from calculators.views.markup import Html, tag

QUIET = 4  # modules of empty margin that scanners want
LONGEST = 2000  # bytes; more do not fit at the level of error correction used, with some to spare
SHORT = 300  # bytes up to which there is room for more error correction


def too_long(text: str) -> bool:
    """Whether a text does not fit into one code."""
    return len(text.encode()) > LONGEST


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Start and length of each dark stretch of a row: fewer shapes than one a module."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs


def qr_svg(text: str, title: str) -> Html:
    """The code of a text with a title for those who do not see it. Black on white in every colour scheme.

    Raises ValueError for a text that does not fit: ask `too_long` first.
    """
    import segno

    if too_long(text):
        raise ValueError(f"{len(text.encode())} bytes do not fit into a QR code")
    matrix = [
        list(row) for row in segno.make_qr(text, error="m" if len(text.encode()) <= SHORT else "l", boost_error=False).matrix
    ]
    side = len(matrix) + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for y, row in enumerate(matrix) for x, length in _runs(row))
    return tag(
        "svg",
        tag("title", title),
        tag("rect", width=side, height=side, fill="#fff"),
        tag("path", d=path, fill="#000"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {side} {side}",
        class_="cp-qr",
        role="img",
        aria_label=title,
        shape_rendering="crispEdges",
    )
