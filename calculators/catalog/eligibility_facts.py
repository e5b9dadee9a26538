"""What the self-check knows: plain answers, and facts worked out from dates, sizes and amounts. None is not known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from calculators.catalog.eligibility_schemes import Measure, against, gates_of, scheme_facts
from calculators.clauses import Clause
from calculators.errors import InputError, ParameterError
from calculators.fields import Given
from calculators.figure import apply, days, named, operation, plain
from calculators.policy import Policy, all_clauses, all_schemes
from calculators.rules import eligibility, life, sme

INDICATORS = {"employees": "从业人员", "revenue": "营业收入", "assets": "资产总额"}
# fact -> the questions whose answers settle it
SETTLED_BY: dict[str, tuple[str, ...]] = {
    "has_utility_model": ("patent_type",),
    "only_inventions": ("patent_type",),
    "term_running": ("patent_type", "filing_date"),
    "outlives_loan": ("patent_type", "filing_date", "maturity"),
    "is_sme": ("size", *INDICATORS),
    "debt_ratio_ok": ("debt_ratio",),
    "operating_long_enough": ("founded_on",),
    "principal_within": ("principal",),
    "revenue_within": ("revenue",),
    "share_enough": ("ip_share",),
    "rate_within": ("rate", "drawdown"),
}


@operation("cell_of", "从其他专利的表格里取出")
def cell_of(rows: tuple[tuple[Any, ...], ...], row: int, column: int) -> Any:
    """One cell of the table of further patents."""
    return rows[row][column]


class Patent(NamedTuple):
    """One pledged patent; what is not known is None."""

    number: int
    kind: Any
    filing: Any
    expiry: Any


class Known(NamedTuple):
    """All facts by name, the measures by clause, the patents, and the size class."""

    facts: Mapping[str, Any]
    measures: Mapping[str, Measure]
    patents: tuple[Patent, ...]
    size: Any


def _expiry(policy: Policy, kind: Any, filing: Any, extra: Any, number: int) -> Any:
    if kind is None or filing is None:
        return None
    try:
        years: Any = life.term_years(policy, plain(kind), plain(filing))
    except ParameterError as error:
        field = "filing_date" if number == 1 else "more_patents"
        raise InputError.at(field, f"第 {number} 件专利的申请日 {plain(filing)} 太早：{error}") from error
    return life.expiry_date(filing, years, 0 if extra is None else extra, number)


def patents_of(given: Given, policy: Policy) -> tuple[Patent, ...]:
    """The first patent, then those of the table, each with its statutory expiry."""
    kind, filing, extra = given["patent_type"], given["filing_date"], given["compensation_days"]
    found = [Patent(1, kind, filing, _expiry(policy, kind, filing, extra, 1))]
    rows = given["more_patents"]
    for i in range(len(plain(rows) or ())):
        number = i + 2
        kind = named(apply("cell_of", rows, i, 0), f"type_{number}", f"第 {number} 件专利类型", "")
        filing = named(apply("cell_of", rows, i, 1), f"filing_{number}", f"第 {number} 件申请日", "")
        found.append(Patent(number, kind, filing, _expiry(policy, kind, filing, None, number)))
    return tuple(found)


def _indicator(given: Given, policy: Policy, indicator: str) -> Any:
    value = given[indicator]
    if value is None:
        return None
    own = value if indicator == "employees" else apply("in_wan", value)
    bounds = sme.Bounds(*[policy.figure(key) for key in sme.bound_keys(plain(given["industry"]), indicator)])
    return named(sme.class_of(own, bounds), f"class_by_{indicator}", f"按{INDICATORS[indicator]}", "")


def size_of(given: Given, policy: Policy) -> Any:
    """The class named, or worked out from the industry's indicators; None while one is missing."""
    if given["size"] is not None or given["industry"] is None:
        return given["size"]
    wanted = sme.INDUSTRIES[plain(given["industry"])][1]
    classes = [_indicator(given, policy, indicator) for indicator in wanted]
    why = "各项指标要同时达到下限，所以取最低的一档。"
    return named(sme.size_class(given["industry"], classes), "size_class", "企业类型", "", why)


def _life(patents: tuple[Patent, ...], day: Any, key: str, label: str) -> Measure:
    ends = [patent.expiry for patent in patents if patent.expiry is not None]
    first = named(apply("earliest", *ends), "{}_first_end", "最早的专利权到期日", "", "", key) if ends else None
    if first is None or day is None:
        return Measure(day, first, None)
    why = "大于 0 才够：到期当天专利权已经终止。"
    return Measure(day, first, named(days(day, first), "{}_days", label, "天", why, key))


def _limit(key: str, policy: Policy) -> Any:
    clause = all_clauses()[key]
    return clause.limit_figure() if policy.traced else clause.limit


def _months(given: Given, limit: Any) -> Measure:
    founded = given["founded_on"]
    if founded is None:
        return Measure(limit, None, None)
    age = named(apply("whole_months", founded, given["on"]), "operating_age", "已经营整月数", "个月")
    return Measure(limit, age, named(age - limit, "operating_room", "离门槛", "个月", "负数表示还差多少。"))


def know(given: Given, policy: Policy) -> Known:
    """All facts that the answers give."""
    patents, size = patents_of(given, policy), size_of(given, policy)
    if given["founded_on"] is not None and plain(given["founded_on"]) > plain(given["on"]):
        raise InputError.at("founded_on", f"成立日期 {plain(given['founded_on'])} 晚于政策日期；请改其中一个。")
    ends = [patent.expiry for patent in patents]
    debt, months = _limit("debt_ratio", policy), _limit("operating_months", policy)
    of_scheme, measures = scheme_facts(given, policy)
    facts = {
        **given,  # every yes-or-no question is a fact of its own
        **of_scheme,
        "has_utility_model": apply("has_type", given["patent_type"], given["more_patents"], "utility_model"),
        "only_inventions": apply("only_type", given["patent_type"], given["more_patents"], "invention"),
        "term_running": apply("all_after", given["on"], *ends),
        "outlives_loan": apply("all_after", given["maturity"], *ends),
        "is_sme": apply("is_at_most", size, "medium"),
        "debt_ratio_ok": apply("not_above", given["debt_ratio"], debt),
        "operating_long_enough": apply("months_old", given["founded_on"], given["on"], months),
    }
    measures |= {
        "term_running": _life(patents, given["on"], "term", "离到期还有"),
        "outlives_loan": _life(patents, given["maturity"], "life", "到期日晚于贷款到期日"),
        "debt_ratio": against(given["debt_ratio"], debt, "debt", True, "%"),
        "operating_months": _months(given, months),
    }
    return Known(facts, measures, patents, size)


WHEN_KINDS = {
    "registration": ("registration", "patent"),
    "loan": ("registration", "patent", "enterprise", "credit"),
    "subsidy": ("registration", "patent", "enterprise", "credit", "subsidy"),
}
ONLY_FOR_LOANS = ("evaluation_report",)


def clauses_for(given: Given) -> tuple[Clause, ...]:
    """The clauses that matter for what is asked, knock-out ones first."""
    return _ordered(plain(given["goal"]), str(plain(given["scheme"])))


@cache
def _ordered(goal: str, chosen: str) -> tuple[Clause, ...]:
    """A chosen scheme's own conditions replace the usual ones."""
    scheme = all_schemes().get(chosen)
    own = [clause for clause in all_clauses().values() if clause.kind in WHEN_KINDS[goal]]
    if goal == "registration":
        own = [clause for clause in own if clause.key not in ONLY_FOR_LOANS]
    if scheme is not None:
        own = [*(clause for clause in own if clause.kind != "subsidy"), *gates_of(scheme)]
    return eligibility.knock_out_first(own)
