"""The tables, sentence, notes and warnings of risk sharing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from calculators.calculator import Column, Table
from calculators.fields import Given
from calculators.figure import named, plain, total
from calculators.rules import default_risk, sharing
from calculators.rules.sharing import LIMIT_WORDS, Layer, Part
from calculators.rules.sharing_recovery import Recovery
from calculators.sharing_schemes import SharingScheme

type Labels = Mapping[str, str]

SHARE = Column("share", "分担比例", "%", total=True)
MONEY = (
    Column("before", "没有上限时", "元", total=True),
    Column("borne", "承担", "元", total=True),
    Column("binding", "受限于"),
    Column("returned", "追偿拿回", "元", total=True),
    Column("final", "最终损失", "元", total=True),
)
PARTY_COLUMNS = (Column("party", "承担方"), SHARE, *MONEY)
NOTES = (
    "黔东南州没有公布风险补偿比例、上限和资金规模。自定义的数都是示例参数，非政策承诺。",
    "{rest}以外各方的部分四舍五入到分，依次受单笔上限、年度上限、总额上限、余额限制；其余都归{rest}，各方相加等于损失。",
    "多项限制同时起作用时，写最后一个使金额变小的限制。",
)


class Case(NamedTuple):
    """All that was worked out, for the result's figures and tables."""

    loss: Any
    parts: tuple[Part, ...]
    recovery: Recovery
    movements: tuple[Any, ...]
    paid: Any
    balance: Any
    ceiling: Any

    def of(self, party: str) -> Part | None:
        """A party's part; None when it takes no part."""
        for part in self.parts:
            if part.party == party:
                return part
        return None


def _add_up(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], table: str) -> dict[str, Any]:
    """The total of every column that has one."""
    sums = {}
    for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
        if column.total:
            whole = total([cell for cell in cells if cell is not None])
            sums[column.key] = named(whole, "{0}_{1}", "{2}合计", column.unit, "", (table, column.key, column.label))
    return sums


def parties(case: Case, shares: Mapping[str, Any], labels: Labels) -> Table:
    """One row a party: share, part before and after limits, what it gets back, what it finally loses."""
    columns = PARTY_COLUMNS if shares else PARTY_COLUMNS[:1] + PARTY_COLUMNS[2:]
    rows = [_party(part, case, shares, labels) for part in case.parts]
    return Table("parties", "各方承担", columns, tuple(rows), _add_up(columns, rows, "all"))


def _party(part: Part, case: Case, shares: Mapping[str, Any], labels: Labels) -> tuple[Any, ...]:
    share = (shares.get(part.party),) if shares else ()
    back, final = case.recovery.returned[part.party], case.recovery.remaining[part.party]
    binding = None if plain(part.binding) in (None, "none") else LIMIT_WORDS[plain(part.binding)]
    return (labels[part.party], *share, part.before, part.borne, binding, back, final)


def layers(loss: Any, principal: Any, found: Sequence[Layer]) -> Table:
    """How the loss fills the layers; what lies above the last one or between two stays with the bank."""
    columns = (
        Column("layer", "层"),
        Column("from", "起点", "%"),
        Column("to", "终点", "%"),
        Column("inside", "本层损失", "元", total=True),
    )
    inside = sharing.layer_losses(loss, principal, found)
    rest = named(loss - total(inside), "above_layers", "各层以外的损失", "元", "归银行承担。")
    rows = [(f"第 {n} 层", one.start, one.end, part) for n, (one, part) in enumerate(zip(found, inside, strict=True), 1)]
    rows.append(("各层以外", None, None, rest))
    return Table("layers", "损失怎样落进各层", columns, tuple(rows), _add_up(columns, rows, "layers"))


def events(movements: Sequence[tuple[Any, Any]]) -> Table:
    """The year so far, in date order."""
    columns = (
        Column("date", "日期"),
        Column("kind", "事项"),
        Column("amount", "金额", "元"),
        Column("paid", "资金池代偿", "元", total=True),
        Column("refill", "追回入池", "元", total=True),
        Column("others", "其他各方承担", "元", total=True),
        Column("balance", "资金池余额", "元"),
    )
    rows = [
        (
            day,
            "损失" if one.event.kind == "loss" else "追回",
            one.event.amount,
            one.pays,
            None if one.refill is None else named(one.refill, f"refill_{n}", f"第{n}笔追回入池"),
            None if one.bank is None else named(one.bank, f"others_{n}", f"第{n}笔其他各方承担"),
            one.balance,
        )
        for n, (day, one) in enumerate(movements, 1)
    ]
    return Table("events", "本年在此之前的损失和追回", columns, tuple(rows), _add_up(columns, rows, "year"))


def expected(given: Given, probability: Any, shares: Mapping[str, Any], labels: Labels) -> Table:
    """Each party's expected loss before caps."""
    columns = (Column("party", "承担方"), SHARE, Column("expected", "预期损失（未计上限）", "元", total=True))
    rows = []
    for party, share in shares.items():
        loss = default_risk.expected_loss(given["principal"], probability, given["lgd"], share)
        why = "本金×累计违约概率×违约损失率×分担比例，四舍五入到分。"
        rows.append((labels[party], share, named(loss, f"{party}_expected", f"{labels[party]}预期损失", "元", why)))
    return Table("expected", "各方预期损失", columns, tuple(rows), _add_up(columns, rows, "expected"))


def sentence(case: Case, labels: Labels) -> str:
    """Who bears what, in one sentence."""
    borne = "，".join(f"{labels[part.party]} {plain(part.borne):,.2f} 元" for part in case.parts)
    text = f"损失 {plain(case.loss):,.2f} 元，各方承担：{borne}。"
    back = sum(plain(part) for part in case.recovery.returned.values())
    return text if not back else f"{text[:-1]}；追偿后各方共拿回 {back:,.2f} 元。"


def notes(scheme: SharingScheme | None) -> tuple[str, ...]:
    """The rules of the house, and what the chosen publication says beyond its shares."""
    residual = scheme.residual if scheme is not None else sharing.BANK
    house = [note.format(rest=sharing.PARTIES[residual]) for note in NOTES]
    if scheme is None:
        return tuple(house)
    found = [f"{scheme.place}的方案只作对照，不是本州政策。分担的是{scheme.base}。"]
    found += [f"来源提到的限制（没有自动计入，请按需填写）：{cap}。" for cap in scheme.caps]
    found += [f"资金池规模：{scheme.pool}。"] if scheme.pool else []
    found += [share.label + "的比例由其他方的比例推算，来源没有直接写明。" for share in scheme.shares if share.derived]
    found += [scheme.note] if scheme.note else []
    return (*found, *house)


def warnings(given: Given, figures: Mapping[str, Any], scheme: SharingScheme | None) -> tuple[str, ...]:
    """What is unknown, what stopped, what was typed but could not be used."""
    found = [f"{scheme.place}：没有查到{'、'.join(scheme.unknown)}。"] if scheme is not None and scheme.unknown else []
    if scheme is not None and not scheme.shares:
        found.append("比例是您自己填的，不是当地规定。")
    if plain(figures.get("suspended")):
        found.append("不良率达到熔断阈值：暂停新增业务。")
    if given["multiple"] is not None and "capacity" not in figures:
        found.append("填了放大倍数，还要填资金池余额和在保贷款余额，才能算可支持的贷款。")
    if given["threshold"] is not None and "suspended" not in figures:
        found.append("填了熔断阈值，还要填不良贷款余额和在保贷款余额，才能判断是否暂停。")
    if given["ceiling_percent"] is not None and "ceiling" not in figures:
        found.append("填了年度总额上限比例，还要填在保贷款余额，否则这项上限不起作用。")
    return tuple(found)
