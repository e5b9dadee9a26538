"""The self-check of a loan: every clause from yes, no or no answer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from calculators.policy import all_clauses
from tests.bench.plain.common import Plain, months_later, policy


def _no(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _any(*answers: bool | None) -> str:
    """The state of a clause that holds when any of these does."""
    if True in answers:
        return "met"
    return "unknown" if None in answers else "not_met"


def _states(given: dict[str, Any], expiry: Any, age: int, debt: Decimal, months: Decimal) -> list[str]:
    """The clauses in the order shown: knock-out ones first."""
    ask, kind = given.get, given["patent_type"]
    return [
        _any(ask("granted")),
        _any(ask("pledgor_on_register")),
        _any(ask("in_force")),
        _any(expiry > given["on"]),
        _any(expiry > given["maturity"]),
        _any(ask("fees_paid")),
        _any(_no(ask("suspended"))),
        _any(_no(ask("already_pledged"))),
        _any(_no(ask("co_owned")), ask("co_owner_consent"), ask("co_owner_agreement")),
        _any(kind != "utility_model", _no(ask("same_day_invention")), ask("same_day_consent")),
        _any(_no(ask("invalidation")), ask("invalidation_consent")),
        _any(_no(ask("needs_approval")), ask("approval_obtained")),
        _any(_no(ask("abnormal_filing"))),
        _any(ask("borrower_is_patentee")),
        _any(given["size"] in ("micro", "small", "medium")),
        _any(_no(ask("blacklisted"))),
        _any(_no(ask("ip_dishonesty"))),
        _any(_no(ask("bad_record"))),
        _any(ask("purpose_ok")),
        _any(ask("contract_complete")),
        _any(_no(ask("other_ground"))),
        _any(kind == "invention", ask("has_report")),
        _any(ask("legal_person")),
        _any(given["debt_ratio"] <= debt),
        _any(age >= months),
        _any(_no(ask("other_charges"))),
    ]


def eligibility(given: dict[str, Any]) -> Plain:
    """资格自查 for a loan on one patent, every question answered."""
    on, due, limits = given["on"], given["maturity"], all_clauses()
    debt, months = limits["debt_ratio"].limit, limits["operating_months"].limit
    term = int(policy(f"patent_term.{given['patent_type']}", given["filing_date"]))
    expiry = months_later(given["filing_date"], 12 * term) + timedelta(days=int(given["compensation_days"] or 0))
    founded = given["founded_on"]
    age = (on.year - founded.year) * 12 + on.month - founded.month
    age -= months_later(founded, age) > on
    states = _states(given, expiry, age, debt, months)
    rows: list[tuple[Any, ...]] = [(state,) for state in states]
    left, room = Decimal((expiry - on).days), Decimal((expiry - due).days)
    rows[3] += (on, expiry, left)
    rows[4] += (due, expiry, room)
    rows[14] += (given["size"],)
    rows[23] += (debt, given["debt_ratio"], debt - given["debt_ratio"])
    rows[24] += (months, age, age - months)
    bad, unknown = states.count("not_met"), states.count("unknown")
    figures = {
        "overall": "some_not_met" if bad else "some_unknown" if unknown else "all_met",
        "count_met": Decimal(states.count("met")),
        "count_not_met": Decimal(bad),
        "count_unknown": Decimal(unknown),
        "life_first_end": expiry,
        "life_days": room,
    }
    return figures, [*rows, (given["filing_date"], expiry, left, room, "met" if room > 0 else "not_met")]
