"""Adapters for the topic sme_class."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from calculators.cases.convert import number
from calculators.figure import plain
from calculators.policy import Policy
from calculators.rules import sme

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

GIVEN = {"employees": "employees", "revenue": "operating_revenue_wan_yuan", "assets": "total_assets_wan_yuan"}


def _class_by(industry: str, indicator: str, text: str | int | None) -> str | None:
    """The class one indicator gives; None when it is not given. Cases carry no date: the newest bounds count."""
    if text is None:
        return None
    policy = Policy.at(date.max)
    bounds = sme.Bounds(*(plain(policy.figure(key)) for key in sme.bound_keys(industry, indicator)))
    size: str = sme.class_of(number(text), bounds)
    return size


def size_class(inputs: Inputs) -> Outputs:
    """The class and the two groups it belongs to; class null and a status when an indicator is missing."""
    industry = str(inputs["industry"])
    indicators = sme.INDUSTRIES[industry][1]
    size = sme.size_class(industry, [_class_by(industry, i, inputs.get(GIVEN[i])) for i in indicators])
    return {
        "size_class": size,
        "status": sme.sme_status(size),
        "is_sme": sme.is_at_most(size, "medium"),
        "is_small_or_micro": sme.is_at_most(size, "small"),
    }


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {"size_class": size_class, "missing_indicator": size_class}
