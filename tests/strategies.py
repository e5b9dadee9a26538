"""Hypothesis strategies built from the Fields themselves: whatever a calculator asks, a test can answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from calculators.calculator import Calculator
from calculators.examples import Example, examples_of
from calculators.fields import Field

JUNK = st.sampled_from(["", "abc", "-1", "0", "1e400", "NaN", "２００万", "9" * 60, "2025-02-30", "是", "<b>", "3.65%"])
DATES = st.dates(date(2012, 1, 1), date(2035, 12, 31)).map(date.isoformat)


def _numbers(field: Field) -> st.SearchStrategy[str]:
    low = field.lowest if field.lowest is not None else Decimal(0)
    high = field.highest if field.highest is not None else Decimal(10) ** 9
    places = 0 if field.kind == "integer" else 2
    return st.decimals(low, high, places=places, allow_nan=False).map(lambda d: f"{d:f}")


def answers(field: Field) -> st.SearchStrategy[str]:
    """Texts that this field accepts, most of the time."""
    if field.kind == "choice":
        return st.sampled_from([key for key, _ in field.choices])
    if field.kind == "flag":
        return st.sampled_from(["是", "否"])
    if field.kind == "date":
        return DATES
    if field.kind == "rows":
        return st.just(field.default)
    return _numbers(field)


@st.composite
def near_examples(draw: st.DrawFn, calculator: Calculator, junk: bool = False) -> dict[str, str]:
    """An example's inputs with up to three answers replaced (by junk too, if asked for)."""
    example: Example = draw(st.sampled_from(examples_of(calculator.name)))
    values = dict(example.inputs)
    fields = draw(st.lists(st.sampled_from(calculator.all_fields()), max_size=3, unique_by=lambda f: f.key))
    for field in fields:
        values[field.key] = draw(st.one_of(answers(field), JUNK) if junk else answers(field))
    return values
