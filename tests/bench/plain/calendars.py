"""The calendar of a pledge: fees, expiry, interest, registration, valuation, claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from calculators.policy import all_parameters
from tests.bench.plain.common import Plain, fen, months_later, policy
from tests.bench.plain.loans import EVERY, settled


@cache
def _bands(kind: str) -> list[tuple[int, int, str]]:
    keys = [key for key in all_parameters() if key.startswith(f"annual_fee.{kind}.")]
    return [(*(int(year) for year in key.rsplit(".", 1)[1].split("_")), key) for key in keys]


def _fees(given: dict[str, Any], last: int) -> list[tuple[date, Decimal]]:
    """Due date and amount of every year after that of the grant, without reduction."""
    filing, grant = given["filing_date"], given["grant_date"]
    granted = grant.year - filing.year + ((grant.month, grant.day) >= (filing.month, filing.day))
    found = []
    for year in range(granted + 1, last + 1):
        key = next(key for low, high, key in _bands(given["patent_type"]) if low <= year <= high)
        found.append((months_later(filing, 12 * (year - 1)), policy(key, given["on"])))
    return found


def _events(given: dict[str, Any], expiry: date, listed: list[tuple[date, Decimal]]) -> list[tuple[Any, ...]]:
    """Days from the policy date on, with the amount where money moves."""
    settlements = settled({**given, "convention": "21_to_20"}, EVERY[given["interest_every"]])
    months = int(policy("valuation_report.valid_months", given["on"]))
    found: list[tuple[Any, ...]] = [(due, fen(fee)) for due, fee in listed]
    found += [(expiry,), *((paid, interest) for *_, interest, paid in settlements)]
    found += [(given["maturity"], given["principal"]), (given["drawdown"], given["principal"])]
    found += [(given["registered_on"],), (given["maturity"],), (months_later(given["valued_on"], months),)]
    found += [(given["claim_from"],), (given["claim_to"],)]
    return sorted((event for event in found if event[0] >= given["on"]), key=lambda event: event[0])


def pledge_calendar(given: dict[str, Any]) -> Plain:
    """质物监控日历: fees paid so far, no reduction, to the end of the loan."""
    on, years = given["on"], int(policy(f"patent_term.{given['patent_type']}", given["filing_date"]))
    expiry = months_later(given["filing_date"], 12 * years)
    listed = [(due, fee) for due, fee in _fees(given, years) if on <= due <= given["maturity"]]
    rows = _events(given, expiry, listed)
    total = sum((fen(fee) for _, fee in listed), Decimal(0))
    due, full = listed[0]
    months, rate = int(policy("late_fee.grace_months", on)), policy("annual_fee.late_rate", on)
    late = [(months_later(due, n + 1), fen(full * rate * n), fen(full) + fen(full * rate * n)) for n in range(months)]
    figures = {
        "next_date": rows[0][0],
        "days_to_next": Decimal((rows[0][0] - on).days),
        "expiry": expiry,
        "fee_total": total,
        "grace_end": months_later(due, months),
    }
    return figures, [*rows, *((day, fee, fen(fee)) for day, fee in listed), (total,), *late]
