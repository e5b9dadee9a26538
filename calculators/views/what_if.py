"""改一个数会怎样: one answer of the form varied over a range, everything else as it stands.

Every point is a whole run of the calculator; nothing is interpolated. Where a verdict (a code or a yes or no among the
figures: the limit that binds, a class, a condition) differs between two neighbours, the place is narrowed down to the
input's own smallest step by halving, so that the last value before and the first value after are both known and shown.
A calculation may take at most a few seconds on a slow machine, so the number of runs is bounded (`budget`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from typing import Any

from calculators.calculator import Answer, Calculator, run
from calculators.errors import InputError
from calculators.fields import Field
from calculators.figure import plain

KINDS = {"money": Decimal("0.01"), "percent": Decimal("0.0001"), "integer": Decimal(1), "number": Decimal("0.0001")}
POINTS, BUDGET, FEWEST = 40, 160, 4
NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_IN_A_GAP = 4
# Questions asked backwards run a calculator fifty times; they have a place of their own (what_if_target.py).
BACKWARDS = ("want", "wanted")
# Runs that take several times as long as those of other calculators.
SLOW = {"financing_cost": 36, "patent_value": 36, "fund_budget": 30}
# Settings rather than facts of the case: offered after everything else.
LAST = ("unit", "seed", "trials", "settlement_day", "year_days", "discount_step", "royalty_step", "swing", "valuation_unit")
FIRST = {"interest_subsidy": "principal", "loan_amount": "need", "patent_value": "royalty", "risk_sharing": "unpaid",
         "fund_budget": "fund", "working_capital_need": "growth"}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """The headline at one value (in the unit typed), None where there is none; `problem` says why."""

    x: Decimal
    value: Any
    verdict: tuple[tuple[str, Any], ...]
    problem: str = ""


@dataclass
class Case:
    """What is varied: the texts of the form, the question, the figure looked at. Runs are counted and remembered."""

    calculator: Calculator
    values: Mapping[str, str]
    field: Field
    headline: str
    budget: int = BUDGET
    known: dict[Decimal, Point] = made(default_factory=dict)

    def at(self, x: Decimal) -> Point:
        """The point at one value, worked out with the very computation of the calculator."""
        if x not in self.known:
            self.budget -= 1
            self.known[x] = self._run(x)
        return self.known[x]

    def _run(self, x: Decimal) -> Point:
        try:
            result = run(self.calculator, {**self.values, self.field.key: f"{x:f}"}, traced=False).result
        except InputError as error:
            keys = tuple(error.by_field())
            return Point(x, None, (("", keys),), "；".join(error.by_field().values()))
        verdict = tuple((key, plain(value)) for key, value in result.figures.items() if _is_verdict(plain(value)))
        return Point(x, plain(result.figures.get(self.headline)), verdict)


def _is_verdict(value: Any) -> bool:
    return isinstance(value, (str, bool)) or (isinstance(value, tuple) and all(isinstance(part, str) for part in value))


@dataclass(frozen=True)
class Threshold:
    """Where a verdict changes: the last point before, the first after. Not `exact`: the runs were used up before."""

    before: Point
    after: Point
    exact: bool


@dataclass(frozen=True)
class Curve:
    """All points in order (grid, thresholds on both sides, where the visitor stands) and the thresholds."""

    case: Case
    here: Point
    points: tuple[Point, ...]
    thresholds: tuple[Threshold, ...]
    low: Decimal
    high: Decimal
    step: Decimal
    unit: Decimal


def typed(answer: Answer, found: Field) -> Decimal | None:
    """The value of a question in the unit typed (percent, not a fraction); None without one that can be varied."""
    value = plain(answer.given[found.key])
    if not isinstance(value, Decimal) or found.kind not in KINDS or value <= 0:
        return None
    return value * 100 if found.kind == "percent" else value


def questions(answer: Answer) -> list[Field]:
    """The questions with a number that can be varied, the most telling first."""
    first = FIRST.get(answer.calculator.name)
    found = [one for one in answer.calculator.fields if typed(answer, one) is not None]
    return sorted(found, key=lambda one: (one.key != first, one.key in LAST))


def without_backwards(calculator: Calculator, values: Mapping[str, str]) -> dict[str, str]:
    """The texts of the form without questions asked backwards."""
    keys = {one.key for one in calculator.fields}
    return {**values, **{key: "" for key in BACKWARDS if key in keys}}


def _nice(rough: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(one * power for one in NICE if one * power >= rough)


def _steps(found: Field, reach: Decimal, points: int) -> tuple[Decimal, Decimal, Decimal]:
    """Lowest value, highest value and step of the range up to about `reach`, inside what the question allows."""
    step = max(_nice(reach / points), KINDS[found.kind])
    if found.kind == "integer":
        step = step.to_integral_value(rounding="ROUND_CEILING")
    count = -(-reach // step)
    # A loan of almost nothing has no sensible cost, and working out that there is none takes long.
    low, high = step if found.key == "principal" else Decimal(0), step * count
    if found.lowest is not None:
        low = max(low, found.lowest)
    if found.highest is not None:
        high = min(high, found.highest)
    return low, max(high, low), step


def _grid(low: Decimal, high: Decimal, step: Decimal) -> Iterator[Decimal]:
    yield low
    at = step * (low // step + 1)
    while at < high:
        yield at
        at += step
    yield high


def _unit(found: Field, here: Decimal) -> Decimal:
    """The smallest step of the question: a fen, 0.0001 of a percentage point, or finer if the visitor typed finer."""
    exponent = here.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a finite number"
    return min(KINDS[found.kind], Decimal(1).scaleb(exponent))


def _narrow(case: Case, low: Point, high: Point, unit: Decimal) -> Threshold:
    """Halve until the two neighbours are one unit apart, or the runs are used up."""
    while high.x - low.x > unit and case.budget > 0:
        middle = case.at((low.x + high.x) / 2 // unit * unit)
        if middle.x in (low.x, high.x):
            break
        low, high = (middle, high) if middle.verdict == low.verdict else (low, middle)
    return Threshold(low, high, high.x - low.x <= unit)


def _between(case: Case, low: Point, high: Point, unit: Decimal) -> Iterator[Threshold]:
    """Every change of verdict between two neighbours; each may hide another behind it."""
    for _ in range(MOST_IN_A_GAP):
        if low.verdict == high.verdict or not low.verdict or low.x >= high.x:
            return
        found = _narrow(case, low, high, unit)
        yield found
        low = found.after


def curve(case: Case, here: Decimal, reach: Decimal) -> Curve:
    """The headline over the range. The grid comes first; what is left of the budget narrows the thresholds down."""
    budget = max(case.budget, FEWEST)
    low, high, step = _steps(case.field, reach, max(2, min(POINTS, budget * 2 // 3)))
    unit = _unit(case.field, here)
    points = sorted({case.at(x).x for x in (*_grid(low, high, step), here)})
    neighbours = zip(points, points[1:], strict=False)
    found = [t for a, b in neighbours for t in _between(case, case.at(a), case.at(b), unit)]
    every = {*points, *(x for one in found for x in (one.before.x, one.after.x))}
    return Curve(case, case.at(here), tuple(case.at(x) for x in sorted(every)), tuple(found), low, high, step, unit)
