"""资格自查: may these patents be pledged, may this enterprise apply, what is missing. Three-valued, clause by clause.

Source: data/clauses (each clause with document, clause and trust), data/schemes for a chosen published scheme,
data/papers for what to bring. Checked with: the twelve grounds of refusal, one by one, and laws on random answers.
Limitations: it repeats what the visitor says; it sees neither the register nor a credit report.
"""

from __future__ import annotations

from typing import Any

from calculators.calculator import Calculator, Result
from calculators.catalog import eligibility_tables as tables
from calculators.catalog.eligibility_facts import Known, clauses_for, know
from calculators.catalog.eligibility_fields import FIELDS
from calculators.catalog.eligibility_tables import Checked
from calculators.fields import Given
from calculators.figure import Figure, plain
from calculators.policy import Policy
from calculators.rules import eligibility
from calculators.rules.eligibility import MET, NOT_MET, OVERALL, STATES, UNKNOWN
from calculators.rules.sme import CLASS_WORDS

CODES = {**STATES, **OVERALL, **CLASS_WORDS}


def _checked(given: Given, known: Known) -> tuple[Checked, ...]:
    traced = given["on"].__class__ is Figure
    return tuple([Checked(clause, eligibility.state_of(clause, known.facts, traced)) for clause in clauses_for(given)])


def _figures(given: Given, known: Known, found: tuple[Checked, ...]) -> dict[str, Any]:
    states = [one.state for one in found]
    figures: dict[str, Any] = {"overall": eligibility.overall(given["on"], states)}
    for wanted in (MET, NOT_MET, UNKNOWN):
        figures[f"count_{wanted}"] = eligibility.count(given["on"], wanted, states)
    life = known.measures["outlives_loan"]
    figures |= {"life_first_end": life.own, "life_days": life.distance}
    if plain(given["size"]) is None:
        figures["size_class"] = known.size
    return {key: value for key, value in figures.items() if plain(value) is not None}


def compute(given: Given, policy: Policy) -> Result:
    """Every clause's state, the verdict, what to answer next and what to bring."""
    known = know(given, policy)
    found = _checked(given, known)
    keys = tables.next_keys(found, known, given)
    return Result(
        headline="overall",
        figures=_figures(given, known, found),
        sentence=lambda: tables.sentence(found, keys),
        tables=(
            tables.clauses(found, known, given),
            tables.next_questions(keys),
            tables.patents(known, given),
            tables.papers(given, known),
            *tables.for_the_bank(given),
        ),
        notes=lambda: tables.notes(given, found),
        warnings=lambda: tables.warnings(found, known, given),
        codes=CODES,
    )


CALCULATOR = Calculator(
    name="eligibility",
    title="资格自查",
    summary="逐条看专利能不能质押登记、企业能不能申请贷款和补贴，还缺什么，带什么材料。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "专利登记簿、征信和处罚记录的查询：按您的回答判断，不代您查。",
        "银行自己的授信标准、额度和利率。",
        "所选办法能补多少，以及各项金额上限和资金总额。",
        "质押合同条款是否妥当的法律意见。",
    ),
)
