"""质物监控日历: what stands on which day, what is left out, and laws on random dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.calculator import Result, run, table_total
from calculators.catalog.loan_schedule import CALCULATOR as SCHEDULE
from calculators.catalog.pledge_calendar import CALCULATOR
from calculators.dates import add_months
from calculators.errors import InputError
from calculators.examples import examples_of
from calculators.figure import plain, unverified
from calculators.policy import all_parameters

FIRST = dict(examples_of("pledge_calendar")[0].inputs)


def ask(**values: str) -> Result:
    return run(CALCULATOR, {**FIRST, **values}).result


def rows(result: Result, table: int = 0) -> list[tuple[Any, ...]]:
    return [tuple(plain(cell) for cell in row) for row in result.tables[table].rows]


def days_of(result: Result, words: str) -> list[date]:
    return [row[0] for row in rows(result) if words in row[1]]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    filing=st.dates(date(2005, 1, 1), date(2026, 1, 1)),
    granted=st.integers(0, 2000),
    drawn=st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    length=st.integers(1, 1500),
    on=st.dates(date(2021, 11, 15), date(2030, 1, 1)),
    kind=st.sampled_from(["invention", "utility_model", "design"]),
    every=st.sampled_from(["monthly", "quarterly", "maturity"]),
    paid=st.sampled_from(["是", "否"]),
    until=st.sampled_from(["loan", "expiry"]),
)
def test_laws(
    filing: date, granted: int, drawn: date, length: int, on: date, kind: str, every: str, paid: str, until: str
) -> None:
    maturity = drawn + timedelta(days=length)
    result = ask(patent_type=kind, filing_date=f"{filing}", grant_date=f"{filing + timedelta(days=granted)}", until=until,
                 drawdown=f"{drawn}", maturity=f"{maturity}", on=f"{on}", interest_every=every, fees_paid=paid)  # fmt: skip
    listed = [row[0] for row in rows(result)]
    assert listed == sorted(listed) and all(day >= on for day in listed), "dates ascend from the policy date"
    assert not listed or plain(result.figures["next_date"]) == listed[0]
    fees = rows(result, 1)
    anniversaries = {add_months(filing, 12 * n) for n in range(1, 20)}
    assert {row[1] for row in fees} <= anniversaries
    assert [row[1] for row in fees] == days_of(result, "年度年费应缴日")
    if fees:
        assert plain(result.figures["fee_total"]) == table_total(result.tables[1], "payable") == sum(row[3] for row in fees)
    else:
        assert "fee_total" not in result.figures
    assert until == "expiry" or all(row[1] <= maturity for row in fees)


def test_interest_is_that_of_the_repayment_plan() -> None:
    plan = run(SCHEDULE, {"method": "interest_quarterly", "principal": "200万", "rate": "3.65", "drawdown": "2026-11-30",
                          "maturity": "2027-11-30", "on": "2026-11-23"}).result  # fmt: skip
    wanted = plain(plan.figures["total_interest"])
    paid = [row for row in rows(ask()) if row[1].startswith("付第")]
    assert sum(row[3] for row in paid) == wanted
    assert [row[0] for row in paid] == [
        date(2026, 12, 20),
        date(2027, 3, 20),
        date(2027, 6, 20),
        date(2027, 9, 20),
        date(2027, 11, 30),
    ]


def test_without_principal_only_the_days_are_known() -> None:
    result = ask(principal="", rate="")
    paid = [row for row in rows(result) if row[1].startswith("付第") or row[1] == "归还贷款本金"]
    assert len(paid) == 6 and all(row[3] is None for row in paid)


def test_the_days_beside_the_loan() -> None:
    result = ask(changed_on="2027-02-01")
    assert days_of(result, "变更登记的最后一天") == [date(2027, 3, 3)]
    assert days_of(result, "评估报告") == [date(2027, 9, 30)]
    assert days_of(result, "补贴申领") == [date(2027, 12, 1), date(2027, 12, 31)]
    assert days_of(result, "注销登记") == days_of(result, "归还贷款本金") == [date(2027, 11, 30)]
    assert days_of(result, "届满") == [date(2040, 3, 15)]


def test_what_lies_behind_the_policy_date_is_left_out() -> None:
    assert days_of(ask(on="2026-12-20"), "付第 1 期利息") == [date(2026, 12, 20)]
    assert days_of(ask(on="2026-12-21"), "付第 1 期利息") == []
    nothing = ask(on="2040-03-16", fees_paid="是")
    assert nothing.headline == "expiry" and not rows(nothing) and "没有要办的事" in nothing.sentence
    assert any("已在 2040-03-15 届满" in warning for warning in nothing.warnings)


def test_the_sentence_names_everything_on_the_next_day() -> None:
    result = ask(on="2027-11-01")
    assert result.sentence.startswith("下一个期限是 2027-11-30：付第 5 期利息；归还贷款本金；贷款结清后")


def test_a_fee_that_is_overdue_shows_its_grace_period() -> None:
    result = ask(fees_paid="否", on="2026-05-01")
    assert rows(result)[0][:2] == (date(2026, 9, 15), rows(result)[0][1]) and "第 7 年度" in rows(result)[0][1]
    assert rows(result)[0][3] == 2500
    assert any("越早补缴" in warning for warning in result.warnings)
    over = ask(fees_paid="否", on="2026-09-16")
    assert not days_of(over, "补缴期最后一天") and any("可能已经终止" in warning for warning in over.warnings)
    assert rows(result, 2)[0][0] == "过期第 1 个月内"


def test_a_patent_that_ends_before_the_loan_is_told() -> None:
    last = ask(patent_type="utility_model", filing_date="2017-12-01", maturity="2027-11-30", grant_date="2018-05-01")
    short = ask(patent_type="utility_model", filing_date="2017-11-30", maturity="2027-11-30", grant_date="2018-05-01")
    assert not any("不予登记" in warning for warning in last.warnings)
    assert any("不予登记" in warning for warning in short.warnings)
    on_the_day = [warning for warning in short.warnings if "读法一" in warning and "读法二" in warning]
    assert len(on_the_day) == 1 and "2027-11-30" in on_the_day[0] and "提前一天" in on_the_day[0]
    after = ask(patent_type="utility_model", filing_date="2017-11-29", maturity="2027-11-30", grant_date="2018-05-01")
    assert not any("读法" in warning for warning in after.warnings) and any("才到期" in warning for warning in after.warnings)


def test_registration_after_drawdown_is_told() -> None:
    assert any("晚于放款日" in warning for warning in ask(registered_on="2026-12-01").warnings)
    assert not any("晚于放款日" in warning for warning in ask(registered_on="2026-11-30").warnings)


def test_what_is_from_memory_is_marked() -> None:
    result = ask(changed_on="2027-02-01")
    sources = {row[1]: row[4] for row in rows(result)}
    assert "待核实" in sources["办质押变更登记的最后一天"] and "待核实" in sources["评估报告使用有效期满"]
    assert unverified(result.figures["fee_total"]) and not unverified(result.figures["expiry"])
    fresh = ("pledge.change_days", "valuation_report.valid_months", "fee_reduction.single", "fee_reduction.years")
    assert all(all_parameters()[key].values[-1].cite.unverified for key in fresh)
    assert not all_parameters()["late_fee.grace_months"].values[-1].cite.unverified


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"grant_date": "2020-03-14"}, "grant_date", "早于申请日"),
        ({"maturity": "2026-11-30"}, "maturity", "不在放款日"),
        ({"claim_to": "2027-11-30"}, "claim_to", "早于开始日"),
        ({"filing_date": "1999-12-31"}, "filing_date", "起才有数值"),
        ({"on": "2021-05-31"}, "on", "起才有数值"),
        ({"settlement_day": "29"}, "settlement_day", "不能大于"),
    ],
)
def test_mistakes_are_told_at_their_field(values: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        ask(**values)
    assert words in caught.value.by_field()[field]


def test_instalments_stand_on_their_days_with_their_amounts() -> None:
    inputs = dict(next(e for e in examples_of("pledge_calendar") if e.key == "twelve_instalments").inputs)
    own = {key: inputs[key] for key in ("principal", "rate", "drawdown", "instalments", "on")} | {"method": "equal_principal"}
    plan = [(plain(row[2]), plain(row[-2])) for row in run(SCHEDULE, own).result.tables[0].rows]
    result = run(CALCULATOR, inputs).result
    assert [(row[0], row[3]) for row in rows(result) if "期本息" in row[1]] == plan
    assert days_of(result, "贷款还清") == days_of(result, "注销登记") == [date(2027, 11, 15)]
    assert not days_of(result, "归还贷款本金")
    unknown = run(CALCULATOR, inputs | {"principal": "", "rate": ""}).result
    assert [row[3] for row in rows(unknown) if "期本息" in row[1]] == [None] * 12
    late = run(CALCULATOR, inputs | {"filing_date": "2007-11-15", "grant_date": "2010-06-10"}).result
    assert any("读法一" in warning for warning in late.warnings)
