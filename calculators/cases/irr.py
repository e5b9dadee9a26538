"""Adapters for the topic irr_xirr_and_financing_cost: IRR, XIRR, XNPV, all-in cost, break-even."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from calculators import irr
from calculators.cases.convert import day, number, percent_in, rate_out, whole_in, yuan
from calculators.figure import fen
from calculators.rules import financing_cost
from calculators.rules.annuity import posted_annuity

type Inputs = dict[str, Any]
type Outputs = dict[str, Any]

BASIS = {"actual/360": Decimal(360), "actual/365": Decimal(365)}
MONTHS = 12


def _flows(entries: Sequence[dict[str, str]] | None) -> tuple[tuple[date, Decimal], ...]:
    return tuple((day(entry["date"]), number(entry["amount_yuan"])) for entry in entries or ())


def xirr(inputs: Inputs) -> Outputs:
    """The annual effective rate; null with its status when there is no single one."""
    found = irr.xirr(_flows(inputs["cash_flows"]))
    return {"xirr_percent": rate_out(found.rate), "status": found.status}


def irr_edge_cases(inputs: Inputs) -> Outputs:
    """The status, and every root in range."""
    found = irr.xirr(_flows(inputs["cash_flows"]))
    return {"status": found.status, "all_solutions_percent": [rate_out(root) for root in found.roots]}


def xnpv(inputs: Inputs) -> Outputs:
    """Present value on the valuation date."""
    rate = percent_in(inputs["annual_effective_discount_rate_percent"])
    value = irr.xnpv(rate, _flows(inputs["cash_flows"]), day(inputs["valuation_date"]))
    return {"present_value_yuan": yuan(value)}


def _periodic(amounts: Sequence[Decimal], per_year: int) -> tuple[str | None, str | None, str | None]:
    """Rate per period, annual nominal and annual effective, in percent."""
    rate = irr.periodic_irr(amounts, per_year).rate
    if rate is None:
        return None, None, None
    return rate_out(rate), rate_out(irr.nominal(rate, per_year)), rate_out(irr.effective(rate, per_year))


def periodic_irr(inputs: Inputs) -> Outputs:
    """IRR of flows one period apart."""
    amounts = [number(text) for text in inputs["cash_flows_yuan_by_period"]]
    rate, nominal, effective = _periodic(amounts, whole_in(inputs["periods_per_year"]))
    return {"irr_per_period_percent": rate, "annual_nominal_percent": nominal, "annual_effective_percent": effective}


def _shown(flows: Sequence[tuple[date, Decimal]]) -> list[dict[str, str]]:
    return [{"date": on.isoformat(), "amount_yuan": yuan(amount)} for on, amount in flows]


def _loan(inputs: Inputs) -> financing_cost.BulletLoan:
    return financing_cost.BulletLoan(
        principal=number(inputs["principal_yuan"]),
        rate=percent_in(inputs["annual_interest_rate_percent"]),
        drawdown=day(inputs["drawdown_date"]),
        maturity=day(inputs["maturity_date"]),
        interest_days=tuple(day(text) for text in inputs["interest_payment_dates"]),
        basis=BASIS[inputs["day_count"]],
    )


def all_in_cost(inputs: Inputs) -> Outputs:
    """A bullet loan with fees, a frozen deposit and subsidies."""
    loan = _loan(inputs)
    upfront = [(loan.drawdown, number(fee["amount_yuan"])) for fee in inputs.get("fees_paid_at_drawdown") or ()]
    cost = financing_cost.all_in_cost(
        loan,
        [*upfront, *_flows(inputs.get("later_fees"))],
        number(inputs.get("deposit_frozen_at_drawdown_returned_at_maturity_yuan") or "0"),
        _flows(inputs.get("subsidy_receipts")),
    )
    return {
        "total_interest_yuan": yuan(cost.interest),
        "total_fees_yuan": yuan(cost.fees),
        "total_subsidy_yuan": yuan(cost.subsidy),
        "net_cost_yuan": yuan(cost.net_cost),
        "net_cash_flows_before_subsidy": _shown(cost.before),
        "net_cash_flows_after_subsidy": _shown(cost.after),
        "xirr_before_subsidy_percent": rate_out(cost.rate_before),
        "xirr_after_subsidy_percent": rate_out(cost.rate_after),
        "effective_subsidy_percentage_points": rate_out(cost.saved),
        "simple_annual_cost_before_percent": rate_out(cost.simple_before),
        "simple_annual_cost_after_percent": rate_out(cost.simple_after),
    }


def all_in_cost_annuity(inputs: Inputs) -> Outputs:
    """An equal-instalment loan with an upfront fee and subsidies received in given months."""
    principal = number(inputs["principal_yuan"])
    rate, count = percent_in(inputs["annual_interest_rate_percent"]), Decimal(inputs["number_of_monthly_instalments"])
    rows = posted_annuity(principal, [(1, rate)], count, MONTHS)
    before = [principal - number(inputs.get("fees_paid_at_drawdown_yuan") or 0), *(-row.payment for row in rows)]
    receipts = {int(month): number(text) for month, text in (inputs.get("subsidy_receipts_by_month_number") or {}).items()}
    length = max([len(before) - 1, *receipts])
    after = [(before[k] if k < len(before) else Decimal(0)) + receipts.get(k, Decimal(0)) for k in range(length + 1)]
    result: Outputs = {}
    for name, flows in (("before", before), ("after", after)):
        per_month, nominal, effective = _periodic(flows, MONTHS)
        result[f"cash_flows_{name}_yuan"] = [yuan(flow) for flow in flows]
        result[f"irr_per_month_{name}_percent"] = per_month
        result[f"annual_nominal_{name}_percent"] = nominal
        result[f"annual_effective_{name}_percent"] = effective
    return result


def break_even(inputs: Inputs) -> Outputs:
    """The largest upfront fee that keeps a single-payment loan at the target XIRR."""
    principal, length = number(inputs["principal_yuan"]), Decimal(inputs["days"])
    rate = percent_in(inputs["annual_interest_rate_percent"])
    interest = fen(principal * rate * length / BASIS[inputs["day_count"]])
    target = percent_in(inputs["target_xirr_percent"])
    fee = financing_cost.largest_upfront_fee(principal, principal + interest, length, target)
    return {"interest_yuan": yuan(interest), "maximum_upfront_fee_yuan": yuan(fee)}


ADAPTERS: dict[str, Callable[[Inputs], Outputs]] = {
    "xirr": xirr,
    "irr_edge_cases": irr_edge_cases,
    "xnpv": xnpv,
    "periodic_irr": periodic_irr,
    "all_in_cost": all_in_cost,
    "all_in_cost_annuity": all_in_cost_annuity,
    "break_even": break_even,
}
