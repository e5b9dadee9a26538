"""The tables, sentence, notes and warnings of the self-check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from calculators.calculator import Column, Table
from calculators.catalog.eligibility_facts import SETTLED_BY, Known
from calculators.catalog.eligibility_fields import BY_KEY, is_asked
from calculators.catalog.eligibility_gates import scheme_of
from calculators.catalog.eligibility_schemes import Measure, bank_conditions
from calculators.citation import Citation
from calculators.clauses import KINDS, Clause
from calculators.fields import Given
from calculators.figure import apply, days, named, plain
from calculators.papers import Paper, Stage
from calculators.policy import all_stages
from calculators.rules import eligibility, life
from calculators.rules.eligibility import MET, NOT_MET, UNKNOWN

CLAUSE_COLUMNS = (
    Column("clause", "条件", wide=True),
    Column("state", "状态"),
    Column("remedy", "怎样改变", wide=True),
    Column("own", "您的情况", own_unit=True, wide=True),
    Column("need", "要求", wide=True),
    Column("threshold", "门槛", own_unit=True),
    Column("distance", "离门槛", own_unit=True),
    Column("kind", "类别"),
    Column("source", "依据", wide=True),
)
PATENT_COLUMNS = (
    Column("number", "专利"),
    Column("type", "类型"),
    Column("filing", "申请日"),
    Column("expiry", "到期日"),
    Column("left", "政策日期后还剩", "天"),
    Column("room", "比贷款到期日晚", "天"),
    Column("state", "期限够不够"),
)
NEXT_COLUMNS = (Column("order", "次序"), Column("question", "先回答", wide=True), Column("clauses", "用来判断", wide=True))
PAPER_COLUMNS = (Column("paper", "材料", wide=True), Column("source", "依据", wide=True))
NOTES = (
    "没有回答的问题不算“否”：只标“还不清楚”，并列出还要回答什么。",
    "专利权自申请日起算满期限的那一天终止，所以贷款到期日至少要早一天。这一口径待核实。",
    "银行惯例和外地办法的条件不是本州规定，只帮您提前准备。标“待核实”的条件还没有对照原件核过。",
    "这是自查，不是登记部门、银行或主管部门的审查结论。",
)
KIND_NAMES = dict(BY_KEY["patent_type"].choices)
SCHEME_NOTE = "利率超过上限就不补的，在这里逐条判断；只是少补的限制，请用贷款贴息计算。"


class Checked(NamedTuple):
    """One clause with its state."""

    clause: Clause
    state: Any


def _source(cite: Citation) -> str:
    number = f"（{cite.number}）" if cite.number else ""
    return f"{cite.document}{number}，{cite.clause}{'（待核实）' if cite.unverified else ''}"


SAID = {True: "是", False: "否", None: "没有回答"}


def _own(clause: Clause, known: Known, given: Given) -> Any:
    """The visitor's own value: the measured one, or the answers that the clause rests on."""
    if clause.key in known.measures:
        own = known.measures[clause.key].own
        return "没有回答" if own is None else own
    if clause.facts[0] == "is_sme":
        return "没有回答" if plain(known.size) is None else known.size
    said = []
    for fact in clause.facts:
        field = BY_KEY.get(fact)
        if field is not None and field.needed(given):
            said.append(f"{field.label}：{SAID[plain(given[fact])]}")
    return "；".join(said) or _types_said(known)


def _types_said(known: Known) -> str:
    kinds = [plain(patent.kind) for patent in known.patents]
    return "没有回答" if None in kinds else "按专利类型判断"


def questions(checked: Checked, known: Known, given: Given) -> tuple[str, ...]:
    """The questions on the form, not answered yet, that could still settle an unknown clause."""
    keys: list[str] = []
    for fact in eligibility.open_facts(checked.clause, checked.state, known.facts):
        keys += SETTLED_BY.get(fact, (fact,))
    if "industry" in given and given["industry"] is not None and "size" in keys:
        keys.remove("size")
    return tuple(key for key in dict.fromkeys(keys) if given.get(key) is None and is_asked(key, given))


def _change(checked: Checked, known: Known, given: Given) -> str | None:
    state = plain(checked.state)
    if state == UNKNOWN:
        asked = "、".join(BY_KEY[key].label for key in questions(checked, known, given))
        return f"先回答：{asked}。"
    return checked.clause.remedy if state == NOT_MET else None


NO_MEASURE = Measure(None, None, None)


def _row(checked: Checked, known: Known, given: Given) -> tuple[Any, ...]:
    clause, state = checked
    measure = known.measures.get(clause.key, NO_MEASURE)
    return (
        clause.text,
        state,
        None if state == MET else _change(checked, known, given),
        _own(clause, known, given),
        clause.need,
        measure.threshold,
        measure.distance,
        KINDS[clause.kind],
        clause.source,
    )


def clauses(found: Sequence[Checked], known: Known, given: Given) -> Table:
    """Every clause, knock-out ones first."""
    return Table("clauses", "逐条自查", CLAUSE_COLUMNS, tuple([_row(one, known, given) for one in found]))


def next_keys(found: Sequence[Checked], known: Known, given: Given) -> dict[str, list[Clause]]:
    """Unanswered questions with the clauses they could settle. Empty once a clause is not met: nothing is open then.

    Those of knock-out clauses come first, then those that settle more clauses, then the order of the form.
    """
    states = [plain(one.state) for one in found]
    if NOT_MET in states:
        return {}
    asked: dict[str, list[Clause]] = {}
    for one in (one for one, state in zip(found, states, strict=True) if state == UNKNOWN):
        for key in questions(one, known, given):
            asked.setdefault(key, []).append(one.clause)
    if not asked:
        return {}
    order = list(BY_KEY)
    ranked = sorted(asked, key=lambda k: (not any(c.knock_out for c in asked[k]), -len(asked[k]), order.index(k)))
    return {key: asked[key] for key in ranked}


def next_questions(keys: Mapping[str, Sequence[Clause]]) -> Table:
    """What to answer next, in order."""
    rows = [
        (f"{n}", BY_KEY[key].label, "、".join(clause.text for clause in settles))
        for n, (key, settles) in enumerate(keys.items(), 1)
    ]
    return Table("next", "下一步先回答", NEXT_COLUMNS, tuple(rows))


def patents(known: Known, given: Given) -> Table:
    """Each patent's own life against the loan: every one must last."""
    rows = []
    for one in known.patents:
        if one.expiry is None:
            continue
        fits = apply("all_after", given["maturity"], one.expiry)
        state = apply("clause_state", "期限够不够", (True,), fits)
        state = named(state, "patent_state_{}", "第 {} 件期限够不够", "", "", one.number)
        room = None
        if given["maturity"] is not None:
            room = named(days(given["maturity"], one.expiry), "room_{}", "第 {} 件比贷款到期日晚", "天", "", one.number)
        left = days(given["on"], one.expiry)
        left = named(left, "left_{}", "第 {} 件还剩", "天", "负数表示已经届满。", one.number)
        kind = KIND_NAMES[plain(one.kind)]
        rows.append((f"第 {one.number} 件", kind, one.filing, one.expiry, left, room, state))
    return Table("patents", "各件专利的期限", PATENT_COLUMNS, tuple(rows))


def _paper(paper: Paper, facts: Mapping[str, Any]) -> tuple[str, str] | None:
    if paper.only_if is None:
        return paper.text, paper.source
    fact = plain(facts[paper.only_if.fact])
    if fact is None:
        return f"{paper.text}（如有）", paper.source
    return (paper.text, paper.source) if fact == paper.only_if.wanted else None


def paper_rows(stage: Stage, known: Known) -> list[tuple[str, str]]:
    """The papers of one stage with who asks for them; what depends on an open question is marked 如有."""
    return [row for paper in stage.papers if (row := _paper(paper, known.facts)) is not None]


def papers(given: Given, known: Known) -> Table:
    """What to bring at the stage chosen."""
    stage = all_stages()[plain(given["stage"])]
    rows = paper_rows(stage, known)
    return Table("papers", f"第 {stage.number} 阶段“{stage.name}”要带的材料", PAPER_COLUMNS, tuple(rows))


def for_the_bank(given: Given) -> tuple[Table, ...]:
    """What the bank has to meet under the chosen scheme; nothing when that is nothing."""
    scheme = scheme_of(given)
    if scheme is None:
        return ()
    columns = (Column("condition", "条件", wide=True), Column("source", "依据", wide=True))
    rows = tuple((text, _source(cite)) for text, cite in bank_conditions(scheme))
    return (Table("bank", "由银行满足的条件（不问企业）", columns, rows),) if rows else ()


def sentence(found: Sequence[Checked], keys: Mapping[str, Sequence[Clause]]) -> str:
    """The verdict, with the first clause that fails or the first thing to answer."""
    bad = [one.clause.text for one in found if plain(one.state) == NOT_MET]
    if bad:
        return f"有 {len(bad)} 条不符合：{'；'.join(bad)}。"
    unknown = sum(plain(one.state) == UNKNOWN for one in found)
    if unknown:
        first = BY_KEY[next(iter(keys))].label if keys else ""
        return f"没有发现不符合的条件，还有 {unknown} 条不清楚；先回答“{first}”。"
    return f"{len(found)} 条都符合。这是自查，最后以登记部门、银行和主管部门的审查为准。"


def warnings(found: Sequence[Checked], known: Known, given: Given) -> tuple[str, ...]:
    """Risks that stay although the clause is met, and what is still open behind a failure."""
    ends = {plain(patent.expiry) for patent in known.patents if patent.expiry is not None}
    told = [life.due_on_expiry(end) for end in sorted(ends) if end == plain(given["maturity"])]
    states = [plain(one.state) for one in found]
    if NOT_MET in states and UNKNOWN in states:
        told.append(f"另有 {states.count(UNKNOWN)} 条还不清楚；解决不符合的条件以后再逐条回答。")
    if plain(given["same_day_consent"]) is True:
        told.append("发明授权公告之日，同日申请的实用新型专利权终止，质物会消失。")
    if plain(given["invalidation_consent"]) is True:
        told.append("专利被宣告无效的，专利权视为自始不存在，质物会消失。")
    scheme = scheme_of(given)
    if scheme is not None and not scheme.here:
        told.append(f"“{scheme.short}”是{scheme.place}的办法，只作对照，不是本州政策。")
    if scheme is not None and scheme.unknown:
        told.append(f"{scheme.place}：没有查到{'、'.join(scheme.unknown)}。")
    return tuple(told)


def notes(given: Given, found: Sequence[Checked]) -> tuple[str, ...]:
    """How to read the check."""
    met = sum(plain(one.state) == MET for one in found)
    count = f"共 {len(found)} 条，符合 {met} 条。先看一票否决的条件，再看其余。"
    return (count, *((SCHEME_NOTE,) if scheme_of(given) else ()), *NOTES)
