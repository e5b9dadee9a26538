"""专利价值估算 as a whole: which questions it asks, the grid, the conclusion, expiry and its warnings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.calculator import Result, Table, run
from calculators.catalog.patent_value import CALCULATOR
from calculators.errors import InputError
from calculators.examples import example
from calculators.fields import hidden
from calculators.figure import plain
from calculators.money import round_fen
from calculators.views.html import result_html


def inputs(key: str, **changes: str) -> dict[str, str]:
    return dict(example("patent_value", key).inputs) | changes


def result(key: str, **changes: str) -> Result:
    return run(CALCULATOR, inputs(key, **changes), traced=False).result


def table(found: Result, key: str) -> Table:
    return next(t for t in found.tables if t.key == key)


def test_every_cell_of_the_grid_is_the_full_formula() -> None:
    found = table(result("royalty_four_years"), "grid")
    for row in found.rows:
        for column, cell in zip(found.columns[1:], row[1:], strict=True):
            discount = column.label.removeprefix("折现率 ")
            assert result("royalty_four_years", royalty=row[0], discount=discount).figures["value"] == cell


def test_the_grid_carries_decay_part_year_and_tax_benefit() -> None:
    changes = {"with_tab": "是", "tab_years": "8"}
    base = result("part_year_mid_year", **changes)
    assert table(base, "grid").rows[1][2] == base.figures["income_value"]
    higher = result("part_year_mid_year", **changes, royalty="5.5").figures["income_value"]
    assert table(base, "grid").rows[2][2] == higher > base.figures["income_value"]


def test_rates_below_zero_leave_the_grid() -> None:
    found = table(result("royalty_four_years", royalty="0.3", discount="1", rate_from="direct"), "grid")
    assert [row[0] for row in found.rows] == ["0.3%", "0.8%"]
    assert [column.label for column in found.columns[1:]] == ["折现率 1%", "折现率 3%"]


def test_one_factor_at_a_time() -> None:
    rows = {row[0]: row[1:] for row in table(result("royalty_four_years"), "tornado").rows}
    assert rows["收入或利润"] == (Decimal("431441.95"), Decimal("527317.94"))  # 479379.946 × 0.9 and × 1.1
    assert rows["折现率"][1] == result("royalty_four_years", discount="18.7").figures["value"]
    assert rows["所得税税率"][0] == result("royalty_four_years", tax="22.5").figures["value"]


def test_three_methods_are_weighted_before_rounding() -> None:
    found = result("three_methods")
    parts = [round_fen(row[3]) for row in table(found, "methods").rows]
    assert parts == [Decimal("511756.21"), Decimal("43502.40"), Decimal("219333.33")]
    assert found.figures["value"] == Decimal("774591.95")  # 511756.2148 + 43502.40 + 219333.3333


def test_weights_must_add_up() -> None:
    with pytest.raises(InputError) as caught:
        result("three_methods", weight_market="30")
    assert "110%" in caught.value.by_field()["weight_income"]


@pytest.mark.parametrize(
    ("key", "changes", "field", "words"),
    [
        ("market_only", {"comparables": ""}, "income_method", "三种方法都没有填"),
        ("market_only", {"comparables": "100万 0"}, "comparables", "权重合计是 0"),
        ("market_only", {"comparables": "100万 1\n" * 31}, "comparables", "最多 30 行"),
        ("royalty_four_years", {"filing": "2026-11-23"}, "filing", "晚于评估基准日"),
        ("royalty_four_years", {"filing": "1998-01-01"}, "filing", "2000-01-01"),
        ("replacement_cost", {"used_years": "0", "remaining_years": "0"}, "remaining_years", "算不出成新率"),
        ("least_licence_fee", {"transferee_capacity": "1001"}, "transferee_capacity", "大于双方合计产能"),
        ("royalty_four_years", {"royalty": "101"}, "royalty", "不能大于"),
    ],
)
def test_mistakes_are_named_at_their_field(key: str, changes: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        result(key, **changes)
    assert words in caught.value.by_field()[field]


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("royalty_four_years", {"loan_maturity": "2030-11-22"}, "不早于收益期终点 2030-11-22"),
        ("royalty_four_years", {"loan_maturity": "2035-01-20"}, "不予登记"),
        ("royalty_four_years", {"economic_months": "60"}, "跨 5 个年度，只填了 4 年"),
        ("royalty_four_years", {"economic_months": "36"}, "跨 3 个年度，填了 4 年"),
        ("royalty_four_years", {"discount": "7.99"}, "折现率 7.99% 不在常见"),
        ("royalty_four_years", {"discount": "40.01"}, "折现率 40.01% 不在常见"),
        ("excess_earnings", {"margin": "1"}, "负数"),
    ],
)
def test_warnings(key: str, changes: dict[str, str], words: str) -> None:
    assert any(words in warning for warning in result(key, **changes).warnings)


@pytest.mark.parametrize("changes", [{"loan_maturity": "2030-11-21"}, {"discount": "8"}, {"discount": "40"}])
def test_no_needless_warning(changes: dict[str, str]) -> None:
    assert result("royalty_four_years", **changes).warnings == ()


def test_a_negative_conclusion_counts_as_nothing() -> None:
    found = result("excess_earnings", margin="1")
    assert found.figures["income_value"] < 0
    assert found.figures["value"] == 0


@given(st.integers(-4000, 4000))
@settings(max_examples=60, deadline=None)
def test_nothing_is_left_on_and_after_expiry(days: int) -> None:
    expiry = date(2030, 1, 20)
    on = expiry + timedelta(days=days)
    if on <= date(2020, 1, 20):
        return
    found = result("part_year_mid_year", valuation_date=on.isoformat(), loan_maturity="")
    assert (found.figures["value"] == 0) == (on >= expiry)
    assert (found.figures["limited_by"] == "expired") == (on >= expiry)


@given(st.decimals("0", "60", places=2), st.decimals("0", "60", places=2))
@settings(max_examples=40, deadline=None)
def test_a_higher_discount_rate_never_raises_the_value(a: Decimal, b: Decimal) -> None:
    low, high = sorted((a, b))
    values = [result("royalty_four_years", discount=str(r)).figures["value"] for r in (low, high)]
    assert values[1] <= values[0]


def test_only_the_questions_of_the_chosen_method_are_asked() -> None:
    left_out = set(hidden(CALCULATOR.all_fields(), inputs("royalty_four_years")))
    assert {"profit_rows", "margin", "excess_profit", "first_revenue", "beta", "replacement_cost", "weight_income"} <= left_out
    assert not left_out & {"royalty", "decay", "share", "revenue_rows", "discount", "tax", "cost_method", "comparables"}
    assert "tax" in hidden(CALCULATOR.all_fields(), inputs("profit_split"))
    assert "tax" not in hidden(CALCULATOR.all_fields(), inputs("profit_split", with_tab="是"))


def test_the_answer_says_that_it_is_no_appraisal_report() -> None:
    for key in ("royalty_four_years", "expired_design"):
        html = result_html(run(CALCULATOR, inputs(key)))
        assert "不是资产评估报告" in html


def test_an_old_design_term_is_marked_unverified() -> None:
    assert "待核实" in result_html(run(CALCULATOR, inputs("expired_design")))
    assert "2037-06-01" in result_html(run(CALCULATOR, inputs("market_only")))


def test_the_value_of_a_patent_is_the_plain_figure() -> None:
    assert plain(run(CALCULATOR, inputs("level_excess")).result.figures["value"]) == Decimal("852927.02")


def test_margins_of_single_years_stand_before_the_common_one() -> None:
    inputs = dict(example("patent_value", "excess_earnings_by_year").inputs)
    one = dict(example("patent_value", "excess_earnings").inputs)
    assert "margin_rows" not in one

    def value(**changes: str) -> Decimal:
        found: Decimal = plain(run(CALCULATOR, inputs | changes).result.figures["value"])
        return found

    assert value(margin_rows="15\n15\n15", margin="99") == value(margin_rows="", margin="15")
    assert value(margin_rows="15\n12") < value(margin_rows="15\n15")
    told = run(CALCULATOR, inputs | {"margin_rows": "15\n12\n18\n20"}).result
    assert any("多出的没有用" in text for text in told.warnings)
    assert plain(told.figures["value"]) == value()
