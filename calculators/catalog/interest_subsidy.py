"""贷款贴息: what a published scheme, or terms typed by the user, gives for one loan and its fees.

Source: data/schemes/ (each number with document, clause and trust); order of steps as in calculators/rules/subsidy.py.
Checked with: worked cases of other software and of published rules; see data/examples/interest_subsidy.toml.
Limitations: one drawdown; several loans of a year differ in dates, principal and rate only.
"""

from __future__ import annotations

from typing import Any

from calculators.calculator import Calculator, Result, Table
from calculators.catalog.interest_subsidy_claim import Claim, after_support, paid_out
from calculators.catalog.interest_subsidy_fields import FIELDS, scheme_of
from calculators.catalog.interest_subsidy_inverse import solved
from calculators.catalog.interest_subsidy_loan import by_instalment, check_fit
from calculators.catalog.interest_subsidy_loans import Share, all_loans, loans_table
from calculators.catalog.interest_subsidy_tables import bank_table, line_table, period_table
from calculators.catalog.loan_schedule_terms import lpr_warning, rate_table
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import fen, named, plain, total
from calculators.policy import Policy
from calculators.rules.scheme_claim import Outcome, Terms
from calculators.rules.scheme_words import LIMITS, REASONS, notes, warnings
from calculators.scheme_model import FEES


def _check(given: Given) -> None:
    """Mistakes between answers: dates the wrong way round, more covered than lent, two fees where one is allowed."""
    drawdown, maturity = plain(given["drawdown"]), plain(given["maturity"])
    if maturity is not None and maturity <= drawdown:
        raise InputError.at("maturity", f"到期日 {maturity} 不在放款日 {drawdown} 之后；请改到期日。")
    first, last = plain(given["claim_from"]), plain(given["claim_to"])
    if first is not None and last is not None and last < first:
        raise InputError.at("claim_to", f"申领期结束 {last} 早于开始 {first}；请改其中一个。")
    covered, principal = plain(given["covered"]), plain(given["principal"])
    if covered is not None and covered > principal:
        raise InputError.at("covered", f"覆盖金额 {covered:,.2f} 元大于贷款本金 {principal:,.2f} 元；请改小。")
    scheme = scheme_of(given)
    check_fit(given, scheme)
    only_one = () if scheme is None else scheme.stacking.one_of_fees
    if sum(bool(given[f"{fee}_fee"]) for fee in only_one) > 1:
        names = "、".join(FEES[fee] for fee in only_one)
        raise InputError.at(f"{only_one[-1]}_fee", f"这个办法对同一笔贷款的{names}只补一项；请只填一项。")


BASE_NAMES = {
    "principal": ("counted_principal", "计补贴的本金"),
    "principal_per_year": ("counted_principal", "计补贴的本金（折合满一年）"),
    "pledged_amount": ("counted_principal", "计补贴的质押金额"),
    "amount_by_band": ("counted_amount", "所在档的定额"),
    "reference_interest": ("eligible_interest", "按参照利率算出的利息"),
    "interest_plus_fees": ("eligible_interest", "可补贴的利息和费用"),
}


def _base_figure(terms: tuple[Terms, ...], outcome: Outcome) -> dict[str, Any]:
    """The base of the interest items as a figure; its name tells interest from principal."""
    main = [line for line in outcome.lines if line.kind != "fee"]
    if not main:
        return {}
    first = next(one for one in terms if one.kind not in ("fee", "bank_reward"))
    key, label = BASE_NAMES.get(first.base, ("eligible_interest", "可贴息利息"))
    why = "计入的利息按利率上限和专利担保占比折算后，四舍五入到分"
    return {key: named(fen(main[0].base), key, label, "元", why)}


def _parts(outcome: Outcome) -> dict[str, Any]:
    """Interest and fees apart, when both are there."""
    fees = [line.amount for line in outcome.lines if line.kind == "fee"]
    main = [line.amount for line in outcome.lines if line.kind != "fee"]
    if not fees:
        return {}
    figures = {"fee_subsidy": named(total(fees), "fee_subsidy", "其中：费用补贴")}
    return figures if not main else {"interest_part": named(main[0], "interest_part", "其中：贴息"), **figures}


def _decided(outcome: Outcome) -> dict[str, Any]:
    """Codes: the limit that bound, and whether the conditions that the answers decide are met."""
    binding = outcome.binding
    figures = {} if binding is None else {"binding_limit": named(binding, "binding_limit", "起作用的上限", "")}
    if outcome.eligible is not None:
        figures["eligible"] = named(outcome.eligible, "eligible", "填报的条件是否都满足", "")
        figures["reason"] = named(outcome.reason, "reason", "不满足的条件", "")
    return figures


def _sentence(outcome: Outcome, subsidy: Any, base: Any, left: Any) -> str:
    reason = plain(outcome.reason)
    if reason not in (None, "all_met"):
        return f"可得补贴 {plain(subsidy):,.2f} 元：{REASONS[reason]}。"
    if not outcome.lines and outcome.bank:
        reward = sum(plain(line.amount) for line in outcome.bank)
        return f"可得补贴 0.00 元：这个办法只奖励银行，企业没有补贴；银行可得 {reward:,.2f} 元。"
    if not outcome.lines:
        return "可得补贴 0.00 元：这个办法不补专利质押贷款利息，所补的费用您没有填。"
    bound = plain(outcome.binding)
    limited = "" if bound == "none" else f"，受“{LIMITS[bound]}”限制"
    return f"合同利息 {plain(base):,.2f} 元，可得补贴 {plain(subsidy):,.2f} 元{limited}，企业自己负担 {plain(left):,.2f} 元。"


def _together(shares: tuple[Share, ...], loans: tuple[Table, ...]) -> str:
    if not loans:
        return ""
    return f"连同其他 {len(shares) - 1} 笔，本年度合计可得 {plain(loans[0].totals['granted']):,.2f} 元。"


def _penalty_note(given: Given) -> tuple[str, ...]:
    penalty = given["penalty_interest"]
    if not penalty:
        return ()
    counts = "按您的选择计入贴息" if plain(given["penalty_counts"]) else "没有计入贴息，也不算在负担额里"
    return (f"罚息和复利 {plain(penalty):,.2f} 元{counts}。各地通行做法是不计入，待核实。",)


def _lpr_warning(given: Given, claim: Claim, policy: Policy) -> tuple[str, ...]:
    return () if claim.flow.priced is None else lpr_warning(given, claim.flow.priced, policy)


CODES = {**LIMITS, **REASONS}


def compute(given: Given, policy: Policy) -> Result:
    """Interest periods, what counts, every item with its limits, and what the enterprise still bears."""
    _check(given)
    shares = all_loans(given, policy)
    one = next(share.claim for share in shares if share.number == 1)
    loans = loans_table(shares)
    outcome, counted = one.outcome, one.counted
    subsidy = named(paid_out(given, outcome), "subsidy", "可得补贴", "元", "各项补贴受限后的合计")
    table, bank = period_table(counted, by_instalment(given)), bank_table(outcome.bank)
    after = after_support(one, subsidy, table.totals["days"])
    backwards = solved(given, policy)
    figures = {
        "subsidy": subsidy,
        "base": counted.posted,
        **_base_figure(one.terms, outcome),
        "subsidy_before_caps": named(outcome.before_caps, "subsidy_before_caps", "各项上限之前的补贴"),
        **_decided(outcome),
        **_parts(outcome),
        **after,
        **backwards.figures,
        **({"all_granted": loans[0].totals["granted"]} if loans else {}),
        **({"bank_reward": bank[0].totals["reward"]} if bank else {}),
    }
    return Result(
        headline="subsidy",
        figures=figures,
        sentence=lambda: _sentence(outcome, subsidy, counted.posted, next(iter(after.values()))) + _together(shares, loans),
        tables=(table, line_table(outcome, subsidy), *loans, *bank, *rate_table(one.flow.priced)),
        notes=lambda: (*notes(one.desk.scheme, given, outcome.binding), *_penalty_note(given)),
        warnings=lambda: (*warnings(one.desk.scheme, given), *backwards.refused, *_lpr_warning(given, one, policy)),
        codes=CODES,
    )


CALCULATOR = Calculator(
    name="interest_subsidy",
    title="贷款贴息",
    summary="算一笔专利质押贷款能得多少贴息和费用补贴，是哪一条上限起作用。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "展期后的利息；罚息和复利默认不计入，办法写明计入的可以改选。",
        "多次提款、提前还款的贷款。",
        "专项资金不够时按比例发放，请用“资金不足时的分配”。",
        "申报条件是否满足、材料是否齐全，由主管部门审核。",
    ),
)
