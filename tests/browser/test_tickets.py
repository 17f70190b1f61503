"""A repair on phones, from report to rating, following only what is on the screen."""

import re

import pytest
from playwright.sync_api import expect

from linli.platform.transactions import transaction
from tests.factories import tickets
from tests.support.browser import as_phone

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def ground(site):
    with transaction():
        return tickets.ground()


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "tap.jpg"
    path.write_bytes(tickets.photo().read())
    return path


@pytest.mark.feature("TK-01")
def test_a_repair_goes_from_report_to_rating(site, ground, phone_of, picture):
    resident = phone_of(ground.resident_id)
    site.open(resident, f"/e/{ground.estate_id}/")
    report(resident, picture)
    expect(resident.get_by_text("待受理")).to_be_visible()

    manager = phone_of(ground.manager_id)
    site.open(manager, "/work/")
    open_ticket(manager)
    manager.get_by_label(re.compile("钱师傅")).check()
    manager.get_by_role("button", name="受理并派单").click()
    expect(manager.get_by_text("已派单").first).to_be_visible()

    worker = phone_of(ground.worker_id)
    site.open(worker, "/work/")
    worker.get_by_role("link", name=re.compile("接单：漏水")).click()
    worker.get_by_role("button", name="接单").click()
    worker.get_by_label("拍照或从相册选").set_input_files(picture)
    worker.get_by_role("button", name="到场，开始处理").click()
    worker.get_by_label("已解决").check()
    worker.get_by_label("处理结果").fill("换了三角阀，试水不漏")
    worker.get_by_role("button", name="处理完成").click()
    expect(worker.get_by_text(re.compile("要有处理后的照片")).first).to_be_visible()
    expect(worker.get_by_label("处理结果")).to_have_value("换了三角阀，试水不漏")
    worker.wait_for_load_state()  # the page that came back has its scripts
    worker.get_by_label("拍照或从相册选").first.set_input_files(picture)
    expect(worker.get_by_text(re.compile("1 张"))).to_be_visible()
    worker.get_by_role("button", name="处理完成").click()
    expect(worker.get_by_text("待评价").first).to_be_visible()

    site.open(resident, f"/e/{ground.estate_id}/")
    resident.get_by_role("link", name=re.compile("去评价")).click()
    resident.get_by_label(re.compile("5 星")).check()
    resident.get_by_label("解决了", exact=True).check()
    resident.get_by_text("贴个标签").click()
    resident.get_by_label("速度快").check()
    resident.get_by_role("button", name="提交评价").click()
    expect(resident.get_by_text("已办结").first).to_be_visible()
    way = resident.get_by_role("list", name="办理经过").locator(".timeline-title").all_inner_texts()
    assert way == [
        "已办结", "已评价", "请您评价", "处理完成", "开始处理", "已接单", "已派单", "已受理", "已报事",
    ]  # fmt: skip
    expect(resident.get_by_role("list", name="办理经过").get_by_role("img")).to_have_count(3)


@pytest.mark.feature("TK-41")
def test_a_low_rating_has_the_work_done_over(site, ground, phone_of):
    with transaction():
        tickets.finished(ground, category="own.water", place="厨房")
    resident = phone_of(ground.resident_id)
    site.open(resident, f"/e/{ground.estate_id}/tickets")
    resident.get_by_role("link", name=re.compile("漏水")).click()
    resident.get_by_role("link", name="去评价").click()
    resident.get_by_label(re.compile("1 星")).check()
    resident.get_by_label(re.compile("不满意，请重办")).check()
    resident.get_by_role("button", name="提交评价").click()
    expect(resident.get_by_text("请写明哪里不满意").first).to_be_visible()
    resident.get_by_label("想说的话").fill("晚上又漏了")
    resident.get_by_role("button", name="提交评价").click()
    expect(resident.get_by_text("重办", exact=True).first).to_be_visible()


@pytest.mark.feature("TK-05")
def test_a_danger_says_what_to_do_before_it_asks(site, ground, phone_of):
    resident = phone_of(ground.resident_id)
    site.open(resident, f"/e/{ground.estate_id}/tickets")
    resident.get_by_role("link", name="我要报事").click()
    resident.get_by_role("link", name="燃气泄漏").click()
    warning = resident.get_by_text(re.compile("立即离开"))
    assert warning.bounding_box()["y"] < resident.get_by_label("在哪里").bounding_box()["y"]


@pytest.mark.feature("AX-10")
def test_a_report_can_be_filed_without_scripts(site, ground, browser, picture):
    context = as_phone(browser, java_script_enabled=False)
    page = context.new_page()
    site.sign_in(page, ground.resident_id)
    site.open(page, f"/e/{ground.estate_id}/tickets")
    report(page, picture)
    expect(page.get_by_role("list", name="办理经过").get_by_role("img")).to_have_count(1)
    context.close()


def report(page, picture):
    """From the list or the home page to the filed report."""
    page.get_by_role("link", name="报事", exact=True).click()
    page.get_by_role("link", name="我要报事").click()
    page.get_by_role("link", name=re.compile("漏水")).click()
    page.get_by_label("具体位置").fill("厨房水槽下面")
    page.get_by_label("说一说情况").fill("水槽下面一直滴水，柜子都湿了")
    page.get_by_label("拍照或从相册选").set_input_files(picture)
    page.get_by_label("着急").check()
    page.get_by_role("button", name="提交报事").click()
    expect(page.get_by_text(re.compile(r"编号 \d{4}-00001")).first).to_be_visible()


def open_ticket(page):
    """From the day's work to the one ticket in the queue."""
    page.get_by_role("navigation", name="常用功能").get_by_role("link", name="工单").click()
    page.get_by_role("link", name=re.compile("办理：漏水")).click()
