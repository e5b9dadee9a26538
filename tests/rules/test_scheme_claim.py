"""One loan under one scheme, by hand: 1,000,000 yuan at 4 % for 360 days of 360, so 40,000 yuan of interest."""

from __future__ import annotations

from copy import replace
from decimal import Decimal

import pytest

from calculators.rules.moving_rate import MovingRate
from calculators.rules.scheme_claim import Facts, Gate, Terms, base_of, claim, fee_line, main_line, share_limits
from calculators.rules.settlement import Period
from calculators.rules.subsidy import Span
from calculators.rules.subsidy_limits import Limit
from calculators.rules.subsidy_periods import CountedPeriod
from tests.rules.by_hand import D, day, typed

FEES = {"valuation": D(3000), "guarantee": D(5000), "insurance": D(2000)}
FACTS = Facts(D(1000000), D("0.04"), D(360), D(40000), D(40000), D(360), FEES)
INTEREST = Terms("贷款贴息", "interest", "actual_interest", D("0.5"))
FEE = Terms("评估费补贴", "fee", "fee_paid", D("0.5"), ("valuation",))
ROOM = "actual_interest_less_other_subsidies"


def limit(code: str, amount: int) -> Limit:
    return Limit(code, D(amount), code)


def test_half_of_the_interest() -> None:
    line = main_line([INTEREST], FACTS)
    assert (line.label, line.kind, line.base, line.ratio) == ("贷款贴息", "interest", 40000, D("0.5"))
    assert (line.before_caps, line.amount, line.binding) == (20000, 20000, None)
    assert [(one.code, one.amount) for one in line.limits] == [(ROOM, 40000)]


@pytest.mark.parametrize(
    ("base", "facts", "terms", "yuan"),
    [
        ("reference_interest", {}, {"reference": D("0.03")}, 30000),
        ("reference_interest", {}, {"reference": D("0.05")}, 50000),
        ("reference_interest", {}, {"reference": D("0.05"), "lower_of_both": True}, 40000),
        ("reference_interest", {}, {"reference": D("0.03"), "lower_of_both": True, "share": D("0.5")}, 15000),
        ("reference_interest", {}, {"reference": D("0.03"), "ceiling": D(600000)}, 18000),
        ("missing_uplift", {}, {"reference": D("0.0435"), "uplift": D("0.2")}, 8700),  # 5.22 − 4 is more than 0.87 points
        ("missing_uplift", {"rate": D("0.05")}, {"reference": D("0.0435"), "uplift": D("0.2")}, 2200),  # 5.22 − 5
        ("principal_per_year", {"counted_days": D(180)}, {}, 500000),
        ("principal_per_year", {}, {"share": D("0.25")}, 250000),
        ("principal", {}, {}, 1000000),
        ("principal", {}, {"ceiling": D(600000)}, 600000),
        ("principal", {}, {"ceiling": D(2000000)}, 1000000),
        ("principal", {"covered": D(300000)}, {}, 1000000),
        ("principal", {"covered": D(300000)}, {"part": "covered"}, 300000),
        ("principal", {"covered": D(300000)}, {"part": "uncovered"}, 700000),
        ("principal", {"covered": D(1500000)}, {"part": "covered"}, 1000000),
        ("principal", {"covered": D(1500000)}, {"part": "uncovered"}, 0),
        ("principal", {}, {"part": "covered"}, 0),
        ("principal", {}, {"part": "uncovered"}, 1000000),
        ("pledged_amount", {"pledged": D(700)}, {}, 700),
        ("amount_by_band", {"band_amount": D(30000)}, {}, 30000),
        ("interest_plus_fees", {}, {"fees": ("valuation", "guarantee", "unknown")}, 48000),
        ("interest_plus_fees", {}, {"fees": ("valuation", "guarantee"), "fee_base_share": D("0.005")}, 45000),
        ("actual_interest", {}, {"ceiling": D(500000)}, 20000),
        ("actual_interest", {}, {"ceiling": D(2000000)}, 40000),
        ("actual_interest", {}, {"rate_cap": D("0.03"), "share": D("0.5")}, 15000),
        ("actual_interest", {"counted": D(10000)}, {}, 10000),
    ],
)
def test_what_the_ratio_applies_to(base: str, facts: dict[str, Decimal], terms: dict[str, Decimal], yuan: int) -> None:
    assert base_of(replace(INTEREST, base=base, **terms), replace(FACTS, **facts)) == yuan  # type: ignore[arg-type]


def test_interest_at_a_moving_rate_is_clipped_before_share_and_ceiling() -> None:
    """4 % under limits of 3 % is 30,000 of 40,000; half of it by share; half of that by ceiling."""
    day_one, end = day("01-01"), day("12-27")  # 360 days
    period = Period(1, day_one, end, D(360), D(1000000), D("0.04"), D(40000), end)
    row = CountedPeriod(period, D(360), D(40000))
    facts = replace(FACTS, moving=MovingRate(((day_one, D("0.04")),), (row,), Span()))
    terms = replace(INTEREST, rate_limits=((day_one, D("0.03")),))
    assert base_of(terms, facts) == 30000
    assert base_of(replace(terms, share=D("0.5")), facts) == 15000
    assert base_of(replace(terms, share=D("0.5"), ceiling=D(500000)), facts) == 7500
    assert base_of(INTEREST, facts) == 40000
    late = replace(facts, penalty=D(400))  # penalty interest that counts is clipped alike: 300 of 400
    assert (base_of(terms, late), base_of(INTEREST, late)) == (30300, 40400)
    assert base_of(terms, replace(late, counted=D(0))) == 30000


def test_a_limit_on_the_rate_after_the_subsidy() -> None:
    """1.5 % of 1,000,000 is 15,000; of the half secured by patents 7,500, less than the half of 20,000; of 600,000 9,000."""
    capped = replace(INTEREST, subsidised_rate=D("0.015"))
    line = main_line([capped], FACTS)
    assert (line.before_caps, line.amount, line.binding) == (20000, 15000, "subsidised_rate_cap")
    assert main_line([replace(capped, share=D("0.5"))], FACTS).amount == 7500
    assert main_line([replace(capped, ceiling=D(600000))], FACTS).amount == 9000


def test_the_limits_cut_in_their_order() -> None:
    """20,000; 18,000 per loan; 40,000 − 25,000 = 15,000 of room; 12,000 left of the year. The last one that cut is named."""
    facts = replace(FACTS, other=D(25000))
    capped = replace(INTEREST, own_cap=limit("per_loan_cap", 18000))
    line = main_line([capped], facts)
    assert (line.before_caps, line.amount, line.binding) == (20000, 15000, ROOM)
    line = main_line([replace(capped, later_caps=(limit("per_enterprise_year_cap", 12000),))], facts)
    assert (line.amount, line.binding) == (12000, "per_enterprise_year_cap")
    assert [(one.code, one.amount) for one in line.limits] == [
        ("per_loan_cap", 18000),
        (ROOM, 15000),
        ("per_enterprise_year_cap", 12000),
    ]
    line = main_line([capped], FACTS)
    assert (line.amount, line.binding) == (18000, "per_loan_cap")


def test_fees_in_the_base_widen_the_room() -> None:
    """All of 40,000 + 3,000 + 5,000 is paid, so all of it may come back, less 8,000 from elsewhere."""
    whole = replace(INTEREST, base="interest_plus_fees", ratio=D(1), fees=("valuation", "guarantee"))
    assert main_line([whole], FACTS).amount == 48000
    line = main_line([whole], replace(FACTS, other=D(8000)))
    assert (line.amount, line.binding) == (40000, ROOM)


def test_several_interest_items_are_added_and_rounded_once() -> None:
    """A third of 0.01 twice is 0.0066…, so one fen; each alone would be none. No single ratio is shown."""
    third = replace(INTEREST, base="principal", ratio=D(1) / 3)
    facts = replace(FACTS, principal=D("0.01"))
    line = main_line([third, replace(third, base="pledged_amount")], replace(facts, pledged=D("0.01")))
    assert (line.label, line.base, line.ratio, line.before_caps) == ("贷款贴息", D("0.02"), None, D("0.01"))
    named = main_line([replace(third, label="甲"), replace(third, label="乙")], facts)
    assert named.label == "贷款贴息" and main_line([replace(third, label="甲")], facts).label == "甲"


def test_an_amount_by_band_has_no_ratio() -> None:
    line = main_line([replace(INTEREST, base="amount_by_band", ratio=None)], replace(FACTS, band_amount=D(30000)))
    assert (line.base, line.ratio, line.amount) == (30000, None, 30000)


def test_a_requirement_that_is_not_met_stops_the_interest() -> None:
    own = replace(INTEREST, gates=(Gate("own", D(1)), Gate("patent_share_below_minimum", D(0))))
    assert main_line([own], FACTS).amount == main_line([INTEREST], FACTS, [Gate("scheme", D(0))]).amount == 0
    assert main_line([INTEREST], FACTS, [Gate("scheme", D(1))]).amount == 20000


def test_fees() -> None:
    """Half of 3,000; of 3,000 + 5,000; with 80 % of the fee counting 1,200; at most 1,000; nothing without the fee."""
    line = fee_line(FEE, FACTS, 1)
    assert line is not None
    assert (line.label, line.kind, line.base, line.ratio) == ("评估费补贴", "fee", 3000, D("0.5"))
    assert (line.before_caps, line.amount, line.binding) == (1500, 1500, None)
    assert fee_line(replace(FEE, fees=("unknown",)), FACTS, 1) is None
    changed = {
        4000: replace(FEE, fees=("valuation", "guarantee")),
        5000: replace(FEE, fees=("valuation", "guarantee", "insurance")),
        1200: replace(FEE, share=D("0.8")),
        1000: replace(FEE, own_cap=limit("item_cap", 1000)),
        900: replace(FEE, own_cap=limit("item_cap", 1000), later_caps=(limit("enterprise_year_cap", 900),)),
        0: replace(FEE, gates=(Gate("own", D(0)),)),
    }
    found = {amount: fee_line(terms, FACTS, 1) for amount, terms in changed.items()}
    assert {amount: line and line.amount for amount, line in found.items()} == {amount: amount for amount in changed}
    assert found[900] is not None and found[900].binding == "enterprise_year_cap" and found[900].before_caps == 1500
    assert found[5000] is not None and found[5000].base == 10000


def test_shared_limits_run_down_in_the_order_of_the_items() -> None:
    """20,000 and 1,500 under 21,000 together: 1,000 is left for the fee; under a second one of 500 nothing of the fee is."""
    lines = [line for line in (main_line([INTEREST], FACTS), fee_line(FEE, FACTS, 1)) if line is not None]
    first, second = share_limits(lines, [limit("combined_cap", 21000)])
    assert (first.amount, first.binding, second.amount, second.binding) == (20000, None, 1000, "combined_cap")
    assert [(one.code, one.amount) for one in (first.limits[-1], second.limits[-1])] == [
        ("combined_cap", 21000),
        ("combined_cap", 1000),
    ]
    first, second = share_limits(lines, [limit("combined_cap", 21000), limit("lifetime", 500)])
    assert (first.amount, first.binding, second.amount, second.binding) == (500, "lifetime", 0, "lifetime")
    capped = fee_line(replace(FEE, own_cap=limit("item_cap", 1000)), FACTS, 1)
    assert capped is not None
    assert share_limits([capped], [limit("combined_cap", 21000)])[0].binding == "item_cap"


def test_a_whole_claim() -> None:
    """Interest, fee and what the bank gets, which is no part of the totals: 0.1 % of the principal."""
    bank = Terms("银行奖励", "bank_reward", "principal", D("0.001"))
    found = claim([FEE, INTEREST, bank], FACTS, (limit("combined_cap", 21000),), (Gate("a", D(1)),))
    assert [line.label for line in found.lines] == ["贷款贴息", "评估费补贴"]
    assert (found.before_caps, found.amount, found.binding) == (21500, 21000, "combined_cap")
    assert (found.eligible, found.reason) == (True, "all_met")
    (reward,) = found.bank
    assert (reward.label, reward.kind, reward.base, reward.ratio) == ("银行奖励", "bank_reward", 1000000, D("0.001"))
    assert (reward.before_caps, reward.amount, reward.binding, reward.limits) == (1000, 1000, None, ())


def test_what_is_not_met_is_named_once_and_first() -> None:
    gates = (Gate("a", D(1)), Gate("b", D(0)))
    own = replace(INTEREST, gates=(Gate("c", D(0)), Gate("b", D(0))))
    found = claim([own, FEE], FACTS, (), gates)
    assert (found.amount, found.eligible, found.reason) == (0, False, "b")
    found = claim([own, FEE], FACTS)
    assert (found.amount, found.eligible, found.reason) == (1500, False, "c")


def test_nothing_to_decide_is_neither_yes_nor_no() -> None:
    found = claim([INTEREST], FACTS)
    assert (found.eligible, found.reason, found.binding) == (None, None, "none")
    only_bank = claim([Terms("银行奖励", "bank_reward", "principal", D("0.001"))], FACTS, (), (Gate("a", D(0)),))
    assert (only_bank.lines, only_bank.amount, only_bank.before_caps, only_bank.binding) == ((), 0, 0, None)
    assert (only_bank.eligible, only_bank.reason, only_bank.bank[0].amount) == (None, None, 1000)
    only_fee = claim([FEE], FACTS)
    assert [line.kind for line in only_fee.lines] == ["fee"]


def test_steps_are_numbered_from_one() -> None:
    traced = replace(FACTS, principal=typed(D(1000000), "principal"), counted=typed(D(40000), "counted"))
    bank = Terms("银行奖励", "bank_reward", "principal", D("0.001"))
    found = claim([INTEREST, bank, replace(bank, label="乙")], traced)
    assert found.lines[0].base.tag.key == "base_1"
    fees = replace(traced, fees={kind: typed(amount, kind) for kind, amount in FEES.items()})
    both = claim([FEE, replace(FEE, fees=("guarantee",))], fees).lines
    assert [line.amount.tag.key.split("_within_")[0] for line in both] == ["fee_1", "fee_2"]
    assert [(line.base.tag.key, line.amount.tag.key) for line in found.bank] == [
        ("bank_base_1", "bank_1"),
        ("bank_base_2", "bank_2"),
    ]
