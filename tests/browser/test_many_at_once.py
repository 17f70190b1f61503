"""One step for many reports, at a desk: from the board to the result, with what could not be done said one by one."""

import re

import pytest
from playwright.sync_api import expect

from linli.platform.transactions import transaction
from tests.browser.screens import DESK
from tests.factories import tickets
from tests.support.browser import as_phone

# As in production; the step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def desk(site, browser):
    """The manager's screen, and an estate with four reports that nobody has taken up."""
    with transaction():
        ground = tickets.ground()
        numbers = [tickets.report(ground, place=place).number for place in ("东门", "西门", "南门", "北门")]
    context = as_phone(browser, viewport=DESK, is_mobile=False, has_touch=False)
    page = context.new_page()
    site.sign_in(page, ground.manager_id)
    site.open(page, f"/work/e/{ground.estate_id}/tickets/board")
    yield page, numbers, str(ground.worker_id)
    context.close()


@pytest.mark.feature("TK-52")
def test_three_reports_chosen_on_the_board_are_given_to_one_worker(desk):
    page, numbers, worker_id = desk
    new = page.get_by_role("region", name="待受理")
    expect(new.get_by_role("listitem")).to_have_count(4)
    page.get_by_role("link", name="批量办理").click()
    for number in numbers[:3]:
        page.get_by_label(re.compile(number)).check()
    page.get_by_label("派单", exact=True).check()
    page.get_by_role("button", name="开始办理").click()
    expect(page.get_by_role("alert").or_(page.locator(".error-summary"))).to_contain_text("派给谁")
    for number in numbers[:3]:
        expect(page.get_by_label(re.compile(number))).to_be_checked()
    page.get_by_label("派给谁").select_option(worker_id)
    page.get_by_role("button", name="开始办理").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("派单：办好 3 件")
    expect(page.get_by_role("link", name=re.compile("已派单"))).to_have_count(3)
    page.get_by_role("link", name="回工单列表").click()
    page.get_by_role("link", name="看板").click()
    expect(new.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("region", name="处理中").get_by_role("listitem")).to_have_count(3)
