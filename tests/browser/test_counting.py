"""The counting desk by keyboard: two officers key five sheets, they read one differently, a third settles it."""

import pytest
from playwright.sync_api import expect

from linli.domains.voting.queries import paper
from linli.domains.voting.rules.matters import Matter
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.conftest import NOON
from tests.factories.papers import PaperAssembly

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

SHEETS, DIFFERS = 5, 3
FIGURES = "[data-figure={}]"


@pytest.fixture
def hall(site):
    """Five sheets of two items each, handed in and registered in one pack."""
    with clock.freeze(NOON):
        made = PaperAssembly(owners=SHEETS, matters=(Matter.USE_FUND, Matter.OTHER)).open()
        made.pack = made.batch(expected=SHEETS)
        made.ids = [made.returned(n, made.pack) for n in range(SHEETS)]
        with transaction(writes=False):
            made.serials = [made.sheet(one).serial for one in made.ids]
            made.staff = [one.account_id for one in (made.officer, made.second, made.third)]
        made.here = f"/work/e/{made.id}/votes/{made.vote_id}/paper"
        yield made


def key(phone, serial, marks):
    """A scanner types the number and Enter; then one digit an item, and Enter."""
    phone.get_by_label("扫二维码，或输入票号").wait_for()
    phone.keyboard.type(serial)
    phone.keyboard.press("Enter")
    phone.locator("[data-keying]").wait_for()
    for digit in marks:
        phone.keyboard.press(digit)
    phone.keyboard.press("Enter")
    phone.locator("[data-said]").get_by_text(f"{serial[:5]} {serial[5:]}").wait_for()


@pytest.mark.feature("VO-40", "VO-43")
def test_a_counting_day_by_keyboard(site, phone, hall):
    asked = []
    phone.on("request", lambda one: "/api/" in one.url and asked.append(one.method))
    for place, account_id in enumerate(hall.staff[:2]):
        site.sign_in(phone, account_id)
        with phone.expect_response("**/paper/waiting"):
            site.open(phone, f"{hall.here}/desk")
        for n, serial in enumerate(hall.serials):
            key(phone, serial, "32" if (n, place) == (DIFFERS, 1) else "12")
        expect(phone.locator(FIGURES.format("waiting"))).to_have_text("0")
    assert asked == (["GET"] + ["POST"] * SHEETS) * 2  # what waits once, then one request a sheet
    expect(phone.locator(FIGURES.format("settled"))).to_have_text(str(SHEETS - 1))
    expect(phone.locator(FIGURES.format("differing"))).to_have_text("1")

    site.open(phone, f"{hall.here}/differing")
    phone.get_by_text("您是其中一位").wait_for()
    site.sign_in(phone, hall.staff[2])
    site.open(phone, f"{hall.here}/differing")
    phone.get_by_role("link", name="核对：1幢4室").click()
    phone.get_by_text("不同", exact=True).wait_for()
    phone.get_by_text("数字键选").wait_for()
    phone.keyboard.type("12")
    phone.keyboard.press("Enter")
    phone.get_by_text("没有不一致的选票").wait_for()
    with transaction(writes=False):
        assert paper.states(hall.vote) == {"in_box": SHEETS}


def test_a_scan_over_an_unsaved_sheet_marks_nothing_and_what_is_refused_is_said(site, phone, hall):
    site.sign_in(phone, hall.staff[0])
    site.open(phone, f"{hall.here}/desk")
    phone.get_by_label("扫二维码，或输入票号").fill("1234567890")
    phone.keyboard.press("Enter")
    phone.get_by_text("没有这个票号").wait_for()
    phone.get_by_label("扫二维码，或输入票号").fill(hall.serials[0])
    phone.keyboard.press("Enter")
    phone.locator("[data-keying]").wait_for()
    phone.keyboard.type(hall.serials[1])
    phone.keyboard.press("Enter")
    phone.get_by_text("上一张还没有保存就扫了下一张").wait_for()
    expect(phone.locator("[data-item] input:checked")).to_have_count(0)
    phone.keyboard.press("1")
    phone.get_by_role("button", name="保存，下一张").click()
    phone.get_by_text("这一项还没有录").wait_for()
    with transaction(writes=False):
        assert paper.entries(hall.sheet(hall.ids[0])) == []
