"""Run files of worked cases: find the adapter by topic and subtopic, compare, count, report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from calculators.cases import (
    day_count_and_dates,
    fund_budget,
    irr,
    loan_limit,
    loan_schedule,
    patent_valuation,
    risk_sharing,
    sme_class,
    subsidy,
    working_capital_need,
)
from calculators.cases.compare import differences

type Adapter = Callable[[dict[str, Any]], dict[str, Any]]

# topic -> subtopic -> adapter. A topic without an entry is counted as not covered, never as passed.
ADAPTERS: Mapping[str, Mapping[str, Adapter]] = {
    "loan_schedule": loan_schedule.ADAPTERS,
    "day_count_and_dates": day_count_and_dates.ADAPTERS,
    "fund_budget": fund_budget.ADAPTERS,
    "irr_xirr_and_financing_cost": irr.ADAPTERS,
    "loan_limit": loan_limit.ADAPTERS,
    "patent_valuation": patent_valuation.ADAPTERS,
    "risk_sharing": risk_sharing.ADAPTERS,
    "sme_class": sme_class.ADAPTERS,
    "subsidy": subsidy.ADAPTERS,
    "working_capital_need": working_capital_need.ADAPTERS,
}

# What a case asks for beyond its inputs: read from the names in `expected` (which rows it wants), never its values.
QUESTIONS: Mapping[str, Mapping[str, Adapter]] = {
    "fund_budget": fund_budget.QUESTIONS,
    "loan_schedule": loan_schedule.QUESTIONS,
}


@dataclass
class Report:
    """What a run found. `lines` holds one line for each failure and each kind not covered."""

    passed: int = 0
    failed: int = 0
    not_covered: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        """Take in the counts and lines of another report."""
        self.passed += other.passed
        self.failed += other.failed
        self.not_covered += other.not_covered
        self.lines += other.lines

    def closing(self) -> str:
        """The last line of a run."""
        return f"{self.passed} passed, {self.failed} failed, {self.not_covered} not covered"


def _no_question(expected: dict[str, Any]) -> dict[str, Any]:
    return {}


def run_case(case: dict[str, Any], where: str, report: Report) -> None:
    """One case. An exception inside an adapter is a failure that names itself."""
    name = f"{where} {case.get('id', '?')}"
    kind = (str(case.get("topic")), str(case.get("subtopic")))
    adapter = ADAPTERS.get(kind[0], {}).get(kind[1])
    if adapter is None:
        report.not_covered += 1
        report.lines.append(f"{name}: not covered: {kind[0]}/{kind[1]}")
        return
    question = QUESTIONS.get(kind[0], {}).get(kind[1], _no_question)
    try:
        found = differences(case, adapter(case["inputs"] | question(case["expected"])))
    except Exception as error:
        found = [f": {type(error).__name__}: {error}"]
    report.failed += bool(found)
    report.passed += not found
    report.lines += [f"{name} {kind[1]}{line}" for line in found]


def run_text(text: str, where: str) -> Report:
    """All cases of one file's text. A text that is no case file is one failure."""
    report = Report()
    try:
        cases = json.loads(text)["cases"]
    except (ValueError, KeyError, TypeError) as error:
        report.failed, report.lines = 1, [f"{where}: not a case file ({type(error).__name__}: {error})"]
        return report
    for case in cases:
        run_case(case, where, report)
    return report
