"""Risk sharing: who bears a loss, in what order limits cut, what a recovery gives back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.figure import Figure, leaf, plain
from calculators.rules import default_risk, sharing, sharing_pool, sharing_recovery
from calculators.rules.sharing import PARTIES, Layer, PoolLimits, Terms

D = Decimal
MONEY = st.integers(0, 10**10).map(lambda fen: D(fen) / 100)
CAPS = st.none() | MONEY
FOUR = ("pool", "guarantor", "insurer", "bank")


@st.composite
def shares(draw: st.DrawFn) -> dict[str, Decimal]:
    """Two to four parties whose shares, in hundredths of a percent, add up to one exactly."""
    count = draw(st.integers(2, 4))
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=count - 1, max_size=count - 1)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return {party: D(part) / 10_000 for party, part in zip([*FOUR[: count - 1], "bank"], parts, strict=True)}


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    pool = PoolLimits(draw(CAPS), draw(CAPS), draw(CAPS), draw(CAPS))
    return Terms(pool, {"insurer": draw(CAPS), "guarantor": draw(CAPS)})


def borne(parts: tuple[sharing.Part, ...]) -> dict[str, Decimal]:
    return {part.party: part.borne for part in parts}


def test_half_a_fen_goes_up_for_the_pool_and_the_bank_takes_the_rest() -> None:
    parts = sharing.share_loss(D("1500000.01"), {"pool": D("0.5"), "bank": D("0.5")})
    assert borne(parts) == {"pool": D("750000.01"), "bank": D("750000.00")}


@pytest.mark.parametrize(
    ("limits", "paid", "binding"),
    [
        (PoolLimits(), "60", "none"),
        (PoolLimits(per_loan=D(60)), "60", "none"),
        (PoolLimits(per_loan=D(50)), "50", "per_loan_cap"),
        (PoolLimits(per_loan=D(50), yearly_left=D(40)), "40", "yearly_cap_left"),
        (PoolLimits(per_loan=D(40), yearly_left=D(50), balance=D(45)), "40", "per_loan_cap"),
        (PoolLimits(per_loan=D(50), yearly_left=D(40), ceiling_left=D(30), balance=D(20)), "20", "pool_balance"),
        (PoolLimits(ceiling_left=D(0)), "0", "ceiling_left"),
    ],
)
def test_the_last_limit_that_lowered_the_amount_is_named(limits: PoolLimits, paid: str, binding: str) -> None:
    pool, bank = sharing.share_loss(D(100), {"pool": D("0.6"), "bank": D("0.4")}, Terms(limits))
    assert (pool.borne, pool.binding) == (D(paid), binding)
    assert bank.borne == 100 - D(paid)


def test_shares_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="found a sum of 0.9"):
        sharing.share_loss(D(100), {"pool": D("0.5"), "bank": D("0.4")})
    with pytest.raises(ValueError, match="at least 0"):
        sharing.share_loss(D(100), {"pool": D("1.5"), "bank": D("-0.5")})


@given(loss=MONEY, who=shares(), by=terms())
def test_parts_add_up_to_the_loss_and_none_is_negative(loss: Decimal, who: dict[str, Decimal], by: Terms) -> None:
    parts = sharing.share_loss(loss, who, by)
    assert sum(part.borne for part in parts) == loss
    assert all(part.borne >= 0 for part in parts)
    assert all(part.borne <= part.before for part in parts if part.party != "bank")


@given(loss=MONEY, who=shares(), cap=MONEY, more=MONEY)
def test_a_wider_cap_never_lowers_a_part(loss: Decimal, who: dict[str, Decimal], cap: Decimal, more: Decimal) -> None:
    narrow = borne(sharing.share_loss(loss, who, Terms(PoolLimits(per_loan=cap))))
    wide = borne(sharing.share_loss(loss, who, Terms(PoolLimits(per_loan=cap + more))))
    assert wide["pool"] >= narrow["pool"]
    assert wide["bank"] <= narrow["bank"]


@given(loss=MONEY, who=shares(), by=terms())
def test_tracing_changes_nothing(loss: Decimal, who: dict[str, Decimal], by: Terms) -> None:
    traced = sharing.share_loss(leaf(loss, "loss", "损失", "元", "input"), who, by)
    assert all(part.borne.__class__ is Figure for part in traced)
    assert {p.party: plain(p.borne) for p in traced} == borne(sharing.share_loss(loss, who, by))


LAYERS = (
    Layer(D(0), D("0.1"), {"guarantor": D(1)}),
    Layer(D("0.1"), D("0.5"), {"pool": D("0.6"), "bank": D("0.4")}),
    Layer(D("0.5"), D("0.8"), {"insurer": D("0.7"), "bank": D("0.3")}),
)


@pytest.mark.parametrize(
    ("loss", "inside", "bank"),
    [
        (0, (0, 0, 0), 0),
        (300_000, (300_000, 0, 0), 0),  # the boundary belongs to the lower layer
        (1_800_000, (300_000, 1_200_000, 300_000), 570_000),
        (3_000_000, (300_000, 1_200_000, 900_000), 1_350_000),  # above 80 % all with the bank
    ],
)
def test_layers(loss: int, inside: tuple[int, ...], bank: int) -> None:
    assert sharing.layer_losses(D(loss), D(3_000_000), LAYERS) == list(inside)
    parts = sharing.share_layers(D(loss), D(3_000_000), LAYERS)
    assert parts[-1].party == "bank" and parts[-1].borne == bank
    assert sum(part.borne for part in parts) == loss


@given(loss=MONEY, principal=MONEY)
def test_layers_add_up(loss: Decimal, principal: Decimal) -> None:
    assert sum(part.borne for part in sharing.share_layers(loss, principal, LAYERS)) == loss


def test_a_year_in_date_order_with_a_refill() -> None:
    loss, back = sharing_pool.LOSS, sharing_pool.REFILL
    year = sharing_pool.Year(D(500_000), D("0.4"), D(300_000), D(600_000))
    events = [(loss, 800_000), (loss, 600_000), (back, 150_000), (loss, 900_000)]
    moved = sharing_pool.run_year(year, [sharing_pool.Event(kind, D(amount)) for kind, amount in events])
    assert [m.pays for m in moved] == [300_000, 200_000, None, 100_000]  # last: yearly cap 600,000 − 500,000
    assert [m.balance for m in moved] == [200_000, 0, 150_000, 50_000]
    assert sharing_pool.paid_in(moved) == 600_000


@given(opening=MONEY, cap=MONEY, losses=st.lists(MONEY, max_size=6))
def test_a_pool_never_pays_more_than_it_has(opening: Decimal, cap: Decimal, losses: list[Decimal]) -> None:
    year = sharing_pool.Year(opening, D("0.7"), None, cap)
    moved = sharing_pool.run_year(year, [sharing_pool.Event(sharing_pool.LOSS, loss) for loss in losses])
    assert sharing_pool.paid_in(moved) <= min(opening, cap)
    assert all(m.balance >= 0 and m.pays + m.bank == m.event.amount for m in moved)


def test_recovery_pro_rata_and_in_order() -> None:
    lost = {"pool": D(1_100_000), "guarantor": D(1_100_000), "bank": D(550_000)}
    found = sharing_recovery.recover(lost, D(500_000), D(0))
    assert found.returned == {"pool": 200_000, "guarantor": 200_000, "bank": 100_000}
    found = sharing_recovery.recover(lost, D(700_000), D(50_000), ("bank", "guarantor", "pool"))
    assert (found.returned["bank"], found.returned["guarantor"], found.returned["pool"]) == (550_000, 100_000, 0)
    found = sharing_recovery.recover(lost, D(3_000_000), D(0))
    assert found.surplus == 250_000 and set(found.remaining.values()) == {0}


@given(
    lost=st.fixed_dictionaries(dict.fromkeys(FOUR, MONEY)),
    recovered=MONEY,
    costs=MONEY,
    order=st.sampled_from([(), ("bank", "guarantor", "pool"), ("pool", "insurer")]),
)
def test_nobody_gets_back_more_than_it_bore(
    lost: dict[str, Decimal], recovered: Decimal, costs: Decimal, order: tuple[str, ...]
) -> None:
    found = sharing_recovery.recover(lost, recovered, costs, order)
    assert all(0 <= found.returned[party] <= lost[party] for party in lost)
    assert sum(found.returned.values()) + found.surplus == found.net == max(recovered - costs, 0)


def test_half_fens_with_a_bank_that_bore_nothing() -> None:
    found = sharing_recovery.recover({"pool": D(1), "guarantor": D(1), "bank": D(0)}, D("0.01"), D(0))
    assert found.returned == {"pool": D("0.01"), "guarantor": D(0), "bank": D(0)}
    found = sharing_recovery.recover({p: D("0.01") for p in FOUR[:3]} | {"bank": D(0)}, D("0.01"), D(0))
    assert sum(found.returned.values()) == D("0.01")


def test_capacity_and_stop_loss() -> None:
    found = sharing_pool.capacity(D(10_000_000), D(10), D(35_000_000))
    assert (found.capacity, found.room, found.used) == (100_000_000, 65_000_000, D("0.35"))
    assert sharing_pool.capacity(D(0), D(10), D(5)).used is None
    assert sharing_pool.capacity(D(1), D(10), D(50)).room == 0
    assert sharing_pool.suspended(D(5), D(100), D("0.05")) is True  # reaching it is enough
    assert sharing_pool.suspended(D("4.99"), D(100), D("0.05")) is False
    assert sharing_pool.suspended(D(0), D(0), D(0)) is False
    assert sharing_pool.npl_ratio(D(0), D(0)) == 0
    assert sharing_pool.within_ceiling([D(100), D(60)], D("0.5"), D(70)) == (70, 80)


def test_expected_loss_and_several_years() -> None:
    assert default_risk.expected_loss(D(10_000_000), D("0.025"), D("0.6"), D("0.4")) == 60_000
    assert default_risk.cumulative(D("0.02"), D(3)) == D("0.058808")


@given(loans=st.integers(0, 40), per_mille=st.integers(0, 1000), count=st.integers(0, 45))
def test_tail_probability_is_a_probability(loans: int, per_mille: int, count: int) -> None:
    probability = D(per_mille) / 1000
    tail = default_risk.at_least_defaults(D(loans), probability, D(count))
    assert 0 <= tail <= 1
    assert sum(default_risk.binomial(loans, Fraction(probability))) == 1
    assert tail >= default_risk.at_least_defaults(D(loans), probability, D(count + 1))


def test_one_factor_rate_against_published_digits() -> None:
    # Φ⁻¹(0.02) = −2.0537489106, Φ⁻¹(0.999) = 3.0902323062; ρ = 0.15: Φ(−0.92945…) by tables 0.1763
    rate = default_risk.one_factor_rate(D("0.02"), D("0.15"), D("0.999"))
    assert abs(rate - D("0.17632")) < D("0.00001")
    assert abs(default_risk.one_factor_rate(D("0.02"), D(0), D("0.99")) - D("0.02")) < D("1e-12")
    assert default_risk.one_factor_rate(D(0), D("0.2"), D("0.99")) == 0


def test_every_party_has_a_word() -> None:
    assert list(PARTIES)[-1] == sharing.BANK and all(PARTIES.values())


def test_half_fens_that_exceed_the_loss_are_taken_off_the_last_payer() -> None:
    """1.01 yuan, half and half, nothing for bank and insurer: 0.51 and 0.51 is a fen too much."""
    shares = {"pool": Decimal("0.5"), "guarantor": Decimal("0.5"), "insurer": Decimal(0), "bank": Decimal(0)}
    parts = sharing.share_loss(Decimal("1.01"), shares)
    assert [(part.party, str(part.before), str(part.borne), part.binding) for part in parts] == [
        ("pool", "0.51", "0.51", "none"),
        ("guarantor", "0.51", "0.50", "none"),
        ("insurer", "0.00", "0.00", "none"),
        ("bank", "0.00", "0.00", None),
    ]
    parts = sharing.share_loss(Decimal("0.01"), shares)
    assert [str(part.borne) for part in parts] == ["0.01", "0.00", "0.00", "0.00"]


def test_the_rest_without_and_with_limits() -> None:
    """The bank's part before limits is its share; what a cap cuts off comes on top."""
    shares = {"pool": Decimal("0.4"), "bank": Decimal("0.6")}
    *_, bank = sharing.share_loss(Decimal(100), shares, Terms(PoolLimits(per_loan=Decimal(30))))
    assert (bank.before, bank.borne) == (60, 70)


def test_another_party_may_take_the_rest() -> None:
    """Then the bank's part is the one that is rounded, and the fen left over is the pool's."""
    terms, loss = Terms(residual="pool"), Decimal("0.15")
    parts = sharing.share_loss(loss, {"pool": Decimal("0.3"), "bank": Decimal("0.7")}, terms)
    assert [(part.party, str(part.borne)) for part in parts] == [("bank", "0.11"), ("pool", "0.04")]
    layers = [Layer(Decimal(0), Decimal(1), {"pool": Decimal("0.3"), "bank": Decimal("0.7")})]
    parts = sharing.share_layers(loss, loss, layers, terms)
    assert [(part.party, str(part.borne)) for part in parts] == [("bank", "0.11"), ("pool", "0.04")]


def test_layers_are_numbered_from_one() -> None:
    loss = leaf(Decimal(100), "loss", "损失", "元", "input")
    found = sharing.layer_losses(
        loss, Decimal(1000), [Layer(Decimal(0), Decimal("0.05"), {}), Layer(Decimal("0.05"), Decimal(1), {})]
    )
    assert [(one.tag.key, one.value) for one in found] == [("in_layer_1", 50), ("in_layer_2", 50)]


def test_fens_left_over_never_give_a_party_more_than_it_bore() -> None:
    """0.05 yuan on 0.01 + 3 × 0.02, the bank bore nothing: the pool is whole already, so the fen goes to the next."""
    borne = {"pool": Decimal("0.01"), **dict.fromkeys(("guarantor", "insurer", "valuer"), Decimal("0.02")), "bank": Decimal(0)}
    back = sharing_recovery.recover(borne, Decimal("0.05"), Decimal(0)).returned
    assert [str(back[party]) for party in borne] == ["0.01", "0.02", "0.01", "0.01", "0"]
