"""The case runner: what passes, what fails, what is not covered, and how it says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calculators.cases import runner
from calculators.cases.compare import differences
from calculators.cli import main

VECTORS = Path(__file__).parent.parent / "vectors"
COVERED = (
    "day_count_and_dates",
    "fund_budget",
    "loan_limit",
    "irr_xirr_and_financing_cost",
    "loan_schedule",
    "patent_valuation",
    "risk_sharing",
    "sme_class",
    "subsidy",
    "working_capital_need",
)


@pytest.mark.parametrize("topic", COVERED)
def test_vectors_pass(topic: str) -> None:
    report = runner.run_text((VECTORS / f"{topic}.json").read_text(encoding="utf-8"), topic)
    assert report.lines == []
    assert report.passed > 0 and report.failed == 0 and report.not_covered == 0


def test_a_wrong_case_fails_with_expected_and_got(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = json.loads((VECTORS / "loan_schedule.json").read_text(encoding="utf-8"))
    cases["cases"] = [c for c in cases["cases"] if c["subtopic"] == "rounding_tie"]
    cases["cases"][0]["expected"]["interest_yuan"] = "0.12"
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(cases), encoding="utf-8")
    assert main(["cases", str(file)]) == 1
    printed = capsys.readouterr().out
    assert "expected 0.12, got 0.13" in printed
    assert printed.splitlines()[-1] == "0 passed, 1 failed, 0 not covered"


def test_an_unknown_subtopic_is_not_covered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "new.json"
    file.write_text(json.dumps({"cases": [{"id": "X", "topic": "a", "subtopic": "b", "inputs": {}, "expected": {}}]}))
    assert main(["cases", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 0 failed, 1 not covered"


def test_a_broken_file_is_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{")
    assert main(["cases", str(file)]) == 1


@pytest.mark.parametrize(
    ("expected", "got", "tolerance", "agrees"),
    [
        ({"a_yuan": "5.00"}, {"a_yuan": "5.0"}, {}, True),
        ({"a_yuan": "5.00"}, {"a_yuan": "5.01"}, {"a_yuan": "1"}, False),
        ({"rate": "1.23"}, {"rate": "1.2300001"}, {"rate": "0.000001"}, True),
        ({"rate": "1.23"}, {"rate": "1.24"}, {"rate": "0.000001"}, False),
        ({"flag": True}, {"flag": 1}, {}, False),
        ({"code": None}, {"code": None, "extra": 1}, {}, True),
        ({"code": "x"}, {}, {}, False),
        ({"rows": [1, 2]}, {"rows": [1]}, {}, False),
        ({"published_result": "9"}, {}, {}, True),
    ],
)
def test_comparison(expected: dict, got: dict, tolerance: dict, agrees: bool) -> None:
    assert (differences({"expected": expected, "tolerance": tolerance}, got) == []) is agrees
