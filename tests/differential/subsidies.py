"""Second derivation of subsidies: eligible interest day by day, bands yuan by yuan, a fund shared fen by fen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from tests.differential.exact import Inputs, draw_span, draw_yuan, each_day, floor_to, half_up, months_later, part, text


def _lower(amount: Fraction, limit: Fraction, code: str, binding: str | None) -> tuple[Fraction, str | None]:
    """A limit equal to the amount does not bind."""
    return (limit, code) if limit < amount else (amount, binding)


def _counts(record: Inputs, day: date, loan: Inputs, policy: Inputs) -> bool:
    months = policy.get("subsidised_months_from_drawdown")
    drawdown = date.fromisoformat(loan["drawdown_date"])
    return (
        policy.get("claim_window_from", "") <= record["paid_on"] <= policy.get("claim_window_to", "9999")
        and drawdown <= day
        and (months is None or day < months_later(drawdown, months))
    )


def _eligible(loan: Inputs, policy: Inputs) -> Fraction:
    found = Fraction(0)
    for record in loan["interest_records"] or []:
        days = list(
            each_day(date.fromisoformat(record["from_date_included"]), date.fromisoformat(record["to_date_not_included"]))
        )
        if record["kind"] == "contract_interest":
            found += Fraction(record["amount_yuan"]) * Fraction(sum(_counts(record, d, loan, policy) for d in days), len(days))
    rate, cap = Fraction(loan["contract_annual_rate_percent"]), policy.get("rate_cap_percent")
    if cap is not None and Fraction(cap) < rate:
        found *= Fraction(cap) / rate
    return found * part(loan.get("patent_secured_share_percent", "100"))


def interest_subsidy(inputs: Inputs) -> Inputs:
    policy, rows = inputs["policy"], {}
    left = Fraction(policy.get("per_enterprise_year_cap_yuan", 10**15)) - Fraction(
        policy.get("already_granted_this_year_yuan", 0)
    )
    for loan in sorted(inputs["loans"], key=lambda loan: (loan["drawdown_date"], loan["loan_id"])):
        eligible, ratio = _eligible(loan, policy), policy["ratio_percent"]
        if loan.get("first_patent_pledge_loan"):
            ratio = policy.get("ratio_percent_first_loan", ratio)
        before = half_up(eligible * part(ratio))
        amount, binding = _lower(before, Fraction(policy.get("per_loan_cap_yuan", 10**15)), "per_loan_cap", None)
        own = [Fraction(r["amount_yuan"]) for r in loan["interest_records"] or [] if r["kind"] == "contract_interest"]
        room = max(sum(own) - Fraction(loan.get("other_subsidy_received_yuan", 0)), Fraction(0))
        amount, binding = _lower(amount, room, "actual_interest_less_other_subsidies", binding)
        amount, binding = _lower(amount, max(left, Fraction(0)), "per_enterprise_year_cap", binding)
        left -= amount
        rows[loan["loan_id"]] = {
            "loan_id": loan["loan_id"],
            "eligible_interest_unrounded_then_rounded_yuan": text(eligible),
            "subsidy_before_caps_yuan": text(before),
            "subsidy_yuan": text(amount),
            "binding_limit": binding,
        }
    total = sum(Fraction(row["subsidy_yuan"]) for row in rows.values())
    return {"loans": [rows[loan["loan_id"]] for loan in inputs["loans"]], "total_subsidy_yuan": text(total)}


def _draw_records(random: Random, start: date, end: date) -> list[Inputs] | None:
    records, kinds = [], ["contract_interest"] * 5 + ["penalty_interest", "compound_interest"]
    ends = [months_later(start, 3 * k) for k in range(20)]
    stops = [*(stop for stop in ends if stop < end), end]
    for begin, stop in zip(stops, stops[1:], strict=False):
        records.append(
            {
                "from_date_included": begin.isoformat(),
                "to_date_not_included": stop.isoformat(),
                "paid_on": months_later(stop, random.choice([0, 0, 1])).isoformat(),
                "kind": random.choice(kinds),
                "amount_yuan": draw_yuan(random, 40000),
            }
        )
    return random.choice([records, records, records, records, [], None])


def _draw_loan(random: Random, name: str) -> Inputs:
    start, end = draw_span(random)
    loan = {
        "loan_id": name,
        "contract_annual_rate_percent": random.choice(["3.65", "4.50", "3.6", "4.2000"]),
        "drawdown_date": start.isoformat(),
        "interest_records": _draw_records(random, start, end),
    }
    extra = {
        "first_patent_pledge_loan": random.random() < 0.5,
        "patent_secured_share_percent": random.choice(["100", "60", "75", "33.33", "0"]),
        "other_subsidy_received_yuan": draw_yuan(random, 90000),
    }
    return loan | {key: value for key, value in extra.items() if random.random() < 0.4}


def draw_interest_subsidy(random: Random) -> Inputs:
    loans = [_draw_loan(random, name) for name in random.sample("ABC", random.randint(1, 3))]
    opens = months_later(date.fromisoformat(loans[0]["drawdown_date"]), random.randint(0, 6))
    extra = {
        "ratio_percent_first_loan": "60",
        "rate_cap_percent": random.choice(["3.00", "3.65", "5"]),
        "subsidised_months_from_drawdown": random.choice([3, 6, 12, 24]),
        "per_loan_cap_yuan": draw_yuan(random, 60000),
        "per_enterprise_year_cap_yuan": draw_yuan(random, 150000),
        "already_granted_this_year_yuan": draw_yuan(random, 90000),
        "claim_window_from": opens.isoformat(),
        "claim_window_to": months_later(opens, 9).isoformat(),
    }
    policy = {key: value for key, value in extra.items() if random.random() < 0.4}
    return {"loans": loans, "policy": {"ratio_percent": random.choice(["40", "50", "75", "100"])} | policy}


def tiers(inputs: Inputs) -> Inputs:
    """Marginal: the mean of a step function over the loan's stretch, from its values between all steps."""
    bands, before, rows = inputs["bands_on_cumulative_principal"], Fraction(0), []

    def ratio_at(cumulative: Fraction) -> Fraction:
        found = (b for b in bands if b["up_to_yuan"] is None or cumulative <= Fraction(b["up_to_yuan"]))
        return next((part(band["ratio_percent"]) for band in found), Fraction(0))

    for number, amount in enumerate(inputs["loan_principals_in_drawdown_order_yuan"], 1):
        principal = Fraction(amount)
        after = before + principal
        ratio = ratio_at(after)
        if inputs["band_mode"].startswith("marginal"):
            steps = {Fraction(b["up_to_yuan"]) for b in bands if b["up_to_yuan"] is not None}
            cuts = sorted({before, after, *(step for step in steps if before < step < after)})
            pieces = ((high - low) * ratio_at((low + high) / 2) for low, high in zip(cuts, cuts[1:], strict=False))
            ratio = sum(pieces, Fraction(0)) / principal
        interest = half_up(principal * part(inputs["annual_interest_rate_percent"]) * inputs["days"] / 360)
        rows.append(
            {
                "loan_id": str(number),
                "interest_yuan": text(interest),
                "blended_ratio_percent": text(ratio * 100, 6),
                "subsidy_yuan": text(interest * ratio),
            }
        )
        before = after
    return {"loans": rows, "total_subsidy_yuan": text(sum(Fraction(row["subsidy_yuan"]) for row in rows))}


def draw_tiers(random: Random) -> Inputs:
    bands = [("2000000.00", "60"), ("5000000.00", "40"), (None, "20")][: random.randint(1, 3)]
    sizes = ["2000000.00", "3000000.00", "0.01", draw_yuan(random, 4 * 10**6, lowest=1)]
    return {
        "loan_principals_in_drawdown_order_yuan": [random.choice(sizes) for _ in range(random.randint(1, 4))],
        "annual_interest_rate_percent": "3.65",
        "days": random.randint(1, 400),
        "day_count": "actual/360",
        "bands_on_cumulative_principal": [{"up_to_yuan": end, "ratio_percent": ratio} for end, ratio in bands],
        "band_mode": random.choice(["marginal (超额累进)", "whole (全额)"]),
    }


def pro_rating(inputs: Inputs) -> Inputs:
    """Fen after fen to whoever is furthest below the exact share, the earlier first."""
    asked = [Fraction(amount) for amount in inputs["approved_subsidies_in_application_order_yuan"]]
    fund, total, fen = Fraction(inputs["fund_available_yuan"]), sum(asked), Fraction(1, 100)
    factor = min(fund / total, Fraction(1)) if total else Fraction(1)
    paid = [floor_to(amount * factor, fen) for amount in asked]
    while sum(paid) < min(fund, total):
        missing = [amount * factor - part_paid for amount, part_paid in zip(asked, paid, strict=True)]
        paid[missing.index(max(missing))] += fen
    return {
        "payouts_yuan": [text(amount) for amount in paid],
        "total_approved_yuan": text(total),
        "total_paid_yuan": text(sum(paid)),
    }


def draw_pro_rating(random: Random) -> Inputs:
    amounts = ["0.01", "0.03", "33.33", "10000.00", draw_yuan(random, 50000)]
    asked = [random.choice(amounts) for _ in range(random.randint(1, 8))]
    return {
        "approved_subsidies_in_application_order_yuan": asked,
        "fund_available_yuan": random.choice(["0.00", "0.05", "10000.00", text(sum(map(Fraction, asked)))]),
    }


SECOND = {
    "interest_subsidy": (draw_interest_subsidy, interest_subsidy),
    "tiered_subsidy": (draw_tiers, tiers),
    "fund_pro_rating": (draw_pro_rating, pro_rating),
}
