"""The questions of risk sharing, and which of them matter for which scheme."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from calculators.fields import Column, Field, Given
from calculators.figure import plain
from calculators.policy import all_sharing
from calculators.rules.day_count import BASIS_CHOICES
from calculators.rules.sharing import PARTIES
from calculators.sharing_schemes import SharingScheme

MOST = Decimal(10) ** 11
CUSTOM = "custom"
SCHEME, LOSS, POOL, RECOVERY, OUTLOOK = "分担方案", "这笔损失", "资金池和上限", "追偿", "预期损失"
EXAMPLE = "示例参数，非政策承诺。"
WAYS = (("proportional", "按比例分担"), ("layers", "分层分担"))
BASES = (("principal", "未收回的本金"), ("principal_and_interest", "未收回的本金加欠息"))
RECOVERY_RULES = (
    ("pro_rata", "按各方承担的比例"),
    ("bank_first", "银行先受偿，其次担保、保险、评估，最后资金池"),
    ("pool_first", "资金池先受偿，其次担保、保险、评估，最后银行"),
)
EVENT_KINDS = (("loss", "损失"), ("recovery", "追回"))
ASKED = tuple(party for party in PARTIES if party != "second_pool")
LAYER_PARTIES = ("pool", "guarantor", "insurer")
ZERO, HUNDRED = Decimal(0), Decimal(100)

type When = Callable[[Given], bool]


def scheme_of(given: Given) -> SharingScheme | None:
    """The published scheme chosen; None for a custom one and while nothing readable is chosen."""
    return all_sharing().get(str(plain(given.get("scheme"))))


def layered(given: Given) -> bool:
    """Whether the loss is shared by layers: only in a custom scheme."""
    return bool(plain(given.get("way")) == "layers")


def asks_shares(given: Given) -> bool:
    """Shares are typed in a custom proportional scheme, and where a publication names none."""
    scheme = scheme_of(given)
    return not layered(given) and (scheme is None or not scheme.shares)


def takes_part(party: str) -> When:
    """Whether a party may have to pay anything."""

    def when(given: Given) -> bool:
        scheme = scheme_of(given)
        if layered(given):
            return party in LAYER_PARTIES
        if scheme is not None and scheme.shares:
            return party in scheme.labels()
        return bool(plain(given.get(f"share_{party}")))

    return when


def _pool_by_shares(given: Given) -> bool:
    return takes_part("pool")(given) and not layered(given)


def _with_interest(given: Given) -> bool:
    return bool(plain(given["loss_base"]) == "principal_and_interest")


def _recovers(given: Given) -> bool:
    return bool(plain(given["recovered"]))


def _outlook(given: Given) -> bool:
    return bool(plain(given["outlook"]))


def _percent(key: str, label: str, group: str, highest: Decimal = HUNDRED, **more: Any) -> Field:
    lowest = more.pop("lowest", ZERO)
    return Field(key=key, label=label, kind="percent", lowest=lowest, highest=highest, group=group, **more)


def _money(key: str, label: str, group: str, **more: Any) -> Field:
    return Field(key=key, label=label, kind="money", lowest=ZERO, highest=MOST, group=group, **more)


def _number(key: str, label: str, group: str, lowest: int, highest: int, **more: Any) -> Field:
    kind = more.pop("kind", "integer")
    low, high = Decimal(lowest), Decimal(highest)
    return Field(key=key, label=label, kind=kind, lowest=low, highest=high, group=group, **more)


SCHEME_FIELDS = (
    Field(
        key="scheme",
        label="分担方案",
        kind="choice",
        choices=((CUSTOM, "自定义（示例参数，非政策承诺）"), *((s.key, s.short) for s in all_sharing().values())),
        default=CUSTOM,
        hint="黔东南州没有公布分担比例。外地方案只作对照。",
        group=SCHEME,
    ),
    Field(
        key="way",
        label="怎样分担",
        kind="choice",
        choices=WAYS,
        default="proportional",
        group=SCHEME,
        when=lambda given: plain(given["scheme"]) == CUSTOM,
    ),
    *(
        _percent(
            f"share_{party}", f"{PARTIES[party]}分担比例", SCHEME, default="0", hint=EXAMPLE + "合计须为 100%。", when=asks_shares
        )
        for party in ASKED
    ),
    Field(
        key="layers",
        label="各层和分担比例",
        kind="rows",
        columns=(
            Column("from", "起点（占贷款本金）", "percent", lowest=ZERO, highest=HUNDRED * 2),
            Column("to", "终点（占贷款本金）", "percent", lowest=ZERO, highest=HUNDRED * 2),
            *(Column(p, f"{PARTIES[p]}比例", "percent", lowest=ZERO, highest=HUNDRED) for p in LAYER_PARTIES),
        ),
        default="0 10 0 100 0\n10 50 60 0 0\n50 80 0 0 70",
        hint=f"{EXAMPLE}一行一层：起点、终点、资金池、担保、保险的百分数，用空格隔开。每层其余归银行，最后一层以上也归银行。",
        group=SCHEME,
        when=layered,
    ),
)

LOSS_FIELDS = (
    _money("principal", "贷款本金", LOSS),
    _money("unpaid", "未收回的本金", LOSS, hint="处置质押物以前或以后的数，按合作协议填。"),
    Field(key="loss_base", label="损失怎样计", kind="choice", choices=BASES, default="principal", group=LOSS),
    _percent("rate", "贷款年利率", LOSS, Decimal(36), when=_with_interest),
    _number("days", "欠息天数", LOSS, 0, 3660, unit="天", when=_with_interest),
    _number("most_days", "最多计多少天欠息", LOSS, 0, 3660, unit="天", default="90", hint=EXAMPLE, when=_with_interest),
    Field(key="basis", label="计息基数", kind="choice", choices=BASIS_CHOICES, default="360", group=LOSS, when=_with_interest),
)

POOL_FIELDS = (
    _money(
        "pool_balance",
        "资金池余额",
        POOL,
        required=False,
        hint="填了下面的本年事项，这里就填年初余额。不填，就当余额足够。",
        when=takes_part("pool"),
    ),
    _money("per_loan_cap", "单笔代偿上限", POOL, required=False, hint=EXAMPLE, when=takes_part("pool")),
    _money("yearly_cap", "年度代偿上限", POOL, required=False, hint=EXAMPLE, when=takes_part("pool")),
    *(
        _money(f"cap_{party}", f"{PARTIES[party]}的代偿上限", POOL, required=False, hint=EXAMPLE, when=takes_part(party))
        for party in ("second_pool", "guarantor", "insurer", "valuer")
    ),
    Field(
        key="events",
        label="本年在此之前的损失和追回",
        kind="rows",
        required=False,
        columns=(
            Column("date", "日期", "date"),
            Column("kind", "事项", "choice", choices=EVENT_KINDS),
            Column("amount", "金额", "money", lowest=ZERO, highest=MOST),
        ),
        hint="一行一笔：日期、“损失”或“追回”、金额。损失填整笔损失，追回填回到资金池的数。",
        group=POOL,
        when=_pool_by_shares,
    ),
    _money(
        "outstanding", "在保贷款余额", POOL, required=False, hint="算放大倍数、熔断和年度总额上限时用。", when=takes_part("pool")
    ),
    _number(
        "multiple",
        "资金池放大倍数",
        POOL,
        0,
        100,
        kind="number",
        unit="倍",
        required=False,
        hint=EXAMPLE,
        when=takes_part("pool"),
    ),
    _money("bad", "不良贷款余额", POOL, required=False, when=takes_part("pool")),
    _percent("threshold", "熔断阈值（不良率）", POOL, required=False, hint=f"{EXAMPLE}达到就暂停新增。", when=takes_part("pool")),
    _percent("ceiling_percent", "年度代偿总额上限（占在保余额）", POOL, required=False, hint=EXAMPLE, when=takes_part("pool")),
)

RECOVERY_FIELDS = (
    _money("recovered", "追回金额", RECOVERY, default="0"),
    _money("costs", "追偿费用", RECOVERY, default="0", when=_recovers),
    Field(
        key="recovery_rule",
        label="追回怎样分",
        kind="choice",
        choices=RECOVERY_RULES,
        default="pro_rata",
        group=RECOVERY,
        when=_recovers,
    ),
)

OUTLOOK_FIELDS = (
    Field(key="outlook", label="一并测算预期损失", kind="flag", default="否", group=OUTLOOK),
    _percent("pd", "年违约概率", OUTLOOK, hint="示例参数。没有本地统计，请自己填。", when=_outlook),
    _percent("lgd", "违约损失率", OUTLOOK, hint="示例参数。违约以后损失占贷款的比例。", when=_outlook),
    _number("years", "贷款年数", OUTLOOK, 1, 30, unit="年", default="1", when=_outlook),
    _number("loans", "同类贷款笔数", OUTLOOK, 1, 200, unit="笔", default="6", when=_outlook),
    _number("at_least", "关心至少几笔违约", OUTLOOK, 0, 200, unit="笔", default="1", when=_outlook),
    Field(
        key="correlation",
        label="资产相关系数",
        kind="number",
        lowest=ZERO,
        highest=Decimal("0.99"),
        default="0.12",
        hint="示例参数。0 表示相互独立。",
        group=OUTLOOK,
        when=_outlook,
    ),
    _percent("confidence", "置信水平", OUTLOOK, Decimal("99.99"), default="99", lowest=Decimal("0.01"), when=_outlook),
)

FIELDS = SCHEME_FIELDS + LOSS_FIELDS + POOL_FIELDS + RECOVERY_FIELDS + OUTLOOK_FIELDS
