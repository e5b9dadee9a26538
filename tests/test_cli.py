"""The command line as people use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from calculators.cli import main

LOAN = ["principal=200万", "rate=3.65%", "drawdown=2025-04-10", "maturity=2026-04-10"]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_run_prints_the_headline(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "run", "interest_subsidy", "--example", "quarterly_interest")
    assert code == 0
    assert "29,605.56 元" in out and "74,013.90 元" in out


@pytest.mark.parametrize("principal", ["200万", "2,000,000", "２００万", "2000000元", "200 万"])
def test_every_way_to_write_an_amount(capsys: pytest.CaptureFixture[str], principal: str) -> None:
    code, out, _ = run(capsys, "run", "interest_subsidy", "--example", "quarterly_interest", "--json", f"principal={principal}")
    assert code == 0
    assert json.loads(out)["figures"]["subsidy"]["value"] == "29605.56"


def test_explain_shows_the_formula(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "run", "interest_subsidy", "--example", "quarterly_interest", "--explain")
    assert "怎么算出来的" in out and "四舍五入到分" in out and "×" in out


def test_errors_name_field_value_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "run", "interest_subsidy", "--example", "quarterly_interest", "principal=abc", "rate=百分之三")
    assert code == 2 and out == ""
    assert "principal：贷款本金填了“abc”" in err and "rate：" in err and "请填数字" in err


def test_unknown_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "run", "nonsense")[0] == 2
    code, _, err = run(capsys, "run", "interest_subsidy", "--example", "quarterly_interest", "principle=1")
    assert code == 2 and "没有“principle”这个输入项" in err


def test_a_date_before_the_data_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "run", "sme_class", "--example", "industry_medium", "--on", "1990-01-01")
    assert code == 2 and "起才有数值" in err


def test_json_is_the_documented_record(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "run", "interest_subsidy", "--example", "quarterly_interest", "--json")
    record = json.loads(out)
    assert record["schema"] == 1 and record["headline"] == "subsidy"
    node = record["derivation"][record["figures"]["subsidy"]["node"]]
    assert node["value"] == "29605.56" and node["parts"]


def test_template_is_a_command_that_runs(capsys: pytest.CaptureFixture[str]) -> None:
    import shlex

    _, out, _ = run(capsys, "template", "interest_subsidy")
    command = shlex.split(out.splitlines()[-1])
    assert command[0] == "pledge"
    assert run(capsys, *command[1:])[0] == 0


def test_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "parameters", "check")[0] == 0
    assert "lpr_1y" in run(capsys, "parameters", "list")[1]
    assert "3.00" in run(capsys, "parameters", "show", "lpr_1y", "--on", "2025-06-01")[1].splitlines()[-1]
    assert run(capsys, "parameters", "show")[0] == 2
    assert run(capsys, "parameters", "show", "lpr_1y", "--on", "x")[0] == 2


def test_list_names_every_calculator(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "list")[1]
    assert "interest_subsidy" in out and "loan_amount" in out and "--example quarterly_interest" in out


def test_a_workbook_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    name = str(tmp_path / "loan.xlsx")
    code, out, _ = run(capsys, "run", "interest_subsidy", "--example", "quarterly_interest", "--xlsx", name)
    assert code == 0 and name in out
    assert load_workbook(name, data_only=True)["输入"]["B3"].value == 29605.56


def test_a_place_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("run", "interest_subsidy", "--example", "quarterly_interest", "--xlsx", str(tmp_path / "none" / "a.xlsx"))
    code, _, err = run(capsys, *words)
    assert code == 2 and "写不了文件" in err and "请换一个位置" in err
