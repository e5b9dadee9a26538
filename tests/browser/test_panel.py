"""The panel in Chromium: quiet until touched, live afterwards, polite about mistakes, alive after navigation."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.damage import DamageServer, appended, rewritten
from tests.browser.visitor import EXAMPLE_HEADLINE, SUBSIDY, Visitor

# The acceptance case: 2,000,000 yuan at 3.65 %, 2025-04-10 to 2026-04-10, quarterly on the 20th, 40 % of the interest.
CASE = {"principal": "2,000,000", "rate": "3.65", "drawdown": "2025-04-10", "maturity": "2026-04-10", "ratio": "40"}

# Before Python sees it, a question with 5555555 never ends and one with 4444444 takes its time.
MISBEHAVE = """
const wellBehaved = self.onmessage;
self.onmessage = (event) => {
  const text = event.data.text ?? '';
  if (text.includes('5555555')) for (;;);
  const end = performance.now() + (text.includes('4444444') ? 1500 : 0);
  while (performance.now() < end);
  wellBehaved(event);
};
"""


def test_reading_loads_no_engine(visitor: Visitor) -> None:
    visitor.open().page.mouse.wheel(0, 600)
    visitor.page.wait_for_timeout(3000)
    assert [path for path in visitor.server.asked if "/runtime/" in path] == ["/assets/runtime/manifest.js"]
    visitor.state("static").sees_headline(EXAMPLE_HEADLINE)


@pytest.mark.parametrize("how", ["focus", "pointer", "typing"])
def test_first_touch_gives_a_live_result(visitor: Visitor, how: str) -> None:
    visitor.open()
    if how == "focus":
        visitor.field("principal").focus()
    elif how == "pointer":
        visitor.panel.locator(".cp-intro").click()
    else:
        visitor.field("principal").press_sequentially("0")
    visitor.state("ready")
    assert "snapshot.wasm" in "".join(visitor.server.asked)
    assert "stdlib.zip" not in "".join(visitor.server.asked)
    assert visitor.complaints == []


def test_acceptance_case(visitor: Visitor) -> None:
    visitor.open().field("principal").focus()
    visitor.state("ready").type(principal="1,000,000").sees_headline("14802.78")
    visitor.type(**CASE).sees_headline("29605.56")
    base = visitor.panel.locator("[data-result] [data-figure=base]").first
    expect(base).to_have_attribute("data-value", "74013.90")


def test_nothing_leaves_the_host_and_nothing_breaks_the_policy(visitor: Visitor) -> None:
    visitor.open().type(**CASE).state("ready").type(principal="3000000").sees_headline("44408.33")
    assert visitor.hosts == {urlsplit(visitor.server.address).netloc}
    assert visitor.complaints == []


def test_typing_keeps_focus_caret_and_open_derivation(visitor: Visitor) -> None:
    visitor.open().field("principal").focus()
    visitor.state("ready")
    visitor.panel.locator("[data-derivation] > summary").click()
    field = visitor.field("principal")
    field.fill("")
    field.press_sequentially("3000000", delay=30)
    visitor.sees_headline("44408.33")
    expect(field).to_be_focused()
    assert field.evaluate("field => [field.value, field.selectionStart]") == ["3000000", 7]
    expect(visitor.panel.locator("[data-derivation]")).to_have_attribute("open", "")


def test_a_mistake_is_said_beside_its_field_and_the_text_stays(visitor: Visitor) -> None:
    visitor.open().type(principal="两百万").state("ready")
    message = visitor.panel.locator("[data-error-for=principal]")
    expect(message).to_be_visible()
    expect(message).to_contain_text("贷款本金")
    expect(visitor.field("principal")).to_have_value("两百万")
    expect(visitor.field("principal")).to_have_attribute("aria-invalid", "true")
    expect(visitor.panel.locator("[data-result]")).to_have_attribute("data-outdated", "")
    visitor.type(principal="200万").sees_headline(EXAMPLE_HEADLINE)
    expect(message).to_be_hidden()
    expect(visitor.panel.locator("[data-result][data-outdated]")).to_have_count(0)
    assert visitor.field("principal").get_attribute("aria-invalid") is None


def test_a_mistake_in_a_folded_group_is_unfolded(visitor: Visitor) -> None:
    visitor.open().field("principal").focus()
    visitor.state("ready")
    visitor.evaluate("""panel => {
        const field = panel.querySelector('.cp-more:not([open]) .cp-field:not([hidden]) input[type=text]');
        field.closest('details').dataset.watched = '';
        field.value = '不是数';
        field.dispatchEvent(new Event('input', {bubbles: true}));
    }""")
    expect(visitor.panel.locator("[data-watched]")).to_have_attribute("open", "")
    expect(visitor.panel.locator("[data-watched] [aria-invalid]")).to_be_visible()


def test_questions_follow_the_answers(visitor: Visitor) -> None:
    visitor.open().field("principal").focus()
    visitor.state("ready")
    cap = visitor.panel.locator("[data-field=rate_cap]")
    assert cap.evaluate("field => field.hidden") is True
    options = visitor.field("rate_cap_mode").evaluate("select => [...select.options].map(option => option.value)")
    seen = []
    for option in options:
        visitor.field("rate_cap_mode").select_option(option)
        visitor.page.wait_for_timeout(500)
        seen.append(cap.evaluate("field => field.hidden"))
    assert set(seen) == {True, False}


def test_stale_replies_are_dropped(visitor: Visitor) -> None:
    visitor.server.damage["worker.js"] = appended(MISBEHAVE)
    visitor.open().field("principal").focus()
    visitor.state("ready")
    visitor.evaluate("""panel => {
        window.shown = [];
        new MutationObserver(() => window.shown.push(panel.querySelector('[data-headline]').dataset.value))
            .observe(panel.querySelector('[data-result]'), {childList: true});
    }""")
    visitor.type(principal="4444444").state("busy")
    visitor.type(principal="3000000").sees_headline("44408.33")
    assert visitor.page.evaluate("window.shown") == ["44408.33"]


def test_a_hang_is_ended_and_the_next_answer_comes_soon(visitor: Visitor) -> None:
    visitor.server.damage["worker.js"] = appended(MISBEHAVE)
    visitor.open().field("principal").focus()
    visitor.state("ready")
    visitor.type(principal="5555555").state("busy").state("loading", "ready", seconds=8)
    visitor.type(principal="3000000").sees_headline("44408.33", seconds=3)
    visitor.state("ready")


def test_a_question_that_hangs_is_not_asked_again(visitor: Visitor) -> None:
    visitor.server.damage["worker.js"] = appended(MISBEHAVE)
    visitor.open().type(principal="5555555").state("busy")
    visitor.sees_status("算得太久").state("ready")
    visitor.page.wait_for_timeout(6000)
    visitor.state("ready").sees_status("算得太久")


def test_instant_navigation_there_and_back(visitor: Visitor) -> None:
    visitor.open().type(principal="3000000").state("ready").sees_headline("44408.33")
    visitor.page.evaluate("window.sameTab = true")
    visitor.page.locator(".md-sidebar a[href*='sme-class']").first.click()
    visitor.page.wait_for_url("**/sme-class/")
    assert visitor.page.evaluate("window.sameTab") is True
    visitor.panel.locator("input, select").first.focus()
    visitor.state("ready")
    visitor.page.go_back()
    visitor.page.wait_for_url(f"**/{SUBSIDY}")
    visitor.type(principal="1000000").sees_headline("14802.78", seconds=20)
    assert visitor.complaints == []


def test_only_one_engine_for_all_pages_of_a_tab(visitor: Visitor) -> None:
    visitor.open().field("principal").focus()
    visitor.state("ready")
    visitor.evaluate("panel => panel.after(panel.cloneNode(true))")
    second = visitor.page.locator("calculator-panel").nth(1)
    second.locator("[name=principal]").fill("3000000")
    expect(second.locator("[data-headline]")).to_have_attribute("data-value", "44408.33")
    assert len([worker for worker in visitor.page.workers if "/runtime/" in worker.url]) == 1


def test_leaving_the_page_ends_the_worker(visitor: Visitor) -> None:
    visitor.open().field("principal").focus()
    visitor.state("ready")
    visitor.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    visitor.state("static")
    visitor.page.wait_for_timeout(300)
    assert [worker for worker in visitor.page.workers if "/runtime/" in worker.url] == []
    visitor.type(principal="3000000").sees_headline("44408.33")


SAVER = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50"


@pytest.mark.parametrize(
    ("agent", "script", "starts"),
    [(None, "", True), (None, SAVER, False), (WECHAT, "", False)],
    ids=["desktop", "save-data", "wechat"],
)
def test_idle_start_is_for_desktops_that_do_not_save_data(
    browser: Browser, server: DamageServer, agent: str | None, script: str, starts: bool
) -> None:
    context = browser.new_context(user_agent=agent) if agent else browser.new_context()
    context.add_init_script(script)
    server.damage[SUBSIDY] = rewritten("<calculator-panel ", '<calculator-panel data-start="idle" ')
    visitor = Visitor(context.new_page(), server)
    visitor.open()
    if starts:
        visitor.state("ready")
    else:
        visitor.page.wait_for_timeout(3000)
        visitor.state("static")
        assert not [path for path in server.asked if path.endswith((".wasm", "worker.js"))]
    context.close()


def test_without_script_the_example_is_complete(browser: Browser, server: DamageServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + SUBSIDY)
    panel = page.locator("calculator-panel").first
    expect(panel.locator("[data-headline]")).to_have_attribute("data-value", EXAMPLE_HEADLINE)
    expect(panel.locator("table.cp-table").first).to_be_visible()
    expect(panel.locator(".cp-noscript")).to_be_visible()
    panel.locator("[data-derivation] > summary").click()
    expect(panel.locator(".cp-steps").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_fits_the_window(browser: Browser, server: DamageServer, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    visitor = Visitor(context.new_page(), server)
    visitor.open().type(principal="1.5亿").state("ready")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
    small = "panel => [...panel.querySelectorAll('input, select, textarea, summary, button')]" + (
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).length"
    )
    assert visitor.evaluate(small) == 0
    context.close()
