"""Refunds as the desk, payers and the job that sends them see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from linli.domains.payments.models import Payment, PaymentOrder, Refund, RefundApproval
from linli.domains.payments.queries import held
from linli.domains.payments.rules import AccountKind, Desk
from linli.domains.payments.rules.refunds import RefundState
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.transactions import seeing_every_estate

ASK_AGAIN = timedelta(minutes=10)
GIVEN_UP = (RefundState.FAILED, RefundState.DECLINED)


@dataclass(frozen=True, slots=True)
class Errand:
    """All that a channel must be told to give money back."""

    estate_id: uuid.UUID
    refund_id: uuid.UUID
    channel: str
    merchant: str | None
    order_number: str
    refund_number: str
    amount_fen: int
    total_fen: int
    reason: str


def refund(*, estate_id: uuid.UUID, refund_id: uuid.UUID, **_: object) -> Refund:
    """The refund, or Unknown."""
    found = db.session.get(Refund, (estate_id, refund_id))
    if found is None:
        raise Unknown
    return found


def payment_for(actor: Actor, *, estate_id: uuid.UUID, payment_id: uuid.UUID) -> Payment:
    """A payment that the actor may ask back: staff any, residents their own. Otherwise Unknown."""
    found = db.session.get(Payment, (estate_id, payment_id))
    if found is None or (actor.role in RESIDENTS and found.account_id != actor.account_id):
        raise Unknown
    return found


def given_fen(estate_id: uuid.UUID, payment_id: uuid.UUID) -> int:
    """What of a payment is given back, or on its way."""
    total = db.session.scalar(
        select(func.coalesce(func.sum(Refund.amount_fen), 0)).where(
            Refund.estate_id == estate_id, Refund.payment_id == payment_id, Refund.state.not_in(GIVEN_UP)
        )
    )
    return int(total or 0)


def approvals(found: Refund) -> Sequence[RefundApproval]:
    """Who has agreed."""
    return db.session.scalars(
        select(RefundApproval).filter_by(estate_id=found.estate_id, refund_id=found.id)
    ).all()


def estate_of_number(number: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The estate and the id of the refund with this number of ours, wherever it is."""
    with seeing_every_estate():
        found = db.session.execute(select(Refund.estate_id, Refund.id).filter_by(number=number)).first()
    return (found[0], found[1]) if found else None


def refunds_page(actor: Actor, estate_id: uuid.UUID, *, window: Window) -> Page[Refund]:
    """An estate's refunds, the newest first; a resident sees his own."""
    query = select(Refund).where(Refund.estate_id == estate_id)
    if actor.role in RESIDENTS:
        query = query.where(Refund.account_id == actor.account_id)
    return by_id(query, Refund.id, window=window)


def to_approve(estate_id: uuid.UUID, account_id: uuid.UUID) -> Sequence[Refund]:
    """The refunds that wait for somebody's word: not his own wishes, none that he agreed to; at most fifty."""
    agreed = select(RefundApproval.refund_id).filter_by(estate_id=estate_id, account_id=account_id)
    query = select(Refund).where(
        Refund.estate_id == estate_id,
        Refund.state == RefundState.REQUESTED,
        Refund.asked_by != account_id,
        Refund.id.not_in(agreed),
    )
    return db.session.scalars(query.order_by(Refund.id).limit(50)).all()


def refundable(account_id: uuid.UUID, estate_id: uuid.UUID) -> list[tuple[Payment, int]]:
    """A payer's payments of which something may be asked back, the newest first, with how much; at most fifty."""
    holds = held.balance_fen(estate_id, AccountKind.SURPLUS, account_id)
    given = (
        select(Refund.payment_id, func.sum(Refund.amount_fen).label("given"))
        .where(Refund.estate_id == estate_id, Refund.state.not_in(GIVEN_UP))
        .group_by(Refund.payment_id)
        .subquery()
    )
    left = Payment.amount_fen - func.coalesce(given.c.given, 0)
    rows = db.session.execute(
        select(Payment, left)
        .outerjoin(given, given.c.payment_id == Payment.id)
        .where(Payment.estate_id == estate_id, Payment.account_id == account_id, left > 0)
        .order_by((Payment.surplus_fen > 0).desc(), Payment.id.desc())
        .limit(50)
    )
    return [(one, min(int(most), holds)) for one, most in rows] if holds else []


def ways(found: Sequence[Refund]) -> dict[uuid.UUID, str]:
    """By which way the money of each refund of one estate had come."""
    if not found:
        return {}
    rows = db.session.execute(
        select(Refund.id, Payment.channel)
        .join(Payment, (Payment.estate_id == Refund.estate_id) & (Payment.id == Refund.payment_id))
        .where(Refund.estate_id == found[0].estate_id, Refund.id.in_([one.id for one in found]))
    )
    return {row[0]: row[1] for row in rows}


def with_surplus(estate_id: uuid.UUID) -> Sequence[Payment]:
    """The newest payments of which part found no bill; at most fifty."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.estate_id == estate_id, Payment.surplus_fen > 0)
        .order_by(Payment.id.desc())
        .limit(50)
    ).all()


def due(*, now: datetime) -> list[Errand]:
    """The refunds whose channel is to be told or asked, wherever they are; those of the desk are handed out there."""
    rows = db.session.execute(
        select(Refund, PaymentOrder)
        .join(Payment, (Payment.estate_id == Refund.estate_id) & (Payment.id == Refund.payment_id))
        .join(
            PaymentOrder,
            (PaymentOrder.estate_id == Payment.estate_id) & (PaymentOrder.id == Payment.order_id),
        )
        .where(
            Payment.channel.not_in(list(Desk)),
            or_(
                Refund.state == RefundState.APPROVED,
                (Refund.state == RefundState.PROCESSING) & (Refund.sent_at <= now - ASK_AGAIN),
            ),
        )
        .order_by(Refund.id)
        .limit(500)
    )
    return [
        Errand(
            one.estate_id,
            one.id,
            order.channel,
            order.merchant,
            order.number,
            one.number,
            one.amount_fen,
            order.amount_fen,
            one.reason,
        )
        for one, order in rows
    ]
