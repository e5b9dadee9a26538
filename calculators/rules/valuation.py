"""收益法: what a patent earns in each year of its remaining life, discounted to the valuation date.

income of a year = base amount × length of the year × portion that belongs to the patent × (1 − tax) − charge × length
value = Σ income ÷ (1 + discount rate)^time, time = end or middle of the year

Relief from royalty: base = revenue, portion = attributable share × royalty. Profit split: base = net profit, portion =
the patent's share of the equivalent investments. Excess earnings: base = revenue, portion = margin, charge = Σ value of
the other assets × the return they require; negative years are kept. Yuan, years and fractions; nothing is rounded
inside. Full years run from anniversary to anniversary; what is left is a part year of days ÷ 365.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.dates import add_months, days_between, whole_months
from calculators.figure import apply, named, operation, plain, total

ZERO, ONE, MONTHS = Decimal(0), Decimal(1), 12
DAYS_IN_PART_YEAR = Decimal(365)  # also in leap years, by convention
TIMING_CHOICES = (("end_year", "年末"), ("mid_year", "年中"))


FACTOR_WHY = "1 ÷（1 + 折现率）的折现年数次方。"


class Span(NamedTuple):
    """One year of the forecast: its length (1, or less for the last one) and when its income counts, in years."""

    number: int
    length: Any
    time: Any


class Model(NamedTuple):
    """Everything the income approach needs. `tax` None: the amounts are after tax. `charge` is yuan a year or None."""

    spans: tuple[Span, ...]
    amounts: tuple[Any, ...]
    portions: tuple[Any, ...]
    tax: Any
    charge: Any
    rate: Any

    def at(self, rate: Any) -> Model:
        """The same years at another discount rate."""
        return Model(self.spans, self.amounts, self.portions, self.tax, self.charge, rate)


class Year(NamedTuple):
    """One year valued; yuan, unrounded."""

    span: Span
    amount: Any
    portion: Any
    income: Any
    factor: Any
    value: Any


@operation("typed_cell", "第 {1} 行填写的数")
def cell_of(rows: tuple[tuple[Any, ...], ...], row: int, column: int) -> Any:
    """One cell of a list typed line by line; rows count from 1, columns from 0."""
    return rows[row - 1][column]


def typed_cell(rows: Any, row: int, column: int) -> Any:
    """A traced cell of a list typed line by line."""
    return apply("typed_cell", rows, row, column)


@operation("anniversaries", "从 {0} 到 {1} 的整年数")
def anniversaries(start: date, end: date) -> Decimal:
    """Full years between two dates, by anniversaries of the first; 0 when the end is not later."""
    return Decimal(max(whole_months(start, end) // MONTHS, 0))


@operation("days_after_anniversary", "{0} 起满整年之后，到 {1} 剩下的天数")
def days_after_anniversary(start: date, end: date) -> Decimal:
    """Days left after the last full year; 0 when the end is not later."""
    if end <= start:
        return ZERO
    return days_between(add_months(start, int(anniversaries(start, end)) * MONTHS), end)


@operation("part_year", "{0} ÷ 365")
def part_year(days: Decimal) -> Decimal:
    """The part of a year that so many days are; 365 also in leap years."""
    return days / DAYS_IN_PART_YEAR


@operation("income_time", "此前 {0} 年，本年 {1}，收益的时点是{2}")
def income_time(before: int, length: Decimal, timing: str) -> Decimal:
    """Years from the valuation date to the moment at which a year's income counts (`end_year` or `mid_year`)."""
    return before + (length / 2 if timing == "mid_year" else length)


def forecast(lengths: Sequence[Any], timing: Any) -> tuple[Span, ...]:
    """The years of a forecast from their lengths."""
    spans = []
    for number, length in enumerate(lengths, 1):
        time = apply("income_time", number - 1, length, timing)
        spans.append(Span(number, length, named(time, "time_{}", "第 {} 年折现年数", "年", "", number)))
    return tuple(spans)


def life_lengths(start: Any, end: Any) -> tuple[Any, Any, Any, tuple[Any, ...]]:
    """Full years, days left, the part year they are, and the length of each forecast year until the end."""
    full = named(apply("anniversaries", start, end), "full_years", "收益期整年数", "年", "从评估基准日起逐年数。")
    left = named(apply("days_after_anniversary", start, end), "part_year_days", "最后不足一年的天数", "天")
    part = named(apply("part_year", left), "part_year", "最后不足一年折合", "年", "天数 ÷ 365。")
    whole = (ONE,) * int(plain(full))
    return full, left, part, (*whole, part) if plain(left) else whole


def discount_factor(rate: Any, time: Any) -> Any:
    """1 ÷ (1 + rate)^time; exact Decimal power, also for half and part years."""
    return 1 / (1 + rate) ** time


def years(model: Model) -> tuple[Year, ...]:
    """Every year of the forecast, valued: what the patent earns after tax, and what that is worth today.

    The forecast ends with the shorter of spans and amounts.
    """
    rows, (spans, amounts, portions, tax, charge, rate) = [], model
    for span, amount, portion in zip(spans, amounts, portions, strict=False):
        t, length, time = span
        income = amount * length * portion
        if tax is not None:
            income = income * (1 - tax)
        if charge is not None:
            income = income - charge * length
        income = named(income, "income_{}", "第 {} 年归属专利的收益", "元", "", t)
        factor = named(discount_factor(rate, time), "factor_{}", "第 {} 年折现系数", "", FACTOR_WHY, t)
        value = named(income * factor, "present_{}", "第 {} 年收益现值", "元", "当年收益 × 折现系数。", t)
        rows.append(Year(span, amount, portion, income, factor, value))
    return tuple(rows)


def present_value(rows: Sequence[Year]) -> Any:
    """Σ of the years' present values, yuan, unrounded."""
    return total([row.value for row in rows])


def value_of(model: Model) -> Any:
    """The value of a model, yuan, unrounded."""
    return present_value(years(model))


def royalties(first: Any, decay: Any, count: int, from_first_year: bool = False) -> tuple[Any, ...]:
    """Royalty of each year: first · (1 − decay)^(t − 1), or with the exponent t when it decays from the first year."""
    rates, current = [], first * (1 - decay) if from_first_year else first
    for number in range(1, count + 1):
        why = "上一年的分成率 ×（1 − 年衰减率）。" if number > 1 else ""
        current = named(current, "royalty_{}", "第 {} 年分成率", "%", why, number)
        rates.append(current)
        current = current * (1 - decay)
    return tuple(rates)


def grown(first: Any, growth: Sequence[Any]) -> tuple[Any, ...]:
    """Revenue of each year: the first one, then growing by each rate in turn. Yuan, unrounded."""
    revenues = [first]
    for number, rate in enumerate(growth, 2):
        value = revenues[-1] * (1 + rate)
        revenues.append(named(value, f"revenue_{number}", f"第 {number} 年收入", "元", "上一年收入 ×（1 + 增长率）。"))
    return tuple(revenues)


def equivalent_investment(cost: Any, profit_rate: Any, price_increase: Any = None) -> Any:
    """约当投资量: cost, brought to today's prices if need be, × (1 + cost profit rate)."""
    today = cost if price_increase is None else cost * (1 + price_increase)
    return today * (1 + profit_rate)


def profit_share(patent: Any, enterprise: Any) -> Any:
    """The patent's share of the equivalent investments. ZeroDivisionError when both are zero."""
    return patent / (patent + enterprise)


def asset_charge(assets: Sequence[tuple[Any, Any]]) -> Any:
    """Yearly return that the contributory assets require: Σ value × return, yuan a year."""
    return total(value * required for value, required in assets)
