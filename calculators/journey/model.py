"""What a journey is made of: steps, questions, and where each field of a calculator gets its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from calculators.fields import Field

# answer: typed; example: nobody answered, a marked example stands in; worked: from answers or an earlier result;
# fixed: the same on every journey; open: not known, and nothing stands in.
type Origin = Literal["answer", "example", "worked", "fixed", "open"]


@dataclass(frozen=True)
class Said:
    """A text for a question or a field and where it comes from. `examples`: the questions whose examples it rests on."""

    text: str
    origin: Origin
    examples: tuple[str, ...] = ()


OPEN = Said("", "open")


class Case(Protocol):
    """What questions and supplies may ask of a visitor's case."""

    on: str

    def is_answered(self, key: str) -> bool:
        """Whether the visitor gave an answer that can be read."""

    def said(self, key: str) -> Said:
        """The visitor's own text, else what stands in for it."""

    def value(self, key: str) -> Any:
        """The value behind `said`; None when open."""

    def figure(self, step: str, key: str) -> Any:
        """A plain figure that a step gives; None when there is none."""

    def examples_of(self, step: str) -> tuple[str, ...]:
        """The questions whose examples a step rests on."""


@dataclass(frozen=True)
class Step:
    """One step: the calculator it runs, its title, and one sentence on what is asked."""

    key: str
    title: str
    lead: str


@dataclass(frozen=True)
class Question:
    """One question of one step. It may always stay open: then `fallback` says what stands in (empty: nothing).

    `when` says whether it is asked, besides the calculator's own wish; `target` is the field that carries that wish.
    `rare` questions hide in a fold. `note` goes with an example that stands in.
    """

    key: str
    step: str
    field: Field
    fallback: str | Callable[[Case], Said] = ""
    when: Callable[[Case], bool] | None = None
    target: str = ""
    rare: bool = False
    note: str = "示例参数，非政策承诺"


@dataclass(frozen=True)
class Supply:
    """Where a field of a calculator gets its text. `question`: the question to mend when the field is refused."""

    give: Callable[[Case], Said]
    question: str = ""
