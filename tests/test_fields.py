"""Reading what people type: every way to write a value, and a useful message for what cannot be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.errors import InputError
from calculators.fields import Column, Field, hidden, read_all
from calculators.figure import plain

ZERO = Decimal(0)
MONEY = Field("amount", "贷款金额", "money", lowest=ZERO, highest=Decimal(10) ** 10)
RATE = Field("rate", "年利率", "percent", lowest=ZERO, highest=Decimal(36))
COUNT = Field("count", "人数", "integer", unit="人", lowest=ZERO)
DAY = Field("day", "到期日", "date")
CHOICE = Field("kind", "类型", "choice", choices=(("invention", "发明（20年）"), ("design", "外观设计")))
FLAG = Field("first", "是否首贷", "flag", required=False)
ROWS = Field(
    "assets",
    "押品",
    "rows",
    columns=(
        Column("kind", "类别", "choice", choices=(("house", "房产"), ("stock", "股权"))),
        Column("value", "价值", "money", lowest=ZERO),
        Column("rate", "质押率", "percent", required=False, highest=Decimal(100)),
    ),
)


def message(field: Field, text: str) -> str:
    with pytest.raises(InputError) as caught:
        field.read(text)
    (problem,) = caught.value.problems
    assert problem.field == field.key
    return problem.message


@pytest.mark.parametrize(
    "text",
    ["2000000", "2,000,000", "200万", "２００万", "200 万元", "2，000，000元", "￥2000000", "¥2,000,000.00", "0.02亿", " 2百万 "],
)
def test_ways_to_write_two_million(text: str) -> None:
    assert MONEY.read(text).value == Decimal(2000000)


@pytest.mark.parametrize("text", ["3.65", "3.65%", "３．６５％", " 3.65 % "])
def test_ways_to_write_a_rate(text: str) -> None:
    figure = RATE.read(text)
    assert figure.value == Decimal("0.0365")
    assert figure.tag.unit == "%" and figure.tag.origin == "input" and figure.tag.key == "rate"


@pytest.mark.parametrize("text", ["2025-04-10", "2025/4/10", "2025.04.10", "2025年4月10日", "２０２５-４-１０"])
def test_ways_to_write_a_day(text: str) -> None:
    assert DAY.read(text).value == date(2025, 4, 10)


@pytest.mark.parametrize("text", ["invention", "发明（20年）", "发明(20年)"])
def test_choices_by_key_or_label_in_any_width(text: str) -> None:
    assert CHOICE.read(text).value == "invention"


def test_flags_and_open_answers() -> None:
    assert FLAG.read("是").value is True and FLAG.read("NO").value is False
    assert FLAG.read("") is None, "an unanswered question is not a no"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (MONEY, "", "请填写贷款金额，如 200万"),
        (MONEY, "abc", "填了“abc”，看不出数字"),
        (MONEY, "1e400", "看不出数字"),
        (MONEY, "NaN", "看不出数字"),
        (MONEY, "-1", "填了 -1 元，不能小于 0 元"),
        (MONEY, "200亿", "不能大于 10,000,000,000 元"),
        (MONEY, "0.001", "最多写到分"),
        (MONEY, "5%", "这里不填百分数"),
        (MONEY, "9" * 40, "数字太大"),
        (RATE, "37", "填了 37%，不能大于 36%"),
        (COUNT, "3.5", "请填整数"),
        (COUNT, "-2", "填了 -2 人，不能小于 0 人"),
        (DAY, "2025-02-30", "没有这个日期"),
        (DAY, "昨天", "请写成 2025-04-10 的样子"),
        (DAY, "20250410", "没有这个日期"),
        (CHOICE, "商标", "可选：“发明（20年）”、“外观设计”"),
        (FLAG, "也许", "请选“是”或“否”"),
        (ROWS, "房产", "第 1 行：有 1 项，应有 类别、价值、质押率"),
        (ROWS, "房产 280万 70 多余", "第 1 行：有 4 项"),
        (ROWS, "房产 280万 170%", "第 1 行：质押率填了 170%，不能大于 100%"),
        (ROWS, "股权 -1", "第 1 行：价值填了 -1 元，不能小于 0 元"),
        (ROWS, "古董 1万", "第 1 行：类别填了“古董”"),
    ],
)
def test_messages_name_the_field_the_value_and_the_remedy(field: Field, text: str, words: str) -> None:
    found = message(field, text)
    assert words in found and found.endswith("。")


def test_rows_keep_order_and_fill_what_was_left_out() -> None:
    figure = ROWS.read("房产 2,800,000 70%\n\n股权；50万\n")
    assert figure.value == (("house", Decimal(2800000), Decimal("0.7")), ("stock", Decimal(500000), None))


def test_every_bad_row_is_reported_at_once() -> None:
    with pytest.raises(InputError) as caught:
        ROWS.read("房产 x\n股权 1万\n古董 1万")
    assert [p.message[:7] for p in caught.value.problems] == ["第 1 行：价", "第 3 行：类"]


ASKED = (
    CHOICE,
    Field("years", "年限", "integer", default="10", when=lambda given: plain(given["kind"]) == "design"),
    MONEY,
)


def test_questions_depend_on_earlier_answers() -> None:
    asked: dict[str, Any] = read_all(ASKED, {"kind": "design", "amount": "1万"})
    assert plain(asked["years"]) == 10
    unasked = read_all(ASKED, {"kind": "invention", "amount": "1万", "years": "abc"})
    assert unasked["years"] is None, "an answer to a question that is not asked is not even read"
    assert hidden(ASKED, {"kind": "invention"}) == ("years",)
    assert hidden(ASKED, {"kind": "design"}) == ()
    assert hidden(ASKED, {"kind": "nonsense"}) == ("years",)


def test_all_problems_come_together() -> None:
    with pytest.raises(InputError) as caught:
        read_all(ASKED, {"kind": "design", "years": "x", "amount": "", "amonut": "1"})
    assert list(caught.value.by_field()) == ["amonut", "years", "amount"]


@given(st.decimals(0, 10**10, places=2, allow_nan=False))
def test_money_survives_printing_and_reading(amount: Decimal) -> None:
    assert MONEY.read(f"{amount:,.2f} 元").value == amount
    assert MONEY.read(f"{amount / 10000:f}万").value == amount


@given(st.text(max_size=60))
def test_no_text_breaks_a_field(text: str) -> None:
    for field in (MONEY, RATE, COUNT, DAY, CHOICE, FLAG, ROWS):
        try:
            field.read(text)
        except InputError as error:
            assert error.problems and all(p.field == field.key and p.message.endswith("。") for p in error.problems)


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_year_out_of_range_is_a_slip(text: str) -> None:
    with pytest.raises(InputError, match="1900 到 2199"):
        DAY.read(text)
