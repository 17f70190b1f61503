"""What the people of a unit hear of its bills: new ones, reminders, answers to objections."""

from linli.domains.fees.events import BillsIssued, BillsReminded, DisputeAnswered, PlanMoved
from linli.domains.fees.queries import arrears, bills
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import register
from linli.kernel.times import day_of
from linli.platform.db import db


def tell_billed(event: BillsIssued) -> None:
    """Everybody of the units that were billed hears that there is a bill."""
    assert event.estate_id is not None
    run = bills.run(estate_id=event.estate_id, run_id=event.run_id)
    units = [row.unit_id for row in db.session.execute(bills.run_bills(run))]
    messages.tell(
        account_ids=register.accounts_of_units(event.estate_id, units, on=day_of(event.at)),
        kind=Kind.BILL,
        template="bill_issued",
        about=f"bills:{event.run_id}",
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def remind_payers(event: BillsReminded) -> None:
    """The people of the units hear that a bill is open; whoever paid or objected meanwhile hears nothing (FE-24)."""
    assert event.estate_id is not None
    units = arrears.reminded_units(event.estate_id, event.batch_id)
    messages.tell(
        account_ids=register.accounts_of_units(event.estate_id, units, on=day_of(event.at)),
        kind=Kind.BILL,
        template=f"bill_{event.step}",
        about=f"bill_reminder:{event.batch_id}",
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_objector(event: DisputeAnswered) -> None:
    """Whoever objected to a bill hears that there is an answer."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.BILL,
        template="dispute_answered",
        about=f"dispute:{event.bill_id}:{event.at:%Y%m%d%H%M%S}",
        params={"estate_id": str(event.estate_id), "bill_id": str(event.bill_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_plan(event: PlanMoved) -> None:
    """The people of a unit hear what became of paying by instalments; the way leads owners to the agreement."""
    assert event.estate_id is not None
    messages.tell(
        account_ids=register.accounts_of_units(event.estate_id, [event.unit_id], on=day_of(event.at)),
        kind=Kind.BILL,
        template=f"plan_{event.state}",
        about=f"plan:{event.plan_id}:{event.state}",
        params={"estate_id": str(event.estate_id), "plan_id": str(event.plan_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
