"""资格自查 against one published scheme: its highest rate as a clause, and what only the bank can meet."""

from __future__ import annotations

import pytest

from calculators.catalog.eligibility_fields import BY_KEY, FIELDS
from calculators.errors import InputError
from calculators.examples import examples_of
from calculators.fields import hidden
from calculators.rules.eligibility import MET, NOT_MET, UNKNOWN
from tests.catalog.test_eligibility import READY, ask, row_of, states

EXAMPLES = {example.key: dict(example.inputs) for example in examples_of("eligibility")}


@pytest.mark.parametrize(
    ("scheme", "day", "inside", "outside", "limit"),
    [
        ("beijing_zgc_2021", "2025-05-20", "4.2", "4.2001", "0.042"),  # 3.00 % × 1.4
        ("beijing_zgc_2021", "2025-05-19", "4.34", "4.35", "0.0434"),  # the day before: 3.10 % × 1.4
        ("sichuan_tianfu_zhilai", "2025-05-20", "4.5", "4.51", "0.045"),  # 3.00 % + 150 BP
    ],
)
def test_the_highest_rate_of_a_scheme_is_a_clause(scheme: str, day: str, inside: str, outside: str, limit: str) -> None:
    values = EXAMPLES["rate_at_the_scheme_limit"] | {"scheme": scheme, "drawdown": day}
    low, high = ask(values, rate=inside), ask(values, rate=outside)
    key = f"gate_{scheme}_rate"
    assert states(low)[key] == MET and states(high)[key] == NOT_MET
    assert {name for name, state in states(low).items() if states(high)[name] != state} == {key}
    row = row_of(high, "计息利率不超过")
    assert str(row["threshold"].normalize()) == limit and row["distance"] < 0 and "换一个办法" in row["remedy"]


def test_a_rate_without_its_day_is_unknown_and_the_day_is_asked() -> None:
    answer = ask(EXAMPLES["rate_of_an_unknown_day"])
    row = row_of(answer, "计息利率不超过")
    assert row["state"] == UNKNOWN and row["threshold"] is None and "放款日" in row["remedy"]
    assert [line[1] for line in answer.result.tables[1].rows] == ["放款日"]
    with pytest.raises(InputError) as caught:
        ask(EXAMPLES["rate_of_an_unknown_day"], drawdown="2019-08-19")
    assert "drawdown" in caught.value.by_field()


def test_a_cap_that_only_clips_is_no_clause() -> None:
    answer = ask(READY, goal="subsidy", scheme="beijing_2023")
    assert not any(key.endswith("_rate") for key in states(answer)) and "rate" in hidden(
        FIELDS, READY | {"goal": "subsidy", "scheme": "beijing_2023"}
    )


def test_what_the_bank_meets_is_listed_and_not_asked() -> None:
    answer = ask(EXAMPLES["conditions_of_the_bank"])
    table = answer.result.tables[-1]
    assert table.key == "bank" and [row[0] for row in table.rows] == ["贷款银行在郑州市"]
    assert "gate_zhengzhou_2023_bank_1" not in BY_KEY and "gate_zhengzhou_2023_bank_2" in BY_KEY
    assert ask(READY).result.tables[-1].key == "papers"


@pytest.mark.parametrize(("due", "told"), [("2040-03-14", False), ("2040-03-15", True), ("2040-03-16", False)])
def test_a_loan_due_on_the_day_of_expiry_has_two_readings(due: str, told: bool) -> None:
    answer = ask(READY, maturity=due)
    assert any("读法一" in text and "读法二" in text for text in answer.result.warnings) == told
    assert states(answer)["outlives_loan"] == (MET if due == "2040-03-14" else NOT_MET)
