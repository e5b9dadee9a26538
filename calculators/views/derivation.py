"""The derivation of a Figure as steps that people can follow: formula, values put in, rounding, source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from calculators.citation import Citation
from calculators.figure import WORDS, Figure, Tag
from calculators.views.words import NO_WORDS, Words

SIGNS = {"add": (" + ", 1), "sub": (" − ", 1), "mul": (" × ", 2), "div": (" ÷ ", 2)}
MANY = 4


@dataclass(frozen=True)
class Step:
    """One named figure explained. `parts` are the named figures its formula uses, in reading order."""

    figure: Figure
    tag: Tag
    formula: str
    values: str
    rounding: str
    parts: tuple[Figure, ...]

    @property
    def cite(self) -> Citation | None:
        """The source of a parameter; None for inputs and computed steps."""
        return self.tag.cite


def tag_of(figure: Figure) -> Tag:
    """The figure's own tag, or a plain one for a figure that nobody named."""
    return figure.tag if figure.tag is not None else Tag("", "中间值")


def group_of(key: str) -> str:
    """interest_1, interest_2 … belong together: the key without its trailing number."""
    return re.sub(r"_\d+$", "", key)


def named_parts(figure: Figure) -> tuple[Figure, ...]:
    """The nearest named figures below this one, each once, in reading order."""
    found: dict[int, Figure] = {}
    stack = [part for part in reversed(figure.parts) if part.__class__ is Figure]
    while stack:
        part = stack.pop()
        if part.tag is not None:
            found.setdefault(id(part), part)
        else:
            stack.extend(p for p in reversed(part.parts) if p.__class__ is Figure)
    return tuple(found.values())


def _write(part: Any, say: Callable[[Any], str], outer: int = 0) -> str:
    """An expression down to its named figures; `say` gives either their labels or their values."""
    if part.__class__ is not Figure:
        return say(part)
    if part.tag is not None:
        return say(part)
    return _write_operation(part, say, outer)


def _write_operation(figure: Figure, say: Callable[[Any], str], outer: int = 0) -> str:
    op, parts = figure.op, figure.parts
    if op in SIGNS:
        sign, rank = SIGNS[op]
        right = rank + 1 if op in ("sub", "div") else rank
        text = _write(parts[0], say, rank) + sign + _write(parts[1], say, right)
        return f"（{text}）" if rank < outer else text
    if op == "sum":
        return _write_sum(parts, say, outer)
    if op == "pow":
        return f"{_write(parts[0], say, 3)} 的 {_write(parts[1], say)} 次方"
    if op == "fen":
        return f"四舍五入（{_write(parts[0], say)}）"
    texts = [_write(part, say) for part in parts]
    return WORDS[op].format(*texts, all="、".join(texts))


def _write_sum(parts: tuple[Any, ...], say: Callable[[Any], str], outer: int) -> str:
    if not parts:
        return "0"
    texts = [_write(part, say, 1) for part in parts]
    if len(texts) > MANY + 1:
        texts = [*texts[:2], "…", texts[-1]]
    text = " + ".join(texts)
    if len(parts) > MANY + 1:
        text += f"（共 {len(parts)} 项）"
    return f"（{text}）" if outer > 1 and len(parts) > 1 else text


def explain(figure: Figure, words: Words = NO_WORDS) -> Step:
    """One step. The outermost rounding is named apart; a leaf has neither formula nor parts."""

    def label(part: Any) -> str:
        return tag_of(part).label if part.__class__ is Figure else words(part)

    tag = tag_of(figure)
    inner, rounding = figure, ""
    if figure.op == "fen":
        rounding = "四舍五入到分"
        inner = figure.parts[0] if figure.parts[0].__class__ is Figure else figure
    if not figure.op:
        return Step(figure, tag, "", "", "", ())
    if inner is not figure and inner.tag is not None:
        return Step(figure, tag, label(inner), words(inner), rounding, (inner,))
    formula, values = _write_operation(inner, label), _write_operation(inner, words)
    return Step(figure, tag, formula, values, rounding, named_parts(figure))


def grouped(parts: tuple[Figure, ...]) -> Iterator[tuple[Figure, int]]:
    """Parts with long runs of the same kind folded: the first of a run and how many more there are like it."""
    counts: dict[str, list[Figure]] = {}
    for part in parts:
        counts.setdefault(group_of(tag_of(part).key), []).append(part)
    for alike in counts.values():
        if len(alike) > MANY:
            yield alike[0], len(alike) - 1
        else:
            yield from ((part, 0) for part in alike)


def steps(figure: Figure, words: Words = NO_WORDS) -> Iterator[tuple[int, Step, int]]:
    """The whole tree, headline first: (depth, step, how many more of its kind are left out). Each figure once."""
    seen: set[int] = set()
    stack: list[tuple[int, Figure, int]] = [(0, figure, 0)]
    while stack:
        depth, node, more = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        step = explain(node, words)
        yield depth, step, more
        stack.extend((depth + 1, part, extra) for part, extra in reversed(list(grouped(step.parts))))
