"""流动资金需求测算 as a visitor meets it: both forms, what is asked, and the cases without an answer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import Result, run, table_total
from calculators.catalog.working_capital_need import CALCULATOR, FIELDS
from calculators.errors import InputError
from calculators.examples import example
from calculators.fields import hidden
from calculators.figure import plain

FULL = dict(example("working_capital_need", "full_formula").inputs)
SHORT = dict(example("working_capital_need", "turnover_given").inputs)


def ask(base: dict[str, str], **changes: str) -> Result:
    return run(CALCULATOR, base | changes).result


def value(result: Result, key: str) -> object:
    return plain(result.figures[key])


def test_each_form_asks_only_for_its_own() -> None:
    assert "times" in hidden(FIELDS, FULL) and "cost" not in hidden(FIELDS, FULL)
    unasked = hidden(FIELDS, SHORT)
    assert "times" not in unasked and {"cost", "inventory_opening", "year_days"} <= set(unasked)
    assert "profit" in hidden(FIELDS, {"margin_from": "rate"}) and "margin" in hidden(FIELDS, {"margin_from": "profit"})


def test_the_table_adds_up_to_the_cycle() -> None:
    result = ask(FULL)
    (table,) = result.tables
    assert table_total(table, "in_cycle") == value(result, "operating_cycle") == Decimal("114.5")
    assert [plain(row[-1]) for row in table.rows] == [92, 87, -66, 12, Decimal("-10.5")]


def test_both_forms_agree() -> None:
    times = value(ask(FULL), "turnover_times")
    short = ask(FULL | {"form": "turnover", "times": f"{times:.20f}"})
    assert value(short, "new_loan") == value(ask(FULL), "new_loan") == Decimal("4744000")


def test_the_days_in_the_year_do_not_change_the_need() -> None:
    assert value(ask(FULL, year_days="365"), "need") == value(ask(FULL), "need")


@given(st.integers(1, 10**8))
def test_the_growth_found_supports_the_wanted_loan(wanted: int) -> None:
    found = value(ask(SHORT, wanted=str(wanted)), "growth_needed")
    assert isinstance(found, Decimal)
    if found * 100 > -100 and found * 100 < 1000:
        reached = value(ask(SHORT, growth=f"{found * 100:.12f}"), "new_loan")
        assert abs(reached - wanted) <= Decimal("0.01")  # type: ignore[operator]


def test_a_loss_is_warned_about() -> None:
    result = ask(SHORT, margin_from="profit", profit="-100万")
    assert any("亏损" in warning for warning in result.warnings)


def test_all_revenue_is_profit_leaves_nothing_to_finance() -> None:
    result = ask(SHORT, margin="100", wanted="100万")
    assert value(result, "new_loan") == 0 and "growth_needed" not in result.figures
    assert any("算不出" in warning for warning in result.warnings)


def test_a_balance_without_cost_is_the_users_mistake() -> None:
    with pytest.raises(InputError) as caught:
        ask(FULL, cost="0")
    assert "存货却有余额" in caught.value.by_field()["cost"]


def test_without_a_cycle_there_is_no_turnover() -> None:
    result = ask(FULL, payables_opening="5000万", payables_closing="5000万", wanted="100万")
    assert value(result, "status") == "cycle_not_positive" and "turnover_times" not in result.figures
    assert value(result, "new_loan") == 0 and "不给出新增贷款需求" in result.sentence


def test_sentences_say_the_amount() -> None:
    assert "4,744,000.00 元" in ask(FULL).sentence
    assert "没有缺口" in ask(SHORT, own_funds="5000万").sentence
