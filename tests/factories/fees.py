"""The smallest fees a test can have: an item with its price, issued bills, a paid order, a genuine notification."""

import itertools
import json
from datetime import date

from linli.domains.estates.rules import UnitKind
from linli.domains.fees.models import ArrearsPlan, PlanBill, PlanInstalment
from linli.domains.fees.operations import bills as voidings
from linli.domains.fees.operations import items, runs
from linli.domains.fees.queries import bills
from linli.domains.fees.rules import Formula, ItemKind, Period
from linli.domains.fees.rules.plans import PlanState, instalments
from linli.domains.payments.operations import orders
from linli.domains.payments.ports import Channels
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.ports import use
from tests.factories import people

_count = itertools.count(1)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
DUE = date(2026, 4, 15)


def item(estate, name=None, *, kind=ItemKind.PROPERTY, cycle_months=1):
    """Something that the estate charges for."""
    return items.add_item(
        actor=None,
        estate_id=estate.id,
        name=name or f"物业费{next(_count)}",
        kind=kind,
        cycle_months=cycle_months,
        now=clock.now(),
    )


def tariff(
    item,
    *,
    rate_mfen=120_000,
    unit_kind=UnitKind.RESIDENTIAL,
    formula=Formula.AREA,
    since_on=date(2025, 1, 1),
    **more,
):
    """1.20 元 per ㎡ and month for flats, unless said otherwise."""
    return items.set_tariff(
        actor=None,
        item=item,
        unit_kind=unit_kind,
        formula=formula,
        rate_mfen=rate_mfen,
        since_on=since_on,
        now=clock.now(),
        **more,
    )


def issued(estate, *, period=MARCH, due_on=DUE, rate_mfen=120_000, name=None):
    """The run of a new item's first bills for every flat of the estate."""
    made = item(estate, name)
    tariff(made, rate_mfen=rate_mfen)
    return runs.issue(actor=None, item=made, period=period, due_on=due_on, now=clock.now())


def resident(account_id, estate_id, *unit_ids, tie=Tie.OWNER):
    """An actor in the role that the tie gives, as the doorway makes one."""
    return Actor(
        account_id=account_id,
        role=Role(tie.value),
        scope=Scope(ScopeKind.ESTATE, estate_id),
        units=dict.fromkeys(unit_ids, tie),
    )


def order(actor, estate_id, *bill_ids):
    """An order through the sandbox, put to it and waiting for the payer."""
    made = orders.start(
        actor=actor, estate_id=estate_id, bill_ids=bill_ids, channel="sandbox", now=clock.now()
    )
    orders.cashier_page(order=made, site="http://localhost", now=clock.now())
    return made


def sandbox():
    """The sandbox channel of the running application."""
    return use(Channels).of("sandbox")


def notice(number, amount_fen, *, trade_no="SB1", **more):
    """The body of a notification as the sandbox words it."""
    words = {
        "order_number": number,
        "outcome": "paid",
        "trade_no": trade_no,
        "amount_fen": amount_fen,
        "currency": "CNY",
        "merchant": "SANDBOX-MERCHANT",
        "paid_at": clock.now().isoformat(),
    }
    return json.dumps(words | more).encode()


def notify(client, body, *, headers=None, channel="sandbox"):
    """Send a notification, genuinely signed unless other headers are given."""
    return client.post(
        f"/api/v1/payments/notifications/{channel}/SANDBOX-MERCHANT",
        data=body,
        headers=headers or sandbox().sign(body, at=int(clock.now().timestamp())),
    )


def taken_back(estate_id, bill_id):
    """A bill taken back by two people."""
    one, other = (resident(people.account().id, estate_id) for _ in "12")
    bill = bills.bill(estate_id=estate_id, bill_id=bill_id)
    voiding = voidings.propose_voiding(actor=one, bill=bill, reason="重复", now=clock.now())
    return voidings.decide_voiding(actor=other, voiding=voiding, approve=True, now=clock.now())


def planned(staff, bill):
    """An offer to pay a bill in two instalments, as it stands in the tables."""
    plan = ArrearsPlan(
        estate_id=bill.estate_id,
        unit_id=bill.unit_id,
        state=PlanState.PROPOSED,
        total_fen=bill.amount_fen,
        proposed_by=staff,
        proposed_at=clock.now(),
    )
    db.session.add(plan)
    db.session.flush()
    db.session.add(PlanBill(estate_id=bill.estate_id, plan_id=plan.id, bill_id=bill.id))
    parts = instalments(bill.amount_fen, count=2, first_on=day_of(clock.now()))
    db.session.add_all(
        PlanInstalment(
            estate_id=bill.estate_id,
            plan_id=plan.id,
            position=n,
            due_on=one.due_on,
            amount_fen=one.amount_fen,
        )
        for n, one in enumerate(parts, 1)
    )
    db.session.flush()
    return plan
