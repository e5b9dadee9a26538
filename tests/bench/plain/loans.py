"""Repayment schedules, interest subsidy and cost of financing."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from tests.bench.plain.common import FEN, NOISE, Plain, fen, months_later, places

EVERY = {"interest_quarterly": 3, "interest_monthly": 1, "quarterly": 3, "monthly": 1}
ONE_DAY = timedelta(days=1)

type Period = tuple[date, date, Decimal, Decimal, date]


def settled(given: dict[str, Any], every: int) -> list[Period]:
    """Start, end, days, interest and day paid of each period up to the settlement day of every month that counts."""
    start, maturity, day = given["drawdown"], given["maturity"], int(given["settlement_day"])
    yearly, basis = given["principal"] * given["rate"], Decimal(given["day_basis"])
    step = ONE_DAY if given["convention"] == "21_to_20" else timedelta()
    month = date(start.year, start.month, 1)
    rows = []
    while start < maturity:
        paid = months_later(month, 1) - ONE_DAY
        paid = min(paid, month.replace(day=min(day, paid.day)))
        if paid >= maturity:
            paid = maturity
        if paid == maturity or (month.month % every == 0 and given["drawdown"] < paid):
            end = paid if paid == maturity else paid + step
            days = Decimal((end - start).days)
            rows.append((start, end, days, fen(yearly * days / basis), paid))
            start = end
        month = months_later(month, 1)
    return rows


def interest_schedule(given: dict[str, Any]) -> Plain:
    """还款计划: interest settled monthly or quarterly, principal at maturity."""
    principal = given["principal"]
    rows: list[tuple[Any, ...]] = []
    interest = days = Decimal(0)
    periods = settled(given, EVERY[given["method"]])
    for number, (start, end, length, amount, paid) in enumerate(periods, 1):
        interest, days = interest + amount, days + length
        if end == given["maturity"]:
            rows.append((number, start, paid, length, amount, principal, principal + amount, Decimal(0)))
        else:
            rows.append((number, start, paid, length, amount, None, amount, principal))
    figures = {
        "total_interest": interest,
        "total_repaid": principal + interest,
        "total_days": days,
        "periods": Decimal(len(periods)),
        "simple_annual_cost": places(interest * 365 / (principal * days), 6),
    }
    return figures, [*rows, (interest, principal, principal + interest, days)]


def instalment_schedule(given: dict[str, Any]) -> Plain:
    """还款计划: equal monthly instalments."""
    principal, count = given["principal"], int(given["instalments"])
    monthly = given["rate"] / 12
    growth = (1 + monthly) ** count
    exact = principal * monthly * growth / (growth - 1)
    payment, balance, start = fen(exact), principal, given["drawdown"]
    rows, total, owed, days = [], Decimal(0), Decimal(0), Decimal(0)
    for number in range(1, count + 1):
        due = months_later(given["drawdown"], number)
        length = Decimal((due - start).days)
        interest = fen(balance * given["rate"] / 12)
        part = balance if number == count else payment - interest
        owed, days, total = owed + balance * length, days + length, total + interest
        balance -= part
        rows.append((number, start, due, length, interest, part, part + interest, balance))
        start = due
    figures = {
        "total_interest": total,
        "total_repaid": principal + total,
        "total_days": days,
        "periods": Decimal(count),
        "simple_annual_cost": places(total * 365 / owed, 6),
        "regular_instalment": payment,
        "first_payment": rows[0][6],
        "last_payment": rows[-1][6],
        "formula_interest": fen(exact * count - principal),
    }
    return figures, [*rows, (total, principal, principal + total, days)]


LIMITS = {
    "none": "没有上限起作用",
    "per_loan_cap": "每笔上限",
    "actual_interest_less_other_subsidies": "实付利息减其他补贴",
}


def interest_subsidy(given: dict[str, Any]) -> Plain:
    """贷款贴息 by own terms: a ratio of all interest, limited per loan and by the interest paid."""
    rows: list[tuple[Any, ...]] = []
    interest, days = Decimal(0), Decimal(0)
    for number, (start, end, length, amount, paid) in enumerate(settled(given, EVERY[given["interest_every"]]), 1):
        rows.append((number, start, end, length, amount, paid, length, amount))
        interest, days = interest + amount, days + length
    before = subsidy = fen(interest * given["ratio"])
    binding = "none"
    for code, limit in (("per_loan_cap", given["loan_cap"]), ("actual_interest_less_other_subsidies", interest)):
        if limit is not None and limit < subsidy:
            binding, subsidy = code, limit
    left = interest - subsidy
    figures = {
        "subsidy": subsidy,
        "base": interest,
        "eligible_interest": interest,
        "subsidy_before_caps": before,
        "binding_limit": binding,
        "net_interest": left,
        "effective_rate": left * Decimal(given["day_basis"]) / (given["principal"] * days),
    }
    item = ("贷款贴息", interest, given["ratio"], before, LIMITS[binding], subsidy)
    return figures, [*rows, (days, interest, days, interest), item, (subsidy,)]


type Flows = list[tuple[date, Decimal]]


def present(rate: Decimal, flows: Flows, on: date) -> Decimal:
    """What dated flows are worth on a day."""
    return sum((amount / (1 + rate) ** (Decimal((day - on).days) / 365) for day, amount in flows), Decimal(0))


def xirr(flows: Flows) -> Decimal:
    """Floats bisect the only sign change, Newton steps in Decimal do the rest."""
    first = flows[0][0]
    terms = [((day - first).days / 365, float(amount)) for day, amount in flows]
    low, high = math.log(0.5), math.log(21)
    falling = sum(amount * math.exp(-time * low) for time, amount in terms) > 0
    for _ in range(60):
        middle = (low + high) / 2
        if (sum(amount * math.exp(-time * middle) for time, amount in terms) > 0) == falling:
            low = middle
        else:
            high = middle
    rate, exact = Decimal(math.expm1(low)), [(Decimal((day - first).days) / 365, amount) for day, amount in flows]
    for _ in range(6):
        parts = [(time, amount / (1 + rate) ** time) for time, amount in exact]
        slope = -sum(time * part for time, part in parts) / (1 + rate)
        step = sum(part for _, part in parts) / slope
        rate -= step
        if abs(step) < NOISE:
            break
    return places(rate, 12)


def financing_cost(given: dict[str, Any]) -> Plain:
    """综合融资成本: interest settled quarterly, fees at drawdown, one subsidy, a target rate."""
    principal, drawdown, maturity = given["principal"], given["drawdown"], given["maturity"]
    fees = given["valuation_fee"] + given["guarantee_fee"] + given["registration_fee"]
    subsidy, on, target = given["subsidy"], given["subsidy_on"], given["target"]
    rows: list[tuple[Any, ...]] = [(drawdown, principal, None, -fees, None, principal - fees, principal - fees)]
    before, interest = [(drawdown, principal - fees)], Decimal(0)
    for _, _, _, amount, paid in settled(given, EVERY[given["repay"]]):
        interest += amount
        repaid = -principal if paid == maturity else None
        net = -amount if repaid is None else repaid - amount
        rows.append((paid, repaid, -amount, None, None, net, net))
        before.append((paid, net))
    after = [*before, (on, subsidy)]
    cost_before, cost_after = xirr(before), xirr(after)
    days, gross = principal * Decimal((maturity - drawdown).days), interest + fees
    net_cost = gross - subsidy
    affordable = present(target, [(drawdown, principal), *before[1:]], drawdown)
    missing = -present(target, before, drawdown) * (1 + target) ** (Decimal((maturity - drawdown).days) / 365)
    figures = {
        "rate_after": cost_after,
        "rate_before": cost_before,
        "saved": cost_before - cost_after,
        "simple_before": gross * 365 / days,
        "simple_after": net_cost * 365 / days,
        "total_interest": interest,
        "total_fees": fees,
        "total_subsidy": subsidy,
        "net_cost": net_cost,
        "status_before": "ok",
        "status_after": "ok",
        "fee_share": fees / gross,
        "least_ratio": fees / interest,
        "largest_fee": max((affordable.quantize(NOISE) / FEN).to_integral_value(ROUND_FLOOR) * FEN, Decimal(0)),
        "subsidy_needed": max((missing.quantize(NOISE) / FEN).to_integral_value(ROUND_CEILING) * FEN, Decimal(0)),
    }
    rows.append((on, None, None, None, subsidy, None, subsidy))
    return figures, [*rows, (Decimal(0), -interest, -fees, subsidy, -gross, -net_cost)]
