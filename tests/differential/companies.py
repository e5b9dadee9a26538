"""Second derivation of loan limits, the working-capital formula and the SME classes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.differential.exact import Inputs, draw_rate, draw_yuan, floor_to, part, text


def _supported(assets: list[Inputs]) -> Fraction:
    return sum(Fraction(a["value_yuan"]) * (1 - part(a["haircut_percent"])) * part(a["pledge_rate_percent"]) for a in assets)


def final_amount(inputs: Inputs) -> Inputs:
    def given(key: str) -> Fraction:
        return Fraction(inputs[f"{key}_yuan"])

    service = given("cash_available_for_debt_service_per_year") / Fraction(inputs["minimum_dscr"])
    service = (service - given("existing_debt_service_per_year")) / (1 + part(inputs["new_loan_annual_rate_percent"]))
    sales = given("last_year_revenue") * part(inputs["loans_to_revenue_cap_percent"]) - given("existing_loans")
    bank = given("bank_net_capital") * part(inputs["single_customer_cap_percent"]) - given("bank_existing_exposure_to_customer")
    limits = {
        "applied_amount": given("applied_amount"),
        "collateral": _supported(inputs["collateral"]),
        "debt_service": service,
        "revenue_multiple": sales,
        "working_capital_need": given("working_capital_new_loan"),
        "bank_single_customer": bank,
        "product_cap": given("product_cap"),
    }
    limits = {code: max(limit, Fraction(0)) for code, limit in limits.items()}
    least = min(limits.values())
    return {
        "limits_yuan": {code: text(limit) for code, limit in limits.items()},
        "binding_constraints": [code for code, limit in limits.items() if limit == least],
        "loan_amount_yuan": text(floor_to(least, Fraction(inputs["amount_unit_yuan"]))),
    }


def draw_final_amount(random: Random) -> Inputs:
    assets = [
        {
            "kind": random.choice(["invention_patent", "trademark", "real_estate", "credit_part"]),
            "value_yuan": draw_yuan(random),
            "haircut_percent": random.choice(["0", "12.5"]),
            "pledge_rate_percent": random.choice(["30", "33.33", "70"]),
        }
        for _ in range(random.randint(1, 3))
    ]
    tie = text(_supported(assets))
    amounts = {
        key: random.choice([tie, draw_yuan(random)]) for key in ("applied_amount", "working_capital_new_loan", "product_cap")
    }
    amounts |= {key: draw_yuan(random, 10**6) for key in ("existing_debt_service_per_year", "existing_loans")}
    amounts |= {key: draw_yuan(random, 10**8) for key in ("bank_net_capital", "last_year_revenue")}
    amounts["cash_available_for_debt_service_per_year"] = draw_yuan(random)
    amounts["bank_existing_exposure_to_customer"] = draw_yuan(random)
    return {f"{key}_yuan": amount for key, amount in amounts.items()} | {
        "collateral": assets,
        "minimum_dscr": random.choice(["1.2", "1.25", "1.3"]),
        "new_loan_annual_rate_percent": draw_rate(random),
        "loans_to_revenue_cap_percent": random.choice(["20", "33.3"]),
        "single_customer_cap_percent": random.choice(["10", "15"]),
        "amount_unit_yuan": random.choice(["10000", "1000", "1"]),
    }


ITEMS = {"inventory": 1, "receivables": 1, "payables": -1, "prepayments": 1, "advances_from_customers": -1}
ON_SALES = ("receivables", "advances_from_customers")
FUNDS = ("own_funds_in_working_capital_yuan", "existing_working_capital_loans_yuan", "other_channels_yuan")


def full_formula(inputs: Inputs) -> Inputs:
    """Turnover times first, then days, as the text of the formula goes."""
    sales, cost = (Fraction(inputs[f"last_year_sales_{name}_yuan"]) for name in ("revenue", "cost"))
    lengths = {}
    for item in ITEMS:
        mean = sum(Fraction(inputs[f"{item}_{when}_yuan"]) for when in ("opening", "closing")) / 2
        times = (sales if item in ON_SALES else cost) / mean if mean else None
        lengths[item] = inputs["days_in_year"] / times if times else Fraction(0)
    cycle = sum((sign * lengths[item] for item, sign in ITEMS.items()), Fraction(0))
    shown = {
        "turnover_days": {item: text(length, 6) for item, length in lengths.items()},
        "operating_cycle_days": text(cycle, 6),
    }
    if cycle <= 0:
        nothing = {"working_capital_turnover_times": None, "working_capital_need_yuan": "0.00", "new_loan_yuan": "0.00"}
        return shown | nothing | {"status": "cycle_not_positive"}
    times = inputs["days_in_year"] / cycle
    costs = sales - Fraction(inputs["last_year_total_profit_yuan"])
    need = costs * (Fraction(inputs["expected_sales_revenue_next_year_yuan"]) / sales) / times
    gap = need - sum(Fraction(inputs[fund]) for fund in FUNDS)
    return shown | {
        "working_capital_turnover_times": text(times, 6),
        "working_capital_need_yuan": text(need),
        "new_loan_before_floor_yuan": text(gap),
        "new_loan_yuan": text(max(gap, Fraction(0))),
        "status": "normal" if gap > 0 else "no_gap",
    }


def draw_full_formula(random: Random) -> Inputs:
    balances = {f"{item}_{when}_yuan": draw_yuan(random, 4 * 10**6) for item in ITEMS for when in ("opening", "closing")}
    if random.random() < 0.3:
        balances |= dict.fromkeys(("prepayments_opening_yuan", "prepayments_closing_yuan"), "0.00")
    return balances | {
        "last_year_sales_revenue_yuan": draw_yuan(random, 5 * 10**7, lowest=10**6),
        "last_year_sales_cost_yuan": draw_yuan(random, 5 * 10**7, lowest=10**6),
        "last_year_total_profit_yuan": draw_yuan(random, 10**6),
        "sales_profit_rate_rule": "total profit / sales revenue",
        "expected_sales_revenue_next_year_yuan": draw_yuan(random, 5 * 10**7),
        "days_in_year": random.choice([360, 365]),
        **{fund: draw_yuan(random, 10**6) for fund in FUNDS},
    }


# The lower bounds of large/medium/small: employees; revenue, total assets in 万元. Typed from the notice, by hand.
BOUNDS = """agriculture -; 20000/500/50; -
industry 1000/300/20; 40000/2000/300; -
construction -; 80000/6000/300; 80000/5000/300
wholesale 200/20/5; 40000/5000/1000; -
retail 300/50/10; 20000/500/100; -
transport 1000/300/20; 30000/3000/200; -
storage 200/100/20; 30000/1000/100; -
post 1000/300/20; 30000/2000/100; -
accommodation 300/100/10; 10000/2000/100; -
catering 300/100/10; 10000/2000/100; -
information_transmission 2000/100/10; 100000/1000/100; -
software_it 300/100/10; 10000/1000/50; -
real_estate_development -; 200000/1000/100; 10000/5000/2000
property_management 1000/300/100; 5000/1000/500; -
leasing_business_services 300/100/10; -; 120000/8000/100
other 300/100/10; -; -"""
INDICATORS = ("employees", "operating_revenue_wan_yuan", "total_assets_wan_yuan")
CLASS_NAMES = ("micro", "small", "medium", "large")


def _bounds(line: str) -> dict[str, list[int]]:
    cells = line.split(maxsplit=1)[1].split("; ")
    return {name: [int(n) for n in cell.split("/")] for name, cell in zip(INDICATORS, cells, strict=True) if cell != "-"}


TABLE = {line.split()[0]: _bounds(line) for line in BOUNDS.splitlines()}


def size_class(inputs: Inputs) -> Inputs:
    """Each indicator reaches some class; the lowest of them is the enterprise's."""
    bounds = TABLE[inputs["industry"]]
    if any(inputs.get(name) is None for name in bounds):
        return {"size_class": None, "status": "missing_indicator"}
    reached = min(sum(Fraction(inputs[name]) >= bound for bound in bounds[name]) for name in bounds)
    return {"size_class": CLASS_NAMES[reached], "is_sme": reached < 3, "is_small_or_micro": reached < 2}


def draw_size_class(random: Random) -> Inputs:
    industry = random.choice(list(TABLE))
    inputs: Inputs = {"industry": industry}
    for name, bounds in TABLE[industry].items():
        near = random.choice(bounds) + random.choice([-1, 0, 1])
        inputs[name] = near if name == "employees" else random.choice([f"{near}", f"{near - 1}.99"])
    for name in INDICATORS:
        if random.random() < 0.1:
            inputs[name] = None
    return inputs


LIMITS = {"final_amount": (draw_final_amount, final_amount)}
NEEDS = {"full_formula": (draw_full_formula, full_formula)}
CLASSES = {"size_class": (draw_size_class, size_class)}
