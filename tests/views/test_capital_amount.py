"""人民币大写: examples written by hand, and a reader that turns the characters back into the amount."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.views.capital_amount import DIGITS, LARGEST, capital

EXAMPLES = {
    "0": "零元整",
    "0.05": "伍分",
    "0.10": "壹角整",
    "0.16": "壹角陆分",
    "1": "壹元整",
    "10": "壹拾元整",
    "105": "壹佰零伍元整",
    "1000.5": "壹仟元伍角整",
    "1005.05": "壹仟零伍元零伍分",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "29605.56": "贰万玖仟陆佰零伍元伍角陆分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "1500000": "壹佰伍拾万元整",
    "1680000": "壹佰陆拾捌万元整",
    "10000000": "壹仟万元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "2000500000": "贰拾亿零伍拾万元整",
    "1000000000000": "壹万亿元整",
    "1000500000000": "壹万零伍亿元整",
}


@pytest.mark.parametrize(("amount", "words"), EXAMPLES.items())
def test_examples(amount: str, words: str) -> None:
    assert capital(Decimal(amount)) == f"人民币{words}"


def test_below_zero_and_too_large() -> None:
    assert capital(Decimal("-12.30")) == "人民币（负）壹拾贰元叁角整"
    assert capital(LARGEST) == ""


def _below_ten_thousand(text: str) -> int:
    total = 0
    for digit, unit in re.findall(r"([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)", text):
        total += DIGITS.index(digit) * {"仟": 1000, "佰": 100, "拾": 10, "": 1}[unit]
    return total


def read_back(text: str) -> Decimal:
    """The amount that capital characters say."""
    whole, _, rest = text.rpartition("元")
    above, _, low = whole.rpartition("亿")
    amount = 0
    for part in (above, low):
        high, _, ones = part.rpartition("万")
        amount = amount * 10**8 + _below_ten_thousand(high) * 10**4 + _below_ten_thousand(ones)
    cents = sum(DIGITS.index(d) * {"角": 10, "分": 1}[u] for d, u in re.findall(r"(.)([角分])", rest))
    return Decimal(amount) + Decimal(cents) / 100


@given(st.decimals(min_value=0, max_value=LARGEST - 1, places=2))
def test_reads_back_and_never_doubles_a_zero(amount: Decimal) -> None:
    words = capital(amount)
    assert words.startswith("人民币") and "零零" not in words
    assert read_back(words.removeprefix("人民币")) == amount
    assert words.endswith(("分", "整"))
