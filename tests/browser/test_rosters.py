"""An officer brings in a property company's real-life roster, by what is on the screen alone."""

import re

import pytest
from playwright.sync_api import expect

from linli.domains.people.queries import rosters as queries
from linli.kernel.actors import Role
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.rosters import MESSY, SAMPLES
from tests.support.browser import as_phone

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

DESKTOP = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}


@pytest.mark.feature("EI-04")
@pytest.mark.parametrize("screen", [{}, DESKTOP], ids=["phone", "desktop"])
def test_an_officer_uploads_mends_the_doubtful_rows_and_confirms(site, browser, screen):
    with transaction():
        community = places.region()
        estate_id = places.estate("斗潭新村", community=community).id
        officer = people.staff(Role.COMMUNITY_OFFICER, community).id
    context = as_phone(browser, **screen)
    page = context.new_page()
    site.sign_in(page, officer)
    site.open(page, f"/work/e/{estate_id}/rosters")
    page.get_by_label("名册文件").set_input_files(SAMPLES / MESSY)
    page.get_by_role("button", name="上传并核对").click()

    page.get_by_role("heading", name="核对名册").wait_for()
    filters = page.get_by_role("navigation", name="按结论筛选").get_by_role("link").all_inner_texts()
    whole, *parts = (int(re.sub(r"\D", "", text)) for text in filters)
    assert sum(parts) == whole == 477
    doubtful = page.get_by_role("link", name=re.compile("处理第"))
    expect(doubtful).to_have_count(4)  # all on the first screen of 477

    page.get_by_role("link", name="从第一行开始处理").click()
    page.get_by_label("建筑面积").fill("八十九")
    page.get_by_role("button", name="保存，看下一行").click()
    page.get_by_text("不是面积").first.wait_for()
    assert page.get_by_label("建筑面积").input_value() == "八十九"
    page.get_by_label("建筑面积").fill("89.57")
    page.get_by_role("button", name="保存，看下一行").click()
    for left in (3, 2, 1):
        page.get_by_text(f"还有 {left} 行要处理").wait_for()
        page.get_by_label("按原样导入").check()
        page.get_by_role("button", name=re.compile("^保存")).click()

    page.get_by_role("link", name="下一步：看会改动什么").click()
    page.get_by_role("button", name="确认导入").click()
    page.get_by_role("heading", name="名册已导入").wait_for()
    context.close()
    with transaction(writes=False):
        (roster,) = queries.rosters_page(estate_id, window=Window()).items
        assert (roster.state, roster.counts["new_unit"]) == ("applied", roster.counts["units"])
