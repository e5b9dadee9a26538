"""Support schemes of other places and of the prefecture, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable


@dataclass(frozen=True)
class Scheme:
    """One place's published support rules."""

    key: str


def load(folder: Traversable | None = None) -> Mapping[str, Scheme]:
    """Every scheme by key."""
    return {}
