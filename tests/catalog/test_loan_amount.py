"""可贷额度 as a visitor meets it: limits named and marked, lives of patents, groups left out, mistakes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator import Result, run, table_total
from calculators.catalog.loan_amount import CALCULATOR
from calculators.catalog.loan_amount_fields import FIELDS
from calculators.errors import InputError
from calculators.fields import hidden
from calculators.figure import leaves, plain
from calculators.rules.limits import LIMITS


def ask(**values: str) -> Result:
    return run(CALCULATOR, {"on": "2026-11-23", **values}).result


def value(result: Result, key: str = "loan_amount") -> object:
    return plain(result.figures[key])


def states(result: Result) -> dict[str, str]:
    return {row[0]: row[2] for row in result.tables[0].rows}


def mistake(field: str, **values: str) -> str:
    with pytest.raises(InputError) as caught:
        ask(**values)
    return caught.value.by_field()[field]


def test_every_limit_is_listed_with_its_state() -> None:
    result = ask(applied="300万", patents="发明 500万 30%", product_cap="150万")
    assert list(states(result)) == list(LIMITS.values())
    assert states(result)["押品限额"] == states(result)["产品上限"] == "起作用"
    assert states(result)["申请金额"] == "不起作用" and states(result)["偿债能力限额"] == "未核对"
    assert value(result, "binding") == ("collateral", "product_cap")
    assert "押品限额、产品上限" in result.sentence
    assert any("未核对" in note and "偿债能力限额" in note for note in result.notes)


def test_nothing_given_is_a_question_not_an_answer() -> None:
    assert "还没有填任何一项限额" in mistake("patents")


def test_groups_ask_only_when_opened() -> None:
    closed = set(hidden(FIELDS, {}))
    assert {"need", "need_times", "cash", "rate", "revenue_cap", "customer_cap", "wanted_rate", "balances"} <= closed
    assert {"cash", "rate"}.isdisjoint(hidden(FIELDS, {"repay": "bullet"}))
    assert "instalments" in hidden(FIELDS, {"repay": "bullet"})
    assert "revenue_cap" not in hidden(FIELDS, {"revenue": "100万"})


MONEY = st.integers(0, 10**8).map(str)


@given(st.fixed_dictionaries({}, optional={"applied": MONEY, "product_cap": MONEY}), MONEY, st.integers(0, 100), MONEY)
def test_more_to_pledge_never_means_less_to_borrow(caps: dict[str, str], worth: str, rate: int, more: str) -> None:
    before = ask(patents=f"发明 {worth} {rate}", **caps)
    after = ask(patents=f"发明 {worth} {rate}\n实用新型 {more} {rate}", **caps)
    assert value(after) >= value(before)  # type: ignore[operator]
    for result in (before, after):
        limits = [plain(row[1]) for row in result.tables[0].rows if row[1] is not None]
        assert all(value(result) <= limit for limit in limits)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("filing", "maturity", "supported", "state"),
    [
        ("2017-05-01", "2027-04-30", 200000, "有效"),
        ("2017-05-01", "2027-05-01", 0, "短于贷款"),  # the right is gone on the very day
        ("2016-11-23", "", 0, "已到期"),
        ("2016-11-24", "", 200000, "有效"),
        ("", "2027-05-01", 200000, "未核对"),
    ],
)
def test_a_patent_must_outlive_the_loan(filing: str, maturity: str, supported: int, state: str) -> None:
    values = {"patents": f"实用新型 100万 20% 0 {filing}".strip(), "maturity": maturity}
    result = ask(**{key: text for key, text in values.items() if text})
    assert value(result, "limit_collateral") == supported
    assert result.tables[1].rows[0][6] == state
    assert bool([w for w in result.warnings if "质押率" not in w]) == (state != "有效" and (state != "未核对" or bool(maturity)))


def test_a_short_patent_may_be_counted_with_a_warning() -> None:
    values = {"patents": "实用新型 100万 20% 0 2017-05-01", "maturity": "2027-11-23"}
    assert value(ask(**values)) == 0
    warned = ask(**values, life_rule="warn")
    assert value(warned) == 200000 and any("不予登记" in w for w in warned.warnings)


def test_compensation_days_extend_the_life() -> None:
    values = {"maturity": "2027-05-20", "patents": "实用新型 100万 20% 0 2017-05-01 30"}
    assert value(ask(**values)) == 200000


def test_designs_of_both_laws() -> None:
    old = ask(patents="外观设计 100万 10% 0 2021-05-31")
    new = ask(patents="外观设计 100万 10% 0 2021-06-01")
    assert plain(old.tables[1].rows[0][4]).isoformat() == "2031-05-31"
    assert plain(new.tables[1].rows[0][4]).isoformat() == "2036-06-01"


def test_the_bank_cap_is_the_law_unless_typed() -> None:
    by_law = ask(net_capital="5000万")
    assert value(by_law) == 5000000
    cites = [leaf.tag.cite for leaf in leaves(by_law.figures["loan_amount"]) if leaf.tag.cite]
    assert [cite.document for cite in cites] == ["中华人民共和国商业银行法"]
    assert value(ask(net_capital="5000万", customer_cap="5")) == 2500000


def test_rates_above_the_published_sample_are_pointed_out() -> None:
    assert any("高于公开样本 25%" in w for w in ask(patents="发明 500万 30%").warnings)
    assert ask(patents="发明 500万 25%").warnings == ()
    assert any("高于公开样本 50%" in w for w in ask(others="商标权 100万 60%").warnings)


def test_tables_add_up() -> None:
    result = ask(patents="发明 333万 33.3% 5\n实用新型 77万 12.5%", others="不动产 1万 70%\n股权 9万 30% 10")
    for table in result.tables[1:]:
        assert table_total(table, "support") == plain(table.totals["support"])
    assert value(result, "limit_collateral") == value(result, "patents_support") + value(result, "others_support")  # type: ignore[operator]


def test_cover_of_the_amount_found() -> None:
    result = ask(repay="instalments", cash="200万", least_cover="1.25", rate="3.65", instalments="12")
    assert value(result, "cover") >= Decimal("1.25")  # type: ignore[operator]
    assert value(result, "instalment") == plain(result.figures["instalment"]).quantize(Decimal("0.01"))


def test_the_inverse_counts_other_collateral_first() -> None:
    enough = ask(others="不动产 1000万 70%", wanted="500万", wanted_rate="30")
    assert value(enough, "valuation_needed") == 0


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("maturity", {"patents": "发明 1万 30", "maturity": "2026-11-23"}, "不晚于政策日期"),
        ("patents", {"patents": "发明 1万 30 0 2026-11-24"}, "第 1 行：申请日 2026-11-24 晚于政策日期"),
        ("patents", {"patents": "发明 1万 30 0 1999-01-01"}, "第 1 行：发明专利权期限从 2000-01-01 起才有数值"),
        ("patents", {"patents": "发明 1万 130"}, "不能大于 100%"),
        ("patents", {"patents": "商标 1万 30"}, "没有这个选项"),
        ("decay", {"others": "股权 1万 30", "decay": "10", "balances": "1万"}, "没有填专利的评估值"),
        ("wanted_rate", {"applied": "1万", "wanted": "1万"}, "请填写专利质押率"),
        ("revenue_cap", {"revenue": "1万"}, "请填写贷款不超过收入的比例"),
    ],
)
def test_mistakes_are_told_at_their_field(field: str, values: dict[str, str], words: str) -> None:
    assert words in mistake(field, **values)
