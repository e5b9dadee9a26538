"""Formulas of dates, of a patent's worth and of chance for a spreadsheet, beside what our rules say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from calculators import dates, distribution, normal
from calculators.rules import day_count, limits, valuation
from calculators.rules.valuation_rate import annuity_factor
from tests.differential.spreadsheet import Case, call

D = Decimal
DRAWS = 150


def some_day(draw: Random) -> date:
    """Month ends and leap days come up often."""
    day = date(2012, 1, 1) + timedelta(days=draw.randrange(7000))
    return day if draw.random() < 0.5 else dates.add_months(day.replace(day=1), 1) - timedelta(days=1)


def _two(draw: Random) -> tuple[date, date]:
    first, last = sorted((some_day(draw), some_day(draw)))
    return first, last


def months_later() -> Iterator[Case]:
    """EDATE is 对月对日; EOMONTH is the day before the first of the next month."""
    draw = Random("EDATE")
    for _ in range(DRAWS):
        day, months = some_day(draw), draw.randrange(-60, 361)
        yield Case(call("EDATE", day, months), _serial(dates.add_months(day, months)))
        last = dates.add_months(day.replace(day=1), months + 1) - timedelta(days=1)
        yield Case(call("EOMONTH", day, months), _serial(last))
        wanted = dates.settlement_days(last - timedelta(days=1), last + timedelta(days=1), 1, 31)
        yield Case(call("EOMONTH", day, months), _serial(wanted[0]))


def _serial(day: date) -> Decimal:
    return D((day - date(1899, 12, 30)).days)


def days_and_years() -> Iterator[Case]:
    """DAYS, DAYS360 in the European way, and YEARFRAC with bases 2 (/360), 3 (/365) and 4 (30E/360)."""
    draw = Random("DAYS")
    for _ in range(DRAWS):
        start, end = _two(draw)
        yield Case(call("DAYS", end, start), dates.days_between(start, end))
        yield Case(call("DAYS360", start, end, "TRUE()"), day_count.days_30e_360(start, end))
        yield Case(call("YEARFRAC", start, end, 2), dates.days_between(start, end) / 360, within=1e-12)
        yield Case(call("YEARFRAC", start, end, 3), dates.days_between(start, end) / 365, within=1e-12)
        yield Case(call("YEARFRAC", start, end, 4), day_count.days_30e_360(start, end) / 360, within=1e-12)
        yield Case(call("ORG.OPENOFFICE.ISLEAPYEAR", end), D(dates.in_leap_year(end)))


def years_within_one() -> Iterator[Case]:
    """YEARFRAC basis 1 is actual/actual ISDA as long as the dates lie in one year."""
    draw = Random("YEARFRAC")
    for _ in range(DRAWS):
        start = some_day(draw)
        end = start + timedelta(days=draw.randrange(0, (date(start.year, 12, 31) - start).days + 1))
        yield Case(call("YEARFRAC", start, end, 1), day_count.years_actual_actual(start, end), within=1e-12)


def whole_months() -> Iterator[Case]:
    """DATEDIF "m" counts as we do wherever the end's month has the start's day."""
    draw = Random("DATEDIF")
    for _ in range(DRAWS):
        start, end = _two(draw)
        if start.day <= end.day or start.day <= 28:
            yield Case(call("DATEDIF", start, end, '"m"'), D(dates.whole_months(start, end)))


def working_days() -> Iterator[Case]:
    """WORKDAY steps over weekends and listed holidays, as `following` and `preceding` do where no weekend is worked."""
    draw = Random("WORKDAY")
    for _ in range(DRAWS):
        day = some_day(draw)
        off = [day + timedelta(days=n) for n in sorted(draw.sample(range(-9, 10), 7))]
        yield Case(call("WORKDAY", day - timedelta(days=1), 1, off), _serial(dates.adjust(day, "following", off, ())))
        yield Case(call("WORKDAY", day + timedelta(days=1), -1, off), _serial(dates.adjust(day, "preceding", off, ())))


def present_values() -> Iterator[Case]:
    """NPV of a patent's yearly income at the year's end; SUMPRODUCT where it comes in the middle; PV as annuity."""
    draw = Random("NPV")
    for _ in range(60):
        amounts = tuple(D(draw.randrange(0, 10**9)) / 100 for _ in range(draw.randrange(2, 16)))
        rate, ones = D(draw.randrange(100, 4000)) / 10000, (D(1),) * len(amounts)
        models = [
            valuation.Model(valuation.forecast(ones, timing), amounts, ones, None, None, rate)
            for timing in ("end_year", "mid_year")
        ]
        yield Case(call("NPV", rate, list(amounts)), valuation.value_of(models[0]), part=1e-12)
        middles = [D(2 * k + 1) / 2 for k in range(len(amounts))]
        discounted = call("SUMPRODUCT", list(amounts), f"(1+{rate})^-{_array(middles)}")
        yield Case(discounted, valuation.value_of(models[1]), part=1e-12)
        yield Case(call("PV", rate, len(amounts), -1), annuity_factor(rate, D(len(amounts))), part=1e-12)


def _array(values: list[Decimal]) -> str:
    return "{" + ";".join(map(str, values)) + "}"


def loans_that_cash_can_carry() -> Iterator[Case]:
    """PV of the monthly room is the largest loan in equal instalments; FV is value after years of decay."""
    draw = Random("PV")
    for _ in range(60):
        room, rate = D(draw.randrange(10**5, 10**9)) / 100, D(draw.randrange(50, 1500)) / 10000
        count, decay = draw.randrange(2, 61), D(draw.randrange(0, 5000)) / 10000
        yield Case(call("PV", f"{rate}/12", count, f"-{room}/12"), limits.equal_instalments(room, rate, D(count)), part=1e-11)
        years = draw.randrange(0, 11)
        yield Case(call("FV", -decay, years, 0, -room), limits.value_after(room, decay, years), part=1e-12)


def chance() -> Iterator[Case]:
    """The normal distribution and its quantiles; binomial and Poisson counts, which we add up exactly."""
    draw = Random("chance")
    for _ in range(60):
        z, p = D(draw.randrange(-40000, 40000)) / 10000, D(draw.randrange(1, 10000)) / 10000
        yield Case(call("NORMDIST", z, 0, 1, "TRUE()"), normal.distribution(z), within=1e-12)
        yield Case(call("NORMINV", p, 0, 1), normal.quantile(p), within=1e-8)
        trials, most = draw.randrange(1, 60), draw.randrange(0, 30)
        share = distribution.binomial(trials, p, D(1)).at_most(D(min(most, trials)))
        yield Case(
            call("BINOMDIST", min(most, trials), trials, p, "TRUE()"), D(share.numerator) / share.denominator, within=1e-11
        )
        mean = D(draw.randrange(1, 200)) / 10
        counted = distribution.poisson(mean).at_most(D(most))
        yield Case(call("POISSON", most, mean, "TRUE()"), D(counted.numerator) / counted.denominator, within=1e-11)


FAMILIES = (
    months_later,
    days_and_years,
    years_within_one,
    whole_months,
    working_days,
    present_values,
    loans_that_cash_can_carry,
    chance,
)
