"""The interest subsidy asked backwards: the principal at which a limit binds, the rate that meets a target cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from calculators.catalog.interest_subsidy_claim import Claim, after_support, paid_out
from calculators.catalog.interest_subsidy_fields import MOST, scheme_of
from calculators.catalog.interest_subsidy_loan import is_floating
from calculators.catalog.interest_subsidy_loans import all_loans
from calculators.fields import Given
from calculators.figure import floor_to, named, plain
from calculators.money import FEN, round_places
from calculators.policy import Policy
from calculators.rules.inverse import Found, answer, last_that_holds, within

RATE_UNIT = Decimal("0.000001")  # 0.0001 of a percentage point
WAN = Decimal(10000)
YUAN_LIMITS = ("per_loan_cap", "band_cap", "per_enterprise_year_cap", "enterprise_lifetime_cap", "combined_cap")


class Backwards(NamedTuple):
    """Figures of an answered question with its forward checks; `refused` says why there is none."""

    figures: Mapping[str, Any] = MappingProxyType({})
    refused: tuple[str, ...] = ()


def _forward(given: Given, policy: Policy, key: str, value: Any) -> Claim:
    """The claim of the form's own loan with one answer changed."""
    shares = all_loans({**given, key: value}, policy)
    return next(share.claim for share in shares if share.number == 1)


def _bound(claim: Claim) -> bool:
    """Whether a limit in yuan lowered what the interest items give."""
    main = [line for line in claim.outcome.lines if line.kind != "fee"]
    return bool(main) and main[0].binding in YUAN_LIMITS


def _largest_principal(given: Given) -> Decimal:
    scheme = scheme_of(given)
    condition = None if scheme is None else scheme.condition("principal_at_most")
    return MOST if condition is None or condition.value is None else condition.value


def _band_ends(given: Given) -> list[Decimal]:
    """Where the ratio changes with the principal; empty for one ratio throughout."""
    scheme = scheme_of(given)
    items = () if scheme is None else (item for item in scheme.items if item.band_by == "principal")
    return sorted({band.up_to for item in items for band in item.bands if band.up_to is not None})


def _uncut(given: Given, policy: Policy) -> Callable[[Decimal], bool]:
    """Whether no limit in yuan cuts the subsidy up to this principal.

    Within a band the subsidy grows with the principal, so that what holds at the end of a band holds in all of it.
    """

    def free(principal: Decimal) -> bool:
        return not _bound(_forward(given, policy, "principal", principal))

    ends = [(end, free(end)) for end in _band_ends(given)]
    return lambda principal: all(held for end, held in ends if end < principal) and free(principal)


def _cap_principal(given: Given, policy: Policy) -> Backwards:
    """The largest principal up to which no limit in yuan cuts, to the fen; one fen more is cut."""
    bare = {key: plain(value) for key, value in given.items()}
    found = last_that_holds(_uncut(bare, policy), FEN, _largest_principal(given), FEN)
    if found.below is None:
        return Backwards(refused=("本金只有 1 分时上限就已经起作用（上限已用完），没有可以倒算的本金。",))
    if found.above is None:
        amount = paid_out(bare, _forward(bare, policy, "principal", found.below).outcome)
        return Backwards(refused=(f"本金到 {found.below:,.2f} 元，补贴 {amount:,.2f} 元，仍没有碰到上限；不能倒算。",))
    principal = named(answer(given["principal"], found.below), "cap_principal", "上限不起作用的最大本金", "元", PRINCIPAL_WHY)
    more = named(answer(given["principal"], found.above), "principal_above", "再多 1 分的本金")
    below, above = (_forward(given, policy, "principal", value).outcome for value in (principal, more))
    return Backwards({
        "cap_principal": principal,
        "cap_principal_wan": named(floor_to(principal, WAN), "cap_principal_wan", "取整到万元（舍去）"),
        "check_below": named(below.before_caps, "check_below", "验算：本金取这个数，限制前的补贴"),
        "check_above": named(above.before_caps, "check_above", "验算：本金再多 1 分，限制前的补贴"),
    })  # fmt: skip


PRINCIPAL_WHY = "从所填的本金起逐分试算；本金再多 1 分，补贴就被上限截断。"
RATE_WHY = "从所填的利率起按 0.0001 个百分点试算；再高一格，成本就超过目标。"


def _cost(given: Given, claim: Claim) -> Any:
    """The simple yearly rate that is left to bear; None without principal."""
    return after_support(claim, paid_out(given, claim.outcome), claim.days()).get("effective_rate")


def _rate_for_cost(given: Given, policy: Policy) -> Backwards:
    """The highest contract rate whose cost after support does not exceed the target."""
    if is_floating(given):
        return Backwards(refused=("浮动利率随 LPR 变动，没有一个合同利率可以倒算；请选固定利率，或者改加减点试算。",))
    bare = {key: plain(value) for key, value in given.items()}
    target = bare["target_cost"]

    def cost(rate: Decimal) -> Any:
        return _cost({**bare, "rate": rate}, _forward(bare, policy, "rate", rate))

    found = last_that_holds(lambda rate: within(cost(rate), target), Decimal(0), Decimal(1), RATE_UNIT)
    if not found.solved:
        return Backwards(refused=(_no_rate(found, cost),))
    rate = named(answer(given["rate"], plain(found.below)), "rate_for_cost", "达到目标成本的最高合同利率", "%", RATE_WHY)
    more = named(answer(given["rate"], plain(found.above)), "rate_above", "再高 0.0001 个百分点的利率", "%")
    below, above = (_cost({**given, "rate": r}, _forward(given, policy, "rate", r)) for r in (rate, more))
    return Backwards({
        "rate_for_cost": rate,
        "check_below": named(below, "check_below", "验算：合同利率取这个数，补贴后折合年利率", "%"),
        "check_above": named(above, "check_above", "验算：合同利率再高一格，补贴后折合年利率", "%"),
    })  # fmt: skip


def _no_rate(found: Found, cost: Any) -> str:
    end = Decimal(0) if found.below is None else found.below
    worth = cost(end)
    if worth is None:
        return "本金是 0，没有折合年利率，不能倒算合同利率。"
    side = "仍超过目标" if found.below is None else "仍不超过目标"
    at = f"{round_places(end * 100, 4).normalize():f}%"
    return f"合同利率取 {at}，补贴后折合年利率 {round_places(worth * 100, 4):f}%，{side}；在 0 到 100% 之间没有答案。"


ASKED = {"cap_principal": _cap_principal, "rate_for_cost": _rate_for_cost}


def solved(given: Given, policy: Policy) -> Backwards:
    """The question chosen, answered or refused; nothing when none was asked."""
    want = plain(given["want"])
    return Backwards() if want is None else ASKED[want](given, policy)
