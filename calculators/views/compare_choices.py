"""One case under every choice of one question: all published support schemes, all ways to repay.

A choice that lacks an answer, or refuses one, stays in the table with the reason: nothing is guessed for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from calculators.calculator import Calculator
from calculators.errors import ParameterError
from calculators.fields import Field
from calculators.figure import Figure
from calculators.views.compare import UNWANTED, Column, best
from calculators.views.derivation import tag_of
from calculators.views.format import exact
from calculators.views.html import doubt
from calculators.views.markup import Html, tag
from calculators.views.words import Words


def choice_field(found: Calculator, key: str) -> Field:
    """The question whose choices are compared. Raises ParameterError when it is no question with choices."""
    for field in found.all_fields():
        if field.key == key and field.choices:
            return field
    raise ParameterError(f"{found.title}没有可以逐项对照的问题“{key}”。")


def _order(headline: str, column: Column) -> tuple[bool, Decimal]:
    """Best first; what could not be computed last."""
    number = column.number(headline)
    if number is None:
        return True, Decimal(0)
    return False, number if headline in UNWANTED else -number


def _answered(column: Column, keys: Sequence[str], columns: Sequence[Column]) -> list[Html]:
    assert column.answer is not None
    words = Words.of(column.answer)
    cells = []
    for key in keys:
        value = column.figure(key)
        wins = key == keys[0] and column.number(key) == best(key, columns) is not None
        note = tag("b", "最少" if key in UNWANTED else "最多", class_="cp-best") if wins else None
        shown = tag("span", words(value), data_figure=key, data_value=exact(value))
        cells.append(tag("td", shown, doubt(value), note, data_rank=_rank(key, column, columns)))
    return cells


def _rank(key: str, column: Column, columns: Sequence[Column]) -> int:
    """The place of this column when sorted by one figure: scripts sort by it and need to understand no number."""
    number = column.number(key)
    if number is None:
        return len(columns)
    return sum(other < number for entry in columns if (other := entry.number(key)) is not None)


def _row(label: str, column: Column, keys: Sequence[str], columns: Sequence[Column], place: int) -> Html:
    head = tag("th", label, scope="row", data_rank=place)
    if column.answer is None:
        reason = "；".join(column.problems.values())
        missing = [tag("td", "—", data_rank=len(columns)) for _ in keys]
        return tag("tr", head, *missing, tag("td", f"算不出：{reason}", class_="cp-wide"))
    sentence = tag("td", column.answer.result.sentence, class_="cp-wide")
    return tag("tr", head, *_answered(column, keys, columns), sentence)


def _labels(keys: Sequence[str], columns: Sequence[Column]) -> list[str]:
    names: dict[str, str] = {}
    for column in columns:
        for key in keys:
            value = column.figure(key)
            if isinstance(value, Figure):
                names.setdefault(key, tag_of(value).label)
    return [names.get(key, key) for key in keys]


def _sortable(label: str) -> Html:
    button = tag("button", label, type="button", data_sort=True, class_="cp-sort")
    return tag("th", button, scope="col")


def compare_choices(found: Calculator, values: Mapping[str, str], by: str, figures: Sequence[str]) -> Html:
    """A table with a row for every choice of `by` and these figures, the first of them deciding the order."""
    field = choice_field(found, by)
    tried = [(place, label, Column.of(found, {**values, by: key})) for place, (key, label) in enumerate(field.choices)]
    columns = [column for _, _, column in tried]
    tried.sort(key=lambda entry: _order(figures[0], entry[2]))
    heads = [_sortable(label) for label in (field.label, *_labels(figures, columns))]
    rows = [_row(label, column, figures, columns, place) for place, label, column in tried]
    title = f"{found.title}：同一笔业务，逐一换{field.label}"
    table = tag(
        "table",
        tag("caption", title),
        tag("thead", tag("tr", *heads, tag("th", "结论或原因", scope="col"))),
        tag("tbody", *rows),
        class_="cp-table cp-choices",
    )
    return tag("div", table, class_="cp-scroll", tabindex="0", role="region", aria_label=title)


def choices_html(found: Calculator, values: Mapping[str, str], by: str, figures: Sequence[str]) -> Html:
    """The element an author embeds: the table of the worked example, there before any script, and a button to redo it."""
    return tag(
        "choice-comparison",
        tag("p", "下面先按算例对照。", class_="cp-intro"),
        tag("button", "按填写的数重新对照", type="button", class_="cp-take-button", data_redo=True, hidden=True),
        tag("p", role="status", class_="cp-take-said", data_said=True),
        tag("div", compare_choices(found, values, by, figures), data_columns=True),
        data_calculator=found.name,
        data_by=by,
        data_figures=",".join(figures),
        data_search_exclude=True,
    )
