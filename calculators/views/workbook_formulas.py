"""How a spreadsheet does each of our operations: a table from the operation's name to a formula.

`{0}`, `{1}` … are the parts as safe operands, `{0:r}` a part as it is (a whole argument of a function), `{all}` all of
them in a row. Comparisons are decided after nine decimals, where binary noise ends and no real difference lies. What is
not in the table, and not in workbook_special, becomes a value that says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 9
MOST_ARGUMENTS = 200  # a spreadsheet takes 255


@dataclass(frozen=True)
class Part:
    """One part of an operation: its formula text, how tightly it binds, and the value it has now."""

    text: str
    rank: int
    value: Any
    figure: Any = None

    def __format__(self, kind: str) -> str:
        return self.text if kind == "r" or self.rank == ATOM else f"({self.text})"

    def within(self, rank: int) -> str:
        """In brackets when it binds less tightly than its surroundings."""
        return f"({self.text})" if self.rank < rank else self.text


SIGNS = {"add": ("+", SUM, 0), "sub": ("-", SUM, 1), "mul": ("*", PRODUCT, 0), "div": ("/", PRODUCT, 1), "pow": ("^", POWER, 1)}

WHOLE_MONTHS = "((YEAR({1})-YEAR({0}))*12+MONTH({1})-MONTH({0}))"
FULL_MONTHS = f"({WHOLE_MONTHS}-IF(EDATE({{0}},{WHOLE_MONTHS})>{{1}},1,0))"
WHOLE_YEARS = f"MAX(0,INT({FULL_MONTHS}/12))"

TEMPLATES: dict[str, str] = {
    # money and numbers
    "fen": "ROUND({0:r},2)",
    "floor_to": "ROUND(INT(ROUND({0}/{1},9))*{1},2)",
    "ceil_to": "ROUND(-INT(ROUND(-{0}/{1},9))*{1},2)",
    "nearest_to": "ROUND(ROUND(ROUND({0}/{1},9),0)*{1},2)",
    "least": "MIN({all})",
    "most": "MAX({all})",
    "remaining": "MAX({0}-{1},0)",
    "paid_out": "0-{0}",
    "square_root": "SQRT({0:r})",
    "whole_power": "{0}^{1}",
    "in_wan": "{0}/10000",
    "part_year": "{0}/365",
    "simple_cost": "{0}*365/{1}",
    "simple_annual_cost": "ROUND({0}*365/{1},6)",
    "within_years": "1-(1-{0})^{1}",
    "moved_to": "{0}*(1+{1})^(({3}-{2})/365)",
    "part_in_band": "MAX(MIN({1:r},{3:r})-MAX({0:r},{2:r}),0)",
    "months_in_year": "MAX(MIN({0}-1+{1},12*({2}+1))-MAX({0}-1,12*{2}),0)",
    "reduction_of_year": "IF(AND({2}<={1},{1}<{2}+{3}),{0:r},0)",
    # yes or no as 1 or 0
    "at_most": "IF(ROUND({0}-{1},9)<=0,1,0)",
    "at_least": "IF(ROUND({0}-{1},9)>=0,1,0)",
    "less_than": "IF(ROUND({0}-{1},9)<0,1,0)",
    "holds": 'IF({0}="是",1,0)',
    "holds_not": 'IF({0}="是",0,1)',
    # yes or no in words
    "not_above": 'IF(ROUND({0}-{1},9)<=0,"是","否")',
    "not_below": 'IF(ROUND({0}-{1},9)>=0,"是","否")',
    "reaches": 'IF(ROUND({0}-{1},9)>=0,"是","否")',
    "months_old": 'IF(EDATE({0:r},{2:r})<={1},"是","否")',
    # dates
    "days": "{1}-{0}",
    "days_until": "MAX({1}-{0},0)",
    "add_months": "EDATE({0:r},{1:r})",
    "economic_end": "EDATE({0:r},{1:r})",
    "days_after": "{0}+{1}",
    "earliest": "MIN({all})",
    "earlier_of": "MIN({all})",
    "earlier_day": "MIN({all})",
    "earlier_of_days": "MIN({all})",
    "later_of_days": "MAX({all})",
    "patent_expiry": "EDATE({0:r},{1}*12)+{2}",
    "fee_due_on": "EDATE({0:r},({1}-1)*12)",
    "whole_months": FULL_MONTHS,
    "patent_year": f"INT({FULL_MONTHS}/12)+1",
    "anniversaries": WHOLE_YEARS,
    "days_after_anniversary": f"IF({{1}}<={{0}},0,{{1}}-EDATE({{0}},{WHOLE_YEARS}*12))",
}

# These only hand their first part on.
PASSED_ON = frozenset({"same", "count", "whole_number", "whole_months_of"})


def literal(text: str) -> str:
    """A text inside a formula; quotes doubled, pieces short enough for a spreadsheet."""
    pieces = [text[at : at + 240] for at in range(0, len(text), 240)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def operator(op: str, left: Part, right: Part) -> tuple[str, int]:
    """The text and rank of + − × ÷ and powers, with no more brackets than needed."""
    sign, rank, stricter = SIGNS[op]
    first = left.within(rank + (op == "pow"))
    return f"{first}{sign}{right.within(rank + stricter)}", rank


def addition(parts: list[Part]) -> tuple[str, int]:
    """A sum; a long one in several SUMs, because a function takes a limited number of arguments."""
    if not parts:
        return "0", ATOM
    if len(parts) == 1:
        return parts[0].text, parts[0].rank
    texts = [part.text for part in parts]
    pieces = [f"SUM({','.join(texts[at : at + MOST_ARGUMENTS])})" for at in range(0, len(texts), MOST_ARGUMENTS)]
    return ("+".join(pieces), SUM) if len(pieces) > 1 else (pieces[0], ATOM)


def filled(op: str, parts: list[Part]) -> tuple[str, int] | None:
    """The formula of an operation that the table above knows; None for any other."""
    if op in PASSED_ON:
        return parts[0].text, parts[0].rank
    if op in SIGNS:
        return operator(op, parts[0], parts[1])
    if op == "sum":
        return addition(parts)
    if op not in TEMPLATES:
        return None
    text = TEMPLATES[op].format(*parts, all=",".join(part.text for part in parts))
    return text, ATOM if is_call(text) else SUM


def is_call(text: str) -> bool:
    """Whether the text is one function call, brackets closed at its very end."""
    name, _, rest = text.partition("(")
    if not name.isalpha() or not rest.endswith(")"):
        return False
    depth = 0
    for sign in rest[:-1]:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return True
