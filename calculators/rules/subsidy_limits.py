"""Cutting an amount down to its limits, one after the other, and naming the one that bound."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.figure import apply, least, named, operation, plain
from calculators.money import settle


class Limit(NamedTuple):
    """An upper limit in yuan with its code and Chinese name."""

    code: str
    amount: Any
    label: str


class Cut(NamedTuple):
    """What is left, in yuan, and the code of the last limit that lowered it (None when none did)."""

    amount: Any
    binding: str | None


@operation("binding_limit", "把 {0} 依次与各项上限比较，最后一个使它变小的上限")
def binding_limit(before: Decimal, *codes_and_limits: Any) -> str:
    """The code of the last limit that lowers the amount when applied in turn; `none` when none does."""
    found = "none"
    for code, limit in zip(codes_and_limits[::2], codes_and_limits[1::2], strict=True):
        if settle(limit) < settle(before):
            found, before = code, limit
    return found


def below(first: Any, second: Any) -> bool:
    """Whether one number is really smaller than another, noise of quotients aside."""
    return settle(plain(first)) < settle(plain(second))


def cut(amount: Any, limits: Iterable[Limit], key: str = "subsidy") -> Cut:
    """Apply the limits in the order given. A limit equal to the amount does not bind."""
    binding = None
    for limit in limits:
        if below(limit.amount, amount):
            binding = limit.code
        amount = named(
            least(amount, limit.amount),
            "{0}_within_{1}",
            "按{2}限制后",
            "元",
            "不超过{2}，取较小的数",
            (key, limit.code, limit.label),
        )
    return Cut(amount, binding)


def room_left(cap: Any, used: Any, key: str, label: str) -> Any:
    """`left_of` with a name, as a step of its own."""
    return named(left_of(cap, used), key, label, "元", "减去已获得的部分，不小于 0")


@operation("remaining", "{0} 减去 {1}，不小于 0")
def remaining(whole: Decimal, used: Decimal) -> Decimal:
    """What is left after what was used, never below 0."""
    return max(whole - used, Decimal(0))


def left_of(cap: Any, used: Any) -> Any:
    """What is left of a cap after what was used, never below 0."""
    return apply("remaining", cap, used)
