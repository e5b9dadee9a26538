"""Sharing out a short fund: published case, edges, mistakes, and payouts that always add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import Result, run
from calculators.catalog.fund_pro_rating import CALCULATOR
from calculators.errors import InputError
from calculators.figure import plain
from calculators.views.format import exact

FENS = st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))


def shared(fund: object, *claims: object, way: str = "pro_rata") -> Result:
    lines = "\n".join(str(claim) for claim in claims)
    return run(CALCULATOR, {"fund": str(fund), "way": way, "claims": lines, "on": "2026-11-23"}).result


def payouts(result: Result) -> list[str]:
    return [exact(row[2]) for row in result.tables[0].rows]


def test_the_published_case() -> None:
    assert payouts(shared("60000", "40000", "30000", "20000.50")) == ["26666.52", "19999.89", "13333.59"]


def test_first_come_pays_in_full_until_the_fund_is_used_up() -> None:
    found = shared("60000", "40000", "30000", "20000.50", way="first_come")
    assert payouts(found) == ["40000.00", "20000.00", "0.00"]
    assert "factor" not in found.figures


@pytest.mark.parametrize(
    ("fund", "claims", "words"),
    [
        ("100", "1.005", "最多写到分（两位小数）"),
        ("100", "-5", "第 1 行"),
        ("100", "5 6", "有 2 项，应有 核定金额"),
        ("100", "", "请填写各笔核定金额"),
        ("100", "\n".join(["1"] * 501), "最多 500 笔"),
    ],
)
def test_mistakes_say_what_to_mend(fund: str, claims: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        run(CALCULATOR, {"fund": fund, "claims": claims, "on": "2026-11-23"})
    assert words in caught.value.by_field()["claims"]


@given(st.lists(FENS, min_size=1, max_size=15), FENS, st.sampled_from(["pro_rata", "first_come"]))
def test_payouts_add_up_to_the_fund_or_to_the_claims(claims: list[Decimal], fund: Decimal, way: str) -> None:
    found = shared(fund, *claims, way=way)
    paid = [plain(row[2]) for row in found.tables[0].rows]
    assert sum(paid, Decimal(0)) == plain(found.figures["paid"]) == min(fund, sum(claims, Decimal(0)))
    assert all(0 <= part <= claim for part, claim in zip(paid, claims, strict=True))
    assert plain(found.figures["paid"]) + plain(found.figures["left"]) == fund


@given(st.lists(FENS, min_size=1, max_size=10), FENS, st.integers(1, 10**8))
def test_a_larger_fund_pays_nobody_a_fen_less_than_one(claims: list[Decimal], fund: Decimal, more: int) -> None:
    """Largest remainder may move single fens between claims, never more than one."""
    less, grown = (shared(f, *claims).tables[0].rows for f in (fund, fund + Decimal(more).scaleb(-2)))
    for before, after in zip(less, grown, strict=True):
        assert plain(after[2]) >= plain(before[2]) - Decimal("0.01")
