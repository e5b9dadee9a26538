"""The report at the end: verdict, amount, plan, subsidy, cost, next steps, papers, answers, derivations, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calculators import __version__
from calculators.calculator import Answer, figures_of
from calculators.catalog import calculator
from calculators.citation import Citation
from calculators.figure import Figure, leaves, unverified
from calculators.journey import blocks, steps
from calculators.journey.case import Case
from calculators.journey.papers import next_steps, papers
from calculators.journey.questions import BY_KEY, QUESTIONS, REPORT, STEPS
from calculators.policy import rule_digest
from calculators.rules.eligibility import MET
from calculators.views.html import UNVERIFIED, derivation, source
from calculators.views.markup import Html, join, tag
from calculators.views.words import Words

SUMMARY = (
    ("eligibility", "overall", "资格自查"),
    ("loan_amount", "loan_amount", "可贷额度"),
    ("loan_schedule", "total_interest", "利息合计"),
    ("interest_subsidy", "subsidy", "可得补贴"),
    ("financing_cost", "rate_before", "补贴前年化成本"),
    ("financing_cost", "rate_after", "补贴后年化成本"),
)
NOT_ELIGIBLE = "有不符合的条件。下面的金额只供参考，先解决不符合的条件。"


def _answers(case: Case) -> Iterator[Answer]:
    for step in STEPS:
        answer = case.outcome(step.key).answer
        if answer is not None:
            yield answer


def _summary_row(case: Case, step: str, key: str, label: str) -> Html:
    answer = case.outcome(step).answer
    value = answer.result.figures.get(key) if answer else None
    if answer is None or value is None:
        return tag("div", tag("dt", label), tag("dd", "没有算出"))
    doubt = UNVERIFIED if value.__class__ is Figure and unverified(value) else None
    example = blocks.EXAMPLE_MARK if blocks.rests_on_examples(case, step) else None
    return tag("div", tag("dt", label), tag("dd", tag("span", Words.of(answer)(value), data_summary=key), example, doubt))


def _part(title: str, *body: Html | None) -> Html:
    return tag("section", tag("h3", title), *body, class_="pj-part")


def _verdict(case: Case) -> Html:
    answer = case.outcome("eligibility").answer
    if answer is None:
        return steps.missing(case.outcome("eligibility"))
    met = steps.clause_rows(answer, MET)
    fold = blocks.folded(f"符合的条件（{len(met)} 条）", blocks.listed(clause for clause, _ in met))
    return join(blocks.answer_head(answer), steps.reasons(answer), fold if met else None, blocks.warned(answer.result.warnings))


def _step_part(case: Case, key: str, *tables: str) -> Html:
    """One step's answer with some of its tables, or what it lacks."""
    outcome = case.outcome(key)
    if outcome.answer is None:
        return steps.missing(outcome)
    shown = () if key == "loan_amount" else (steps.SHOWN[key](outcome.answer),)
    return join(
        blocks.answer_head(outcome.answer),
        *shown,
        *(steps.table(outcome.answer, name) for name in tables),
        blocks.warned(outcome.answer.result.warnings),
    )


def _terms(case: Case) -> Html:
    """The loan in one line."""
    keys = ("principal", "rate", "way", "drawdown", "term")
    return tag("dl", *(steps.answer_row(case, BY_KEY[key], change=False) for key in keys), class_="pj-recap")


def _examples(case: Case) -> Html:
    keys = tuple(dict.fromkeys(key for step in STEPS for key in case.examples_of(step.key)))
    items = blocks.stands_in(case, keys)
    if not items:
        return tag("p", "没有。所有数值都是您填的，或者由您填的数算出。")
    return join(tag("p", "下面各项没有填写，先这样试算。换成真实数值，结果会变。"), blocks.listed(items))


def _recap(case: Case) -> Html:
    groups = []
    for step in STEPS:
        unasked = case.unasked(step.key)
        own = [question for question in QUESTIONS if question.step == step.key and question.key not in unasked]
        rows = [steps.answer_row(case, question) for question in own]
        groups.append(join(tag("h4", step.title), tag("dl", *rows, class_="pj-recap")))
    return blocks.folded("看全部问题和回答", *groups)


def _derivations(case: Case) -> Html:
    pieces = []
    for answer in _answers(case):
        body = derivation(answer.result, Words.of(answer))
        pieces.append(join(tag("h4", answer.calculator.title), body))
    return join(*pieces)


def _sources(case: Case) -> Html:
    """Each document once, with all clauses that were used of it."""
    found: dict[Citation, list[str]] = {}
    for answer in _answers(case):
        for leaf in leaves(*figures_of(answer.result)):
            if leaf.tag is not None and leaf.tag.cite is not None:
                clauses = found.setdefault(replace(leaf.tag.cite, clause="", note=""), [])
                if leaf.tag.cite.clause not in clauses:
                    clauses.append(leaf.tag.cite.clause)
    cites = [replace(cite, clause="；".join(clauses)) for cite, clauses in found.items()]
    return blocks.folded(f"看全部来源（{len(cites)} 个文件）", blocks.listed(source(cite) for cite in cites))


def _not_covered() -> Html:
    items = [join(f"{calculator(step.key).title}：", text) for step in STEPS for text in calculator(step.key).not_covered]
    return blocks.folded(f"看全部（{len(items)} 项）", blocks.listed(items))


def stamp(case: Case) -> Html:
    """Date, digest of the rules, version, and what the report is not."""
    text = f"政策日期 {case.said('on').text}。规则版本 {rule_digest()}，程序版本 {__version__}。结果是测算，不是审批或授信承诺。"
    return tag("p", text, class_="cp-version")


COPIED = "链接已复制。收到链接的人能看到您填的内容；内容在链接里，不经过任何服务器。"
BY_HAND = "浏览器不让自动复制。链接在下面，请选中复制。"


def _actions() -> Html:
    copy = {"data_copy": True, "data_copied": COPIED, "data_by_hand": BY_HAND}
    return tag(
        "div",
        tag("button", "打印或存成 PDF", type="button", class_="pj-next", data_print="short"),
        tag("button", "连同计算过程一起打印", type="button", class_="pj-back", data_print="full"),
        tag("button", "复制链接", type="button", class_="pj-back", **copy),
        tag("input", type="text", readonly=True, hidden=True, data_link=True, aria_label="这份报告的链接", class_="pj-link"),
        class_="pj-ways pj-actions",
    )


def _refused(case: Case) -> bool:
    return case.figure("eligibility", "count_not_met") not in (None, 0)


def report_body(case: Case) -> Html:
    """Everything between the title and the buttons."""
    summary = [_summary_row(case, *row) for row in SUMMARY]
    return join(
        tag("p", NOT_ELIGIBLE, class_="cp-warnings") if _refused(case) else None,
        tag("dl", *summary, class_="pj-summary"),
        _part("1　能不能办", _verdict(case)),
        _part("2　能借多少", _step_part(case, "loan_amount", "limits", "patents")),
        _part("3　怎么还", _terms(case), _step_part(case, "loan_schedule", "schedule")),
        _part("4　能补多少", _step_part(case, "interest_subsidy")),
        _part("5　真实成本", _step_part(case, "financing_cost", "flows")),
        _part("6　下一步", next_steps(case)),
        _part("7　要带的材料", papers(case)),
        _part("8　没有填、先试算的项目", _examples(case)),
        _part("9　填写的内容", _recap(case)),
        _part("10　依据和来源", _sources(case)),
        _part("11　没有计算的内容", _not_covered()),
        tag("div", _part("12　计算过程", _derivations(case)), class_="pj-derivations"),
    )


def report_html(case: Case, prefix: str) -> Html:
    """The whole report page."""
    clear = tag("button", "清除全部", type="button", class_="pj-clear", data_clear=True)
    return tag(
        "section",
        tag("p", "五步都走完了", class_="pj-progress"),
        tag("h2", "测算报告", tabindex="-1", data_heading=True),
        stamp(case),
        _actions(),
        report_body(case),
        tag("div", blocks.go(STEPS[-1].key, "上一步", "pj-back"), clear, class_="pj-ways"),
        class_="pj-step pj-report",
        data_step=REPORT,
    )
