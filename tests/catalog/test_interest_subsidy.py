"""The interest subsidy as people use it: what is asked when, what is never guessed, what is said beside the number."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.calculator import Result, run
from calculators.catalog.interest_subsidy import CALCULATOR
from calculators.errors import InputError
from calculators.examples import example, examples_of
from calculators.fields import hidden
from calculators.figure import Figure, leaves, plain
from calculators.policy import all_schemes
from calculators.views.format import exact

FIRST = dict(example("interest_subsidy", "quarterly_interest").inputs)
SCHEMES = all_schemes()
PUBLISHED = [key for key, scheme in SCHEMES.items() if not scheme.here]


def result(**changes: str) -> Result:
    return run(CALCULATOR, {**FIRST, **changes}).result


def value(key: str, **changes: str) -> str:
    return exact(result(**changes).figures[key])


def problem(**changes: str) -> Mapping[str, str]:
    with pytest.raises(InputError) as caught:
        result(**changes)
    return caught.value.by_field()


def answers_for(key: str) -> dict[str, str]:
    """Enough answers for any scheme: what its publication leaves open is typed."""
    asked = {"ratio": "40", "points": "1", "ip_share": "100", "net_assets": "5000000", "registered_on": "2025-04-10",
             "pledged_amount": "3000000"}  # fmt: skip
    values = {**FIRST, **asked, "scheme": key, "covered": "500000"}
    return {name: text for name, text in values.items() if name not in hidden(CALCULATOR.all_fields(), values)} | {"ratio": "30"}


def test_the_number_of_the_acceptance() -> None:
    assert (value("base"), value("subsidy")) == ("74013.90", "29605.56")
    assert FIRST["scheme"] == CALCULATOR.fields[0].choices[0][0] == "custom"
    assert examples_of("interest_subsidy")[0].key == "quarterly_interest"


def test_the_first_choice_says_that_it_is_no_promise() -> None:
    assert CALCULATOR.fields[0].choices[0][1] == "自定义（示例参数，非政策承诺）"
    assert "非政策承诺" in result().warnings[0]
    assert CALCULATOR.fields[0].choices[1][0] == "qiandongnan_pilot"


def test_every_scheme_can_be_chosen_and_computed() -> None:
    assert [key for key, _ in CALCULATOR.fields[0].choices] == ["custom", *SCHEMES]
    for key in SCHEMES:
        found = run(CALCULATOR, answers_for(key)).result
        assert Decimal(0) <= plain(found.figures["subsidy"]) <= plain(found.figures["base"])


@pytest.mark.parametrize("key", PUBLISHED)
def test_other_places_are_marked_as_such(key: str) -> None:
    found = run(CALCULATOR, answers_for(key)).result
    assert "对照样本，不构成黔东南州政策" in found.warnings[0]
    assert any("待核实" in text for text in found.warnings) == (SCHEMES[key].cite.trust == "C")
    for condition in SCHEMES[key].conditions:
        who = "由银行满足" if condition.topics == ("bank",) else "需满足"
        stated = f"{who}：{condition.text}。" in found.warnings
        assert stated == (condition.check not in ("principal_at_most",))
    for what in SCHEMES[key].unknown:
        assert f"没有查到：{what}。" in found.notes


def test_the_prefecture_has_no_number_and_says_so() -> None:
    assert "请填写贴息比例" in problem(scheme="qiandongnan_pilot", ratio="")["ratio"]
    found = result(scheme="qiandongnan_pilot")
    assert "没有公布任何比例、上限和期限" in found.warnings[0] and "非政策承诺" in found.warnings[0]
    assert "没有查到：贴息比例。" in found.notes
    used = leaves(found.figures["subsidy"])
    assert all(leaf.tag is not None and leaf.tag.origin == "input" for leaf in used)


@pytest.mark.parametrize(
    ("scheme", "field", "text", "words"),
    [
        ("beijing_2023", "ratio", "", "请填写贴息比例"),
        ("beijing_2023", "ratio", "60", "办法写的是不超过 50%"),
        ("fujian_2012", "ratio", "20", "办法写的是不低于 30%"),
        ("fujian_2012", "ratio", "60", "办法写的是不超过 50%"),
        ("hangzhou_2025", "points", "", "请填写按本金计的补贴比例"),
        ("hangzhou_2025", "points", "1.01", "办法写的是不超过 1%"),
        ("qingdao_2024", "ip_share", "", "只用专利质押、没有其他担保的填 100"),
        ("suzhou_sip_2024", "net_assets", "", "请填写企业净资产"),
        ("changzhou_2024_draft", "registered_on", "", "请填写质押登记日"),
    ],
)
def test_what_was_not_published_must_be_typed(scheme: str, field: str, text: str, words: str) -> None:
    typed = {"ip_share": "100", **({"ratio": "40"} if scheme == "changzhou_2024_draft" else {}), field: text}
    known = set(FIRST) | set(typed)
    asked = {k: v for k, v in {**FIRST, **typed, "scheme": scheme}.items() if k in known}
    with pytest.raises(InputError) as caught:
        run(CALCULATOR, asked)
    assert words in caught.value.by_field()[field]


def test_a_fee_without_published_ratio_asks_for_one() -> None:
    inputs = {"scheme": "guangzhou_gdd_2020", "valuation_fee": "30000"}
    assert "请填写费用补贴比例" in problem(**inputs)["fee_ratio"]
    assert value("fee_subsidy", **inputs, fee_ratio="50") == "15000.00"
    assert "fee_ratio" in hidden(CALCULATOR.all_fields(), {**FIRST, "scheme": "guangzhou_gdd_2020"})


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"maturity": "2025-04-10"}, "maturity", "不在放款日 2025-04-10 之后"),
        ({"claim_from": "2026-01-01", "claim_to": "2025-01-01"}, "claim_to", "早于开始"),
        ({"scheme": "fujian_2022", "covered": "2000000.01"}, "covered", "大于贷款本金"),
        ({"scheme": "guangzhou_nansha_2024", "guarantee_fee": "1", "insurance_fee": "1"}, "insurance_fee", "只补一项"),
        ({"scheme": "chongqing_beibei_2022", "drawdown": "2018-04-10"}, "reference_rate", "2019-08-20"),
        ({"scheme": "nowhere"}, "scheme", "没有这个选项"),
    ],
)
def test_mistakes_name_their_field_and_remedy(changes: dict[str, str], field: str, words: str) -> None:
    assert words in problem(**changes)[field]


@pytest.mark.parametrize(
    ("scheme", "changes", "rate"),
    [
        ("qingdao_2024", {}, "0.031"),  # month before April 2025
        ("qingdao_2024", {"contract_date": "2024-10-20"}, "0.0335"),  # September 2024
        ("chongqing_beibei_2022", {}, "0.031"),  # drawn 2025-04-10
        ("chongqing_beibei_2022", {"drawdown": "2025-05-20"}, "0.03"),
        ("hangzhou_fuyang_2022", {"contract_date": "2024-07-21"}, "0.0345"),
        ("fujian_2022", {"drawdown": "2023-04-10", "maturity": "2024-04-10", "rate": "9"}, "0.031"),  # December 2024
        ("guangzhou_panyu_old", {}, "0.0435"),  # one year, upper end included
        ("guangzhou_panyu_old", {"maturity": "2026-04-11"}, "0.0475"),
        ("guangzhou_panyu_old", {"maturity": "2030-04-11"}, "0.049"),
        ("guangzhou_panyu_old", {"reference_rate": "5.00"}, "0.05"),
    ],
)
def test_the_day_of_the_reference_rate(scheme: str, changes: dict[str, str], rate: str) -> None:
    found = result(scheme=scheme, **{"ip_share": "100", **changes})
    key = "eligible_interest"
    rates = {"lpr_1y", "benchmark_1y", "benchmark_1_5y", "benchmark_over_5y", "reference_rate"}
    used = {plain(leaf) for leaf in leaves(found.figures[key]) if leaf.tag is not None and leaf.tag.key in rates}
    assert used == {Decimal(rate)}


def test_numbers_of_a_scheme_show_their_source() -> None:
    found = result(scheme="qingdao_2024", ip_share="100")
    cites = {leaf.tag.key: leaf.tag.cite for leaf in leaves(found.figures["subsidy"]) if leaf.tag is not None}
    assert cites["ratio"] is SCHEMES["qingdao_2024"].cite is cites["year_cap"]
    assert cites["principal"] is None


def test_what_we_do_not_know_is_never_a_no() -> None:
    open_question = result(scheme="huainan_panji_2022")
    assert plain(open_question.figures["subsidy"]) > 0 and "eligible" not in open_question.figures
    assert any("发明专利" in text for text in open_question.warnings)
    answered = result(scheme="huainan_panji_2022", invention="是")
    assert not any("发明专利" in text for text in answered.warnings)
    assert exact(answered.figures["reason"]) == "all_met"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"scheme": "beijing_zgc_2021", "revenue": "200000000.01"}, "revenue_at_most"),
        ({"scheme": "fujian_2012", "ratio": "40", "other_subsidy": "1"}, "no_other_subsidy"),
        ({"scheme": "sichuan_tianfu_zhilai", "principal": "10000000.01"}, "principal_at_most"),
        ({"rate_cap_mode": "fixed", "rate_cap": "3.64", "on_exceed": "ineligible"}, "rate_above_limit"),
    ],
)
def test_a_requirement_not_met_gives_nothing(changes: dict[str, str], reason: str) -> None:
    found = result(**changes)
    assert plain(found.figures["subsidy"]) == 0 == plain(found.figures["subsidy_before_caps"])
    assert (exact(found.figures["eligible"]), exact(found.figures["reason"])) == ("false", reason)
    assert "可得补贴 0.00 元：" in found.sentence and found.codes[reason] in found.sentence


def test_a_requirement_just_met_passes() -> None:
    assert value("eligible", scheme="beijing_zgc_2021", revenue="200000000") == "true"
    assert value("eligible", scheme="sichuan_tianfu_zhilai", principal="10000000") == "true"
    assert value("eligible", rate_cap_mode="fixed", rate_cap="3.65", on_exceed="ineligible") == "true"


def test_codes_have_chinese_words() -> None:
    for one in examples_of("interest_subsidy"):
        found = run(CALCULATOR, one.inputs).result
        for key in ("binding_limit", "reason"):
            if key in found.figures:
                assert exact(found.figures[key]) in found.codes


def test_rounding_is_a_row_of_its_own() -> None:
    items = result(pay_unit="hundred").tables[1]
    assert [exact(row[-1]) for row in items.rows] == ["29605.56", "-5.56"]
    assert exact(items.totals["granted"]) == "29600.00"


def test_interest_at_maturity_is_one_period() -> None:
    """2,000,000 × 3.65 % × 365/360 = 74,013.888…; the sum of five posted periods is a fen more."""
    found = result(interest_every="maturity")
    assert exact(found.figures["base"]) == "74013.89"
    assert len(found.tables[0].rows) == 1
    assert len(result(interest_every="monthly").tables[0].rows) == 13
    assert value("base", interest_every="maturity", day_basis="365") == "73000.00"


def test_only_what_matters_is_asked() -> None:
    custom = hidden(CALCULATOR.all_fields(), FIRST)
    assert {"points", "covered", "net_assets", "registered_on", "granted_ever", "invention", "service_fee"} <= set(custom)
    assert not {"ratio", "loan_cap", "year_cap", "ip_share", "valuation_fee"} & set(custom)
    qingdao = hidden(CALCULATOR.all_fields(), {**FIRST, "scheme": "qingdao_2024"})
    assert {"ratio", "loan_cap", "rate_cap_mode", "fee_ratio", "pay_unit"} <= set(qingdao)
    assert not {"ip_share", "contract_date", "reference_rate", "granted"} & set(qingdao)


MONEY = st.integers(0, 10**11).map(lambda n: f"{Decimal(n).scaleb(-2):f}")
PERCENT = st.integers(0, 10000).map(lambda n: f"{Decimal(n).scaleb(-2):f}")
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "principal": MONEY,
        "rate": st.integers(0, 2400).map(lambda n: f"{Decimal(n).scaleb(-2):f}"),
        "ratio": PERCENT,
        "loan_cap": MONEY,
        "year_cap": MONEY,
        "granted": MONEY,
        "other_subsidy": MONEY,
        "ip_share": PERCENT,
        "max_months": st.integers(1, 24).map(str),
        "interest_every": st.sampled_from(["monthly", "quarterly", "maturity"]),
        "pay_unit": st.sampled_from(["fen", "yuan", "hundred", "wan"]),
    },
)


@given(CHANGES)
def test_never_more_than_the_interest_less_other_subsidies(changes: dict[str, str]) -> None:
    figures = result(**changes).figures
    room = max(plain(figures["base"]) - Decimal(changes.get("other_subsidy", "0")), Decimal(0))
    assert 0 <= plain(figures["subsidy"]) <= min(room, plain(figures["subsidy_before_caps"]))
    assert plain(figures["subsidy"]) + plain(figures["net_interest"]) == plain(figures["base"])


@given(CHANGES, st.sampled_from(["loan_cap", "year_cap"]), st.integers(1, 10**10))
def test_a_wider_cap_never_lowers(changes: dict[str, str], cap: str, more: int) -> None:
    assume(cap in changes)
    wider = f"{Decimal(changes[cap]) + Decimal(more).scaleb(-2):f}"
    assume(Decimal(wider) <= 10**11)
    before, after = (plain(result(**{**changes, cap: c}).figures["subsidy"]) for c in (changes[cap], wider))
    assert after >= before


@given(CHANGES)
def test_a_cap_equal_to_the_subsidy_does_not_bind(changes: dict[str, str]) -> None:
    free = {k: v for k, v in changes.items() if k not in ("loan_cap", "year_cap", "granted", "pay_unit")}
    found = result(**free).figures
    capped = result(**free, year_cap=exact(found["subsidy"])).figures
    assert {k: exact(v) for k, v in capped.items()} == {k: exact(v) for k, v in found.items()}


@given(CHANGES, st.sampled_from(["custom", *SCHEMES]))
def test_tracing_changes_nothing(changes: dict[str, str], scheme: str) -> None:
    values = {**answers_for(scheme), **changes, "scheme": scheme, "ratio": "30", "covered": "0"}
    traced, bare = (run(CALCULATOR, values, traced=flag).result for flag in (True, False))
    assert {k: exact(v) for k, v in traced.figures.items()} == {k: exact(v) for k, v in bare.figures.items()}
    assert not any(v.__class__ is Figure for v in bare.figures.values())
