"""The questions of the fund budget."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from calculators.fields import Column, Field, Given
from calculators.figure import plain

MOST = Decimal(10) ** 10
FUND, AMOUNT, DEFAULTS, PATH, MORE = "资金和家数", "每家补贴", "风险补偿", "分年支出", "合作机构"
EXAMPLE = "示例参数，非政策承诺。"
COUNTS = (("two", "两个家数，各一半可能"), ("poisson", "只知道平均家数（泊松分布）"), ("table", "自己列家数和概率"))
AMOUNTS = (
    ("fixed", "每家一样（平均数）"),
    ("three", "偏低、通常、偏高三种金额"),
    ("table", "自己列金额和概率"),
    ("range", "一个区间（三角分布，抽样模拟）"),
)
ZERO, HUNDRED = Decimal(0), Decimal(100)

type When = Callable[[Given], bool]


def _is(key: str, *values: str) -> When:
    return lambda given: plain(given[key]) in values


def _covered(given: Given) -> bool:
    return bool(plain(given["loans"]))


def _path(given: Given) -> bool:
    return bool(plain(given["path"]))


def _money(key: str, label: str, group: str, **more: Any) -> Field:
    return Field(key=key, label=label, kind="money", lowest=ZERO, highest=MOST, group=group, **more)


def _percent(key: str, label: str, group: str, **more: Any) -> Field:
    highest = more.pop("highest", HUNDRED)
    return Field(key=key, label=label, kind="percent", lowest=ZERO, highest=highest, group=group, **more)


def _integer(key: str, label: str, group: str, lowest: int, highest: int, **more: Any) -> Field:
    low, high = Decimal(lowest), Decimal(highest)
    return Field(key=key, label=label, kind="integer", lowest=low, highest=high, group=group, **more)


FUND_FIELDS = (
    _money("fund", "一年的专项资金", FUND, hint="黔东南州没有公布规模。" + EXAMPLE),
    Field(key="count_from", label="一年有几家企业", kind="choice", choices=COUNTS, default="two", group=FUND),
    _integer(
        "count_low",
        "较少时的家数",
        FUND,
        0,
        60,
        unit="家",
        default="5",
        hint="试点方案写每年 5～6 家。",
        when=_is("count_from", "two"),
    ),
    _integer("count_high", "较多时的家数", FUND, 0, 60, unit="家", default="6", when=_is("count_from", "two")),
    Field(
        key="count_mean",
        label="平均家数",
        kind="number",
        unit="家",
        lowest=Decimal("0.1"),
        highest=Decimal(20),
        default="5.5",
        group=FUND,
        when=_is("count_from", "poisson"),
    ),
    Field(
        key="count_rows",
        label="家数和概率",
        kind="rows",
        columns=(
            Column("n", "家数", "integer", lowest=ZERO, highest=Decimal(60), unit="家"),
            Column("probability", "概率", "percent", lowest=ZERO, highest=HUNDRED),
        ),
        default="4 20\n5 40\n6 40",
        hint="一行一种：家数、概率（百分数），用空格隔开。概率合计须为 100%。",
        group=FUND,
        when=_is("count_from", "table"),
    ),
)

AMOUNT_FIELDS = (
    Field(
        key="amount_from",
        label="每家补贴怎么填",
        kind="choice",
        choices=AMOUNTS,
        default="three",
        hint="贴息、评估费补贴等合在一起，一家一年的数。",
        group=AMOUNT,
    ),
    _money("amount", "每家补贴", AMOUNT, hint=EXAMPLE, when=_is("amount_from", "fixed")),
    _money("low", "偏低的金额", AMOUNT, hint=EXAMPLE, when=_is("amount_from", "three", "range")),
    _money("likely", "通常的金额", AMOUNT, hint=EXAMPLE, when=_is("amount_from", "three", "range")),
    _money("high", "偏高的金额", AMOUNT, hint=EXAMPLE, when=_is("amount_from", "three", "range")),
    _percent("p_low", "偏低的概率", AMOUNT, default="25", when=_is("amount_from", "three")),
    _percent("p_high", "偏高的概率", AMOUNT, default="25", hint="余下的概率归通常的金额。", when=_is("amount_from", "three")),
    Field(
        key="amount_rows",
        label="金额和概率",
        kind="rows",
        columns=(
            Column("amount", "金额", "money", lowest=ZERO, highest=MOST),
            Column("probability", "概率", "percent", lowest=ZERO, highest=HUNDRED),
        ),
        default="3万 60\n6万 40",
        hint=EXAMPLE + "一行一种：金额、概率（百分数），用空格隔开。概率合计须为 100%。",
        group=AMOUNT,
        when=_is("amount_from", "table"),
    ),
    _integer(
        "trials",
        "抽样次数",
        AMOUNT,
        20000,
        50000,
        unit="次",
        default="20000",
        hint="只在没有精确算法时用。",
        when=_is("amount_from", "range", "table"),
    ),
    _integer(
        "seed",
        "随机种子",
        AMOUNT,
        0,
        10**9,
        default="2026",
        hint="同一个种子，每次、每台机器的结果都一样。",
        when=_is("amount_from", "range", "table"),
    ),
)

DEFAULT_FIELDS = (
    _integer("loans", "有风险补偿的贷款", DEFAULTS, 0, 100, unit="笔", default="0", hint="填 0 就不算风险补偿。"),
    _percent("pd", "一年的违约概率", DEFAULTS, hint="示例参数。没有本地统计，请自己填。", when=_covered),
    _money("payment", "每次违约的代偿", DEFAULTS, hint=EXAMPLE + "可以先在“风险分担”里算。", when=_covered),
)

PATH_FIELDS = (
    Field(key="path", label="一并测算分年支出", kind="flag", default="否", group=PATH),
    Field(
        key="starts",
        label="各年新发放的贷款",
        kind="rows",
        columns=(
            Column("year", "年度", "integer", lowest=Decimal(2000), highest=Decimal(2100), unit="年"),
            Column("loans", "笔数", "integer", lowest=ZERO, highest=Decimal(1000), unit="笔"),
        ),
        default="2017 5\n2018 6\n2019 5",
        hint="一行一年：年度、笔数，用空格隔开。",
        group=PATH,
        when=_path,
    ),
    _money("principal", "每笔贷款本金", PATH, hint=EXAMPLE, when=_path),
    _percent("rate", "贷款年利率", PATH, highest=Decimal(36), hint=EXAMPLE, when=_path),
    _percent("ratio", "贴息比例", PATH, hint=EXAMPLE, when=_path),
    _integer("term", "贷款期限", PATH, 1, 120, unit="个月", default="12", when=_path),
    _integer("start_month", "每年从几月起放款", PATH, 1, 12, unit="月", default="4", when=_path),
    _integer(
        "lag", "利息产生后隔几年支付贴息", PATH, 0, 5, unit="年", default="1", hint="先付息、后申领，常隔一年。", when=_path
    ),
    _money("fee", "每笔费用补贴", PATH, default="0", hint=EXAMPLE + "在放款当年支付。", when=_path),
)

MORE_FIELDS = (
    _integer(
        "institutions",
        "合作金融机构",
        MORE,
        1,
        50,
        unit="家",
        required=False,
        hint="试点方案写 3～5 家。填了就算平均有几家真正放款。",
    ),
)

FIELDS = FUND_FIELDS + AMOUNT_FIELDS + DEFAULT_FIELDS + PATH_FIELDS + MORE_FIELDS
