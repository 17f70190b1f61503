"""A small estate with billed flats, for tests of payments."""

from sqlalchemy import select

from linli.domains.fees.models import Bill
from linli.domains.fees.queries import bills
from linli.domains.payments.queries import orders, proof
from linli.kernel.actors import Role, Tie
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places


class World:
    """Two flats of one owner with a bill each, a neighbour's flat, and a cashier; all ids, nothing held open."""

    def __init__(self):
        with transaction():
            estate = places.estate("斗潭新村")
            first, second = (places.unit(estate, f"1幢{n}室") for n in (101, 102))
            next_door = places.unit(estate, "1幢103室")
            me, other, renter = people.account("王秀英"), people.account("邻居"), people.account("租客")
            people.owner(estate, first, second, account=me)
            people.owner(estate, next_door, name="邻居", account=other)
            people.resident(estate, first, renter)
            run = fees.issued(estate, name="物业费")
            found = db.session.scalars(select(Bill).filter_by(run_id=run.id).order_by(Bill.unit_label)).all()
            self.id, self.me_id, self.run_id = estate.id, me.id, run.id
            self.one, self.two, self.neighbours = (bill.id for bill in found)
            self.me = fees.resident(me.id, estate.id, first.id, second.id)
            self.family = fees.resident(me.id, estate.id, first.id, tie=Tie.FAMILY)
            self.owner, self.other = people.bearer(me), people.bearer(other)
            self.tenant = people.bearer(renter)
            self.cashier = people.bearer(people.staff(Role.PROPERTY_CASHIER, estate, name="周会计"))
            self.second_cashier = people.bearer(people.staff(Role.PROPERTY_MANAGER, estate, name="吴经理"))
            self.stranger = people.bearer(people.staff(Role.PROPERTY_CASHIER, places.estate()))
        self.api = f"/api/v1/estates/{self.id}"

    def order(self, *bill_ids):
        """The number, id and sum of an order of mine through the sandbox."""
        with transaction():
            made = fees.order(self.me, self.id, *(bill_ids or (self.one, self.two)))
            return made.number, made.id, made.amount_fen

    def state(self, order_id):
        with transaction(writes=False):
            return orders.order(estate_id=self.id, order_id=order_id).state

    def settled(self, *bill_ids):
        with transaction(writes=False):
            paid = bills.settled_fen(self.id, list(bill_ids))
        return [paid.get(bill_id, 0) for bill_id in bill_ids]

    def surplus(self):
        with transaction(writes=False):
            return orders.surplus_fen(self.id, self.me_id)

    def proven(self):
        """Whether the books hold."""
        with transaction(writes=False):
            return proof.faults() == []


def count(model):
    """How many rows a table has."""
    with transaction(writes=False):
        return len(db.session.scalars(select(model)).all())
