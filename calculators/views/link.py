"""A Case as the fragment of an address: `#case=a1&C=interest_subsidy&principal=2000000&…&Z=1f2e3d`.

A fragment never reaches a server. Only characters that chat programs leave alone are used: letters, digits and `-_.`
stand for themselves, `+` is a space, everything else is `~` and four hex digits of UTF-16. After the format (a letter
and a version) come pieces parted by `&`:

    C  calculator          R  digest of the rules    V  version of the program    H, W  key and exact value of the headline
    a field's key  its text as typed                 p.KEY  exact policy values, parted by `_`    M  how many are not listed
    Z  check of C and the inputs; it comes last, so that a link without it is known to be cut off

Decoders of old formats stay for ever; tests/views/links_a1.json holds links that must always open.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from calculators.views.case import Brought, Case, UnreadableCase

START = "#case="
FORMAT = "a1"
# What a QR code of moderate size and every chat program can carry.
LONGEST = 1400
REFUSED_LENGTH = 20000
_ESCAPED = re.compile(r"(?:[A-Za-z0-9_.+-]|~[0-9a-fA-F]{4})*")
_CHECK = re.compile(r"Z=([0-9a-f]{6})")
_NEW_ONE = "请对方重新点“复制链接”再发一次，或者自己重新填写。"


def escaped(text: str) -> str:
    """Text in the characters of a link."""

    def code(match: re.Match[str]) -> str:
        units = match.group().encode("utf-16-be", "surrogatepass").hex()
        return "".join(f"~{units[at : at + 4]}" for at in range(0, len(units), 4))

    return re.sub(r"[^A-Za-z0-9_. -]", code, text).replace(" ", "+")


def unescaped(text: str) -> str:
    """The text again. Raises ValueError when it is not what `escaped` writes."""
    if not _ESCAPED.fullmatch(text):
        raise ValueError(text)

    def characters(match: re.Match[str]) -> str:
        return bytes.fromhex(match.group().replace("~", "")).decode("utf-16-be", "surrogatepass")

    return re.sub(r"(?:~[0-9a-fA-F]{4})+", characters, text.replace("+", " "))


def _check(pieces: list[str]) -> str:
    return hashlib.sha256("&".join(pieces).encode("utf-8", "replace")).hexdigest()[:6]


def _inputs(case: Case) -> list[str]:
    return [f"C={escaped(case.calculator)}", *(f"{escaped(key)}={escaped(text)}" for key, text in case.values.items())]


def _parameters(case: Case, room: int) -> Iterator[str]:
    """As many policy values as there is room for; a count of the rest."""
    left = len(case.parameters) + case.unlisted
    for key, told in case.parameters.items():
        piece = f"p.{escaped(key)}={'_'.join(escaped(value) for value in told)}"
        room -= len(piece) + 1
        if room < 0:
            break
        left -= 1
        yield piece
    if left:
        yield f"M={left}"


def encode(case: Case) -> str:
    """The fragment, `#` included. Inputs are never left out; policy values are, where the link would grow too long."""
    inputs = _inputs(case)
    told = {"R": case.rules, "V": case.program, "H": case.headline, "W": case.value}
    head = [f"{START}{FORMAT}", *inputs, *(f"{letter}={escaped(text)}" for letter, text in told.items() if text)]
    room = LONGEST - len("&".join(head)) - len("&M=99&Z=123456")
    return "&".join([*head, *_parameters(case, room), f"Z={_check(inputs)}"])


def _as_sent(fragment: str) -> str:
    """Chat programs escape a second time; none of the characters concerned occurs in a link of ours."""
    text = fragment.strip().replace("&amp;", "&")
    data = re.sub(rb"%([0-9a-fA-F]{2})", lambda m: bytes.fromhex(m[1].decode()), text.encode("utf-8", "replace"))
    return data.decode("utf-8", "replace") if "%" in text else text


def _split(pieces: list[str]) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    garbled = []
    for piece in pieces:
        key, _, text = piece.partition("=")
        try:
            found[unescaped(key)] = text if key.startswith("p.") else unescaped(text)
        except ValueError:
            garbled.append(key[:40])
    return found, garbled


def _told_values(text: str) -> tuple[str, ...]:
    try:
        return tuple(unescaped(value) for value in text.split("_"))
    except ValueError:
        return ()


def _count(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0


def _is_input(key: str) -> bool:
    return not (len(key) == 1 and key.isupper()) and not key.startswith("p.")


def _decode_a1(text: str) -> Brought:
    pieces = [piece for piece in text.split("&") if piece]
    check = _CHECK.match(pieces[-1]) if pieces else None
    # A link without its end may break off in the middle of a number: the last piece is not believed.
    last = pieces.pop() if pieces else ""
    cut = "" if check else last.partition("=")[0][:40]
    found, garbled = _split(pieces)
    names = [piece.partition("=")[0] for piece in pieces]
    signed = [piece for piece, name in zip(pieces, names, strict=True) if name == "C" or _is_input(name)]
    case = Case(
        calculator=found.get("C", ""),
        values={key: value for key, value in found.items() if _is_input(key)},
        rules=found.get("R", ""),
        program=found.get("V", ""),
        headline=found.get("H", ""),
        value=found.get("W", ""),
        parameters={key[2:]: _told_values(value) for key, value in found.items() if key.startswith("p.")},
        unlisted=_count(found.get("M", "")),
    )
    past_inputs = any(name != "C" and not _is_input(name) for name in [*names, cut])
    altered = check is not None and check[1] != _check(signed)
    return Brought(case, check is not None or past_inputs, altered, cut, tuple(garbled))


DECODERS: dict[str, Callable[[str], Brought]] = {"a1": _decode_a1}


def is_link(fragment: str) -> bool:
    """Whether a fragment is one of ours; any other is an anchor of the page."""
    return _as_sent(fragment).startswith(START)


def decode(fragment: str) -> Brought:
    """What a fragment carries. Raises UnreadableCase when nothing of it can be used."""
    if not is_link(fragment):
        raise UnreadableCase(f"这不是测算的分享链接。{_NEW_ONE}")
    if len(fragment) > REFUSED_LENGTH:
        raise UnreadableCase(f"链接有 {len(fragment)} 个字符，太长，没有打开。{_NEW_ONE}")
    form, _, rest = _as_sent(fragment)[len(START) :].partition("&")
    if form not in DECODERS:
        raise UnreadableCase(
            f"链接的格式“{form[:10]}”本站不认识，可能是更新的版本生成的，或者链接不完整。请刷新页面再试；仍不行，{_NEW_ONE}"
        )
    brought = DECODERS[form](rest)
    if not brought.case.calculator:
        raise UnreadableCase(f"链接里没有写明是哪个计算器，可能不完整。{_NEW_ONE}")
    return brought
