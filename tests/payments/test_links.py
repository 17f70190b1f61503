"""A link by which somebody else pays: no name, no phone, over when it is paid, taken back or late (PA-28)."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from linli.blueprints.payments.links_public import TRIES
from linli.domains.payments.models import PaymentLink
from linli.domains.payments.operations import links as operations
from linli.domains.payments.queries import orders
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.world import World
from tests.support.forms import submit


@pytest.fixture
def world(app):
    return World()


def made(client, world, *bill_ids, days=3, who=None):
    body = {"bill_ids": [str(one) for one in bill_ids], "days": days}
    return client.post(f"{world.api}/payment-links", json=body, headers=who or world.owner)


def path(answer):
    return "/p/" + answer.json["address"].partition("/p/")[2]


def seen(client, address):
    """What somebody reads there, without what differs from request to request."""
    answer = client.get(address)
    return answer.status_code, re.sub(r"<[^>]*>|\b[0-9a-f-]{16,36}\b", "", answer.text)


@pytest.mark.feature("PA-28")
def test_a_link_shows_the_bill_without_name_and_phone_and_ends_when_it_is_paid(client, world):
    assert made(client, world, world.neighbours).status_code == 404
    assert made(client, world, world.one, days=30).status_code == 422
    link = made(client, world, world.one, world.two)
    there = path(link)
    token = there.rpartition("/")[2]
    with transaction(writes=False):
        kept = db.session.scalars(select(PaymentLink)).one()
        assert token not in kept.digest
        assert len(token) >= 32
    page = client.get(there).text
    assert ("240.00" in page, "斗潭新村" in page) == (True, True)
    assert [word for word in ("王秀英", "101", "1幢", str(world.me_id)) if word in page] == []
    gone = made(client, world, world.one)
    back = f"{world.api}/payment-links/{gone.json['id']}/revocation"
    assert client.post(back, headers=world.other).status_code == 404
    assert client.post(back, headers=world.owner).status_code == 204
    foreign = seen(client, f"/p/pay/{'x' * 32}")
    assert foreign[0] == 404
    assert seen(client, path(gone)) == foreign
    begun = [submit(client, there, {"channel": "sandbox"}).location for _ in "12"]
    assert begun[0] == begun[1]  # the second try is the same order, so that nobody pays twice
    assert client.get(begun[0]).status_code == 303
    one = begun[0].removesuffix("/cashier")
    assert "正在确认" in client.get(one).text
    with transaction(writes=False):
        order = orders.order(estate_id=world.id, order_id=UUID(one.rpartition("/")[2]))
        number, amount, payer, order_id = order.number, order.amount_fen, order.account_id, order.id
    assert (amount, payer) == (24_000, None)
    assert client.get(f"/e/{world.id}/payments/{order_id}", headers=world.owner).status_code == 404
    assert fees.notify(client, fees.notice(number, amount, trade_no="L1")).status_code == 204
    assert world.settled(world.one, world.two) == [12_000, 12_000]
    assert "付款成功" in client.get(one).text
    assert seen(client, there) == foreign
    with clock.freeze(clock.now() + timedelta(days=2)):
        assert client.get(one).status_code == 404
    assert world.proven()


@pytest.mark.feature("PA-28")
def test_a_link_is_over_with_its_days_and_with_its_bills_and_cannot_be_tried_out(client, world):
    page = f"/e/{world.id}/payments/links"
    shown = submit(client, page, {"bill": [str(world.one)], "days": "1"}, headers=world.owner).text
    assert "链接做好了" in shown
    assert shown.count("/p/pay/") >= 1
    late = path(made(client, world, world.two, days=1))
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert client.get(late).status_code == 404
    number, _, amount = world.order(world.two)
    assert fees.notify(client, fees.notice(number, amount, trade_no="L2")).status_code == 204
    assert client.get(late).status_code == 404  # its bill was paid by another way
    assert [
        one["bills"] for one in client.get(f"{world.api}/payment-links", headers=world.owner).json["items"]
    ] == [1]
    with transaction():
        for _ in range(4):
            operations.make(actor=world.me, estate_id=world.id, bill_ids=[world.one], days=1, now=clock.now())
    assert made(client, world, world.one).json["code"] == "payments.too_many_links"
    answers = {client.get("/p/pay/guess").status_code for _ in range(TRIES.times)}
    assert answers == {404, 429}
