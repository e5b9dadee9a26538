"""专项资金预算: how much the fund pays in a year, how surely it suffices, and in which years the money flows.

Source: the pilot plan names 5 to 6 enterprises a year and 3 to 5 institutions, and no amount at all; every amount is an
example. Checked with: numpy and scipy (convolution, Poisson, binomial), exact fractions in unrelated code.
Limitations: enterprises and defaults are independent of each other.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from calculators.calculator import Calculator, Column, Result, Table
from calculators.catalog.fund_budget_fields import FIELDS
from calculators.errors import InputError
from calculators.fields import Given
from calculators.figure import apply, fen, most, named, operation, plain, total
from calculators.policy import Policy
from calculators.rules import budget, budget_path
from calculators.rules.budget import LEVELS, METHOD_WORDS, SIMULATED, Moments

TRIALS, SEED = Decimal(20000), Decimal(2026)


@operation("budget_cell", "从填写的表格里取出的数")
def budget_cell(rows: tuple[tuple[Any, ...], ...], row: int, column: int) -> Any:
    """One cell of a table that the visitor typed."""
    return rows[row][column]


def _check_table(given: Given, key: str) -> None:
    """Raises InputError unless the probabilities of a typed table add up to 100 %."""
    whole = sum(row[1] for row in plain(given[key])) * 100
    if whole != 100:
        raise InputError.at(key, f"概率合计 {whole.normalize():f}%，应为 100%；请改各行的概率。")


def _counts(given: Given) -> Any:
    """The distribution of the number of enterprises."""
    way = plain(given["count_from"])
    if way == "two":
        found = apply("two_counts", given["count_low"], given["count_high"])
    elif way == "poisson":
        found = apply("poisson_counts", given["count_mean"])
    else:
        _check_table(given, "count_rows")
        found = apply("count_table", given["count_rows"])
    return named(found, "counts", "家数的分布", "家", "一年里得到补贴的企业家数。")


def _check_order(given: Given) -> None:
    low, likely, high = (plain(given[key]) for key in ("low", "likely", "high"))
    if not low <= likely <= high:
        found = f"填了 {low:,}、{likely:,}、{high:,} 元"
        raise InputError.at("likely", f"三个金额要从小到大，{found}；请调整。")


def _one(given: Given) -> Any:
    """The distribution of one enterprise's subsidy."""
    way = plain(given["amount_from"])
    if way == "fixed":
        found = apply("one_amount", given["amount"])
    elif way == "table":
        _check_table(given, "amount_rows")
        found = apply("amount_table", given["amount_rows"])
    else:
        _check_order(given)
        found = _three(given) if way == "three" else apply("triangle", given["low"], given["likely"], given["high"])
    return named(found, "one", "每家补贴的分布", "元", "各家金额相互独立，分布相同。")


def _three(given: Given) -> Any:
    both = (plain(given["p_low"]) + plain(given["p_high"])) * 100
    if both > 100:
        raise InputError.at("p_high", f"偏低和偏高的概率合计 {both.normalize():f}%，超过 100%；请改小。")
    return apply("three_points", *(given[key] for key in ("low", "likely", "high", "p_low", "p_high")))


def _defaults(given: Given) -> Any:
    """What the pool pays for defaults; nothing when no loan is covered."""
    if given["pd"] is None:
        found = apply("no_defaults", given["loans"])
    else:
        found = apply("default_payments", given["loans"], given["pd"], given["payment"])
    return named(found, "defaults", "违约代偿的分布", "元", "违约笔数乘每次代偿。")


def _levels(outlay: Any, moments: Moments, fund: Any) -> list[tuple[Any, ...]]:
    """One row a level: outlay not exceeded with this probability, its normal approximation, what the fund lacks."""
    rows = []
    for level in LEVELS:
        share = Decimal(level) / 100
        amount = apply("percentile_of", outlay, share)
        amount = named(amount, "p{}", "{}% 把握的年支出", "元", "累计概率第一次达到这个水平的金额，不插值。", level)
        near = named(budget.normal_percentile(moments, share), "normal_{}", "{}% 的正态近似", "元", "", level)
        lack = named(most(amount - fund, fund * 0), "lack_{}", "按 {}% 把握还缺", "元", "支出减专项资金，不低于 0。", level)
        rows.append((f"{level}%", amount, near, lack))
    return rows


LEVEL_COLUMNS = (
    Column("level", "把握"),
    Column("outlay", "年支出不超过", "元"),
    Column("normal", "正态近似（对照）", "元"),
    Column("lack", "专项资金还缺", "元"),
)


def _error(outlay: Any, sure: Any, trials: Any) -> dict[str, Any]:
    """Standard errors of a simulation: of the mean in yuan, of the probability that the fund suffices."""
    mean = apply("square_root", apply("variance_of", outlay) / trials)
    chance = apply("square_root", sure * (1 - sure) / trials)
    return {
        "mean_error": named(fen(mean), "mean_error", "平均支出的抽样标准误", "元", "标准差÷√抽样次数。"),
        "suffices_error": named(chance, "suffices_error", "够用概率的抽样标准误", "%", "√（概率×（1−概率）÷抽样次数）。"),
        "simulated_mean": named(fen(apply("mean_of", outlay)), "simulated_mean", "抽样得到的平均支出"),
    }


def _institutions(given: Given, counts: Any) -> dict[str, Any]:
    if given["institutions"] is None:
        return {}
    used = apply("institutions_used", given["institutions"], counts)
    every = apply("all_institutions_used", given["institutions"], counts)
    return {
        "institutions_used": named(used, "institutions_used", "平均有业务的机构", "家", "假定企业随机选择机构。"),
        "all_used": named(every, "all_used", "每家机构都有业务的概率", "%", "假定企业随机选择机构。"),
    }


def _starts(given: Given) -> list[tuple[int, Any]]:
    """Year and number of loans of each line; a year named twice is an error."""
    rows = given["starts"]
    years = [int(row[0]) for row in plain(rows)]
    if len(set(years)) != len(years):
        raise InputError.at("starts", "同一个年度填了两行；请把笔数合并成一行。")
    if max(years) - min(years) > 30:
        raise InputError.at("starts", f"年度从 {min(years)} 到 {max(years)}，跨度超过 30 年；请改年度。")
    return [
        (year, named(apply("budget_cell", rows, i, 1), f"loans_{year}", f"{year} 年笔数", "笔")) for i, year in enumerate(years)
    ]


def _path(given: Given) -> Table | None:
    """Outlay by year; None when not asked for."""
    if given["starts"] is None:
        return None
    starts = _starts(given)
    plan = budget_path.LoanPlan(*(given[k] for k in ("principal", "rate", "ratio", "term", "start_month", "lag", "fee")))
    paid = budget_path.cash_path(plan, starts)
    loans = dict(starts)
    rows, so_far = [], plan.principal * 0
    for year, amount in paid:
        so_far = named(so_far + amount, f"paid_to_{year}", f"到 {year} 年累计支出")
        rows.append((str(year), loans.get(year), amount, so_far))
    columns = (
        Column("year", "年度"),
        Column("loans", "新发放（笔）"),
        Column("paid", "支出", "元", total=True),
        Column("so_far", "累计", "元"),
    )
    whole = named(total(amount for _, amount in paid), "path_total", "各年支出合计", "元", "各年四舍五入后的支出相加。")
    return Table("path", "贴息和费用补贴的分年支出", columns, tuple(rows), {"paid": whole})


NOTES = (
    "黔东南州没有公布专项资金规模、补贴比例和代偿金额。这里的金额都是示例参数，非政策承诺。",
    "试点方案只写每年 5～6 家企业、3～5 家金融机构，没有写每种家数的可能性。",
    "假定各家金额、家数、违约相互独立。经济不好时大家一起变差，实际会比这里更集中。",
    "正态近似只作对照：一年只有几家企业，偏差较大。",
)


def _notes(given: Given, method: str) -> tuple[str, ...]:
    found = list(NOTES)
    if plain(given["loans"]):
        found.append("违约少见、一次就是一大笔：平均数远小于九成五把握的数，应按准备金安排，不能按平均数安排。")
    if method == SIMULATED:
        found.append("这种金额没有精确算法，用抽样模拟；结果附标准误，换一个种子会有小的变化。")
    return tuple(found)


def _warnings(fund: Any, p90: Any, path: Table | None) -> tuple[str, ...]:
    found = []
    if plain(fund) < plain(p90):
        found.append("专项资金低于九成把握的年支出。")
    if path is not None:
        late = [row[0] for row in path.rows if row[1] is None and plain(row[2]) > 0]
        if late:
            found.append(f"最后一批贷款之后，{'、'.join(late)} 年还有支出，预算要留到那时。")
    return tuple(found)


def compute(given: Given, policy: Policy) -> Result:
    """The year's outlay as a distribution: percentiles, chance that the fund suffices, expected lack, cash path."""
    fund, counts, one, defaults = given["fund"], _counts(given), _one(given), _defaults(given)
    trials = given["trials"] if given["trials"] is not None else TRIALS
    seed = given["seed"] if given["seed"] is not None else SEED
    method = budget.method_for(counts, one)
    outlay = budget.outlay(counts, one, defaults, trials, seed)
    moments = budget.moments(counts, one, defaults)
    rows, path = _levels(outlay, moments, fund), _path(given)
    sure = named(apply("suffices", outlay, fund), "suffices", "专项资金够用的概率", "%", "年支出不超过专项资金的概率。")
    why = "年支出超过专项资金的部分的平均数（不超过时按 0 计）。"
    figures = {
        "p90": rows[LEVELS.index(90)][1],
        "suffices": sure,
        "shortfall": named(fen(apply("shortfall_over", outlay, fund)), "shortfall", "平均缺口", "元", why),
        "mean": named(fen(moments.mean), "mean", "平均年支出", "元", "平均家数×每家平均补贴＋平均代偿。"),
        "deviation": named(fen(moments.deviation), "deviation", "年支出的标准差"),
        "method": named(apply("budget_method", counts, one), "method", "算法", ""),
    }
    if method == SIMULATED:
        figures |= _error(outlay, sure, trials)
    figures |= _institutions(given, counts)
    if path is not None:
        figures["path_total"] = path.totals["paid"]
    p90 = plain(figures["p90"])
    return Result(
        headline="p90",
        figures=figures,
        sentence=lambda: (
            f"有九成把握，一年支出不超过 {p90:,.2f} 元；{plain(fund):,.2f} 元的专项资金够用的概率是 {_percent(sure)}。"
        ),
        tables=(Table("levels", "不同把握的年支出", LEVEL_COLUMNS, tuple(rows)), *((path,) if path else ())),
        notes=lambda: _notes(given, method),
        warnings=lambda: _warnings(fund, p90, path),
        codes=METHOD_WORDS,
    )


def _percent(value: Any) -> str:
    return f"{(plain(value) * 100).quantize(Decimal('0.01')):f}%"


CALCULATOR = Calculator(
    name="fund_budget",
    title="专项资金预算",
    summary="按每年几家企业、每家补多少、违约要代偿多少，测算专项资金一年要支出多少、够用的把握有多大、钱在哪几年支出。",
    fields=FIELDS,
    compute=compute,
    not_covered=(
        "追偿收回的资金：按没有收回计算，偏于谨慎。",
        "申请超过预算时怎样排队或打折：见贷款贴息里的按比例分配。",
        "企业之间、违约之间的关联。",
    ),
)
