"""Fee subsidies: each fee's own limits in their order, then the year's limit as listed."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calculators.rules.fees import Fee, FeeGrant, fee_subsidies

LOAN = Decimal(2000000)


def fee(paid: str, ratio: str, **more: str) -> Fee:
    return Fee("费用", Decimal(paid), Decimal(ratio), **{key: Decimal(value) for key, value in more.items()})


def brief(grants: tuple[FeeGrant, ...]) -> list[tuple[str, str, str | None]]:
    return [(f"{g.before_caps:.2f}", f"{g.amount:.2f}", g.binding) for g in grants]


def test_item_caps() -> None:
    """38,000 × 50 % = 19,000 under 20,000; 120,000 × 50 % = 60,000 over 50,000."""
    grants = fee_subsidies([fee("38000", "0.5", cap="20000"), fee("120000", "0.5", cap="50000")])
    assert brief(grants) == [("19000.00", "19000.00", None), ("60000.00", "50000.00", "item_cap")]


def test_share_of_the_loan_comes_first() -> None:
    """0.5 % of 2,000,000 is 10,000."""
    both = fee("30000", "1", cap_share_of_loan="0.005", cap="60000")
    assert brief(fee_subsidies([both], LOAN)) == [("30000.00", "10000.00", "cap_percent_of_loan")]
    assert brief(fee_subsidies([both])) == [("30000.00", "30000.00", None)]  # no principal, no such limit
    lower = fee("30000", "1", cap_share_of_loan="0.005", cap="8000")
    assert brief(fee_subsidies([lower], LOAN))[0][2] == "item_cap"


def test_never_more_than_the_fee_less_other_subsidies() -> None:
    assert brief(fee_subsidies([fee("10000", "0.8", other="5000")])) == [
        ("8000.00", "5000.00", "actual_fee_less_other_subsidies")
    ]
    assert brief(fee_subsidies([fee("10000", "0.8", other="12000")]))[0][1] == "0.00"
    assert brief(fee_subsidies([fee("10000", "1")])) == [("10000.00", "10000.00", None)]  # equal does not bind


def test_the_year_cap_runs_down_in_the_order_listed() -> None:
    fees = [fee("20000", "0.5"), fee("30000", "0.5"), fee("10000", "0.5")]
    grants = fee_subsidies(fees, year_cap=Decimal(22000), granted=Decimal(2000))
    year = "enterprise_year_cap"
    assert brief(grants) == [
        ("10000.00", "10000.00", None),
        ("15000.00", "10000.00", year),
        ("5000.00", "0.00", year),
    ]


def test_half_a_fen_goes_up() -> None:
    assert brief(fee_subsidies([fee("0.25", "0.5")])) == [("0.13", "0.13", None)]


AMOUNTS = st.integers(0, 10**8).map(lambda n: Decimal(n).scaleb(-2))
SHARES = st.integers(0, 100).map(lambda n: Decimal(n).scaleb(-2))
FEES = st.lists(st.builds(Fee, st.just("费用"), AMOUNTS, SHARES, st.none() | AMOUNTS, st.none() | SHARES, AMOUNTS), max_size=4)


@given(FEES, st.none() | AMOUNTS, AMOUNTS)
def test_limits_hold(fees: list[Fee], year_cap: Decimal | None, granted: Decimal) -> None:
    grants = fee_subsidies(fees, LOAN, year_cap, granted)
    for one, got in zip(fees, grants, strict=True):
        assert 0 <= got.amount <= max(one.paid - one.other, Decimal(0))
        assert one.cap is None or got.amount <= one.cap
        assert (got.binding is None) == (got.amount == got.before_caps)
    if year_cap is not None:
        assert sum((g.amount for g in grants), Decimal(0)) <= max(year_cap - granted, Decimal(0))
