"""The schemes on file: nothing published is missing, nothing unpublished is filled in, no reprint is linked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from calculators import schemes
from calculators.errors import DataError
from calculators.policy import Policy, all_schemes
from calculators.scheme_model import Item, Scheme
from tests.test_broken_data import BROKEN

ALL = all_schemes()
every_scheme = pytest.mark.parametrize("scheme", ALL.values(), ids=list(ALL))
TRUSTED = {
    "qingdao_2024", "beijing_zgc_2021", "beijing_2023", "hangzhou_2025", "fujian_2022", "shenzhen_futian_2021",
    "huainan_panji_2022", "xuchang_2023", "chongqing_beibei_2022", "lijiang_2025", "guangzhou_gdd_2020",
}  # fmt: skip

NOT_LINKED = {"hangzhou_2015_bank_topup"}  # seen in a press archive that the pages do not link


def numbers_of(item: Item) -> list[object]:
    caps = item.caps
    return [item.ratio, item.ratio_min, item.ratio_max, *item.bands, item.max_months, item.rate_cap,
            item.principal_ceiling, item.base_cap_percent_of_principal, item.minimum_ip_share,
            caps.per_item, caps.per_loan, caps.per_year, caps.lifetime]  # fmt: skip


def test_there_are_enough_and_the_trusted_ones_are_there() -> None:
    assert len(ALL) >= 12
    assert set(ALL) >= TRUSTED
    assert {ALL[key].cite.trust for key in TRUSTED} == {"A", "B"}


def test_the_prefecture_comes_first_and_has_no_number_at_all() -> None:
    here = [scheme for scheme in ALL.values() if scheme.here]
    assert [scheme.key for scheme in here] == ["qiandongnan_pilot"] == list(ALL)[:1]
    assert all(value is None for item in here[0].items for value in numbers_of(item))
    assert not here[0].combined_caps.given()
    assert all(item.ratio_kind == "unknown" for item in here[0].items)


@every_scheme
def test_only_seen_sources_are_linked(scheme: Scheme) -> None:
    if scheme.key in NOT_LINKED:
        assert scheme.cite.trust == "B" and not scheme.cite.url
    elif scheme.cite.trust in ("A", "B") and not scheme.here:
        assert scheme.cite.url and not scheme.cite.unverified
    else:
        assert not scheme.cite.url
    assert scheme.cite.trust != "C" or scheme.cite.unverified


@every_scheme
def test_what_is_open_is_listed(scheme: Scheme) -> None:
    if any(item.ratio_is_asked() for item in scheme.items):
        assert scheme.unknown
    assert all(not text.endswith("。") and "http" not in text for text in scheme.unknown)


@every_scheme
def test_a_number_of_a_scheme_carries_its_source(scheme: Scheme) -> None:
    figure = scheme.figure(Decimal("0.4"), "ratio", "贴息比例", "%")
    assert figure.tag is not None and figure.tag.origin == "parameter" and figure.tag.cite is scheme.cite


def test_numbers_as_published() -> None:
    """A second reading of the dossier, by place: what the computation rests on."""
    qingdao = ALL["qingdao_2024"].items[0]
    assert (qingdao.ratio, qingdao.caps.per_year, qingdao.ip_share) == (Decimal("0.6"), Decimal(500000), True)
    assert qingdao.rate_as_of == "previous_month_of_contract"
    zgc, beijing = ALL["beijing_zgc_2021"].items[0], ALL["beijing_2023"].items[0]
    assert zgc.rate_cap is not None and beijing.rate_cap is not None
    assert (zgc.rate_cap.multiplier, zgc.rate_cap.on_exceed) == (Decimal("1.4"), "ineligible")
    assert (beijing.rate_cap.multiplier, beijing.rate_cap.on_exceed) == (Decimal("1.4"), "clamp")
    assert (zgc.ratio, beijing.ratio, beijing.ratio_max) == (Decimal("0.4"), None, Decimal("0.5"))
    futian = ALL["shenzhen_futian_2021"]
    assert futian.items[0].base_cap_percent_of_principal == Decimal("0.04")
    assert futian.combined_caps.per_year == Decimal(2000000)
    panji = ALL["huainan_panji_2022"].items[0].bands
    assert [(band.up_to, band.ratio, band.cap) for band in panji] == [
        (Decimal(5000000), Decimal("0.1"), Decimal(50000)),
        (None, Decimal("0.08"), Decimal(30000)),
    ]
    rest, covered = ALL["fujian_2022"].items
    assert (rest.ratio, covered.ratio) == (Decimal("0.2"), Decimal("0.5"))
    assert rest.use_lower_of_reference_and_actual and not covered.use_lower_of_reference_and_actual
    tianfu = ALL["sichuan_tianfu_zhilai"].items[0].rate_cap
    assert tianfu is not None and (tianfu.spread_bp, tianfu.on_exceed) == (Decimal(150), "ineligible")


def test_the_policy_is_the_only_door() -> None:
    policy = Policy.at(date(2026, 11, 23))
    assert policy.scheme("qingdao_2024") is ALL["qingdao_2024"]
    with pytest.raises(LookupError, match="没有名为“nowhere”的扶持办法"):
        policy.scheme("nowhere")


def test_two_schemes_of_one_short_name_are_refused(tmp_path: Path) -> None:
    text = (BROKEN / "schemes" / "unknown_fee.toml").read_text(encoding="utf-8").replace('"audit"', '"valuation"')
    for key in ("first", "second"):
        (tmp_path / f"{key}.toml").write_text(text.replace("unknown_fee", key), encoding="utf-8")
    with pytest.raises(DataError, match=r"second\.toml\[short\].*taken by first\.toml"):
        schemes.load(tmp_path)
