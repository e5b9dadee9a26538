"""The questions of the repayment plan, and which of them matter for which kind of loan."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from calculators.fields import Column, Field, Given
from calculators.figure import plain
from calculators.rules import day_count, prepayment, repricing, single_payment
from calculators.rules.settlement import SETTLEMENT

METHODS = (
    ("interest_quarterly", "按季付息，到期还本"),
    ("interest_monthly", "按月付息，到期还本"),
    ("single_payment", "到期一次还本付息（利随本清）"),
    ("equal_instalment", "等额本息"),
    ("equal_principal", "等额本金"),
    ("custom", "自定提款和还款（分期还本、多次提款）"),
)
INSTALMENTS = ("equal_instalment", "equal_principal")
SETTLED = ("interest_quarterly", "interest_monthly", "custom")
EVERY = (("monthly", "每月"), ("quarterly", "每季"), ("half_yearly", "每半年"), ("yearly", "每年"))
PAID = (("settlement_day", "结息日当天付息"), ("next_day", "结息日次日付息"))
PREPAY = (("none", "没有提前还款"), ("date", "在某一天提前还款"), ("instalment", "随某一期一起提前还款"))
DIRECTION = (("draw", "提款"), ("repay", "还款"))


def one_of(key: str, *wanted: str) -> Callable[[Given], bool]:
    """A condition: the answer to `key` is one of `wanted`."""

    def holds(given: Given) -> bool:
        return plain(given.get(key)) in wanted

    return holds


def _is_floating(given: Given) -> bool:
    return bool(plain(given.get("rate_kind")) == "lpr")


def _has_prepayment(given: Given) -> bool:
    return plain(given.get("prepay")) in ("date", "instalment")


def _monthly_instalments(given: Given) -> bool:
    return plain(given.get("method")) in INSTALMENTS and plain(given.get("instalment_every")) == "monthly"


_planned = one_of("method", *(key for key, _ in METHODS if key != "custom"))
_in_instalments = one_of("method", *INSTALMENTS)
_settled = one_of("method", *SETTLED)

LOAN = (
    Field("method", "还款方式", "choice", choices=METHODS, default="interest_quarterly", group="贷款"),
    Field(
        "principal",
        "贷款本金",
        "money",
        lowest=Decimal(0),
        highest=Decimal("1e10"),
        hint="可以写 200万 或 2,000,000。",
        group="贷款",
        when=_planned,
    ),
    Field("drawdown", "放款日", "date", hint="放款当天开始计息。", group="贷款", when=_planned),
    Field(
        "maturity",
        "到期日",
        "date",
        hint="到期当天不计息。",
        group="贷款",
        when=one_of("method", "interest_quarterly", "interest_monthly", "single_payment"),
    ),
    Field(
        "instalments",
        "还款期数",
        "integer",
        "期",
        lowest=Decimal(1),
        highest=Decimal(480),
        group="贷款",
        when=_in_instalments,
    ),
    Field("instalment_every", "还款间隔", "choice", choices=EVERY, default="monthly", group="贷款", when=_in_instalments),
    Field(
        "events",
        "提款和还款",
        "rows",
        columns=(
            Column("date", "日期", "date"),
            Column("direction", "提款或还款", "choice", DIRECTION),
            Column("amount", "金额", "money", lowest=Decimal("0.01"), highest=Decimal("1e10"), unit="元"),
        ),
        hint="每行一笔：日期、提款或还款、金额，用空格隔开。如 2025-03-10 提款 200万。最后一天要还清。",
        group="贷款",
        when=one_of("method", "custom"),
    ),
)

RATE = (
    Field(
        "rate_kind",
        "利率种类",
        "choice",
        choices=(("fixed", "固定利率"), ("lpr", "LPR 加减点的浮动利率")),
        default="fixed",
        group="利率",
    ),
    Field(
        "rate",
        "合同年利率",
        "percent",
        lowest=Decimal(0),
        highest=Decimal(100),
        hint="按合同写的年利率，单利。",
        group="利率",
        when=one_of("rate_kind", "fixed"),
    ),
    Field(
        "lpr_term",
        "参照的LPR",
        "choice",
        choices=(("lpr_1y", "一年期"), ("lpr_5y_plus", "五年期以上")),
        default="lpr_1y",
        group="利率",
        when=_is_floating,
    ),
    Field(
        "spread_bp",
        "加减点",
        "number",
        "BP",
        lowest=Decimal(-1000),
        highest=Decimal(2000),
        hint="1 个BP是 0.01 个百分点；减点写负数。",
        default="0",
        group="利率",
        when=_is_floating,
    ),
    Field(
        "reset_rule",
        "重定价",
        "choice",
        choices=repricing.RESET_RULES,
        default="none",
        hint="一年以内的短期贷款常见期内不变。",
        group="利率",
        when=_is_floating,
    ),
    Field(
        "lpr_lookup",
        "用哪一次公布的LPR",
        "choice",
        choices=repricing.LOOKUPS,
        default="on_or_before",
        group="利率",
        when=_is_floating,
    ),
    Field(
        "own_lpr",
        "自填LPR",
        "rows",
        required=False,
        columns=(
            Column("date", "公布日", "date"),
            Column("value", "LPR", "percent", lowest=Decimal(0), highest=Decimal(30), unit="%"),
        ),
        hint="不填就用本站收录的LPR。要填，每行写公布日和数值，如 2025-05-20 3.00。",
        group="利率",
        when=_is_floating,
    ),
)

INTEREST = (
    Field(
        "annuity_interest",
        "每期利息怎么算",
        "choice",
        choices=(("periodic", "按月利率（年利率÷12）"), ("by_days", "按实际天数")),
        default="periodic",
        hint="两种算法银行都有，以合同为准。",
        group="计息",
        when=_in_instalments,
    ),
    Field(
        "repayment_day",
        "每月固定还款日",
        "integer",
        "日",
        required=False,
        lowest=Decimal(1),
        highest=Decimal(31),
        hint="不填就按放款日对月对日。填了，首期前的零头天数另计利息，随第一期付。",
        group="计息",
        when=_monthly_instalments,
    ),
    Field(
        "interest_method",
        "利息怎么算",
        "choice",
        choices=single_payment.METHODS,
        default="actual_days",
        group="计息",
        when=one_of("method", "single_payment"),
    ),
    Field("day_basis", "计息基数", "choice", choices=day_count.BASIS_CHOICES, default="360", group="计息"),
    Field(
        "interest_every",
        "结息间隔",
        "choice",
        choices=EVERY[:2],
        default="quarterly",
        group="计息",
        when=one_of("method", "custom"),
    ),
    Field(
        "settlement_day",
        "结息日",
        "integer",
        "日",
        lowest=Decimal(1),
        highest=Decimal(31),
        default="20",
        hint="按季是 3、6、9、12 月的这一天。",
        group="计息",
        when=_settled,
    ),
    Field("convention", "结息期", "choice", choices=SETTLEMENT, default="21_to_20", group="计息", when=_settled),
    Field(
        "merge_first_day",
        "结息日当天放款，这一天并入下一期",
        "flag",
        default="是",
        hint="只在放款日正好是结息日时有影响。",
        group="计息",
        when=_settled,
    ),
    Field("interest_paid", "付息日", "choice", choices=PAID, default="settlement_day", group="计息", when=_settled),
)


PREPAYMENT = (
    Field("prepay", "提前还款", "choice", choices=PREPAY, default="none", group="提前还款", when=_planned),
    Field("prepay_on", "提前还款日", "date", group="提前还款", when=one_of("prepay", "date")),
    Field(
        "prepay_instalment",
        "随第几期提前还款",
        "integer",
        "期",
        lowest=Decimal(1),
        highest=Decimal(479),
        group="提前还款",
        when=one_of("prepay", "instalment"),
    ),
    Field("prepay_amount", "提前归还本金", "money", lowest=Decimal("0.01"), group="提前还款", when=_has_prepayment),
    Field(
        "after_prepayment",
        "提前还款后",
        "choice",
        choices=prepayment.CHOICES,
        default=prepayment.KEEP_TERM,
        hint="只用于等额本息和等额本金。",
        group="提前还款",
        when=lambda given: _has_prepayment(given) and plain(given.get("method")) in INSTALMENTS,
    ),
    Field(
        "prepay_fee_percent",
        "提前还款费率",
        "percent",
        lowest=Decimal(0),
        highest=Decimal(100),
        default="0",
        hint="按提前归还本金的比例收；没有就填 0。",
        group="提前还款",
        when=_has_prepayment,
    ),
)

FIELDS = (*LOAN, *RATE, *INTEREST, *PREPAYMENT)
