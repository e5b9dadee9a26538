"""The questions of 综合融资成本: the loan, fees and deposit, subsidies, the target."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from calculators.catalog import loan_schedule_brief as brief
from calculators.catalog.interest_subsidy_fields import settlement_day
from calculators.fields import Column, Field, Given
from calculators.figure import plain
from calculators.rules.day_count import BASIS_CHOICES
from calculators.rules.settlement import SETTLEMENT

MOST = Decimal(10) ** 11
ZERO, HUNDRED = Decimal(0), Decimal(100)
LOAN, FEES, SUBSIDY, TARGET = "贷款", "费用和保证金", "补贴", "倒算"
WAYS = (*brief.RHYTHMS, *brief.INSTALMENTS, *brief.CUSTOM)
UPFRONT = {
    "valuation_fee": "评估费",
    "guarantee_fee": "担保费",
    "insurance_fee": "保险费",
    "registration_fee": "登记费和代理费",
    "other_fee": "其他费用",
}
DATED = (Column("day", "日期", "date"), Column("amount", "金额", "money", lowest=ZERO, highest=MOST))


def _is(key: str, *values: str) -> Callable[[Given], bool]:
    """Asked only when an earlier choice has one of these values."""
    return lambda given: plain(given[key]) in values


def _money(key: str, label: str, group: str, hint: str = "", **more: Any) -> Field:
    options: dict[str, Any] = {"lowest": ZERO, "highest": MOST, "hint": hint, "group": group} | more
    return Field(key, label, "money", **options)


def _dated(key: str, label: str, group: str, hint: str) -> Field:
    return Field(key, label, "rows", columns=DATED, required=False, hint=hint, group=group)


def _fixed_target(given: Given) -> bool:
    """A target, and a contract rate that can be asked for."""
    return given["target"] is not None and plain(given["rate_kind"]) == "fixed"


def _has_subsidy(given: Given) -> bool:
    return bool(plain(given["subsidy"]))


_bullet, _settled = _is("repay", *brief.BULLET), _is("repay", *brief.SETTLED)
_planned = _is("repay", *brief.BULLET, *brief.BY_INSTALMENT)

LOAN_FIELDS = (
    Field("repay", "还款方式", "choice", choices=WAYS, default="quarterly", group=LOAN),
    _money("principal", "贷款本金", LOAN, "可以写 200万 或 2,000,000。", lowest=Decimal("0.01"), when=_planned),
    *brief.rate_questions(LOAN),
    Field("drawdown", "放款日", "date", hint="放款当天开始计息。", group=LOAN, when=_planned),
    Field("maturity", "到期日", "date", hint="到期当天不计息。", group=LOAN, when=_bullet),
    *brief.instalment_questions(LOAN, "repay"),
    *brief.path_questions(LOAN, "repay"),
    settlement_day(LOAN, _settled),
    Field("convention", "计息期怎么分", "choice", choices=SETTLEMENT, default="21_to_20", group=LOAN, when=_settled),
    Field(
        "pay_next_day",
        "结息日次日付息",
        "flag",
        default="否",
        hint="合同写 21 日付息的，选“是”。",
        group=LOAN,
        when=_settled,
    ),
    Field("day_basis", "计息基数", "choice", choices=BASIS_CHOICES, default="360", group=LOAN, when=brief.counts_days("repay")),
)

FEE_FIELDS = (
    *(_money(key, label, FEES, "放款时一次付清；没有的填 0。", default="0") for key, label in UPFRONT.items()),
    _dated("later_fees", "其他日期付的费用", FEES, "每行一笔：日期 金额，如“2025-03-01 8000”。放款前付的也填这里。"),
    _money("deposit", "放款时冻结的保证金", FEES, "到期退回、没有利息的；没有的填 0。", default="0"),
)

SUBSIDY_FIELDS = (
    _money("subsidy", "预计补贴", SUBSIDY, "可以填贷款贴息算出的数；没有的填 0。", default="0"),
    Field("subsidy_on", "补贴到账日", "date", hint="补贴常在结清以后才到账。", group=SUBSIDY, when=_has_subsidy),
    _dated("more_subsidies", "其他补贴", SUBSIDY, "每行一笔：日期 金额，如“2026-12-20 5000”。"),
)

TARGET_FIELDS = (
    Field(
        "target",
        "目标年化成本",
        "percent",
        required=False,
        lowest=ZERO,
        highest=HUNDRED,
        hint="填了就倒算：放款时最多能付多少费用，或者需要多少补贴。",
        group=TARGET,
    ),
    Field(
        "want",
        "再倒算什么",
        "choice",
        choices=(("break_even_rate", "与目标打平的合同年利率"),),
        required=False,
        hint="别处的综合成本填在上面，就得出本笔合同利率最高多少才不吃亏。",
        group=TARGET,
        when=_fixed_target,
    ),
    Field(
        "needed_on",
        "需要的补贴哪天到账",
        "date",
        required=False,
        hint="不填按最后还款日。",
        group=TARGET,
        when=lambda given: given["target"] is not None,
    ),
)

FIELDS = (*LOAN_FIELDS, *FEE_FIELDS, *SUBSIDY_FIELDS, *TARGET_FIELDS)
