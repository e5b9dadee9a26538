"""Why a spreadsheet cannot redo an operation, in words, for the remark beside the value."""

from __future__ import annotations

from calculators.figure import Figure, leaves

VALUE = "数值（表格不能重算）："
CALENDAR = "日期由网站按约定逐期排出。"
DISTRIBUTION = "由整个概率分布得出，表格里放不下。"

REASONS = {
    "item": "从网站排出的一串日期或分配结果里取出。",
    "boundaries": CALENDAR,
    "settled_on": CALENDAR,
    "repayment_days": CALENDAR,
    "reset_days": CALENDAR,
    "pay_next_day": CALENDAR,
    "lpr_day": CALENDAR,
    "published_lpr": "要在填写的表格里按日期查找。",
    "how_many": "数的是表里的行数，行数不随金额变化。",
    "solved_near": "由网站逐步试算求出。",
    "xirr_rate": "没有唯一的年利率。",
    "xirr_status": "要找出全部的根才能判断。",
    "shared_out": "尾差逐分分给余数最大的，要排序。",
    "at_least_defaults": "要把许多项概率相加。",
    "one_factor_rate": "要用正态分布的分位数，网站按固定精度计算。",
    "z_of": "要用正态分布的分位数，网站按固定精度计算。",
    "has_type": "要在填写的表格里查找。",
    "only_type": "要在填写的表格里查找。",
    "months_taken": "要在填写的表格里查找。",
    "nothing": "这种情形固定记 0。",
    "worthless": "这种情形固定记 0。",
    "sme_status": "看的是各项指标有没有填齐。",
    "simulated_outlay": "由随机抽样得出。",
    "budget_method": DISTRIBUTION,
    "percentile_of": DISTRIBUTION,
    "mean_of": DISTRIBUTION,
    "variance_of": DISTRIBUTION,
    "suffices": DISTRIBUTION,
    "shortfall_over": DISTRIBUTION,
    "institutions_used": DISTRIBUTION,
    "all_institutions_used": DISTRIBUTION,
}


def reason(figure: Figure) -> str:
    """The remark on a value that stays as it was."""
    if not any(leaf.tag and leaf.tag.origin == "input" for leaf in leaves(figure)):
        return "固定的结论，不随表格里的输入变化。"
    if figure.value is None:
        return f"{VALUE}这一项现在没有数。"
    return VALUE + REASONS.get(figure.op, "这一步要看整组输入，公式写不下。")
