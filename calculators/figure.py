"""A number that keeps what it was made from.

`interest = principal * rate * days / basis` gives the value and its formula at once, so the two cannot disagree.
The same rule code runs on plain Decimals (no trace) and on Figures (traced): operators and the functions below accept
either. A Figure is never changed after it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from operator import methodcaller
from typing import Any, NamedTuple

from calculators import dates, money
from calculators.citation import Citation
from calculators.dates import days_between
from calculators.money import round_fen

type Value = Any


class Tag(NamedTuple):
    """What a Figure is called. `origin`: input, parameter or step. `why` is one sentence for people.

    `of` stands for {} in the forms of key, label and why (the number of a row, say): put in when somebody reads them.
    """

    key_form: str
    label_form: str
    unit: str = ""
    origin: str = "step"
    why_form: str = ""
    cite: Citation | None = None
    of: tuple[Any, ...] = ()

    @property
    def key(self) -> str:
        """The name in code and records."""
        return self.key_form.format(*self.of) if self.of else self.key_form

    @property
    def label(self) -> str:
        """The name for people."""
        return self.label_form.format(*self.of) if self.of else self.label_form

    @property
    def why(self) -> str:
        """How it comes about, for people; may be empty."""
        return self.why_form.format(*self.of) if self.of else self.why_form


_tag = tuple.__new__  # the constructor of a named tuple takes twice as long, and every cell has a tag


class Figure:
    """A value with the operation and the parts (Figures or literal values) that made it. Leaves have no parts."""

    __slots__ = ("op", "parts", "tag", "value")

    def __init__(self, value: Value, op: str = "", parts: tuple[Any, ...] = (), tag: Tag | None = None) -> None:
        self.value = value
        self.op = op
        self.parts = parts
        self.tag = tag

    def __add__(self, other: Any) -> Figure:
        return Figure(self.value + (other.value if other.__class__ is Figure else other), "add", (self, other))

    def __radd__(self, other: Any) -> Figure:
        return Figure(other + self.value, "add", (other, self))

    def __sub__(self, other: Any) -> Figure:
        return Figure(self.value - (other.value if other.__class__ is Figure else other), "sub", (self, other))

    def __rsub__(self, other: Any) -> Figure:
        return Figure(other - self.value, "sub", (other, self))

    def __mul__(self, other: Any) -> Figure:
        return Figure(self.value * (other.value if other.__class__ is Figure else other), "mul", (self, other))

    def __rmul__(self, other: Any) -> Figure:
        return Figure(other * self.value, "mul", (other, self))

    def __truediv__(self, other: Any) -> Figure:
        return Figure(self.value / (other.value if other.__class__ is Figure else other), "div", (self, other))

    def __rtruediv__(self, other: Any) -> Figure:
        return Figure(other / self.value, "div", (other, self))

    def __pow__(self, other: Any) -> Figure:
        return Figure(self.value ** (other.value if other.__class__ is Figure else other), "pow", (self, other))

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < plain(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= plain(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > plain(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= plain(other))

    def __eq__(self, other: object) -> bool:
        return bool(self.value == plain(other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        return f"Figure({self.tag.key if self.tag else self.op}={self.value})"


def plain(value: Any) -> Any:
    """The bare value of a Figure; anything else as it is."""
    return value.value if value.__class__ is Figure else value


_ZERO = Decimal(0)
_settled = methodcaller("quantize", money.SETTLE)  # money.settle, for comparisons by the thousand


def _sum(*values: Decimal) -> Decimal:
    return sum(values, _ZERO)


def _weighted(*values: Decimal) -> Decimal:
    half = len(values) // 2
    return sum((a * b for a, b in zip(values[:half], values[half:], strict=True)), Decimal(0))


# Every operation a Figure may carry: name -> function of plain values. Rules add theirs with `operation`.
OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "same": lambda a: a,
    "sum": _sum,
    "least": lambda *values: min(values, key=_settled),
    "most": lambda *values: max(values, key=_settled),
    "dot": _weighted,
    "fen": money.round_fen,
    "floor_to": money.floor_to,
    "ceil_to": money.ceil_to,
    "days": dates.days_between,
    "add_months": dates.add_months,
    "whole_months": dates.whole_months,
    "item": lambda values, i: values[i],
    "boundaries": dates.settlement_boundaries,
    "count": Decimal,
}


# How an operation is said in Chinese: {0}, {1} … stand for its parts, {all} for all of them in a row.
WORDS: dict[str, str] = {
    "same": "{0}",
    "least": "{all} 中最小的一个",
    "most": "{all} 中最大的一个",
    "dot": "{all} 逐项相乘再相加",
    "floor_to": "{0} 向下取到 {1} 的整数倍",
    "ceil_to": "{0} 向上取到 {1} 的整数倍",
    "days": "从 {0} 到 {1} 的天数（算头不算尾）",
    "add_months": "{0} 之后 {1} 个月（对月对日）",
    "whole_months": "从 {0} 到 {1} 的整月数",
    "item": "{0} 中的一项",
    "boundaries": "按结息约定把 {0} 到 {1} 分成的计息期",
    "count": "{0}",
}


def operation(name: str, words: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a pure function of plain values as an operation, so that `apply(name, …)` can trace it.

    `words` says it in Chinese for the derivation shown to people: "{0} 按 {1} 折算", "{all} 之比" and the like.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        assert name not in OPERATIONS, f"operation {name} is defined twice"
        OPERATIONS[name] = function
        WORDS[name] = words or "由 {all} 得出"
        return function

    return register


def apply(op: str, *parts: Any) -> Any:
    """The value of an operation; a Figure when any part is one, so that it can be traced and recomputed."""
    for part in parts:
        if part.__class__ is Figure:
            return Figure(OPERATIONS[op](*[p.value if p.__class__ is Figure else p for p in parts]), op, parts)
    return OPERATIONS[op](*parts)


def fen(value: Any) -> Any:
    """Posting point: yuan rounded half up to the fen."""
    return Figure(round_fen(value.value), "fen", (value,)) if value.__class__ is Figure else round_fen(value)


def total(values: Iterable[Any]) -> Any:
    """Sum of posted figures (never a rounding of an unrounded total). Of nothing it is 0."""
    parts = tuple(values)
    for part in parts:
        if part.__class__ is Figure:
            return Figure(sum([p.value if p.__class__ is Figure else p for p in parts], _ZERO), "sum", parts)
    return sum(parts, _ZERO)


def least(*values: Any) -> Any:
    """The smallest; the first one named when several are equal."""
    for value in values:
        if value.__class__ is Figure:
            return apply("least", *values)
    return min(values, key=_settled)


def most(*values: Any) -> Any:
    """The largest; the first one named when several are equal."""
    for value in values:
        if value.__class__ is Figure:
            return apply("most", *values)
    return max(values, key=_settled)


def floor_to(value: Any, unit: Any) -> Any:
    """Down to a multiple of `unit` yuan, decided on the exact value."""
    return apply("floor_to", value, unit)


def days(start: Any, end: Any) -> Any:
    """Actual days between two dates, first counted, last not."""
    if start.__class__ is Figure or end.__class__ is Figure:
        return apply("days", start, end)
    return days_between(start, end)


def named(value: Any, key: str, label: str, unit: str = "元", why: str = "", of: Any = ()) -> Any:
    """Give a computed value its name; it becomes a step of the derivation. Plain numbers pass through.

    `of` is what {} stands for in key, label and why, several as a tuple, see Tag.
    """
    if value.__class__ is not Figure:
        return value
    tag = _tag(Tag, (key, label, unit, "step", why, None, of if of.__class__ is tuple else (of,)))
    if value.tag is None:
        return Figure(value.value, value.op, value.parts, tag)
    return Figure(value.value, "same", (value,), tag)


def leaf(value: Any, key: str, label: str, unit: str, origin: str, cite: Citation | None = None) -> Figure:
    """A Figure with no parts: something typed in (`input`) or looked up (`parameter`, with its citation)."""
    return Figure(value, "", (), Tag(key, label, unit, origin, "", cite))


def walk(*figures: Figure) -> Iterator[Figure]:
    """Every Figure under these and themselves, each once, parts before wholes. Not recursive: schedules are deep.

    Walk many figures at once rather than one by one: they share most of what is under them.
    """
    seen: set[int] = set()
    stack: list[tuple[Figure, bool]] = [(figure, False) for figure in reversed(figures)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((p, False) for p in reversed(node.parts) if p.__class__ is Figure)


def recompute(figure: Figure) -> Any:
    """The value worked out again from the leaves alone. Equal to `figure.value` for every Figure we make."""
    values: dict[int, Any] = {}
    for node in walk(figure):
        if not node.op:
            values[id(node)] = node.value
        else:
            parts = [values[id(p)] if p.__class__ is Figure else p for p in node.parts]
            values[id(node)] = OPERATIONS[node.op](*parts)
    return values[id(figure)]


def leaves(*figures: Figure) -> tuple[Figure, ...]:
    """The inputs and parameters that the values rest on, each once, in the order used."""
    return tuple(node for node in walk(*figures) if not node.op)


def unverified(*figures: Figure) -> bool:
    """True when any parameter underneath has not been checked against its document (待核实)."""
    return any(n.tag is not None and n.tag.cite is not None and n.tag.cite.unverified for n in leaves(*figures))
