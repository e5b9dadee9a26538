"""人民币大写: an amount in the characters that contracts and cheques use, 壹佰伍拾万元整.

The usual way of writing (通行写法): 整 after whole yuan and after jiao without fen; a gap of zeros inside is one 零; 零 also
stands between 元 and 分 when jiao is missing. No source is cited, because none has been read for it.
"""

from __future__ import annotations

from decimal import Decimal

from calculators.money import round_places

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("仟", "佰", "拾", "")
SCALES = ("", "万", "亿", "万亿")
LARGEST = Decimal(10) ** 16


def _four(group: str) -> str:
    """Four digits with their units, zeros inside as one 零, none at the end: 0205 is 零贰佰零伍, 1500 is 壹仟伍佰."""
    text = ""
    for digit, unit in zip(group, UNITS, strict=True):
        if digit != "0":
            text += DIGITS[int(digit)] + unit
        elif not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def _whole(digits: str) -> str:
    """Whole yuan without the word 元; empty for nothing."""
    width = -(-len(digits) // 4) * 4
    padded = digits.zfill(width)
    groups = [padded[at : at + 4] for at in range(0, width, 4)]
    text, gap = "", False
    for scale, group in zip(reversed(SCALES[: len(groups)]), groups, strict=True):
        if group == "0000":
            gap = True
            continue
        said = _four(group).lstrip("零")
        text += ("零" if text and (gap or group[0] == "0") else "") + said + scale
        gap = False
    return _one_scale(text)


def _one_scale(text: str) -> str:
    """万亿 beside 亿 is said once: 壹万亿零伍亿 reads 壹万零伍亿."""
    return text.replace("万亿", "万", 1) if text.count("亿") > 1 else text


def _fraction(jiao: str, fen: str, whole: bool) -> str:
    if jiao == fen == "0":
        return "整"
    if fen == "0":
        return f"{DIGITS[int(jiao)]}角整"
    tenth = f"{DIGITS[int(jiao)]}角" if jiao != "0" else ("零" if whole else "")
    return f"{tenth}{DIGITS[int(fen)]}分"


def capital(amount: Decimal) -> str:
    """An amount of yuan, rounded to the fen, in capital characters; empty past what the characters are used for."""
    value = round_places(amount, 2)
    if abs(value) >= LARGEST:
        return ""
    digits, _, cents = f"{abs(value):.2f}".partition(".")
    whole = _whole(digits)
    tail = _fraction(cents[0], cents[1], bool(whole))
    if not whole and tail == "整":
        return "人民币零元整"
    sign = "（负）" if value < 0 else ""
    return f"人民币{sign}{whole}元{tail}" if whole else f"人民币{sign}{tail}"
