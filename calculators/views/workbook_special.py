"""The operations whose formula depends on how many parts there are, or on a part of a list.

Each function gets the parts and a `Desk`, which knows the words of codes and the cells of tables typed in, and returns
a formula with its rank, or None where a spreadsheet cannot follow.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from calculators.figure import Figure, plain
from calculators.views.workbook_desk import Desk, Written, all_of, one, yes
from calculators.views.workbook_formulas import ATOM, FULL_MONTHS, PRODUCT, SUM, TEMPLATES, Part, literal
from calculators.views.workbook_words import IN_WORDS


def _counted_days(parts: list[Part], desk: Desk) -> Written:
    start, end, paid_on, since, until, paid_from, paid_to = parts
    first = f"{start:r}" if since.value is None else f"MAX({start:r},{since:r})"
    last = f"{end:r}" if until.value is None else f"MIN({end:r},{until:r})"
    days = f"MAX({last}-{first},0)" if since.value or until.value else f"MAX({end}-{start},0)"
    inside = [f"{paid_on}>={paid_from}"] if paid_from.value is not None else []
    inside += [f"{paid_on}<={paid_to}"] if paid_to.value is not None else []
    return (f"IF({all_of(inside)},{days},0)" if inside else days), ATOM


def _day_within(parts: list[Part], desk: Desk) -> Written:
    day, first, last = parts
    inside = [f"{day}>={first}"] if first.value is not None else []
    return one(all_of(inside + ([f"{day}<={last}"] if last.value is not None else [])))


def _part_in_band(parts: list[Part], desk: Desk) -> Written:
    before, after, low, high = parts
    if high.value is None:
        return f"MAX({after}-MAX({before:r},{low:r}),0)", ATOM
    return TEMPLATES["part_in_band"].format(before, after, low, high), ATOM


def _dot(parts: list[Part], desk: Desk) -> Written:
    half = len(parts) // 2
    products = (f"{a}*{b}" for a, b in zip(parts[:half], parts[half:], strict=True))
    return "+".join(products) or "0", SUM


def _is_pledgeable(parts: list[Part], desk: Desk) -> Written:
    return one(all_of([f"{day}<{parts[0]}" for day in parts[1:]]))


def _all_after(parts: list[Part], desk: Desk) -> Written:
    if any(part.value is None for part in parts):
        return None
    return yes(all_of([f"{end}>{parts[0]}" for end in parts[1:]]))


def _all_hold(parts: list[Part], desk: Desk) -> Written:
    if any(not isinstance(part.value, Decimal) for part in parts):
        return None
    return yes(all_of([f"{part}<>0" for part in parts]))


def _band_of(parts: list[Part], desk: Desk) -> Written:
    value, *ends = parts
    text = "-1"
    for position, end in reversed(list(enumerate(ends))):
        text = str(position) if end.value is None else f"IF(ROUND({value}-{end},9)<=0,{position},{text})"
    return text, ATOM if text.startswith("IF") else SUM


def _ratio_at(parts: list[Part], desk: Desk) -> Written:
    position, *ratios = parts
    if any(not isinstance(ratio.value, Decimal) for ratio in ratios):
        return None
    return f"IF({position}<0,0,CHOOSE({position}+1,{','.join(ratio.text for ratio in ratios)}))", ATOM


def _income_time(parts: list[Part], desk: Desk) -> Written:
    before, length, timing = parts
    middle = literal(desk.option(timing.figure, "mid_year")) if timing.figure else timing.text
    return f"{before}+IF({timing}={middle},{length}/2,{length:r})", SUM


def _first_above(parts: list[Part], desk: Desk) -> Written:
    limit, *ratios = parts
    if any(not isinstance(ratio.value, Decimal) for ratio in ratios):
        return None
    text = '"—"'
    for number, ratio in reversed(list(enumerate(ratios, 1))):
        text = f"IF(ROUND({ratio}-{limit},9)>0,{number},{text})"
    return text, ATOM


def _flows(values: list[Part], desk: Desk) -> tuple[str, str]:
    half = len(values) // 2
    return desk.flow_block(values[:half], values[half:])


def _xirr_rate(parts: list[Part], desk: Desk) -> Written:
    days, amounts = _flows(parts, desk)
    # Some spreadsheets make another error of #N/A among the flows; here it stays what it says.
    return f"IF(ISNUMBER(SUM({amounts})+SUM({days})),XIRR({amounts},{days},0.05),NA())", ATOM


def _value_on(parts: list[Part], desk: Desk) -> Written:
    rate, on, *values = parts
    days, amounts = _flows(values, desk)
    return f"SUMPRODUCT({amounts}/(1+{rate})^(({days}-{on})/365))", ATOM


def _item(parts: list[Part], desk: Desk) -> Written:
    """One entry of a list: of days at a fixed distance, of periods between two days, of whole months and odd days."""
    listed, place = parts[0].figure, int(plain(parts[1].value))
    if not isinstance(listed, Figure) or not listed.op:
        return None
    inner = [desk.part(part) for part in listed.parts]
    if listed.op == "due_days" and inner[0] and inner[1]:
        return f"EDATE({inner[0]:r},{inner[1]}*{place})", ATOM
    if listed.op == "months_and_days" and inner[0] and inner[1]:
        months = FULL_MONTHS.format(inner[0], inner[1])
        return (months, PRODUCT) if place == 0 else (f"{inner[1]}-EDATE({inner[0]:r},{months})", SUM)
    ends = {0: 0, len(listed.value) - 1: 1}
    if listed.op == "boundaries" and place in ends:
        end = inner[ends[place]]
        return (end.text, end.rank) if end else None
    return None


CELLS: dict[str, Callable[[list[Part]], tuple[int, int]]] = {
    "typed_cell": lambda parts: (int(parts[1].value) - 1, int(parts[2].value)),
    "claim_cell": lambda parts: (int(parts[1].value), 0),
    **{
        name: lambda parts: (int(parts[1].value), int(parts[2].value))
        for name in ("cell_of", "budget_cell", "sharing_cell", "loan_cell")
    },
}


def _event_cell(parts: list[Part], desk: Desk) -> Written:
    rows, row, wanted = parts[0].value, int(parts[1].value) - 1, parts[2].value
    if wanted != "day" and rows[row][1] != wanted:
        return "0", ATOM
    cell = desk.row_cell(parts[0].figure, row, 0 if wanted == "day" else 2)
    return (cell.text, cell.rank) if cell else None


SPECIAL: dict[str, Callable[[list[Part], Desk], Written]] = {
    **IN_WORDS,
    "counted_days": _counted_days,
    "day_within": _day_within,
    "part_in_band": _part_in_band,
    "dot": _dot,
    "is_pledgeable": _is_pledgeable,
    "all_after": _all_after,
    "all_hold": _all_hold,
    "band_of": _band_of,
    "ratio_at": _ratio_at,
    "income_time": _income_time,
    "first_above": _first_above,
    "xirr_rate": _xirr_rate,
    "value_on": _value_on,
    "item": _item,
    "event_cell": _event_cell,
}


def special(op: str, parts: list[Part], desk: Desk) -> Written:
    """The formula of an operation of this module; None for any other, and where it cannot be given."""
    if op in CELLS:
        cell = desk.row_cell(parts[0].figure, *CELLS[op](parts))
        return (cell.text, cell.rank) if cell else None
    return SPECIAL[op](parts, desk) if op in SPECIAL else None
