"""A loan in the few questions that other calculators ask; it is worked out by the repayment plan itself.

One list of ways to repay, with one set of words, for every calculator that has a loan in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from calculators.catalog.loan_schedule_fields import FIELDS, RATE, one_of
from calculators.catalog.loan_schedule_plans import Worked, work_out
from calculators.fields import Field, Given
from calculators.figure import apply, operation, plain
from calculators.policy import Policy

RHYTHMS = (
    ("quarterly", "按季付息，到期还本"),
    ("monthly", "按月付息，到期还本"),
    ("maturity", "到期一次还本付息（利随本清）"),
)
INSTALMENTS = (("instalments", "等额本息"), ("equal_principal", "等额本金"))
CUSTOM = (("custom", "自定提款和还款（分期还本、多次提款）"),)
METHODS = {
    "quarterly": "interest_quarterly",
    "monthly": "interest_monthly",
    "maturity": "single_payment",
    "instalments": "equal_instalment",
    "equal_principal": "equal_principal",
    "custom": "custom",
}
BULLET, BY_INSTALMENT = tuple(key for key, _ in RHYTHMS), tuple(key for key, _ in INSTALMENTS)
SETTLED = ("quarterly", "monthly", "custom")
# What the repayment plan asks beyond the brief questions, as it is when nobody says otherwise.
USUAL: Mapping[str, Any] = {
    "rate_kind": "fixed",
    "annuity_interest": "periodic",
    "instalment_every": "monthly",
    "repayment_day": None,
    "interest_method": "actual_days",
    "day_basis": "360",
    "settlement_day": None,
    "convention": "21_to_20",
    "merge_first_day": True,
    "interest_paid": "settlement_day",
    "own_lpr": None,
    "prepay": "none",
}
_PLAN_FIELDS = {field.key: field for field in FIELDS}


@operation("plan_method", "{0}")
def plan_method(way: str) -> str:
    """The repayment plan's own word for a way to repay."""
    return METHODS[way]


def rate_questions(group: str) -> tuple[Field, ...]:
    """Fixed or floating, and what each needs."""
    return tuple(replace(field, group=group) for field in RATE)


def instalment_questions(group: str, way: str, most: int = 120) -> tuple[Field, ...]:
    """Number, interval and interest of the instalments. `way` is the key under which the way to repay was asked."""
    by_instalment = one_of(way, *BY_INSTALMENT)
    asked = [_PLAN_FIELDS[key] for key in ("instalments", "instalment_every", "annuity_interest")]
    number = replace(asked[0], hint="从放款日起对月对日还款。", highest=Decimal(most))
    return tuple(replace(field, group=group, when=by_instalment) for field in (number, *asked[1:]))


def path_questions(group: str, way: str) -> tuple[Field, ...]:
    """Drawdowns and repayments line by line, and how often their interest is settled."""
    own = one_of(way, "custom")
    events, every = _PLAN_FIELDS["events"], _PLAN_FIELDS["interest_every"]
    return replace(events, group=group, when=own), replace(every, key="settle_every", group=group, when=own)


def counts_days(way: str) -> Any:
    """Whether interest goes by days, so that the day basis matters."""
    by_instalment = one_of(way, *BY_INSTALMENT)
    return lambda given: not by_instalment(given) or plain(given.get("annuity_interest")) == "by_days"


def whole_plan(given: Given, policy: Policy, way: str, pay_next_day: bool = False) -> Worked:
    """The repayment plan of the loan. Raises InputError for answers that do not fit together."""
    answers = {**USUAL, **{key: value for key, value in given.items() if value is not None}}
    answers |= {
        "method": apply("plan_method", given[way]),
        "interest_every": given.get("settle_every"),
        "interest_paid": "next_day" if pay_next_day else "settlement_day",
    }
    return work_out(answers, policy)
