"""可贷额度: the smallest of all limits that can be checked, with the binding ones named.

Sources: collateral, debt service and revenue limits as banks practise them (no national pledge rate exists); single
customer 商业银行法 第三十九条; patent terms 专利法 第四十二条; loans past a patent's life cannot be registered.
Checked with: spreadsheets and a numerical library for the vectors of the topic loan_limit.
Limitations: an estimate from the figures typed in; the bank decides on value, pledge rate and credit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calculators.calculator import Calculator, Column, Result, Table
from calculators.catalog import loan_amount_pledge as pledge
from calculators.catalog.loan_amount_fields import FIELDS
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import apply, fen, named, plain
from calculators.policy import Policy
from calculators.rules import limits as rules
from calculators.rules import working_capital
from calculators.rules.limits import LIMITS, Service
from calculators.rules.working_capital import Funds

WHY = {
    "applied_amount": "企业自己申请的金额。",
    "debt_service": "还本付息后现金仍要达到最低覆盖倍数。",
    "revenue_multiple": "上年度收入 × 比例 − 已有贷款。",
    "working_capital_need": "新增流动资金贷款需求。",
    "bank_single_customer": "银行资本净额 × 上限比例 − 已有贷款。",
    "product_cap": "产品规定的单户上限。",
}


def _need(given: Given) -> Any:
    """Working-capital need: typed, or by the short form of the reference formula; not rounded."""
    if given["need"] is not None or given["need_times"] is None:
        return given["need"]
    exact = working_capital.amount_needed(given["need_revenue"], given["need_margin"], given["need_growth"], given["need_times"])
    funds = Funds(given["need_own"], given["need_loans"], given["need_other"])
    return exact - funds.own - funds.loans - funds.other


def _debt_service(given: Given) -> Any:
    if given["cash"] is None:
        return None
    room = rules.yearly_room(Service(given["cash"], given["least_cover"], given["existing_service"]))
    room = named(room, "room", "一年可用于新贷款的还款空间", "元", "现金 ÷ 最低覆盖倍数 − 已有债务的本息。")
    repay = plain(given["repay"])
    if repay == "bullet":
        return rules.one_year_bullet(room, given["rate"])
    rule = rules.equal_instalments if repay == "instalments" else rules.equal_principal
    return rule(room, given["rate"], given["instalments"])


def _single_customer(given: Given, policy: Policy) -> Any:
    if given["net_capital"] is None:
        return None
    cap = given["customer_cap"]
    if cap is None:
        cap = policy.figure("single_customer_cap")
    return rules.single_customer(given["net_capital"], cap, given["exposure"])


def _revenue_multiple(given: Given) -> Any:
    if given["revenue"] is None:
        return None
    return rules.revenue_multiple(given["revenue"], given["revenue_cap"], given["existing_loans"])


def _named_limit(code: str, value: Any) -> Any:
    """A limit with its name. Amounts typed in cannot be negative; those worked out can, and then count as 0."""
    if code in ("applied_amount", "product_cap"):
        return named(value, "limit_{}", LIMITS[code], "元", WHY[code], code)
    return named(rules.not_below_zero(value), "limit_{}", LIMITS[code], "元", "{1}负数记 0。", (code, WHY[code]))


def _limits(given: Given, policy: Policy, collateral: Any) -> dict[str, Any]:
    """Every limit that can be checked, exact and named; negative ones count as 0."""
    found = {
        "applied_amount": given["applied"],
        "debt_service": _debt_service(given),
        "revenue_multiple": _revenue_multiple(given),
        "working_capital_need": _need(given),
        "bank_single_customer": _single_customer(given, policy),
        "product_cap": given["product_cap"],
    }
    limits = {code: _named_limit(code, value) for code, value in found.items() if value is not None}
    if collateral is not None:
        limits["collateral"] = collateral
    return limits


CODES = LIMITS | pledge.CODES
COLUMNS = (Column("limit", "限额"), Column("amount", "金额", "元"), Column("state", "结论"))


def _limit_table(reported: Mapping[str, Any], binding: tuple[str, ...]) -> Table:
    rows = tuple([
        (name, reported[code], "起作用" if code in binding else "不起作用") if code in reported else (name, None, "未核对")
        for code, name in LIMITS.items()
    ])  # fmt: skip
    return Table("limits", "各项限额", COLUMNS, rows)


def _reported(limits: Mapping[str, Any]) -> dict[str, Any]:
    """The limits as shown: to the fen. The amount itself is decided on the exact limits."""
    why = "显示到分；取最小值时用没有取整的数。"
    given = [code for code in LIMITS if code in limits]
    return {code: named(fen(limits[code]), "limit_{}", LIMITS[code], "元", why, code) for code in given}


def _sentence(amount: Any, binding: tuple[str, ...]) -> str:
    names = "、".join(LIMITS[code] for code in binding)
    if plain(amount) == 0:
        return f"可贷额度为 0 元，起作用的是{names}。"
    return f"可贷额度为 {plain(amount):,.2f} 元，起作用的是{names}。"


def _cover(given: Given, amount: Any) -> dict[str, Any]:
    """DSCR of the amount found, with posted equal instalments; nothing when repayment is not checked."""
    if plain(given["repay"]) != "instalments" or plain(amount) == 0:
        return {}
    monthly = rules.instalment(amount, given["rate"], given["instalments"])
    monthly = named(monthly, "instalment", "每月还款额", "元", "等额本息，四舍五入到分。")
    cover = rules.service_cover(given["cash"], 12 * monthly)
    why = "一年可用于还债的现金 ÷ 12 期还款额。"
    return {"instalment": monthly, "cover": named(cover, "cover", "按此额度的偿债覆盖倍数", "倍", why)}


def _inverse(given: Given, others: Any) -> dict[str, Any]:
    """Patent value needed for the wanted loan, exact to the fen and rounded up to the unit."""
    if given["wanted"] is None:
        return {}
    exact = rules.valuation_needed(given["wanted"], others, given["wanted_haircut"], given["wanted_rate"])
    why = "（想贷的金额 − 其他押品支持的金额）÷（（1 − 折扣）× 质押率）。"
    up = apply("ceil_to", exact, given["valuation_unit"])
    return {
        "valuation_needed": named(fen(exact), "valuation_needed", "专利评估值至少要", "元", why),
        "valuation_rounded": named(up, "valuation_rounded", "向上取整后", "元", "向上取到单位的整数倍。"),
    }


def compute(given: Given, policy: Policy) -> Result:
    """All limits, the amount, what binds, and on request the inverse question and the values over time."""
    pool = pledge.pledged(given, policy)
    limits = _limits(given, policy, pool.limit)
    if not limits:
        raise InputError.at("patents", "还没有填任何一项限额；请至少填一件专利、一项押品或申请金额。")
    why = "最小的限额，向下取到整数单位。"
    amount = named(rules.loan_amount(limits, given["unit"]), "loan_amount", "可贷额度", "元", why)
    binding = named(rules.binding(limits), "binding", "起作用的限额", "", "等于最小值的限额，可能不止一项。")
    over_time, reported = pledge.over_time(given, pool), _reported(limits)
    figures = {
        "loan_amount": amount,
        "binding": binding,
        **{f"limit_{code}": limit for code, limit in reported.items()},
        **pool.figures,
        **_cover(given, amount),
        **_inverse(given, pool.others),
        **over_time.figures,
    }
    return Result(
        headline="loan_amount",
        figures=figures,
        sentence=lambda: _sentence(amount, plain(binding)),
        tables=(_limit_table(reported, plain(binding)), *pool.tables, *over_time.tables),
        notes=lambda: _notes(limits),
        warnings=lambda: pledge.warnings(given, policy, pool),
        codes=CODES,
    )


def _notes(limits: Mapping[str, Any]) -> tuple[str, ...]:
    missing = "、".join(name for code, name in LIMITS.items() if code not in limits)
    unchecked = (f"未核对：{missing}。没有核对的限额可能使额度更小。",) if missing else ()
    return (*unchecked, "质押率没有全国统一规定，用的是您填写的数。", "额度按没有取整的限额向下取整，不多算一元。")


CALCULATOR = Calculator(
    name="loan_amount",
    title="可贷额度",
    summary="把押品、需求、偿债、产品等各项限额放在一起，取最小的一个，并指出是哪一项在起作用。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "银行对企业信用、行业和实际控制人的审查。",
        "专利评估本身：评估值由您填写，正式数值以评估报告为准。",
        "专利能否登记质押的其他条件，如年费、共有人同意、权属纠纷。",
        "大额风险暴露管理的其他限额。",
    ),
)
