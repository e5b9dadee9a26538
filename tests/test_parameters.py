"""Dated policy values: the one in force, never the nearest; sources, confirmations, and the tables on file."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import parameters
from calculators.citation import Citation
from calculators.errors import ParameterError
from calculators.figure import unverified
from calculators.parameters import Dated, Parameter
from calculators.policy import Policy, all_parameters

CITE = Citation("示例文件", "第一条", "B", checked=date(2026, 11, 22))


def series(*entries: Dated, **more: object) -> Parameter:
    values = {"key": "rate", "label": "示例利率", "unit": "%", "lowest": Decimal(0), "highest": Decimal(9)} | more
    return Parameter(values=entries, **values)  # type: ignore[arg-type]


OPEN = series(Dated(date(2020, 1, 1), Decimal(4), CITE), Dated(date(2021, 1, 1), Decimal(3), CITE))
CLOSED = series(Dated(date(2020, 1, 1), Decimal(4), CITE, until=date(2020, 12, 31)))


def test_a_value_holds_from_its_day_to_the_day_before_the_next() -> None:
    assert OPEN.dated(date(2020, 1, 1)).value == 4
    assert OPEN.dated(date(2020, 12, 31)).value == 4
    assert OPEN.dated(date(2021, 1, 1)).value == 3
    assert OPEN.dated(date(2099, 1, 1)).value == 3


def test_before_the_first_value_there_is_none() -> None:
    with pytest.raises(ParameterError, match="示例利率从 2020-01-01 起才有数值，2019-12-31 没有；请把日期改到"):
        OPEN.dated(date(2019, 12, 31))


def test_after_a_closed_period_there_is_none() -> None:
    with pytest.raises(ParameterError, match="到 2020-12-31 为止，2021-01-01 没有"):
        CLOSED.dated(date(2021, 1, 1))


def test_percentages_become_fractions_other_units_do_not() -> None:
    assert OPEN.figure(date(2020, 6, 1)).value == Decimal("0.04")
    assert series(*OPEN.values, unit="年").figure(date(2020, 6, 1)).value == 4


def test_past_the_last_confirmation_the_newest_value_is_unverified() -> None:
    confirmed = series(*OPEN.values, confirmed_until=date(2021, 6, 30))
    assert not unverified(confirmed.figure(date(2021, 6, 30)))
    assert unverified(confirmed.figure(date(2021, 7, 1)))
    assert not unverified(confirmed.figure(date(2020, 6, 1)))


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=1, max_size=8, unique=True), st.dates())
def test_the_value_in_force_is_the_latest_that_has_started(starts: list[date], on: date) -> None:
    ordered = sorted(starts)
    parameter = series(*(Dated(start, Decimal(i), CITE) for i, start in enumerate(ordered)))
    started = [i for i, start in enumerate(ordered) if start <= on]
    if started:
        assert parameter.dated(on).value == started[-1]
    else:
        with pytest.raises(ParameterError):
            parameter.dated(on)


@pytest.mark.parametrize(
    ("key", "on", "value"),
    [
        ("lpr_1y", date(2019, 8, 20), "0.0425"),
        ("lpr_1y", date(2024, 7, 21), "0.0345"),
        ("lpr_1y", date(2024, 7, 22), "0.0335"),
        ("lpr_5y_plus", date(2024, 2, 20), "0.0395"),
        ("lpr_1y", date(2025, 6, 1), "0.03"),
        ("benchmark_1y", date(2017, 4, 1), "0.0435"),
        ("benchmark_over_5y", date(2026, 1, 1), "0.049"),
        ("sme.industry.employees.large", date(2026, 11, 23), "1000"),
        ("sme.real_estate_development.assets.small", date(2026, 11, 23), "2000"),
        ("patent_term.design", date(2021, 5, 31), "10"),
        ("patent_term.design", date(2021, 6, 1), "15"),
        ("single_customer_cap", date(2026, 11, 23), "0.1"),
    ],
)
def test_values_on_file(key: str, on: date, value: str) -> None:
    assert Policy.at(on).figure(key).value == Decimal(value)


def test_lpr_before_it_existed_is_an_error_a_visitor_can_read() -> None:
    with pytest.raises(ParameterError, match="从 2019-08-20 起才有数值"):
        Policy.at(date(2019, 8, 19)).figure("lpr_1y")


def test_lpr_is_unverified_after_its_last_confirmation() -> None:
    assert not unverified(Policy.at(date(2026, 8, 20)).figure("lpr_1y"))
    assert unverified(Policy.at(date(2026, 8, 21)).figure("lpr_1y"))


@pytest.mark.parametrize("key", ["lpr_1y", "lpr_5y_plus"])
def test_lpr_moves_in_steps_of_five_points(key: str) -> None:
    for entry in Policy.at(date(2026, 1, 1)).parameter(key).values:
        assert entry.value % Decimal("0.05") == 0


def test_unknown_names_are_named() -> None:
    with pytest.raises(ParameterError, match="没有名为“lpr_2y”的政策参数"):
        Policy.at(date(2026, 1, 1)).figure("lpr_2y")


def test_nothing_from_memory_passes_as_checked() -> None:
    for parameter in all_parameters().values():
        for entry in parameter.values:
            assert entry.cite.document and entry.cite.clause
            assert entry.cite.trust != "-" or entry.cite.unverified, parameter.key
            assert not entry.cite.url or entry.cite.trust in ("A", "B"), parameter.key


def test_series_never_repeat_a_value_as_a_change() -> None:
    for parameter in all_parameters().values():
        for before, after in zip(parameter.values, parameter.values[1:], strict=False):
            assert before.start < after.start
            assert (before.value, before.cite.clause) != (after.value, after.cite.clause), parameter.key


def test_defaults_are_shared_and_can_be_overridden(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        """
[defaults]
document = "共用文件"
trust = "B"

[[parameter]]
key = "x"
label = "示例"
unit = "元"
lowest = 0
highest = 9
value = [{ from = 2020-01-01, value = 1, clause = "一" }, { from = 2021-01-01, value = "2", clause = "二", trust = "C" }]
""",
        encoding="utf-8",
    )
    (parameter,) = parameters.load(tmp_path).values()
    first, second = parameter.values
    assert (first.cite.document, first.cite.trust, second.cite.trust) == ("共用文件", "B", "C")
    assert first.cite.unverified and parameter.file == "a.toml"
    assert parameter.dated(second.start - timedelta(days=1)) is first
