"""Every page of the look-book, measured in a real browser: axe, touch areas, doubled letters, sending, keeping."""

import json

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import as_phone
from tests.support.measures import AXE, COLLIDING_TABS, CUT_OFF, SMALL_LETTERS, SMALL_TARGETS
from tests.web import samples
from tests.web.lookbook import SampleForm

NAMES = list(samples.pages(SampleForm))
LOOKS = ("theme=light", "mode=elder&theme=dark")  # the pages themselves are tried in all four

pages = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def page(phone: Page) -> Page:
    return phone


@pages
@pytest.mark.feature("AX-02", "AX-04")
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_and_contrast_holds(page: Page, book: str, name: str, look: str):
    page.goto(f"{book}/book/{name}?{look}")
    page.evaluate(AXE)
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"
    )
    faults = [
        (fault["id"], fault["impact"], [node["html"][:200] for node in fault["nodes"]]) for fault in found
    ]
    assert not faults, json.dumps(faults, ensure_ascii=False, indent=1)


@pages
@pytest.mark.feature("AX-05")
@pytest.mark.parametrize(("mode", "least"), [("normal", 44), ("elder", 60)])
def test_a_finger_hits_every_control(page: Page, book: str, name: str, mode: str, least: int):
    page.goto(f"{book}/book/{name}?mode={mode}")
    assert page.evaluate(SMALL_TARGETS, least) == []


@pages
@pytest.mark.feature("AX-06")
def test_nothing_is_cut_at_double_letters_on_360_px(page: Page, book: str, name: str):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{book}/book/{name}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(COLLIDING_TABS) == []


@pages
@pytest.mark.parametrize(("mode", "widths"), [("normal", (360, 430, 768, 1280)), ("elder", (360,))])
def test_no_page_is_wider_than_the_screen(
    page: Page, book: str, name: str, mode: str, widths: tuple[int, ...]
):
    page.goto(f"{book}/book/{name}?mode={mode}")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OFF) == []


@pages
@pytest.mark.feature("AX-03")
def test_elder_mode_has_no_letters_under_18_px(page: Page, book: str, name: str):
    page.goto(f"{book}/book/{name}?mode=elder")
    assert page.evaluate(SMALL_LETTERS) == []


@pytest.mark.feature("AX-03")
def test_elder_mode_offers_fewer_things(page: Page, book: str):
    counts = {}
    for mode in ("normal", "elder"):
        page.goto(f"{book}/book/home?mode={mode}")
        counts[mode] = page.locator("a:visible").count()
    assert counts["elder"] < counts["normal"]


@pages
def test_the_strict_policy_refuses_nothing_of_ours(page: Page, book: str, name: str):
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.goto(f"{book}/book/{name}", wait_until="networkidle")
    assert said == []


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
    for field in page.locator("main input:not([type=hidden]), main select, main textarea").all():
        assert field.is_visible()
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
