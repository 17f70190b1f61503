"""Refunds and reconciliation for programs and on the pages: who may, and what is refused in plain words."""

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from linli.domains.payments.models import Payment
from linli.domains.payments.operations import notifications
from linli.domains.payments.ports import Outcome, Said
from linli.gateways.sandbox_channel import MERCHANT
from linli.gateways.sandbox_statement import Line, written
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.world import World

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def world(app):
    """Somebody paid one bill twice."""
    made = World()
    orders = [made.order(made.one), made.order(made.one, made.two)]
    for number, _, amount in orders:
        said = Said(number, Outcome.PAID, f"SB{number}", amount, "CNY", MERCHANT, NOON)
        with transaction():
            notifications.hear(channel=fees.sandbox(), said=said, now=NOON)
    made.lines = [Line(NOON, f"SB{number}", number, amount, "缴费") for number, _, amount in orders]
    with transaction(writes=False):
        made.payment = db.session.scalars(select(Payment.id).where(Payment.surplus_fen > 0)).one()
    return made


def once(headers, key):
    return headers | {"Idempotency-Key": f"{key:0>16}"}


def test_the_payer_asks_another_agrees_and_nobody_else_sees_it(client, world):
    wanted = {"payment_id": str(world.payment), "amount_fen": 12001, "reason": "重复付款"}
    url = f"{world.api}/refunds"
    assert client.post(url, json=wanted, headers=once(world.owner, "a")).status_code == 409
    wanted["amount_fen"] = 2000
    for stranger, key in ((world.other, "b"), (world.stranger, "c")):
        assert client.post(url, json=wanted, headers=once(stranger, key)).status_code in {403, 404}
    made = client.post(url, json=wanted, headers=once(world.owner, "d")).json
    again = client.post(url, json=wanted, headers=once(world.owner, "d")).json
    assert (made["state"], again["id"]) == ("requested", made["id"])
    assert client.get(url, headers=world.other).json["items"] == []
    decision = {"refund_id": made["id"], "agree": True}
    assert client.post(f"{url}/decisions", json=decision, headers=world.owner).status_code == 403
    assert client.post(f"{url}/decisions", json=decision, headers=world.cashier).json["state"] == "approved"
    assert client.post(f"{url}/decisions", json=decision, headers=world.second_cashier).status_code == 409


def test_surplus_is_used_for_ones_own_bills_or_kept_for_ones_own_unit(client, world):
    held = f"{world.api}/surplus"
    assert client.get(held, headers=world.owner).json["surplus_fen"] == 12000
    foreign = {"bill_ids": [str(world.neighbours)]}
    assert client.post(f"{held}/uses", json=foreign, headers=once(world.owner, "e")).status_code == 404
    unit_id = str(next(iter(world.me.units)))
    kept = {"unit_id": unit_id, "amount_fen": 5000}
    answer = client.post(f"{held}/prepayments", json=kept, headers=once(world.owner, "f"))
    assert (answer.status_code, answer.json["surplus_fen"]) == (201, 7000)
    assert client.post(f"{held}/prepayments", json=kept, headers=once(world.other, "g")).status_code == 404
    assert world.proven()


def test_a_statement_is_uploaded_and_its_day_closed_and_junk_is_refused(client, world):
    url = f"{world.api}/statements"

    def upload(content, headers):
        form = {"channel": "sandbox", "on": "2026-03-02", "file": (io.BytesIO(content), "a.txt")}
        return client.post(url, data=form, headers=headers, content_type="multipart/form-data")

    assert upload(b"junk", world.cashier).status_code == 422
    good = written(world.lines, merchant=MERCHANT)
    assert upload(good, world.owner).status_code == 403
    made = upload(good, world.cashier)
    assert (made.status_code, made.json["open"], made.json["days"][0]["net_fen"]) == (201, [], 36000 - 216)
    assert upload(good, world.cashier).status_code == 201
    day = {"statement_id": made.json["days"][0]["id"]}
    closed = client.post(f"{url}/closings", json=day, headers=world.cashier)
    assert closed.json["days"][0]["closed"]
    assert client.post(f"{url}/closings", json=day, headers=world.cashier).status_code == 409
