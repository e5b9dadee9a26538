"""From a scheme and the answers to the numbers of a claim: one made-up item, one thing changed at a time."""

from __future__ import annotations

from copy import replace
from datetime import date
from typing import Any

import pytest

from calculators.citation import Citation
from calculators.errors import InputError
from calculators.figure import leaves
from calculators.policy import Policy
from calculators.rules import custom_terms, scheme_terms
from calculators.rules.scheme_claim import Gate
from calculators.rules.scheme_desk import Desk
from calculators.rules.scheme_terms import asked_key, item_terms, months_of, scheme_gates, shared_limits
from calculators.rules.subsidy_limits import Limit
from calculators.scheme_model import Band, Caps, Condition, Item, RateCap, Scheme, Stacking
from tests.rules.by_hand import D, day, typed

ITEM = Item("interest", "actual_interest", "贷款贴息", "exact", D("0.5"))
FEE = Item("fee", "fee_paid", "评估费补贴", "exact", D("0.8"), fees=("valuation",))
SCHEME = Scheme("example", "虚构示例", "虚构示例", "", (ITEM,), Citation("虚构示例", "", "-"), "SEEN")
LPR = RateCap("lpr_1y", "drawdown", "clamp")  # 3.10 % on the day of drawdown
BANDS = (Band(D(2000000), D("0.6"), D(50000)), Band(D(5000000), D("0.4")), Band(None, D("0.2"), D(90000)))


def desk(scheme: Scheme = SCHEME, moving: bool = False, **answers: Any) -> Desk:
    given = {"on": day("12-01"), "principal": D(1000000), "rate": D("0.036"), "drawdown": day("01-10"), "maturity": day("07-10")}
    return Desk(scheme, given | answers, Policy.at(day("12-01"), traced=False), moving=moving)


def with_items(*items: Item, **changes: Any) -> Scheme:
    return replace(SCHEME, items=items, **changes)


def named(limits: tuple[Limit, ...]) -> dict[str, int]:
    return {limit.code: limit.amount for limit in limits}


def problem(item: Item, field: str, **answers: Any) -> str:
    with pytest.raises(InputError) as caught:
        item_terms(desk(**answers), item)
    return caught.value.by_field()[field]


def test_an_item_as_published() -> None:
    item = replace(
        ITEM, base_cap_percent_of_principal=D("0.04"), principal_ceiling=D(500000), uplift=D("0.2"), fees=("valuation",)
    )
    found = item_terms(desk(), item)
    assert (found.label, found.kind, found.base, found.ratio, found.part) == (
        "贷款贴息",
        "interest",
        "actual_interest",
        D("0.5"),
        "whole",
    )
    assert (found.fees, found.fee_base_share, found.ceiling, found.uplift) == (("valuation",), D("0.04"), 500000, D("0.2"))
    plain_one = item_terms(desk(), ITEM)
    assert (plain_one.reference, plain_one.rate_cap, plain_one.share, plain_one.own_cap) == (None, None, None, None)
    assert (plain_one.later_caps, plain_one.gates, plain_one.rate_limits, plain_one.lower_of_both) == ((), (), (), False)


def test_the_lower_rate_is_the_rules_or_the_users_choice() -> None:
    covered = replace(ITEM, part="covered")
    assert item_terms(desk(), replace(ITEM, use_lower_of_reference_and_actual=True)).lower_of_both
    assert item_terms(desk(lower_for_covered=True), covered).lower_of_both is True
    assert item_terms(desk(lower_for_covered=False), covered).lower_of_both is False
    assert item_terms(desk(), covered).lower_of_both is False
    assert item_terms(desk(lower_for_covered=True), ITEM).lower_of_both is False


def test_reference_rates() -> None:
    item = replace(ITEM, base="reference_interest", reference_rate="lpr_1y", rate_as_of="contract_date")
    assert item_terms(desk(contract_date=date(2024, 10, 20)), item).reference == D("0.0335")
    assert item_terms(desk(), replace(item, rate_as_of="drawdown")).reference == D("0.0310")


def test_a_highest_rate_clips_or_excludes() -> None:
    """3.10 % × 1.2 = 3.72 %. Clipping it is a cap, excluding it a requirement, for a moving rate a list."""
    cap = replace(LPR, multiplier=D("1.2"))
    found = item_terms(desk(), replace(ITEM, rate_cap=cap))
    assert (found.rate_cap, found.gates) == (D("0.0372"), ())
    strict = replace(ITEM, rate_cap=replace(cap, on_exceed="ineligible"))
    for rate, passed in (("0.0371", 1), ("0.0372", 1), ("0.0373", 0)):
        found = item_terms(desk(rate=D(rate)), strict)
        assert (found.rate_cap, found.gates) == (None, (Gate("rate_above_limit", D(passed)),))
    moving = item_terms(desk(moving=True), replace(ITEM, rate_cap=cap))
    assert (moving.rate_cap, moving.rate_limits) == (None, ((day("01-10"), D("0.0372")),))


def test_a_highest_rate_may_be_read_as_the_rate_after_the_subsidy() -> None:
    item = replace(ITEM, rate_cap=replace(LPR, readings=("contract_rate", "subsidised_rate")))
    found = item_terms(desk(cap_reading="subsidised_rate"), item)
    assert (found.rate_cap, found.subsidised_rate) == (None, D("0.0310"))
    for answers in ({}, {"cap_reading": "contract_rate"}):
        found = item_terms(desk(**answers), item)
        assert (found.rate_cap, found.subsidised_rate) == (D("0.0310"), None)
    clear = item_terms(desk(cap_reading="subsidised_rate"), replace(ITEM, rate_cap=LPR))
    assert (clear.rate_cap, clear.subsidised_rate) == (D("0.0310"), None)


def test_the_share_secured_by_patents() -> None:
    assert item_terms(desk(ip_share=D("0.7")), replace(ITEM, ip_share=True)).share == D("0.7")
    assert "请填占比" in problem(replace(ITEM, ip_share=True), "ip_share")
    least = replace(ITEM, minimum_ip_share=D("0.6"))
    for share, passed in (("0.59", 0), ("0.6", 1), ("0.61", 1)):
        found = item_terms(desk(ip_share=D(share)), least)
        assert (found.gates, found.share) == ((Gate("patent_share_below_minimum", D(passed)),), None)


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (FEE, "fee_ratio"),
        (ITEM, "ratio"),
        (replace(ITEM, base="amount_by_band"), "band_amount"),
        (replace(ITEM, base="principal_per_year"), "points"),
        (replace(ITEM, base="principal"), "points"),
        (replace(ITEM, base="pledged_amount"), "points"),
    ],
)
def test_where_the_open_ratio_is_typed(item: Item, key: str) -> None:
    assert asked_key(item) == key


def test_an_open_ratio_keeps_to_what_is_published() -> None:
    span = replace(ITEM, ratio_kind="range", ratio=None, ratio_min=D("0.3"), ratio_max=D("0.5"))
    assert [item_terms(desk(ratio=D(ratio)), span).ratio for ratio in ("0.3", "0.4", "0.5")] == [D("0.3"), D("0.4"), D("0.5")]
    assert problem(span, "ratio", ratio=D("0.51")) == "填了 51%，办法写的是不超过 50%；请改小。"
    assert problem(span, "ratio", ratio=D("0.29")) == "填了 29%，办法写的是不低于 30%；请改大。"
    assert item_terms(desk(fee_ratio=D(1)), replace(FEE, ratio_kind="unknown")).ratio == 1
    assert item_terms(desk(), replace(FEE, ratio_kind="unknown")).ratio == 0
    assert item_terms(desk(ratio=D("0.1")), ITEM).ratio == D("0.5")  # nothing to type where the ratio is published


@pytest.mark.parametrize(
    ("principal", "ratio", "cap"),
    [(1000000, "0.6", 50000), (2000000, "0.6", 50000), (2000001, "0.4", None), (5000000, "0.4", None), (5000001, "0.2", 90000)],
)
def test_bands(principal: int, ratio: str, cap: int | None) -> None:
    item = replace(ITEM, ratio_kind="bands", ratio=None, bands=BANDS)
    found = item_terms(desk(principal=D(principal)), item)
    assert found.ratio == D(ratio) and found.gates == ()
    assert found.own_cap == (None if cap is None else Limit("band_cap", D(cap), "所在档的上限"))


def test_beyond_the_last_band_there_is_nothing() -> None:
    """Bands to 2, 5 and 6 million: above the last there is no ratio, and its cap is not the loan's."""
    closed = (*BANDS[:2], replace(BANDS[2], up_to=D(6000000)))
    item = replace(ITEM, ratio_kind="bands", ratio=None, bands=closed, band_by="net_assets", caps=Caps(per_loan=D(7)))
    own = Limit("per_loan_cap", D(7), "每笔上限")
    for assets, ratio, passed, cap in ((5000000, "0.4", 1, own), (6000000, "0.2", 1, None), (6000001, "0", 0, own)):
        found = item_terms(desk(net_assets=D(assets)), item)
        assert (found.ratio, found.gates) == (D(ratio), (Gate("no_band_for_this_enterprise", D(passed)),))
        assert found.own_cap == (cap or Limit("band_cap", D(90000), "所在档的上限"))


def test_bands_are_numbered_from_one() -> None:
    item = replace(ITEM, ratio_kind="bands", ratio=None, bands=BANDS)
    given = {"on": typed(day("12-01"), "on"), "principal": typed(D(1000000), "principal")}
    ratio = item_terms(Desk(SCHEME, given, Policy.at(day("12-01"))), item).ratio
    keys = {leaf.tag.key for leaf in leaves(ratio)}
    assert keys == {"principal", "band_end_1", "band_end_2", "band_ratio_1", "band_ratio_2", "band_ratio_3"}


def test_an_amount_by_band_has_no_ratio() -> None:
    assert item_terms(desk(), replace(ITEM, base="amount_by_band", ratio_kind="unknown", ratio=None)).ratio is None


def test_limits_and_what_is_left_of_them() -> None:
    """The year's limit less what was granted this year, the lifetime's less what was ever granted, never below 0."""
    item = replace(ITEM, caps=Caps(per_loan=D(100), per_year=D(200), lifetime=D(300)))
    found = item_terms(desk(), item)
    assert found.own_cap == Limit("per_loan_cap", D(100), "每笔上限")
    assert named(found.later_caps) == {"per_enterprise_year_cap": 200, "enterprise_lifetime_cap": 300}
    used = item_terms(desk(granted=D(50), granted_ever=D(250)), item)
    assert named(used.later_caps) == {"per_enterprise_year_cap": 150, "enterprise_lifetime_cap": 50}
    gone = item_terms(desk(granted=D(500), granted_ever=D(500)), item)
    assert named(gone.later_caps) == {"per_enterprise_year_cap": 0, "enterprise_lifetime_cap": 0}
    one_fee = item_terms(desk(granted=D(50)), replace(FEE, caps=Caps(per_item=D(9), per_loan=D(100), per_year=D(200))))
    assert one_fee.own_cap == Limit("item_cap", D(9), "单项费用上限")
    assert named(one_fee.later_caps) == {"enterprise_year_cap": 200}  # what was granted was interest, not fees


def test_limits_over_all_items() -> None:
    caps = Caps(per_year=D(200))
    assert named(shared_limits(desk(with_items(ITEM, combined_caps=caps), granted=D(50)))) == {"per_enterprise_year_cap": 150}
    assert named(shared_limits(desk(with_items(ITEM, FEE, combined_caps=caps)))) == {"combined_cap": 200}
    assert shared_limits(desk()) == ()


CONDITIONS = (
    Condition("专利", "invention_patent"),
    Condition("本金", "principal_at_most", D(1000000)),
    Condition("收入", "revenue_at_most", D(5000)),
    Condition("其他贴息", "no_other_subsidy"),
    Condition("在当地注册"),
)


def gates(scheme: Scheme, **answers: Any) -> dict[str, int]:
    return {gate.code: gate.passed for gate in scheme_gates(desk(scheme, **answers))}


def test_conditions_that_the_answers_decide() -> None:
    scheme = replace(SCHEME, conditions=CONDITIONS)
    assert gates(scheme) == {"principal_at_most": 1}
    met = gates(scheme, invention=True, revenue=D(5000), other_subsidy=D(0))
    assert met == {"invention_patent": 1, "principal_at_most": 1, "revenue_at_most": 1, "no_other_subsidy": 1}
    unmet = gates(scheme, principal=D(1000001), invention=False, revenue=D(5001), other_subsidy=D("0.01"))
    assert unmet == {"invention_patent": 0, "principal_at_most": 0, "revenue_at_most": 0, "no_other_subsidy": 0}
    assert gates(SCHEME, invention=False) == {}


def test_support_that_excludes_other_support() -> None:
    listed = replace(SCHEME, stacking=Stacking(excludes=("a", "b"), excludes_higher=True))
    assert gates(listed, also_scheme="a") == {"not_with_that_scheme": 0}
    assert gates(listed, also_scheme="c") == {"not_with_that_scheme": 1}
    assert gates(SCHEME, also_scheme="a", higher_level=True) == {}
    assert gates(replace(SCHEME, conditions=CONDITIONS[3:4]), also_scheme="c") == {"not_with_that_scheme": 0}
    assert (gates(listed, higher_level=True), gates(listed, higher_level=False)) == ({"higher_level": 0}, {"higher_level": 1})
    assert gates(listed) == {}


def test_loans_beyond_the_number_of_a_year() -> None:
    two = replace(SCHEME, loans_per_year=2)
    assert [gates(two, loans_before=D(n)) for n in (1, 2, 3)] == [{"loans_per_year": n} for n in (1, 0, 0)]
    assert gates(two) == gates(SCHEME, loans_before=D(9)) == {}


def test_a_loan_settled_outside_the_window() -> None:
    """Maturity is 10 July; both ends of the window belong to it."""
    settled = replace(SCHEME, collected="settled")
    inside = [("07-10", "07-31"), ("07-01", "07-10")]
    outside = [("07-11", "07-31"), ("07-01", "07-09")]
    for windows, passed in ((inside, 1), (outside, 0)):
        for first, last in windows:
            answers = {"claim_from": day(first), "claim_to": day(last)}
            assert gates(settled, **answers) == {"not_settled_in_window": passed} and gates(SCHEME, **answers) == {}
    assert gates(settled, claim_to=day("07-09")) == {"not_settled_in_window": 0}
    assert gates(settled, claim_from=day("07-11")) == {"not_settled_in_window": 0}
    assert gates(settled) == {}


def test_months_that_are_left() -> None:
    scheme = with_items(FEE, ITEM, replace(ITEM, max_months=24), replace(ITEM, max_months=12))
    assert months_of(desk(scheme)) == 24
    assert [months_of(desk(scheme, months_used=D(n))) for n in (0, 20, 30)] == [24, 4, 0]
    assert months_of(desk(months_used=D(3))) is None


def test_terms_made_up() -> None:
    """Ratio 40 %, first loan 60 %; rate at most 3 % or LPR × 1.2; caps and what is left of them; one ratio for all fees."""

    def interest(moving: bool = False, **answers: Any) -> Any:
        return custom_terms.custom_terms(desk(custom_terms.CUSTOM, moving, ratio=D("0.4"), **answers))[0]

    bare = interest()
    assert (bare.kind, bare.base, bare.ratio, bare.rate_cap, bare.own_cap, bare.later_caps, bare.gates, bare.share) == (
        "interest",
        "actual_interest",
        D("0.4"),
        None,
        None,
        (),
        (),
        None,
    )
    assert interest(first_ratio=D("0.6"), first_loan=True).ratio == D("0.6")
    assert interest(first_ratio=D("0.6"), first_loan=False).ratio == interest(first_loan=True).ratio == D("0.4")
    assert interest(rate_cap_mode="fixed", rate_cap=D("0.03")).rate_cap == D("0.03")
    assert interest(rate_cap_mode="lpr", lpr_multiple=D("1.2")).rate_cap == D("0.0372")
    assert interest(rate_cap_mode="none", rate_cap=D("0.03")).rate_cap is None
    strict = interest(rate_cap_mode="fixed", rate_cap=D("0.03"), on_exceed="ineligible")
    assert (strict.rate_cap, strict.gates) == (None, (Gate("rate_above_limit", D(0)),))
    moving = interest(True, rate_cap_mode="fixed", rate_cap=D("0.03"))
    assert (moving.rate_cap, moving.rate_limits) == (None, ((day("01-10"), D("0.03")),))
    capped = interest(loan_cap=D(100), year_cap=D(200), granted=D(50), ip_share=D("0.7"))
    assert (capped.own_cap, capped.share) == (Limit("per_loan_cap", D(100), "每笔上限"), D("0.7"))
    assert named(capped.later_caps) == {"per_enterprise_year_cap": 150}
    assert named(interest(year_cap=D(200)).later_caps) == {"per_enterprise_year_cap": 200}


def test_fees_made_up() -> None:
    answers = {"ratio": D("0.4"), "fee_ratio": D("0.5"), "valuation_fee": D(3000), "guarantee_fee": D(0)}
    _, fee = custom_terms.custom_terms(desk(custom_terms.CUSTOM, fee_cap=D(9), **answers))
    assert (fee.kind, fee.base, fee.ratio, fee.fees) == ("fee", "fee_paid", D("0.5"), ("valuation",))
    assert fee.own_cap == Limit("item_cap", D(9), "单项费用上限")
    assert custom_terms.custom_terms(desk(custom_terms.CUSTOM, **answers))[1].own_cap is None
    assert len(custom_terms.custom_terms(desk(custom_terms.CUSTOM, **answers | {"fee_ratio": None}))) == 1


def test_exactly_at_the_limit_passes() -> None:
    assert scheme_terms.rate_gate(desk(rate=D("0.03")), D("0.03")).passed == 1
