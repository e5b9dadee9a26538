"""The only door to a policy number: all parameters and schemes as they stand on one date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from calculators import clauses, papers, parameters, schemes, sharing_schemes
from calculators.clauses import Clause
from calculators.errors import ParameterError
from calculators.papers import Stage
from calculators.parameters import Parameter
from calculators.schemes import Scheme
from calculators.sharing_schemes import SharingScheme
from calculators.strict import toml_files

RULES = ("parameters", "schemes", "sharing", "clauses", "papers")


@cache
def all_parameters() -> Mapping[str, Parameter]:
    """Every parameter on file, read once. A restored browser image has no files, so this runs before it is saved."""
    return parameters.load()


@cache
def all_schemes() -> Mapping[str, Scheme]:
    """Every support scheme on file, read once."""
    return schemes.load()


@cache
def all_sharing() -> Mapping[str, SharingScheme]:
    """Every published way to share losses, read once."""
    return sharing_schemes.load()


@cache
def all_clauses() -> Mapping[str, Clause]:
    """Every clause of the self-check on file, read once."""
    return clauses.load()


@cache
def all_stages() -> Mapping[str, Stage]:
    """Every stage of a pledged loan with its papers, read once."""
    return papers.load()


def load_everything() -> None:
    """Read all rules now. Whoever saves the image of a running program needs them in it: it has no files later."""
    for load in (all_parameters, all_schemes, all_sharing, all_clauses, all_stages, rule_digest):
        load()


def _rule_lines(data: Traversable) -> Iterator[str]:
    for folder in RULES:
        for file in toml_files(data / folder):
            yield f"{folder}/{file.name}"
            lines = file.read_text(encoding="utf-8").splitlines()
            yield from (line for line in lines if line and not line.startswith("#"))


def digest_of(data: Traversable) -> str:
    """Twelve hex digits of the rules in a data folder, taken from the text of its files without blank lines and comments.

    No file needs to be understood for it: that would take longer than the rest of a first answer.
    """
    return hashlib.sha256("\n".join(_rule_lines(data)).encode()).hexdigest()[:12]


@cache
def rule_digest() -> str:
    """The digest of the rules in force: it changes when a parameter, a scheme, a clause or a list of papers changes."""
    return digest_of(resources.files("calculators") / "data")


@dataclass(frozen=True)
class Policy:
    """The rules in force on one date. `traced`: values come as cited Figures, else as plain numbers."""

    on: date
    traced: bool = True

    @classmethod
    def at(cls, on: date, traced: bool = True) -> Policy:
        """The policy of a date. Nothing is looked up yet; a missing value is an error at the moment it is needed."""
        return cls(on, traced)

    def parameter(self, key: str) -> Parameter:
        """The whole series. Raises ParameterError for an unknown name."""
        found = all_parameters().get(key)
        if found is None:
            raise ParameterError(f"没有名为“{key}”的政策参数。")
        return found

    def figure(self, key: str, on: date | None = None) -> Any:
        """The value in force on the policy's date, or on another date (an earlier LPR, say): a cited leaf, or bare."""
        found, day = all_parameters().get(key) or self.parameter(key), on or self.on
        return found.figure(day) if self.traced else found.numbers[found.place(day)]

    def scheme(self, key: str) -> Scheme:
        """A place's published support rules. Raises ParameterError for an unknown key."""
        found = all_schemes().get(key)
        if found is None:
            raise ParameterError(f"没有名为“{key}”的扶持办法。")
        return found
