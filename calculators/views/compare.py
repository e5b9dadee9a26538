"""Several answers of one calculator side by side: two to four columns of one case, or one case under every choice.

The first column is what the others are compared with. What is best is said in words, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.calculator import Answer, Calculator, run
from calculators.errors import InputError
from calculators.fields import Field
from calculators.figure import Figure, plain
from calculators.money import round_places
from calculators.views.derivation import tag_of
from calculators.views.format import exact, shown
from calculators.views.html import doubt
from calculators.views.markup import Html, join, tag
from calculators.views.words import Words

FEWEST, MOST = 2, 4
NUMERALS = "一二三四"
# Of a fraction; a percentage shows four decimals.
SEEN_PLACES = 6
# Figures of which an enterprise wants more, and of which it wants less; of all others nobody can say in general.
WANTED = ("subsidy", "fee_subsidy", "loan_amount", "saved", "interest_saved")
UNWANTED = (
    "net_interest", "net_cost", "total_interest", "total_repaid", "total_fees", "effective_rate", "simple_annual_cost",
    "rate_after", "rate_before", "simple_after", "simple_before",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: what was typed, and the answer or what is wrong with it."""

    values: Mapping[str, str]
    answer: Answer | None
    problems: Mapping[str, str]

    @classmethod
    def of(cls, found: Calculator, values: Mapping[str, str]) -> Column:
        """Run the calculator once; a refusal is a column too."""
        try:
            return cls(values, run(found, values), {})
        except InputError as error:
            return cls(values, None, error.by_field())

    def figure(self, key: str) -> object:
        """A figure of the answer, None when there is none."""
        return self.answer.result.figures.get(key) if self.answer else None

    def number(self, key: str) -> Decimal | None:
        """The figure's value when it is a number, as exact as people see it: 2.19% and 2.19% are the same."""
        value = plain(self.figure(key))
        return round_places(value, SEEN_PLACES) if isinstance(value, Decimal) else None


def _typed(field: Field, text: str) -> str:
    if not text.strip():
        return "没有填"
    words = dict(field.choices).get(text)
    return words or f"{text}{'' if text.endswith(field.shown_unit()) else f' {field.shown_unit()}'}"


def _differing(found: Calculator, columns: Sequence[Column]) -> list[Field]:
    def texts(field: Field) -> set[str]:
        return {str(column.values.get(field.key, field.default)).strip() for column in columns}

    return [field for field in found.all_fields() if len(texts(field)) > 1]


def _input_rows(found: Calculator, columns: Sequence[Column]) -> list[Html]:
    rows = []
    for field in _differing(found, columns):
        cells = [tag("td", _typed(field, str(column.values.get(field.key, field.default)))) for column in columns]
        rows.append(tag("tr", tag("th", field.label, scope="row"), *cells, data_input=field.key))
    return rows


def best(key: str, columns: Sequence[Column]) -> Decimal | None:
    """The value an enterprise would want, where that can be said and the columns differ."""
    numbers = [number for column in columns if (number := column.number(key)) is not None]
    if len(set(numbers)) < 2 or key not in (*WANTED, *UNWANTED):
        return None
    return max(numbers) if key in WANTED else min(numbers)


def _difference(key: str, first: Column, column: Column) -> Html | None:
    """The distance to the first column in words."""
    own, base = column.number(key), first.number(key)
    if column is first or own is None or base is None:
        return None
    value = column.figure(key)
    unit = tag_of(value).unit if isinstance(value, Figure) else ""
    if own == base:
        return tag("span", "与方案一相同", class_="cp-difference")
    word = "多" if own > base else "少"
    return tag("span", f"比方案一{word} {shown(abs(own - base), unit)}", class_="cp-difference")


def _cell(key: str, columns: Sequence[Column], column: Column) -> Html:
    if column.answer is None:
        return tag("td", "—")
    value = column.figure(key)
    wins = best(key, columns) is not None and column.number(key) == best(key, columns)
    word = "最多" if key in WANTED else "最少"
    return tag(
        "td",
        tag("span", Words.of(column.answer)(value), data_figure=key, data_value=exact(value)),
        doubt(value),
        tag("b", word, class_="cp-best") if wins else None,
        _difference(key, columns[0], column),
    )


def _figure_keys(columns: Sequence[Column]) -> list[str]:
    keys: dict[str, None] = {}
    for column in columns:
        if column.answer:
            keys |= dict.fromkeys([column.answer.result.headline, *column.answer.result.figures])
    return list(keys)


def _label(key: str, columns: Sequence[Column]) -> str:
    values = (column.figure(key) for column in columns)
    return next((tag_of(value).label for value in values if isinstance(value, Figure)), key)


def _figure_rows(columns: Sequence[Column]) -> list[Html]:
    return [
        tag("tr", tag("th", _label(key, columns), scope="row"), *(_cell(key, columns, column) for column in columns))
        for key in _figure_keys(columns)
    ]


def _problem_row(columns: Sequence[Column]) -> Html | None:
    if not any(column.problems for column in columns):
        return None
    cells = [tag("td", "；".join(column.problems.values()) or "—", class_="cp-wide") for column in columns]
    return tag("tr", tag("th", "算不出的原因", scope="row"), *cells, class_="cp-problem")


def _head(count: int) -> Html:
    columns = []
    for index in range(count):
        name = f"方案{NUMERALS[index]}"
        button = tag("button", "删除", type="button", data_remove=index, aria_label=f"删除{name}", class_="cp-remove")
        columns.append(tag("th", name, "（基准）" if index == 0 else None, button, scope="col"))
    return tag("thead", tag("tr", tag("th", "项目", scope="col"), *columns))


def compare(found: Calculator, cases: Sequence[Mapping[str, str]]) -> Html:
    """Up to four cases side by side; with one alone, what to do next."""
    columns = [Column.of(found, values) for values in cases[:MOST]]
    if not columns:
        return tag("p", "还没有存下方案。", class_="cp-hint")
    title = f"{found.title}：{len(columns)} 种方案对照"
    body = tag("tbody", *_input_rows(found, columns), _problem_row(columns), *_figure_rows(columns))
    table = tag("table", tag("caption", title), _head(len(columns)), body, class_="cp-table cp-columns")
    more = tag("p", "改动上面的输入，再存一种，就能对照。", class_="cp-hint") if len(columns) < FEWEST else None
    return join(more, tag("div", table, class_="cp-scroll", tabindex="0", role="region", aria_label=title))


def columns_html() -> Html:
    """The fold under every panel where columns are kept; hidden until a script can fill it."""
    return tag(
        "scenario-columns",
        tag(
            "details",
            tag("summary", "对照几种方案"),
            tag("p", "把现在的输入存成一种方案，改动后再存，最多四种。只保存在这个浏览器窗口里。", class_="cp-hint"),
            tag("button", "把现在的输入存成一种方案", type="button", class_="cp-take-button", data_keep=True),
            tag("p", role="status", class_="cp-take-said", data_said=True),
            tag("div", data_columns=True),
        ),
        class_="cp-compare",
        hidden=True,
    )


def answer_columns(found: Calculator, cases: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """The reply for the page: the table, and a sentence to say; a fifth column is refused."""
    if len(cases) > MOST:
        return {"ok": False, "announcement": f"最多对照 {MOST} 种方案。请先删掉一种，再存新的。"}
    said = f"已有 {len(cases)} 种方案。" if cases else "方案都已删除。"
    return {"ok": True, "html": str(compare(found, cases)), "announcement": said}
