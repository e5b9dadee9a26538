"""Reference rates and highest rates: which series, which day, which stretch. Loan from 10 January to 10 July 2025.

One-year LPR: 3.35 % from 22 July 2024, 3.10 % from 21 October 2024, 3.00 % from 20 May 2025. The loan runs 130 days
before that last change and 51 after it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculators.citation import Citation
from calculators.errors import InputError
from calculators.policy import Policy
from calculators.rules.scheme_desk import (
    Desk,
    limit_itself,
    rate_limit,
    rate_limits,
    reference_day,
    reference_key,
    reference_rate,
)
from calculators.rules.subsidy import Span
from calculators.rules.subsidy_periods import LoanTerms, loan_periods
from calculators.rules.subsidy_shapes import later_of_days
from calculators.scheme_model import RateCap, Scheme
from tests.rules.by_hand import D, day, typed

START, END, CHANGE = day("01-10"), day("07-10"), day("05-20")
LOAN = LoanTerms(D(1000000), D("0.036"), START, END, "quarterly", D(20), "21_to_20", D(360))
SCHEME = Scheme("example", "虚构示例", "虚构示例", "", (), Citation("虚构示例", "", "-"), "SEEN")
AVERAGE = (D("0.0310") * 130 + D("0.0300") * 51) / 181
MOVING = {"same_period": "moving"}


ALL_DAYS = Span()


def desk(span: Span = ALL_DAYS, moving: bool = False, **answers: Any) -> Desk:
    given = {"on": day("12-01"), "principal": D(1000000), "rate": D("0.0305"), "drawdown": START, "maturity": END}
    return Desk(SCHEME, given | answers, Policy.at(day("12-01"), traced=False), loan_periods(LOAN), span, moving)


def cap(as_of: str = "drawdown", on_exceed: str = "clamp", multiplier: str = "1", spread: str = "0") -> RateCap:
    return RateCap("lpr_1y", as_of, on_exceed, D(multiplier), D(spread))


@pytest.mark.parametrize(
    ("maturity", "key"),
    [
        ("2016-12-01", "benchmark_1y"),  # a year to the day is still one year
        ("2016-12-02", "benchmark_1_5y"),
        ("2020-12-01", "benchmark_1_5y"),
        ("2020-12-02", "benchmark_over_5y"),
    ],
)
def test_the_benchmark_goes_by_the_term(maturity: str, key: str) -> None:
    start, end = date(2015, 12, 1), date.fromisoformat(maturity)
    assert reference_key("benchmark_same_tenor", start, end) == key
    assert reference_key("lpr_1y", start, end) == "lpr_1y"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("previous_month_of_contract", "2024-12-31"),
        ("contract_date", "2025-01-05"),
        ("december_of_repayment_year", "2025-12-31"),
        ("drawdown", "2025-01-10"),
        ("same_period", "2025-01-10"),
        ("not_stated", "2025-01-10"),
    ],
)
def test_the_day_whose_rate_counts(as_of: str, expected: str) -> None:
    assert reference_day(as_of, day("01-05"), START, END) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("as_of", "answers", "percent"),
    [
        ("drawdown", {}, "3.10"),
        ("drawdown", {"drawdown": day("05-19")}, "3.10"),
        ("drawdown", {"drawdown": day("05-20")}, "3.00"),
        ("drawdown", {"reference_rate": D("0.0290")}, "2.90"),
        ("drawdown", {"contract_date": date(2024, 8, 1)}, "3.10"),
        ("contract_date", {"contract_date": date(2024, 10, 20)}, "3.35"),
        ("contract_date", {"contract_date": date(2024, 10, 21)}, "3.10"),
        ("contract_date", {}, "3.10"),
        ("previous_month_of_contract", {"contract_date": day("05-25")}, "3.10"),
        ("previous_month_of_contract", {"contract_date": day("06-01")}, "3.00"),
        ("december_of_repayment_year", {"drawdown": date(2024, 8, 1)}, "3.00"),
        ("same_period", {}, "3.10"),
        ("same_period", {"same_period": "drawdown"}, "3.10"),
        ("drawdown", MOVING, "3.10"),  # only "of the same period" can move
    ],
)
def test_the_rate_of_that_day(as_of: str, answers: dict[str, Any], percent: str) -> None:
    assert reference_rate(desk(**answers), "lpr_1y", as_of) == D(percent) / 100


def test_the_benchmark_on_file() -> None:
    """4.35 % up to a year, 4.75 % up to five years, since 24 October 2015."""
    assert reference_rate(desk(), "benchmark_same_tenor", "drawdown") == D("0.0435")
    assert reference_rate(desk(maturity=date(2027, 1, 10)), "benchmark_same_tenor", "drawdown") == D("0.0475")


def test_a_day_without_a_rate_asks_for_one() -> None:
    with pytest.raises(InputError) as caught:
        reference_rate(desk(drawdown=date(2015, 1, 1)), "lpr_1y", "drawdown")
    problem = caught.value.by_field()["reference_rate"]
    assert "要取 2015-01-01 的数值（贷款发放日）" in problem and "直接填参照利率" in problem


@pytest.mark.parametrize(
    ("span", "rate"),
    [
        (Span(), AVERAGE),
        (Span(START, D(3)), D("0.0310")),  # to 10 April: all before the change
        (Span(START, D(5)), (D("0.0310") * 130 + D("0.0300") * 21) / 151),  # to 10 June
        (Span(day("04-10"), D(12)), (D("0.0310") * 40 + D("0.0300") * 51) / 91),
        (Span(paid_from=day("04-01")), (D("0.0310") * 60 + D("0.0300") * 51) / 111),  # from 21 March, paid from June on
        (Span(paid_to=day("03-31")), D("0.0310")),
        (Span(paid_to=day("01-31")), D("0.0310")),  # nothing counts: the first rate
    ],
)
def test_a_moving_reference_is_weighted_by_the_days_that_count(span: Span, rate: Decimal) -> None:
    assert reference_rate(desk(span, **MOVING), "lpr_1y", "same_period") == rate


def test_a_stretch_begins_with_the_later_of_two_days() -> None:
    assert later_of_days(START, CHANGE) == later_of_days(CHANGE, START) == CHANGE


def test_multiples_and_points() -> None:
    """3.10 % × 1.5 = 4.65 %; plus 50 BP 3.60 %; both 5.15 %; less 20 BP 2.90 %."""
    percents = {("1.5", "0"): "4.65", ("1", "50"): "3.60", ("1.5", "50"): "5.15", ("1", "-20"): "2.90", ("1", "0"): "3.10"}
    for (multiplier, spread), percent in percents.items():
        assert rate_limit(desk(), cap(multiplier=multiplier, spread=spread)) == D(percent) / 100


def test_a_moving_limit_counts_the_lower_rate_of_each_stretch() -> None:
    """Contract rate 3.05 %: 3.05 under 3.10, then 3.00. As a limit of its own the contract rate plays no part."""
    moving = cap("same_period")
    assert rate_limit(desk(**MOVING), moving) == (D("0.0305") * 130 + D("0.0300") * 51) / 181
    assert limit_itself(desk(**MOVING), moving) == AVERAGE
    doubled = limit_itself(desk(**MOVING), cap("same_period", multiplier="2"))
    assert doubled == (D("0.0620") * 130 + D("0.0600") * 51) / 181
    lower = cap("same_period", spread="-10")
    assert (
        rate_limit(desk(**MOVING), lower) == limit_itself(desk(**MOVING), lower) == (D("0.0300") * 130 + D("0.0290") * 51) / 181
    )
    assert limit_itself(desk(), cap("same_period", multiplier="1.5")) == D("0.0465")
    assert rate_limit(desk(), moving) == limit_itself(desk(), moving) == D("0.0310")
    assert rate_limit(desk(reference_rate=D("0.02"), **MOVING), moving) == D("0.02")
    assert limit_itself(desk(reference_rate=D("0.02"), **MOVING), moving) == D("0.02")


def test_a_limit_that_excludes_is_looked_up_once() -> None:
    """Above it there is nothing at all, so one day decides: the drawdown where the rule only says "same period"."""
    assert rate_limit(desk(**MOVING), cap("same_period", "ineligible")) == D("0.0310")
    early = desk(contract_date=date(2024, 8, 1))
    assert rate_limit(early, cap("contract_date", "ineligible")) == D("0.0335")
    assert rate_limit(early, cap("contract_date")) == limit_itself(early, cap("contract_date")) == D("0.0335")


def test_the_limits_of_a_loan_whose_own_rate_moves() -> None:
    spread = cap("same_period", spread="50")
    assert rate_limits(desk(moving=True, **MOVING), spread) == ((START, D("0.0360")), (CHANGE, D("0.0350")))
    assert rate_limits(desk(moving=True), spread) == ((START, D("0.0360")),)
    assert rate_limits(desk(moving=True, reference_rate=D("0.02"), **MOVING), spread) == ((START, D("0.0250")),)
    early = desk(moving=True, contract_date=date(2024, 8, 1))
    assert rate_limits(early, cap("contract_date")) == ((START, D("0.0335")),)


def test_a_change_on_the_first_or_the_last_day_is_no_stretch() -> None:
    assert rate_limits(desk(moving=True, drawdown=CHANGE, **MOVING), cap("same_period")) == ((CHANGE, D("0.0300")),)
    assert rate_limits(desk(moving=True, maturity=CHANGE, **MOVING), cap("same_period")) == ((START, D("0.0310")),)


def test_numbers_of_the_scheme_carry_its_source_where_answers_are_traced() -> None:
    traced = Desk(SCHEME, {"on": typed(day("12-01"), "on")}, Policy.at(day("12-01")))
    figure = traced.published(D(5), "loan_cap", "每笔上限")
    assert (figure.value, figure.tag.key, figure.tag.cite) == (5, "loan_cap", SCHEME.cite)
    assert type(desk().published(D(5), "loan_cap", "每笔上限")) is Decimal
    assert desk().published(None, "loan_cap", "每笔上限") is None


def test_the_benchmark_moves_within_its_own_term() -> None:
    """Up to a year: 4.85 %, from 26 August 2015 4.60 %, from 24 October 4.35 %; over a year 0.40 points more."""
    start, changes = date(2015, 8, 1), (date(2015, 8, 26), date(2015, 10, 24))
    benchmark = RateCap("benchmark_same_tenor", "same_period", "clamp")
    for maturity, percents in ((date(2016, 7, 31), ("4.85", "4.60", "4.35")), (date(2016, 8, 2), ("5.25", "5.00", "4.75"))):
        found = rate_limits(desk(moving=True, drawdown=start, maturity=maturity, **MOVING), benchmark)
        assert found == tuple(zip((start, *changes), [D(percent) / 100 for percent in percents], strict=True))


def test_a_moving_rate_that_is_not_on_file_is_asked_for_too() -> None:
    early = {"drawdown": date(2015, 1, 1), **MOVING}
    for ask in (rate_limit, limit_itself, rate_limits):
        with pytest.raises(InputError, match="“同期”，未说明取值日"):
            ask(desk(**early), cap("same_period"))
    with pytest.raises(InputError, match="“同期”，未说明取值日"):
        reference_rate(desk(**early), "lpr_1y", "same_period")


def test_limits_are_numbered_from_one() -> None:
    answers = {"on": typed(day("12-01"), "on"), "drawdown": typed(START, "drawdown"), "maturity": typed(END, "maturity")}
    found = rate_limits(Desk(SCHEME, answers | MOVING, Policy.at(day("12-01")), moving=True), cap("same_period", spread="50"))
    assert [limit.tag.key for _, limit in found] == ["rate_limit_1", "rate_limit_2"]
