"""The collateral side of 可贷额度: what each thing pledged supports, whether a patent lives long enough, value over time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from calculators.calculator import Column, Table
from calculators.catalog.loan_amount_fields import OTHER_KINDS, PATENT_KINDS
from calculators.errors import InputError, ParameterError
from calculators.fields import Given
from calculators.figure import Figure, fen, leaf, least, named, plain, total
from calculators.policy import Policy
from calculators.rules import life
from calculators.rules import limits as rules
from calculators.rules.limits import ZERO, Asset

CODES = {"collateral_total": "押品合计", "patent_share": "专利占比要求"}


class _Row:
    """One line typed into a list; its cells are inputs with names of their own."""

    __slots__ = ("kind", "number", "prefix", "traced", "typed")

    def __init__(self, rows: Any, number: int, prefix: str, kind: str) -> None:
        self.typed = plain(rows)[number - 1]
        self.traced = rows.__class__ is Figure
        self.number, self.prefix, self.kind = number, prefix, kind

    @property
    def noun(self) -> str:
        """What the line is called."""
        return f"第 {self.number} {self.kind}"

    def cell(self, column: int, key: str, label: str, unit: str) -> Any:
        """What was typed, as an input Figure when traced; None where the cell was left out."""
        value = self.typed[column]
        if value is None or not self.traced:
            return value
        return leaf(value, f"{self.prefix}_{key}_{self.number}", f"{self.noun}{label}", unit, "input")


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Part(NamedTuple):
    """Some figures and tables of the result."""

    figures: Mapping[str, Any] = NOTHING
    tables: tuple[Table, ...] = ()


class Pool(NamedTuple):
    """Everything pledged: the collateral limit (None when nothing was listed) and what makes it up.

    `listed` are the lines, patents first, each with the expiry of a patent (None where that is not known); `values` are
    those of the patents.
    """

    figures: Mapping[str, Any] = NOTHING
    tables: tuple[Table, ...] = ()
    listed: tuple[tuple[_Row, Any], ...] = ()
    limit: Any = None
    patents: Any = ZERO
    others: Any = ZERO
    values: tuple[Any, ...] = ()


def _or_zero(value: Any) -> Any:
    return ZERO if value is None else value


def _support(row: _Row, eligible: Any) -> tuple[Any, Any, Any, Any]:
    """Value, haircut, pledge rate and what the thing supports."""
    value = row.cell(1, "value", "价值", "元")
    haircut = row.cell(3, "haircut", "变现折扣", "%")
    rate = row.cell(2, "rate", "质押率", "%")
    supported = rules.supported(Asset(value, haircut, rate, eligible))
    why = "价值 ×（1 − 折扣）× 质押率；不能质押的记 0。"
    support = named(supported, "{0}_support_{1}", "第 {1} {2}支持金额", "元", why, (row.prefix, row.number, row.kind))
    return value, haircut, rate, support


def _expiry(row: _Row, given: Given, policy: Policy) -> Any:
    """Statutory expiry of one patent; None when no filing date was typed."""
    filing = row.typed[4]
    if filing is None:
        return None
    if filing > plain(given["on"]):
        raise InputError.at("patents", f"第 {row.number} 行：申请日 {filing} 晚于政策日期，请核对。")
    try:
        years = life.term_years(policy, row.typed[0], filing)
    except ParameterError as error:
        raise InputError.at("patents", f"第 {row.number} 行：{error}") from error
    start = row.cell(4, "filing", "申请日", "")
    return life.expiry_date(start, years, _or_zero(row.cell(5, "compensation", "补偿天数", "天")), row.number)


def _eligible(row: _Row, expiry: Any, given: Given) -> tuple[Any, str]:
    """Factor 1 or 0 (None when not checked) and the word for the table."""
    if expiry is None:
        return None, "未核对"
    if plain(expiry) <= plain(given["on"]):
        return life.pledgeable(expiry, [given["on"]], row.number), "已到期"
    if given["maturity"] is None:
        return life.pledgeable(expiry, [given["on"]], row.number), "有效"
    late = plain(given["maturity"]) >= plain(expiry)
    if late and plain(given["life_rule"]) == "warn":
        return None, "短于贷款"
    factor = life.pledgeable(expiry, [given["on"], given["maturity"]], row.number)
    return factor, "短于贷款" if late else "有效"


def _life_warning(row: _Row, expiry: Any, given: Given) -> str:
    """What is wrong with a patent's remaining life; empty when all is well."""
    maturity = plain(given["maturity"])
    if expiry is None:
        unknown = maturity is not None and row.prefix == "patent"
        return f"{row.noun}没有填申请日，没有核对剩余有效期。" if unknown else ""
    if plain(expiry) <= plain(given["on"]):
        return f"{row.noun}在 {plain(expiry)} 到期，已不能质押，支持金额记 0。"
    if maturity is None or maturity < plain(expiry):
        return ""
    if plain(given["life_rule"]) == "warn":
        return f"{row.noun}在 {plain(expiry)} 到期，不晚于贷款到期日；债务期限超过专利有效期的不予登记。"
    return f"{row.noun}在 {plain(expiry)} 到期，不晚于贷款到期日，不能登记质押，支持金额记 0。"


def _sample_warning(row: _Row, policy: Policy) -> str:
    """Says so when a pledge rate is above the published sample of its kind; the sample is no rule."""
    try:
        sample = plain(policy.figure(f"pledge_rate.sample.{row.typed[0]}"))
    except ParameterError:
        return ""
    if row.typed[2] <= sample:
        return ""
    typed, known = (f"{(value * 100).normalize():f}%" for value in (row.typed[2], sample))
    return f"{row.noun}的质押率 {typed} 高于公开样本 {known}（一家银行，二手转述，待核实）。"


def warnings(given: Given, policy: Policy, pool: Pool) -> Iterator[str]:
    """What deserves a look, line by line."""
    for row, expiry in pool.listed:
        yield from filter(None, (_life_warning(row, expiry, given), _sample_warning(row, policy)))


PATENT_TABLE = (
    Column("kind", "类型"),
    Column("value", "评估值", "元"),
    Column("haircut", "变现折扣", "%"),
    Column("rate", "质押率", "%"),
    Column("expiry", "专利权到期日"),
    Column("days_left", "剩余天数", "天"),
    Column("state", "有效期"),
    Column("support", "支持金额", "元", total=True),
)
OTHER_TABLE = tuple(column for column in PATENT_TABLE if column.key not in ("expiry", "days_left", "state"))


type Listed = list[tuple[_Row, Any]]


def _patents(given: Given, policy: Policy, listed: Listed) -> list[tuple[Any, ...]]:
    rows = []
    for number in range(1, len(plain(given["patents"]) or ()) + 1):
        row = _Row(given["patents"], number, "patent", "件专利")
        expiry = _expiry(row, given, policy)
        eligible, state = _eligible(row, expiry, given)
        value, haircut, rate, support = _support(row, eligible)
        left = None if expiry is None else life.days_left(expiry, given["on"], number)
        rows.append((PATENT_KINDS[row.typed[0]], value, haircut, rate, expiry, left, state, support))
        listed.append((row, expiry))
    return rows


def _others(given: Given, listed: Listed) -> list[tuple[Any, ...]]:
    rows = []
    for number in range(1, len(plain(given["others"]) or ()) + 1):
        row = _Row(given["others"], number, "other", "项其他押品")
        rows.append((OTHER_KINDS[row.typed[0]], *_support(row, None)))
        listed.append((row, None))
    return rows


def _limit(given: Given, sums: list[Any], patents: Any) -> tuple[Any, dict[str, Any]]:
    """The collateral limit; with a least patent share also which of the two bounds it."""
    share = given["least_share"]
    if share is None or plain(share) == 0:
        return named(total(sums), "limit_collateral", "押品限额", "元", "各项押品支持金额之和。"), {}
    both = named(total(sums), "collateral_total", "押品支持金额合计", "元", "专利部分加其他部分。")
    why = "专利部分 ÷ 最低比例：贷款再大，专利部分就不够比例了。"
    by_share = named(rules.share_limit(patents, share), "share_limit", "专利占比允许的贷款", "元", why)
    limited = named(rules.limited_by(both, by_share), "collateral_limited_by", "押品限额由谁决定", "", "取两者中较小的。")
    limit = named(least(both, by_share), "limit_collateral", "押品限额", "元", "押品合计与专利占比允许数中较小的。")
    return limit, {"collateral_total": both, "share_limit": by_share, "collateral_limited_by": limited}


def _check_maturity(given: Given) -> None:
    maturity, on = plain(given["maturity"]), plain(given["on"])
    if maturity is not None and maturity <= on:
        raise InputError.at("maturity", f"贷款到期日填了 {maturity}，不晚于政策日期 {on}；请填以后的日期。")


def _sum_of(rows: list[tuple[Any, ...]], key: str, label: str) -> Any:
    return named(total([row[-1] for row in rows]), key, label, "元", "各项支持金额之和。")


def pledged(given: Given, policy: Policy) -> Pool:
    """Everything pledged, row by row, and the collateral limit. Empty lists give no limit (not checked)."""
    _check_maturity(given)
    listed: Listed = []
    patent_rows, other_rows = _patents(given, policy, listed), _others(given, listed)
    sums, tables = {}, []
    if patent_rows:
        patents = sums["patents_support"] = _sum_of(patent_rows, "patents_support", "专利支持金额")
        tables.append(Table("patents", "质押的专利", PATENT_TABLE, tuple(patent_rows), {"support": patents}))
    if other_rows:
        others = sums["others_support"] = _sum_of(other_rows, "others_support", "其他押品支持金额")
        tables.append(Table("others", "其他押品和信用部分", OTHER_TABLE, tuple(other_rows), {"support": others}))
    if not sums:
        return Pool()
    limit, figures = _limit(given, list(sums.values()), sums.get("patents_support", ZERO))
    return Pool(
        figures=sums | figures,
        tables=tuple(tables),
        listed=tuple(listed),
        limit=limit,
        patents=sums.get("patents_support", ZERO),
        others=sums.get("others_support", ZERO),
        values=tuple([row[1] for row in patent_rows]),
    )


TIME_TABLE = (
    Column("year_end", "年末", "年"),
    Column("balance", "贷款余额", "元"),
    Column("value", "专利价值", "元"),
    Column("ratio", "贷款价值比", "%"),
)


def over_time(given: Given, pool: Pool) -> Part:
    """Loan to value at each year-end while the patents lose a fixed part of their value every year."""
    if given["decay"] is None:
        return Part()
    whole = named(total(pool.values), "patent_value", "专利评估值合计", "元", "各件专利之和。")
    if plain(whole) == 0:
        raise InputError.at("decay", "没有填专利的评估值，算不出贷款价值比；请先填专利，或把这一项留空。")
    rows = []
    for year in range(1, len(plain(given["balances"])) + 1):
        balance = _Row(given["balances"], year, "year_end", "年末").cell(0, "balance", "贷款余额", "元")
        value = rules.value_after(whole, given["decay"], year)
        value = named(value, f"value_{year}", f"第 {year} 年末专利价值", "元", "每年按同一比例减少。")
        ratio = rules.loan_to_value(balance, value)
        rows.append((Decimal(year), balance, named(fen(value), f"value_{year}", "年末价值", "元"), _ratio(ratio, year)))
    why = "专利支持金额 ÷ 评估值合计。"
    allowed = named(pool.patents / whole, "pledge_ratio", "综合质押率", "%", why)
    late = rules.first_above([row[-1] for row in rows], allowed)
    late = named(late, "first_above", "贷款价值比首次高于综合质押率的年末", "年", "从第 1 年末数起。")
    table = Table("ltv", "各年末的贷款价值比", TIME_TABLE, tuple(rows))
    return Part({"pledge_ratio": allowed, "first_above": late}, (table,))


def _ratio(ratio: Any, year: int) -> Any:
    return None if ratio is None else named(ratio, f"ltv_{year}", f"第 {year} 年末贷款价值比", "%", "余额 ÷ 价值。")
