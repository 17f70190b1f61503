"""Three bills, paid on a phone through the simulated Alipay, which runs as a process of its own."""

import json
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import urllib3

from linli.domains.payments.models import Payment, PaymentOrder, Receipt
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.browser.conftest import served
from tests.conftest import settings_for
from tests.factories import fees, people, places
from tests.payments.outside import HEHUA
from tests.payments.world import count

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def simulator(tmp_path):
    """The simulator as a process: its address, and the folder of its merchants."""
    words = [
        "-m",
        "simulators.payments",
        "--folder",
        str(tmp_path / "sim"),
        "--port",
        "0",
        "--company",
        HEHUA,
    ]
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline()
        yield said.split()[3].rstrip(";"), said.partition("=")[2].strip()
        process.terminate()


@pytest.fixture
def site(database, tmp_path, simulator):
    settings = settings_for(database, tmp_path, payment_channels=("wechat", "alipay"), merchants=simulator[1])
    with served(settings) as made:
        yield made


@pytest.mark.feature("PA-02", "PA-12")
def test_a_cart_of_three_bills_is_paid_received_and_verified_and_no_repeat_or_forgery_changes_it(
    site, phone, simulator
):
    with transaction():
        estate = places.estate("斗潭新村")
        units = [places.unit(estate, f"3幢50{n}室") for n in (1, 2, 3)]
        me = people.account("王秀英")
        people.owner(estate, *units, name="王秀英", account=me)
        fees.issued(estate, due_on=day_of(clock.now()) + timedelta(days=20), name="物业费")
        places.contract(estate, places.company(HEHUA))
        estate_id, me_id = estate.id, me.id
    phone.set_extra_http_headers({"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"})
    site.sign_in(phone, me_id)
    site.open(phone, f"/e/{estate_id}/bills")
    phone.get_by_text("共 3 张").wait_for()
    phone.get_by_role("button", name="去付款").click()
    phone.get_by_label("支付宝").check()
    phone.get_by_role("button", name="确认付款").click()
    phone.get_by_role("heading", name="模拟支付宝收银台").wait_for()
    phone.get_by_role("button", name="确认支付").click()
    phone.get_by_role("heading", name="付款成功").wait_for(timeout=15000)
    phone.get_by_role("link", name="看收据").click()
    phone.get_by_role("link", name="打开核对页面").click()
    phone.get_by_role("heading", name="收据是真的").wait_for()

    before = books()
    with transaction(writes=False):
        number = db.session.query(PaymentOrder.number).scalar()
    tell(simulator[0], number, duplicate=2)
    tell(simulator[0], number, forged=True)
    assert statuses(simulator[0], 5) == [200, 200, 200, 200, 403]
    assert books() == before == (1, 1)


def books():
    return count(Payment), count(Receipt)


def tell(address, number, **switches):
    """Let the simulator report the payment again, as the switches say."""
    words = json.dumps({"reset": True} | switches).encode()
    headers = {"Content-Type": "application/json"}
    assert urllib3.request("POST", f"{address}/switches", body=words, headers=headers).status == 200
    assert urllib3.request("POST", f"{address}/notify/alipay/{number}").status == 204


def statuses(address, many):
    """What the notifications were answered with, once so many have been."""
    for _ in range(100):
        found = [status for _, status in urllib3.request("GET", f"{address}/sent").json()]
        if len(found) >= many:
            return sorted(found[:many])
        time.sleep(0.05)
    return found
