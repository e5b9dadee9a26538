"""Several loans in a year: order of the limits, a table that adds up, and agreement with the rules worked loan by loan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import Result, run
from calculators.catalog.interest_subsidy import CALCULATOR
from calculators.errors import InputError
from calculators.figure import plain
from calculators.rules.subsidy import Loan, Record, Terms, grant
from calculators.views.format import exact

FIRST = {"scheme": "custom", "ratio": "50", "interest_every": "maturity", "on": "2026-11-23"}
type Line = tuple[date, int, int, int]  # drawdown, days, yuan, hundredths of a percent


def loans(*lines: Line, **more: str) -> Result:
    texts = [f"{start} {start + timedelta(days)} {money} {Decimal(rate) / 100:f}" for start, days, money, rate in lines]
    keys = ("drawdown", "maturity", "principal", "rate")
    return run(CALCULATOR, {**FIRST, **more, **dict(zip(keys, texts[0].split(), strict=True)),
                            "other_loans": "\n".join(texts[1:])}).result  # fmt: skip


def table(result: Result) -> dict[int, Decimal]:
    """What each loan gets, by its number."""
    found = next(t for t in result.tables if t.key == "loans")
    return {row[0]: plain(row[-1]) for row in found.rows}


DAY = date(2025, 4, 10)


def test_the_same_day_goes_by_the_order_listed() -> None:
    found = loans((DAY, 360, 1000000, 400), (DAY, 360, 1000000, 400), (DAY, 360, 1000000, 400), year_cap="30000")
    assert table(found) == {1: 20000, 2: 10000, 3: 0}
    assert "连同其他 2 笔，本年度合计可得 30,000.00 元" in found.sentence


def test_one_loan_has_no_table_of_loans() -> None:
    found = loans((DAY, 360, 1000000, 400))
    assert [t.key for t in found.tables] == ["periods", "items"] and "all_granted" not in found.figures


def test_a_lifetime_limit_runs_down_as_well() -> None:
    lines = [(DAY + timedelta(n), 360, 5000000, 400) for n in range(3)]
    found = loans(*lines, scheme="fujian_2012", ratio="50", granted_ever="400000")
    assert table(found)[1] == 100000 and table(found)[2] == table(found)[3] == 0


def test_each_loan_takes_its_own_reference_rate() -> None:
    """Beibei: LPR 3.10 % until 2025-05-20, then 3.00 %; 360 days × 1,000,000 × 50 %."""
    found = loans((DAY, 360, 1000000, 400), (date(2025, 5, 20), 360, 1000000, 400), scheme="chongqing_beibei_2022")
    assert table(found) == {1: 15500, 2: 15000}


def test_fees_and_other_subsidies_belong_to_the_first_loan() -> None:
    line = (DAY, 360, 1000000, 400)
    found = loans(line, line, valuation_fee="10000", fee_ratio="50", other_subsidy="30000")
    assert table(found)[2] == 20000 and plain(found.figures["subsidy"]) == table(found)[1]
    assert plain(found.figures["fee_subsidy"]) == 5000


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("2025-04-10 2025-04-10 100万 3.5", "第 1 行：到期日 2025-04-10 不在放款日"),
        ("2025-04-10 2026-04-10 100万", "有 3 项，应有 放款日、到期日、本金、年利率"),
        ("2025-04-31 2026-04-10 100万 3.5", "没有这个日期"),
        ("2025-04-10 2026-04-10 100万 350", "第 1 行"),
        ("\n".join(["2025-04-10 2026-04-10 100万 3.5"] * 21), "最多 20 笔"),
    ],
)
def test_mistakes_name_the_line(lines: str, words: str) -> None:
    own = {"drawdown": "2025-04-10", "maturity": "2026-04-10", "principal": "1", "rate": "3"}
    with pytest.raises(InputError) as caught:
        run(CALCULATOR, {**FIRST, **own, "other_loans": lines})
    assert words in caught.value.by_field()["other_loans"]


LINES = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(1, 800), st.integers(0, 10**8), st.integers(0, 1500)),
    min_size=2,
    max_size=5,
)


@given(LINES, st.integers(1000, 10**7), st.integers(0, 10**6))
def test_as_the_rules_work_it_out_for_all_loans_at_once(lines: list[Line], cap: int, granted: int) -> None:
    found = loans(*lines, year_cap=str(cap), granted=str(granted))
    paid = [(Decimal(m) * r * d / 3600000).quantize(Decimal("0.01"), "ROUND_HALF_UP") for _, d, m, r in lines]
    claims = []
    for n, ((start, days, _, rate), interest) in enumerate(zip(lines, paid, strict=True), 1):
        end = start + timedelta(days)
        claims.append(Loan(f"{n:02}", Decimal(rate) / 10000, start, (Record(start, end, end, interest),)))
    terms = Terms(ratio=Decimal("0.5"), year_cap=Decimal(cap), granted=Decimal(granted))
    assert table(found) == {int(one.number): one.amount for one in grant(claims, terms)}
    assert plain(found.figures["all_granted"]) == sum(table(found).values()) <= max(cap - granted, 0)


@given(LINES, st.integers(1000, 10**7), st.integers(1, 10**6))
def test_a_wider_limit_of_the_year_never_lowers_any_loan(lines: list[Line], cap: int, more: int) -> None:
    narrow, wide = (table(loans(*lines, year_cap=str(c))) for c in (cap, cap + more))
    assert all(wide[n] >= narrow[n] for n in narrow)


def test_the_subsidy_of_the_form_is_the_row_of_the_table() -> None:
    found = loans((DAY, 360, 2000000, 400), (DAY - timedelta(5), 360, 3000000, 400), year_cap="70000")
    assert exact(found.figures["subsidy"]) == "10000.00" and table(found) == {1: 10000, 2: 60000}


def test_a_coarser_unit_of_payment_holds_for_every_row() -> None:
    found = loans((DAY, 360, 1234567, 365), (DAY, 360, 7654321, 365), pay_unit="hundred")
    assert table(found) == {1: 22500, 2: 139600} and exact(found.figures["subsidy"]) == "22500.00"
