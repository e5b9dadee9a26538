"""Pieces of Markdown that the generated pages share."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.citation import Citation

NOTE = "<!-- 本页由数据文件生成，请勿手改；改数据后重新构建。 -->"
CHECKED_ON = "2026-11-22"


def front(title: str, description: str, audience: str) -> Iterator[str]:
    """Front matter and heading of a generated page."""
    yield from ("---", f"title: {title}", f"description: {description}", f"audience: {audience}")
    # Long tables hold every word: in the site search the pages written for readers come first.
    yield from (
        f'last_checked: "{CHECKED_ON}"',
        "search:",
        "  boost: 0.5",
        "---",
        "",
        f"# {title}",
        "",
        NOTE,
        "",
        description,
        "",
    )


def cell(text: object) -> str:
    """Text that cannot break a Markdown table."""
    return str(text).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def row(*cells: object) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cell(c) for c in cells)} |"


def header(*names: str) -> tuple[str, str]:
    """The two head lines of a Markdown table."""
    return row(*names), row(*["---"] * len(names))


def source(cite: Citation) -> str:
    """A citation as Markdown; linked only where a link may be shown."""
    number = f"（{cite.number}）" if cite.number and cite.number not in cite.document else ""
    name = f"{cite.document}{number}，{cite.clause}"
    return f"[{name}]({cite.url})" if cite.url else name


def checked(cite: Citation) -> str:
    """When somebody read the value in its document, or 待核实."""
    return f"{cite.checked} 核对" if cite.checked else "待核实"


def anchor(key: str) -> str:
    """An ASCII anchor for a key."""
    return key.replace(".", "-").replace("_", "-")
