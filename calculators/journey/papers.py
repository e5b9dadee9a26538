"""What to bring, stage by stage, and what to do next: from the verdict, the open questions and the usual course."""

from __future__ import annotations

from calculators.catalog.eligibility_facts import know
from calculators.catalog.eligibility_tables import paper_rows
from calculators.journey import blocks, steps
from calculators.journey.case import Case
from calculators.policy import Policy, all_stages
from calculators.rules.eligibility import NOT_MET, UNKNOWN
from calculators.views.markup import Html, join, tag

GUIDE = "../guides/enterprise/"
# What follows on a check without objections, by the stage of the guide that says how.
COURSE = (
    (1, "查专利登记簿副本，核对权利人、有效状态和年费。"),
    (2, "请评估机构评估，或者问银行是否做内部评估。"),
    (3, "带着这份报告和下面第 1、第 3 阶段的材料找银行，问清额度、利率和质押率。"),
    (4, "签借款合同和质押合同，写清专利清单和担保范围。"),
    (5, "和银行一起办专利权质押登记。"),
    (6, "登记通知书交给银行，放款。"),
    (7, "问清主管部门现在有没有补贴、怎么申报，留好每一张凭证。"),
    (8, "按还款计划表付息，每年按时缴年费。"),
)


def next_steps(case: Case) -> Html:
    """First what is not met, then what is not known, then the usual course with links to the guide."""
    answer = case.outcome("eligibility").answer
    bad = steps.clause_rows(answer, NOT_MET) if answer else []
    unknown = steps.clause_rows(answer, UNKNOWN) if answer else []
    items: list[object] = [join(tag("b", "先解决："), f"{clause}。{change}") for clause, change in bad]
    if unknown:
        back = blocks.go("eligibility", "回去回答", "pj-change")
        items.append(join(tag("b", "弄清楚："), f"还有 {len(unknown)} 条不清楚，见第 1 部分。", back))
    for number, text in COURSE:
        link = tag("a", f"第 {number} 阶段怎么办", href=f"{GUIDE}#stage-{number}")
        items.append(join(text, "见", link, "。"))
    return blocks.listed(items, ordered=True, name="pj-next-steps")


def papers(case: Case) -> Html:
    """The papers of all stages; what depends on an open question says 如有, what is not needed is left out."""
    answer = case.outcome("eligibility").answer
    if answer is None:
        return steps.missing(case.outcome("eligibility"))
    known = know(answer.given, Policy.at(answer.on))
    pieces = []
    for stage in all_stages().values():
        rows = [join(text, tag("small", f"（{origin}）")) for text, origin in paper_rows(stage, known)]
        title = tag("h4", f"{stage.number} {stage.name}（{len(rows)} 样）")
        pieces.append(tag("details", tag("summary", title), blocks.listed(rows, name="pj-papers"), open=stage.number == 1))
    return tag("div", *pieces, class_="pj-stages")
