"""The rules against LibreOffice Calc's own functions, recalculated in one run. What differs is in DIFFERENCES.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest

from calculators import dates, irr
from calculators.money import round_fen
from calculators.rules import annuity, day_count
from tests.differential import sheet_days, sheet_loans, spreadsheet
from tests.differential.spreadsheet import Case, call

type Family = Callable[[], Iterator[Case]]
D = Decimal
FAMILIES: tuple[Family, ...] = (*sheet_loans.FAMILIES, *sheet_days.FAMILIES)
LEAP_DAY, A_YEAR_ON = date(2024, 2, 29), date(2025, 2, 28)
YEAR_ENDS = [date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)]
LONG_AMOUNT = D("90000000.00499999999")
TWO_ROOTS, LOSS = [D(-1000), D(2300), D(-1320)], [D(-1000), D(400)]

# What the tests of differences ask. First what LibreOffice 7.4.7 says, then our answer, which another version may have.
ERROR = None
ANSWERS: dict[str, tuple[float | None, ...]] = {
    call("DATEDIF", LEAP_DAY, A_YEAR_ON, '"m"'): (11, 12),
    call("DATEDIF", date(2025, 1, 31), date(2025, 4, 30), '"m"'): (2, 3),
    call("YEARFRAC", date(2023, 7, 1), date(2025, 7, 1), 1): (731 / (1096 / 3), 2),
    call("DAYS360", A_YEAR_ON, date(2025, 3, 31), "FALSE()"): (30,),
    call("WORKDAY", date(2025, 1, 25), 1, [date(2025, 1, 28)]): (spreadsheet.serial(date(2025, 1, 27)),),
    call("XIRR", TWO_ROOTS, YEAR_ENDS, "0.05"): (0.1, ERROR),
    call("XIRR", TWO_ROOTS, YEAR_ENDS, "0.25"): (0.2, ERROR),
    call("XIRR", LOSS, YEAR_ENDS[:2]): (-0.6, ERROR),
    call("XIRR", [D(100), D(50)], YEAR_ENDS[:2]): (ERROR,),
    call("CUMIPMT", 0, 12, 1000, 1, 12, 0): (ERROR, 0),
    call("ROUND", LONG_AMOUNT, 2): (90000000.01, 90000000.0),
    call("ROUND", "0.15*13/30", 2): (0.07,),
}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Formula -> LibreOffice's answer, for every case of this module."""
    formulas = list(dict.fromkeys([*(case.formula for family in FAMILIES for case in family()), *ANSWERS]))
    answers = spreadsheet.recalculate(spreadsheet.program(), formulas, tmp_path_factory.mktemp("calc"))
    return dict(zip(formulas, answers, strict=True))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_same_as_the_spreadsheet(family: Family, theirs: dict[str, str]) -> None:
    cases = list(family())
    wrong = [(case.formula, str(case.ours), theirs[case.formula]) for case in cases if not case.agrees(theirs[case.formula])]
    assert len(cases) >= 30 and wrong == [], f"{len(wrong)} of {len(cases)}"


@pytest.mark.parametrize("formula", ANSWERS)
def test_difference_what_the_spreadsheet_says(formula: str, theirs: dict[str, str]) -> None:
    """Their side of the differences below, so that a new version of LibreOffice is noticed."""
    assert spreadsheet.value(theirs[formula]) in [
        one if one is None else pytest.approx(one, abs=1e-9) for one in ANSWERS[formula]
    ]


def test_difference_months_to_a_short_month() -> None:
    """DIFFERENCES.md, 7: 29 February to 28 February is a full year, 31 January to 30 April three months (对月对日)."""
    assert dates.whole_months(LEAP_DAY, A_YEAR_ON) == 12
    assert dates.whole_months(date(2025, 1, 31), date(2025, 4, 30)) == 3


def test_difference_years_over_several_years() -> None:
    """DIFFERENCES.md, 8: ISDA splits at New Year: 184/365 + 1 (all of 2024) + 181/365 = exactly 2; they say 2.0009."""
    assert day_count.years_actual_actual(date(2023, 7, 1), date(2025, 7, 1)) == 2


def test_difference_american_30_360() -> None:
    """DIFFERENCES.md, 9: 28 February stays the 28th in 30E/360: 2 + 30 days to 31 March."""
    assert day_count.days_30e_360(A_YEAR_ON, date(2025, 3, 31)) == 32


def test_difference_worked_weekends() -> None:
    """DIFFERENCES.md, 10: Sunday 26 January 2025 was a working day; WORKDAY can only be told what is off."""
    off, on = {date(2025, 1, 28)}, {date(2025, 1, 26)}
    assert dates.adjust(date(2025, 1, 26), "following", off, on) == date(2025, 1, 26)


def test_difference_rates_of_return() -> None:
    """DIFFERENCES.md, 3, 4 and 5 hold for XIRR too: the root near the guess, a loss of 60 % a year, one sign only."""
    two = irr.xirr(list(zip(YEAR_ENDS, TWO_ROOTS, strict=True)))
    assert (two.status, two.roots) == ("multiple_solutions", (D("0.1"), D("0.2")))
    assert irr.xirr(list(zip(YEAR_ENDS[:2], LOSS, strict=True))).status == "no_solution"
    assert irr.xirr([(YEAR_ENDS[0], D(100)), (YEAR_ENDS[1], D(50))]).status == "no_solution"


def test_difference_loan_without_interest() -> None:
    """DIFFERENCES.md, 11: a loan at 0 % costs nothing; CUMIPMT calls the rate an error."""
    assert annuity.formula_interest(D(1000), D(0), D(12)) == 0


def test_difference_fifteen_digits() -> None:
    """DIFFERENCES.md, 12: below the tie by 1e-11 yuan is below it; ROUND looks at 15 digits. Real ties come out alike."""
    assert round_fen(LONG_AMOUNT) == D("90000000.00")
    assert round_fen(D("0.15") * 13 / 30) == D("0.07")


def test_without_libreoffice_it_is_skipped_with_the_remedy_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "find", lambda: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install libreoffice-calc-nogui"):
        spreadsheet.program()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install libreoffice-calc-nogui"):
        spreadsheet.program()


def test_an_error_value_never_agrees() -> None:
    assert not Case("NOSUCH(1)", D(1), within=1e9).agrees("#NAME?")
    assert not Case("1", D(1), within=0.5).agrees("2") and Case("1", D(1), within=0.5).agrees("1.4")
