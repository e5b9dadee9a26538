"""Plans worked by hand: 3,000 yuan at 12 % in three months, so that a month costs 1 % and a day 1 yuan on 3,000."""

from __future__ import annotations

import pytest

from calculators.figure import plain
from calculators.rules import instalment_plan
from calculators.rules.instalment_plan import Prepayment, Terms
from calculators.rules.plan import Line, Plan
from calculators.rules.prepayment import KEEP_PAYMENT, KEEP_TERM
from tests.rules.by_hand import D, column, day, typed

RATE = D("0.12")


DUES = tuple(map(day, ("01-15", "02-15", "03-15", "04-15")))


def terms(equal: bool = True, by_days: bool = False, drawdown: str = "01-15", resets: dict[str, str] | None = None) -> Terms:
    rates = ((day(drawdown), RATE), *((day(on), D(rate)) for on, rate in (resets or {}).items()))
    return Terms(D(3000), D(3), D(12), day(drawdown), DUES, rates, D(360), by_days, equal)


def test_equal_principal() -> None:
    """1 % of 3,000, 2,000 and 1,000; 31, 28 and 31 days."""
    found = instalment_plan.original_plan(terms())
    assert column(found, "interest") == ["30.00", "20.00", "10.00"]
    assert column(found, "repaid") == ["1000.00", "1000.00", "1000.00"]
    assert column(found, "payment") == ["1030.00", "1020.00", "1010.00"]
    assert column(found, "balance") == ["2000.00", "1000.00", "0.00"]
    assert (column(found, "start"), column(found, "paid_on")) == (["01-15", "02-15", "03-15"], ["02-15", "03-15", "04-15"])
    assert column(found, "days") == ["31", "28", "31"]
    assert [plain(line.opening_days) for line in found.lines] == [93000, 56000, 31000]
    assert {line.drawn for line in found.lines} == {None} and found.level is None and found.new_level is None


def test_equal_instalments() -> None:
    """3,000 × 0.01 × 1.030301 ÷ 0.030301 = 1,020.066; 30.00, 20.10 on 2,009.93 and 10.10 on 1,009.96."""
    found = instalment_plan.original_plan(terms(equal=False))
    assert column(found, "payment") == ["1020.07", "1020.07", "1020.06"]
    assert column(found, "interest") == ["30.00", "20.10", "10.10"]
    assert str(found.level) == "1020.07" and found.new_level is None


@pytest.mark.parametrize(
    ("resets", "interest"),
    [
        ({"02-10": "0.24"}, ["30.00", "40.00", "20.00"]),  # the period that begins on 15 February is the first at 24 %
        ({"02-15": "0.24"}, ["30.00", "40.00", "20.00"]),  # also when the reset falls on that very day
        ({"02-16": "0.24"}, ["30.00", "20.00", "20.00"]),
        ({"02-15": "0.24", "03-15": "0.36"}, ["30.00", "40.00", "30.00"]),
        ({"03-16": "0.24"}, ["30.00", "20.00", "10.00"]),  # after the last period has begun: too late
        ({"03-15": "0.24", "03-20": "0.36"}, ["30.00", "20.00", "20.00"]),
    ],
)
def test_a_reset_counts_from_the_next_period_that_begins(resets: dict[str, str], interest: list[str]) -> None:
    assert column(instalment_plan.original_plan(terms(resets=resets)), "interest") == interest


def test_a_reset_makes_a_new_instalment() -> None:
    """2,009.93 at 2 % over two: × 0.02 × 1.0404 ÷ 0.0404 = 1,035.21; 40.20 of it is interest; then 20.30 on 1,014.92."""
    found = instalment_plan.original_plan(terms(equal=False, resets={"02-15": "0.24"}))
    assert column(found, "payment") == ["1020.07", "1035.21", "1035.22"]
    assert column(found, "interest") == ["30.00", "40.20", "20.30"]
    assert str(found.level) == "1020.07"


def test_by_actual_days() -> None:
    """3,000 × 12 % × 31 ÷ 360 = 31; 2,000 × 28 days = 18.67; 1,000 × 31 days = 10.33."""
    assert column(instalment_plan.original_plan(terms(by_days=True)), "interest") == ["31.00", "18.67", "10.33"]


def test_by_actual_days_a_reset_cuts_the_period() -> None:
    """3,000 × (12 % × 10 + 24 % × 21) ÷ 360 = 52; then 2,000 × 24 % × 28 ÷ 360 and 1,000 × 24 % × 31 ÷ 360."""
    found = instalment_plan.original_plan(terms(by_days=True, resets={"01-25": "0.24"}))
    assert column(found, "interest") == ["52.00", "37.33", "20.67"]


def test_a_long_first_period() -> None:
    """Ten days before the schedule starts: 3,000 × 12 % × 10 ÷ 360 = 10, paid with the first instalment."""
    found = instalment_plan.original_plan(terms(drawdown="01-05"))
    assert str(instalment_plan.extra_interest(terms(drawdown="01-05"))) == "10.00"
    assert instalment_plan.extra_interest(terms()) is None
    first = found.lines[0]
    assert (first.start, first.paid_on, first.days) == (day("01-05"), day("02-15"), 41)
    assert (str(first.interest), str(first.repaid), str(first.payment)) == ("40.00", "1000.00", "1040.00")
    assert plain(first.opening_days) == 3000 * 41
    assert column(found, "interest")[1:] == ["20.00", "10.00"]


def test_a_reset_before_the_schedule_starts() -> None:
    """Five days at 12 %, five at 24 %: 3,000 × 1.8 ÷ 360 = 15; the first instalment is at 24 % already."""
    early = terms(drawdown="01-05", resets={"01-10": "0.24"})
    assert str(instalment_plan.extra_interest(early)) == "15.00"
    assert column(instalment_plan.original_plan(early), "interest") == ["75.00", "40.00", "20.00"]


def prepaid(to: Terms, after: int, on: str, amount: str, keep: str = KEEP_TERM) -> Plan:
    return instalment_plan.prepaid_plan(to, Prepayment(after, day(on), D(amount), keep))


def test_prepaying_on_a_due_date_keeping_the_term() -> None:
    """2,000 − 500 = 1,500 left, 750 a month, 15 and 7.50 of interest. The prepayment is a line of its own."""
    found = prepaid(terms(), 1, "02-15", "500.00")
    assert column(found, "paid_on") == ["02-15", "02-15", "03-15", "04-15"]
    assert column(found, "payment") == ["1030.00", "500.00", "765.00", "757.50"]
    assert column(found, "balance") == ["2000.00", "1500.00", "750.00", "0.00"]
    assert found.lines[1] == Line(None, day("02-15"), None, None, None, D(500), D(500), D(1500), None)
    assert column(found, "start")[2:] == ["02-15", "03-15"] and column(found, "days")[2:] == ["28", "31"]


def test_prepaying_on_a_due_date_keeping_the_payment() -> None:
    """Still 1,000 a month, so 1,015 and then 500 + 5; with 1,000 prepaid one instalment is left."""
    assert column(prepaid(terms(), 1, "02-15", "500.00", KEEP_PAYMENT), "payment")[2:] == ["1015.00", "505.00"]
    assert column(prepaid(terms(), 1, "02-15", "1000.00", KEEP_PAYMENT), "payment")[2:] == ["1010.00"]


def test_prepaying_equal_instalments() -> None:
    """1,000 left at 1 % over two months: 1,000 × 0.01 × 1.0201 ÷ 0.0201 = 507.51; or once 1,010 within the old 1,020.07."""
    term = prepaid(terms(equal=False), 1, "02-15", "1009.93")
    assert column(term, "payment") == ["1020.07", "1009.93", "507.51", "507.51"]
    assert column(term, "interest") == ["30.00", None, "10.00", "5.02"]
    assert (str(term.level), str(term.new_level)) == ("1020.07", "507.51")
    payment = prepaid(terms(equal=False), 1, "02-15", "1009.93", KEEP_PAYMENT)
    assert column(payment, "payment")[2:] == ["1010.00"]
    assert (str(payment.level), str(payment.new_level)) == ("1020.07", "1020.07")


def test_prepaying_equal_instalments_by_days() -> None:
    """Interest by days goes on after the prepayment: 1,000 × 12 % × 28 ÷ 360 = 9.33 of 507.51, then 501.82 × 31 days = 5.19.

    The first of 31 days was 31 yuan: 1,020.07 − 31 = 989.07 repaid, 2,010.93 owed.
    """
    found = prepaid(terms(equal=False, by_days=True), 1, "02-15", "1010.93")
    assert column(found, "interest") == ["31.00", None, "9.33", "5.19"]
    assert column(found, "balance") == ["2010.93", "1000.00", "501.82", "0.00"]


def test_prepaying_between_two_due_dates() -> None:
    """2,000 × 12 % × 10 ÷ 360 = 6.67 with the 500; then 1,500 × 12 % × 18 ÷ 360 = 9; from then on by the month again."""
    found = prepaid(terms(), 1, "02-25", "500.00")
    assert column(found, "start") == ["01-15", "02-15", "02-25", "03-15"]
    assert column(found, "paid_on") == ["02-15", "02-25", "03-15", "04-15"]
    assert column(found, "days") == ["31", "10", "18", "31"]
    assert column(found, "interest") == ["30.00", "6.67", "9.00", "7.50"]
    assert column(found, "repaid") == ["1000.00", "500.00", "750.00", "750.00"]
    assert column(found, "payment") == ["1030.00", "506.67", "759.00", "757.50"]
    assert column(found, "balance") == ["2000.00", "1500.00", "750.00", "0.00"]
    assert [plain(line.opening_days) for line in found.lines] == [93000, 20000, 27000, 23250]


def test_prepaying_between_two_due_dates_with_a_reset_there() -> None:
    """Five days at 12 %, five at 24 %: 2,000 × 1.8 ÷ 360 = 10; 1,500 × 24 % × 18 ÷ 360 = 18; then 2 % of 750."""
    found = prepaid(terms(resets={"02-20": "0.24"}), 1, "02-25", "500.00")
    assert column(found, "interest") == ["30.00", "10.00", "18.00", "15.00"]


def test_prepaying_before_the_first_instalment() -> None:
    """3,000 × 12 % × 10 ÷ 360 = 10; 2,500 left in parts of 833.33; 2,500 × 12 % × 21 ÷ 360 = 17.50, then 1 %."""
    found = prepaid(terms(), 0, "01-25", "500.00")
    assert column(found, "interest") == ["10.00", "17.50", "16.67", "8.33"]
    assert column(found, "repaid") == ["500.00", "833.33", "833.33", "833.34"]
    assert column(found, "days") == ["10", "21", "28", "31"]


def test_prepaying_before_a_schedule_that_starts_late() -> None:
    """From drawdown on 5 January to the 25th: 20 days. On the 15th itself: 10 days, then 2,500 × 12 % × 31 ÷ 360 = 25.83."""
    late = prepaid(terms(drawdown="01-05"), 0, "01-25", "500.00")
    assert (column(late, "start")[0], column(late, "interest")[0]) == ("01-05", "20.00")
    assert plain(late.lines[0].opening_days) == 60000
    start = prepaid(terms(drawdown="01-05"), 0, "01-15", "500.00")
    assert column(start, "interest")[:2] == ["10.00", "25.83"]


def test_the_instalment_agreed_is_that_before_any_reset() -> None:
    found = prepaid(terms(equal=False, resets={"02-15": "0.24"}), 1, "02-15", "1009.93")
    assert str(found.level) == "1020.07"
    assert str(found.new_level) == "515.05"  # 1,000 at 2 % over two months: × 0.02 × 1.0404 ÷ 0.0404


@pytest.mark.parametrize("on", ["02-15", "02-25"])
def test_prepaying_everything_ends_the_loan(on: str) -> None:
    found = prepaid(terms(equal=False), 1, on, "2009.93")
    assert len(found.lines) == 2 and plain(found.lines[-1].balance) == 0
    assert str(found.level) == "1020.07" and found.new_level is None


def test_a_plan_that_is_only_compared_has_names_of_its_own() -> None:
    """The keys of a derivation: those of the plan not followed begin with `original_`."""
    untraced = terms(drawdown="01-05")
    traced = Terms(
        typed(D(3000), "principal"),
        typed(D(3), "count"),
        D(12),
        typed(untraced.drawdown, "drawdown"),
        tuple(typed(due, f"due_{k}") for k, due in enumerate(DUES)),
        ((typed(untraced.drawdown, "drawdown"), typed(RATE, "rate")),),
        D(360),
        False,
        True,
    )
    first, second, _ = instalment_plan.original_plan(traced, "original_").lines
    assert [figure.tag.key for figure in (first.interest, first.payment, first.days)] == [
        "original_first_interest",
        "original_first_payment",
        "original_first_days",
    ]
    assert [figure.tag.key for figure in (second.interest, second.repaid, second.payment, second.balance)] == [
        "original_interest_2",
        "original_principal_2",
        "original_payment_2",
        "original_balance_2",
    ]
