"""What holds for every calculator, whatever it computes."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.calculator import Answer, Calculator, figures_of, run, table_total
from calculators.catalog import CATALOG
from calculators.errors import InputError
from calculators.examples import Example, all_examples, examples_of
from calculators.figure import Figure, leaves, plain, recompute
from calculators.money import settle
from calculators.views.format import exact
from calculators.views.html import result_html
from calculators.views.record import dump
from tests.strategies import near_examples

EXAMPLES = list(all_examples().values())
BY_NAME = {calculator.name: calculator for calculator in CATALOG}
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.calculator}.{e.key}")
every_calculator = pytest.mark.parametrize("calculator", CATALOG, ids=lambda c: c.name)


def same(left: object, right: object) -> bool:
    """Equal, quotients compared after the noise of their last digits is dropped."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return settle(left) == settle(right)
    return left == right


def check_laws(answer: Answer) -> None:
    for figure in figures_of(answer.result):
        assert same(recompute(figure), figure.value), f"{figure!r} is not what its parts give"
        for part in leaves(figure):
            assert part.tag is not None, f"a leaf under {figure!r} has no name"
            assert part.tag.origin in ("input", "parameter"), f"{part!r} is neither input nor parameter"
            assert (part.tag.cite is not None) == (part.tag.origin == "parameter"), f"{part!r}: cite and origin disagree"
    for table in answer.result.tables:
        for column in table.columns:
            if column.total:
                shown = plain(table.totals[column.key])
                assert table_total(table, column.key) == shown, f"{table.key}.{column.key} does not add up"


def values_of(answer: Answer) -> dict[str, object]:
    result = answer.result
    cells = {f"{t.key}[{i}]": tuple(exact(c) for c in r) for t in result.tables for i, r in enumerate(t.rows)}
    return {key: exact(value) for key, value in result.figures.items()} | cells


def test_the_catalogue_is_complete() -> None:
    assert [c.name for c in CATALOG] == [
        "sme_class",
        "eligibility",
        "patent_value",
        "working_capital_need",
        "loan_amount",
        "loan_schedule",
        "interest_subsidy",
        "financing_cost",
        "risk_sharing",
        "fund_budget",
        "fund_pro_rating",
        "pledge_calendar",
    ]
    assert {e.calculator for e in EXAMPLES} == {c.name for c in CATALOG}


@every_example
def test_examples_give_what_they_promise(example: Example) -> None:
    result = run(BY_NAME[example.calculator], example.inputs).result
    assert {key: exact(result.figures[key]) for key in example.expect} == dict(example.expect)


@every_example
def test_laws_hold_for_examples(example: Example) -> None:
    check_laws(run(BY_NAME[example.calculator], example.inputs))


@every_example
def test_tracing_changes_nothing(example: Example) -> None:
    calculator = BY_NAME[example.calculator]
    traced, plain_run = run(calculator, example.inputs), run(calculator, example.inputs, traced=False)
    assert values_of(traced) == values_of(plain_run)
    assert not any(value.__class__ is Figure for value in plain_run.result.figures.values())


@every_example
def test_the_record_is_complete_json(example: Example) -> None:
    answer = run(BY_NAME[example.calculator], example.inputs)
    record = json.loads(dump(answer))
    headline = record["figures"][record["headline"]]
    assert headline["value"] == exact(answer.result.figures[answer.result.headline])
    for number, node in enumerate(record["derivation"]):
        assert all(part.get("node", -1) < number for part in node["parts"])


@every_calculator
def test_labels_and_texts_are_there(calculator: Calculator) -> None:
    assert calculator.title and calculator.summary.endswith("。") and calculator.not_covered
    keys = [field.key for field in calculator.all_fields()]
    assert len(keys) == len(set(keys))
    answer = run(calculator, examples_of(calculator.name)[0].inputs)
    for key, value in answer.result.figures.items():
        if value.__class__ is Figure and not isinstance(plain(value), str):
            assert value.tag is not None and value.tag.key == key and value.tag.label


@every_calculator
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_laws_hold_near_examples(calculator: Calculator, data: st.DataObject) -> None:
    values = data.draw(near_examples(calculator))
    try:
        answer = run(calculator, values)
    except InputError:
        return
    check_laws(answer)
    assert values_of(answer) == values_of(run(calculator, values, traced=False))


@every_calculator
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_input_breaks_a_calculator(calculator: Calculator, data: st.DataObject) -> None:
    values = data.draw(near_examples(calculator, junk=True))
    try:
        html = result_html(run(calculator, values))
    except InputError as error:
        assert error.problems and all(p.message.endswith("。") for p in error.problems)
    else:
        assert "data-headline" in html and "<b>abc" not in html
