"""Annuities, IRR and XIRR against numpy-financial and pyxirr. What differs, and why, is in DIFFERENCES.md."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import numpy_financial as npf
import pytest
import pyxirr

from calculators import irr
from calculators.money import round_fen
from calculators.rules import annuity, equal_principal, valuation
from calculators.rules.valuation_rate import annuity_factor

DRAWS = 200
D = Decimal


def a_loan(draw: Random) -> tuple[Decimal, Decimal, int]:
    """Principal, monthly rate, number of instalments."""
    return D(draw.randrange(1000, 10**10)) / 100, D(draw.randrange(1, 2400)) / 10000 / 12, draw.randrange(1, 361)


def test_level_payment() -> None:
    draw = Random("payment")
    for _ in range(DRAWS):
        principal, rate, count = a_loan(draw)
        expected = -npf.pmt(float(rate), count, float(principal))
        assert float(annuity.level_payment(principal, rate, D(count))) == pytest.approx(expected, rel=1e-10)
        assert float(annuity.level_payment(principal, rate, D(count))) == pytest.approx(
            -pyxirr.pmt(float(rate), count, float(principal)), rel=1e-10
        )


def test_balance_and_interest_of_equal_instalments() -> None:
    draw = Random("balance")
    for _ in range(DRAWS):
        principal, rate, count = a_loan(draw)
        paid = draw.randrange(1, count + 1)
        before, after = (annuity.balance_after(principal, rate, D(count), D(k)) for k in (paid - 1, paid))
        interest = -float(npf.ipmt(float(rate), paid, count, float(principal)))
        assert float(before * rate) == pytest.approx(interest, rel=1e-6, abs=1e-6)
        assert float(before - after) == pytest.approx(
            -pyxirr.ppmt(float(rate), paid, count, float(principal)), rel=1e-6, abs=1e-6
        )
        whole = -pyxirr.cumipmt(float(rate), count, float(principal), 1, count)
        assert float(annuity.formula_interest(principal, rate, D(count))) == pytest.approx(whole, abs=0.0051, rel=1e-9)


def test_posted_schedule_stays_near_the_formula() -> None:
    """Every interest is that of the balance to half a fen; the roundings together move the balance by a few fen at most."""
    draw = Random("posted")
    for _ in range(30):
        principal, rate, count = (
            round(D(draw.randrange(10**5, 10**8))),
            D(draw.randrange(1, 1500)) / 10000,
            draw.randrange(2, 121),
        )
        rows = annuity.posted_annuity(principal, [(1, rate)], D(count), 12)
        for row in rows:
            interest = -float(npf.ipmt(float(rate) / 12, 1, count, float(row.opening)))
            assert float(row.interest) == pytest.approx(interest, abs=0.005001)
        exact = [float(annuity.balance_after(principal, rate / 12, D(count), D(k))) for k in range(1, count + 1)]
        growth = (1 + float(rate) / 12) ** count
        assert max(abs(a - float(row.balance)) for a, row in zip(exact, rows, strict=True)) <= 0.01 * count * growth


def test_equal_principal_interest() -> None:
    """Each interest of 等额本金 is one month on what is left; pyxirr values the payments at the loan itself."""
    draw = Random("principal")
    for _ in range(30):
        principal, rate, count = a_loan(draw)
        part = principal / count
        payments = [part + (principal - part * k) * rate for k in range(count)]
        assert pyxirr.npv(float(rate), [0.0, *map(float, payments)]) == pytest.approx(float(principal), rel=1e-9)
        total = sum(payments) - principal
        assert float(equal_principal.formula_interest(principal, rate, D(count))) == pytest.approx(float(total), abs=0.0051)


def test_periodic_irr() -> None:
    draw = Random("irr")
    for _ in range(DRAWS):
        count = draw.randrange(2, 40)
        paid = [D(draw.randrange(10**4, 10**7)) / 100 for _ in range(count)]
        lent = sum(paid) * D(draw.randrange(60, 100)) / 100
        found = irr.periodic_irr([lent, *(-amount for amount in paid)])
        flows = [float(lent), *(-float(amount) for amount in paid)]
        assert found.rate is not None
        assert float(found.rate) == pytest.approx(npf.irr(flows), abs=1e-9)
        assert float(found.rate) == pytest.approx(pyxirr.irr(flows), abs=1e-9)


def dated(draw: Random) -> list[tuple[date, Decimal]]:
    """A loan, irregular repayments and a subsidy after the last of them."""
    start = date(2015, 1, 1) + timedelta(days=draw.randrange(4000))
    days = sorted(draw.sample(range(20, 1500), 6))
    paid = [D(draw.randrange(10**5, 10**7)) / 100 for _ in days]
    lent = sum(paid) * D(draw.randrange(80, 99)) / 100
    subsidy = lent * D(draw.randrange(0, 20)) / 1000
    flows = [(start + timedelta(days=n), -amount) for n, amount in zip(days, paid, strict=True)]
    return [(start, lent), *flows, (start + timedelta(days=days[-1] + draw.randrange(1, 300)), subsidy)]


def test_xirr_and_xnpv() -> None:
    draw, found_one = Random("xirr"), 0
    for _ in range(DRAWS):
        flows = dated(draw)
        days, amounts = [day for day, _ in flows], [float(amount) for _, amount in flows]
        ours, theirs = irr.xirr(flows), pyxirr.xirr(days, amounts, guess=0.05)
        at = D(draw.randrange(-400, 4000)) / 10000
        assert float(irr.xnpv(at, flows, days[0])) == pytest.approx(pyxirr.xnpv(float(at), days, amounts), rel=1e-9, abs=1e-6)
        if ours.rate is not None:
            found_one += 1
            assert float(ours.rate) == pytest.approx(theirs, abs=1e-8)
    assert found_one > DRAWS * 0.9


def test_present_value_of_a_patents_years() -> None:
    draw = Random("patent")
    for _ in range(DRAWS):
        amounts = [D(draw.randrange(0, 10**9)) / 100 for _ in range(draw.randrange(1, 21))]
        rate = D(draw.randrange(1, 4000)) / 10000
        spans = valuation.forecast((D(1),) * len(amounts), "end_year")
        model = valuation.Model(spans, tuple(amounts), (D(1),) * len(amounts), None, None, rate)
        flows = [0.0, *map(float, amounts)]
        assert float(valuation.value_of(model)) == pytest.approx(npf.npv(float(rate), flows), rel=1e-10)
        assert float(annuity_factor(rate, D(len(amounts)))) == pytest.approx(-npf.pv(float(rate), len(amounts), 1), rel=1e-10)


def test_difference_several_rates() -> None:
    """DIFFERENCES.md, 3: two rates solve these flows. The libraries give one of them, we give none and name both."""
    flows = [D(-100), D(250), D("-154")]
    found = irr.periodic_irr(flows)
    assert found.status == "multiple_solutions" and found.rate is None
    assert [float(root) for root in found.roots] == pytest.approx([0.1, 0.4])
    assert npf.irr([float(amount) for amount in flows]) == pytest.approx(0.1)


def test_difference_rates_out_of_range() -> None:
    """DIFFERENCES.md, 4: a loan that costs −75 % a year has a rate for the libraries; for us there is no sensible one."""
    days, amounts = [date(2025, 1, 1), date(2026, 1, 1)], [D(100), D(-25)]
    assert irr.xirr(list(zip(days, amounts, strict=True))).status == "no_solution"
    assert pyxirr.xirr(days, [float(amount) for amount in amounts]) == pytest.approx(-0.75)


def test_difference_no_rate() -> None:
    """DIFFERENCES.md, 5: flows of one sign. pyxirr raises or gives nothing, numpy-financial gives not-a-number."""
    found = irr.periodic_irr([D(100), D(50)])
    assert found.status == "no_solution" and found.roots == ()
    assert str(npf.irr([100.0, 50.0])) == "nan"
    with pytest.raises(pyxirr.InvalidPaymentsError):
        pyxirr.irr([100.0, 50.0])


def test_difference_rounding_half_up() -> None:
    """DIFFERENCES.md, 6: binary floats lose the tie of 0.15 × 13 ÷ 30 = 0.065; exact decimals keep it."""
    assert round_fen(D("0.15") * 13 / 30) == D("0.07")
    assert round(-pyxirr.ipmt(0.15 * 13 / 30, 1, 1, 1.0), 2) == 0.06
