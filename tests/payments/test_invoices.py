"""Invoices over what was paid: never more, issued once, reversed before money goes back (FE-28)."""

import io

import pytest
from sqlalchemy import select

from linli.domains.fees.operations import bills as fee_bills
from linli.domains.fees.queries import bills
from linli.domains.payments.models import Payment
from linli.domains.payments.rules.invoices import tax_number_holds
from linli.kernel.actors import Actor, Role
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people
from tests.payments.world import World
from tests.support.forms import submit

GOOD = "91330100799655058B"
HEADING = {"buyer": "company", "title": "衢州某贸易有限公司", "tax_no": GOOD, "email": "caiwu@example.com"}
NUMBER, RED = "26332000000000000001", "26332000000000000002"


@pytest.fixture
def world(app):
    return World()


def pay(client, world, *bill_ids):
    number, _, amount = world.order(*bill_ids)
    assert fees.notify(client, fees.notice(number, amount, trade_no=f"T{number}")).status_code == 204


def ask(client, world, *bill_ids, who=None, **more):
    body = HEADING | {"bill_ids": [str(one) for one in bill_ids]} | more
    return client.post(f"{world.api}/invoices", json=body, headers=who or world.owner)


def test_a_tax_number_is_checked_by_its_last_sign():
    assert tax_number_holds(GOOD)
    wrong = [GOOD[:17] + "C", GOOD[:3] + "1" + GOOD[4:], GOOD[:17], "I" + GOOD[1:], GOOD + "0", GOOD.lower()]
    assert not any(tax_number_holds(one) for one in wrong)


@pytest.mark.feature("FE-28")
def test_an_invoice_is_asked_for_over_what_was_paid_and_never_twice(client, world):
    assert ask(client, world, world.one).json["code"] == "payments.nothing_to_invoice"
    pay(client, world, world.one)
    assert ask(client, world, world.one, tax_no=GOOD[:17] + "C").json["code"] == "payments.not_a_tax_number"
    assert ask(client, world, world.neighbours).status_code == 404
    asked = ask(client, world, world.one, tax_no=GOOD.lower())
    assert (asked.status_code, asked.json["amount_fen"], asked.json["tax_no"]) == (201, 12000, GOOD)
    assert ask(client, world, world.one).json["code"] == "payments.nothing_to_invoice"
    one = f"{world.api}/invoices/{asked.json['id']}"
    assert client.get(one, headers=world.other).status_code == 404
    assert client.get(f"{world.api}/invoices", headers=world.other).json["items"] == []
    assert client.post(f"{one}/issue", json={"number": "123"}, headers=world.cashier).status_code == 422
    assert (
        client.post(f"{one}/refusal", json={"reason": "抬头不对"}, headers=world.cashier).json["state"]
        == "declined"
    )
    assert (
        client.post(f"{one}/issue", json={"number": NUMBER}, headers=world.cashier).json["code"]
        == "payments.invoice_handled"
    )
    person = ask(client, world, world.one, buyer="person", title="王秀英", tax_no="乱写")
    assert (person.status_code, person.json["tax_no"]) == (201, "")


@pytest.mark.feature("FE-28")
def test_money_that_is_on_an_invoice_goes_back_only_after_a_red_one(client, world):
    pay(client, world, world.one)
    page = submit(client, f"/e/{world.id}/invoices", HEADING | {"bill": str(world.one)}, headers=world.owner)
    assert page.status_code == 303
    one = page.location.rpartition("/")[2]
    desk = f"/work/e/{world.id}/fees/invoices/{one}"
    sent = {"number": NUMBER, "file": (io.BytesIO(b"%PDF-1.4 invoice"), "发票.pdf")}
    assert submit(client, desk, sent, to=f"{desk}/issue", headers=world.cashier).status_code == 303
    while outbox.deliver():
        pass
    assert "发票开好了" in client.get("/me/messages", headers=world.owner).text
    shown = client.get(f"/e/{world.id}/invoices/{one}", headers=world.owner).text
    assert [words for words in (NUMBER, "发票.pdf", "已开票") if words not in shown] == []
    taken_back(world)
    back = {"payment_id": str(payment_id(world)), "amount_fen": 12000, "reason": "账单冲红"}
    refund = {"json": back, "headers": world.owner | {"Idempotency-Key": "refund-1"}}
    assert client.post(f"{world.api}/refunds", **refund).json["code"] == "payments.red_invoice_first"
    reverse = f"{world.api}/invoices/{one}/reversal"
    assert (
        client.post(reverse, json={"red_number": NUMBER, "reason": "退款"}, headers=world.cashier).status_code
        == 422
    )
    red = client.post(reverse, json={"red_number": RED, "reason": "退款"}, headers=world.cashier)
    assert (red.json["state"], red.json["red_number"]) == ("reversed", RED)
    refund["headers"] = world.owner | {"Idempotency-Key": "refund-2"}
    assert client.post(f"{world.api}/refunds", **refund).status_code == 201
    assert world.proven()


def test_an_invoice_asked_for_before_the_bill_was_taken_back_is_not_issued(client, world):
    pay(client, world, world.one)
    one = ask(client, world, world.one).json["id"]
    taken_back(world)
    refused = client.post(f"{world.api}/invoices/{one}/issue", json={"number": NUMBER}, headers=world.cashier)
    assert refused.json["code"] == "payments.invoice_exceeds_paid"
    assert client.get(f"{world.api}/invoices/{one}", headers=world.owner).json["state"] == "requested"


def payment_id(world):
    with transaction(writes=False):
        return db.session.scalars(select(Payment.id).filter_by(estate_id=world.id)).one()


def taken_back(world):
    """The bill is voided by two people: what was paid of it is the payer's surplus now."""
    with transaction():
        one, two = (Actor(people.account(name).id, Role.PROPERTY_CASHIER) for name in ("甲", "乙"))
        bill = bills.bill(estate_id=world.id, bill_id=world.one)
        asked = fee_bills.propose_voiding(actor=one, bill=bill, reason="面积有误", now=clock.now())
        fee_bills.decide_voiding(actor=two, voiding=asked, approve=True, now=clock.now())
