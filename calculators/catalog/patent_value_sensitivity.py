"""The sensitivity of 专利价值估算: a grid over royalty and discount rate, and one factor changed at a time."""

from __future__ import annotations

from typing import Any

from calculators.calculator import Column, Table
from calculators.catalog.patent_value_income import portions, worth
from calculators.fields import Given
from calculators.figure import fen, named, plain
from calculators.money import round_places
from calculators.rules.valuation import Model


def percent_text(rate: Any) -> str:
    """A rate for a heading, at most four decimals of a percent."""
    text = f"{round_places(plain(rate) * 100, 4):f}".rstrip("0").rstrip(".")
    return f"{text}%"


def _steps(middle: Any, step: Any) -> list[Any]:
    """One step down, the rate itself, one step up; rates below zero are left out."""
    return [rate for rate in (middle - step, middle, middle + step) if plain(rate) >= 0]


def _cell(model: Model, given: Given, *of: Any) -> Any:
    why = "用同一公式整体重算。"
    return named(fen(worth(model, given)), "grid_{0}", "分成率 {1}、折现率 {2} 时的估算值", "元", why, of)


def _grid_rows(given: Given, model: Model) -> list[tuple[str, Model]]:
    """A model for each royalty; a single one when the method has no royalty."""
    if plain(given["income_method"]) != "royalty":
        return [("不变", model)]
    return [
        (percent_text(royalty), model._replace(portions=portions(given, len(model.spans), royalty, None)))
        for royalty in _steps(given["royalty"], given["royalty_step"])
    ]


def grid(given: Given, model: Model) -> Table:
    """Rows by royalty, columns by discount rate; every cell is the full formula, to the fen."""
    rates = [(i, rate, percent_text(rate)) for i, rate in enumerate(_steps(model.rate, given["discount_step"]), 1)]
    rows: list[tuple[Any, ...]] = []
    for head, varied in _grid_rows(given, model):
        number = len(rows) * len(rates)
        cells = [_cell(varied.at(rate), given, number + i, head, said) for i, rate, said in rates]
        rows.append((head, *cells))
    columns = (Column("royalty", "分成率"), *(Column(f"rate_{i}", f"折现率 {said}", "元") for i, _, said in rates))
    return Table("grid", "敏感性：分成率和折现率", columns, tuple(rows))


def _scaled(model: Model, factor: Any) -> list[tuple[str, Model]]:
    """The model with one factor at a time multiplied."""
    varied = [("收入或利润", model._replace(amounts=tuple([amount * factor for amount in model.amounts])))]
    if model.tax is not None:
        varied.append(("所得税税率", model._replace(tax=model.tax * factor)))
    return [*varied, ("折现率", model.at(model.rate * factor))]


def tornado(given: Given, model: Model) -> Table:
    """Each factor down and up by the same share, the rest fixed."""
    down, up = _scaled(model, 1 - given["swing"]), _scaled(model, 1 + given["swing"])
    rows: list[tuple[Any, ...]] = []
    for number, ((name, low), (_, high)) in enumerate(zip(down, up, strict=True), 1):
        less = named(fen(worth(low, given)), "less_{0}", "{1}减少时的估算值", "元", "", (number, name))
        more = named(fen(worth(high, given)), "more_{0}", "{1}增加时的估算值", "元", "", (number, name))
        rows.append((name, less, more))
    by = percent_text(given["swing"])
    columns = (Column("factor", "只变这一项"), Column("less", f"减少 {by}", "元"), Column("more", f"增加 {by}", "元"))
    return Table("tornado", "单因素变动", columns, tuple(rows))
