"""SME size class (企业划型) from up to three indicators.

A class needs all its lower bounds (bounds included); failing one, the enterprise is one class lower, and so on; below
the small bound in any indicator it is micro. That is the lowest of the classes that each indicator gives by itself,
because the bounds of every indicator fall from large to small. Employees are people, revenue and assets 万元.
Source: 中小企业划型标准规定 第四条 and 统计上大中小微型企业划分办法（2017）.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from calculators.figure import apply, operation

CLASSES = ("micro", "small", "medium", "large")
CLASS_WORDS = {"micro": "微型企业", "small": "小型企业", "medium": "中型企业", "large": "大型企业"}
RANKS = {size: rank for rank, size in enumerate(CLASSES)}
WAN_YUAN = Decimal(10) ** 4

# industry -> Chinese name and the indicators its class depends on, in the order of the standard.
INDUSTRIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "agriculture": ("农、林、牧、渔业", ("revenue",)),
    "industry": ("工业（采矿、制造、电热燃气水）", ("employees", "revenue")),
    "construction": ("建筑业", ("revenue", "assets")),
    "wholesale": ("批发业", ("employees", "revenue")),
    "retail": ("零售业", ("employees", "revenue")),
    "transport": ("交通运输业", ("employees", "revenue")),
    "storage": ("仓储业", ("employees", "revenue")),
    "post": ("邮政业", ("employees", "revenue")),
    "accommodation": ("住宿业", ("employees", "revenue")),
    "catering": ("餐饮业", ("employees", "revenue")),
    "information_transmission": ("信息传输业", ("employees", "revenue")),
    "software_it": ("软件和信息技术服务业", ("employees", "revenue")),
    "real_estate_development": ("房地产开发经营", ("revenue", "assets")),
    "property_management": ("物业管理", ("employees", "revenue")),
    "leasing_business_services": ("租赁和商务服务业", ("employees", "assets")),
    "other": ("其他未列明行业", ("employees",)),
}


class Bounds(NamedTuple):
    """Lower bounds of one indicator by rising class (micro has none); numbers or Figures in the indicator's unit."""

    small: Any
    medium: Any
    large: Any


@operation("in_wan", "{0} 折成万元")
def in_wan(yuan: Decimal) -> Decimal:
    """Yuan as 万元, exactly."""
    return yuan / WAN_YUAN


@operation("class_by_bounds", "{0} 与小型下限 {1}、中型下限 {2}、大型下限 {3} 比较（达到即算）")
def class_by_bounds(value: Decimal, small: Decimal, medium: Decimal, large: Decimal) -> str:
    """The class that one indicator gives by itself: how many of its rising bounds the value reaches."""
    return CLASSES[(value >= small) + (value >= medium) + (value >= large)]


@operation("lowest_class", "各项指标（{all}）中最低的一档")
def lowest_class(industry: str, *classes: str | None) -> str | None:
    """The class of the enterprise: the lowest that any of the industry's indicators gives; None when one is missing."""
    known = [size for size in classes if size is not None]
    if len(known) < len(INDUSTRIES[industry][1]):
        return None
    return min(known, key=RANKS.__getitem__)


@operation("is_at_most", "{0} 是否不高于 {1}")
def is_at_most(size: str | None, highest: str) -> bool | None:
    """Whether a class is no higher than another; None when the class is not known."""
    return None if size is None else RANKS[size] <= RANKS[highest]


@operation("sme_status", "{0} 能否判定")
def sme_status(size: str | None) -> str:
    """`complete`, or `missing_indicator` when there is no class."""
    return "missing_indicator" if size is None else "complete"


def class_of(value: Any, bounds: Bounds) -> Any:
    """The class one indicator gives; a Figure when its parts are."""
    return apply("class_by_bounds", value, *bounds)


def size_class(industry: Any, classes: Iterable[Any]) -> Any:
    """The class of the enterprise from those of all its indicators (None for one not given); None if any is missing."""
    return apply("lowest_class", industry, *classes)


def next_class(size: str) -> str | None:
    """The class above; None above large."""
    position = RANKS[size] + 1
    return CLASSES[position] if position < len(CLASSES) else None


@cache
def bound_keys(industry: str, indicator: str) -> tuple[str, str, str]:
    """Names of the three policy parameters of an indicator: small, medium, large."""
    prefix = f"sme.{industry}.{indicator}"
    return f"{prefix}.small", f"{prefix}.medium", f"{prefix}.large"
