"""The derivation as people read it."""

from __future__ import annotations

from decimal import Decimal as D

from calculators.figure import Figure, fen, floor_to, leaf, least, named, recompute, total
from calculators.views.derivation import explain, steps


def loan() -> tuple[Figure, Figure, Figure]:
    principal = leaf(D(2000000), "principal", "贷款本金", "元", "input")
    rate = leaf(D("0.0365"), "rate", "年利率", "%", "input")
    days = leaf(D(72), "days", "天数", "天", "input")
    return principal, rate, days


def test_one_step_gives_formula_values_and_rounding() -> None:
    principal, rate, days = loan()
    step = explain(named(fen(principal * rate * days / 360), "interest", "利息"))
    assert step.formula == "贷款本金 × 年利率 × 天数 ÷ 360"
    assert step.values == "2,000,000.00 元 × 3.65% × 72 天 ÷ 360"
    assert step.rounding == "四舍五入到分"
    assert step.parts == (principal, rate, days)


def test_brackets_only_where_needed() -> None:
    principal, rate, days = loan()
    assert explain(named((principal - days) * rate, "a", "甲")).formula == "（贷款本金 − 天数） × 年利率"
    assert explain(named(principal - (days + days), "a", "甲")).formula == "贷款本金 − （天数 + 天数）"
    assert explain(named(principal * rate - days, "a", "甲")).formula == "贷款本金 × 年利率 − 天数"
    assert explain(named(principal / (rate * days), "a", "甲")).formula == "贷款本金 ÷ （年利率 × 天数）"


def test_words_for_other_operations() -> None:
    principal, _, days = loan()
    assert explain(named(least(principal, days), "a", "甲")).formula == "贷款本金、天数 中最小的一个"
    assert explain(named(floor_to(principal, D(10000)), "a", "甲")).formula == "贷款本金 向下取到 10,000 的整数倍"


def test_long_sums_are_folded_and_steps_come_once() -> None:
    principal, rate, days = loan()
    parts = [named(fen(principal * rate * days / 360), f"interest_{i}", f"第{i}期利息") for i in range(1, 13)]
    whole = named(total(parts), "total", "利息合计")
    assert explain(whole).formula == "第1期利息 + 第2期利息 + … + 第12期利息（共 12 项）"
    found = [(depth, step.tag.key, more) for depth, step, more in steps(whole)]
    assert found == [(0, "total", 0), (1, "interest_1", 11), (2, "principal", 0), (2, "rate", 0), (2, "days", 0)]


def test_a_chain_of_thousands_is_no_problem() -> None:
    balance: Figure = leaf(D(1000), "start", "起点", "元", "input")
    for i in range(5000):
        balance = named(balance - 1 + 1, f"balance_{i}", f"第{i}期余额")
    assert recompute(balance) == 1000
    assert len(list(steps(balance))) == 5001
