"""How values look: exact for machines, readable for people. Only Python formats numbers, in all three places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.figure import plain
from calculators.money import SETTLE, round_places, settle

SHOWN_PLACES = {"元": 2, "%": 4, "万元": 2}
COUNTED = ("天", "个月", "期", "人", "年", "次", "笔", "项")


def exact(value: Any) -> str:
    """Canonical text: plain digits, no grouping; at most 20 decimals (an endless quotient is cut there)."""
    bare = plain(value)
    if bare is None:
        return ""
    if isinstance(bare, bool):
        return "true" if bare else "false"
    if isinstance(bare, Decimal):
        if bare.is_zero():
            bare = bare.copy_abs()
        if bare != bare.quantize(SETTLE):
            bare = settle(bare)
        if bare.as_tuple().exponent < -2:  # type: ignore[operator]
            bare = bare.normalize()
        return f"{bare:f}"
    if isinstance(bare, (tuple, list)):
        return ";".join(exact(entry) for entry in bare)
    return str(bare)


def _digits(value: Decimal, places: int, fewest: int) -> str:
    text = f"{round_places(value, places):,f}"
    if "." not in text:
        return text
    whole, fraction = text.split(".")
    fraction = fraction.rstrip("0").ljust(fewest, "0")
    return f"{whole}.{fraction}" if fraction else whole


def number(value: Decimal, unit: str = "") -> str:
    """Grouped digits without the unit: yuan with two decimals, percentages from fractions, counts without decimals."""
    if unit == "%":
        return _digits(value * 100, SHOWN_PLACES["%"], 2)
    if unit in ("元", "万元"):
        return _digits(value, 2, 2)
    return _digits(value, 6, 0)


def shown(value: Any, unit: str = "", codes: Mapping[str, str] | None = None) -> str:
    """A value as people read it, with its unit: 29,605.56 元, 3.65%, 2025-04-10, 是."""
    bare = plain(value)
    if bare is None:
        return "—"
    if isinstance(bare, bool):
        return "是" if bare else "否"
    if isinstance(bare, date):
        return bare.isoformat()
    if isinstance(bare, int):
        bare = Decimal(bare)
    if isinstance(bare, Decimal):
        return f"{number(bare, unit)}{'' if unit == '%' else ' '}{unit}".rstrip()
    if isinstance(bare, (tuple, list)):
        return "、".join(shown(entry, unit, codes) for entry in bare)
    return (codes or {}).get(str(bare), str(bare))


def in_wan(value: Decimal) -> str:
    """The same amount in 万元, for reading aloud: 2.96 万元. Empty below one 万元."""
    return f"{_digits(value / 10000, 2, 0)} 万元" if abs(value) >= 10000 else ""
