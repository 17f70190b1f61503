"""What cashiers took at the desk on a day, person by person, and the vouchers of each payment (PA-16)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from linli.domains.payments.models import Payment, Receipt
from linli.domains.payments.queries.orders import ReceiptView, view
from linli.domains.payments.rules import Desk, receipt_number
from linli.domains.people.queries import identity
from linli.kernel.refusals import Unknown
from linli.kernel.times import end_of, start_of
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db

VOUCHER = "payment_voucher"
MOST = 500


@dataclass(frozen=True, slots=True)
class Desked:
    """A payment that was entered at the desk, and how many photos its voucher has."""

    payment_id: uuid.UUID
    photos: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What one cashier took by one way."""

    way: Desk
    count: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Entered:
    """One payment as it was entered, with its receipt's number."""

    number: str
    payment: Payment

    @property
    def way(self) -> Desk:
        """By which way it was taken."""
        return Desk(self.payment.channel)


@dataclass(frozen=True, slots=True)
class Slip:
    """A cashier's day to hand over: sums by way, and each receipt."""

    cashier: str
    sums: Sequence[Taken]
    entered: Sequence[Entered]

    @property
    def total_fen(self) -> int:
        """All that was taken."""
        return sum(one.amount_fen for one in self.sums)

    @property
    def cash_fen(self) -> int:
        """What has to be in the drawer."""
        return sum(one.amount_fen for one in self.sums if one.way is Desk.CASH)


def payment(*, estate_id: uuid.UUID, payment_id: uuid.UUID, **_: object) -> Payment:
    """A payment that was entered at the desk, or Unknown."""
    found = db.session.get(Payment, (estate_id, payment_id))
    if found is None or found.channel not in set(Desk):
        raise Unknown
    return found


def receipt_of(found: Payment) -> ReceiptView:
    """Its receipt."""
    return view(
        db.session.scalars(select(Receipt).filter_by(estate_id=found.estate_id, payment_id=found.id)).one()
    )


def vouchers(found: Payment) -> Sequence[Attachment]:
    """The photos of its voucher."""
    return attachments.of_object(estate_id=found.estate_id, object_kind=VOUCHER, object_id=found.id)


def voucher(found: Payment, photo_id: uuid.UUID) -> Attachment:
    """One of them, or Unknown."""
    one = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if (one.object_kind, one.object_id) != (VOUCHER, found.id):
        raise Unknown
    return one


def desked(estate_id: uuid.UUID, payments: Sequence[Payment]) -> dict[uuid.UUID, Desked]:
    """By receipt, the payments of a page that were entered at the desk, with how many photos each has."""
    entered = [one.id for one in payments if one.channel in set(Desk)]
    files = attachments.of_objects(estate_id=estate_id, object_kind=VOUCHER, object_ids=entered)
    receipts = db.session.execute(
        select(Receipt.id, Receipt.payment_id).where(
            Receipt.estate_id == estate_id, Receipt.payment_id.in_(entered)
        )
    )
    return {receipt: Desked(one, len(files.get(one, []))) for receipt, one in receipts}


def slips(estate_id: uuid.UUID, *, on: date) -> list[Slip]:
    """What each cashier took on a day at the desk; at most 500 receipts a person are listed, the sums hold all."""
    here = (
        Payment.estate_id == estate_id,
        Payment.channel.in_(list(Desk)),
        Payment.paid_at >= start_of(on),
        Payment.paid_at < end_of(on),
    )
    rows = db.session.execute(
        select(Payment.entered_by, Payment.channel, func.count(), func.sum(Payment.amount_fen))
        .where(*here)
        .group_by(Payment.entered_by, Payment.channel)
        .order_by(Payment.entered_by, Payment.channel)
    ).all()
    receipts = db.session.execute(
        select(Receipt, Payment)
        .join(Payment, (Payment.estate_id == Receipt.estate_id) & (Payment.id == Receipt.payment_id))
        .where(*here)
        .order_by(Receipt.id)
        .limit(MOST)
    ).all()
    names = identity.names([row[0] for row in rows if row[0]])
    return [
        Slip(
            names.get(who, "—") if who else "—",
            [Taken(Desk(way), int(count), int(fen)) for by, way, count, fen in rows if by == who],
            [
                Entered(receipt_number(one.year, one.count), paid)
                for one, paid in receipts
                if paid.entered_by == who
            ],
        )
        for who in dict.fromkeys(row[0] for row in rows)
    ]
