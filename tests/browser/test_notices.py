"""An emergency notice from the officer's phone to a neighbour's and back; a roll call without a network."""

import pytest
from playwright.sync_api import expect

from linli.domains.notices.models import Message
from linli.kernel.actors import Role
from linli.platform import outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.announcing import picture

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


class Street:
    """An estate of two buildings with a neighbour in each, and its officer."""

    def __init__(self):
        with transaction():
            region = places.region()
            estate = places.estate("斗潭新村", community=region)
            self.id = estate.id
            self.neighbours = []
            for name in ("1幢", "2幢"):
                unit = places.unit(estate, f"{name}101", building=places.building(estate, name))
                one = people.account(f"{name}的人")
                people.owner(estate, unit, account=one)
                self.neighbours.append(one.id)
            self.officer = people.staff(Role.COMMUNITY_OFFICER, region).id


@pytest.fixture
def street(site):
    return Street()


def test_an_emergency_goes_to_one_building_is_read_and_the_rest_is_reminded(site, phone, street):
    console = f"/work/e/{street.id}/notices"
    site.sign_in(phone, street.officer)
    site.open(phone, f"{console}/new?template=typhoon")
    assert phone.get_by_label("紧急通知").is_checked()  # the template says so
    phone.get_by_label("标题").fill("一幢煤气泄漏，请马上下楼")
    phone.get_by_label("内容").fill("不要开灯，不要打电话，走楼梯下来。")
    phone.get_by_label("1幢", exact=True).check()
    phone.get_by_role("button", name="下一步").click()
    expect(phone.get_by_text("发给 1 人")).to_be_visible()
    expect(phone.get_by_text("1幢的人")).to_have_count(0)
    files = [{"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": picture().getvalue()}]
    phone.get_by_label("图片和 PDF").set_input_files(files)
    phone.get_by_role("button", name="现在发送").click()
    expect(phone.get_by_role("button", name="短信提醒没看的 1 人")).to_be_visible()
    outbox.deliver()
    reader, other = street.neighbours
    site.sign_in(phone, other)
    site.open(phone, f"/e/{street.id}/")
    expect(phone.get_by_text("煤气泄漏")).to_have_count(0)
    site.sign_in(phone, street.officer)
    site.open(phone, console)
    phone.get_by_role("link", name="一幢煤气泄漏").click()
    phone.get_by_role("button", name="短信提醒没看的 1 人").click()
    expect(phone.get_by_text("只提醒一次")).to_be_visible()
    site.sign_in(phone, reader)
    site.open(phone, f"/e/{street.id}/")
    expect(phone.get_by_text("紧急通知")).to_be_visible()
    phone.get_by_role("link", name="看详情").click()
    photo = phone.get_by_role("img", name="公告图片 1")
    photo.scroll_into_view_if_needed()
    phone.wait_for_function("() => document.querySelector('main img')?.naturalWidth > 0")
    site.open(phone, f"/e/{street.id}/")
    expect(phone.get_by_text("紧急通知")).to_have_count(0)
    outbox.deliver()
    with transaction(writes=False):
        again = db.session.query(Message).filter_by(template="announcement_again").count()
    assert again == 0  # whoever opened it before the reminder was written hears nothing more
    site.sign_in(phone, street.officer)
    site.open(phone, console)
    phone.get_by_role("link", name="一幢煤气泄漏").click()
    row = phone.get_by_role("row").filter(has_text="1幢")
    expect(row.get_by_role("cell")).to_have_text(["1 人", "1 人", "0 人"])


def test_a_roll_call_is_answered_in_two_taps_also_without_a_network(site, phone, street):
    console = f"/work/e/{street.id}/roll-calls"
    site.sign_in(phone, street.officer)
    site.open(phone, f"{console}/new")
    phone.get_by_label("出了什么事").fill("台风过境，请报平安")
    phone.get_by_label("请大家做什么").fill("请点一下。")
    phone.get_by_role("button", name="现在点名").click()
    board = phone.url
    first, second = street.neighbours
    site.sign_in(phone, first)
    site.open(phone, f"/e/{street.id}/")
    phone.get_by_role("link", name="报平安").click()
    phone.get_by_role("button", name="我家平安").click()
    phone.get_by_text("说的，情况变了可以再点").wait_for()
    site.sign_in(phone, second)
    site.open(phone, f"/e/{street.id}/")
    phone.get_by_role("link", name="报平安").click()
    phone.get_by_label("需要什么帮助").fill("老人要下楼")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="需要帮助").click()
    phone.get_by_text("已经记在手机里").wait_for()
    phone.context.set_offline(False)
    phone.get_by_text("已经收到，正在安排人").wait_for()
    site.sign_in(phone, street.officer)
    phone.goto(board)
    expect(phone.get_by_text("老人要下楼")).to_be_visible()
    phone.get_by_label("谁去 2幢101").fill("网格员小陈")
    phone.get_by_role("button", name="派人去 2幢101").click()
    expect(phone.get_by_text("网格员小陈 去")).to_be_visible()
