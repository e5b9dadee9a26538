"""`python -m tests.bench.calculations [--rounds 15]`: calculations per second against plain code. Exit code 1 over budget.

Each calculator's computation, traced and untraced, takes turns with the same rule written straight down in Decimal
(tests/bench/plain), in one process, with the answers already read: what is compared is `compute`, no form and no HTML.
Both must give equal values. What counts is the median over the rounds of the ratio within a round.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from calculators import dates, irr
from calculators.calculator import Calculator, Result
from calculators.catalog import calculator
from calculators.examples import example
from calculators.fields import read_all
from calculators.figure import plain
from calculators.policy import Policy
from calculators.rules import budget
from tests.bench.plain import amounts, calendars, checks, loans, pools, values
from tests.bench.plain.common import Plain

TRACED, UNTRACED = 8.0, 2.5
SLICE = 0.02  # seconds for one way in one round


def forget() -> None:
    """Distributions, rates and settlement days are remembered; the bench wants them worked out every time."""
    budget.year_outlay.cache_clear()
    budget.default_payments.cache_clear()
    irr.solved.cache_clear()
    dates.settlement_days.cache_clear()
    dates.settlement_boundaries.cache_clear()


@dataclass(frozen=True)
class Race:
    """One calculator's example against its plain version."""

    calculator: str
    example: str
    plain: Callable[[dict[str, Any]], Plain]


RACES = (
    Race("sme_class", "industry_medium", amounts.sme_class),
    Race("eligibility", "ready_for_a_loan", checks.eligibility),
    Race("patent_value", "royalty_four_years", values.patent_value),
    Race("working_capital_need", "full_formula", amounts.working_capital_need),
    Race("loan_amount", "collateral_binds", amounts.loan_amount),
    Race("loan_schedule", "quarterly_interest", loans.interest_schedule),
    Race("loan_schedule", "monthly_interest", loans.interest_schedule),
    Race("loan_schedule", "thirty_years", loans.instalment_schedule),
    Race("interest_subsidy", "quarterly_interest", loans.interest_subsidy),
    Race("interest_subsidy", "loan_cap_binds", loans.interest_subsidy),
    Race("financing_cost", "quarterly_with_fees", loans.financing_cost),
    Race("risk_sharing", "half_and_half", pools.risk_sharing),
    Race("fund_budget", "five_or_six", pools.fund_budget),
    Race("fund_pro_rating", "three_claims", pools.fund_pro_rating),
    Race("pledge_calendar", "one_year_loan", calendars.pledge_calendar),
)


def worked_out(result: Result) -> Plain:
    """A result as a plain version gives it: every figure, and every row of the tables as shown, totals last."""
    rows = []
    for table in result.tables:
        rows += [tuple(map(plain, row)) for row in table.rows]
        rows += [tuple(map(plain, table.totals.values()))] if table.totals else []
    return {key: plain(value) for key, value in result.figures.items()}, rows


def check_equal(race: Race, ours: Plain, theirs: Plain) -> None:
    """Raises AssertionError unless figures and rows agree, in their order and to the last digit."""
    name = f"{race.calculator}, {race.example}"
    assert ours[0] == theirs[0], f"{name}: figures {ours[0]} against {theirs[0]}"
    assert len(ours[1]) == len(theirs[1]), f"{name}: {len(ours[1])} rows against {len(theirs[1])}"
    for one, other in zip(ours[1], theirs[1], strict=True):
        assert one == other, f"{name}: row {one} against {other}"


def seconds(work: Callable[[], object], count: int) -> float:
    """Seconds for one of so many calculations, in time of the processor: what else runs on the machine does not count."""
    start = time.process_time()
    for _ in range(count):
        forget()
        work()
    return (time.process_time() - start) / count


def seconds_each(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """One round: every way for about a slice of time, seconds per calculation without the forgetting."""
    forgetting = seconds(lambda: None, 1000)
    found = {}
    for name, work in ways.items():
        count = max(1, int(SLICE / seconds(work, 1)))
        found[name] = seconds(work, count) - forgetting
    return found


def ways_of(race: Race) -> dict[str, Callable[[], object]]:
    """The three ways to compute one example, checked against one another."""
    found: Calculator = calculator(race.calculator)
    given = read_all(found.all_fields(), example(race.calculator, race.example).inputs)
    bare = {key: plain(value) for key, value in given.items()}
    policy, quick = Policy.at(bare["on"]), Policy.at(bare["on"], traced=False)
    for result in (found.compute(given, policy), found.compute(bare, quick)):
        check_equal(race, worked_out(result), race.plain(bare))
    return {
        "plain": lambda: race.plain(bare),
        "untraced": lambda: found.compute(bare, quick),
        "traced": lambda: found.compute(given, policy),
    }


def run(rounds: int) -> list[str]:
    """Measure and report every race; returns the budgets that were missed."""
    missed = []
    print(f"calculations a second, median of {rounds} rounds (budget: traced {TRACED:g} times plain, untraced {UNTRACED:g})")
    for race in RACES:
        ways = ways_of(race)
        seconds_each(ways)  # warm up
        gc.collect()
        gc.freeze()  # what the whole program has loaded is no part of a calculation; garbage of its own is collected
        turns = [seconds_each(ways) for _ in range(rounds)]
        rate = {way: 1 / median(turn[way] for turn in turns) for way in ways}
        said = [f"plain {rate['plain']:8.0f}"]
        for way, budget_of in (("untraced", UNTRACED), ("traced", TRACED)):
            ratio = median(turn[way] / turn["plain"] for turn in turns)
            said.append(f"{way} {rate[way]:8.0f} = {ratio:5.2f} times")
            if ratio > budget_of:
                missed.append(f"{race.calculator}, {race.example}, {way}: {ratio:.2f} times plain, budget {budget_of:g}")
        print(f"  {race.calculator:21}{race.example:20}{'; '.join(said)}", flush=True)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calculations", description="Calculations against plain code.")
    parser.add_argument("--rounds", type=int, default=15, help="rounds per calculator (default 15)")
    missed = run(parser.parse_args().rounds)
    for text in missed:
        print(f"OVER BUDGET: {text}", file=sys.stderr)
    print("" if missed else "\nevery budget holds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
