"""The generated page of all clauses of the self-check: what must hold, how to mend it, who asks for it, how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.catalog.eligibility_schemes import bank_conditions, gates_of
from calculators.citation import TRUST_WORDS
from calculators.clauses import KINDS, Clause
from calculators.policy import all_clauses, all_schemes
from calculators.scheme_model import Scheme
from calculators.views.format import shown
from site_config.markdown_text import anchor, checked, front, header, row, source

KIND_NOTES = {
    "registration": "登记部门不予登记的情形，反过来写成要满足的条件。",
    "patent": "专利本身要满足的条件。",
    "enterprise": "看企业的条件；只查质押登记的，不问这些。",
    "credit": "信用记录和不能碰的红线。",
    "subsidy": "没有选办法时，按外地办法常见的条件看。黔东南州没有公布现行条件。",
}


def users(clause: Clause) -> tuple[Scheme, ...]:
    """The published schemes that ask for the same in words of their own."""
    return tuple(s for s in all_schemes().values() if any(c.text in clause.same_as for c in s.conditions))


def _link(scheme: Scheme) -> str:
    return f"[{scheme.short}](schemes.md#{anchor(scheme.key)})"


def _need(clause: Clause) -> str:
    """What meets the clause, with its threshold when it has one."""
    limit = "" if clause.limit is None else f"（门槛 {shown(clause.limit, clause.unit)}）"
    return f"{clause.need}{limit}{'；一票否决' if clause.knock_out else ''}"


def _origin(clause: Clause) -> str:
    """Where the clause stands, how far the source can be trusted, and when it was read."""
    return f"{source(clause.cite)}。{TRUST_WORDS[clause.cite.trust]}，{checked(clause.cite)}"


def _kind(kind: str) -> Iterator[str]:
    """The clauses of one kind; a column for schemes only where some scheme asks for the same."""
    found = [clause for clause in all_clauses().values() if clause.kind == kind]
    shared = any(users(clause) for clause in found)
    yield from (f"## {KINDS[kind]} {{#{kind}}}", "", KIND_NOTES[kind], "")
    yield from header("条件", "怎样算符合", "不符合时怎么办", *(("哪些办法也要求",) if shared else ()), "出处")
    for clause in found:
        by = ("、".join(_link(scheme) for scheme in users(clause)) or "—",) if shared else ()
        yield row(clause.text, _need(clause), clause.remedy, *by, _origin(clause))
    yield ""


def _of_scheme(scheme: Scheme) -> Iterator[str]:
    """What one published scheme asks, and which part of it the bank has to meet."""
    yield from (f"### {scheme.short} {{#{anchor(scheme.key)}}}", "")
    yield from (f"办法全文的要点见{_link(scheme)}。{TRUST_WORDS[scheme.cite.trust]}，{checked(scheme.cite)}。", "")
    yield from header("条件", "由谁满足", "不符合时怎么办")
    for clause in gates_of(scheme):
        yield row(clause.text.removeprefix(f"{scheme.short}："), "企业", clause.remedy)
    for text, _ in bank_conditions(scheme):
        yield row(text, "银行", "不问企业；办理以前先向银行核实。")
    yield ""


def clauses_page() -> Iterator[str]:
    """Every clause by kind, then the conditions of each published scheme that has any."""
    summary = "资格自查逐条核对的全部条件：怎样算符合、不符合时怎么办、出自哪里、哪些办法也要求。"
    yield from front("资格条款一览", summary, "企业、银行、主管部门")
    yield from ("逐条核对请用[资格自查](../calculators/eligibility.md)。“待核实”的条件还没有对照原件核过。", "")
    for kind in KIND_NOTES:
        yield from _kind(kind)
    yield from ("## 各办法自己的条件 {#schemes}", "", "选了办法，就只看那个办法自己的条件。外地办法只作对照。", "")
    for scheme in all_schemes().values():
        if gates_of(scheme) or bank_conditions(scheme):
            yield from _of_scheme(scheme)
