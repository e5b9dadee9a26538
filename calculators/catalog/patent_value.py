"""专利价值估算: what a patent may be worth by income, cost and market, and how long it still earns.

Sources: 专利资产评估指导意见 (three approaches), 专利法 第四十二条 (terms), textbook formulas. Checked with: spreadsheets
and a numerical library on worked cases, two published examples among them.
Limitations: an estimate from the figures typed in; it is no appraisal report and no basis for a decision by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from calculators.calculator import Calculator, Column, Result, Table
from calculators.catalog import patent_value_cost as other
from calculators.catalog import patent_value_income as income
from calculators.catalog import patent_value_sensitivity as sensitivity
from calculators.catalog.patent_value_fields import INCOME_FIELDS, PATENT_FIELDS, RATE_FIELDS, ZERO
from calculators.catalog.patent_value_support import CONCLUSION_FIELDS, COST_FIELDS, MARKET_FIELDS, METHODS, methods_given
from calculators.errors import InputError, ParameterError
from calculators.fields import Given
from calculators.figure import apply, fen, most, named, plain, total
from calculators.policy import Policy
from calculators.rules import economic_life, life, valuation
from calculators.rules.economic_life import LIMITED_WORDS, Life
from calculators.rules.valuation import ONE

# Rates outside this range are unusual for patents: a reason to look again, not an error.
USUAL_RATES = ("8", "40")
NO_REPORT = "这是按您填写的数做的估算，不是资产评估报告，不能代替资产评估机构出具的报告。"
NOTES = (
    NO_REPORT,
    "计算中间不取整，只有最后的数四舍五入到分；逐年表显示两位小数，合计按没有取整的数相加。",
    "银行放款时还会再打折扣、乘质押率，可贷额度不等于估算值。",
)


class Parts(NamedTuple):
    """The approaches used: unrounded values by approach, figures, tables and warnings."""

    values: Mapping[str, Any] = MappingProxyType({})
    figures: Mapping[str, Any] = MappingProxyType({})
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()


def _life(given: Given, policy: Policy, traced: bool) -> Life:
    """Statutory expiry and end of benefit. Bad dates are errors of their own fields."""
    filing, on = plain(given["filing"]), plain(given["valuation_date"])
    if filing > on:
        raise InputError.at("filing", f"申请日 {filing} 晚于评估基准日 {on}；请核对两个日期。")
    try:
        years = life.term_years(policy, plain(given["patent_type"]), filing)
    except ParameterError as error:
        raise InputError.at("filing", str(error)) from error
    expiry = apply("patent_expiry", given["filing"], years if traced else plain(years), given["compensation"])
    expiry = named(expiry, "expiry", "专利权到期日", "", "自申请日起算，按专利类型的法定期限，加补偿天数。")
    return economic_life.remaining_life(expiry, given["valuation_date"], given["economic_months"])


def _life_figures(found: Life) -> dict[str, Any]:
    return {
        "expiry": found.expiry,
        "statutory_days": found.statutory_days,
        "benefit_ends_on": found.ends_on,
        "usable_days": found.usable_days,
        "limited_by": found.limited_by,
    }


def _rate_warning(rate: Any) -> tuple[str, ...]:
    low, high = (ONE * int(text) / 100 for text in USUAL_RATES)
    if low <= plain(rate) <= high:
        return ()
    return (f"折现率 {sensitivity.percent_text(rate)} 不在常见的 {USUAL_RATES[0]}%—{USUAL_RATES[1]}% 之间，请再核对。",)


def _income(given: Given, found: Life) -> Parts:
    """The income approach with its year table and sensitivity."""
    model, figures = income.build(given, found)
    rows = valuation.years(model)
    before, value = valuation.present_value(rows), income.worth(model, given)
    if plain(given["with_tab"]) is True:
        benefit = named(
            fen(value - before), "tax_benefit", "摊销节税价值", "元", "现值 ÷（1 − 税率 × 年金系数 ÷ 摊销年限）− 现值。"
        )
        figures["tax_benefit"] = benefit
    tables = (
        income.year_table(rows, plain(given["income_method"])),
        sensitivity.grid(given, model),
        sensitivity.tornado(given, model),
    )
    negative = ("收益法的结果是负数：扣除成本和其他资产的回报后，专利没有带来收益。",) if plain(value) < 0 else ()
    warnings = (*_rate_warning(model.rate), *income.forecast_warnings(given, model), *negative)
    return Parts({"income": value}, figures, tables, warnings)


def _cost(given: Given) -> Parts:
    value, figures = other.cost_value(given)
    return Parts({"cost": value}, figures)


def _market(given: Given) -> Parts:
    value, table = other.market_value(given)
    return Parts({"market": value}, {}, (table,))


def _approaches(given: Given, found: Life) -> Parts:
    """Every approach that has inputs, put together."""
    made = {"income": lambda: _income(given, found), "cost": lambda: _cost(given), "market": lambda: _market(given)}
    parts = [made[method]() for method in methods_given(given)]
    return Parts(
        {key: value for part in parts for key, value in part.values.items()},
        {key: value for part in parts for key, value in part.figures.items()},
        tuple(table for part in parts for table in part.tables),
        tuple(warning for part in parts for warning in part.warnings),
    )


def _weights(given: Given, methods: tuple[str, ...]) -> dict[str, Any]:
    """Weight of each approach; they must add up to exactly one. A single approach needs none."""
    if len(methods) == 1:
        return {methods[0]: ONE}
    weights = {method: given[f"weight_{method}"] for method in methods}
    added = sum((plain(weight) for weight in weights.values()), ZERO)
    if added != 1:
        raise InputError.at(f"weight_{methods[0]}", f"各方法的权重合计是 {sensitivity.percent_text(added)}，应为 100%；请调整。")
    return weights


COLUMNS = (
    Column("method", "方法"),
    Column("value", "估算值", "元"),
    Column("weight", "权重", "%", total=True),
    Column("part", "加权后", "元", total=True),
)


def _conclusion(given: Given, values: Mapping[str, Any]) -> tuple[Any, Table]:
    """The weighted value, unrounded, and the table of approaches."""
    weights = _weights(given, tuple(values))
    rows = []
    for method, value in values.items():
        name = METHODS[method]
        exact = named(value, f"{method}_exact", f"{name}估算值（未取整）", "元")
        part = named(exact * weights[method], f"{method}_part", f"{name}加权后", "元", "估算值 × 权重。")
        rows.append((name, exact, weights[method], part))
    mean = named(total(row[3] for row in rows), "weighted_value", "加权结果", "元", "各方法加权后相加。")
    weight = named(total(row[2] for row in rows), "weights_total", "权重合计", "%")
    return mean, Table("methods", "各方法和结论", COLUMNS, tuple(rows), {"weight": weight, "part": mean})


def _maturity_warning(given: Given, found: Life) -> tuple[str, ...]:
    maturity, ends_on = plain(given["loan_maturity"]), plain(found.ends_on)
    if maturity is None or maturity < ends_on:
        return ()
    if maturity >= plain(found.expiry):
        return (f"贷款到期日 {maturity} 不早于专利权到期日 {plain(found.expiry)}：债务期限超过专利有效期的，不予登记。",)
    return (f"贷款到期日 {maturity} 不早于收益期终点 {ends_on}：贷款还没到期，专利可能已没有收益。",)


def _expired(given: Given, found: Life) -> Result:
    """The answer for a patent whose right has ended: 0, with the reason."""
    value = apply("worthless", found.expiry)
    return Result(
        headline="value",
        figures={"value": named(value, "value", "专利价值估算值", "元", "专利权到期后不再有价值。"), **_life_figures(found)},
        sentence=f"专利权已在 {plain(found.expiry)} 到期，估算值为 0 元，也不能质押。",
        notes=(NO_REPORT,),
        warnings=("专利权已到期，不能办理质押登记。",),
        codes=LIMITED_WORDS,
    )


def _sentence(value: Any, values: Mapping[str, Any], found: Life) -> str:
    names = "、".join(METHODS[method] for method in values)
    how = f"{names}加权" if len(values) > 1 else names
    return f"按{how}，这件专利估算值 {plain(value):,.2f} 元，收益期到 {plain(found.ends_on)}。这不是评估报告。"


def compute(given: Given, policy: Policy) -> Result:
    """Remaining life, each approach given, the weighted conclusion, the years and the sensitivity."""
    if not methods_given(given):
        raise InputError.at("income_method", "三种方法都没有填；请至少选收益法、成本法或市场法中的一种。")
    found = _life(given, policy, given["on"] is not plain(given["on"]))
    if plain(found.limited_by) == "expired":
        return _expired(given, found)
    parts = _approaches(given, found)
    mean, table = _conclusion(given, parts.values)
    value = named(fen(most(mean, ZERO)), "value", "专利价值估算值", "元", "加权结果四舍五入到分，负数记 0。")
    each = {
        f"{method}_value": named(fen(exact), f"{method}_value", f"{METHODS[method]}估算值", "元")
        for method, exact in parts.values.items()
    }
    return Result(
        headline="value",
        figures={"value": value, **each, **parts.figures, **_life_figures(found)},
        sentence=lambda: _sentence(value, parts.values, found),
        tables=(table, *parts.tables),
        notes=NOTES,
        warnings=lambda: (*_maturity_warning(given, found), *parts.warnings),
        codes=LIMITED_WORDS,
    )


CALCULATOR = Calculator(
    name="patent_value",
    title="专利价值估算",
    summary="用收益法、成本法、市场法估算一件专利值多少钱，看剩余寿命和结果对参数的敏感程度。",
    fields=(*PATENT_FIELDS, *INCOME_FIELDS, *RATE_FIELDS, *COST_FIELDS, *MARKET_FIELDS, *CONCLUSION_FIELDS),
    compute=compute,
    not_covered=(
        "资产评估报告：正式数值由资产评估机构出具，本结果不能代替。",
        "专利是否稳定、是否侵权、能否单独转让等法律和技术判断。",
        "变现时的折扣和费用；质押率由银行决定。",
        "多件专利的组合价值：组合整体估算，不与单件相加。",
    ),
)
