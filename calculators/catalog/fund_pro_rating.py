"""资金不足时的分配: approved claims and a fund that may be too small; payouts that add up to the fund exactly.

Source: no published rule says how to round; largest remainder is our own choice and said on the page. Checked with: a
library of apportionment methods in the worked cases.
Limitations: claims are taken as approved; nothing is said about who may claim.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from calculators.calculator import Calculator, Result, Table
from calculators.calculator import Column as Shown
from calculators.errors import InputError
from calculators.fields import Column, Field, Given
from calculators.figure import apply, fen, named, operation, plain
from calculators.policy import Policy
from calculators.rules.payout import Shares, first_come, prorate
from calculators.rules.subsidy_limits import left_of

MOST, MOST_CLAIMS = Decimal(10) ** 11, 500
WAYS = (("pro_rata", "按同一比例发放"), ("first_come", "按列出的先后全额发放，用完为止"))
FIELDS = (
    Field("fund", "可用资金", "money", lowest=Decimal(0), highest=MOST, group="资金",
          hint="可以写 60万。示例参数，非政策承诺。"),
    Field("way", "不够时怎样发", "choice", choices=WAYS, default="pro_rata", group="资金"),
    Field("claims", "各笔核定金额", "rows", group="申请",
          hint="每行一笔，按申请先后列出。按比例发放时，剩下的几分钱遇到余数相同，给排在前面的。",
          columns=(Column("approved", "核定金额", "money", lowest=Decimal(0), highest=MOST, unit="元"),)),
)  # fmt: skip
COLUMNS = (
    Shown("number", "序号"),
    Shown("approved", "核定金额", "元", total=True),
    Shown("payout", "实发金额", "元", total=True),
    Shown("unpaid", "没有发的金额", "元", total=True),
)


@operation("claim_cell", "从填写的表格里取出的核定金额")
def claim_cell(rows: tuple[tuple[Any, ...], ...], row: int) -> Any:
    """The approved amount in one line."""
    return rows[row][0]


def _claims(given: Given) -> list[Any]:
    rows = plain(given["claims"])
    if len(rows) > MOST_CLAIMS:
        raise InputError.at("claims", f"有 {len(rows)} 笔，最多 {MOST_CLAIMS} 笔；请分批计算。")
    return [
        named(fen(apply("claim_cell", given["claims"], place)), "approved_{}", "第 {} 笔核定金额", "元", "", place + 1)
        for place in range(len(rows))
    ]


def _table(claims: list[Any], shares: Shares, figures: dict[str, Any]) -> Table:
    rows = []
    for number, (claim, payout) in enumerate(zip(claims, shares.payouts, strict=True), 1):
        paid = named(payout, "payout_{}", "第 {} 笔实发金额", "元", "", number)
        rows.append((number, claim, paid, named(claim - paid, "unpaid_{}", "第 {} 笔没有发的金额", "元", "", number)))
    totals = {"approved": figures["approved"], "payout": figures["paid"], "unpaid": figures["unpaid"]}
    return Table("payouts", "各笔实发金额", COLUMNS, tuple(rows), totals)


def _sentence(figures: dict[str, Any], enough: bool) -> str:
    paid, approved = plain(figures["paid"]), plain(figures["approved"])
    if enough:
        return f"资金够用：全部核定金额 {approved:,.2f} 元都能发，还剩 {plain(figures['left']):,.2f} 元。"
    return f"核定合计 {approved:,.2f} 元，资金不够，实发合计 {paid:,.2f} 元，刚好用完；还差 {plain(figures['unpaid']):,.2f} 元。"


def compute(given: Given, policy: Policy) -> Result:
    """What each claim is paid, with totals; payouts add up to the fund to the fen when it is too small."""
    claims, fund = _claims(given), fen(given["fund"])
    share = prorate if plain(given["way"]) == "pro_rata" else first_come
    shares = share(claims, fund)
    paid = named(shares.paid, "paid", "实发合计", "元", "各笔实发金额相加")
    approved = named(shares.approved, "approved", "核定合计", "元", "各笔核定金额相加")
    figures = {"paid": paid, "approved": approved}
    figures["unpaid"] = named(approved - paid, "unpaid", "没有发的金额", "元", "核定合计减实发合计")
    figures["left"] = named(left_of(fund, paid), "left", "资金结余", "元", "可用资金减实发合计")
    if shares.factor is not None:
        figures["factor"] = named(shares.factor, "factor", "发放比例", "%", "可用资金除以核定合计；够用时是 100%")
    return Result(
        headline="paid",
        figures=figures,
        sentence=lambda: _sentence(figures, not plain(figures["unpaid"])),
        tables=(_table(claims, shares, figures),),
        notes=(
            "按比例发放：每笔先舍去到分，剩下的几分钱逐分给余数最大的，所以合计与资金分文不差。",
            "公开的办法没有写怎样取整，这是本站的约定。",
        ),
        warnings=("金额都是示例参数，非政策承诺，也不是黔东南州的规定。",),
    )


CALCULATOR = Calculator(
    name="fund_pro_rating",
    title="资金不足时的分配",
    summary="把不够的资金分给各笔核定的补贴，每笔到分，合计分文不差。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "谁有资格、核定多少，由主管部门决定。",
        "下一年度是否补发，要看办法怎么写。",
    ),
)
