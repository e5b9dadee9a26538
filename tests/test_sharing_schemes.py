"""The published ways to share losses: as the dossier of facts has them, unknown shares left unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculators.calculator import run
from calculators.catalog import calculator
from calculators.errors import InputError
from calculators.policy import all_sharing
from calculators.rules.sharing import PARTIES
from calculators.sharing_schemes import KINDS

PUBLISHED = {
    "zhongshan": {"pool": 54, "bank": 26, "insurer": 16, "valuer": 4},
    "zhuhai": {"pool": 40, "bank": 60},
    "shenzhen": {"pool": 50, "bank": 50},
    "qingdao_insurance": {"insurer": 60, "guarantor": 20, "bank": 20},
    "weihai": {"pool": 40, "second_pool": 20, "bank": 40},
    "beibei": {"pool": 70, "bank": 30},
    "hubei_knowledge_value": {"pool": 80, "bank": 20},
    "chengdu": {"pool": 50, "bank": 50},
    "hangzhou_2015": {"pool": 90, "guarantor": 10},
}
OPEN = {"neijiang", "ziyang", "guangzhou", "guangdong_total", "guiyang_hitech"}


def test_published_shares() -> None:
    found = {key: {s.party: s.share * 100 for s in scheme.shares} for key, scheme in all_sharing().items() if scheme.shares}
    assert found == PUBLISHED
    assert tuple(PARTIES) == KINDS


def test_unpublished_shares_are_asked_never_guessed() -> None:
    assert {key for key, scheme in all_sharing().items() if not scheme.shares} == OPEN
    values = {"principal": "100万", "unpaid": "10万", "on": "2026-11-23"}
    for key in OPEN:
        with pytest.raises(InputError, match="合计 0%，应为 100%"):
            run(calculator("risk_sharing"), values | {"scheme": key})


@pytest.mark.parametrize("key", PUBLISHED)
def test_every_scheme_shares_a_million(key: str) -> None:
    values = {"scheme": key, "principal": "100万", "unpaid": "100万", "on": "2026-11-23"}
    result = run(calculator("risk_sharing"), values, traced=False).result
    borne = [row[3] for row in result.tables[0].rows]
    assert sorted(borne) == sorted(Decimal(10_000) * share for share in PUBLISHED[key].values())
    assert any("只作对照，不是本州政策" in note for note in result.notes)


def test_reprints_carry_no_link() -> None:
    assert {key for key, scheme in all_sharing().items() if scheme.cite.trust == "C"} == {"chengdu", "ziyang"}
    assert not any(scheme.cite.url for scheme in all_sharing().values() if scheme.cite.trust == "C")
