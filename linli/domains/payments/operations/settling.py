"""Booking money that has come: to the bills it was meant for, and what they cannot take as surplus."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate

from linli.domains.fees.operations import bills as fees
from linli.domains.fees.queries import bills
from linli.domains.payments.errors import VoucherTaken
from linli.domains.payments.events import PaymentSettled
from linli.domains.payments.models import Payment, PaymentOrder, Receipt, ReceiptCounter
from linli.domains.payments.operations import keeping, ledger
from linli.domains.payments.queries import orders
from linli.domains.payments.rules import AccountKind, OrderState, Posting, receipt_code
from linli.kernel.ids import new_id
from linli.kernel.times import shanghai
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.prepared import prepared
from linli.platform.rows import write
from linli.platform.upsert import add_if_absent


@dataclass(frozen=True, slots=True)
class Money:
    """Money that has come, under the number of the channel or of the cashier's voucher."""

    trade_no: str
    amount_fen: int
    paid_at: datetime
    entered_by: uuid.UUID | None = None


def take(*, order: PaymentOrder, money: Money, now: datetime) -> Payment:
    """Book money for an order that the caller has locked: ledger, bills, receipt, all or nothing.

    Money for bills that were settled or taken back meanwhile is booked as the payer's surplus, never
    refused and never lost (checks E-3, E-20). Raises VoucherTaken for a number that was booked before.
    """
    payment_id = new_id()
    wanted = {line.bill_id: line.amount_fen for line in orders.lines(order)}
    settled = fees.settle(estate_id=order.estate_id, wanted=wanted, source_id=payment_id, now=now)
    all_for_bills = sum(wanted.values()) == order.amount_fen
    kept = {} if all_for_bills else keeping.kept(order, money.amount_fen, now)
    surplus = money.amount_fen - sum(settled.values()) - sum(kept.values())
    payment = Payment(
        id=payment_id,
        estate_id=order.estate_id,
        order_id=order.id,
        channel=order.channel,
        trade_no=money.trade_no,
        amount_fen=money.amount_fen,
        surplus_fen=surplus,
        account_id=order.account_id,
        entered_by=money.entered_by,
        paid_at=money.paid_at,
        booked_at=now,
    )
    try:
        write(payment)
    except IntegrityError:
        raise VoucherTaken(field_errors={"voucher_no": [VoucherTaken.sentence]}) from None
    keeping.note(payment, kept, now)
    _book(payment, settled, kept, now)
    order.state, order.ended_at = OrderState.PAID, order.ended_at or now
    give_receipt(payment, now)
    audit.record(
        "payments:payment:book",
        object_kind="payment",
        object_id=payment.id,
        estate_id=order.estate_id,
        channel=order.channel,
        amount_fen=money.amount_fen,
        surplus_fen=surplus,
    )
    publish(_settled(payment, now))
    return payment


def _settled(payment: Payment, now: datetime) -> PaymentSettled:
    return PaymentSettled(
        at=now,
        estate_id=payment.estate_id,
        order_id=payment.order_id,
        payment_id=payment.id,
        account_id=payment.account_id,
        surplus=payment.surplus_fen > 0,
    )


def _book(payment: Payment, settled: dict[uuid.UUID, int], kept: keeping.Kept, now: datetime) -> None:
    sides = [ledger.Side(AccountKind.CLEARING, payment.amount_fen, channel=payment.channel)]
    units = bills.unit_ids(payment.estate_id, settled)
    sides += [
        ledger.Side(AccountKind.RECEIVABLE, -amount, of_id=units[bill_id], bill_id=bill_id)
        for bill_id, amount in settled.items()
    ]
    sides += [ledger.Side(kind, -amount, of_id=of_id) for (kind, of_id), amount in kept.items()]
    payer = payment.account_id or ledger.NOBODY
    sides.append(ledger.Side(AccountKind.SURPLUS, -payment.surplus_fen, of_id=payer))
    ledger.post(
        estate_id=payment.estate_id, posting=Posting.PAYMENT, source_id=payment.id, sides=sides, now=now
    )


def give_receipt(payment: Payment, now: datetime) -> None:
    """The next receipt of the estate's year: numbers without gaps, because the counter is locked to the end."""
    estate_id, year = payment.estate_id, shanghai(now).year
    count = db.session.scalar(*_counted(of=estate_id, in_year=year))
    if count is None:  # the year's first
        add_if_absent(ReceiptCounter, id=new_id(), estate_id=estate_id, year=year, last=0)
        count = db.session.execute(*_counted(of=estate_id, in_year=year)).scalar_one()
    write(
        Receipt(
            estate_id=estate_id,
            id=new_id(),
            payment_id=payment.id,
            year=year,
            count=count,
            code=receipt_code(),
            issued_at=now,
        )
    )


_COUNTERS = cast("Table", ReceiptCounter.__table__)


@prepared
def _counted(of: Any, in_year: Any) -> ReturningUpdate[Any]:
    counter = _COUNTERS.c
    moved = update(_COUNTERS).where(counter.estate_id == of, counter.year == in_year)
    return moved.values(last=counter.last + 1).returning(counter.last)


def named(number: str) -> PaymentOrder | None:
    """The order with this number of ours as it is now, held until the end of the transaction; None: there is none."""
    return db.session.scalars(*_named(number=number)).first()


@prepared
def _named(number: Any) -> Select[PaymentOrder]:
    order = select(PaymentOrder).where(PaymentOrder.number == number)
    return order.with_for_update().execution_options(populate_existing=True)


def locked(estate_id: uuid.UUID, order_id: uuid.UUID) -> PaymentOrder:
    """The order as it is now, held until the end of the transaction."""
    return db.session.scalars(
        select(PaymentOrder)
        .filter_by(estate_id=estate_id, id=order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
