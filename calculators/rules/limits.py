"""Loan limits (可贷额度): each limit by itself, the smallest of them, and which ones bind.

Collateral: sum of value × (1 − haircut) × pledge rate. Debt service: room = cash ÷ least DSCR − existing service.
Money is yuan, rates are fractions a year. A limit below zero counts as 0. The amount is floored to the unit on the
exact smallest limit; limits are reported to the fen. A limit that was not given is not checked, never infinite in
silence. Source: practice of banks as in the formulas of this project; 商业银行法 第三十九条 for the single customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.figure import apply, fen, floor_to, least, most, named, operation, plain
from calculators.money import settle
from calculators.rules.annuity import level_payment

ZERO, ONE, MONTHS = Decimal(0), Decimal(1), 12

# In the order in which binding limits are named.
LIMITS = {
    "applied_amount": "申请金额",
    "collateral": "押品限额",
    "debt_service": "偿债能力限额",
    "revenue_multiple": "营业收入限额",
    "working_capital_need": "流动资金需求限额",
    "bank_single_customer": "单一客户限额",
    "product_cap": "产品上限",
}


class Asset(NamedTuple):
    """One thing pledged or one part granted on credit. Value in yuan, haircut and pledge rate as fractions.

    `haircut` None is no haircut; `eligible` 0 says that it cannot be pledged, None that this was not in question.
    """

    value: Any
    haircut: Any
    rate: Any
    eligible: Any = None


class Service(NamedTuple):
    """What may be spent on a new loan. Cash and existing service in yuan a year."""

    cash: Any
    least_cover: Any
    existing: Any = ZERO


def supported(asset: Asset) -> Any:
    """What one asset supports, not rounded: value × (1 − haircut) × pledge rate, 0 when it cannot be pledged."""
    kept = asset.value if asset.haircut is None else asset.value * (1 - asset.haircut)
    amount = kept * asset.rate
    return amount if asset.eligible is None else amount * asset.eligible


def share_limit(patents: Any, share: Any) -> Any:
    """The largest loan of which the patents' part is at least `share`: patent part ÷ share. Share above 0."""
    return patents / share


@operation("collateral_limited_by", "{0} 与 {1} 中较小的是哪一个")
def _limited_by(whole: Decimal, by_share: Decimal) -> str:
    return "collateral_total" if settle(whole) <= settle(by_share) else "patent_share"


def limited_by(whole: Any, by_share: Any) -> Any:
    """`collateral_total` or `patent_share`; when both are equal the share requirement is met."""
    return apply("collateral_limited_by", whole, by_share)


def not_below_zero(value: Any) -> Any:
    """A negative limit counts as 0."""
    return most(value, ZERO)


def yearly_room(service: Service) -> Any:
    """Cash left for a new loan in a year: cash ÷ least cover − existing debt service. May be negative."""
    return service.cash / service.least_cover - service.existing


def one_year_bullet(room: Any, rate: Any) -> Any:
    """A loan repaid with its interest after one year: principal × (1 + rate) ≤ room."""
    return room / (1 + rate)


def equal_instalments(room: Any, rate: Any, count: Any) -> Any:
    """等额本息: the loan whose `count` monthly instalments are room ÷ 12 each (its present value)."""
    return room / MONTHS / level_payment(ONE, rate / MONTHS, count)


def equal_principal(room: Any, rate: Any, count: Any) -> Any:
    """等额本金: the first instalment P ÷ n + P × rate ÷ 12 must not exceed room ÷ 12."""
    return room * count / (MONTHS + rate * count)


def instalment(principal: Any, rate: Any, count: Any) -> Any:
    """The posted equal monthly instalment, to the fen."""
    return fen(level_payment(principal, rate / MONTHS, count))


def service_cover(cash: Any, service: Any) -> Any:
    """DSCR: cash ÷ debt service of a year; None when there is nothing to serve."""
    return None if plain(service) == 0 else cash / service


def revenue_multiple(revenue: Any, cap: Any, existing: Any) -> Any:
    """Revenue × cap − existing loans."""
    return revenue * cap - existing


def single_customer(net_capital: Any, cap: Any, exposure: Any) -> Any:
    """The bank's net capital × cap − what the customer already owes it."""
    return net_capital * cap - exposure


def smallest(limits: Mapping[str, Any]) -> Any:
    """The exact smallest of the limits given."""
    exact = least(*[limits[code] for code in LIMITS if code in limits])
    return named(exact, "smallest", "最小的限额", "元", "能核对的各项限额里最小的一个。")


@operation("binding_limits", "与最小值相等的限额")
def binding_limits(codes: str, *values: Decimal) -> tuple[str, ...]:
    """All limits equal to the smallest, in the order given. `codes` are their names joined by commas."""
    settled = [settle(value) for value in values]
    floor = min(settled)
    return tuple([code for code, value in zip(codes.split(","), settled, strict=True) if value == floor])


def binding(limits: Mapping[str, Any]) -> Any:
    """Codes of all limits equal to the smallest, in the fixed order."""
    given = [code for code in LIMITS if code in limits]
    return apply("binding_limits", ",".join(given), *[limits[code] for code in given])


def loan_amount(limits: Mapping[str, Any], unit: Any) -> Any:
    """The smallest limit floored to the unit, decided on the exact value."""
    return floor_to(smallest(limits), unit)


def valuation_needed(wanted: Any, other: Any, haircut: Any, rate: Any) -> Any:
    """Patent value at which patents and the other collateral together support the wanted loan, not rounded."""
    return most(wanted - other, ZERO) / ((1 - haircut) * rate)


def value_after(initial: Any, decay: Any, years: int) -> Any:
    """Value after so many years of the same yearly decay: initial × (1 − decay)^years; 0^0 counts as 1."""
    return initial * apply("whole_power", 1 - decay, Decimal(years))


@operation("whole_power", "{0} 的 {1} 次方")
def whole_power(base: Decimal, exponent: Decimal) -> Decimal:
    """A power with a whole exponent; anything to the power 0 is 1."""
    return base ** int(exponent) if exponent else ONE


def loan_to_value(balance: Any, value: Any) -> Any:
    """Balance ÷ value; None when nothing is left of the value."""
    return None if plain(value) == 0 else balance / value


@operation("first_above", "各年末比例中第一次高于 {0} 的年份")
def first_above_limit(limit: Decimal, *ratios: Decimal | None) -> Decimal | None:
    """Number (from 1) of the first year-end whose ratio is above the limit or has no value; None when none is."""
    for number, ratio in enumerate(ratios, 1):
        if ratio is None or settle(ratio) > settle(limit):
            return Decimal(number)
    return None


def first_above(ratios: Iterable[Any], limit: Any) -> Any:
    """The first year-end at which the loan is larger than the pledge rate allows; None when it never is."""
    return apply("first_above", limit, *ratios)
