"""Several loans of one enterprise in a year: limits of the year run down by drawdown date, then in the order listed.

Loan 1 is the loan of the form, loans 2, 3 … are the lines below it. Fees, other subsidies, the contract date and a
floating rate belong to loan 1 alone; everything else that was answered holds for all.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from calculators.calculator import Column, Table
from calculators.catalog.interest_subsidy_claim import Claim, paid_out, work_out
from calculators.dates import add_months, whole_months
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import apply, named, operation, plain, total
from calculators.policy import Policy
from calculators.rules.scheme_words import LIMITS, REASONS
from calculators.scheme_model import FEES, Scheme

MOST_LOANS = 20
CELLS = {"drawdown": "放款日", "maturity": "到期日", "principal": "贷款本金", "rate": "合同年利率"}
COLUMNS = (
    Column("number", "笔"),
    Column("drawdown", "放款日"),
    Column("principal", "本金", "元", total=True),
    Column("interest", "合同利息", "元", total=True),
    Column("before", "限制前", "元", total=True),
    Column("limit", "起作用的上限或原因"),
    Column("granted", "可得", "元", total=True),
)


class Share(NamedTuple):
    """One loan with its number and its claim."""

    number: int
    claim: Claim


@operation("loan_cell", "其他贷款里填写的一项")
def loan_cell(rows: tuple[tuple[Any, ...], ...], row: int, column: int) -> Any:
    """One cell of the lines typed."""
    return rows[row][column]


def _other(given: Given, row: int) -> dict[str, Any]:
    """The answers as they stand for one of the other loans."""
    number = row + 2
    cells = {
        key: named(apply("loan_cell", given["other_loans"], row, i), f"{key}_loan_{number}", f"第 {number} 笔的{label}",
                   {"principal": "元", "rate": "%"}.get(key, ""))
        for i, (key, label) in enumerate(CELLS.items())
    }  # fmt: skip
    if plain(cells["maturity"]) <= plain(cells["drawdown"]):
        found = f"第 {row + 1} 行：到期日 {plain(cells['maturity'])} 不在放款日 {plain(cells['drawdown'])} 之后"
        raise InputError.at("other_loans", f"{found}；请改这一行。")
    alone = ("contract_date", "other_subsidy", "also_scheme", *(f"{fee}_fee" for fee in FEES))
    return {**given, **dict.fromkeys(alone), **cells, "rate_kind": "fixed"}


def per_enterprise(scheme: Scheme) -> bool:
    """Whether the longest subsidised time is one of the enterprise, so that its loans share it."""
    return any(item.max_months is not None and item.period_scope == "enterprise" for item in scheme.main())


def _added(before: Any, more: list[Any]) -> Any:
    """What was received before, with what earlier loans of this list get."""
    return before if not more else total(more if before is None else [before, *more])


def _counted(claim: Claim) -> Any:
    """What of a claim counts against limits of the year: all of it under a limit over interest and fees together."""
    lines = claim.outcome.lines
    shared = claim.desk.scheme.combined_caps.given()
    return total(line.amount for line in lines if shared or line.kind != "fee")


@operation("months_taken", "从 {0} 到 {1} 的月数，不满一个月的算一个月，不超过 {2}")
def months_taken(drawdown: date, maturity: date, most: Decimal) -> Decimal:
    """The months of a loan's term, a month begun counting whole, no more than were left."""
    whole = whole_months(drawdown, maturity)
    return min(Decimal(whole if add_months(drawdown, whole) == maturity else whole + 1), most)


def _months(claim: Claim) -> list[Any]:
    """The months that a loan takes from what the enterprise has in all; none for a loan that gets nothing."""
    months, given = claim.desk.span.months, claim.desk.given
    if not per_enterprise(claim.desk.scheme) or months is None or not plain(_counted(claim)):
        return []
    return [apply("months_taken", given["drawdown"], given["maturity"], months)]


def all_loans(given: Given, policy: Policy) -> tuple[Share, ...]:
    """Every loan's claim in the order in which the limits run down."""
    rows = () if given["other_loans"] is None else plain(given["other_loans"])
    if len(rows) > MOST_LOANS:
        raise InputError.at("other_loans", f"有 {len(rows)} 笔，最多 {MOST_LOANS} 笔；请分批计算。")
    loans = [given, *(_other(given, row) for row in range(len(rows)))]
    order = sorted(range(len(loans)), key=lambda i: (plain(loans[i]["drawdown"]), i))
    shares: list[Share] = []
    used: list[Any] = []
    months: list[Any] = []
    for i in order:
        before = given["loans_before"]
        paid = Decimal(sum(1 for amount in used if plain(amount)))
        asked = {
            **loans[i],
            "granted": _added(given["granted"], used),
            "granted_ever": _added(given["granted_ever"], used),
            "months_used": _added(given["months_used"], months),
            "loans_before": before if not paid else paid if before is None else before + paid,
        }
        claim = work_out(asked, policy)
        used.append(_counted(claim))
        months += _months(claim)
        shares.append(Share(i + 1, claim))
    return tuple(shares)


def _row(share: Share) -> tuple[Any, ...]:
    n, claim = share.number, share.claim
    outcome, given = claim.outcome, claim.desk.given
    reason = plain(outcome.reason)
    bound = plain(outcome.binding) or "none"
    why = LIMITS[bound] if reason in (None, "all_met") else REASONS[reason]
    return (
        n,
        given["drawdown"],
        named(given["principal"], f"loan_principal_{n}", f"第 {n} 笔本金"),
        named(claim.counted.posted, f"loan_interest_{n}", f"第 {n} 笔合同利息"),
        named(outcome.before_caps, f"loan_before_{n}", f"第 {n} 笔限制前的补贴"),
        why,
        named(paid_out(given, outcome), f"loan_granted_{n}", f"第 {n} 笔可得"),
    )


def loans_table(shares: tuple[Share, ...]) -> tuple[Table, ...]:
    """All loans by drawdown date with their totals; nothing for a single loan."""
    if len(shares) == 1:
        return ()
    rows = tuple(_row(share) for share in shares)
    labels = {2: ("principal", "各笔本金合计"), 3: ("interest", "各笔合同利息合计"), 4: ("before", "各笔限制前合计"),
              6: ("granted", "各笔可得合计")}  # fmt: skip
    totals = {key: named(total(row[i] for row in rows), f"all_{key}", label) for i, (key, label) in labels.items()}
    return (Table("loans", "本年度各笔贷款，按放款先后占用年度上限", COLUMNS, rows, totals),)
