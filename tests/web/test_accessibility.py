"""Every page of the look-book, measured in a real browser: axe, touch areas, doubled letters, sending, keeping."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import as_phone
from tests.support.measures import (
    AXE,
    COLLIDING_TABS,
    CUT_OFF,
    SMALL_LETTERS,
    SMALL_TARGETS,
    WIDTH,
    measured,
)
from tests.web import samples
from tests.web.lookbook import SampleForm

NAMES = list(samples.pages(SampleForm))
ALL_RULES = "axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"
HIDDEN_FIELDS = """() => [...document.querySelectorAll(
    'main input:not([type=hidden]), main select, main textarea')].filter(one =>
  !one.checkVisibility({visibilityProperty: true}) || !one.getBoundingClientRect().width).map(one => one.outerHTML)"""

pages = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def page(phone: Page) -> Page:
    return phone


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the browser complains of, as when the strict policy refuses something of ours."""
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if one.type in {"error", "warning"} else None)
    return complaints


@pages
@pytest.mark.feature("AX-02", "AX-04", "AX-05", "AX-06")
def test_a_page_is_fit_for_everybody(page: Page, book: str, name: str, said: list[str]):
    """Axe, contrast, touch areas; no screen too narrow; nothing cut off at double letters on 360 px."""
    page.goto(f"{book}/book/{name}?theme=light")
    found = {"axe": axe(page), "small": page.evaluate(SMALL_TARGETS, 44)}
    for width in (430, 768, 1280, 360):
        found[f"{width} px"] = too_wide(page, width)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["doubled"] = too_wide(page, 360)
    found["tabs"] = page.evaluate(COLLIDING_TABS)
    assert faults(found | {"said": said}) == {}


@pages
@pytest.mark.feature("AX-02", "AX-03", "AX-04", "AX-05")
def test_a_page_is_fit_for_an_elder_in_the_dark(page: Page, book: str, name: str, said: list[str]):
    """Axe, contrast, larger touch areas, no letters under 18 px; the pages themselves are tried in all four looks."""
    page.goto(f"{book}/book/{name}?mode=elder&theme=dark")
    found = {
        "axe": axe(page),
        "small": page.evaluate(SMALL_TARGETS, 60),
        "letters": page.evaluate(SMALL_LETTERS),
        "360 px": too_wide(page, 360),
    }
    assert faults(found | {"said": said}) == {}


def axe(page: Page) -> list[Any]:
    """Whatever axe finds, serious or not, with the rule, its weight and where."""
    page.evaluate(AXE)
    return [
        (one["id"], one["impact"], [node["html"][:200] for node in one["nodes"]])
        for one in page.evaluate(ALL_RULES)
    ]


def too_wide(page: Page, width: int) -> list[str]:
    """What sticks out of a screen of this width."""
    page.set_viewport_size({"width": width, "height": 780})
    wide = measured(page, width=(WIDTH, None), cut=(CUT_OFF, None))
    return wide["cut"] + ([f"{wide['width']} px wide"] if wide["width"] > width else [])


def faults(found: dict[str, Any]) -> dict[str, Any]:
    """The measures that found something."""
    return {what: those for what, those in found.items() if those}


@pytest.mark.feature("AX-03")
def test_elder_mode_offers_fewer_things(page: Page, book: str):
    counts = {}
    for mode in ("normal", "elder"):
        page.goto(f"{book}/book/home?mode={mode}")
        counts[mode] = page.locator("a:visible").count()
    assert counts["elder"] < counts["normal"]


@pytest.mark.feature("AX-12")
def test_the_first_page_is_under_150_kilobytes_from_one_host(browser: Browser, book: str):
    context = as_phone(browser, service_workers="block")
    page = context.new_page()
    answers: list[tuple[str, int]] = []
    page.on("response", lambda answer: answers.append((answer.url, len(answer.body()))))
    page.goto(f"{book}/book/home", wait_until="networkidle")
    context.close()
    assert all(url.startswith(book) for url, _ in answers)
    assert len(answers) > 5
    assert sum(size for _, size in answers) < 150_000


@pytest.mark.feature("AX-07")
def test_a_fault_takes_the_focus_and_leads_to_its_field(page: Page, book: str):
    page.goto(f"{book}/book/form-wrong")
    page.locator("#error-summary:focus").wait_for()
    page.get_by_role("link", name="手机号应是 11 位数字").click()
    assert page.evaluate("document.activeElement.id") == "f-phone"
    page.get_by_role("link", name="请选择地点").click()
    assert page.evaluate("document.activeElement.id") == "f-place"


def test_the_first_tab_stop_leads_past_the_bars_to_the_page(page: Page, book: str):
    page.goto(f"{book}/book/home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_stars_and_choices_answer_to_arrow_keys(page: Page, book: str):
    page.goto(f"{book}/book/form-wrong")
    page.locator("[name=stars][value='4']").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[name=stars][value='5']").is_checked()
    page.locator("[name=choice][value=for]").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=choice][value=against]").is_checked()


@pytest.mark.feature("AX-13")
def test_nothing_moves_when_less_motion_is_asked_for(browser: Browser, book: str):
    context = as_phone(browser, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{book}/book/parts")
    page.evaluate("document.querySelector('button.btn').dataset.busy = 'yes'")
    moving = page.evaluate("document.getAnimations().length")
    context.close()
    assert moving == 0


@pages
@pytest.mark.feature("AX-10")
def test_pages_are_whole_without_scripts(browser: Browser, book: str, name: str):
    context = as_phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{book}/book/{name}")
    assert page.locator("main h1").first.is_visible()
    assert page.evaluate(HIDDEN_FIELDS) == []
    context.close()


def test_the_console_menu_opens_and_closes_without_scripts(browser: Browser, book: str):
    context = as_phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{book}/book/today")
    entry = page.get_by_role("link", name="房屋与业主名册")
    assert not entry.is_visible()
    page.get_by_role("link", name="菜单", exact=True).click()
    assert entry.is_visible()
    page.get_by_role("link", name="收起菜单").click()
    assert not entry.is_visible()
    context.close()
