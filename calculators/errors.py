"""The two kinds of mistake a user or a data author can make. Anything else that is raised is our own bug."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one input: the field's key and a Chinese sentence saying what and how to mend it."""

    field: str
    message: str


class InputError(ValueError):
    """What a visitor typed cannot be used. Holds every problem found, so that one look mends them all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(f"{p.field}：{p.message}" for p in self.problems))

    @classmethod
    def at(cls, field: str, message: str) -> InputError:
        """The common case of a single problem."""
        return cls([Problem(field, message)])

    def by_field(self) -> Mapping[str, str]:
        """First message of each field, in the order found."""
        messages: dict[str, str] = {}
        for problem in self.problems:
            messages.setdefault(problem.field, problem.message)
        return messages


class ParameterError(LookupError):
    """A policy value is not to be had: unknown name, or no value in force on that date. The text is for visitors."""


class DataError(ValueError):
    """A data file breaks a rule. `where` is the file and key; the message names what was found and the remedy."""

    def __init__(self, where: str, message: str) -> None:
        self.where = where
        super().__init__(f"{where}: {message}")
