"""一站式测算 in Chromium: by keyboard alone, back and forth, over a reload and a dead worker, on a narrow phone, on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from calculators.journey.examples import all_journeys
from calculators.journey.questions import BY_KEY, PLACES, REPORT
from tests.browser.damage import DamageServer
from tests.browser.test_pages import AXE, NARROW, RULES

ANSWERS = dict(all_journeys()["machine_maker"].answers)
STEPS = PLACES[:-1]
KILL = "async () => (await import('/assets/app/runtime.js')).engine.worker.terminate()"
CRASH = "async () => (await import('/assets/app/runtime.js')).engine.worker.onerror({message: 'killed'})"
MOST_TABS = 200


class Traveller:
    """Somebody on the journey, with a record of complaints and of the hosts asked."""

    def __init__(self, page: Page, server: DamageServer) -> None:
        self.page = page
        self.server = server
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]) if "//" in request.url else None)

    def open(self, query: str = "") -> Traveller:
        self.page.goto(f"{self.server.address}journey/{query}")
        self.page.wait_for_selector("pledge-journey:defined")
        return self

    def field(self, key: str) -> Locator:
        return self.page.locator(f"pledge-journey [name={key}]")

    def at(self, step: str, seconds: float = 40) -> Traveller:
        """Wait for a page of the journey with an engine that is idle again."""
        self.page.wait_for_selector(f"[data-view] [data-step={step}]", timeout=1000 * seconds)
        expect(self.page.locator("pledge-journey")).to_have_attribute("data-state", "ready", timeout=1000 * seconds)
        return self

    def fill(self, step: str) -> Traveller:
        for key in (key for key in ANSWERS if BY_KEY[key].step == step):
            box = self.field(key)
            box.select_option(ANSWERS[key]) if box.evaluate("e => e.tagName") == "SELECT" else box.fill(ANSWERS[key])
        return self

    def on(self) -> Traveller:
        self.page.locator("[data-view] .pj-ways .pj-next").click()
        return self

    def go_to(self, wanted: str) -> Traveller:
        """From the first step with all answers up to a page."""
        for step in STEPS[: PLACES.index(wanted)]:
            self.at(step) if step != STEPS[0] else None
            self.fill(step).on()
        if wanted == STEPS[0]:
            self.fill(wanted)
        return self.at(wanted)

    def focused(self) -> str:
        text: str = self.page.evaluate("document.activeElement.name || document.activeElement.dataset.goto || ''")
        return text

    def tab_to(self, name: str) -> None:
        """Press Tab until a question or a button is reached."""
        for _ in range(MOST_TABS):
            if self.focused() == name:
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{name} cannot be reached with Tab")

    def key_in(self, key: str) -> None:
        """Answer the question in focus with keys alone, whatever order the browser writes dates in."""
        text, box = ANSWERS[key], self.field(key)
        if box.evaluate("e => e.tagName") == "SELECT":
            for _ in range(MOST_TABS):
                if box.input_value() == text:
                    return
                self.page.keyboard.press("ArrowDown")
            pytest.fail(f"{key} has no choice {text}")
        year, *rest = text.split("-") if box.get_attribute("type") == "date" else (text,)
        self.page.keyboard.type("".join(rest) + year)
        if rest and box.input_value() != text:
            self.page.keyboard.press("Home")
            for part in (year, *rest):
                self.page.keyboard.type(part)
                self.page.keyboard.press("ArrowRight")
        assert box.input_value() == text

    def violations(self) -> list[str]:
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        return [f"{entry['id']} ({len(entry['nodes'])}): {entry['nodes'][0]['html'][:160]}" for entry in found]

    def summary(self, key: str) -> str:
        return self.page.locator(f"[data-view] [data-summary={key}]").inner_text()


@pytest.fixture
def traveller(page: Page, server: DamageServer) -> Traveller:
    page.clock.set_fixed_time("2026-11-23T10:00:00")
    return Traveller(page, server)


@pytest.fixture
def narrow(browser: Browser, server: DamageServer) -> Iterator[Traveller]:
    context = browser.new_context(locale="zh-CN", viewport={"width": NARROW["width"], "height": NARROW["height"]})
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-23T10:00:00")
    yield Traveller(page, server)
    context.close()


def test_reading_starts_no_engine(traveller: Traveller) -> None:
    traveller.open().page.wait_for_timeout(1500)
    assert not [path for path in traveller.server.asked if path.endswith(".wasm")]
    assert traveller.page.locator("[data-view] h2").inner_text() == "能不能办"


def test_the_keyboard_alone_gets_to_the_report(traveller: Traveller) -> None:
    page = traveller.open().page
    pressed = 0
    for step in STEPS:
        if step != STEPS[0]:
            traveller.at(step)
            assert page.evaluate("document.activeElement.hasAttribute('data-heading')"), "a new page starts at its heading"
        asked = [question.key for question in BY_KEY.values() if question.step == step and question.key in ANSWERS]
        for key in asked:
            traveller.tab_to(key)
            traveller.key_in(key)
            pressed += 1
        traveller.tab_to(PLACES[PLACES.index(step) + 1])
        page.keyboard.press("Enter")
    traveller.at(REPORT)
    assert pressed == len(ANSWERS) <= 20
    assert traveller.summary("loan_amount") == "2,000,000.00 元" and traveller.summary("subsidy") == "39,605.56 元"
    assert traveller.complaints == [] and traveller.hosts == {traveller.server.address.split("/")[2]}


def test_back_and_forth_with_all_answers(traveller: Traveller) -> None:
    page = traveller.open().go_to("interest_subsidy").page
    page.go_back()
    traveller.at("loan_schedule")
    assert traveller.field("rate").input_value() == "3.65"
    traveller.field("rate").fill("4")
    page.go_back()
    traveller.at("loan_amount")
    page.go_forward()
    traveller.at("loan_schedule")
    assert traveller.field("rate").input_value() == "4"
    page.get_by_text("已填的内容").click()
    page.locator("[data-view] .pj-recap [data-at=valuation]").click()
    traveller.at("loan_amount")
    assert traveller.focused() == "valuation"


def test_a_reload_keeps_step_and_answers(traveller: Traveller) -> None:
    page = traveller.open().go_to("loan_schedule").fill("loan_schedule").page
    page.reload()
    traveller.at("loan_schedule")
    assert traveller.field("rate").input_value() == "3.65"
    page.reload()
    traveller.at("loan_schedule").on().at("interest_subsidy").fill("interest_subsidy").on().at("financing_cost").on().at(REPORT)
    assert traveller.summary("loan_amount") == "2,000,000.00 元"


def test_clear_forgets_everything(traveller: Traveller) -> None:
    page = traveller.open().go_to("loan_amount").page
    page.get_by_text("已填的内容").click()
    page.locator("[data-view] [data-clear]").click()
    traveller.at("eligibility")
    assert traveller.field("filing_date").input_value() == "" and traveller.field("patent_fine").input_value() == ""
    assert page.evaluate("sessionStorage.getItem('pledge-journey')") is None
    page.reload()
    page.wait_for_selector("pledge-journey:defined")
    assert traveller.field("filing_date").input_value() == ""


def test_a_worker_that_dies_is_replaced_on_the_way(traveller: Traveller) -> None:
    page = traveller.open().go_to("loan_amount").fill("loan_amount").page
    page.wait_for_timeout(600)
    page.evaluate(KILL)
    traveller.on().at("loan_schedule")
    assert json.loads(page.evaluate("sessionStorage.getItem('pledge-journey')"))["valuation"] == "800万"


def test_a_crash_says_so_and_retry_goes_on(traveller: Traveller) -> None:
    page = traveller.open().go_to("loan_amount").fill("loan_amount").page
    page.wait_for_timeout(600)
    page.evaluate(CRASH)
    expect(page.locator("[data-status]")).to_have_text(re.compile("计算程序中途停止"))
    assert traveller.field("valuation").input_value() == "800万"
    page.locator("[data-retry]").click()
    traveller.at("loan_amount").on().at("loan_schedule")


def test_a_mistake_is_told_beside_its_question(traveller: Traveller) -> None:
    page = traveller.open().go_to("loan_amount").page
    traveller.field("valuation").fill("很多")
    expect(page.locator("[data-error-for=valuation]")).to_have_text(re.compile("看不出数字"))
    traveller.on()
    expect(traveller.field("valuation")).to_be_focused()
    assert traveller.field("valuation").get_attribute("aria-invalid") == "true"
    assert page.locator("[data-view] [data-step]").get_attribute("data-step") == "loan_amount"
    assert traveller.violations() == []
    traveller.field("valuation").fill("800万")
    expect(page.locator("[data-result] [data-headline]")).to_have_attribute("data-value", "2400000")


def test_knowing_nothing_still_gives_a_report(traveller: Traveller) -> None:
    page = traveller.open(f"?step={REPORT}").at(REPORT).page
    assert traveller.summary("overall") == "还不能判断"
    assert page.locator("[data-view] .pj-summary .pj-example").count() >= 4
    assert traveller.complaints == []


@pytest.mark.parametrize("place", PLACES)
def test_every_page_on_a_narrow_phone(narrow: Traveller, place: str) -> None:
    page = narrow.open().go_to(place).page
    if place == REPORT:
        page.evaluate("document.querySelectorAll('[data-view] details').forEach((fold) => (fold.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], "the page scrolls sideways"
    small = page.evaluate(
        "() => [...document.querySelectorAll('pledge-journey :is(button, select, input, summary)')]"
        ".filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 120))"
    )
    assert small == []
    assert narrow.violations() == []


def test_without_script_an_example_report_is_there(browser: Browser, server: DamageServer) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(server.address + "journey/")
    assert page.locator("[data-goto]").first.is_hidden(), "a button that does nothing must not be seen"
    page.get_by_text("先看一份完整的报告").click()
    for words in ("人民币贰佰万元整", "还款计划表", "7　要带的材料"):
        assert page.locator(".pj-sample").get_by_text(words).first.is_visible()
    context.close()


def test_the_report_on_paper(traveller: Traveller) -> None:
    page = traveller.open().go_to(REPORT).page
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.locator("[data-print=short]").click()
    page.emulate_media(media="print")
    for part in (".md-header", ".pj-sample", ".pj-actions", ".pj-derivations", "h1", "[data-goto]"):
        assert not page.locator(part).first.is_visible(), f"{part} would be printed"
    for words in ("专利登记簿副本", "注销申请表", "人民币贰佰万元整", "专利已经授权"):
        assert page.locator("[data-view]").get_by_text(words).first.is_visible(), f"{words} would be missing"
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    page.evaluate("document.querySelector('pledge-journey').dataset.printing = 'full'")
    assert page.locator("[data-view] .pj-derivations h4").first.is_visible()


def test_a_link_opens_elsewhere_with_the_same_report(traveller: Traveller, browser: Browser) -> None:
    page = traveller.open().go_to(REPORT).page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("[data-view] [data-copy]").click()
    expect(page.locator("[data-view] [data-link]")).to_be_visible()
    link = page.locator("[data-view] [data-link]").input_value()
    context = browser.new_context(locale="zh-CN")
    other = Traveller(context.new_page(), traveller.server)
    other.page.goto(link)
    other.at(REPORT)
    assert other.summary("subsidy") == "39,605.56 元" and "case=" not in other.page.url
    assert not [path for path in traveller.server.asked if "valuation" in path]
    other.page.reload()
    assert other.at(REPORT).summary("subsidy") == "39,605.56 元"
    context.close()
