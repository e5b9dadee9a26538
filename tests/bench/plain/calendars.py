"""The calendar of a pledge: fees, expiry, interest, registration, valuation, claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from calculators.policy import all_parameters
from tests.bench.plain.common import Plain, fen, months_later, policy
from tests.bench.plain.loans import EVERY, settled


@cache
def _bands(kind: str) -> list[tuple[int, int, str]]:
    keys = [key for key in all_parameters() if key.startswith(f"annual_fee.{kind}.")]
    return [(*(int(year) for year in key.rsplit(".", 1)[1].split("_")), key) for key in keys]


def _fees(given: dict[str, Any], last: int) -> list[tuple[int, date, Decimal]]:
    """Year, due date and amount of every year after that of the grant, without reduction."""
    filing, grant = given["filing_date"], given["grant_date"]
    granted = grant.year - filing.year + ((grant.month, grant.day) >= (filing.month, filing.day))
    found = []
    for year in range(granted + 1, last + 1):
        key = next(key for low, high, key in _bands(given["patent_type"]) if low <= year <= high)
        found.append((year, months_later(filing, 12 * (year - 1)), policy(key, given["on"])))
    return found


OWNER, BORROWER, BOTH = "专利权人", "借款企业", "出质人和质权人"
LAW = "专利法实施细则（2023）第一百一十四条、第一百一十五条"
CONTRACT, NOTICE, USUAL = "借款合同（按您填的）", "申报通知（按您填的）", "外地办法常见要求，以合同为准"
PAID_OFF = "贷款结清后办质押注销登记；续贷、展期的，办变更或重新登记"


def _events(given: dict[str, Any], expiry: date, listed: list[tuple[int, date, Decimal]]) -> list[tuple[Any, ...]]:
    """Days from the policy date on: day, what, who, amount, source."""
    settlements = settled({**given, "convention": "21_to_20"}, EVERY[given["interest_every"]])
    drawdown, maturity, principal = given["drawdown"], given["maturity"], given["principal"]
    valid = months_later(given["valued_on"], int(policy("valuation_report.valid_months", given["on"])))
    found: list[tuple[Any, ...]] = [
        *((due, f"第 {year} 年度年费应缴日", OWNER, fen(fee), LAW) for year, due, fee in listed),
        (expiry, "专利权期限届满，质物消失", BOTH, None, "专利法第四十二条"),
        *(
            (paid, f"付第 {number} 期利息", BORROWER, interest, CONTRACT)
            for number, (*_, interest, paid) in enumerate(settlements, 1)
        ),
        (maturity, "归还贷款本金", BORROWER, principal, CONTRACT),
        (drawdown, "放款；这一天以前办好质押登记", "银行和借款企业", principal, USUAL),
        (given["registered_on"], "质押登记，质权设立", BOTH, None, "民法典第四百四十四条"),
        (maturity, PAID_OFF, BOTH, None, "无锡经开办事指南（四）"),
        (valid, "评估报告使用有效期满", "借款企业和评估机构", None, "资产评估执业准则（待核实）"),
        (given["claim_from"], "补贴申领开始", BORROWER, None, NOTICE),
        (given["claim_to"], "补贴申领截止", BORROWER, None, NOTICE),
    ]
    return sorted((event for event in found if event[0] >= given["on"]), key=lambda event: event[0])


def _late(due: date, full: Decimal, on: date) -> list[tuple[Any, ...]]:
    """What the fee costs month by month through the period of grace."""
    months, rate = int(policy("late_fee.grace_months", on)), policy("annual_fee.late_rate", on)
    extra = [fen(full * rate * number) for number in range(months)]
    return [
        (f"过期第 {number} 个月内", months_later(due, number), more, fen(full) + more) for number, more in enumerate(extra, 1)
    ]


def pledge_calendar(given: dict[str, Any]) -> Plain:
    """质物监控日历: fees paid so far, no reduction, to the end of the loan."""
    on, years = given["on"], int(policy(f"patent_term.{given['patent_type']}", given["filing_date"]))
    expiry = months_later(given["filing_date"], 12 * years)
    listed = [fee for fee in _fees(given, years) if on <= fee[1] <= given["maturity"]]
    rows = _events(given, expiry, listed)
    total = sum((fen(fee) for *_, fee in listed), Decimal(0))
    _, due, full = listed[0]
    late = _late(due, full, on)
    figures = {
        "next_date": rows[0][0],
        "days_to_next": Decimal((rows[0][0] - on).days),
        "expiry": expiry,
        "fee_total": total,
        "grace_end": late[-1][1],
    }
    fees = [(f"第 {year} 年度", day, fee, fen(fee)) for year, day, fee in listed]
    return figures, [*rows, *fees, (total,), *late]
