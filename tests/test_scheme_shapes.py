"""The sixty rule shapes: complete, each with a test on the data, and no rule of any scheme left without a shape."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from calculators import scheme_model
from calculators.policy import all_schemes, all_sharing
from calculators.scheme_model import Band, Caps, Condition, Item, RateCap, Scheme, Stacking
from calculators.scheme_shapes import GROUPS, NO_SHAPE, SHAPES, parts
from site_config.shapes_page import shapes_page, users

NAMED = {feature for shape in SHAPES for need in shape.shown_by for feature in need}
PLAIN = all_schemes()["bengbu_valuation"]
ITEM = Item("interest", "actual_interest", "贷款贴息", "exact", Decimal("0.5"))
# What identifies, explains or names a rule but is none; numbers whose presence is told by another field.
NO_RULE = {
    Scheme: {"key", "name", "short", "place", "items", "cite", "status", "here", "unknown", "budget", "note", "file",
             "conditions", "combined_caps", "stacking"},
    Item: {"label", "ratio", "ratio_min", "ratio_max", "rate_cap", "caps"},
    Band: {"up_to", "ratio"},
    RateCap: set(),
    Caps: set(),
    Condition: {"text", "value"},
    Stacking: {"note"},
}  # fmt: skip
TRY = {
    "collected": ["settled"], "shortage": list(scheme_model.SHORTAGE), "loans_per_year": [1],
    "kind": list(scheme_model.KINDS), "base": list(scheme_model.BASES), "bands": [(Band(None, Decimal("0.1")),)],
    "band_by": list(scheme_model.BAND_BY), "fees": [(fee,) for fee in scheme_model.FEES], "part": list(scheme_model.PARTS),
    "reference_rate": list(scheme_model.REFERENCES), "rate_as_of": list(scheme_model.AS_OF), "max_months": [12],
    "ratio_kind": ["exact", "at_most", "range", "bands", "unknown"], "period_scope": list(scheme_model.SCOPES),
    "period_start": list(scheme_model.STARTS), "collateral": list(scheme_model.COLLATERAL),
    "one_of_fees": [("guarantee", "insurance")], "excludes": [("other",)], "topics": [(t,) for t in scheme_model.TOPICS],
    "check": list(scheme_model.CHECKS), "reference": list(scheme_model.REFERENCES), "as_of": list(scheme_model.AS_OF),
    "on_exceed": list(scheme_model.ON_EXCEED),
}  # fmt: skip
# Fields that say something only beside another one.
BESIDE = {"band_by": {"bands": TRY["bands"][0]}, "rate_as_of": {"reference_rate": "lpr_1y"},
          "period_scope": {"max_months": 12}, "period_start": {"max_months": 12}}  # fmt: skip


def scheme_with(part: object) -> Scheme:
    """A scheme that contains one made-up part."""
    if isinstance(part, Scheme):
        return part
    if isinstance(part, Item):
        return replace(PLAIN, items=(part,))
    if isinstance(part, Band):
        return replace(PLAIN, items=(replace(ITEM, bands=(part,)),))
    if isinstance(part, RateCap):
        return replace(PLAIN, items=(replace(ITEM, rate_cap=part),))
    if isinstance(part, Caps):
        return replace(PLAIN, combined_caps=part)
    if isinstance(part, Condition):
        return replace(PLAIN, conditions=(part,))
    assert isinstance(part, Stacking)
    return replace(PLAIN, stacking=part)


START = {Scheme: PLAIN, Item: ITEM, Band: Band(None, Decimal("0.1")), RateCap: RateCap("lpr_1y", "drawdown", "clamp"),
         Caps: Caps(), Condition: Condition("示例", topics=("sme",)), Stacking: Stacking()}  # fmt: skip
ATTRIBUTES = [(kind, field.name) for kind in START for field in fields(kind) if field.name not in NO_RULE[kind]]


def values(kind: type, name: str) -> list[object]:
    if name in TRY:
        return TRY[name]
    return [True] if isinstance(getattr(START[kind], name), bool) else [Decimal(7)]


@pytest.mark.parametrize(("kind", "name"), ATTRIBUTES, ids=lambda v: v if isinstance(v, str) else v.__name__)
def test_no_attribute_of_a_scheme_goes_unmapped(kind: type, name: str) -> None:
    """Every value that an attribute may take changes the features, and every feature belongs to a shape."""
    start = replace(START[kind], **BESIDE.get(name, {}))
    seen = set()
    for value in values(kind, name):
        features = frozenset().union(*parts(scheme_with(replace(start, **{name: value}))))
        assert not features - NAMED - NO_SHAPE, f"{kind.__name__}.{name} = {value!r} belongs to no shape"
        seen.add(features)
    assert seen != {frozenset().union(*parts(scheme_with(start)))}, f"{kind.__name__}.{name} leaves no trace in the features"


def test_sixty_shapes_in_ten_groups() -> None:
    assert [shape.number for shape in SHAPES] == list(range(1, 61))
    assert "".join(dict.fromkeys(shape.group for shape in SHAPES)) == "".join(GROUPS) == "ABCDEFGHIJ"
    assert len({shape.words for shape in SHAPES}) == 60


@pytest.mark.parametrize("key", all_schemes())
def test_every_rule_on_file_has_a_shape(key: str) -> None:
    features = frozenset().union(*parts(all_schemes()[key]))
    assert features <= NAMED | NO_SHAPE


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        (4, {"guangzhou_city_old", "zhengzhou_2023_bank"}),
        (8, {"xuchang_2023"}),
        (14, {"fujian_2022"}),
        (16, {"beijing_2023"}),
        (17, {"beijing_zgc_2021"}),
        (20, {"sichuan_tianfu_zhilai"}),
        (29, {"list_c_no_place"}),
        (30, {"suzhou_sip_2024"}),
        (32, {"beijing_2023", "shanghai_jinshan_2024"}),
        (37, {"shenzhen_futian_2021", "hefei_jingkai_2025"}),
        (41, {"guangzhou_nansha_2024"}),
        (55, {"huainan_panji_2022"}),
        (57, {"chengdu_shuangliu", "suzhou_2009_bank", "zhengzhou_2023_bank"}),
        (58, {"hangzhou_2015_bank_topup"}),
    ],
)
def test_schemes_of_a_shape_as_in_the_dossier(number: int, keys: set[str]) -> None:
    assert {scheme.key for scheme in users(SHAPES[number - 1])} == keys


def test_every_shape_is_used_and_the_page_says_by_whom() -> None:
    page = "\n".join(shapes_page())
    for shape in SHAPES:
        names = [scheme.short for scheme in users(shape)]
        line = next(text for text in page.splitlines() if text.startswith(f"| {shape.number} |"))
        assert names and all(name in line for name in names), f"shape {shape.number}"
    assert {scheme.key for shape in SHAPES[58:] for scheme in users(shape)} >= {"weihai", *list(all_sharing())[:1]}


def test_a_shape_without_schemes_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_config.shapes_page.all_schemes", lambda: {"bengbu_valuation": PLAIN})
    line = next(text for text in shapes_page() if text.startswith("| 4 |"))
    assert line.endswith("| 没有办法用到 |")
