"""The marks an author may write in Markdown, as a Python-Markdown extension: the same HTML from either site builder.

    {{ calculator interest_subsidy example=quarterly_interest }}           on a line of its own
    {{ journey example=machine_maker }}                                    on a line of its own: 一站式测算
    {{ choices interest_subsidy by=scheme figures=subsidy,net_interest }}   on a line of its own: one case under every choice
    {{ checklist goals }}   {{ progress institutions }}                     on lines of their own: the plan's checklist and progress
    {{ value interest_subsidy.subsidy example=quarterly_interest }}        in prose: a number with its unit
    {{ parameter lpr_1y on=2025-06-01 }}                                   in prose: a value with its source
    {{ parameter patent_term.design on=2026-11-23 source=no }}             the same where the page names the source at its end
    {{ open eligibility example=case_tea page=../../calculators/eligibility/ }}   a link that opens the example in its calculator

A name that does not exist, or an option that is not known, raises EmbedError: the build stops and names the page.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from calculators.calculator import Answer, run
from calculators.catalog import calculator
from calculators.citation import TRUST_WORDS
from calculators.errors import InputError, ParameterError
from calculators.examples import example, examples_of
from calculators.figure import plain, unverified
from calculators.journey.examples import journey_of
from calculators.journey.static import journey_html
from calculators.policy import Policy
from calculators.views.compare_choices import choices_html
from calculators.views.form import panel_html
from calculators.views.format import exact, shown
from calculators.views.html import UNVERIFIED
from calculators.views.markup import Html, join, tag
from calculators.views.take import share
from calculators.views.words import Words
from site_config.charts import draw
from site_config.plan_tables import checklist_html, progress_html

BLOCK = re.compile(r"\{\{\s*((?:calculator|checklist|choices|journey|progress)\b[^{}\n]*?)\s*\}\}")
INLINE = r"\{\{\s*([a-z_]+\b[^{}\n]*?)\s*\}\}"


class EmbedError(ValueError):
    """A mark that cannot be honoured. The message names the mark, what was found and what to write."""


def _options(words: list[str], allowed: tuple[str, ...], mark: str) -> dict[str, str]:
    options = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or key not in allowed:
            raise EmbedError(f"{{{{ {mark} }}}}: unknown option {word!r}; known: {', '.join(allowed)}")
        options[key] = value
    return options


@cache
def _answer(name: str, key: str) -> Answer:
    return run(calculator(name), example(name, key).inputs)


def _first_example(name: str) -> str:
    found = examples_of(name)
    if not found:
        raise EmbedError(f"calculator {name} has no example; add one to data/examples/{name}.toml")
    return found[0].key


def _shown_figure(answer: Answer, key: str, mark: str) -> Any:
    figures = answer.result.figures
    if key not in figures:
        raise EmbedError(f"{{{{ {mark} }}}}: {answer.calculator.name} shows no figure {key!r}; it shows {', '.join(figures)}")
    return figures[key]


def _calculator(name: str, words: list[str], mark: str) -> Html:
    options = _options(words, ("example",), mark)
    found = calculator(name)
    return panel_html(found, example(name, options.get("example", _first_example(name))), draw)


def _journey(option: str, words: list[str], mark: str) -> Html:
    options = _options([option, *words], ("example",), mark)
    found = journey_of(options["example"])
    return journey_html(found.title, found.answers, found.on)


def _choices(name: str, words: list[str], mark: str) -> Html:
    options = _options(words, ("example", "by", "figures"), mark)
    missing = [key for key in ("by", "figures") if key not in options]
    if missing:
        raise EmbedError(f"{{{{ {mark} }}}}: missing option {missing[0]}; write by=scheme figures=subsidy,net_interest")
    key, figures = options.get("example", _first_example(name)), options["figures"].split(",")
    for figure in figures:
        _shown_figure(_answer(name, key), figure, mark)
    return choices_html(calculator(name), example(name, key).inputs, options["by"], figures)


def _value(target: str, words: list[str], mark: str) -> Html:
    options = _options(words, ("example",), mark)
    name, dot, key = target.partition(".")
    if not dot:
        raise EmbedError(f"{{{{ {mark} }}}}: write calculator.figure, found {target!r}")
    calculator(name)
    answer = _answer(name, options.get("example", _first_example(name)))
    value = _shown_figure(answer, key, mark)
    text = Words.of(answer)(value)
    doubtful = UNVERIFIED if hasattr(value, "tag") and unverified(value) else None
    looks = "cp-value cp-words" if isinstance(plain(value), str) else "cp-value"
    return join(tag("span", text, class_=looks, data_figure=key, data_value=exact(value)), doubtful)


def _open(name: str, words: list[str], mark: str) -> Html:
    options = _options(words, ("example", "page"), mark)
    if "page" not in options:
        raise EmbedError(f"{{{{ {mark} }}}}: missing option page; write page=../../calculators/loan-amount/")
    found, key = calculator(name), options.get("example", _first_example(name))
    fragment = share(_answer(name, key), example(name, key).inputs)
    what = example(name, key).title.removeprefix("案例：").partition("（")[0]
    return tag("a", f"{found.title}：{what}", class_="cp-open", href=f"{options['page']}{fragment}")


def _parameter(key: str, words: list[str], mark: str) -> Html:
    options = _options(words, ("on", "source"), mark)
    if options.get("source", "no") != "no":
        raise EmbedError(f"{{{{ {mark} }}}}: source={options['source']}; write source=no to leave the source out, or nothing")
    if "on" not in options:
        raise EmbedError(f"{{{{ {mark} }}}}: missing option on; write on=2025-06-01")
    try:
        day = date.fromisoformat(options["on"])
    except ValueError as error:
        raise EmbedError(f"{{{{ {mark} }}}}: {options['on']!r} is no date; write on=2025-06-01") from error
    entry = Policy.at(day).parameter(key)
    figure = entry.figure(day)
    cite = figure.tag.cite if figure.tag else None
    assert cite is not None, "a parameter always has its citation"
    number = f"（{cite.number}）" if cite.number else ""
    origin = f"（{entry.dated(day).start} 起；{cite.document}{number}，{cite.clause}；{TRUST_WORDS[cite.trust]}）"
    return join(
        tag("span", shown(figure, entry.unit), class_="cp-value", data_parameter=key, data_value=exact(figure)),
        None if "source" in options else tag("small", origin, class_="cp-cite"),
        UNVERIFIED if cite.unverified else None,
    )


def _checklist(section: str, words: list[str], mark: str) -> Html:
    _options(words, (), mark)
    try:
        return checklist_html(section)
    except KeyError as error:
        raise EmbedError(f"{{{{ {mark} }}}}: {error.args[0]}") from error


def _progress(goal: str, words: list[str], mark: str) -> Html:
    _options(words, (), mark)
    try:
        return progress_html(goal)
    except KeyError as error:
        raise EmbedError(f"{{{{ {mark} }}}}: {error.args[0]}") from error


MARKS: dict[str, Callable[[str, list[str], str], Html]] = {
    "calculator": _calculator,
    "checklist": _checklist,
    "choices": _choices,
    "journey": _journey,
    "value": _value,
    "open": _open,
    "parameter": _parameter,
    "progress": _progress,
}


def render(mark: str) -> Html:
    """The HTML of one mark's text. Raises EmbedError for anything that is not exactly right."""
    try:
        kind, *words = shlex.split(mark)
    except ValueError as error:
        raise EmbedError(f"{{{{ {mark} }}}}: {error}") from error
    if kind not in MARKS:
        raise EmbedError(f"{{{{ {mark} }}}}: unknown mark {kind!r}; known: {', '.join(MARKS)}")
    if not words:
        raise EmbedError(f"{{{{ {mark} }}}}: name missing after {kind!r}")
    try:
        return MARKS[kind](words[0], words[1:], mark)
    except (ParameterError, InputError) as error:
        raise EmbedError(f"{{{{ {mark} }}}}: {error}") from error


class _Block(BlockProcessor):
    """A calculator on a line of its own becomes a block of stored HTML."""

    def test(self, parent: Element, block: str) -> bool:
        return BLOCK.fullmatch(block.strip()) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        match = BLOCK.fullmatch(blocks.pop(0).strip())
        assert match is not None, "test() has just matched it"
        holder = Element("p")
        holder.text = self.parser.md.htmlStash.store(render(match.group(1)))
        parent.append(holder)


class _Inline(InlineProcessor):
    """A value or a parameter inside a sentence."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        if m.group(1).startswith(("calculator", "checklist", "choices", "journey", "progress")):
            raise EmbedError(f"{m.group(0)}: this mark stands on a line of its own, with empty lines around it")
        return self.md.htmlStash.store(render(m.group(1))), m.start(0), m.end(0)


class EmbedExtension(Extension):
    """Registers the marks. Inline code and fenced code are left alone: they are taken out before."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.block_level_elements += ["calculator-panel", "choice-comparison", "pledge-journey"]
        md.parser.blockprocessors.register(_Block(md.parser), "calculator_embed", 76)
        md.inlinePatterns.register(_Inline(INLINE, md), "value_embed", 185)


def makeExtension(**options: object) -> EmbedExtension:
    """The name Python-Markdown looks for."""
    return EmbedExtension(**options)


def check_pages(docs: Path) -> None:
    """Try every mark of every page before any builder runs, so that the error names the page under each of them."""
    for page in sorted(docs.rglob("*.md")):
        converter = Markdown(extensions=["pymdownx.superfences", EmbedExtension()])
        try:
            converter.convert(page.read_text(encoding="utf-8"))
        except EmbedError as error:
            raise EmbedError(f"{page.relative_to(docs)}: {error}") from error
