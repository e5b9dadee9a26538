"""综合融资成本: what a loan costs a year with interest, fees, deposit and subsidy on their own dates.

Source: annualised rates over all charges as in the central bank's 2021 notice (seen second-hand). Checked with:
spreadsheet XIRR, financial libraries and published worked examples.
Limitations: what the figures typed in cause; taxes and the value of time spent are left out.
"""

from __future__ import annotations

from typing import Any

from calculators.calculator import Calculator, Column, Result, Table
from calculators.catalog import financing_cost_loan as loans
from calculators.catalog.financing_cost_fields import FIELDS, ZERO
from calculators.catalog.financing_cost_inverse import break_even
from calculators.catalog.loan_schedule_terms import lpr_warning
from calculators.fields import Given
from calculators.figure import most, named, plain, total
from calculators.irr import xirr
from calculators.money import round_places
from calculators.policy import Policy
from calculators.rules import financing_cost as rules
from calculators.rules.financing_cost import KINDS, STATUS_WORDS, AllInCost, Dated, Payments, Row

NOTES = (
    "年化利率按每笔收付的日期折现，一年按 365 天（闰年也是），与电子表格的 XIRR 一致。",
    "同一天的收付先相加；补贴记在到账那天，不冲减别的日子的利息。",
    "简单年成本 =（利息 + 费用 − 补贴）× 365 ÷（余额 × 天数），不看付款先后。",
)


def percent_text(rate: Any) -> str:
    """A rate in a sentence, four decimals of a percent."""
    return f"{round_places(plain(rate) * 100, 4):f}%"


def _columns(kinds: tuple[str, ...]) -> tuple[Column, ...]:
    parts = tuple(Column(kind, KINDS[kind], "元", total=True) for kind in kinds)
    net = (Column("before", "补贴前净额", "元", total=True), Column("after", "补贴后净额", "元", total=True))
    return (Column("day", "日期"), *parts, *net)


def _table(rows: tuple[Row, ...]) -> Table:
    """One line a day; kinds that never occur have no column."""
    kinds = tuple(kind for kind in KINDS if any(kind in row.parts for row in rows))
    cells = tuple((row.day, *(row.parts.get(kind) for kind in kinds), row.before, row.after) for row in rows)
    totals = {
        kind: named(total(row.parts[kind] for row in rows if kind in row.parts), f"sum_{kind}", f"{KINDS[kind]}合计")
        for kind in kinds
    }
    totals["before"] = named(total(row.before for row in rows if row.before is not None), "sum_before", "补贴前净额合计")
    totals["after"] = named(total(row.after for row in rows), "sum_after", "补贴后净额合计")
    return Table("flows", "现金流（收到为正，付出为负）", _columns(kinds), cells, totals)


def _fee_share(cost: AllInCost) -> dict[str, Any]:
    """Fees in interest and fees, and the least ratio of interest that a subsidy must be to cover them."""
    gross = cost.interest + cost.fees
    found = {}
    if plain(gross):
        why = "费用 ÷（利息 + 费用）。"
        found["fee_share"] = named(cost.fees / gross, "fee_share", "费用占总支出的比重", "%", why)
    if plain(cost.interest):
        ratio = rules.least_ratio(cost.fees, cost.interest)
        why = "费用合计 ÷ 利息合计；全部利息都能贴息时适用。"
        found["least_ratio"] = named(ratio, "least_ratio", "贴息盖住费用，比例至少", "%", why)
    return found


def _without_upfront(loan: Payments, given: Given, later: list[Dated]) -> list[Dated]:
    """All flows before subsidies except the fees at drawdown."""
    flows = rules.signed(loan, later, given["deposit"], ())
    return [flow for entries in flows.values() for flow in entries]


def _targets(given: Given, loan: Payments, later: list[Dated], cost: AllInCost) -> dict[str, Any]:
    """Answers for the target rate; nothing when none was given."""
    target = given["target"]
    if target is None:
        return {}
    fee = rules.affordable_fee(_without_upfront(loan, given, later), loan.drawdown, target)
    on = loan.end if given["needed_on"] is None else given["needed_on"]
    needed = rules.subsidy_needed(cost.before, loan.drawdown, on, target)
    return {
        "largest_fee": named(
            most(fee, ZERO),
            "largest_fee",
            "放款时最多能付的费用",
            "元",
            "不计补贴；其余收付按目标利率折到放款日的合计，向下取到分，负数记 0。",
        ),
        "subsidy_needed": named(
            needed,
            "subsidy_needed",
            "达到目标需要的补贴",
            "元",
            "补贴前的收付按目标利率折现，差额推到到账日，向上取到分；已达到的记 0。",
        ),
    }


def _why_not(status: str, flows: tuple[Dated, ...], says: str) -> str:
    """Says plainly why there is no single rate; empty when there is one."""
    if status == "no_solution":
        return f"{says}的现金流没有年化利率：没有先收后付的变化，或在 −50% 到 2000% 之间没有解。请看简单年成本。"
    if status == "multiple_solutions":
        roots = "、".join(percent_text(root) for root in xirr([(plain(on), plain(amount)) for on, amount in flows]).roots)
        return f"{says}的现金流有几个年化利率：{roots}。哪一个都不能单独作准，请看简单年成本。"
    return ""


def _warnings(given: Given, loan: Payments, cost: AllInCost, figures: dict[str, Any]) -> tuple[str, ...]:
    found = [
        _why_not(plain(cost.status_before), cost.before, "补贴前"),
        _why_not(plain(cost.status_after), cost.after, "补贴后") if plain(cost.subsidy) else "",
    ]
    if plain(cost.net_cost) < 0:
        found.append("补贴大于利息和费用的合计；多数办法规定补贴不超过实付利息，请再核对。")
    first = sum(plain(amount) for day, amount in loan.drawn if plain(day) == plain(loan.drawdown))
    if plain(given["deposit"]) >= first:
        found.append("保证金不小于贷款本金，放款时没有拿到钱，请再核对。")
    if "largest_fee" in figures and plain(figures["largest_fee"]) == 0:
        found.append("不收费用，成本也已达到或超过目标，没有付费用的余地。")
    return tuple(text for text in found if text)


def _sentence(cost: AllInCost) -> str:
    if cost.rate_before is None or cost.rate_after is None:
        return f"算不出唯一的年化利率；净成本 {plain(cost.net_cost):,.2f} 元（利息 + 费用 − 补贴）。"
    if not plain(cost.subsidy):
        return f"连费用在内，年化成本是 {percent_text(cost.rate_before)}；没有填补贴。"
    before, after = percent_text(cost.rate_before), percent_text(cost.rate_after)
    points = percent_text(cost.saved).removesuffix("%")
    return f"连费用在内，补贴前年化成本 {before}，补贴后 {after}，降低 {points} 个百分点。"


def _figures(cost: AllInCost) -> dict[str, Any]:
    """Rates that exist, then totals, simple costs and the status of the rates."""
    rates = {"rate_after": cost.rate_after, "rate_before": cost.rate_before, "saved": cost.saved}
    return {key: value for key, value in rates.items() if value is not None} | {
        "simple_before": cost.simple_before,
        "simple_after": cost.simple_after,
        "total_interest": cost.interest,
        "total_fees": cost.fees,
        "total_subsidy": cost.subsidy,
        "net_cost": cost.net_cost,
        "status_before": cost.status_before,
        "status_after": cost.status_after,
    }


def compute(given: Given, policy: Policy) -> Result:
    """The flows by day, rates before and after subsidies, simple costs, and on request the break-even."""
    worked = loans.loan_plan(given, policy)
    loan = loans.loan_payments(given, worked)
    later = loans.later_fees(given)
    cost = rules.all_charges(loan, [*loans.upfront_fees(given, loan), *later], given["deposit"], loans.subsidies(given))
    rate, refused = break_even(given, policy)
    figures = {**_figures(cost), **_fee_share(cost), **_targets(given, loan, later, cost), **rate}
    return Result(
        headline="rate_after" if cost.rate_after is not None else "net_cost",
        figures=figures,
        sentence=_sentence(cost),
        tables=(_table(cost.rows),),
        notes=NOTES,
        warnings=(*_warnings(given, loan, cost, figures), *refused, *lpr_warning(given, worked.priced, policy)),
        codes=STATUS_WORDS,
    )


CALCULATOR = Calculator(
    name="financing_cost",
    title="综合融资成本",
    summary="把利息、评估费、担保费等全部算进去，看一笔贷款补贴前后的年化成本各是多少。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "税的影响，如利息和费用能否抵扣。",
        "保证金的利息；冻结期间按没有利息算。",
        "逾期的罚息和复利。",
        "补贴能不能拿到：只按填写的金额和日期计算。",
    ),
)
