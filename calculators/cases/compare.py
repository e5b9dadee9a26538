"""How a result is compared with a worked case: yuan to the fen, other decimals within the case's tolerance."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _tolerance(path: str, table: Mapping[str, str]) -> Decimal:
    """Zero for yuan; otherwise the first entry that matches the last name of the path or its dotted names."""
    if "yuan" in path:
        return Decimal(0)
    names = [p for p in path.replace("]", "").replace("[", ".").split(".") if p and not p.isdigit()]
    dotted, last = ".".join(names), names[-1] if names else ""
    for pattern, allowed in table.items():
        if fnmatch.fnmatch(last, pattern) or fnmatch.fnmatch(dotted, pattern):
            return Decimal(allowed)
    return Decimal(0)


def _leaf(expected: Any, got: Any, path: str, table: Mapping[str, str]) -> Iterator[str]:
    left, right = (_number(expected), _number(got)) if isinstance(expected, str) else (None, None)
    if left is not None and right is not None:
        if abs(left - right) > _tolerance(path, table):
            yield f"{path}: expected {expected}, got {got}"
    elif expected != got or isinstance(expected, bool) != isinstance(got, bool):
        yield f"{path}: expected {expected!r}, got {got!r}"


def _walk(expected: Any, got: Any, path: str, table: Mapping[str, str]) -> Iterator[str]:
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            yield f"{path or '.'}: expected an object, got {got!r}"
            return
        for key, value in expected.items():
            if key.startswith("published_"):
                continue
            if key in got:
                yield from _walk(value, got[key], f"{path}.{key}", table)
            else:
                yield f"{path}.{key}: missing"
    elif isinstance(expected, list):
        if not isinstance(got, (list, tuple)) or len(got) != len(expected):
            yield f"{path}: expected a list of {len(expected)}, got {got!r}"
            return
        for i, (left, right) in enumerate(zip(expected, got, strict=True)):
            yield from _walk(left, right, f"{path}[{i}]", table)
    else:
        yield from _leaf(expected, got, path, table)


def differences(case: Mapping[str, Any], got: Any) -> list[str]:
    """One line for each place where the result differs from the case's `expected`; empty when it agrees."""
    return list(_walk(case["expected"], got, "", case.get("tolerance", {})))
