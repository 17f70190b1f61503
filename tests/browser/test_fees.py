"""From a tariff to a receipt, on a phone, by what is on the screen."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, places

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def estate(site):
    with transaction():
        estate = places.estate("斗潭新村")
        flat, shop = (
            places.unit(estate, "3幢2单元501", area=8957),
            places.unit(estate, "3幢2单元502", area=12000),
        )
        me = people.account("王秀英")
        people.owner(estate, flat, shop, name="王秀英", account=me)
        cashier = people.staff(Role.PROPERTY_CASHIER, estate, name="周会计")
        return estate.id, me.id, cashier.id


@pytest.mark.feature("FE-13")
@pytest.mark.feature("PA-12")
@pytest.mark.feature("PA-32")
def test_from_tariff_to_receipt_on_a_phone(site, phone, estate):
    estate_id, me, cashier = estate
    set_tariff_and_issue(site, phone, estate_id, cashier)

    site.sign_in(phone, me)
    site.open(phone, f"/e/{estate_id}/bills")
    phone.get_by_text("共 2 张，合计 251.48 元").wait_for()
    phone.get_by_label(re.compile("3幢2单元502")).first.uncheck()
    phone.get_by_text("共 1 张，合计 107.48 元").wait_for()
    phone.get_by_label(re.compile("3幢2单元502")).first.check()
    phone.get_by_role("button", name="去付款").click()
    phone.get_by_role("heading", name="确认付款").wait_for()
    phone.get_by_role("button", name="确认付款").click()
    phone.get_by_role("heading", name="模拟收银台").wait_for()
    phone.get_by_role("button", name="确认支付").click()
    phone.get_by_role("heading", name="付款成功").wait_for(timeout=15000)
    phone.get_by_role("link", name="看收据").click()
    expect(phone.locator("main")).to_contain_text("251.48")
    number = phone.locator(".page-title p").inner_text()
    phone.get_by_role("link", name="打开核对页面").click()
    phone.get_by_role("heading", name="收据是真的").wait_for()
    said = phone.locator("main").inner_text()
    assert number in said
    assert "王" not in said
    assert "501" not in said

    site.open(phone, f"/e/{estate_id}/bills")
    phone.get_by_text("没有要缴的账单").wait_for()
    site.sign_in(phone, cashier)
    site.open(phone, f"/work/e/{estate_id}/fees/takings")
    expect(phone.locator("main")).to_contain_text("251.48")


def set_tariff_and_issue(site, phone, estate_id, cashier):
    """The cashier's part: an item, its price, the preview, the bills."""
    site.sign_in(phone, cashier)
    site.open(phone, f"/work/e/{estate_id}/fees")
    phone.get_by_role("link", name="新增收费项目").click()
    phone.get_by_label("项目名称").fill("物业费")
    phone.get_by_role("button", name="保存，去设收费标准").click()
    phone.get_by_label("单价").fill("1,2")
    phone.get_by_role("button", name="保存标准").click()
    phone.get_by_role("alert").wait_for()
    phone.get_by_label("单价").fill("1.20")
    phone.get_by_role("button", name="保存标准").click()
    phone.get_by_role("link", name="出账").click()
    today = day_of(clock.now())
    phone.get_by_label("账期从哪天起").fill(today.replace(day=1).isoformat())
    phone.get_by_label("缴费截止日").fill((today + timedelta(days=20)).isoformat())
    phone.get_by_role("button", name="试算").click()
    phone.get_by_text("2 张，251.48 元").wait_for()
    phone.get_by_role("button", name="确认出账").click()
    phone.get_by_text("已出账").wait_for()
