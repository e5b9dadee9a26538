"""Chinese search in the built site: what a reader types, and the page that must be among the first three."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page

from site_config.serve import Server, Site

# What is typed -> pages of which one must be among the first three found.
QUERIES = {
    "贴息": ["calculators/interest-subsidy/"],
    "质押率": ["calculators/loan-amount/"],
    "20万元": ["calculators/interest-subsidy/", "reference/schemes/"],
    "２０万元": ["calculators/interest-subsidy/", "reference/schemes/"],
    "20 万元": ["calculators/interest-subsidy/", "reference/schemes/"],
    "2024年": ["calculators/interest-subsidy/", "reference/schemes/"],
    "〔2015〕71号": ["plan/documents/"],
    "71号": ["plan/documents/"],
    "国发〔2015〕71号": ["plan/documents/"],
    "3～5家": ["plan/goals/", "plan/"],
    "5～6家": ["plan/goals/", "plan/"],
    "2019年9月": ["plan/stages/"],
    "领导小组": ["plan/safeguards/"],
    "专项资金": ["plan/safeguards/"],
    "组合质押": ["guides/combined-pledge/", "plan/tasks/"],
    "尽职免责": ["guides/bank/"],
    "不予登记": ["guides/registration/"],
    "登记费": ["guides/registration/"],
    "年费": ["guides/registration/"],
    "注销登记": ["guides/registration-changes/", "guides/registration/", "guides/stages/9-release/"],
    "共有专利": ["about/faq/", "guides/enterprise/", "guides/registration/"],
    "评估费": ["guides/enterprise/", "guides/services/", "reference/schemes/"],
    "等额本息": ["calculators/loan-schedule/"],
    "3.65%": ["calculators/interest-subsidy/"],
    "企业划型": ["calculators/sme-class/"],
    "流动资金": ["calculators/working-capital/"],
    "风险分担": ["calculators/risk-sharing/"],
    "专利价值": ["calculators/patent-value/"],
    "LPR": ["reference/parameters/", "calculators/loan-schedule/", "about/sources/"],
    "隐私": ["about/disclaimer/"],
    "质押登记要多久": ["guides/registration/", "guides/stages/5-registration/", "about/faq/"],
    "年费忘了缴": ["cases/herb/", "guides/stages/8-post-loan/"],
    "共有人不同意": ["cases/medical/", "guides/registration-refusals/"],
    "专利在老板名下": ["cases/embroidery/", "about/faq/"],
    "外观设计能质押吗": ["cases/silver/"],
    "贷款还不上": ["cases/food/", "guides/post-loan/"],
    "登记不通过": ["guides/registration-refusals/"],
    "变更登记": ["guides/registration-changes/", "guides/registration/"],
    "风险补偿": ["guides/compensation-fund/", "plan/tasks/"],
    "担保基金": ["guides/compensation-fund/", "plan/tasks/"],
    "展示交易中心": ["guides/trading-platform/", "plan/tasks/"],
    "专利被侵权": ["guides/protection/"],
    "质物处置": ["guides/post-loan/"],
    "验收": ["plan/acceptance/", "plan/stages/"],
    "评估报告": ["guides/stages/2-valuation/", "guides/valuers-agents/"],
    "担保费": ["guides/guarantors-insurers/", "cases/software/", "calculators/financing-cost/"],
    "茶叶": ["cases/tea/", "cases/"],
    "银饰": ["cases/silver/", "cases/"],
    "刺绣": ["cases/embroidery/", "cases/"],
    "软件企业": ["cases/software/", "calculators/sme-class/"],
    "承诺书": ["guides/registration/", "guides/stages/9-release/", "guides/registration-changes/"],
    "同日申请": ["guides/registration-refusals/", "guides/registration/"],
    "无效宣告": ["guides/registration-refusals/", "guides/protection/"],
    "主管部门起草办法": ["guides/authority/"],
    "结清证明": ["guides/stages/9-release/", "guides/stages/7-subsidy/"],
    "占比证明": ["guides/stages/7-subsidy/", "guides/combined-pledge/"],
    "利率超过上限": ["cases/materials/"],
    "反担保": ["cases/software/", "guides/services/", "guides/guarantors-insurers/"],
    "nginx": ["maintain/deploy/"],
}
TOP = 3
BOX = "[data-md-component=search-query]"
FOUND = ".md-search-result__item > .md-search-result__link"


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """The built site on a free port of this machine, with the security policy of a real host."""
    server = Server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def search(browser: Browser, address: str) -> Iterator[Page]:
    """The home page with the search box open and the index loaded."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.locator(BOX).click()
    yield page
    context.close()


def found(page: Page, text: str) -> list[str]:
    """Pages found for a text, best first, each once. The theme listens to keys, so the last one is a key press."""
    page.locator(BOX).fill("")
    page.locator(BOX).dispatch_event("keyup")
    page.locator(FOUND).first.wait_for(state="detached")
    page.locator(BOX).fill(text)
    page.locator(BOX).dispatch_event("keyup")
    page.locator(FOUND).first.wait_for(state="visible", timeout=10_000)
    links = page.locator(FOUND).evaluate_all("found => found.map((link) => link.href)")
    return list(dict.fromkeys(urlparse(link).path.lstrip("/") for link in links))


@pytest.mark.parametrize("text", QUERIES)
def test_the_right_page_is_among_the_first_three(search: Page, text: str) -> None:
    results = found(search, text)
    assert set(results[:TOP]) & set(QUERIES[text]), f"{text}: expected one of {QUERIES[text]}, found {results[:6]}"


def test_a_number_that_no_page_has_finds_nothing(search: Page) -> None:
    search.locator(BOX).fill("98765万元")
    search.locator(BOX).dispatch_event("keyup")
    search.get_by_text("没有找到符合条件的结果").wait_for(timeout=10_000)
    assert search.locator(FOUND).count() == 0


def test_the_term_list_holds_short_words_only() -> None:
    """A long word in the list would hide its parts: terms match from their start only."""
    terms = Path("site_config/search_terms.txt").read_text(encoding="utf-8").split("\n")
    words = [line.split()[0] for line in terms if line.strip()]
    assert words
    assert [word for word in words if len(word) > 4] == []
