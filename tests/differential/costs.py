"""Second derivation of rates of return: bisection of the present value at sixty digits, no derivative, no float."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

from tests.differential.exact import Inputs, draw_span, draw_yuan, half_up, part, text
from tests.differential.instalments import annuity

DIGITS, HALVINGS = 60, 120
# Where the one root lies that the draws below allow: yearly rates, and rates per month.
YEARLY, MONTHLY = (Decimal("-0.5"), Decimal(20)), (Decimal("-0.05"), Decimal("0.5"))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _worth(flows: list[tuple[Fraction, Fraction]], rate: Decimal) -> Decimal:
    return sum((_decimal(amount) * (1 + rate) ** -_decimal(time) for time, amount in flows), Decimal(0))


def root(flows: list[tuple[Fraction, Fraction]], between: tuple[Decimal, Decimal]) -> Fraction:
    """The rate at which the flows are worth nothing."""
    low, high = between
    with localcontext(prec=DIGITS):
        rising = _worth(flows, low) < 0
        assert rising != (_worth(flows, high) < 0), "the draw has no single root in this range"
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if (_worth(flows, middle) < 0) == rising else (low, middle)
        return Fraction((low + high) / 2)


def percent(rate: Fraction) -> str:
    return text(rate * 100, 6)


def _dated(flows: dict[date, Fraction]) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction((on - min(flows)).days, 365), amount) for on, amount in flows.items()]


def _add(flows: dict[date, Fraction], on: str, amount: Fraction) -> None:
    day = date.fromisoformat(on)
    flows[day] = flows.get(day, Fraction(0)) + amount


def _shown(flows: dict[date, Fraction]) -> list[Inputs]:
    return [{"date": day.isoformat(), "amount_yuan": text(flows[day])} for day in sorted(flows)]


def all_in_cost(inputs: Inputs) -> Inputs:
    principal = Fraction(inputs["principal_yuan"])
    deposit = Fraction(inputs["deposit_frozen_at_drawdown_returned_at_maturity_yuan"])
    fees = [(inputs["drawdown_date"], Fraction(fee["amount_yuan"])) for fee in inputs["fees_paid_at_drawdown"] or []]
    fees += [(fee["date"], Fraction(fee["amount_yuan"])) for fee in inputs["later_fees"] or []]
    before: dict[date, Fraction] = {}
    _add(before, inputs["drawdown_date"], principal - deposit)
    dates = [date.fromisoformat(on) for on in (inputs["drawdown_date"], *inputs["interest_payment_dates"])]
    paid = [
        half_up(principal * part(inputs["annual_interest_rate_percent"]) * (end - start).days / 360)
        for start, end in zip(dates, dates[1:], strict=False)
    ]
    for on, amount in [*zip(inputs["interest_payment_dates"], paid, strict=True), *fees]:
        _add(before, on, -amount)
    _add(before, inputs["maturity_date"], deposit - principal)
    after = dict(before)
    receipts = inputs["subsidy_receipts"] or []
    for receipt in receipts:
        _add(after, receipt["date"], Fraction(receipt["amount_yuan"]))
    charge, subsidy = sum(paid) + sum(fee for _, fee in fees), sum(Fraction(receipt["amount_yuan"]) for receipt in receipts)
    rates, yearly = (
        [root(_dated(flows), YEARLY) for flows in (before, after)],
        Fraction(365, (dates[-1] - dates[0]).days) / principal,
    )
    return {
        "net_cost_yuan": text(charge - subsidy),
        "net_cash_flows_before_subsidy": _shown(before),
        "net_cash_flows_after_subsidy": _shown(after),
        "xirr_before_subsidy_percent": percent(rates[0]),
        "xirr_after_subsidy_percent": percent(rates[1]),
        "effective_subsidy_percentage_points": percent(rates[0] - rates[1]),
        "simple_annual_cost_before_percent": percent(charge * yearly),
        "simple_annual_cost_after_percent": percent((charge - subsidy) * yearly),
    }


def draw_all_in_cost(random: Random) -> Inputs:
    start, end = draw_span(random, 24)
    principal = Fraction(draw_yuan(random, lowest=10**5))
    length = (end - start).days

    def some(latest: int) -> list[Inputs] | None:
        on = [(start + timedelta(days=random.randint(1, latest))).isoformat() for _ in range(random.randint(0, 2))]
        entries = [{"name": "费用", "date": day, "amount_yuan": text(principal * random.randint(1, 15) / 1000)} for day in on]
        return entries or random.choice([[], None])

    days = sorted({start + timedelta(days=random.randint(1, length)) for _ in range(3)} | {end})
    return {
        "principal_yuan": text(principal),
        "annual_interest_rate_percent": text(Fraction(random.randint(100, 800), 100)),
        "drawdown_date": start.isoformat(),
        "maturity_date": end.isoformat(),
        "day_count": "actual/360",
        "interest_payment_dates": [day.isoformat() for day in days],
        "deposit_frozen_at_drawdown_returned_at_maturity_yuan": random.choice(["0.00", text(principal / 10)]),
        "fees_paid_at_drawdown": some(length),
        "later_fees": some(length),
        "subsidy_receipts": some(length + 200),
    }


def annuity_cost(inputs: Inputs) -> Inputs:
    count = inputs["number_of_monthly_instalments"]
    rows = annuity(inputs | {"number_of_instalments": count, "instalments_per_year": 12})["schedule"]
    fee = Fraction(inputs["fees_paid_at_drawdown_yuan"])
    before = [Fraction(inputs["principal_yuan"]) - fee, *(-Fraction(row["instalment_yuan"]) for row in rows)]
    after = list(before)
    for month, amount in inputs["subsidy_receipts_by_month_number"].items():
        after += [Fraction(0)] * (int(month) + 1 - len(after))
        after[int(month)] += Fraction(amount)
    result = {}
    for name, flows in (("before", before), ("after", after)):
        rate = root([(Fraction(k), flow) for k, flow in enumerate(flows)], MONTHLY)
        result[f"cash_flows_{name}_yuan"] = [text(flow) for flow in flows]
        result[f"irr_per_month_{name}_percent"] = percent(rate)
        result[f"annual_nominal_{name}_percent"] = percent(12 * rate)
        result[f"annual_effective_{name}_percent"] = percent((1 + rate) ** 12 - 1)
    return result


def draw_annuity_cost(random: Random) -> Inputs:
    principal, count = Fraction(draw_yuan(random, lowest=10**5)), random.choice([6, 12, 24])
    months = {random.randint(1, count + 6) for _ in range(random.randint(0, 2))}
    return {
        "principal_yuan": text(principal),
        "annual_interest_rate_percent": text(Fraction(random.randint(100, 800), 100)),
        "number_of_monthly_instalments": count,
        "fees_paid_at_drawdown_yuan": text(principal * random.randint(0, 30) / 1000),
        "subsidy_receipts_by_month_number": {str(month): text(principal / 100) for month in sorted(months)},
    }


SECOND = {
    "all_in_cost": (draw_all_in_cost, all_in_cost),
    "all_in_cost_annuity": (draw_annuity_cost, annuity_cost),
}
