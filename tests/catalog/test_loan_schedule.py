"""The repayment plan as a visitor meets it: questions, mistakes, tables and laws across all methods."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import Answer, run, table_total
from calculators.catalog.loan_schedule import CALCULATOR
from calculators.errors import InputError
from calculators.examples import examples_of
from calculators.fields import hidden
from calculators.figure import plain, recompute
from calculators.views.format import exact

BULLET = {"principal": "200万", "rate": "3.65", "drawdown": "2025-04-10", "maturity": "2026-04-10", "on": "2026-11-23"}
ANNUITY = {
    "method": "equal_instalment",
    "principal": "100万",
    "rate": "3.45",
    "drawdown": "2025-03-15",
    "instalments": "6",
    "on": "2026-11-23",
}
LPR = {**BULLET, "rate_kind": "lpr", "rate": "", "spread_bp": "0"}


def figure(values: dict[str, str], key: str = "total_interest") -> str:
    return exact(run(CALCULATOR, values).result.figures[key])


def schedule(values: dict[str, str]) -> list[list[str]]:
    table = run(CALCULATOR, values).result.tables[0]
    return [[exact(cell) for cell in row] for row in table.rows]


def test_the_first_example_is_the_one_on_the_page() -> None:
    first = examples_of("loan_schedule")[0]
    assert first.key == "quarterly_interest" and first.expect["total_interest"] == "74013.90"


def test_principal_alone_on_the_21st() -> None:
    rows = schedule({**BULLET, "drawdown": "2025-06-21", "maturity": "2025-09-21"})
    assert rows == [
        ["1", "2025-06-21", "2025-09-20", "92", "18655.56", "", "18655.56", "2000000"],
        ["2", "", "2025-09-21", "", "", "2000000", "2000000", "0"],
    ]


def test_paying_on_the_day_after_settlement() -> None:
    paid = [row[2] for row in schedule({**BULLET, "interest_paid": "next_day"})]
    assert paid == ["2025-06-21", "2025-09-21", "2025-12-21", "2026-03-21", "2026-04-10"]


def test_repaying_the_whole_loan_makes_the_prepayment_its_end() -> None:
    rows = schedule({**ANNUITY, "prepay": "date", "prepay_on": "2025-05-25", "prepay_amount": "668578.75"})
    assert len(rows) == 3 and rows[-1][2] == "2025-05-25" and rows[-1][-1] == "0.00"


def test_prepaying_on_a_due_date_is_prepaying_with_that_instalment() -> None:
    with_number = {**ANNUITY, "prepay": "instalment", "prepay_instalment": "2", "prepay_amount": "10万"}
    on_day = {**ANNUITY, "prepay": "date", "prepay_on": "2025-05-15", "prepay_amount": "10万"}
    assert schedule(with_number) == schedule(on_day)


def test_the_visitors_own_lpr_replaces_the_series_on_file() -> None:
    own = {**LPR, "own_lpr": "2025-01-20 3.65"}
    assert figure(own) == figure(BULLET)
    rates = run(CALCULATOR, own).result.tables[1]
    assert [[exact(cell) for cell in row] for row in rates.rows] == [["2025-04-10", "0.0365", "0.0365"]]


def test_a_future_lpr_is_announced_as_unchecked() -> None:
    future = {**LPR, "reset_rule": "months_6", "drawdown": "2026-06-10", "maturity": "2027-06-10"}
    assert any("只供参考" in warning for warning in run(CALCULATOR, future).result.warnings)
    assert not any("只供参考" in warning for warning in run(CALCULATOR, LPR).result.warnings)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({**BULLET, "maturity": "2025-04-10"}, "maturity", "不晚于放款日"),
        ({**BULLET, "maturity": "2125-04-10"}, "maturity", "超过 40 年"),
        ({**BULLET, "rate": ""}, "rate", "请填写合同年利率"),
        ({**BULLET, "prepay": "instalment", "prepay_instalment": "1", "prepay_amount": "1"}, "prepay", "没有分期"),
        ({**BULLET, "prepay": "date", "prepay_on": "2026-04-10", "prepay_amount": "1"}, "prepay_on", "不在放款日"),
        (
            {**BULLET, "prepay": "date", "prepay_on": "2026-01-10", "prepay_amount": "300万"},
            "prepay_amount",
            "多于贷款本金",
        ),
        (
            {**ANNUITY, "prepay": "instalment", "prepay_instalment": "6", "prepay_amount": "1"},
            "prepay_instalment",
            "1 到 5",
        ),
        ({**ANNUITY, "prepay": "date", "prepay_on": "2025-03-15", "prepay_amount": "1"}, "prepay_on", "请改日期"),
        (
            {**ANNUITY, "prepay": "date", "prepay_on": "2025-04-20", "prepay_amount": "90万"},
            "prepay_amount",
            "多于当时余额",
        ),
        ({**ANNUITY, "principal": "1", "instalments": "66", "rate": "0"}, "principal", "本金太小"),
        ({**LPR, "spread_bp": "-900"}, "spread_bp", "小于 0"),
        ({**LPR, "own_lpr": "2025-05-20 3.00"}, "own_lpr", "请补一行更早的"),
        ({**LPR, "drawdown": "2015-04-10", "maturity": "2016-04-10"}, "own_lpr", "自填LPR"),
        (
            {**LPR, "method": "single_payment", "interest_method": "whole_months", "reset_rule": "months_3"},
            "interest_method",
            "逐笔计息法",
        ),
        (
            {"method": "custom", "rate": "3", "events": "2025-01-01 还款 1万", "on": "2026-11-23"},
            "events",
            "还得比借的多",
        ),
        ({"method": "custom", "rate": "3", "events": "2025-01-01 提款 1万", "on": "2026-11-23"}, "events", "还欠"),
        ({"method": "custom", "rate": "3", "events": "2025-01-01 提款 -1万", "on": "2026-11-23"}, "events", "不能小于"),
    ],
)
def test_mistakes_are_named(values: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        run(CALCULATOR, values)
    assert words in caught.value.by_field()[field]


@pytest.mark.parametrize(
    ("values", "asked", "not_asked"),
    [
        ({"method": "custom"}, {"events", "interest_every"}, {"principal", "maturity", "prepay", "instalments"}),
        ({"method": "single_payment"}, {"interest_method", "maturity"}, {"settlement_day", "instalments", "events"}),
        (ANNUITY, {"instalments", "repayment_day", "annuity_interest"}, {"maturity", "convention", "prepay_on"}),
        ({**ANNUITY, "instalment_every": "quarterly"}, {"instalments"}, {"repayment_day"}),
        (LPR, {"lpr_term", "own_lpr", "reset_rule"}, {"rate"}),
        ({**ANNUITY, "prepay": "date"}, {"prepay_on", "after_prepayment"}, {"prepay_instalment"}),
        ({**BULLET, "prepay": "date"}, {"prepay_on", "prepay_fee_percent"}, {"after_prepayment"}),
    ],
)
def test_only_what_matters_is_asked(values: dict[str, str], asked: set[str], not_asked: set[str]) -> None:
    concealed = set(hidden(CALCULATOR.fields, values))
    assert not_asked <= concealed and not asked & concealed


def test_360_instalments_are_fast_with_and_without_trace() -> None:
    values = {
        **ANNUITY,
        "instalments": "360",
        "prepay": "instalment",
        "prepay_instalment": "24",
        "prepay_amount": "5万",
    }
    for traced in (True, False):
        start = time.perf_counter()
        answer = run(CALCULATOR, values, traced)
        assert time.perf_counter() - start < 1.0
        assert len(answer.result.tables[0].rows) == 361


@st.composite
def loans(draw: st.DrawFn) -> dict[str, str]:
    """A loan of any kind, with LPR resets and a prepayment now and then."""
    start = draw(st.dates(date(2020, 1, 1), date(2026, 6, 30)))
    months = draw(st.integers(2, 60))
    return {
        "method": draw(st.sampled_from(["interest_quarterly", "interest_monthly", "single_payment", *INSTALMENT])),
        "principal": str(draw(st.integers(1000, 10**8))),
        "rate": f"{draw(st.integers(0, 2400)) / Decimal(100):f}",
        "drawdown": start.isoformat(),
        "maturity": (start + timedelta(days=draw(st.integers(40, 1800)))).isoformat(),
        "instalments": str(months),
        "day_basis": draw(st.sampled_from(["360", "365"])),
        "annuity_interest": draw(st.sampled_from(["periodic", "by_days"])),
        "repayment_day": draw(st.sampled_from(["", "1", "20", "31"])),
        "convention": draw(st.sampled_from(["21_to_20", "20_to_19"])),
        "rate_kind": draw(st.sampled_from(["fixed", "lpr"])),
        "reset_rule": draw(st.sampled_from(["none", "january", "months_3"])),
        "lpr_lookup": draw(st.sampled_from(["on_or_before", "before", "latest_of_previous_month"])),
        "prepay": draw(st.sampled_from(["none", "date"])),
        "prepay_on": (start + timedelta(days=draw(st.integers(1, 39)))).isoformat(),
        "prepay_amount": str(draw(st.integers(1, 1000))),
        "after_prepayment": draw(st.sampled_from(["keep_term", "keep_payment"])),
        "on": "2026-11-23",
    }


INSTALMENT = ("equal_instalment", "equal_principal")


def check(answer: Answer, values: dict[str, str]) -> None:
    result = answer.result
    (table,) = (t for t in result.tables if t.key == "schedule")
    assert table_total(table, "repaid") == Decimal(values["principal"])
    assert plain(table.rows[-1][-1]) == 0
    start, last = date.fromisoformat(values["drawdown"]), plain(table.rows[-1][2])
    assert plain(result.figures["total_days"]) <= (last - start).days
    if values["method"] != "single_payment":
        covered = [row for row in table.rows if plain(row[3]) is not None]
        assert sum(plain(row[3]) for row in covered) == plain(result.figures["total_days"])
        assert plain(result.figures["total_days"]) == (last - start).days
    if values["rate"] == "0" and values["rate_kind"] == "fixed":
        assert plain(result.figures["total_interest"]) == 0
    assert recompute(result.figures["total_interest"]) == plain(result.figures["total_interest"])


@given(loans())
def test_laws_of_any_loan(values: dict[str, str]) -> None:
    """Principal parts sum to the loan, interest days to its length, no rate means no interest, tracing is free."""
    try:
        answer = run(CALCULATOR, values)
    except InputError as error:
        assert set(error.by_field()) <= {"prepay_amount", "prepay_on", "interest_method"}
        return
    check(answer, values)
    untraced = run(CALCULATOR, values, traced=False).result
    assert {k: exact(v) for k, v in untraced.figures.items()} == {k: exact(v) for k, v in answer.result.figures.items()}
