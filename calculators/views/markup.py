"""HTML that cannot be unescaped by accident: text is escaped when it becomes Html, and only Html joins Html."""

from __future__ import annotations

from html import escape
from typing import Any

VOID = ("input", "br", "hr")


class Html(str):
    """Text that is already safe HTML."""

    __slots__ = ()


def safe(child: Any) -> str:
    """Html as it is; anything else escaped; None and False vanish."""
    if isinstance(child, Html):
        return child
    return "" if child is None or child is False else escape(str(child))


def tag(name: str, /, *children: Any, **attributes: Any) -> Html:
    """An element. Attribute names: `class_` for class, underscores for dashes; None and False leave one out."""
    parts = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        shown_key = key.rstrip("_").replace("_", "-")
        parts.append(f" {shown_key}" if value is True else f' {shown_key}="{escape(str(value))}"')
    opening = f"<{name}{''.join(parts)}>"
    if name in VOID:
        return Html(opening)
    return Html(f"{opening}{''.join(safe(child) for child in children)}</{name}>")


def join(*children: Any) -> Html:
    """Several pieces in a row."""
    return Html("".join(safe(child) for child in children))
