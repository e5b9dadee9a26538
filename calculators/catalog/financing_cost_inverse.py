"""The all-in cost asked backwards: the contract rate at which the loan, fees and subsidies cost the target a year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from calculators.catalog import financing_cost_loan as loans
from calculators.fields import Given
from calculators.figure import named, plain
from calculators.money import round_places
from calculators.policy import Policy
from calculators.rules import financing_cost as rules
from calculators.rules.inverse import answer, last_that_holds, within

RATE_UNIT = Decimal("0.000001")  # 0.0001 of a percentage point
WHY = "从所填的利率起按 0.0001 个百分点试算；再高一格，补贴后的年化成本就超过目标。"


def _cost(given: Given, policy: Policy, rate: Any) -> Any:
    """XIRR after subsidies at another contract rate; None when there is no single one."""
    changed = {**given, "rate": rate}
    loan = loans.loan_payments(changed, loans.loan_plan(changed, policy))
    fees = [*loans.upfront_fees(changed, loan), *loans.later_fees(changed)]
    return rules.all_charges(loan, fees, given["deposit"], loans.subsidies(changed)).rate_after


def break_even(given: Given, policy: Policy) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The rate with its forward checks, or why there is none; nothing when it was not asked for."""
    if plain(given["want"]) != "break_even_rate":
        return {}, ()
    bare = {key: plain(value) for key, value in given.items()}
    found = last_that_holds(lambda rate: within(_cost(bare, policy, rate), bare["target"]), Decimal(0), Decimal(1), RATE_UNIT)
    if found.below is None or found.above is None:
        return {}, (_refused(bare, policy, Decimal(0) if found.below is None else found.below),)
    rate = named(answer(given["rate"], found.below), "break_even_rate", "与目标打平的合同年利率", "%", WHY)
    more = named(answer(given["rate"], found.above), "rate_above", "再高 0.0001 个百分点的利率", "%")
    below, above = _cost(given, policy, rate), _cost(given, policy, more)
    figures = {"break_even_rate": rate, "check_below": named(below, "check_below", "验算：合同利率取这个数的年化成本", "%")}
    if above is not None:
        figures["check_above"] = named(above, "check_above", "验算：合同利率再高一格的年化成本", "%")
    return figures, ()


def _refused(given: Given, policy: Policy, end: Decimal) -> str:
    """What the end of the range gives, when no rate from 0 to 100 % meets the target."""
    worth = _cost(given, policy, end)
    at = f"合同利率取 {(end * 100).normalize():f}%"
    if worth is None:
        return f"{at}，没有唯一的年化成本，不能倒算合同利率。"
    side = "不超过" if within(worth, given["target"]) else "超过"
    return f"{at}，年化成本 {round_places(worth * 100, 4):f}%，仍{side}目标；在 0 到 100% 之间没有答案。"
