"""What the books do when bills are issued or taken back: in the same transaction, or neither happens."""

import uuid
from collections import Counter

from linli.domains.fees.events import BillsIssued, BillVoided
from linli.domains.fees.queries import bills, items
from linli.domains.fees.rules.places import rent_of_owners
from linli.domains.payments.models import Allocation, Payment
from linli.domains.payments.operations import ledger, prepaid
from linli.domains.payments.rules import AccountKind, Posting
from linli.platform.db import db


def book_bills(event: BillsIssued) -> None:
    """Each unit now owes its bill; rent of common places is owed to the owners, all else is income (民法典第282条)."""
    assert event.estate_id is not None
    item = items.item(estate_id=event.estate_id, item_id=event.item_id)
    of_owners = rent_of_owners(item.kind, item.place_of)
    ledger.post_run(
        estate_id=event.estate_id,
        run_id=event.run_id,
        item_id=event.item_id,
        earned=AccountKind.OWNERS_RENT if of_owners else AccountKind.INCOME,
        now=event.at,
    )


def use_prepaid(event: BillsIssued) -> None:
    """What is prepaid for units goes to their bills at once (FE-18); an estate without prepaid money costs nothing."""
    assert event.estate_id is not None
    prepaid.use(estate_id=event.estate_id, now=event.at)


def book_void(event: BillVoided) -> None:
    """The unit no longer owes the bill; what was paid of it is now its payers' surplus (check E-20)."""
    assert event.estate_id is not None
    bill = bills.bill(estate_id=event.estate_id, bill_id=event.bill_id)
    paid = _paid_by(event.estate_id, event.bill_id)
    owed = bill.amount_fen - sum(paid.values())
    sides = [
        ledger.Side(AccountKind.RECEIVABLE, -owed, of_id=bill.unit_id, bill_id=bill.id),
        ledger.Side(ledger.earned_by(event.estate_id, bill.run_id), bill.amount_fen, of_id=bill.item_id),
        *(ledger.Side(kind, -amount, of_id=payer) for (kind, payer), amount in paid.items()),
    ]
    ledger.post(
        estate_id=event.estate_id,
        posting=Posting.BILL_VOIDED,
        source_id=event.red_id,
        sides=sides,
        now=event.at,
    )


def _paid_by(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Counter[tuple[AccountKind, uuid.UUID]]:
    """Whose money went to a bill; a payer at the desk is nobody the platform knows, prepaid is its unit's."""
    paid: Counter[tuple[AccountKind, uuid.UUID]] = Counter()
    for one in bills.settlements(estate_id, bill_id):
        if one.amount_fen <= 0:
            continue
        used = db.session.get(Allocation, (estate_id, one.source_id))
        if used is not None:
            paid[AccountKind(used.origin), used.of_id] += one.amount_fen
        else:
            payment = db.session.get_one(Payment, (estate_id, one.source_id))
            paid[AccountKind.SURPLUS, payment.account_id or ledger.NOBODY] += one.amount_fen
    return paid
