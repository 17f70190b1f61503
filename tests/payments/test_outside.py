"""Money on its way from the simulated channels into the books, with everything that can go wrong on the way."""

import threading
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from linli.domains.payments.models import ChannelAlarm, LedgerEntry, Payment, Receipt
from linli.domains.payments.operations import orders
from linli.jobs import payments as jobs
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from simulators.payments import alipay, wechat
from simulators.payments.server import notify
from tests.conftest import running, settings_for
from tests.factories import places
from tests.payments.outside import CUIYUAN, HEHUA, simulator
from tests.payments.world import World, count

BOTH = ("wechat", "alipay")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"
IN_WECHAT = f"{PHONE} MicroMessenger/8.0.49"


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    with simulator(tmp_path_factory.mktemp("outside")) as far:
        yield far


@pytest.fixture
def settings(database, tmp_path, outside):
    return settings_for(database, tmp_path, payment_channels=BOTH, merchants=str(outside.merchants))


@pytest.fixture
def world(app):
    made = World()
    with transaction():
        places.contract(made, places.company(HEHUA))
    return made


@pytest.fixture
def far(outside, client, world):
    """The simulator, its notifications delivered to the application at once; what was answered is in `post.sent`."""

    def deliver(url, body, headers):
        answer = client.post(urlsplit(url).path, data=body, headers=headers)
        outside.answer = answer
        return answer.status_code

    outside.switches.turn({"reset": True})
    outside.book.__init__()
    outside.post.sent.clear()
    outside.post.send = deliver
    return outside


def put(client, world, name, *bill_ids, agent=""):
    """An order of mine at a channel: its number and id."""
    ids = [str(one) for one in bill_ids or (world.one, world.two)]
    made = client.post(
        f"{world.api}/payments",
        json={"bill_ids": ids, "channel": name},
        headers=world.owner | {"Idempotency-Key": str(uuid4())},
    ).json
    told = client.get(f"{world.api}/payments/{made['id']}/cashier", headers=world.owner)
    assert (told.status_code, told.json["kind"]) == (200, "code")
    return made["number"], UUID(made["id"])


def pay(far, name, number, **more):
    trade = far.book.find(name, number)
    assert far.book.pay(trade, now=clock.now(), **more)
    notify(far, trade)
    return trade


def answers(far):
    return [status for _, _, _, status in far.post.sent]


@pytest.mark.feature("PA-01", "PA-02", "PA-09")
@pytest.mark.parametrize("name", BOTH)
def test_money_comes_in_once_however_often_it_is_told_and_each_channel_gets_its_own_thanks(
    far, client, world, name
):
    far.switches.duplicate = 3
    number, order_id = put(client, world, name)
    pay(far, name, number)
    assert set(answers(far)) == {204 if name == "wechat" else 200}
    assert far.answer.data == (b"" if name == "wechat" else b"success")
    assert (world.settled(world.one, world.two), count(Payment), count(Receipt)) == ([12000, 12000], 1, 1)
    page = client.get(f"/e/{world.id}/payments/{order_id}", headers=world.owner).text
    assert ("付款成功" in page, world.proven()) == (True, True)


@pytest.mark.feature("PA-07", "PA-08")
@pytest.mark.parametrize("name", BOTH)
def test_forged_wrong_and_foreign_notifications_move_no_money_and_are_never_thanked(far, client, world, name):
    number, order_id = put(client, world, name)
    before = count(LedgerEntry)
    far.switches.forged = True
    trade = pay(far, name, number)
    far.switches.turn({"reset": True, "wrong_amount": True})
    notify(far, trade)
    far.switches.turn({"reset": True})
    side = wechat if name == "wechat" else alipay
    words = wechat.words_of(trade, trade.amount_fen, clock.now()) if name == "wechat" else {}
    for wrong in (
        {"appid": "wx9", "app_id": "2021"},
        {"mchid": "1", "seller_id": "2088"},
        {"out_trade_no": "L0"},
    ):
        far.post.give(side.notification(far, trade, {**words, **wrong}))
    other = far.account(name, merchant=trade.account.merchant[:-1] + "2")
    mine, trade.account = trade.account, other  # B's genuine money, reported to A's address and to B's
    there = trade.notify_url
    notify(far, trade)
    trade.notify_url = there.replace(mine.merchant, other.merchant)
    notify(far, trade)
    assert all(status in {403, 409} for status in answers(far)), answers(far)
    assert (count(Payment), count(LedgerEntry), world.settled(world.one)) == (0, before, [0])
    assert world.state(order_id) == "paying"
    with transaction(writes=False):
        kinds = {one.kind for one in db.session.query(ChannelAlarm)}
    assert kinds >= {"wrong_amount", "wrong_merchant", "unknown_order"}
    trade.account, trade.notify_url = mine, there
    notify(far, trade)
    assert (world.settled(world.one), world.proven()) == ([12000], True)


@pytest.mark.feature("PA-23")
def test_each_companys_money_goes_to_its_own_merchant(far, client, world):
    other = World()
    with transaction():
        places.contract(other, places.company(CUIYUAN))
    bare = World()
    numbers = [put(client, one, "wechat", one.one)[0] for one in (world, other)]
    found = [far.book.find("wechat", number).account.company for number in numbers]
    assert found == [HEHUA, CUIYUAN]
    body = {"bill_ids": [str(bare.one)], "channel": "wechat"}
    none = client.post(f"{bare.api}/payments", json=body, headers=bare.owner | {"Idempotency-Key": "x"})
    assert none.json["code"] == "payments.no_such_channel"


@pytest.mark.feature("PA-04")
def test_nothing_about_a_payment_is_lost_when_every_process_starts_anew(far, client, world, settings):
    number, order_id = put(client, world, "wechat")
    trade = far.book.find("wechat", number)
    far.book.pay(trade, now=clock.now())
    with running(settings) as fresh:
        url, body, headers = wechat.notification(far, trade)
        assert fresh.test_client().post(urlsplit(url).path, data=body, headers=headers).status_code == 204
    assert (world.state(order_id), world.settled(world.one)) == ("paid", [12000])


def test_a_database_that_is_gone_before_the_commit_is_answered_with_a_fault_and_the_repeat_books_once(
    far, client, world, monkeypatch
):
    number, order_id = put(client, world, "alipay")
    genuine = Session.commit

    def gone(_):
        raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    monkeypatch.setattr(Session, "commit", gone)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    trade = pay(far, "alipay", number)
    assert (answers(far)[-1] >= 500, far.answer.data == b"success") == (True, False)
    monkeypatch.setattr(Session, "commit", genuine)
    assert count(Payment) == 0
    notify(far, trade)
    assert (answers(far)[-1], count(Payment), world.state(order_id)) == (200, 1, "paid")
    assert world.proven()


@pytest.mark.feature("PA-10", "PA-12")
@pytest.mark.parametrize("name", BOTH)
def test_a_channel_that_is_silent_leaves_the_order_open_and_one_that_only_forgot_to_tell_is_asked(
    far, client, world, name
):
    far.switches.mute = True
    number, order_id = put(client, world, name)
    pay(far, name, number)
    far.switches.down = True
    clock.advance(timedelta(minutes=31))
    jobs.ask_channels(now=clock.now())
    page = client.get(f"/e/{world.id}/payments/{order_id}", headers=world.owner).text
    assert (world.state(order_id), "正在确认" in page, "失败" in page) == ("paying", True, False)
    far.switches.turn({"reset": True})
    clock.advance(timedelta(minutes=10))
    jobs.ask_channels(now=clock.now())
    notify(far, far.book.find(name, number))
    assert (world.state(order_id), count(Payment), world.proven()) == ("paid", 1, True)


@pytest.mark.parametrize("name", BOTH)
def test_at_its_end_an_order_is_closed_at_the_channel_and_money_that_still_comes_is_not_lost(
    far, client, world, name
):
    number, order_id = put(client, world, name, world.one)
    clock.advance(timedelta(minutes=29, seconds=50))
    jobs.ask_channels(now=clock.now())
    clock.advance(timedelta(seconds=20))
    jobs.ask_channels(now=clock.now())
    trade = far.book.find(name, number)
    assert world.state(order_id) == "closed"
    trade.closed = False  # the channel lets somebody through all the same
    pay(far, name, number, late=True)
    assert (world.state(order_id), world.settled(world.one), world.proven()) == ("paid", [12000], True)


@pytest.mark.feature("PA-15")
def test_two_channels_for_one_bill_settle_it_once_and_the_rest_is_the_payers(far, client, world):
    far.switches.reversed = True
    numbers = {name: put(client, world, name, world.one)[0] for name in BOTH}
    for name, number in numbers.items():
        pay(far, name, number)
    assert sorted(answers(far)) == [200, 204]
    assert (world.settled(world.one), world.surplus(), count(Payment)) == ([12000], 12000, 2)
    assert world.proven()


def test_a_notification_and_the_query_job_in_the_same_second_book_once(far, app, client, world):
    number, _ = put(client, world, "wechat")
    far.switches.mute = True
    trade = pay(far, "wechat", number)
    url, body, headers = wechat.notification(far, trade)
    clock.advance(timedelta(minutes=3))
    url, body, headers = wechat.notification(far, trade)
    start = threading.Barrier(2)

    def told():
        with app.app_context():
            start.wait()
            app.test_client().post(urlsplit(url).path, data=body, headers=headers)
            db.session.remove()

    def asked():
        with app.app_context():
            start.wait()
            jobs.ask_channels(now=clock.now())
            db.session.remove()

    threads = [threading.Thread(target=one) for one in (told, asked)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (count(Payment), world.settled(world.one), world.proven()) == (1, [12000], True)


@pytest.mark.feature("PA-01", "PA-02")
def test_the_page_offers_what_suits_the_place_and_leads_there(far, client, world):
    def ways(agent):
        page = client.get(
            f"/e/{world.id}/payments/new?bill={world.one}", headers=world.owner | {"User-Agent": agent}
        )
        return [name for name in BOTH if f'value="{name}"' in page.text]

    assert (ways("Mozilla/5.0 (X11; Linux)"), ways(PHONE), ways(IN_WECHAT)) == ([*BOTH], [*BOTH], ["wechat"])
    pages = {}
    for agent, name, scene in (
        ("", "wechat", "computer"),
        (PHONE, "alipay", "phone"),
        (IN_WECHAT, "wechat", "wechat"),
    ):
        headers = world.owner | {"User-Agent": agent}
        body = {"bill_ids": [str(world.one)], "channel": name, "scene": scene}
        made = client.post(
            f"{world.api}/payments", json=body, headers=headers | {"Idempotency-Key": str(uuid4())}
        )
        to = f"/e/{world.id}/payments/{made.json['id']}/cashier"
        if agent == IN_WECHAT:
            assert "/connect/oauth2/authorize?appid=wx" in client.get(to, headers=headers).text
            to += "?code=abc&state=pay"
        pages[agent] = client.get(to, headers=headers).text
    assert "请用手机微信支付扫码付款" in pages[""]
    assert "gateway.do?" in pages[PHONE]
    assert ("getBrandWCPay" in pages[IN_WECHAT], "paySign" in pages[IN_WECHAT]) == (False, True)
    far.switches.down = True
    with transaction(writes=False):
        order = orders.orders.waiting()[0]
        address = f"/e/{world.id}/payments/{order.id}/cashier"
    silent = client.get(address, headers=world.owner)
    assert (silent.status_code, "支付渠道没有回应" in silent.text) == (200, True)
