"""Sheet 说明: when and by which rules this was worked out, how to use the file, what is not covered, sources."""

from __future__ import annotations

from collections.abc import Iterator

from calculators import __version__
from calculators.policy import rule_digest
from calculators.views.workbook_plan import Plan
from calculators.views.workbook_reasons import VALUE, reason
from calculators.views.workbook_sheets import Cell, Sheet, source, texts

HOW = (
    "各页都是公式，没有宏。在“输入”页改蓝底的格，“计算”“结果”和各张表随着重算。",
    "每个输入旁边写着可以改的范围：在这个范围的两头，网站都试算过，公式照样成立。",
    "期限、还款方式、日期等改了，行数或算法会变，要到网站按新的输入重新生成文件。",
    "改了不能改的格，“结果”页显示 #N/A，不会给出错的数。",
    "金额四舍五入到分的地方，公式里都是 ROUND(…,2)，与网站相同。",
    "表格用二进制小数计算，网站用十进制；没有取整的数可能在第 12 位以后不同，到分的金额相同。",
    "“结果”页的结论、说明页的提示和表里没有公式的文字，是下载时的，不随输入改变。",
)


def _section(title: str, entries: Iterator[str] | tuple[str, ...]) -> list[list[Cell]]:
    rows = [[Cell(entry, look="text")] for entry in entries]
    return [[], texts(title, look="bold"), *rows] if rows else []


def _values_that_stay(plan: Plan) -> Iterator[str]:
    """Each reason once, with the first figures it concerns."""
    found: dict[str, list[str]] = {}
    for step in plan.steps:
        why = reason(step.figure) if step.frozen else ""
        if why.startswith(VALUE) and step.figure.tag is not None:
            found.setdefault(why.removeprefix(VALUE), []).append(step.figure.tag.label)
    for why, labels in found.items():
        more = f"等 {len(labels)} 项" if len(labels) > 3 else ""
        yield f"{'、'.join(labels[:3])}{more}：{why}"


def _sources(plan: Plan) -> list[list[Cell]]:
    cites = dict.fromkeys(row.cite for row in plan.parameters if row.cite is not None)
    rows = [[Cell(source(cite), look="text", link=cite.url)] for cite in cites]
    return [[], texts("政策参数的来源", look="bold"), *rows] if rows else []


def about(plan: Plan) -> Sheet:
    """The last sheet, for whoever gets the file without the page."""
    answer = plan.answer
    sheet = Sheet("说明", (108,), head=0)
    sheet.rows = [
        texts(f"{answer.calculator.title}：说明", look="title"),
        texts(answer.calculator.summary, look="text"),
        texts(f"政策日期 {answer.on}。规则版本 {rule_digest()}，程序版本 {__version__}。", look="text"),
        texts("结果是测算，不是审批或授信承诺。", look="text"),
        *_section("怎么用", HOW),
        *_section("请注意（下载时）", answer.result.warnings),
        *_section("口径说明", answer.result.notes),
        *_section("没有计算的内容", answer.calculator.not_covered),
        *_section("表格不能重算的数值", _values_that_stay(plan)),
        *_sources(plan),
    ]
    return sheet
