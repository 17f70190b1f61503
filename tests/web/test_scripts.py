"""The small modules, in a real browser: sending once, drafts, photos, the end of a session, no network."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.support.browser import as_phone

SUBMITTED = "document.querySelector('form[data-draft]').dispatchEvent(new Event('submit', {bubbles: true}))"


def photo(width: int, height: int, name: str = "IMG_1.png") -> dict[str, object]:
    """A picture as a phone's album hands it over."""
    held = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(held, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": held.getvalue()}


def until(page: Page, expression: str) -> None:
    """Wait for something of the page; playwright's own way needs eval, which the strict policy refuses."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(30)
    pytest.fail(f"never came true: {expression}")


class TestSending:
    def test_two_quick_taps_send_once(self, phone: Page, book: str):
        sent: list[str] = []
        phone.goto(f"{book}/book/form-wrong")
        phone.route(
            "**/book/form-wrong", lambda route: (sent.append(route.request.method), route.fulfill(status=204))
        )
        phone.evaluate("""() => { const button = document.querySelector('.confirm-bar button');
          button.click(); button.click(); }""")
        phone.wait_for_timeout(300)
        assert sent == ["POST"]
        assert phone.locator(".confirm-bar button").get_attribute("aria-disabled") == "true"


class TestDrafts:
    def type_words(self, page: Page) -> None:
        page.locator("#f-unit").fill("3-2-501")
        until(page, "localStorage.length === 1")

    def test_words_not_sent_are_there_again(self, phone: Page, book: str):
        phone.goto(f"{book}/book/claim-paper")
        self.type_words(phone)
        phone.reload()
        assert phone.locator("#f-unit").input_value() == "3-2-501"
        phone.get_by_role("button", name="清空重填").click()
        phone.reload()
        assert not phone.locator("#f-unit").input_value()

    def test_another_person_on_the_same_phone_does_not_see_them(self, phone: Page, book: str):
        phone.goto(f"{book}/book/claim-paper?owner=a")
        self.type_words(phone)
        phone.goto(f"{book}/book/claim-paper?owner=b")
        assert not phone.locator("#f-unit").input_value()

    def test_they_go_after_arriving(self, phone: Page, book: str):
        phone.goto(f"{book}/book/claim-paper")
        self.type_words(phone)
        phone.evaluate(SUBMITTED)
        phone.goto(f"{book}/book/home")
        assert phone.evaluate("localStorage.length") == 0

    @pytest.mark.feature("AX-09")
    def test_they_outlive_a_session_that_ended_while_sending(self, phone: Page, book: str):
        phone.goto(f"{book}/book/claim-paper")
        self.type_words(phone)
        phone.evaluate(SUBMITTED)
        for name in ("sign-in?owner=", "home", "claim-paper"):
            phone.goto(f"{book}/book/{name}")
        assert phone.locator("#f-unit").input_value() == "3-2-501"

    def test_they_go_when_signing_out(self, phone: Page, book: str):
        phone.goto(f"{book}/book/claim-paper")
        self.type_words(phone)
        phone.goto(f"{book}/book/me")
        phone.get_by_role("button", name="退出登录").click()
        phone.wait_for_load_state()
        assert phone.evaluate("localStorage.length") == 0


class TestPhotos:
    def test_are_made_small_and_shown(self, phone: Page, book: str):
        phone.goto(f"{book}/book/claim-paper")
        big = photo(2400, 1200)
        phone.locator("#f-photos").set_input_files([big])
        phone.get_by_text("已选 1 张").wait_for()
        kind, size, width, height = phone.evaluate("""async () => {
          const file = document.getElementById('f-photos').files[0], picture = await createImageBitmap(file);
          return [file.type, file.size, picture.width, picture.height]; }""")
        assert (kind, width, height) == ("image/jpeg", 1600, 800)
        assert size < len(big["buffer"]) / 4
        assert phone.locator(".photos canvas").count() == 1

    def test_can_be_taken_out_and_are_limited(self, phone: Page, book: str):
        phone.goto(f"{book}/book/claim-paper")
        phone.locator("#f-photos").set_input_files([photo(60, 40, f"{n}.png") for n in range(6)])
        phone.get_by_text("最多 4 张，多出的 2 张没有加上。").wait_for()
        phone.get_by_role("button", name="去掉第 2 张照片").click()
        assert phone.evaluate("document.getElementById('f-photos').files.length") == 3
        phone.locator("#f-photos").set_input_files([photo(60, 40, "later.png")])
        phone.get_by_text("已选 4 张").wait_for()
        assert phone.evaluate("document.getElementById('f-photos').files.length") == 4


@pytest.mark.feature("AX-09")
class TestEndOfSession:
    def test_is_told_two_minutes_before_and_can_be_put_off(self, phone: Page, book: str):
        phone.clock.install(time=datetime.now(UTC))
        phone.goto(f"{book}/book/home?session=600")
        warning = phone.locator("#session-warning")
        phone.clock.fast_forward(470_000)
        assert not warning.is_visible()
        phone.clock.fast_forward(20_000)
        assert warning.is_visible()
        phone.get_by_role("button", name="继续使用").click()
        phone.get_by_text("好的，可以继续使用。").wait_for()
        assert not warning.is_visible()


class TestWithoutNetwork:
    def test_the_offline_page_says_what_to_do_and_no_person_is_kept(self, browser: Browser, book: str):
        context = as_phone(browser)
        page = context.new_page()
        page.goto(f"{book}/book/home")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto(f"{book}/book/me")
        context.set_offline(True)
        page.goto(f"{book}/book/me")
        assert page.get_by_role("heading", name="现在没有网络").is_visible()
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.btn-primary')).backgroundColor")
            == "rgb(10, 125, 79)"
        )
        kept = page.evaluate("""async () => { const all = [];
          for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname);
          return all; }""")
        context.close()
        assert "/offline" in kept
        assert not [path for path in kept if path != "/offline" and not path.startswith("/static/")]


class TestCountdown:
    @pytest.mark.parametrize(
        ("seconds", "said"),
        [
            (9 * 86400 + 3600, "9 天 1 小时"),
            (7200 + 60, "2 小时 1 分"),
            (1800, "30 分钟"),
            (65, "1 分 05 秒"),
            (0, "0 分 00 秒"),
        ],
    )
    def test_says_what_is_left(self, phone: Page, book: str, seconds: int, said: str):
        phone.goto(f"{book}/book/home")
        assert (
            phone.evaluate("s => import('/static/js/countdown.js').then(m => m.left(s * 1000))", seconds)
            == said
        )
