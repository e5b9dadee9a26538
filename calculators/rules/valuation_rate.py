"""折现率 and what hangs on it: build-up, CAPM, WACC, annuity factor, tax amortisation benefit.

Rates are fractions and add up in percentage points. WACC: equity share × cost of equity + debt share × cost of debt
after tax; a premium for intangible assets comes on top of CAPM or WACC.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from calculators.figure import plain, total

ZERO, ONE = Decimal(0), Decimal(1)


def build_up(risk_free: Any, premiums: Iterable[Any]) -> Any:
    """Risk-free rate + the risk premiums (industry, technology, market, funding, management)."""
    return total((risk_free, *premiums))


def cost_of_equity(risk_free: Any, beta: Any, equity_premium: Any, size_premium: Any = ZERO) -> Any:
    """CAPM: risk-free rate + beta × equity risk premium + size premium."""
    return risk_free + beta * equity_premium + size_premium


def wacc(equity_cost: Any, debt_cost: Any, debt_share: Any, tax: Any) -> Any:
    """Weighted average cost of capital; interest is deducted from taxed profit, so debt costs (1 − tax) of its rate."""
    return equity_cost * (1 - debt_share) + debt_cost * (1 - tax) * debt_share


def annuity_factor(rate: Any, years: Any) -> Any:
    """PVIFA: the value of 1 yuan at each year's end, (1 − (1 + i)^−n) ÷ i; n when the rate is zero."""
    if plain(rate) == 0:
        return years * ONE
    return (1 - 1 / (1 + rate) ** years) / rate


def with_tax_benefit(value: Any, tax: Any, rate: Any, years: Any) -> Any:
    """Value including the tax saved by straight-line amortisation: PV ÷ (1 − tax × annuity factor ÷ years)."""
    return value / (1 - tax * annuity_factor(rate, years) / years)
