"""还款计划: every payment of a loan to the fen, for all repayment methods, with LPR resets and prepayment.

Source: interest by actual days / 360 (银发〔2005〕129号, not read in the original) and settlement on the 20th
(人民币利率管理规定); the formulas and their rounding points are those of the rules modules. Checked with cases worked
in LibreOffice, Gnumeric and QuantLib. Not covered: see NOT_COVERED.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from calculators.calculator import Calculator, Column, Result, Table
from calculators.catalog.loan_schedule_fields import DIRECTION, FIELDS, INSTALMENTS, METHODS, SETTLED
from calculators.catalog.loan_schedule_plans import Worked, work_out
from calculators.catalog.loan_schedule_terms import lpr_warning, rate_table
from calculators.fields import Given
from calculators.figure import apply, named, plain
from calculators.policy import Policy
from calculators.rules import annuity, equal_principal, plan
from calculators.rules.prepayment import prepayment_fee
from calculators.rules.settlement import SETTLEMENT

NOT_COVERED = (
    "罚息和复利：逾期以后怎么算，以合同和银行通知为准。",
    "付息日、还款日遇到节假日是否顺延：本计算器不移动日期，顺延可能多计或少计几天利息。",
    "评估费、担保费、保险费等其他费用：年化利息成本里只有利息。",
    "阶梯利率、宽限期、只还息期等特别约定。",
)


CODES = dict(DIRECTION)


def compute(given: Given, policy: Policy) -> Result:
    """The plan, its totals and its conventions. Raises InputError for answers that do not fit together."""
    worked = work_out(given, policy)
    figures = _figures(given, worked)
    return Result(
        headline="total_interest",
        figures={key: value for key, value in figures.items() if value is not None},
        sentence=lambda: _sentence(figures),
        tables=(_schedule(worked, figures, plain(given["method"])), *rate_table(worked.priced)),
        notes=lambda: _notes(given, worked),
        warnings=lambda: _warnings(given, worked, policy),
        codes=CODES,
    )


def _figures(given: Given, worked: Worked) -> dict[str, Any]:
    lines = worked.plan.lines
    interest = plan.total_interest(worked.plan)
    counted = [line.interest for line in lines if line.interest is not None]
    figures = {
        "total_interest": interest,
        "total_repaid": plan.column_total(lines, "payment", "total_repaid", "本息合计"),
        "total_days": plan.total_days(worked.plan, worked.start, worked.end, plain(given["method"]) == "single_payment"),
        "periods": named(apply("how_many", *counted), "periods", "付息次数", "次"),
        "simple_annual_cost": plan.annual_cost(worked.plan, interest),
    }
    if worked.terms is not None:
        figures |= _instalment_figures(worked)
    if worked.original is not None:
        figures |= _savings(given, worked, interest)
    return figures


def _instalment_figures(worked: Worked) -> dict[str, Any]:
    lines = worked.plan.lines
    last = [line for line in lines if line.interest is not None][-1]
    return {
        "regular_instalment": _again(worked.plan.level, "regular_instalment", "每期还款额"),
        "first_payment": _again(lines[0].payment, "first_payment", "第一笔还款"),
        "last_payment": _again(last.payment, "last_payment", "最后一笔还款"),
        "new_instalment": _again(worked.plan.new_level, "new_instalment", "提前还款后每期还款额"),
        "formula_interest": _formula(worked),
    }


def _again(value: Any, key: str, label: str) -> Any:
    return None if value is None else named(value, key, label)


def _formula(worked: Worked) -> Any:
    """公式值, where the loan has one rate, no prepayment and no interest by days."""
    terms = worked.terms
    if terms is None or worked.original is not None or terms.by_days or len(terms.rates) > 1:
        return None
    if plain(terms.dues[0]) != plain(terms.drawdown):
        return None
    rule = equal_principal.formula_interest if terms.equal_principal else annuity.formula_interest
    periodic = named(terms.rates[0][1] / terms.per_year, "periodic_rate", "每期利率", "%", "年利率÷一年还款次数")
    value = rule(terms.principal, periodic, terms.count)
    return named(value, "formula_interest", "利息合计（公式值）", "元", "中间不取整的理论值，和逐期取整的合计差几分钱")


def _savings(given: Given, worked: Worked, interest: Any) -> dict[str, Any]:
    assert worked.original is not None
    before = plan.total_interest(worked.original, "original_interest", "不提前还款的利息合计")
    saved = named(before - interest, "interest_saved", "少付利息", "元", "不提前还款的利息减去提前还款的利息")
    fee = prepayment_fee(given["prepay_amount"], given["prepay_fee_percent"])
    return {
        "interest_saved": saved,
        "prepay_fee": fee,
        "net_saved": named(saved - fee, "net_saved", "少付利息减去提前还款费用"),
    }


@cache
def _columns(with_draws: bool, parallel: bool) -> tuple[Column, ...]:
    return (
        Column("number", "序号"),
        Column("start", "计息起"),
        Column("paid_on", "付款日"),
        Column("days", "天数", "天", total=not parallel),
        *((Column("drawn", "提款", "元", total=True),) if with_draws else ()),
        Column("interest", "利息", "元", total=True),
        Column("repaid", "本金", "元", total=True),
        Column("payment", "应付合计", "元", total=True),
        Column("balance", "付款后余额", "元"),
    )


def _schedule(worked: Worked, figures: dict[str, Any], method: str) -> Table:
    lines, with_draws, parallel = worked.plan.lines, method == "custom", method == "single_payment"
    rows = []
    for number, line in enumerate(lines, 1):
        start = named(line.start, "start_{}", "第{}行计息起", "", "", number)
        draws = (line.drawn,) if with_draws else ()
        paid = named(line.paid_on, "day_{}", "第{}行付款日", "", "", number)
        rows.append((number, start, paid, line.days, *draws, line.interest, line.repaid, line.payment, line.balance))
    totals = {
        "interest": figures["total_interest"],
        "repaid": plan.column_total(lines, "repaid", "sum_repaid", "本金合计"),
        "payment": figures["total_repaid"],
    }
    if not parallel:
        totals["days"] = figures["total_days"]
    if with_draws:
        totals["drawn"] = plan.column_total(lines, "drawn", "sum_drawn", "提款合计")
    return Table("schedule", "还款计划表", _columns(with_draws, parallel), tuple(rows), totals)


def _sentence(figures: dict[str, Any]) -> str:
    interest, repaid = plain(figures["total_interest"]), plain(figures["total_repaid"])
    days, periods = plain(figures["total_days"]), plain(figures["periods"])
    text = f"计息 {days} 天，付息 {periods} 次，利息合计 {interest:,.2f} 元，本息合计 {repaid:,.2f} 元。"
    if figures.get("interest_saved") is not None:
        text += f"提前还款少付利息 {plain(figures['interest_saved']):,.2f} 元。"
    return text


def _notes(given: Given, worked: Worked) -> Iterator[str]:
    method = plain(given["method"])
    yield f"还款方式：{dict(METHODS)[method]}。每期利息只取整一次，四舍五入到分；合计是各期之和。"
    if method in SETTLED:
        day = plain(given["settlement_day"])
        yield f"每次结息日是 {day} 日；计息期：{dict(SETTLEMENT)[plain(given['convention'])]}。最后一期到到期日前一天。"
    if method in INSTALMENTS:
        yield from _instalment_notes(given)
    elif not (method == "single_payment" and plain(given["interest_method"]) == "whole_months"):
        yield f"按实际天数计息，算头不算尾；日利率是年利率÷{plain(given['day_basis'])}。"
    if len(worked.priced.rates) > 1 and method not in INSTALMENTS:
        yield "重定价落在计息期中间时，这一期分段计息，合计后取整一次。"
    if worked.original is not None:
        yield from _prepayment_notes(given)


def _instalment_notes(given: Given) -> Iterator[str]:
    if plain(given["annuity_interest"]) == "by_days":
        yield f"每期利息按实际天数÷{plain(given['day_basis'])}计；每期还款额仍按月利率公式算，最后一期补差额，可能差几百元。"
    else:
        yield "每期利息按年利率÷一年还款次数计，大月小月一样。"
    yield "最后一期归还全部余下本金，尾差在这一期。"
    if given["repayment_day"] is not None:
        yield "还款日固定：首期前的零头天数按实际天数计息，随第一期付。有的银行直接顺延第一期，以合同为准。"
    if plain(given["rate_kind"]) == "lpr" and plain(given["reset_rule"]) != "none":
        yield "重定价后，从起算日不早于定价日的那一期起，按余额和余下期数重算每期还款额。"


def _prepayment_notes(given: Given) -> Iterator[str]:
    method = plain(given["method"])
    if method in INSTALMENTS and plain(given["prepay"]) == "instalment":
        yield "提前还的本金和当期还款一起付，从这天起不再计息。"
    elif method in INSTALMENTS:
        yield "提前还款落在两个还款日之间时，当天付清到前一天的利息；到下一还款日的利息按实际天数算。"
    elif method == "single_payment":
        yield "提前归还的本金，利息算到还款前一天，当天随本金付清。"
    else:
        yield "部分提前还款的利息到下一个结息日一起结；全部还清时利息随本金付清。"


def _warnings(given: Given, worked: Worked, policy: Policy) -> Iterator[str]:
    if plain(given["method"]) == "custom":
        yield "自定的提款和还款按每天的实际余额计息；合同对提款、还款另有约定的，以合同为准。"
    end = plain(worked.end)
    if isinstance(end, date) and end.weekday() >= 5:
        yield f"最后付款日 {end} 是周末。是否顺延、顺延几天的利息怎么算，请看合同。"
    yield from lpr_warning(given, worked.priced, policy)


CALCULATOR = Calculator(
    name="loan_schedule",
    title="还款计划",
    summary="按合同的利率、还款方式和结息日，算出每期的天数、利息、本金和余额。",
    fields=FIELDS,
    compute=compute,
    not_covered=NOT_COVERED,
)
