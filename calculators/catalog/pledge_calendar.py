"""质物监控日历: every deadline of a pledged patent and its loan from the policy date on, with amounts and sources.

Source: 专利法第四十二至四十四条, 实施细则（2023）第一百一十四、一百一十五条; fees from data/parameters/patent_fees.toml.
Checked with: the worked date of the fee office (filed 2020-03-15, year 7 due 2026-03-15) and day-by-day counting.
Limitations: one patent and one loan; dates are not moved off holidays; later changes of fees are not foreseen.
"""

from __future__ import annotations

from typing import Any

from calculators.calculator import Calculator, Column, Result, Table
from calculators.catalog.pledge_calendar_events import Event, Patent, events_of, patent_of, repayment
from calculators.catalog.pledge_calendar_fields import FIELDS
from calculators.errors import InputError, ParameterError
from calculators.fields import Given
from calculators.figure import apply, days, named, plain, total
from calculators.policy import Policy
from calculators.rules import life

CALENDAR_COLUMNS = (
    Column("date", "日期"),
    Column("what", "事项", wide=True),
    Column("who", "谁办"),
    Column("amount", "金额", "元"),
    Column("source", "依据", wide=True),
)
FEE_COLUMNS = (
    Column("year", "年度"),
    Column("due", "应缴日"),
    Column("full", "全额", "元"),
    Column("payable", "应缴", "元", total=True),
)
LATE_COLUMNS = (
    Column("step", "缴费时间"),
    Column("until", "最后一天"),
    Column("surcharge", "滞纳金", "元"),
    Column("total", "年费和滞纳金", "元"),
)
NOTES = (
    "只列政策日期当天和以后的日子。遇节假日是否顺延，以收费部门和合同为准，这里不移动日期。",
    "年费按政策日期的收费标准列出，以后如有调整，以公布为准。收费标准的年份待核实。",
    "滞纳金按超过的整月数加收，每月的比例乘全额年费；第一个月内补缴不加收，这一读法待核实。",
    "到期还本的贷款，利息按实际天数计，结息期为上期结息日次日到本期结息日；分期还本的，按还款计划的默认算法。",
)


def _check(given: Given) -> None:
    """Dates the wrong way round."""
    filing, grant = plain(given["filing_date"]), plain(given["grant_date"])
    if grant < filing:
        raise InputError.at("grant_date", f"授权公告日 {grant} 早于申请日 {filing}；请改其中一个。")
    drawdown, maturity = plain(given["drawdown"]), plain(given["maturity"])
    if maturity <= drawdown:
        raise InputError.at("maturity", f"贷款到期日 {maturity} 不在放款日 {drawdown} 之后；请改到期日。")
    first, last = plain(given["claim_from"]), plain(given["claim_to"])
    if first is not None and last is not None and last < first:
        raise InputError.at("claim_to", f"申领截止日 {last} 早于开始日 {first}；请改其中一个。")


def _patent(given: Given, policy: Policy) -> Patent:
    try:
        return patent_of(given, policy)
    except ParameterError as error:
        early = "专利权期限" in str(error)
        raise InputError.at("filing_date" if early else "on", str(error)) from error


def _calendar(events: tuple[Event, ...]) -> Table:
    rows = tuple((event.day, event.what, event.who, event.amount, event.source) for event in events)
    return Table("calendar", "日历", CALENDAR_COLUMNS, rows)


def _fee_total(patent: Patent) -> Any:
    return named(total(fee.payable for fee in patent.listed), "fee_total", "所列年费合计", "元", "各年度应缴相加。")


def _fees(patent: Patent) -> Table:
    rows = tuple((f"第 {fee.year} 年度", fee.due, fee.full, fee.payable) for fee in patent.listed)
    return Table("fees", "年费", FEE_COLUMNS, rows, {"payable": _fee_total(patent)})


def _late(patent: Patent) -> Table:
    fee = patent.overdue if patent.overdue is not None else (patent.listed[0] if patent.listed else None)
    title = "晚缴年费的代价" if fee is None else f"第 {fee.year} 年度年费晚缴的代价"
    rows = tuple((f"过期第 {step.number} 个月内", step.until, step.surcharge, step.total) for step in patent.steps)
    return Table("late", title, LATE_COLUMNS, rows)


def _figures(given: Given, patent: Patent, events: tuple[Event, ...]) -> dict[str, Any]:
    upcoming = [event.day for event in events]
    first = apply("earliest", *upcoming) if upcoming else None
    why = "政策日期当天和以后最早的一天。"
    figures: dict[str, Any] = {"next_date": named(first, "next_date", "下一个期限", "", why)}
    if first is not None:
        until = days(given["on"], figures["next_date"])
        figures["days_to_next"] = named(until, "days_to_next", "离下一个期限", "天", "从政策日期起。")
    figures["expiry"] = patent.expiry
    if patent.listed:
        figures["fee_total"] = _fee_total(patent)
    if patent.grace_end is not None:
        figures["grace_end"] = patent.grace_end
    return figures


def _sentence(events: tuple[Event, ...]) -> str:
    if not events:
        return "政策日期以后没有要办的事。"
    day = plain(events[0].day)
    same = "；".join(dict.fromkeys(event.what for event in events if plain(event.day) == day))
    return f"下一个期限是 {day}：{same}。"


def _warnings(given: Given, patent: Patent) -> tuple[str, ...]:
    on, expiry, maturity = plain(given["on"]), plain(patent.expiry), plain(given["maturity"])
    told = []
    if expiry <= on:
        told.append(f"专利权已在 {expiry} 届满，不能作质物。")
    elif expiry == maturity:
        told.append(life.due_on_expiry(expiry))
    elif expiry < maturity:
        told.append(f"专利权在 {expiry} 届满，贷款 {maturity} 才到期：债务期限超过专利权有效期，不予登记。")
    if patent.overdue is not None and plain(patent.grace_end) < on:
        year = patent.overdue.year
        told.append(f"第 {year} 年度年费的补缴期已在 {plain(patent.grace_end)} 届满，专利权可能已经终止，请查登记簿。")
    elif patent.overdue is not None:
        told.append(f"第 {patent.overdue.year} 年度年费已经过期，越早补缴滞纳金越少。")
    registered = plain(given["registered_on"])
    if registered is not None and registered > plain(given["drawdown"]):
        told.append("质押登记日晚于放款日：质权自登记时设立，有的补贴办法要求先登记后放款。")
    return tuple(told)


def compute(given: Given, policy: Policy) -> Result:
    """The calendar, the fees, and what being late costs."""
    given, lines = repayment(given, policy)
    _check(given)
    patent = _patent(given, policy)
    events = events_of(given, policy, patent, lines)
    figures = _figures(given, patent, events)
    return Result(
        headline="next_date" if events else "expiry",
        figures=figures if events else {key: value for key, value in figures.items() if key != "next_date"},
        sentence=_sentence(events),
        tables=(_calendar(events), _fees(patent), _late(patent)),
        notes=NOTES,
        warnings=_warnings(given, patent),
    )


CALCULATOR = Calculator(
    name="pledge_calendar",
    title="质物监控日历",
    summary="列出一件质押专利和一笔贷款以后的每个期限：年费、届满、付息、还本、登记、评估和申领。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "多件专利、多笔贷款：请一件一笔分别列。",
        "专利权期限补偿、无效宣告、侵权诉讼等临时出现的期限。",
        "恢复权利的请求和费用。",
        "节假日顺延。",
    ),
)
