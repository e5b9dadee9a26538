"""The order of a claim, step by step, its edges, and its laws against an independent calculation with fractions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.figure import leaf
from calculators.rules.subsidy import Grant, Loan, Record, Terms, counted_days, eligible_interest, grant
from calculators.rules.subsidy_limits import Limit, binding_limit, cut, room_left

START = date(2025, 4, 10)
QUARTERS = (  # the posted interest of 2,000,000 at 3.65 % from 2025-04-10 to 2026-04-10
    ("2025-04-10", "2025-06-21", "2025-06-20", "14600.00"),
    ("2025-06-21", "2025-09-21", "2025-09-20", "18655.56"),
    ("2025-09-21", "2025-12-21", "2025-12-20", "18452.78"),
    ("2025-12-21", "2026-03-21", "2026-03-20", "18250.00"),
    ("2026-03-21", "2026-04-10", "2026-04-10", "4055.56"),
)


def record(start: str, end: str, paid: str, amount: str, kind: str = "contract_interest") -> Record:
    return Record(date.fromisoformat(start), date.fromisoformat(end), date.fromisoformat(paid), Decimal(amount), kind)


RECORDS = tuple(record(*quarter) for quarter in QUARTERS)


def loan(number: str = "A", records: tuple[Record, ...] = RECORDS, rate: str = "0.0365", **more: object) -> Loan:
    return Loan(number, Decimal(rate), more.pop("drawdown", START), records, **more)  # type: ignore[arg-type]


def terms(ratio: str = "0.4", **more: object) -> Terms:
    return Terms(Decimal(ratio), **more)  # type: ignore[arg-type]


def one(loan: Loan, terms: Terms) -> tuple[str, str, str, str | None]:
    got = grant([loan], terms)[0]
    return f"{got.eligible}", f"{got.before_caps}", f"{got.amount}", got.binding


def test_forty_percent_of_what_was_posted() -> None:
    """74,013.90 posted in five periods (one period would give 74,013.89); × 40 % = 29,605.56."""
    assert one(loan(), terms()) == ("74013.90", "29605.56", "29605.56", None)


@pytest.mark.parametrize("kind", ["penalty_interest", "compound_interest"])
def test_penalty_and_compound_interest_never_count(kind: str) -> None:
    extra = record("2026-04-10", "2026-05-10", "2026-04-10", "9000.00", kind)
    assert one(loan(records=(*RECORDS, extra)), terms())[2] == "29605.56"


def test_window_days_are_both_included() -> None:
    inside = terms(paid_from=date(2025, 9, 20), paid_to=date(2025, 12, 20))
    assert one(loan(), inside)[0] == "37108.34"  # 18,655.56 + 18,452.78
    after = terms(paid_from=date(2025, 9, 21), paid_to=date(2025, 12, 19))
    assert one(loan(), after)[0] == "0.00"


def test_months_cut_a_record_by_days() -> None:
    """Six months end before 2025-10-10: 19 of the 91 days of the third period count."""
    assert one(loan(), terms(months=Decimal(6)))[0] == "37108.34"  # 33,255.56 + 18,452.78 × 19/91


def test_months_from_a_month_end() -> None:
    """Drawn on Aug 31, six months later the month has no 31st: days before Feb 28 count."""
    days = record("2025-08-31", "2026-03-31", "2026-03-31", "21200.00")  # 212 days of 100 yuan
    assert one(loan(records=(days,), drawdown=date(2025, 8, 31)), terms(months=Decimal(6)))[0] == "18100.00"


@pytest.mark.parametrize(
    ("cap", "eligible"),
    [("0.0300", "60833.34"), ("0.0365", "74013.90"), ("0.0500", "74013.90")],  # 74,013.90 × 3.00/3.65 = 60,833.342…
)
def test_a_rate_cap_never_raises(cap: str, eligible: str) -> None:
    assert one(loan(), terms(rate_cap=Decimal(cap)))[0] == eligible


def test_patent_share_and_first_loan_ratio() -> None:
    assert one(loan(share=Decimal("0.6")), terms())[1] == "17763.34"  # 74,013.90 × 60 % × 40 % = 17,763.336
    assert one(loan(first=True), terms(first_ratio=Decimal("0.5")))[1] == "37006.95"
    assert one(loan(first=True), terms())[1] == "29605.56"


def test_limits_name_the_last_that_cut() -> None:
    assert one(loan(), terms(loan_cap=Decimal("29605.56")))[3] is None  # equal does not bind
    assert one(loan(), terms(loan_cap=Decimal("29605.55")))[2:] == ("29605.55", "per_loan_cap")
    room = loan(other=Decimal("60000.00"))
    assert one(room, terms())[2:] == ("14013.90", "actual_interest_less_other_subsidies")
    both = terms(loan_cap=Decimal(20000), year_cap=Decimal(9000))
    assert one(room, both)[2:] == ("9000", "per_enterprise_year_cap")
    assert one(loan(other=Decimal(90000)), terms())[2] == "0"


def test_the_year_cap_runs_down_by_drawdown_then_number() -> None:
    later, first, twin = loan("A", drawdown=date(2025, 5, 1)), loan("C"), loan("B")
    got = grant([later, first, twin], terms(year_cap=Decimal(50000), granted=Decimal(10000)))
    assert [(g.number, f"{g.amount:.2f}") for g in got] == [("A", "0.00"), ("C", "10394.44"), ("B", "29605.56")]
    assert [g.binding for g in got] == ["per_enterprise_year_cap", "per_enterprise_year_cap", None]


def test_already_above_the_year_cap() -> None:
    assert one(loan(), terms(year_cap=Decimal(5000), granted=Decimal(6000)))[2:] == ("0", "per_enterprise_year_cap")


def test_nothing_was_paid() -> None:
    assert one(loan(records=()), terms()) == ("0.00", "0.00", "0.00", None)
    assert one(loan(rate="0", records=(record(*QUARTERS[0][:3], "0.00"),)), terms(rate_cap=Decimal("0.03")))[1] == "0.00"


def test_binding_limit_as_an_operation_agrees_with_the_cut() -> None:
    limits = [("a", Decimal(90)), ("b", Decimal(70)), ("c", Decimal(80)), ("d", Decimal(70))]
    left = cut(Decimal(100), [Limit(code, amount, code) for code, amount in limits])
    assert (left.amount, left.binding) == (70, "b")
    assert binding_limit(Decimal(100), *(part for limit in limits for part in limit)) == "b"
    assert binding_limit(Decimal(70), "a", Decimal(70)) == "none"


def half_up(value: Fraction) -> Fraction:
    return Fraction((200 * value.numerator + value.denominator) // (2 * value.denominator), 100)


def by_fractions(loans: Sequence[Loan], rules: Terms) -> list[Fraction]:
    """The same claim, written again from its description with exact fractions and no code of ours."""
    left = None if rules.year_cap is None else max(Fraction(rules.year_cap) - Fraction(rules.granted), Fraction(0))
    paid = {}
    for one in sorted(loans, key=lambda entry: (entry.drawdown, entry.number)):
        base = sum((Fraction(r.amount) for r in one.records), Fraction(0))
        cap = Fraction(rules.rate_cap) if rules.rate_cap is not None else None
        if cap is not None and cap < Fraction(one.rate):
            base = base * cap / Fraction(one.rate)
        share = Fraction(1) if one.share is None else Fraction(one.share)
        amount = half_up(base * share * Fraction(rules.ratio))
        if rules.loan_cap is not None:
            amount = min(amount, Fraction(rules.loan_cap))
        amount = min(amount, max(sum((Fraction(r.amount) for r in one.records), Fraction(0)) - Fraction(one.other), Fraction(0)))
        if left is not None:
            amount = min(amount, left)
            left -= amount
        paid[one.number] = amount
    return [paid[one.number] for one in loans]


FENS = st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))
RATES = st.integers(1, 1500).map(lambda n: Decimal(n).scaleb(-4))
SHARES = st.integers(0, 100).map(lambda n: Decimal(n).scaleb(-2))


@st.composite
def loans(draw: st.DrawFn) -> list[Loan]:
    return [
        Loan(
            number=str(number),
            rate=draw(RATES),
            drawdown=START + timedelta(days=draw(st.integers(0, 3))),
            records=tuple(
                Record(START, START + timedelta(days=90), START, amount) for amount in draw(st.lists(FENS, max_size=3))
            ),
            share=draw(st.none() | SHARES),
            other=draw(st.just(Decimal(0)) | FENS),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


@st.composite
def rules(draw: st.DrawFn) -> Terms:
    maybe = st.none() | FENS
    return Terms(draw(SHARES), rate_cap=draw(st.none() | RATES), loan_cap=draw(maybe), year_cap=draw(maybe), granted=draw(FENS))


@given(loans(), rules())
def test_agrees_with_exact_fractions(loans: list[Loan], rules: Terms) -> None:
    assert [Fraction(g.amount) for g in grant(loans, rules)] == by_fractions(loans, rules)


def total(grants: Sequence[Grant]) -> Decimal:
    return sum((g.amount for g in grants), Decimal(0))


@given(loans(), rules())
def test_never_more_than_the_interest_paid(loans: list[Loan], rules: Terms) -> None:
    for one, got in zip(loans, grant(loans, rules), strict=True):
        assert 0 <= got.amount <= max(one.interest_paid() - one.other, Decimal(0))
        assert got.amount <= got.before_caps
        assert (got.binding is None) == (got.amount == got.before_caps)


@given(loans(), rules(), FENS)
def test_a_wider_cap_never_lowers(loans: list[Loan], rules: Terms, more: Decimal) -> None:
    for name in ("loan_cap", "year_cap"):
        if getattr(rules, name) is not None:
            wider = Terms(**{**vars(rules), name: getattr(rules, name) + more})
            assert total(grant(loans, wider)) >= total(grant(loans, rules))


@given(loans(), rules())
def test_a_cap_equal_to_the_amount_changes_nothing(loans: list[Loan], rules: Terms) -> None:
    free = Terms(**{**vars(rules), "year_cap": None})
    got = grant(loans, free)
    capped = grant(loans, Terms(**{**vars(free), "year_cap": total(got), "granted": Decimal(0)}))
    assert [(g.amount, g.binding) for g in capped] == [(g.amount, g.binding) for g in got]


@given(FENS, RATES, RATES)
def test_the_cap_is_a_share_of_the_interest(interest: Decimal, rate: Decimal, cap: Decimal) -> None:
    capped = Fraction(eligible_interest(interest, rate, cap))
    exact = Fraction(interest) * min(Fraction(1), Fraction(cap) / Fraction(rate))
    assert abs(capped - exact) < Fraction(1, 10**30)


def test_days_outside_the_span_do_not_count() -> None:
    """31 days of January: from the 11th on 21, to the 20th 19, paid after the window none."""
    days = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 2, 1))
    assert counted_days(*days, date(2025, 1, 11), None, None, None) == 21
    assert counted_days(*days, None, date(2025, 1, 20), None, None) == 19
    assert counted_days(*days, None, None, None, date(2025, 1, 31)) == 0
    assert counted_days(*days, date(2025, 3, 1), None, None, None) == 0


def test_only_a_part_of_a_large_loan_counts() -> None:
    rate = Decimal("0.04")
    assert eligible_interest(Decimal(100), rate, cap_share=(Decimal(3), Decimal(4))) == 75
    assert eligible_interest(Decimal(100), rate, cap_share=(Decimal(4), Decimal(4))) == 100
    assert eligible_interest(Decimal(100), rate, Decimal("0.03"), Decimal("0.5"), (Decimal(3), Decimal(4))) == Decimal("28.125")


def test_room_that_is_left_has_a_name() -> None:
    cap = leaf(Decimal(100), "cap", "上限", "元", "input")
    left = room_left(cap, Decimal(30), "left", "余额")
    assert (left.value, left.tag.key, left.tag.label) == (70, "left", "余额")
    assert room_left(Decimal(20), Decimal(30), "left", "余额") == 0
