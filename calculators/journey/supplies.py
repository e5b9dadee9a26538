"""The mapping table: for every field of every step, the answer, the earlier result or the fixed word that fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from calculators.catalog.loan_schedule_brief import METHODS
from calculators.journey.model import OPEN, Case, Said, Supply
from calculators.journey.questions import CREDIT_PARTS, FINE_PARTS, FIRM_PARTS, PROMISE_PARTS, TROUBLE_PARTS, maturity
from calculators.views.format import exact

YES, NO = "是", "否"
CONSENTS = ("invalidation_consent", "approval_obtained")  # they follow from another answer; a whole "no" leaves them open


def _asked(key: str) -> Supply:
    return Supply(lambda case: case.said(key), key)


def _fixed(text: str) -> Supply:
    return Supply(lambda case: Said(text, "fixed"))


def _part(whole: str, key: str, fine: str) -> Supply:
    """The answer for several questions at once, or the single answer where they were answered one by one."""

    def give(case: Case) -> Said:
        answer = case.said(whole).text
        if answer == "fine":
            return OPEN if key in CONSENTS else Said(fine, "answer")
        return case.said(key) if answer == "some" else OPEN

    return Supply(give, key)


def _parts(whole: str, keys: tuple[str, ...], fine: str) -> dict[str, Supply]:
    return {key: _part(whole, key, fine) for key in keys}


def _rests_on(*parts: Said) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for part in parts for key in part.examples))


def _known_maturity(case: Case) -> Said:
    """The maturity where the visitor's own plan gives it: an example must not fail a clause or a patent."""
    known = case.is_answered("drawdown") and case.is_answered("term")
    return maturity(case) if known else OPEN


def _patents(case: Case) -> Said:
    """One line for the pledged patents: type, value, pledge rate, no haircut, filing date where known."""
    value, rate = case.said("valuation"), case.said("pledge_rate")
    kind = case.value("patent_type") or "invention"
    filing = case.value("filing_date")
    amounts = f"{exact(case.value('valuation'))} {exact(case.value('pledge_rate') * 100)}% 0"
    return Said(f"{kind} {amounts} {exact(filing)}".strip(), "worked", _rests_on(value, rate))


def _need_from(case: Case) -> Said:
    return Said("typed" if case.is_answered("need") else "none", "worked")


def _way(word: Callable[[str], str]) -> Supply:
    def give(case: Case) -> Said:
        said = case.said("way")
        return Said(word(str(case.value("way"))), said.origin, said.examples)

    return Supply(give, "way")


def _subsidy(case: Case) -> Said:
    """What the subsidy step gives; nothing counted where it could not be worked out."""
    found = case.figure("interest_subsidy", "subsidy")
    return Said(exact(found) if found is not None else "0", "worked", case.examples_of("interest_subsidy"))


def _invention(case: Case) -> Said:
    kind = case.value("patent_type")
    return OPEN if kind is None else Said(YES if kind == "invention" else NO, "worked")


_ON = _asked("on")
_PLAN: Mapping[str, Supply] = {
    "principal": _asked("principal"),
    "rate": _asked("rate"),
    "drawdown": _asked("drawdown"),
    "maturity": Supply(maturity, "term"),
    "instalments": _asked("term"),
    "settlement_day": _asked("settlement_day"),
    "on": _ON,
}
_CHECKS = ("co_owned", "co_owner_consent", "co_owner_agreement", "size", "industry", "employees", "revenue", "assets", "debt_ratio",
           "founded_on", "patent_type", "filing_date", "same_day_invention", "same_day_consent", "has_report")  # fmt: skip
_FEES = ("valuation_fee", "guarantee_fee", "insurance_fee")

SUPPLIES: Mapping[str, Mapping[str, Supply]] = {
    "eligibility": {
        "goal": _fixed("loan"),
        "stage": _fixed("consult"),
        **_parts("patent_fine", FINE_PARTS, YES),
        **_parts("patent_trouble", TROUBLE_PARTS, NO),
        **_parts("firm_fine", FIRM_PARTS, YES),
        **_parts("credit_trouble", CREDIT_PARTS, NO),
        **_parts("promise", PROMISE_PARTS, YES),
        **{key: _asked(key) for key in _CHECKS},
        "maturity": Supply(_known_maturity, "term"),
        "on": _ON,
    },
    "loan_amount": {
        "patents": Supply(_patents, "filing_date"),
        "maturity": Supply(_known_maturity, "term"),
        "applied": _asked("applied"),
        "product_cap": _asked("product_cap"),
        "need_from": Supply(_need_from, "need"),
        "need": _asked("need"),
        "on": _ON,
    },
    "loan_schedule": {"method": _way(METHODS.__getitem__), **_PLAN},
    "interest_subsidy": {
        **_PLAN,
        "scheme": _asked("scheme"),
        "interest_every": _way(str),
        **{key: _asked(key) for key in ("ratio", "points", "net_assets", "registered_on", "reference_rate", "ip_share", "fee_ratio")},
        "pledged_amount": _asked("principal"),
        "invention": Supply(_invention, "patent_type"),
        "revenue": _asked("revenue"),
        **{key: _asked(key) for key in _FEES},
    },
    "financing_cost": {
        **_PLAN,
        "repay": _way(str),
        **{key: _asked(key) for key in (*_FEES, "registration_fee", "other_fee", "deposit", "subsidy_on")},
        "subsidy": Supply(_subsidy),
    },
}  # fmt: skip
