"""Prepaid money: used by the written rule, the same in three reports, in few statements however many units."""

from datetime import date

import pytest
from sqlalchemy import event, select

from linli.domains.estates.models import Estate
from linli.domains.fees.models import Bill
from linli.domains.fees.operations import arrears as pursuing
from linli.domains.fees.queries import arrears, statements
from linli.domains.payments.operations import ledger, prepaid
from linli.domains.payments.queries import held
from linli.domains.payments.rules import AccountKind, Posting
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.factories.fees import APRIL, DUE
from tests.payments.world import World

LAST = date(2027, 1, 1)


def kept(estate_id, unit_id, amount_fen):
    """Money from outside that is prepaid for a unit."""
    ledger.post(
        estate_id=estate_id,
        posting=Posting.PREPAID,
        source_id=new_id(),
        sides=[
            ledger.Side(AccountKind.SURPLUS, amount_fen, of_id=unit_id),
            ledger.Side(AccountKind.PREPAID, -amount_fen, of_id=unit_id),
        ],
        now=clock.now(),
    )


def reports(world, unit_id):
    """What a unit owes less what is prepaid for it: by its statement, by the ledger, by the list of arrears."""
    found = statements.statement(
        world.me, estate_id=world.id, unit_id=unit_id, since_on=date(2026, 1, 1), until_on=LAST
    )
    ready = held.balance_fen(world.id, AccountKind.PREPAID, unit_id)
    owed = -held.balance_fen(world.id, AccountKind.RECEIVABLE, unit_id)
    late = sum(one.open_fen for one in arrears.late_bills(world.id, unit_id, on=LAST))
    return {found.closing_fen - ready, owed - ready, late - ready}


@pytest.mark.feature("FE-18")
@pytest.mark.feature("FE-14")
def test_prepaid_money_pays_the_oldest_undisputed_bill_first_and_three_reports_agree(app):
    world = World()
    with transaction():
        first, second = world.me.units
        kept(world.id, first, 20_000)
        kept(world.id, second, 9_000)
        assert reports(world, first) == {12_000 - 20_000}
        disputed = db.session.get_one(Bill, (world.id, world.two))
        pursuing.dispute(actor=world.me, bill=disputed, reason="面积不对", now=clock.now())
        estate = db.session.get_one(Estate, world.id)
        fees.issued(estate, name="四月物业费", period=APRIL, due_on=date(2026, 5, 15))
        assert reports(world, first) == {24_000 - 20_000}
        assert reports(world, second) == {24_000 - 9_000}
        april = {
            one.unit_id: one.id for one in db.session.scalars(select(Bill).where(Bill.due_on != DUE)).all()
        }
    assert world.settled(world.one, april[first]) == [12_000, 8_000]
    assert world.settled(world.two, april[second]) == [0, 9_000]
    with transaction(writes=False):
        assert [one.amount_fen for one in held.allocations(world.id, first)] == [20_000]
        assert held.prepaid(world.id) == []
    with transaction():
        assert prepaid.use(estate_id=world.id, now=clock.now()) == 0


def test_a_hundred_units_with_prepaid_money_take_as_many_statements_as_one(app):
    def statements_for(units):
        with transaction():
            estate = places.estate()
            for number in range(units):
                unit = places.unit(estate, f"{number}室")
                people.owner(estate, unit)
                kept(estate.id, unit.id, 5_000)
            db.session.flush()
            asked = []
            count = lambda *args: asked.append(args[2])  # noqa: E731 - taken away again by name
            event.listen(db.engine, "before_cursor_execute", count)
            fees.issued(estate)
            event.remove(db.engine, "before_cursor_execute", count)
            assert held.prepaid(estate.id) == []
        return len(asked)

    assert statements_for(100) == statements_for(1)
