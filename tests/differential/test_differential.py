"""The rules against a second derivation of the same texts: seeded draws, exact fractions, no shared code.

Each derivation takes another road than the rule (days one by one instead of period boundaries, summed discount factors
instead of the annuity formula), so that a slip in one is not repeated in the other.
"""

from __future__ import annotations

from random import Random

import pytest

from calculators.cases.compare import differences
from calculators.cases.runner import ADAPTERS
from tests.differential import companies, costs, instalments, loans, sharing, subsidies

SECOND = {
    "loan_schedule": loans.SECOND | instalments.SECOND,
    "subsidy": subsidies.SECOND,
    "loan_limit": companies.LIMITS,
    "working_capital_need": companies.NEEDS,
    "sme_class": companies.CLASSES,
    "irr_xirr_and_financing_cost": costs.SECOND,
    "risk_sharing": sharing.SECOND,
}
KINDS = [(topic, subtopic) for topic, table in SECOND.items() for subtopic in table]
DRAWS = 40
# Rates of return are searched for, so the sixth decimal of a percent may differ; everything else must be equal.
TOLERANCE = {"irr_xirr_and_financing_cost": {"*percent*": "0.000001"}}


@pytest.mark.parametrize(("topic", "subtopic"), KINDS)
def test_both_derivations_agree(topic: str, subtopic: str) -> None:
    draw, derive = SECOND[topic][subtopic]
    for seed in range(DRAWS):
        inputs = draw(Random(f"{subtopic} {seed}"))
        found = differences(
            {"expected": derive(inputs), "tolerance": TOLERANCE.get(topic, {})}, ADAPTERS[topic][subtopic](inputs)
        )
        assert found == [], f"seed {seed}: {inputs}"
