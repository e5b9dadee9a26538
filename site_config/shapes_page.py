"""The generated page of rule shapes: how published rules are built, and which schemes on file are built that way."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.policy import all_schemes, all_sharing
from calculators.scheme_model import Scheme
from calculators.scheme_shapes import GROUPS, SHAPES, Shape
from calculators.sharing_schemes import SharingScheme
from site_config.markdown_text import anchor, front, header, row

NONE = "没有办法用到"


def _name(scheme: Scheme | SharingScheme) -> str:
    if isinstance(scheme, SharingScheme):
        return f"风险分担：{scheme.short}"
    return f"[{scheme.short}](schemes.md#{anchor(scheme.key)})"


def users(shape: Shape) -> tuple[Scheme | SharingScheme, ...]:
    """The schemes on file that are built like this; those of the prefecture first."""
    found: list[Scheme | SharingScheme] = [*all_schemes().values(), *all_sharing().values()]
    return tuple(scheme for scheme in found if shape.used_by(scheme))


def shapes_page() -> Iterator[str]:
    """Every shape with the schemes that use it, by group."""
    yield from front(
        "规则形态一览",
        "公开的补贴和分担办法有 60 种写法，逐种列出哪些办法用到它。",
        "主管部门和维护人员",
    )
    yield from ("起草办法时，可以从这张表里挑写法，再看别处怎样写数字。没有查到的数字不在这里补。", "")
    for key, name in GROUPS.items():
        yield from (f"## {key}. {name} {{#group-{key.lower()}}}", "")
        yield from header("编号", "写法", "用到它的办法")
        for shape in SHAPES:
            if shape.group == key:
                yield row(shape.number, shape.words, "、".join(_name(scheme) for scheme in users(shape)) or NONE)
        yield ""
