"""Somebody else than the owner pays: the bill is settled for both, and the owner stays the one who owes (FE-33)."""

import pytest
from sqlalchemy import select

from linli.domains.fees.models import Bill
from linli.domains.payments.models import Payment
from linli.domains.people.models import Resident
from linli.domains.people.operations import belonging
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.world import World


@pytest.mark.feature("FE-33")
def test_a_tenant_pays_the_owner_sees_it_paid_and_stays_liable(app, client):
    world = World()
    order = {"bill_ids": [str(world.one)], "channel": "sandbox"}
    there = f"{world.api}/payments"
    assert client.post(there, json=order, headers=world.tenant | {"Idempotency-Key": "a"}).status_code in (
        403,
        404,
    )
    with transaction():
        tenant = db.session.scalars(select(Resident).filter_by(estate_id=world.id, tie="tenant")).one()
        belonging.let_pay(resident=tenant, pays=True, now=clock.now())
        payer = tenant.account_id
    made = client.post(there, json=order, headers=world.tenant | {"Idempotency-Key": "b"})
    assert (made.status_code, made.json["amount_fen"]) == (201, 12000)
    assert fees.notify(client, fees.notice(made.json["number"], 12000)).status_code == 204
    seen = client.get(f"{world.api}/bills/{world.one}", headers=world.owner).json
    assert (seen["state"], seen["open_fen"], seen["liable"]) == ("paid", 0, "owner")
    with transaction(writes=False):
        bill = db.session.get_one(Bill, (world.id, world.one))
        paid = db.session.scalars(select(Payment).filter_by(estate_id=world.id)).one()
        assert (bill.liable, bill.owner_id is not None, paid.account_id) == ("owner", True, payer)
        assert payer != world.me_id
    assert world.proven()
