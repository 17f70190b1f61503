"""Orders, payments and receipts as people see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from linli.domains.estates import queries as estates
from linli.domains.fees.queries import bills
from linli.domains.payments.models import (
    ChannelAlarm,
    LedgerAccount,
    LedgerEntry,
    Payment,
    PaymentOrder,
    PaymentOrderLine,
    PaymentOrderPrepaid,
    Receipt,
)
from linli.domains.payments.ports import Channels, Scene
from linli.domains.payments.queries import deposits
from linli.domains.payments.queries.deposits import DepositView
from linli.domains.payments.rules import AccountKind, Desk, OrderState, receipt_number
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import end_of, start_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.ports import use
from linli.platform.prepared import prepared
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt with all that stands on it."""

    receipt: Receipt
    payment: Payment
    bills: list[tuple[bills.BillView, int]]
    prepaid_unit: str = ""
    deposit: DepositView | None = None

    @property
    def prepaid_fen(self) -> int:
        """What of the money is kept for the unit's next bills."""
        return 0 if self.deposit else self._kept_fen

    @property
    def deposit_fen(self) -> int:
        """What of the money is held as a deposit."""
        return self._kept_fen if self.deposit else 0

    @property
    def _kept_fen(self) -> int:
        went = sum(amount for _, amount in self.bills)
        return self.payment.amount_fen - self.payment.surplus_fen - went

    @property
    def number(self) -> str:
        """As it is printed."""
        return receipt_number(self.receipt.year, self.receipt.count)


@dataclass(frozen=True, slots=True)
class Taking:
    """What came in by one way on a day."""

    channel: str
    count: int
    amount_fen: int
    surplus_fen: int


def order(*, estate_id: uuid.UUID, order_id: uuid.UUID, **_: object) -> PaymentOrder:
    """The order, if it is this estate's; otherwise Unknown."""
    found = db.session.get(PaymentOrder, (estate_id, order_id))
    if found is None:
        raise Unknown
    return found


def own_order(actor: Actor, *, estate_id: uuid.UUID, order_id: uuid.UUID) -> PaymentOrder:
    """The actor's own order; anybody else's is Unknown."""
    found = order(estate_id=estate_id, order_id=order_id)
    if found.account_id != actor.account_id:
        raise Unknown
    return found


def lines(found: PaymentOrder) -> Sequence[PaymentOrderLine]:
    """The bills of an order, with what was open on each."""
    return db.session.scalars(*_lines(estate_id=found.estate_id, order_id=found.id)).all()


@prepared
def _lines(estate_id: Any, order_id: Any) -> Select[PaymentOrderLine]:
    line = PaymentOrderLine
    return select(line).where(line.estate_id == estate_id, line.order_id == order_id).order_by(line.id)


def same_order(
    *,
    estate_id: uuid.UUID,
    account_id: uuid.UUID,
    channel: str,
    scene: Scene,
    wanted: dict[uuid.UUID, int],
    now: datetime,
) -> PaymentOrder | None:
    """The actor's order for exactly these bills and sums that is still under way, so that its number serves again."""
    running = db.session.scalars(
        select(PaymentOrder).where(
            PaymentOrder.estate_id == estate_id,
            PaymentOrder.account_id == account_id,
            PaymentOrder.channel == channel,
            PaymentOrder.scene == scene,
            PaymentOrder.state.in_([OrderState.CREATED, OrderState.PAYING]),
            PaymentOrder.expires_at > now,
        )
    )
    for found in running:
        if {line.bill_id: line.amount_fen for line in lines(found)} == wanted:
            return found
    return None


def prepaid_of(found: PaymentOrder) -> PaymentOrderPrepaid | None:
    """The unit that an order pays ahead for, where it does."""
    return db.session.scalar(
        select(PaymentOrderPrepaid).filter_by(estate_id=found.estate_id, order_id=found.id)
    )


def same_prepaying(
    account_id: uuid.UUID,
    *,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    amount_fen: int,
    channel: str,
    now: datetime,
) -> PaymentOrder | None:
    """One's order to pay just as much ahead for the same unit that is still under way."""
    return db.session.scalar(
        select(PaymentOrder)
        .join(
            PaymentOrderPrepaid,
            (PaymentOrderPrepaid.estate_id == PaymentOrder.estate_id)
            & (PaymentOrderPrepaid.order_id == PaymentOrder.id),
        )
        .where(
            PaymentOrder.estate_id == estate_id,
            PaymentOrder.account_id == account_id,
            PaymentOrder.channel == channel,
            PaymentOrder.amount_fen == amount_fen,
            PaymentOrder.state == OrderState.PAYING,
            PaymentOrder.expires_at > now,
            PaymentOrderPrepaid.unit_id == unit_id,
        )
        .limit(1)
    )


def being_paid(estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID], *, now: datetime) -> set[uuid.UUID]:
    """Which of these bills have a payment under way whose end is not known yet (PA-11)."""
    return set(
        db.session.scalars(
            select(PaymentOrderLine.bill_id)
            .join(
                PaymentOrder,
                (PaymentOrder.estate_id == PaymentOrderLine.estate_id)
                & (PaymentOrder.id == PaymentOrderLine.order_id),
            )
            .where(
                PaymentOrderLine.estate_id == estate_id,
                PaymentOrderLine.bill_id.in_(bill_ids),
                PaymentOrder.state == OrderState.PAYING,
                PaymentOrder.expires_at > now,
            )
        )
    )


def waiting() -> Sequence[PaymentOrder]:
    """Every order whose end is not known, wherever it is: for asking the channels."""
    return db.session.scalars(
        select(PaymentOrder).where(PaymentOrder.state == OrderState.PAYING).order_by(PaymentOrder.id)
    ).all()


def payment_by_trade(channel: str, trade_no: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The estate and order that a channel's trade was booked to, wherever it is."""
    with seeing_every_estate():
        found = db.session.execute(*_by_trade(channel=channel, trade_no=trade_no)).first()
    return (found[0], found[1]) if found else None


@prepared
def _by_trade(channel: Any, trade_no: Any) -> Select[uuid.UUID, uuid.UUID]:
    trade = (Payment.channel == channel, Payment.trade_no == trade_no)
    return select(Payment.estate_id, Payment.order_id).where(*trade)


def receipt_of_order(found: PaymentOrder) -> Receipt | None:
    """The first receipt for an order, where money has come."""
    return db.session.scalar(
        select(Receipt)
        .join(Payment, (Payment.estate_id == Receipt.estate_id) & (Payment.id == Receipt.payment_id))
        .where(Payment.estate_id == found.estate_id, Payment.order_id == found.id)
        .order_by(Receipt.id)
        .limit(1)
    )


def receipt_for(actor: Actor, *, estate_id: uuid.UUID, receipt_id: uuid.UUID) -> ReceiptView:
    """A receipt that the actor may see: staff, the payer, or whoever may see every bill on it. Otherwise Unknown."""
    found = db.session.get(Receipt, (estate_id, receipt_id))
    if found is None:
        raise Unknown
    shown = view(found)
    if actor.role in RESIDENTS and shown.payment.account_id != actor.account_id:
        if not shown.bills:
            raise Unknown
        bills.own_bills_named(actor, estate_id, [one.bill.id for one, _ in shown.bills])
    return shown


def receipt_by_code(code: str) -> ReceiptView:
    """The receipt behind a public code, wherever it is, or Unknown."""
    with seeing_every_estate():
        found = db.session.scalar(select(Receipt).filter_by(code=code))
        if found is None:
            raise Unknown
        return view(found)


def receipts_of_bill(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Sequence[Receipt]:
    """The receipts of the payments that went to a bill."""
    sources = [one.source_id for one in bills.settlements(estate_id, bill_id)]
    return db.session.scalars(
        select(Receipt)
        .where(Receipt.estate_id == estate_id, Receipt.payment_id.in_(sources))
        .order_by(Receipt.id)
    ).all()


def surplus_fen(estate_id: uuid.UUID, account_id: uuid.UUID) -> int:
    """What an estate holds for somebody who paid more than was owed."""
    total = db.session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        .join(
            LedgerAccount,
            (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id),
        )
        .where(
            LedgerAccount.estate_id == estate_id,
            LedgerAccount.kind == AccountKind.SURPLUS,
            LedgerAccount.of_id == account_id,
        )
    )
    return -int(total or 0)


def takings(estate_id: uuid.UUID, *, on: date) -> list[Taking]:
    """What came in on a day, by way."""
    rows = db.session.execute(
        select(Payment.channel, func.count(), func.sum(Payment.amount_fen), func.sum(Payment.surplus_fen))
        .where(Payment.estate_id == estate_id, Payment.paid_at >= start_of(on), Payment.paid_at < end_of(on))
        .group_by(Payment.channel)
        .order_by(Payment.channel)
    )
    return [Taking(row[0], int(row[1]), int(row[2]), int(row[3])) for row in rows]


def payments_page(estate_id: uuid.UUID, *, on: date, window: Window) -> Page[ReceiptView]:
    """The payments of a day with their receipts and bills, the newest first."""
    query = (
        select(Receipt)
        .join(Payment, (Payment.estate_id == Receipt.estate_id) & (Payment.id == Receipt.payment_id))
        .where(Payment.estate_id == estate_id, Payment.paid_at >= start_of(on), Payment.paid_at < end_of(on))
    )
    found = by_id(query, Receipt.id, window=window)
    return Page([view(one) for one in found.items], found.next)


def alarms(estate_id: uuid.UUID) -> Sequence[ChannelAlarm]:
    """The newest notifications that did not fit an order of this estate."""
    return db.session.scalars(
        select(ChannelAlarm)
        .where(ChannelAlarm.estate_id == estate_id)
        .order_by(ChannelAlarm.id.desc())
        .limit(20)
    ).all()


def way_title(channel: str) -> str:
    """The name of a way to pay, as people read it."""
    if channel in set(Desk):
        return Desk(channel).title
    offered = use(Channels).of(channel)
    return offered.title if offered else channel


def receipt_of_payment(payment: Payment) -> ReceiptView:
    """The receipt for money that has just been booked."""
    return view(
        db.session.scalars(
            select(Receipt).filter_by(estate_id=payment.estate_id, payment_id=payment.id)
        ).one()
    )


def view(found: Receipt) -> ReceiptView:
    """A receipt with all that stands on it."""
    payment = db.session.get_one(Payment, (found.estate_id, found.payment_id))
    went = bills.bills_of_source(found.estate_id, payment.id)
    paid = order(estate_id=payment.estate_id, order_id=payment.order_id)
    secured = deposits.of_order(paid) if not went else None
    held = deposits.views([secured])[0] if secured else None
    return ReceiptView(found, payment, went, _prepaid_unit(paid, payment), held)


def _prepaid_unit(paid: PaymentOrder, payment: Payment) -> str:
    kept = prepaid_of(paid)
    return estates.unit(estate_id=payment.estate_id, unit_id=kept.unit_id).label if kept else ""
