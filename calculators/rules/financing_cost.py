"""综合融资成本: every payment around a loan on its own date, its annual rate before and after a subsidy, break-even.

Borrower's sign: received +, paid −. Flows of one day are added. Rates are fractions; they are reported, never used
to compute money, and come unrounded (12 decimal places) from the root search. XIRR counts a year as 365 days, so does
the simple annual cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from calculators import irr
from calculators.dates import days_between
from calculators.figure import apply, days, fen, floor_to, most, named, operation, plain, total
from calculators.money import FEN

type Dated = tuple[Any, Any]  # (day, yuan)

ZERO = Decimal(0)
KINDS = {"principal": "本金", "deposit": "保证金", "interest": "利息", "fee": "费用", "subsidy": "补贴"}
STATUS_WORDS = {"ok": "有唯一的年化利率", "no_solution": "没有年化利率", "multiple_solutions": "有几个年化利率"}


def _flows(values: tuple[Any, ...]) -> list[tuple[date, Decimal]]:
    """Days and amounts listed one after the other, as pairs."""
    half = len(values) // 2
    return list(zip(values[:half], values[half:], strict=True))


@operation("xirr_rate", "各笔收付按日期折现后合计为 0 的年利率（XIRR）")
def xirr_rate(*values: Any) -> Decimal | None:
    """XIRR of days and amounts listed one after the other; None when there is no single rate."""
    return irr.xirr(_flows(values)).rate


@operation("xirr_status", "各笔收付有没有唯一的年利率")
def xirr_status(*values: Any) -> str:
    """`ok`, `no_solution` or `multiple_solutions`."""
    return irr.xirr(_flows(values)).status


@operation("value_on", "其余各笔收付按年利率 {0} 折到 {1} 的合计")
def value_on(rate: Decimal, on: date, *values: Any) -> Decimal:
    """Present value on a day, yuan, unrounded."""
    return irr.xnpv(rate, _flows(values), on)


@operation("moved_to", "{0} 按年利率 {1} 从 {2} 推到 {3}")
def moved_to(amount: Decimal, rate: Decimal, start: date, end: date) -> Decimal:
    """What an amount on one day is worth on another: amount · (1 + rate)^(days / 365)."""
    growth: Decimal = (1 + rate) ** (days_between(start, end) / irr.DAYS_IN_YEAR)
    return amount * growth


@operation("simple_cost", "{0} × 365 ÷ {1}")
def simple_cost(cost: Decimal, balance_days: Decimal) -> Decimal:
    """Simple annual cost: yuan · 365 / Σ(balance · days), a fraction."""
    return cost * irr.DAYS_IN_YEAR / balance_days


@dataclass(frozen=True)
class BulletLoan:
    """A loan repaid in one sum, with interest on given days. Yuan; `rate` is a fraction a year."""

    principal: Any
    rate: Any
    drawdown: Any
    maturity: Any
    interest_days: tuple[Any, ...]
    basis: Any

    def interest(self) -> tuple[Dated, ...]:
        """fen(principal · rate · days since the previous payment / basis) on each interest day."""
        stretches = pairwise((self.drawdown, *self.interest_days))
        return tuple((end, fen(self.principal * self.rate * days(start, end) / self.basis)) for start, end in stretches)

    def payments(self) -> Payments:
        """What the loan alone pays and receives."""
        return Payments(
            drawdown=self.drawdown,
            end=self.maturity,
            drawn=((self.drawdown, self.principal),),
            repaid=((self.maturity, self.principal),),
            interest=self.interest(),
            balance_days=self.principal * days(self.drawdown, self.maturity),
        )


@dataclass(frozen=True)
class Payments:
    """A loan of any shape: what was lent, repaid and paid in interest, on their days. `balance_days` is 积数."""

    drawdown: Any
    end: Any
    drawn: tuple[Dated, ...]
    repaid: tuple[Dated, ...]
    interest: tuple[Dated, ...]
    balance_days: Any


@dataclass(frozen=True)
class Row:
    """One day on which money moves. `parts`: kind -> signed yuan; `before` is None on a day with a subsidy only."""

    day: Any
    parts: Mapping[str, Any]
    before: Any
    after: Any


@operation("paid_out", "付出 {0}")
def paid_out(amount: Decimal) -> Decimal:
    """An amount with the sign of money paid."""
    return -amount


def _minus(flows: Sequence[Dated]) -> list[Dated]:
    return [(day, apply("paid_out", amount)) for day, amount in flows]


def signed(loan: Payments, fees: Sequence[Dated], deposit: Any, subsidies: Sequence[Dated]) -> dict[str, list[Dated]]:
    """Every flow by kind with the borrower's sign; the deposit is frozen at drawdown and returned at the end."""
    frozen = [*_minus([(loan.drawdown, deposit)]), (loan.end, deposit)] if plain(deposit) else []
    return {
        "principal": [*loan.drawn, *_minus(loan.repaid)],
        "deposit": frozen,
        "interest": _minus(loan.interest),
        "fee": _minus(fees),
        "subsidy": list(subsidies),
    }


def _row(number: int, on: date, flows: Mapping[str, Sequence[Dated]]) -> Row:
    parts, day = {}, None
    for kind, entries in flows.items():
        todays = [(d, amount) for d, amount in entries if plain(d) == on]
        if todays:
            day = todays[0][0] if day is None else day
            name = f"{on} 的{KINDS[kind]}收付"
            parts[kind] = named(total(amount for _, amount in todays), f"{kind}_{number}", name)
    own = [amount for kind, amount in parts.items() if kind != "subsidy"]
    before = named(total(own), f"before_{number}", f"{on} 补贴前净收付") if own else None
    after = named(total(parts.values()), f"after_{number}", f"{on} 补贴后净收付")
    return Row(day, parts, before, after)


def ledger(flows: Mapping[str, Sequence[Dated]]) -> tuple[Row, ...]:
    """One row a day, in order, flows of one day added."""
    dates = sorted({plain(day) for entries in flows.values() for day, _ in entries})
    return tuple(_row(number, on, flows) for number, on in enumerate(dates, 1))


@dataclass(frozen=True)
class AllInCost:
    """Rows, totals in yuan and rates before and after the subsidy. A rate is None when there is no single one."""

    rows: tuple[Row, ...]
    interest: Any
    fees: Any
    subsidy: Any
    net_cost: Any
    rate_before: Any
    rate_after: Any
    status_before: Any
    status_after: Any
    simple_before: Any
    simple_after: Any

    @property
    def before(self) -> tuple[Dated, ...]:
        """Flows by date without the subsidy."""
        return tuple((row.day, row.before) for row in self.rows if row.before is not None)

    @property
    def after(self) -> tuple[Dated, ...]:
        """Flows by date with the subsidy."""
        return tuple((row.day, row.after) for row in self.rows)

    @property
    def saved(self) -> Any:
        """The effective subsidy: the difference of the two unrounded rates."""
        if self.rate_before is None or self.rate_after is None:
            return None
        why = "补贴前年化利率 − 补贴后年化利率，单位是百分点。"
        return named(self.rate_before - self.rate_after, "saved", "补贴使年化利率降低", "%", why)


def _listed(flows: Sequence[Dated]) -> list[Any]:
    return [*(day for day, _ in flows), *(amount for _, amount in flows)]


def _rate(flows: Sequence[Dated], when: str, says: str) -> tuple[Any, Any]:
    """The XIRR (None when there is no single one) and its status."""
    rate = apply("xirr_rate", *_listed(flows))
    status = named(apply("xirr_status", *_listed(flows)), f"status_{when}", f"{says}年化利率的情形", "")
    if plain(rate) is None:
        return None, status
    why = "每笔收付按自己的日期折现，一年按 365 天。"
    return named(rate, f"rate_{when}", f"{says}综合年化成本（XIRR）", "%", why), status


def _sum(flows: Sequence[Dated], key: str, label: str) -> Any:
    return named(total(amount for _, amount in flows), key, label, "元", "各笔相加。")


def all_charges(loan: Payments, fees: Sequence[Dated], deposit: Any, subsidies: Sequence[Dated]) -> AllInCost:
    """All charges of a loan: fees on their dates, a deposit frozen until the end, subsidies when received."""
    rows = ledger(signed(loan, fees, deposit, subsidies))
    interest = _sum(loan.interest, "total_interest", "利息合计")
    charges, subsidy = _sum(fees, "total_fees", "费用合计"), _sum(subsidies, "total_subsidy", "补贴合计")
    gross = named(interest + charges, "gross_cost", "利息和费用合计", "元")
    net = named(gross - subsidy, "net_cost", "净成本", "元", "利息 + 费用 − 补贴。")
    owed = named(loan.balance_days, "balance_days", "余额×天数合计", "元·天", "每段余额乘以占用天数。")
    before, before_status = _rate([(r.day, r.before) for r in rows if r.before is not None], "before", "补贴前")
    after, after_status = _rate([(r.day, r.after) for r in rows], "after", "补贴后")
    why = "按 365 天折成一年，除以余额乘天数的合计；单利，不看先后。"
    return AllInCost(
        rows=rows,
        interest=interest,
        fees=charges,
        subsidy=subsidy,
        net_cost=net,
        rate_before=before,
        rate_after=after,
        status_before=before_status,
        status_after=after_status,
        simple_before=named(apply("simple_cost", gross, owed), "simple_before", "补贴前简单年成本", "%", why),
        simple_after=named(apply("simple_cost", net, owed), "simple_after", "补贴后简单年成本", "%", why),
    )


def all_in_cost(loan: BulletLoan, fees: Sequence[Dated], deposit: Any, subsidies: Sequence[Dated]) -> AllInCost:
    """All charges of a bullet loan."""
    return all_charges(loan.payments(), fees, deposit, subsidies)


def affordable_fee(flows: Sequence[Dated], drawdown: Any, target: Any) -> Any:
    """The fee at drawdown that brings the other flows to the target XIRR, floored to the fen.

    Their present value at the target. Negative when the loan costs more than the target even without the fee.
    """
    value = apply("value_on", target, drawdown, *_listed(flows))
    return floor_to(named(value, "value_at_target", "按目标利率折到放款日的合计", "元", "放款时的费用不算在内。"), FEN)


def largest_upfront_fee(principal: Any, due: Any, length: Any, target: Any) -> Any:
    """The same for a loan with one payment after so many days: principal − due / (1 + target)^(days / 365)."""
    growth = (1 + target) ** (length / irr.DAYS_IN_YEAR)
    return floor_to(principal - due / growth, FEN)


def subsidy_needed(flows: Sequence[Dated], drawdown: Any, on: Any, target: Any) -> Any:
    """The subsidy on a day that brings the flows to the target XIRR, rounded up to the fen; 0 when none is needed."""
    missing = ZERO - apply("value_on", target, drawdown, *_listed(flows))
    missing = named(missing, "missing_at_target", "折到放款日还差的数", "元", "补贴前的各笔收付按目标利率折现。")
    return most(apply("ceil_to", apply("moved_to", missing, target, drawdown, on), FEN), ZERO)


def least_ratio(fees: Any, interest: Any) -> Any:
    """The share of the interest that a subsidy must be to cover the fees. ZeroDivisionError without interest."""
    return fees / interest
