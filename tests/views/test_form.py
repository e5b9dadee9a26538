"""The form: groups in one piece, optional questions folded away, every control labelled."""

from __future__ import annotations

import re

import pytest

from calculators.catalog import CATALOG, calculator
from calculators.examples import example, examples_of
from calculators.views.form import form_html


def folds(html: str) -> list[list[str]]:
    """The field keys inside each fold, in order."""
    return [re.findall(r'data-field="(\w+)"', fold) for fold in re.findall(r"<details.*?</details>", html, re.S)]


def test_what_depends_on_an_optional_question_stays_in_its_fold() -> None:
    html = str(form_html(calculator("loan_amount"), example("loan_amount", "collateral_binds").inputs, "x"))
    assert ["revenue", "revenue_cap", "existing_loans"] in folds(html)


def test_an_answered_question_opens_its_group() -> None:
    html = str(form_html(calculator("loan_amount"), example("loan_amount", "bank_side").inputs, "x"))
    assert not any("revenue" in fold or "revenue_cap" in fold for fold in folds(html))


@pytest.mark.parametrize("name", [entry.name for entry in CATALOG])
def test_every_question_is_there_once_with_label_and_error_place(name: str) -> None:
    html = str(form_html(calculator(name), examples_of(name)[0].inputs, "x"))
    keys = [field.key for field in calculator(name).all_fields()]
    assert sorted(re.findall(r'data-field="(\w+)"', html)) == sorted(keys)
    assert sorted(re.findall(r'data-error-for="(\w+)"', html)) == sorted(keys)
    assert sorted(re.findall(r'<label for="x-(\w+)"', html)) == sorted(keys)
