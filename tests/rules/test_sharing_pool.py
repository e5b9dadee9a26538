"""The pool over a year, fens that nobody can take, and the ends of the default models, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calculators.rules import default_risk, sharing_pool, sharing_recovery
from calculators.rules.sharing_pool import LOSS, REFILL, Event, Year
from tests.rules.by_hand import D, typed

MONEY = st.integers(0, 10**10).map(lambda fen: D(fen) / 100)


def test_the_ceiling_runs_down_with_what_was_paid() -> None:
    """60 % of 100 is 60; of the ceiling of 90 that leaves 30 for the next 60; then nothing. A refill does not widen it."""
    events = [Event(LOSS, D(100)), Event(LOSS, D(100)), Event(REFILL, D(50)), Event(LOSS, D(100))]
    moved = sharing_pool.run_year(Year(D(500), D("0.6"), ceiling=D(90)), events)
    assert [m.pays for m in moved] == [60, 30, None, 0]
    assert [m.bank for m in moved] == [40, 70, None, 100]
    assert [m.refill for m in moved] == [None, None, 50, None]
    assert [m.balance for m in moved] == [440, 410, 460, 460]
    assert [m.event for m in moved] == events


def test_movements_are_numbered_from_one() -> None:
    year = Year(typed(D(500), "opening"), typed(D("0.6"), "share"))
    first, second = sharing_pool.run_year(year, [Event(REFILL, typed(D(1), "back")), Event(LOSS, typed(D(100), "loss"))])
    assert [m.balance.tag.key for m in (first, second)] == ["balance_1", "balance_2"]
    assert second.pays.tag.key == "paid_2"


def test_a_ceiling_that_is_not_reached() -> None:
    """Half of 100 and of 60 is 80 in all; 81 is enough."""
    assert sharing_pool.within_ceiling([D(100), D(60)], D("0.5"), D(81)) == (80, 80)


@given(ceiling=MONEY, cap=MONEY, losses=st.lists(MONEY, max_size=6))
def test_a_year_never_pays_more_than_ceiling_and_cap(ceiling: Decimal, cap: Decimal, losses: list[Decimal]) -> None:
    events = [Event(LOSS, loss) for loss in losses]
    whole = sharing_pool.run_year(Year(D(10) ** 12, D("0.7"), None, cap, ceiling), events)
    wider = sharing_pool.run_year(Year(D(10) ** 12, D("0.7"), None, cap, ceiling + 1), events)
    assert sharing_pool.paid_in(whole) <= min(ceiling, cap)
    assert sharing_pool.paid_in(whole) <= sharing_pool.paid_in(wider)


def test_a_fen_that_a_bank_which_bore_something_cannot_take() -> None:
    """0.08 on 3 × 0.03 and 0.01: 0.024 each is 0.02, 0.02 is left; the bank bore 0.01, so one fen goes to the pool."""
    borne = {**dict.fromkeys(("pool", "guarantor", "insurer"), D("0.03")), "bank": D("0.01")}
    back = sharing_recovery.recover(borne, D("0.08"), D(0)).returned
    assert [str(back[party]) for party in borne] == ["0.03", "0.02", "0.02", "0.01"]


def test_nothing_borne_takes_nothing_back() -> None:
    found = sharing_recovery.recover({"pool": D(0), "bank": D(0)}, D(5), D(2))
    assert (set(found.returned.values()), found.surplus) == ({D(0)}, 3)


def test_the_ends_of_the_default_models() -> None:
    """Certain default and none stay what they are; two loans at a half: 1/4, 1/2, 1/4 and no fourth case."""
    assert default_risk.one_factor_rate(D(1), D("0.15"), D("0.999")) == 1
    assert default_risk.one_factor_rate(D(0), D("0.15"), D("0.999")) == 0
    assert default_risk.binomial(2, Fraction(1, 2)) == [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)]
    assert default_risk.at_least_defaults(D(2), D("0.5"), D(1)) == D("0.75")
