"""想拿到……需要……: the value of one question that makes the headline reach a target, or a calculator's own inverse question.

The search runs on the forward computation (calculators/rules/inverse.py). Both neighbours, the one that meets the target and
the one that just does not, are worked forward again and shown; a target out of reach is refused with the nearest there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.calculator import Answer, run
from calculators.money import settle
from calculators.rules.inverse import last_that_holds
from calculators.views.what_if import Curve, Point

# What is better small is asked with "at most", the rest with "at least".
AT_MOST = ("loan_schedule", "financing_cost", "risk_sharing", "fund_budget")


@dataclass(frozen=True)
class Question:
    """An inverse question that a calculator answers itself: the texts that ask it, and where the target goes."""

    key: str
    label: str
    texts: Mapping[str, str]
    target: str = ""


QUESTIONS: dict[str, tuple[Question, ...]] = {
    "interest_subsidy": (
        Question("rate_for_cost", "补贴后年利率不超过目标，合同利率最高多少", {"want": "rate_for_cost"}, "target_cost"),
        Question("cap_principal", "上限不起作用的最大本金（不用填目标）", {"want": "cap_principal"}),
    ),
    "financing_cost": (Question("break_even", "综合成本不超过目标，合同利率最高多少", {"want": "break_even_rate"}, "target"),),
    "loan_amount": (Question("valuation", "想贷到目标金额，专利评估值至少多少", {}, "wanted"),),
}


@dataclass(frozen=True)
class Reached:
    """`good` meets the target and `next` does not, one unit apart; both None when no value in the range does (or all do)."""

    good: Point | None
    next: Point | None
    nearest: Point | None
    rising: bool
    high: Decimal
    every: bool = False
    others: int = 0


def _flips(points: tuple[Point, ...], meets: Callable[[Point], bool]) -> list[tuple[Point, Point]]:
    """Neighbours of which one meets the target and the other does not; points without a value are passed over."""
    valued = [point for point in points if isinstance(point.value, Decimal)]
    return [(a, b) for a, b in zip(valued, valued[1:], strict=False) if meets(a) != meets(b)]


def _far(curve: Curve) -> Decimal:
    """A hundred times the range, inside what the question allows."""
    highest = curve.case.field.highest
    return curve.high * 100 if highest is None else max(curve.high, min(curve.high * 100, highest))


def reach(curve: Curve, target: Decimal) -> Reached:
    """The first place in the range where the headline starts or stops to meet the target."""
    at_most = curve.case.calculator.name in AT_MOST

    def meets(point: Point) -> bool:
        if not isinstance(point.value, Decimal):
            return False
        return settle(point.value) <= settle(target) if at_most else settle(point.value) >= settle(target)

    flips = _flips(curve.points, meets)
    # Out of reach of the picture is not out of reach: one look far ahead.
    far = _far(curve)
    points = curve.points if flips else (*curve.points, curve.case.at(far))
    flips = flips or _flips(points, meets)
    if not flips:
        valued = [point for point in points if isinstance(point.value, Decimal)]
        nearest = min(valued, key=lambda one: abs(one.value - target), default=None)
        return Reached(None, None, nearest, False, far, bool(valued) and meets(valued[0]))
    first, last = flips[0]
    start = meets(first)
    found = last_that_holds(lambda x: meets(curve.case.at(x)) == start, first.x, last.x, curve.unit)
    assert found.below is not None and found.above is not None, "the two ends differ"
    below, above = curve.case.at(found.below), curve.case.at(found.above)
    good, other = (below, above) if start else (above, below)
    return Reached(good, other, None, not start, far, others=len(flips) - 1)


def ask(answer: Answer, values: Mapping[str, str], question: Question, target: str) -> Answer:
    """The calculator's own answer to an inverse question. Raises InputError as any calculation does."""
    texts = {**values, **question.texts}
    if question.target:
        texts[question.target] = target
    return run(answer.calculator, texts)


def new_figures(base: Answer, asked: Answer) -> dict[str, Any]:
    """What the inverse question added to the answer."""
    return {key: value for key, value in asked.result.figures.items() if key not in base.result.figures and value is not None}
