"""The questions of the interest subsidy, and which of them matter for which scheme."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from calculators.catalog import loan_schedule_brief as brief
from calculators.fields import Column, Field, Given
from calculators.figure import plain
from calculators.policy import all_schemes
from calculators.rules.custom_terms import CUSTOM
from calculators.rules.day_count import BASIS_CHOICES
from calculators.rules.scheme_terms import asked_key
from calculators.rules.settlement import SETTLEMENT
from calculators.scheme_model import COLLATERAL, FEES, READINGS, Item, Scheme

MOST = Decimal(10) ** 11
LOAN, RULE, CLAIM, COST = "贷款", "补贴办法", "申领", "费用"
EXAMPLE = "示例参数，非政策承诺。"
SCHEMES = ((CUSTOM.key, CUSTOM.short), *((scheme.key, scheme.short) for scheme in all_schemes().values()))
CAP_MODES = (("none", "不设上限"), ("fixed", "固定利率"), ("lpr", "一年期 LPR 的倍数"))
EXCEED = (("clamp", "超过的部分不计（封顶）"), ("ineligible", "超过就整笔不补"))
UNITS = (("fen", "到分"), ("yuan", "到元，尾数舍去"), ("hundred", "到百元，尾数舍去"), ("wan", "到万元，尾数舍去"))
SAME_PERIOD = (("drawdown", "放款日的利率"), ("moving", "随贷款期间变动，按天数加权"))
CUSTOM_FEES = ("valuation", "guarantee", "insurance")
REFERENCE_BASIS = (("loan", "同贷款的计息基数"), ("365", "365 天"))
BY_TIME = ("reference_interest", "principal_per_year", "missing_uplift")
ON_INTEREST = ("actual_interest", "interest_plus_fees", "not_published")
CONTRACT_DAYS = ("previous_month_of_contract", "contract_date")

type When = Callable[[Given], bool]


def scheme_of(given: Given) -> Scheme | None:
    """The scheme chosen; None for a custom one and while nothing readable is chosen."""
    return all_schemes().get(str(plain(given.get("scheme"))))


def custom(given: Given) -> bool:
    """Whether the user makes up the terms."""
    return bool(plain(given.get("scheme")) == CUSTOM.key)


def published(test: Callable[[Scheme], bool]) -> When:
    """A condition on the published scheme chosen; never true for a custom one."""

    def holds(given: Given) -> bool:
        scheme = scheme_of(given)
        return scheme is not None and test(scheme)

    return holds


def either(first: When, second: When) -> When:
    """One condition or the other."""
    return lambda given: first(given) or second(given)


def some_item(test: Callable[[Item], bool]) -> When:
    """Whether some item of the published scheme is like this."""
    return published(lambda scheme: any(test(item) for item in scheme.items))


def checks(name: str) -> When:
    """Whether the published scheme has a condition of this kind."""
    return published(lambda scheme: scheme.condition(name) is not None)


def custom_choice(key: str, *wanted: str) -> When:
    """A custom scheme whose answer to `key` is one of `wanted`."""
    return lambda given: custom(given) and plain(given.get(key)) in wanted


def asks(key: str) -> When:
    """Whether the published scheme leaves open a ratio that is typed in this field."""
    return some_item(lambda item: item.ratio_is_asked() and asked_key(item) == key)


def _days_of(item: Item) -> tuple[str, ...]:
    cap = () if item.rate_cap is None else (item.rate_cap.as_of,)
    return (*((item.rate_as_of,) if item.reference_rate else ()), *cap)


def _fee_typed(given: Given) -> bool:
    return any(plain(given.get(f"{fee}_fee")) for fee in FEES)


def _asks_fee_ratio(given: Given) -> bool:
    return _fee_typed(given) and (custom(given) or asks("fee_ratio")(given))


def _year_capped(scheme: Scheme) -> bool:
    own = any(item.caps.per_year is not None for item in scheme.main())
    return own or scheme.combined_caps.per_year is not None


def _lifetime_capped(scheme: Scheme) -> bool:
    own = any(item.caps.lifetime is not None for item in scheme.items)
    return own or scheme.combined_caps.lifetime is not None


def _alike(scheme: Scheme) -> bool:
    """Whether a loan is told by dates, principal and rate alone, so that further loans fit on a line each."""
    own = ("pledged_amount", "amount_by_band")
    apart = (item.base in own or item.part != "whole" or item.period_start == "registration" for item in scheme.items)
    return bool(scheme.main()) and not any(apart)


OTHER_LOANS = (
    Column("drawdown", "放款日", "date"),
    Column("maturity", "到期日", "date"),
    Column("principal", "本金", "money", lowest=Decimal(0), highest=MOST, unit="元"),
    Column("rate", "年利率", "percent", lowest=Decimal(0), highest=Decimal(100)),
)


def _counts_fee(fee: str) -> When:
    return either(published(lambda scheme: fee in scheme.fee_kinds()), lambda given: custom(given) and fee in CUSTOM_FEES)


def money(key: str, label: str, group: str, hint: str = "", when: When | None = None, **more: str | bool) -> Field:
    """A question for yuan, optional unless told otherwise."""
    required = bool(more.get("required", False))
    default = str(more.get("default", ""))
    return Field(
        key, label, "money", required=required, lowest=Decimal(0), highest=MOST, hint=hint, default=default,
        group=group, when=when,
    )  # fmt: skip


def percent(key: str, label: str, hint: str = "", when: When | None = None, required: bool = True) -> Field:
    """A question for a percentage from 0 to 100."""
    return Field(
        key, label, "percent", required=required, lowest=Decimal(0), highest=Decimal(100), hint=hint, group=RULE, when=when
    )


def day(key: str, label: str, hint: str, group: str, required: bool = True, when: When | None = None) -> Field:
    """A question for a date."""
    return Field(key, label, "date", required=required, hint=hint, group=group, when=when)


def choice(key: str, label: str, choices: tuple[tuple[str, str], ...], group: str, when: When | None = None) -> Field:
    """A choice whose first entry is the default."""
    return Field(key, label, "choice", choices=choices, default=choices[0][0], group=group, when=when)


def settlement_day(group: str, when: When) -> Field:
    """The day of the month on which interest is settled; up to the 28th, so that every month has it."""
    hint = "多数合同是 20 日；按季付息用 3、6、9、12 月。"
    return Field(
        "settlement_day", "结息日", "integer", unit="日", lowest=Decimal(1), highest=Decimal(28), default="20", hint=hint,
        group=group, when=when,
    )  # fmt: skip


def _bullet(given: Given) -> bool:
    return plain(given.get("interest_every")) in brief.BULLET


LOAN_FIELDS = (
    Field("scheme", "扶持办法", "choice", choices=SCHEMES, default=CUSTOM.key, group=RULE,
          hint="黔东南州没有公布贴息数字。其他地方的办法只作对照。"),
    money("principal", "贷款本金", LOAN, "可以写 200万 或 2,000,000。", required=True),
    choice("interest_every", "还款方式", (*brief.RHYTHMS, *brief.INSTALMENTS), LOAN),
    *brief.rate_questions(LOAN),
    day("drawdown", "放款日", "放款当天开始计息。", LOAN),
    day("maturity", "到期日", "到期当天不计息。", LOAN, when=_bullet),
    *brief.instalment_questions(LOAN, "interest_every"),
    settlement_day(LOAN, lambda given: plain(given.get("interest_every")) in ("monthly", "quarterly")),
    choice("convention", "计息期怎么分", SETTLEMENT, LOAN,
           lambda given: plain(given.get("interest_every")) in ("monthly", "quarterly")),
    choice("day_basis", "计息基数", BASIS_CHOICES, LOAN),
)  # fmt: skip

RULE_FIELDS = (
    day("contract_date", "贷款合同签订日", "不填按放款日。办法按合同签订的时间取参照利率。", RULE, False,
        some_item(lambda item: any(as_of in CONTRACT_DAYS for as_of in _days_of(item)))),
    day("registered_on", "质押登记日", "办法从质押登记日起算贴息时间。", RULE,
        when=some_item(lambda item: item.period_start == "registration")),
    choice("cap_reading", "“最高不超过”限的是哪个利率", tuple(READINGS.items()), RULE,
           some_item(lambda item: item.rate_cap is not None and bool(item.rate_cap.readings))),
    choice("reference_basis", "参照公式一年按几天", REFERENCE_BASIS, RULE, some_item(lambda item: item.base in BY_TIME)),
    choice("same_period", "“同期”利率怎么取", SAME_PERIOD, RULE,
           some_item(lambda item: "same_period" in _days_of(item))),
    choice("pledge_kind", "质押的是什么", tuple(COLLATERAL.items()), RULE,
           some_item(lambda item: item.collateral != "patent")),
    money("band_amount", "所在档的定额", RULE, f"办法按年度贷款额分档定额，金额没有公布。{EXAMPLE}",
          lambda given: asks("band_amount")(given) and plain(given.get("pledge_kind")) == "trademark", required=True),
    money("pledged_amount", "登记的质押金额", RULE, "按质押登记的金额。",
          some_item(lambda item: item.base == "pledged_amount"), required=True),
    Field("months_used", "以前已用掉的贴息月数", "integer", unit="个月", required=False, lowest=Decimal(0),
          highest=Decimal(120), hint="同一专利或同一企业以前贴过的月数，会从最长月数里扣掉。", group=RULE,
          when=some_item(lambda item: item.max_months is not None and item.period_scope != "loan")),
    percent("ratio", "贴息比例", f"贴息占可贴息利息的百分之几。{EXAMPLE}", either(custom, asks("ratio"))),
    percent("points", "按本金计的补贴比例", f"办法只写了上限，请填核定或预计的数。{EXAMPLE}", asks("points")),
    Field("first_loan", "是首次专利质押贷款", "flag", default="否", group=RULE, when=custom),
    percent("first_ratio", "首次贷款的贴息比例", f"不填就用上面的比例。{EXAMPLE}",
            lambda given: custom(given) and bool(given.get("first_loan")), required=False),
    choice("rate_cap_mode", "计息利率上限", CAP_MODES, RULE, custom),
    percent("rate_cap", "利率上限", EXAMPLE, custom_choice("rate_cap_mode", "fixed")),
    Field("lpr_multiple", "LPR 倍数", "number", unit="倍", lowest=Decimal("0.1"), highest=Decimal(10), group=RULE,
          hint=f"如 1.4 表示 LPR×1.4，按放款日的 LPR。{EXAMPLE}", when=custom_choice("rate_cap_mode", "lpr")),
    choice("on_exceed", "利率超过上限时", EXCEED, RULE, custom_choice("rate_cap_mode", "fixed", "lpr")),
    percent("reference_rate", "参照利率", "不填就按办法规定的日子查 LPR 或基准利率；查不到或不同意时自己填。",
            either(some_item(Item.needs_reference), custom_choice("rate_cap_mode", "lpr")), required=False),
    percent("ip_share", "专利担保占比", "合同里专利担保的金额占贷款的百分之几；只用专利质押的填 100。",
            either(custom, some_item(lambda item: item.ip_share)), required=False),
    Field("max_months", "最长贴息月数", "integer", unit="个月", required=False, lowest=Decimal(1),
          highest=Decimal(120), hint=f"从放款日起算。不填就不限。{EXAMPLE}", group=RULE, when=custom),
    money("loan_cap", "每笔上限", RULE, f"不填就不限。{EXAMPLE}", custom),
    money("year_cap", "每户每年上限", RULE, f"不填就不限。{EXAMPLE}", custom),
    choice("pay_unit", "发放单位", UNITS, RULE, custom),
)  # fmt: skip

CLAIM_FIELDS = (
    money("granted", "本年度已获贴息", CLAIM, "会从每户每年上限里扣掉。", either(custom, published(_year_capped))),
    money("granted_ever", "历年累计已获贴息", CLAIM, "会从每户累计上限里扣掉。", published(_lifetime_capped)),
    money("other_subsidy", "同笔贷款已获其他补贴", CLAIM, "各项补贴合计不超过实付利息。"),
    money("penalty_interest", "申领期内实付的罚息和复利", CLAIM, "没有就不填。",
          either(custom, some_item(lambda item: item.base in ON_INTEREST))),
    Field("penalty_counts", "办法把罚息和复利也计入贴息", "flag", default="否", group=CLAIM,
          hint="各地通行做法是不计入（待核实）；办法写明计入的才选“是”。",
          when=lambda given: bool(given.get("penalty_interest"))),
    Field("also_scheme", "同笔贷款还申领了哪个办法", "choice", choices=SCHEMES[1:], required=False, group=CLAIM,
          hint="有的办法不许重复享受，这里会核对。", when=published(lambda scheme: True)),
    Field("higher_level", "已享受上级同类政策", "flag", required=False, hint="不填就不判断，只提示条件。", group=CLAIM,
          when=published(lambda scheme: scheme.stacking.excludes_higher)),
    Field("loans_before", "本年度已获贴息的贷款笔数", "integer", unit="笔", required=False, lowest=Decimal(0),
          highest=Decimal(1000), hint="不填就不判断。", group=CLAIM,
          when=published(lambda scheme: scheme.loans_per_year is not None)),
    Field("other_loans", "本年度的其他贷款", "rows", required=False, group=CLAIM, columns=OTHER_LOANS,
          hint="每行一笔：放款日 到期日 本金 年利率，用空格隔开，如 2025-03-01 2026-03-01 100万 3.5。"
               "年度上限按放款先后占用；付息方式和比例与上面这笔相同。",
          when=lambda given: _bullet(given) and either(custom, published(_alike))(given)),
    day("claim_from", "申领期开始", "只计这一天起付的利息，含当天。不填就不限。", CLAIM, False),
    day("claim_to", "申领期结束", "只计到这一天为止付的利息，含当天。不填就不限。", CLAIM, False),
    money("covered", "保险或政策性担保覆盖的贷款金额", CLAIM, "没有就填 0。",
          some_item(lambda item: item.part == "covered"), required=True, default="0"),
    Field("lower_for_covered", "覆盖部分也取较低的利率", "flag", default="否", group=CLAIM,
          hint="“实际利率较低时按实际利率”是否也用于覆盖部分，文字没有写明；默认不用。",
          when=some_item(lambda item: item.part == "covered")),
    money("net_assets", "企业净资产", CLAIM, "上年末，按资产负债表。",
          some_item(lambda item: item.band_by == "net_assets" and bool(item.bands)), required=True),
    money("revenue", "年营业收入", CLAIM, "不填就不判断，只提示条件。", checks("revenue_at_most")),
    Field("invention", "质押的是发明专利", "flag", required=False, hint="不填就不判断，只提示条件。", group=CLAIM,
          when=checks("invention_patent")),
)  # fmt: skip

FEE_FIELDS = (
    *(money(f"{fee}_fee", f"实付{name}", COST, "没有就不填。", _counts_fee(fee)) for fee, name in FEES.items()),
    percent("fee_ratio", "费用补贴比例", f"办法没有写死比例，请填核定或预计的数。{EXAMPLE}", _asks_fee_ratio),
    money("fee_cap", "单项费用上限", COST, f"不填就不限。{EXAMPLE}", lambda given: custom(given) and _fee_typed(given)),
)

WANT = (("cap_principal", "上限开始起作用的本金"), ("rate_for_cost", "达到目标成本的合同利率"))
WANT_FIELDS = (
    Field("want", "想倒算什么", "choice", choices=WANT, required=False, group="倒算", hint="不填就不倒算。"),
    Field("target_cost", "目标成本（补贴后折合年利率）", "percent", lowest=Decimal(0), highest=Decimal(100), group="倒算",
          hint="单利，与合同利率同口径，如 2.5。", when=lambda given: plain(given.get("want")) == "rate_for_cost"),
)  # fmt: skip

FIELDS = (*LOAN_FIELDS, *RULE_FIELDS, *CLAIM_FIELDS, *FEE_FIELDS, *WANT_FIELDS)
