"""Reporting where the network is slow, gone or back again, and without reporting a thing twice."""

import io
import random
import re
import time

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import places
from linli.domains.tickets.operations.places import Naming
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import tickets
from tests.support.browser import as_phone
from tests.support.required import need

# What the page does is tried; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def ground(site):
    with transaction():
        return tickets.ground()


@pytest.fixture
def pictures(tmp_path):
    """Two photos as a phone takes them: large, and full of grain."""
    paths = []
    for number in range(2):
        grain = Image.frombytes("RGB", (320, 240), random.Random(number).randbytes(320 * 240 * 3))
        made = io.BytesIO()
        grain.resize((3000, 2250)).save(made, "JPEG", quality=92)
        paths.append(tmp_path / f"{number}.jpg")
        paths[-1].write_bytes(made.getvalue())
    return paths


@pytest.fixture
def resident(site, browser, ground):
    context = as_phone(browser)
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    site.sign_in(page, ground.resident_id)
    yield page
    context.close()
    assert errors == []


def filed():
    """What was reported, with how many photos each."""
    with transaction(writes=False):
        found = db.session.scalars(select(Ticket).order_by(Ticket.id)).all()
        return [
            (one.place, sum(len(entry.photos) for entry in queries.history(one, inside=True)))
            for one in found
        ]


@pytest.mark.feature("TK-01")
@pytest.mark.feature("TK-06")
def test_two_photos_go_out_over_a_slow_connection_within_a_minute(site, ground, resident, pictures):
    """Scenario 1: 400 kbit/s up, 400 ms there and back; the steps of the person and the upload together.

    Here it goes at double speed: 800 kbit/s, 200 ms, and half a minute for all of it.
    """
    site.open(resident, f"/e/{ground.estate_id}/tickets")
    network = resident.context.new_cdp_session(resident)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 200, "downloadThroughput": 200_000, "uploadThroughput": 100_000},
    )
    start = time.monotonic()
    resident.get_by_role("link", name="我要报事").click()
    resident.get_by_role("link", name=re.compile("漏水")).click()
    resident.get_by_label("说一说情况").fill("水槽下面一直滴水")
    resident.get_by_label("拍照或从相册选").set_input_files(pictures)
    expect(resident.get_by_text(re.compile("已选 2 张"))).to_be_visible()
    resident.get_by_role("button", name="提交报事").click()
    expect(resident.get_by_role("progressbar", name="上传进度")).to_be_visible()
    expect(resident.get_by_text(re.compile(r"编号 \d{4}-00001")).first).to_be_visible(timeout=25_000)
    assert time.monotonic() - start < 30
    assert sum(path.stat().st_size for path in pictures) > 800_000
    assert filed() == [("", 2)]


@pytest.mark.feature("TK-08")
def test_a_report_written_without_network_goes_out_once_when_it_is_back(site, ground, resident, pictures):
    site.open(resident, f"/e/{ground.estate_id}/tickets/new/common.gate")
    resident.get_by_label("在哪里").fill("东门")
    resident.get_by_label("说一说情况").fill("门禁刷不开")
    resident.get_by_label("拍照或从相册选").set_input_files(pictures[0])
    expect(resident.get_by_text(re.compile("已选 1 张"))).to_be_visible()
    resident.context.set_offline(True)
    resident.get_by_role("button", name="提交报事").click()
    expect(resident.get_by_text(re.compile("现在没有网络"))).to_be_visible()
    assert filed() == []
    # The page is closed; another one of the same person finds the network again, and a third comes along.
    resident.context.set_offline(False)
    other = resident.context.new_page()
    resident.close()
    site.open(other, f"/e/{ground.estate_id}/")
    expect(other.get_by_text("没网时写的报事已经发出")).to_be_visible(timeout=20_000)
    other.get_by_text("没网时写的报事已经发出").click()
    expect(other.get_by_text("东门").first).to_be_visible()
    site.open(other, f"/e/{ground.estate_id}/tickets")
    other.wait_for_load_state("networkidle")
    assert filed() == [("东门", 1)]


@pytest.mark.feature("TK-08")
def test_an_answer_that_was_lost_on_the_way_makes_no_second_report(site, ground, resident):
    site.open(resident, f"/e/{ground.estate_id}/tickets/new/common.gate")
    resident.get_by_label("在哪里").fill("西门")
    resident.get_by_label("说一说情况").fill("门禁刷不开")
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    resident.route("**/tickets/new/**", lose)
    resident.get_by_role("button", name="提交报事").click()
    expect(resident.get_by_text(re.compile("现在没有网络"))).to_be_visible()
    resident.evaluate("dispatchEvent(new Event('online'))")
    expect(resident.get_by_text(re.compile(r"编号 \d{4}-00001")).first).to_be_visible()
    assert (lost, filed()) == ([303], [("西门", 0)])


@pytest.mark.feature("TK-04")
@pytest.mark.feature("TK-09")
@pytest.mark.feature("TK-10")
def test_a_neighbour_joins_what_is_open_instead_of_reporting_it_again(site, ground, resident, pictures):
    with transaction():
        naming = Naming(name="3幢东侧电梯", category="common.lift")
        lift_id = places.add(estate_id=ground.estate_id, naming=naming, now=clock.now()).id
        tickets.report(
            ground, category="common.lift", place="", place_id=lift_id, answers={"fault": "停了不动"},
            actor=ground.neighbour(), words="暗号",
        )  # fmt: skip
    # The code on the lift leads to the form with its place, and there the open report is offered at once.
    site.open(resident, f"/e/{ground.estate_id}/places/{lift_id}")
    expect(resident.get_by_label("在哪里")).to_have_value(str(lift_id))
    expect(resident.get_by_text("附近有人报过类似的事")).to_be_visible()
    resident.get_by_label("在哪里").select_option("")
    expect(resident.get_by_text("附近有人报过类似的事")).to_be_hidden()
    resident.get_by_label("写清楚位置").fill("3幢东侧电梯")
    resident.get_by_role("link", name=re.compile("3幢东侧电梯")).click()
    assert "暗号" not in resident.content()
    resident.get_by_role("button", name="我也遇到了").click()
    expect(resident.get_by_text("2 户")).to_be_visible()
    # A page that is refused keeps the photo; the question of the category is asked beside its field.
    site.open(resident, f"/e/{ground.estate_id}/tickets/new/common.lift")
    resident.get_by_label("写清楚位置").fill("8幢电梯")
    resident.get_by_label("说一说情况").fill("异响")
    resident.get_by_label("拍照或从相册选").set_input_files(pictures[0])
    expect(resident.get_by_text(re.compile("已选 1 张"))).to_be_visible()
    resident.evaluate("document.querySelectorAll('[required]').forEach((one) => { one.required = false; })")
    resident.get_by_role("button", name="提交报事").click()
    expect(resident.get_by_text("请选一项：电梯怎么了。").first).to_be_visible()
    resident.get_by_label("异响或抖动").check()
    resident.get_by_role("button", name="提交报事").click()
    expect(resident.get_by_text("异响或抖动").first).to_be_visible()
    expect(resident.get_by_text(re.compile(r"编号 \d{4}-00002")).first).to_be_visible()
    assert filed()[1] == ("8幢电梯", 1)


@pytest.mark.feature("TK-47")
@pytest.mark.feature("TK-48")
def test_the_desk_lists_a_place_sets_the_duty_and_closes_an_incident_with_its_reports(site, ground, browser):
    with transaction():
        numbers = [tickets.report(ground, place=place).number for place in ("东门", "西门")]
    context = as_phone(browser)
    context.set_default_timeout(15_000)
    page, work = context.new_page(), f"/work/e/{ground.estate_id}"
    site.sign_in(page, ground.manager_id)
    site.open(page, f"{work}/common-places")
    page.get_by_label("名称").fill("3幢东侧电梯")
    page.get_by_label("设备", exact=True).check()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("link", name=re.compile("3幢东侧电梯"))).to_be_visible()
    need("papers")
    assert page.request.get(f"{site.url}{work}/common-places/codes.pdf").body().startswith(b"%PDF")
    site.open(page, f"{work}/emergency-duty")
    page.get_by_label(re.compile("钱师傅")).check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("第 1 个呼叫")).to_be_visible()
    site.open(page, f"{work}/incidents")
    page.get_by_role("link", name="大门、门禁、道闸").click()
    page.get_by_label("发生了什么").fill("门禁一起断电")
    page.get_by_role("button", name="建立事件").click()
    page.get_by_label("告诉大家").fill("正在抢修")
    page.get_by_role("button", name="发通知").click()
    expect(page.get_by_role("list", name="发过的通知").get_by_text("正在抢修")).to_be_visible()
    page.get_by_text("已经处理好，结束事件").click()
    page.get_by_label("处理结果").fill("换好了电源")
    page.get_by_label(numbers[1]).uncheck()
    page.get_by_role("button", name="结束事件").click()
    expect(page.get_by_text("已结束")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(f"{numbers[0]}.*待评价"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(f"{numbers[1]}.*待受理"))).to_be_visible()
    context.close()
