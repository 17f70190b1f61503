"""Taking money at the desk: cash, card or transfer, entered by the cashier with a voucher number."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.domains.fees.queries import bills
from linli.domains.payments.errors import AmountDiffers, NothingToPay
from linli.domains.payments.models import Payment
from linli.domains.payments.operations import orders, settling
from linli.domains.payments.queries import slips
from linli.domains.payments.rules import Desk
from linli.kernel.actors import Actor
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.db import db


def enter(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    bill_ids: Sequence[uuid.UUID],
    way: Desk,
    voucher_no: str,
    received_fen: int,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> Payment:
    """Book money taken at the desk for some bills, paid whole, with photos of its voucher; the receipt is ready.

    Raises Unknown, NothingToPay when a bill was paid meanwhile (nothing is paid twice, PA-16),
    AmountDiffers when what was counted is not what is open, VoucherTaken.
    """
    chosen = [bills.bill(estate_id=estate_id, bill_id=bill_id) for bill_id in dict.fromkeys(bill_ids)]
    wanted = orders.open_sums(bills.views(chosen))
    if len(wanted) != len(chosen):
        raise NothingToPay
    if sum(wanted.values()) != received_fen:
        raise AmountDiffers(field_errors={"received": [AmountDiffers.sentence]})
    order = orders.make(estate_id=estate_id, account_id=None, how=orders.How(way), wanted=wanted, now=now)
    money = settling.Money(voucher_no, received_fen, now, entered_by=actor.account_id)
    payment = settling.take(order=order, money=money, now=now)
    if payment.surplus_fen:  # somebody paid between the look and the lock: hand the money back, book nothing
        raise NothingToPay
    db.session.flush()
    add_photos(actor=actor, payment=payment, photos=photos, now=now)
    return payment


def add_photos(*, actor: Actor, payment: Payment, photos: Sequence[Readable], now: datetime) -> None:
    """Keep photos of a payment's voucher, with it or later; none is ever taken away (PA-16)."""
    for stream in photos:
        attachments.store_image(
            estate_id=payment.estate_id,
            stream=stream,
            object_kind=slips.VOUCHER,
            object_id=payment.id,
            made_by=actor.account_id,
            now=now,
        )
    if photos:
        audit.record(
            "payments:desk:add_voucher",
            object_kind="payment",
            object_id=payment.id,
            estate_id=payment.estate_id,
            photos=len(photos),
        )
