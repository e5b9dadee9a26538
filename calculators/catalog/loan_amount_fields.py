"""The questions of 可贷额度, in groups; a group left empty means that limit is not checked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from calculators.fields import Column, Field, Given
from calculators.figure import plain

MOST = Decimal(10) ** 13
ZERO, HUNDRED = Decimal(0), Decimal(100)
EXAMPLE_ONLY = "示例参数，非政策承诺，请按银行的实际数填。"

PATENT_KINDS = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}
OTHER_KINDS = {
    "trademark": "商标权",
    "real_estate": "不动产",
    "receivables": "应收账款",
    "equity": "股权",
    "credit_part": "信用部分",
}
RATES = (
    Column("rate", "质押率", "percent", lowest=ZERO, highest=HUNDRED),
    Column("haircut", "变现折扣", "percent", required=False, lowest=ZERO, highest=HUNDRED),
)
PATENT_COLUMNS = (
    Column("kind", "专利类型", "choice", choices=tuple(PATENT_KINDS.items())),
    Column("value", "评估值", "money", lowest=ZERO, highest=MOST),
    *RATES,
    Column("filing", "申请日", "date", required=False),
    Column("compensation", "补偿天数", "integer", required=False, lowest=ZERO, highest=Decimal(3660), unit="天"),
)
OTHER_COLUMNS = (
    Column("kind", "类别", "choice", choices=tuple(OTHER_KINDS.items())),
    Column("value", "价值", "money", lowest=ZERO, highest=MOST),
    *RATES,
)


def _is(key: str, *values: str) -> Callable[[Given], bool]:
    """Asked only when an earlier choice has one of these values."""
    return lambda given: plain(given[key]) in values


def _has(key: str) -> Callable[[Given], bool]:
    """Asked only when an earlier question was answered."""
    return lambda given: given[key] is not None


def _money(key: str, label: str, group: str, hint: str = "", **more: Any) -> Field:
    options: dict[str, Any] = {"lowest": ZERO, "highest": MOST, "hint": hint, "group": group} | more
    return Field(key, label, "money", **options)


def _percent(key: str, label: str, group: str, hint: str = "", **more: Any) -> Field:
    options: dict[str, Any] = {"lowest": ZERO, "highest": HUNDRED, "hint": hint, "group": group} | more
    return Field(key, label, "percent", **options)


PLEDGE = (
    Field(
        key="patents",
        label="质押的专利",
        kind="rows",
        columns=PATENT_COLUMNS,
        required=False,
        hint="每行一件：类型 评估值 质押率 变现折扣 申请日 补偿天数，用空格隔开，后三项可不填。"
        f"如“发明 500万 30% 0 2018-05-04”。质押率是{EXAMPLE_ONLY}",
        group="押品",
    ),
    Field(
        key="others",
        label="其他押品和信用部分",
        kind="rows",
        columns=OTHER_COLUMNS,
        required=False,
        hint=f"每行一项：类别 价值 质押率 变现折扣，如“不动产 280万 70%”。质押率是{EXAMPLE_ONLY}",
        group="押品",
    ),
    _percent(
        "least_share",
        "专利部分至少占贷款的比例",
        "押品",
        "有的办法要求组合质押中专利部分不低于一定比例；没有要求就不填。",
        required=False,
    ),
    Field(
        key="maturity",
        label="贷款到期日",
        kind="date",
        required=False,
        hint="填了就核对每件专利的剩余有效期；专利清单里要有申请日。",
        group="押品",
    ),
    Field(
        key="life_rule",
        label="专利在贷款到期前到期时",
        kind="choice",
        choices=(("exclude", "这件专利不计入押品"), ("warn", "照常计入，只提醒")),
        default="exclude",
        group="押品",
        when=_has("maturity"),
    ),
)
PRODUCT = (
    _money("applied", "申请金额", "申请与产品", required=False),
    _money("product_cap", "产品单户上限", "申请与产品", EXAMPLE_ONLY, required=False),
    _money("unit", "额度取整单位", "申请与产品", "额度向下取到它的整数倍。", default="10000", lowest=Decimal(1)),
)
_NEED = "流动资金需求"
NEED = (
    Field(
        key="need_from",
        label="流动资金需求",
        kind="choice",
        choices=(("none", "不核对"), ("typed", "直接填测算结果"), ("turnover", "按周转次数测算")),
        default="none",
        group=_NEED,
    ),
    _money("need", "新增流动资金贷款需求", _NEED, "可用“流动资金需求测算”得出。", when=_is("need_from", "typed")),
    _money("need_revenue", "上年度销售收入", _NEED, when=_is("need_from", "turnover")),
    _percent("need_margin", "上年度销售利润率", _NEED, lowest=Decimal(-1000), when=_is("need_from", "turnover")),
    _percent(
        "need_growth",
        "预计销售收入年增长率",
        _NEED,
        lowest=-HUNDRED,
        highest=Decimal(1000),
        when=_is("need_from", "turnover"),
    ),
    Field(
        key="need_times",
        label="营运资金周转次数",
        kind="number",
        unit="次",
        lowest=Decimal("0.01"),
        highest=Decimal(1000),
        group=_NEED,
        when=_is("need_from", "turnover"),
    ),
    _money("need_own", "自有资金", _NEED, default="0", when=_is("need_from", "turnover")),
    _money("need_loans", "现有流动资金贷款", _NEED, default="0", when=_is("need_from", "turnover")),
    _money("need_other", "其他渠道营运资金", _NEED, default="0", when=_is("need_from", "turnover")),
)
_REPAY = "偿债能力"
_REPAYING = _is("repay", "bullet", "instalments", "equal_principal")
REPAYMENT = (
    Field(
        key="repay",
        label="还款方式",
        kind="choice",
        choices=(
            ("none", "不核对"),
            ("bullet", "一年期，到期还本付息"),
            ("instalments", "按月等额本息"),
            ("equal_principal", "按月等额本金"),
        ),
        default="none",
        group=_REPAY,
    ),
    _money("cash", "一年可用于还债的现金", _REPAY, "可用息税折旧摊销前利润减去税金。", when=_REPAYING),
    Field(
        key="least_cover",
        label="最低偿债覆盖倍数",
        kind="number",
        unit="倍",
        lowest=Decimal("0.01"),
        highest=Decimal(100),
        default="1.25",
        hint=EXAMPLE_ONLY,
        group=_REPAY,
        when=_REPAYING,
    ),
    _money("existing_service", "已有债务一年要还的本息", _REPAY, default="0", when=_REPAYING),
    _percent("rate", "新贷款年利率", _REPAY, when=_REPAYING),
    Field(
        key="instalments",
        label="月数",
        kind="integer",
        unit="期",
        lowest=Decimal(1),
        highest=Decimal(360),
        default="12",
        group=_REPAY,
        when=_is("repay", "instalments", "equal_principal"),
    ),
)
_SALES, _BANK, _WANT, _DECAY = "营业收入倍数", "银行限额", "反算评估值", "贷款与专利价值的变化"
REST = (
    _money("revenue", "上年度营业收入", _SALES, "填了就核对贷款与收入的比例。", required=False),
    _percent("revenue_cap", "贷款不超过收入的比例", _SALES, EXAMPLE_ONLY, highest=Decimal(10000), when=_has("revenue")),
    _money("existing_loans", "已有贷款余额", _SALES, default="0", when=_has("revenue")),
    _money("net_capital", "银行资本净额", _BANK, "填了就核对单一客户限额。", required=False),
    _percent(
        "customer_cap",
        "单一客户上限比例",
        _BANK,
        "不填就用商业银行法第三十九条的比例。",
        required=False,
        when=_has("net_capital"),
    ),
    _money("exposure", "该行对本企业已有的贷款", _BANK, default="0", when=_has("net_capital")),
    _money("wanted", "想贷的金额", _WANT, "填了就反算专利评估值要达到多少。", required=False),
    _percent("wanted_rate", "专利质押率", _WANT, EXAMPLE_ONLY, lowest=Decimal("0.01"), when=_has("wanted")),
    _percent("wanted_haircut", "专利变现折扣", _WANT, default="0", highest=Decimal("99.99"), when=_has("wanted")),
    _money("valuation_unit", "评估值取整单位", _WANT, default="10000", lowest=Decimal(1), when=_has("wanted")),
    _percent("decay", "专利价值每年减少", _DECAY, "填了就列出各年末的贷款价值比。", required=False),
    Field(
        key="balances",
        label="各年末贷款余额",
        kind="rows",
        columns=(Column("balance", "贷款余额", "money", lowest=ZERO, highest=MOST),),
        hint="每行一个年末，从第 1 年末写起，如“200万”。",
        group=_DECAY,
        when=_has("decay"),
    ),
)
FIELDS = (*PLEDGE, *PRODUCT, *NEED, *REPAYMENT, *REST)
