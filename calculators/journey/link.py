"""A journey as the fragment of an address, in the format of all share links: it opens with the same answers and date."""

from __future__ import annotations

from calculators import __version__
from calculators.journey.case import Case
from calculators.journey.questions import BY_KEY
from calculators.policy import rule_digest
from calculators.views import link
from calculators.views.case import Case as Carried
from calculators.views.case import UnreadableCase
from calculators.views.format import exact

NAME, HEADLINE = "journey", "loan_amount"


def fragment(case: Case) -> str:
    """The answers as typed, the policy date in use, the rules and the amount of now."""
    answers = {key: text for key, text in case.typed.items() if text} | {"on": case.said("on").text}
    amount = exact(case.figure("loan_amount", HEADLINE))
    return link.encode(Carried(NAME, answers, rule_digest(), __version__, HEADLINE, amount))


def answers_of(text: str) -> tuple[dict[str, str], Carried | None, list[str]]:
    """The answers that a fragment carries, what it says of its own time, and what could not be used, in sentences."""
    try:
        brought = link.decode(text)
    except UnreadableCase as error:
        return {}, None, [str(error)]
    carried = brought.case
    if carried.calculator != NAME:
        return {}, None, ["这个链接不是一站式测算的，没有打开。请从第 1 步填起。"]
    answers = {key: value for key, value in carried.values.items() if key in BY_KEY}
    dropped = [*(key for key in carried.values if key not in BY_KEY), *brought.garbled]
    told = [f"链接里有 {len(dropped)} 项认不出，没有用：{'、'.join(dropped)}。"] if dropped else []
    if not brought.whole or brought.cut:
        told.append("链接不完整，后面的内容可能丢了。请核对，或请对方重新复制一次。")
    if brought.altered:
        told.append("链接里的内容和做链接时不一样。请核对每一项。")
    return answers, carried, told


def since_then(carried: Carried | None, case: Case) -> list[str]:
    """What has changed since the link was made: rules, and with them the amount."""
    if carried is None or carried.rules == rule_digest():
        return []
    now = exact(case.figure("loan_amount", HEADLINE))
    changed = f"当时的可贷额度是 {carried.value} 元，现在是 {now} 元。" if now != carried.value else "可贷额度没有变。"
    return [f"做链接时的规则版本是 {carried.rules}，现在是 {rule_digest()}。{changed}"]
