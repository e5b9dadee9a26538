"""Taking a result away and bringing it back in Chromium: link, paper, tables, case file, code; mistakes and broken links."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.damage import DamageServer, missing
from tests.browser.test_pages import AXE, RULES
from tests.browser.visitor import EXAMPLE_HEADLINE, SUBSIDY, Visitor

CLIPBOARD = ["clipboard-read", "clipboard-write"]
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
PRINTING = "window.printed = 0; window.print = () => { window.printed += 1; };"


def live(visitor: Visitor, **texts: str) -> Visitor:
    """The panel with a live result."""
    visitor.open().type(**(texts or {"principal": "3000000"})).state("ready")
    expect(visitor.panel.locator("[data-take-bar]")).to_be_visible()
    return visitor


def press(visitor: Visitor, kind: str) -> None:
    button = visitor.panel.locator(f"[data-take={kind}]")
    if not button.is_visible():
        visitor.panel.locator(".cp-take-more > summary").click()
    button.click()


def said(visitor: Visitor, text: str) -> None:
    expect(visitor.panel.locator("[data-take-said]")).to_contain_text(text)


def copied_link(visitor: Visitor) -> str:
    visitor.page.context.grant_permissions(CLIPBOARD)
    press(visitor, "link")
    said(visitor, "已复制链接")
    link: str = visitor.page.evaluate("navigator.clipboard.readText()")
    return link


def opened(visitor: Visitor, link: str) -> Visitor:
    """The link in a tab of its own, as another person opens it."""
    other = Visitor(visitor.page.context.new_page(), visitor.server)
    other.page.goto(link)
    expect(other.panel.locator("[data-opened]")).to_be_visible(timeout=30000)
    return other


def downloaded(visitor: Visitor, kind: str) -> tuple[str, str]:
    with visitor.page.expect_download() as event:
        press(visitor, kind)
    return event.value.suggested_filename, Path(event.value.path()).read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{entry['id']}: {entry['nodes'][0]['html'][:160]}" for entry in found]


def test_the_buttons_come_with_the_engine_and_not_before(visitor: Visitor) -> None:
    visitor.open()
    expect(visitor.panel.locator("[data-take-bar]")).to_be_hidden()
    live(visitor)


def test_a_copied_link_gives_the_same_number_and_no_request_carries_it(visitor: Visitor) -> None:
    link = copied_link(live(visitor, principal="３００万", rate="3.65"))
    asked: list[str] = []
    visitor.page.context.on("request", lambda request: asked.append(f"{request.url} {request.post_data} {request.headers}"))
    other = opened(visitor, link).sees_headline("44408.33")
    assert other.field("principal").input_value() == "３００万"
    expect(other.panel.locator("[data-opened]")).to_contain_text("结果和生成时相同")
    assert len(link) < 1500 and not [url for url in asked if "principal" in url or "case=" in url]
    assert not [path for path in visitor.server.asked if "case" in path or "principal" in path]
    assert visitor.complaints == [] and other.complaints == []


def test_another_digest_shows_old_and_new_result(visitor: Visitor) -> None:
    link = copied_link(live(visitor))
    changed = re.sub(r"&R=\w+", "&R=0123456789ab", link).replace("W=44408.33", "W=40000")
    other = opened(visitor, changed).sees_headline("44408.33")
    box = other.panel.locator("[data-opened]")
    expect(box.locator("[data-then]")).to_have_text("40,000.00 元")
    expect(box).to_contain_text("增加 4,408.33 元")
    expect(box).to_contain_text("当时 0123456789ab")
    assert violations(other.page) == []


def test_a_broken_link_keeps_what_is_good_and_offers_a_clean_one(visitor: Visitor) -> None:
    link = copied_link(live(visitor))
    cut = link[: link.index("&ratio=") + 8]
    other = opened(visitor, cut)
    box = other.panel.locator("[data-opened]")
    expect(box).to_contain_text("链接不完整")
    expect(box).to_contain_text("链接在这里断了")
    assert other.field("principal").input_value() == "3000000" and other.field("ratio").input_value() == ""
    expect(other.panel.locator(".cp-outdated")).to_be_visible()
    clean = box.locator("a")
    clean.click()
    expect(other.page).to_have_url(re.compile(r"#case=a1&.*&Z=[0-9a-f]{6}$"))
    expect(box).not_to_contain_text("链接不完整")
    assert other.complaints == [] and violations(other.page) == []


@pytest.mark.parametrize(
    "fragment", ["#case=a9&x=1", "#case=", "#case=a1&C=horoscope&a=1&Z=000000", "#case=a1&C=sme_class&a=1&Z=000000"]
)
def test_a_link_that_cannot_be_used_leaves_the_example_in_peace(visitor: Visitor, fragment: str) -> None:
    visitor.page.goto(visitor.server.address + SUBSIDY + fragment)
    expect(visitor.panel.locator("[data-opened]")).to_contain_text(re.compile("[一-龥]{6}"), timeout=30000)
    visitor.sees_headline(EXAMPLE_HEADLINE).state("ready")
    assert visitor.complaints == []


def test_anchors_of_the_page_are_left_alone(visitor: Visitor) -> None:
    visitor.open(SUBSIDY + "#sources")
    visitor.page.wait_for_timeout(1500)
    visitor.state("static")
    expect(visitor.panel.locator("[data-opened]")).to_be_hidden()
    expect(visitor.page.locator("#sources")).to_be_in_viewport()


def test_a_link_followed_on_the_same_page_is_opened_too(visitor: Visitor) -> None:
    link = copied_link(live(visitor))
    visitor.type(principal="1000000").sees_headline("14802.78")
    visitor.page.evaluate("hash => { location.hash = hash; }", link[link.index("#") :])
    visitor.sees_headline("44408.33")


def test_a_refused_clipboard_leaves_the_link_selected(visitor: Visitor) -> None:
    visitor.page.add_init_script(NO_CLIPBOARD)
    press(live(visitor), "link")
    field = visitor.panel.locator("[data-take-text]")
    expect(field).to_be_focused()
    expect(visitor.panel.locator("[data-take-by-hand]")).to_contain_text("Ctrl+C")
    assert "#case=a1&C=interest_subsidy" in visitor.page.evaluate("getSelection().toString()")
    assert violations(visitor.page) == []


def test_the_table_file(visitor: Visitor) -> None:
    name, text = downloaded(live(visitor), "csv")
    assert re.fullmatch(r"贷款贴息-\d{4}-\d\d-\d\d\.csv", name) and text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert ["可得补贴", "44408.33", "元", ""] in rows
    said(visitor, "已生成文件")


def test_a_case_file_opens_on_another_device(visitor: Visitor, browser: Browser, tmp_path: Path) -> None:
    _, text = downloaded(live(visitor, principal="2,345,678"), "json")
    value = visitor.panel.locator("[data-headline]").get_attribute("data-value")
    file = tmp_path / "case.json"
    file.write_text(text, encoding="utf-8")
    context = browser.new_context()
    other = live(Visitor(context.new_page(), visitor.server))
    other.panel.locator(".cp-take-more > summary").click()
    with other.page.expect_file_chooser() as chooser:
        other.panel.locator("[data-take-open]").click()
    chooser.value.set_files(file)
    assert value is not None
    other.sees_headline(value)
    assert other.field("principal").input_value() == "2,345,678"
    file.write_text("{}", encoding="utf-8")
    other.panel.locator("[data-take-file]").set_input_files(file)
    expect(other.panel.locator("[data-opened]")).to_contain_text("不是测算的案例文件")
    context.close()


def test_copied_code_prints_what_the_engine_of_the_page_records(visitor: Visitor) -> None:
    live(visitor).page.context.grant_permissions(CLIPBOARD)
    wanted = visitor.page.evaluate("""async () => {
        const { engine } = await import('/assets/app/runtime.js');
        const { readValues } = await import('/assets/app/form.js');
        const values = readValues(document.querySelector('calculator-panel form'));
        return engine.ask({}, JSON.stringify({verb: 'record', calculator: 'interest_subsidy', values}));
    }""")
    press(visitor, "python")
    said(visitor, "已复制 Python 程序")
    program = visitor.page.evaluate("navigator.clipboard.readText()")
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True, env={"PYTHONUTF8": "1"}
    )
    assert json.loads(done.stdout) == json.loads(wanted)["record"]


def test_mistakes_in_the_form_carry_nothing_away(visitor: Visitor) -> None:
    live(visitor).type(rate="abc")
    expect(visitor.panel.locator("[data-error-for=rate]")).to_be_visible()
    press(visitor, "csv")
    said(visitor, "有 1 处需要修改")


def test_paper_holds_answers_result_derivation_sources_and_link(visitor: Visitor) -> None:
    visitor.page.add_init_script(PRINTING)
    press(live(visitor), "print")
    expect(visitor.panel.locator("[data-take-said]")).to_contain_text("打印窗口", timeout=30000)
    assert visitor.page.evaluate("window.printed") == 1
    visitor.page.emulate_media(media="print")
    visitor.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = visitor.page.locator("body").inner_text()
    for part in ("填写的内容", "3,000,000.00 元", "44,408.33 元", "没有计算的内容", "规则版本", "#case=a1&C=interest_subsidy"):
        assert part in paper, part
    assert visitor.panel.locator(".cp-formula").last.is_visible()
    assert visitor.panel.locator("[data-take-paper] svg").is_visible()
    for part in ("form", ".cp-intro", "[data-take]", ".cp-take-more", ".cp-status"):
        assert not visitor.panel.locator(part).first.is_visible(), part
    assert not visitor.page.locator("#when").is_visible() and not visitor.page.locator(".md-header").is_visible()
    visitor.page.evaluate("dispatchEvent(new Event('afterprint'))")
    visitor.page.emulate_media(media="screen")
    expect(visitor.field("principal")).to_be_visible()
    assert visitor.page.locator("[data-paper]").count() == 0
    assert visitor.panel.locator(".cp-result details[open]").count() == 0


def test_paper_without_a_code_is_printed_all_the_same(visitor: Visitor) -> None:
    visitor.server.damage["exports.zip"] = missing
    visitor.page.add_init_script(PRINTING)
    press(live(visitor), "print")
    expect(visitor.panel.locator("[data-take-said]")).to_contain_text("二维码没有取来", timeout=30000)
    assert visitor.page.evaluate("window.printed") == 1
    visitor.page.emulate_media(media="print")
    assert visitor.panel.locator(".cp-address").is_visible() and visitor.panel.locator("[data-take-paper] svg").count() == 0


def test_a_button_always_answers(visitor: Visitor) -> None:
    live(visitor).page.evaluate("""async () => {
        const { engine } = await import('/assets/app/runtime.js');
        engine.ask = async () => { throw new Error('out of order'); };
    }""")
    press(visitor, "csv")
    said(visitor, "计算结果不受影响")


def test_the_keyboard_is_enough(visitor: Visitor) -> None:
    visitor.page.context.grant_permissions(CLIPBOARD)
    live(visitor).panel.locator("[data-take=link]").focus()
    visitor.page.keyboard.press("Enter")
    said(visitor, "已复制链接")
    expect(visitor.panel.locator("[data-take=link]")).to_be_focused()
    names = []
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        tag = visitor.page.evaluate("document.activeElement.tagName")
        if tag == "SUMMARY":
            visitor.page.keyboard.press("Enter")
        names.append(visitor.page.evaluate("document.activeElement.textContent"))
        if "结果和实际不一致？" in names:
            break
    assert {"打印／存 PDF", "下载表格", "保存案例文件", "打开案例文件", "结果和实际不一致？"} <= set(names)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/about/feedback/")
    expect(visitor.page.locator("h1")).to_contain_text("结果和实际不一致")


@pytest.mark.parametrize(("width", "colours"), [(320, "light"), (1280, "dark")])
def test_buttons_and_messages_fit_the_window_and_fail_no_audit(
    browser: Browser, server: DamageServer, width: int, colours: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="zh-CN", color_scheme=colours)
    visitor = live(Visitor(context.new_page(), server))
    other = opened(visitor, copied_link(visitor).replace("&rate=", "&colour=red&rate="))
    expect(other.panel.locator("[data-opened]")).to_contain_text("没有这个输入项")
    other.state("ready").panel.locator(".cp-take-more > summary").click()
    assert other.page.evaluate("document.documentElement.scrollWidth") == width
    small = "panel => [...panel.querySelectorAll('.cp-take :is(button, summary, a), .cp-opened :is(a, summary)')]"
    assert (
        other.evaluate(f"{small}.filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.textContent)")
        == []
    )
    assert violations(other.page) == []
    context.close()
