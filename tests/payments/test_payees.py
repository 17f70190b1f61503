"""Whose money came in on which day, and what an account held at any moment."""

from datetime import date, timedelta
from itertools import accumulate

import pytest
from sqlalchemy import select

from linli.domains.estates.models import Estate
from linli.domains.fees.models import Bill
from linli.domains.fees.operations import runs
from linli.domains.fees.rules import Formula, ItemKind
from linli.domains.payments.operations import ledger
from linli.domains.payments.queries import held, payees
from linli.domains.payments.rules import AccountKind, Posting
from linli.domains.payments.rules.payees import Payee, payee_of
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.world import World


@pytest.fixture
def world(app):
    return World()


def pay(client, world, *bill_ids, trade_no):
    """Pay these bills; how much it was."""
    number, _, amount = world.order(*bill_ids)
    assert fees.notify(client, fees.notice(number, amount, trade_no=trade_no)).status_code == 204
    return amount


@pytest.mark.feature("PA-22")
def test_each_days_money_is_split_among_its_payees_to_the_fen(client, world):
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        made = {}
        for kind, rate in ((ItemKind.PARKING_RENT, 30_000_000), (ItemKind.SHARED_UTILITY, 1_234_000)):
            item = fees.item(estate, kind=kind)
            fees.tariff(item, rate_mfen=rate, formula=Formula.FIXED)
            run = runs.issue(actor=None, item=item, period=fees.MARCH, due_on=fees.DUE, now=clock.now())
            query = select(Bill).filter_by(run_id=run.id).order_by(Bill.unit_label)
            made[kind] = [one.id for one in db.session.scalars(query)]
    rent, water = (made[kind][0] for kind in (ItemKind.PARKING_RENT, ItemKind.SHARED_UTILITY))
    first = pay(client, world, world.one, rent, water, trade_no="A1")
    today = date(2026, 3, 2)
    with clock.freeze(clock.now() + timedelta(days=1)):
        pay(client, world, made[ItemKind.PARKING_RENT][1], trade_no="A2")
    with transaction(writes=False):
        later, earlier = payees.split(world.id, since_on=date(2026, 3, 1), until_on=date(2026, 3, 31))
    assert (earlier.on, earlier.came_fen, earlier.held_fen) == (today, first, 0)
    assert earlier.shares == {Payee.COMPANY: 12_000, Payee.OWNERS: 30_000, Payee.UTILITIES: 1_234}
    assert (later.on, later.shares[Payee.OWNERS]) == (today + timedelta(days=1), 30_000)
    told = client.get(f"{world.api}/payees?until_on=2026-03-31", headers=world.cashier).json["items"]
    assert all(one["came_fen"] == sum(one[f"{name}_fen"] for name in (*Payee, "held")) for one in told)
    page = f"/work/e/{world.id}/fees/payees"
    assert "全体业主" in client.get(page, headers=world.cashier).text
    assert client.get(f"{page}?file=xlsx", headers=world.cashier).data[:2] == b"PK"
    assert client.get(page, headers=world.owner).status_code in (403, 404)
    assert {payee_of(kind) for kind in ItemKind} == set(Payee)


@pytest.mark.feature("PA-30")
def test_what_an_account_held_at_any_second_is_the_sum_of_its_entries_until_then(world):
    start, amounts = clock.now(), (20_000, -5_000, 12_000, -27_000)
    with transaction():
        unit_id = next(iter(world.me.units))
        for hour, amount in enumerate(amounts, 1):
            sides = [(AccountKind.SURPLUS, amount), (AccountKind.PREPAID, -amount)]
            ledger.post(
                estate_id=world.id, posting=Posting.PREPAID, source_id=new_id(),
                sides=[ledger.Side(kind, fen, of_id=unit_id) for kind, fen in sides],
                now=start + timedelta(hours=hour),
            )  # fmt: skip
        sums = [0, *accumulate(amounts)]
        for hour, whole in enumerate(sums):
            for second in (0, 1, 3599):
                at = start + timedelta(hours=hour, seconds=second)
                for kind, sign in ((AccountKind.PREPAID, 1), (AccountKind.SURPLUS, -1)):
                    assert held.balance_fen(world.id, kind, unit_id, at=at) == sign * whole
        last = held.balance_fen(world.id, AccountKind.PREPAID, unit_id)
        assert last == held.movements(world.id, AccountKind.PREPAID, unit_id)[0].balance_fen == sums[-1]
