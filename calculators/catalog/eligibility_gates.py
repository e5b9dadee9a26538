"""The questions about a chosen scheme: which of its conditions are asked, and how its limits are read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from calculators.fields import Field, Given
from calculators.figure import plain
from calculators.policy import all_clauses, all_schemes
from calculators.scheme_model import Condition, RateCap, Scheme

type When = Callable[[Given], bool]

CLAIM = "申请补贴"
MOST = Decimal(10) ** 11


def scheme_of(given: Given) -> Scheme | None:
    """The published scheme chosen; None when none is, or when no subsidy is asked for."""
    return all_schemes().get(str(plain(given.get("scheme"))))


def subsidy_asked(given: Given) -> bool:
    """The visitor asks about a subsidy."""
    return bool(plain(given.get("goal")) == "subsidy")


def gate_key(scheme: Scheme, number: int) -> str:
    """The question behind the n-th condition of a scheme, when no other question covers it."""
    return f"gate_{scheme.key}_{number}"


def covering(condition: Condition) -> str | None:
    """The clause of our own that says the same as a published condition."""
    return next((clause.key for clause in all_clauses().values() if condition.text in clause.same_as), None)


# The checks of published conditions that inputs of ours decide; any other condition becomes a question.
COMPUTED = ("principal_at_most", "revenue_at_most", "invention_patent", "no_other_subsidy")


def asked_apart(scheme: Scheme) -> tuple[tuple[int, Condition], ...]:
    """The conditions of a scheme that neither inputs nor our own clauses decide, with their numbers."""
    open_ones = enumerate(scheme.conditions, 1)
    return tuple((n, c) for n, c in open_ones if not (c.check in COMPUTED or covering(c) or for_the_bank(c)))


def for_the_bank(condition: Condition) -> bool:
    """Whether a condition is the bank's to meet, so that nobody asks the enterprise about it."""
    return condition.topics == ("bank",)


def has_check(*checks: str) -> When:
    """Asked when the chosen scheme has a condition with one of these checks."""

    def when(given: Given) -> bool:
        scheme = scheme_of(given)
        return scheme is not None and any(condition.check in checks for condition in scheme.conditions)

    return when


def minimum_share(scheme: Scheme | None) -> Decimal | None:
    """The smallest share that patents must secure, when the scheme's interest items name one."""
    shares = [item.minimum_ip_share for item in scheme.main() if item.minimum_ip_share] if scheme else []
    return max(shares) if shares else None


def strict_rate_cap(scheme: Scheme | None) -> RateCap | None:
    """The rate above which the scheme pays nothing at all, when it has one. A cap that only clips is none."""
    caps = [item.rate_cap for item in scheme.main() if item.rate_cap is not None] if scheme else []
    return next((cap for cap in caps if cap.on_exceed == "ineligible"), None)


def flag(key: str, label: str, group: str, hint: str = "", when: When | None = None) -> Field:
    """A yes-or-no question that may stay open."""
    return Field(key, label, "flag", required=False, hint=hint, group=group, when=when)


def _without_scheme_or(*clauses: str) -> When:
    """Asked for a subsidy when no scheme is chosen, or when the chosen one has a condition that says the same."""

    def when(given: Given) -> bool:
        scheme = scheme_of(given)
        if scheme is None:
            return subsidy_asked(given)
        found = {covering(condition) for condition in scheme.conditions}
        return subsidy_asked(given) and any(clause in found for clause in clauses)

    return when


def _double(given: Given) -> bool:
    return _without_scheme_or("no_double_subsidy")(given) or has_check("no_other_subsidy")(given)


def _gate(scheme: Scheme, number: int, condition: Condition) -> Field:
    def when(given: Given) -> bool:
        return subsidy_asked(given) and plain(given.get("scheme")) == scheme.key

    return flag(gate_key(scheme, number), condition.text, CLAIM, f"{scheme.short}的条件。", when)


def _money(key: str, label: str, when: When) -> Field:
    return Field(key, label, "money", required=False, lowest=Decimal(0), highest=MOST, group=CLAIM, when=when)


def _share_asked(given: Given) -> bool:
    return minimum_share(scheme_of(given)) is not None


def _rate_asked(given: Given) -> bool:
    return strict_rate_cap(scheme_of(given)) is not None


CLAIM_FIELDS: tuple[Field, ...] = (
    flag("registered_first", "先办质押登记，后放款", CLAIM, when=_without_scheme_or("registered_first")),
    flag("other_subsidy", "同笔贷款享受过其他财政贴息", CLAIM, when=_double),
    flag("repaid", "按合同约定还款", CLAIM, when=_without_scheme_or("repaid")),
    flag("first_pledge", "至少有一件专利是首次质押", CLAIM, when=_without_scheme_or("first_pledge")),
    _money("principal", "贷款本金", has_check("principal_at_most")),
    Field(
        "ip_share",
        "专利担保占比",
        "percent",
        required=False,
        lowest=Decimal(0),
        highest=Decimal(100),
        hint="合同里专利担保的金额占贷款的百分之几；只用专利质押的填 100。",
        group=CLAIM,
        when=_share_asked,
    ),
    Field(
        "rate",
        "合同年利率",
        "percent",
        required=False,
        lowest=Decimal(0),
        highest=Decimal(100),
        hint="按合同写的年利率，如 3.65。",
        group=CLAIM,
        when=_rate_asked,
    ),
    Field(
        "drawdown",
        "放款日",
        "date",
        required=False,
        hint="按这一天的 LPR 算利率上限。",
        group=CLAIM,
        when=_rate_asked,
    ),
    *(_gate(scheme, n, condition) for scheme in all_schemes().values() for n, condition in asked_apart(scheme)),
)
