"""Messages about unpaid bills, to the people of the unit only: reminders, answers to objections."""

from linli.domains.fees.events import BillsReminded, DisputeAnswered
from linli.domains.fees.queries import arrears
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import register
from linli.kernel.times import day_of


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
