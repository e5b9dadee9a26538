"""Dates, day counts, schedules and yields against QuantLib. What differs, and why, is in DIFFERENCES.md."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import QuantLib as ql

from calculators import dates
from calculators.irr import xirr
from calculators.rules import annuity, day_count, settlement

DRAWS = 400
CHINA, EXCHANGE = ql.China(ql.China.IB), ql.China(ql.China.SSE)
# The years for which QuantLib 1.44 has both holidays and make-up working days typed in.
CALENDAR_YEARS = range(2005, 2027)
CONVENTIONS = {
    "following": ql.Following,
    "preceding": ql.Preceding,
    "modified_following": ql.ModifiedFollowing,
    "none": ql.Unadjusted,
}
DAY_COUNTS = {
    ql.Actual360(): lambda a, b: dates.days_between(a, b) / 360,
    ql.Actual365Fixed(): lambda a, b: dates.days_between(a, b) / 365,
    ql.Thirty360(ql.Thirty360.EurobondBasis): lambda a, b: day_count.days_30e_360(a, b) / 360,
    ql.ActualActual(ql.ActualActual.ISDA): day_count.years_actual_actual,
}


def theirs(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def ours(day: ql.Date) -> date:
    return date(day.year(), day.month(), day.dayOfMonth())


def some_day(draw: Random) -> date:
    """Month ends and leap days come up often."""
    day = date(2012, 1, 1) + timedelta(days=draw.randrange(7000))
    return day if draw.random() < 0.5 else dates.add_months(day.replace(day=1), 1) - timedelta(days=1)


def schedule(first: date, last: date, months: int, start: date | None = None, end: date | None = None) -> list[date]:
    """QuantLib's dates from `first` to `last`, `start` and `end` being its first and next-to-last regular ones."""
    made = ql.Schedule(
        theirs(first),
        theirs(last),
        ql.Period(months, ql.Months),
        ql.NullCalendar(),
        ql.Unadjusted,
        ql.Unadjusted,
        ql.DateGeneration.Forward,
        False,
        theirs(start) if start else ql.Date(),
        theirs(end) if end else ql.Date(),
    )
    return [ours(day) for day in made]


@pytest.mark.parametrize("counter", DAY_COUNTS, ids=lambda counter: counter.name())
def test_day_counts(counter: ql.DayCounter) -> None:
    draw = Random(counter.name())
    for _ in range(DRAWS):
        start, end = sorted((some_day(draw), some_day(draw)))
        years = counter.yearFraction(theirs(start), theirs(end))
        assert float(DAY_COUNTS[counter](start, end)) == pytest.approx(years, abs=1e-12), (start, end)


def test_months_later() -> None:
    draw = Random("months")
    for _ in range(DRAWS):
        day, months = some_day(draw), draw.randrange(-60, 361)
        assert dates.add_months(day, months) == ours(theirs(day) + ql.Period(months, ql.Months)), (day, months)


def test_due_dates_are_counted_from_the_anchor() -> None:
    draw = Random("due")
    for _ in range(DRAWS):
        anchor, every, count = some_day(draw), draw.choice((1, 3, 6, 12)), draw.randrange(1, 25)
        made = schedule(anchor, dates.add_months(anchor, every * count), every)
        assert list(dates.due_dates(anchor, every, count)) == made[1:], anchor


def test_settlement_days() -> None:
    """QuantLib is told the first and the last settlement day; what lies between and the order are its own."""
    draw, compared = Random("settlement"), 0
    for _ in range(DRAWS):
        start, every, day = some_day(draw), draw.choice((1, 3)), draw.randrange(1, 29)
        end = start + timedelta(days=draw.randrange(200, 1500))
        found = dates.settlement_days(start, end, every, day)
        assert list(found) == schedule(start, end, every, found[0], found[-1])[1:-1], (start, end)
        assert start < found[0] <= dates.add_months(start, every) and dates.add_months(found[-1], every) >= end
        compared += len(found)
    assert compared > DRAWS


def test_interest_of_settled_periods() -> None:
    """Coupons of a fixed-rate bond over the same periods, unrounded, agree to half a fen."""
    draw = Random("coupons")
    for _ in range(60):
        start, rate = some_day(draw), Decimal(draw.randrange(100, 1500)) / 10000
        end = start + timedelta(days=draw.randrange(30, 1200))
        periods = settlement.settled_interest(Decimal(2_000_000), rate, start, end, 3, 20, "21_to_20", Decimal(360))
        bounds = [theirs(period.start) for period in periods] + [theirs(end)]
        bond = ql.FixedRateBond(0, 2_000_000, ql.Schedule(bounds), [float(rate)], ql.Actual360())
        coupons = [flow.amount() for flow in bond.cashflows()][: len(periods)]
        assert [float(period.interest) for period in periods] == pytest.approx(coupons, abs=0.005001)


def test_balances_of_equal_instalments() -> None:
    """The closed-form balance against QuantLib's sinking notionals of a French amortisation."""
    draw = Random("notionals")
    for _ in range(40):
        rate, years = Decimal(draw.randrange(50, 1200)) / 10000, draw.randrange(1, 20)
        notionals = ql.sinkingNotionals(ql.Period(years, ql.Years), ql.Monthly, float(rate), 1_000_000.0)
        count = Decimal(12 * years)
        balances = [annuity.balance_after(Decimal(1_000_000), rate / 12, count, k) for k in range(12 * years + 1)]
        assert [float(balance) for balance in balances] == pytest.approx(list(notionals), abs=1e-5)


def test_yield_of_dated_flows() -> None:
    """XIRR as the yield at which QuantLib's flows are worth nothing."""
    draw, counter = Random("yield"), ql.Actual365Fixed()
    for _ in range(100):
        start = some_day(draw)
        days = sorted(draw.sample(range(20, 1500), 6))
        paid = [(start + timedelta(days=n), Decimal(draw.randrange(100_000, 50_000_000)) / 100) for n in days]
        lent = sum((amount for _, amount in paid), Decimal(0)) * Decimal(draw.randrange(70, 99)) / 100
        found = xirr([(start, lent), *((day, -amount) for day, amount in paid)])
        leg = ql.Leg([ql.SimpleCashFlow(float(amount), theirs(day)) for day, amount in paid])
        at = theirs(start)
        theirs_rate = ql.CashFlows.yieldRate(leg, float(lent), counter, ql.Compounded, ql.Annual, False, at, at, 1e-13, 200, 0.1)
        assert found.rate is not None
        assert float(found.rate) == pytest.approx(theirs_rate, abs=1e-9)


def days_of(year: int) -> list[date]:
    return [day for n in range(366) if (day := date(year, 1, 1) + timedelta(days=n)).year == year]


def weekdays(year: int) -> list[date]:
    """Mondays to Fridays."""
    return [day for day in days_of(year) if day.weekday() < 5]


def calendar_lists(year: int) -> tuple[set[date], set[date]]:
    """Weekdays off and weekend days on, as QuantLib has them for a year."""
    days = days_of(year)
    off = {day for day in weekdays(year) if not CHINA.isBusinessDay(theirs(day))}
    return off, {day for day in days if day.weekday() >= 5 and CHINA.isBusinessDay(theirs(day))}


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_moving_to_a_working_day(convention: str) -> None:
    """Every day of the years on file, whole weeks of holidays and worked weekends included."""
    lists = [calendar_lists(year) for year in (*CALENDAR_YEARS, CALENDAR_YEARS.stop)]
    off, on = (set().union(*(found[i] for found in lists)) for i in (0, 1))
    day = date(CALENDAR_YEARS.start, 1, 10)  # what lies before goes back into a year without data
    while day.year in CALENDAR_YEARS:
        moved = CHINA.adjust(theirs(day), CONVENTIONS[convention])
        assert dates.adjust(day, convention, off, on) == ours(moved), (day, convention)
        day += timedelta(days=1)


def test_the_calendar_years_on_file() -> None:
    """Make-up days in each of these years and in none around them; the exchange's own list has the same weekdays off."""
    for year in CALENDAR_YEARS:
        off, on = calendar_lists(year)
        assert len(off) >= 16 and len(on) >= 5, year
        apart = {day for day in weekdays(year) if (day in off) == EXCHANGE.isBusinessDay(theirs(day))}
        # New Year's Eve of 2024: the banks open, the exchange closed.
        assert apart == ({date(2024, 2, 9)} if year == 2024 else set()), year
    for year in (CALENDAR_YEARS.start - 1, CALENDAR_YEARS.stop):
        assert calendar_lists(year)[1] == set()


def test_the_published_calendar_of_2025_is_the_one_quantlib_has() -> None:
    """The lists in the worked cases come from the notice of the State Council; QuantLib typed them on its own."""
    file = Path(__file__).parent.parent / "vectors" / "day_count_and_dates.json"
    cases = [case for case in json.loads(file.read_text())["cases"] if case["subtopic"] == "business_day_adjustment"]
    lists = [entry for case in cases for entry in case["inputs"]["calendar_by_year"]]
    assert {entry["year"] for entry in lists} == {2025}
    for entry in lists:
        off, on = ({date.fromisoformat(day) for day in entry[key]} for key in ("non_working_weekdays", "working_weekend_days"))
        assert (off, on) == calendar_lists(2025)


def test_difference_calendar_without_data() -> None:
    """DIFFERENCES.md, 2: beyond its data QuantLib knows New Year's Day only; we are given the lists, or have none."""
    for year in (2027, 2035):
        off, on = calendar_lists(year)
        assert off == {date(year, 1, 1)} and on == set()


def test_difference_end_of_month_rule() -> None:
    """DIFFERENCES.md, 1: with its end-of-month rule QuantLib moves 28 February on to 31 March; 对月对日 stays on the 28th."""
    anchor, last = date(2025, 2, 28), date(2025, 5, 31)
    rule = (ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Forward, True)
    made = [ours(day) for day in ql.Schedule(theirs(anchor), theirs(last), ql.Period(1, ql.Months), *rule)]
    assert made[1] == date(2025, 3, 31)
    assert dates.due_dates(anchor, 1, 3) == (date(2025, 3, 28), date(2025, 4, 28), date(2025, 5, 28))
