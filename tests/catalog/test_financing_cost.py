"""综合融资成本 as a whole: examples against a second root search, statuses in Chinese, ways of repayment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculators.calculator import Result, run
from calculators.catalog.financing_cost import CALCULATOR
from calculators.catalog.loan_schedule import CALCULATOR as SCHEDULE
from calculators.errors import InputError
from calculators.examples import example, examples_of
from calculators.fields import hidden
from calculators.views.html import result_html


def inputs(key: str, **changes: str) -> dict[str, str]:
    return dict(example("financing_cost", key).inputs) | changes


def result(key: str, **changes: str) -> Result:
    return run(CALCULATOR, inputs(key, **changes), traced=False).result


def flows(found: Result, column: str) -> list[tuple[date, Decimal]]:
    table = found.tables[0]
    index = [c.key for c in table.columns].index(column)
    return [(row[0], row[index]) for row in table.rows if row[index] is not None]


def bisected(entries: list[tuple[date, Decimal]]) -> float:
    """XIRR by plain bisection in binary floats."""
    first = min(day for day, _ in entries)
    low, high = -0.4, 5.0

    def value(rate: float) -> float:
        return sum(float(amount) / (1 + rate) ** ((day - first).days / 365) for day, amount in entries)

    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if value(middle) < 0 else (low, middle)
    return low


@pytest.mark.parametrize(
    "key", [e.key for e in examples_of("financing_cost") if e.key not in ("no_solution", "multiple_solutions")]
)
def test_rates_agree_with_a_second_search(key: str) -> None:
    found = result(key)
    for when in ("before", "after"):
        assert abs(float(found.figures[f"rate_{when}"]) - bisected(flows(found, when))) < 1e-9


def test_no_rate_is_said_plainly() -> None:
    found = result("no_solution")
    assert "rate_after" not in found.figures and found.headline == "net_cost"
    assert any("没有年化利率" in text for text in found.warnings)
    assert "没有年化利率" in result_html(run(CALCULATOR, inputs("no_solution")))


def test_several_rates_are_all_named() -> None:
    found = result("multiple_solutions")
    assert "rate_after" not in found.figures and "saved" not in found.figures
    assert any("-37.5000%、-20.0000%" in text for text in found.warnings)
    assert "有几个年化利率" in result_html(run(CALCULATOR, inputs("multiple_solutions")))


def test_interest_is_paid_a_day_later_when_the_contract_says_so() -> None:
    days = [
        [day.isoformat() for day, _ in flows(result("quarterly_with_fees", pay_next_day=flag), "interest")]
        for flag in ("否", "是")
    ]
    assert days[0] == ["2025-06-20", "2025-09-20", "2025-12-20", "2026-03-20", "2026-04-10"]
    assert days[1] == ["2025-06-21", "2025-09-21", "2025-12-21", "2026-03-21", "2026-04-10"]
    rates = [result("quarterly_with_fees", pay_next_day=flag).figures["rate_before"] for flag in ("否", "是")]
    assert rates[1] < rates[0]


def test_the_deposit_makes_it_dearer_but_costs_no_money() -> None:
    with_it, without = result("deposit_and_later_fees"), result("deposit_and_later_fees", deposit="0")
    assert with_it.figures["net_cost"] == without.figures["net_cost"]
    assert with_it.figures["rate_before"] > without.figures["rate_before"]


def test_the_target_is_met_by_what_the_answer_says() -> None:
    found = result("quarterly_with_fees", target="4.5", needed_on="2026-12-31")
    needed = found.figures["subsidy_needed"]
    met = result("quarterly_with_fees", subsidy=str(needed), subsidy_on="2026-12-31")
    assert abs(met.figures["rate_after"] - Decimal("0.045")) < Decimal("1e-8")
    fee = found.figures["largest_fee"]
    charged = result("quarterly_with_fees", valuation_fee=str(fee), guarantee_fee="0", registration_fee="0")
    assert abs(charged.figures["rate_before"] - Decimal("0.045")) < Decimal("1e-8")


def test_no_room_for_fees_is_said() -> None:
    found = result("quarterly_with_fees", target="3")
    assert found.figures["largest_fee"] == 0
    assert any("没有付费用的余地" in text for text in found.warnings)


def test_the_ratio_that_covers_the_fees() -> None:
    assert result("short_loan").figures["least_ratio"] == 2  # 20000 ÷ 10000
    assert "least_ratio" not in result("short_loan", rate="0").figures
    assert "fee_share" not in result("short_loan", rate="0", valuation_fee="0").figures


def test_monthly_interest_costs_more_than_interest_at_maturity() -> None:
    rates = [
        result("quarterly_with_fees", repay=way, subsidy="0").figures["rate_before"]
        for way in ("monthly", "quarterly", "maturity")
    ]
    assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize(
    ("key", "changes", "field", "words"),
    [
        ("quarterly_with_fees", {"maturity": "2025-04-10"}, "maturity", "不晚于放款日"),
        ("quarterly_with_fees", {"maturity": "2065-04-11"}, "maturity", "超过 40 年"),
        ("quarterly_with_fees", {"subsidy_on": ""}, "subsidy_on", "请填写补贴到账日"),
        ("quarterly_with_fees", {"later_fees": "2025-01-01 1\n" * 61}, "later_fees", "最多 60 行"),
        ("quarterly_with_fees", {"later_fees": "2025-01-01"}, "later_fees", "第 1 行"),
        ("instalments", {"instalments": "121"}, "instalments", "不能大于"),
        ("two_drawdowns", {"events": "2025-01-10 提款 100万"}, "events", "还欠"),
        ("floating_rate", {"own_lpr": "2025-01-20 3.00"}, "own_lpr", "更早"),
    ],
)
def test_mistakes_are_named_at_their_field(key: str, changes: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        result(key, **changes)
    assert words in caught.value.by_field()[field]


def test_only_needed_questions_are_asked() -> None:
    assert {"instalments", "needed_on", "subsidy_on"} <= set(hidden(CALCULATOR.all_fields(), inputs("short_loan")))
    asked = set(hidden(CALCULATOR.all_fields(), inputs("instalments")))
    assert {"maturity", "settlement_day", "convention", "day_basis"} <= asked and "subsidy_on" not in asked
    asked = set(hidden(CALCULATOR.all_fields(), inputs("two_drawdowns")))
    assert {"principal", "drawdown", "maturity", "instalments"} <= asked and "settlement_day" not in asked
    assert "want" in hidden(CALCULATOR.all_fields(), inputs("floating_rate", target="4"))


@pytest.mark.parametrize(
    ("key", "method"),
    [("instalments", "equal_instalment"), ("equal_principal", "equal_principal"), ("two_drawdowns", "custom")],
)
def test_the_flows_are_those_of_the_repayment_plan(key: str, method: str) -> None:
    asked = {k: v for k, v in inputs(key).items() if k in {f.key for f in SCHEDULE.all_fields()}}
    plan = run(SCHEDULE, asked | {"method": method}, traced=False).result
    paid = {row[2]: row[-2] for row in plan.tables[0].rows if row[-2] is not None}
    ours = {day: -amount for day, amount in flows(result(key, subsidy="0", more_subsidies=""), "before") if amount < 0}
    assert ours == {day: amount for day, amount in paid.items() if amount} and plan.figures["total_interest"]


def test_equal_principal_costs_less_money_and_the_same_rate_as_equal_instalments() -> None:
    ways = [result("equal_principal", repay=way, insurance_fee="0", subsidy="0") for way in ("equal_principal", "instalments")]
    assert ways[0].figures["total_interest"] < ways[1].figures["total_interest"]
    rates = [found.figures["rate_before"] for found in ways]
    assert abs(rates[0] - rates[1]) < Decimal("0.0002")  # a monthly rate of 0.35 % either way; months differ in days


def test_a_fee_weighs_more_where_principal_comes_back_earlier() -> None:
    rates = [result("equal_principal", repay=way, subsidy="0", maturity="2026-03-15").figures["rate_before"]
             for way in ("maturity", "instalments", "equal_principal")]  # fmt: skip
    assert rates == sorted(rates)


def test_an_lpr_that_nobody_confirmed_is_said() -> None:
    own = result("floating_rate")
    filed = result("floating_rate", own_lpr="", drawdown="2026-11-01", maturity="2027-11-01")
    assert not any("还没有核对" in text for text in own.warnings)
    assert any("还没有核对" in text for text in filed.warnings)
