"""What a link shows to whoever holds it, and whose links are open (PA-28)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from linli.domains.fees.queries import bills
from linli.domains.fees.queries.bills import BillView
from linli.domains.payments.models import PaymentLink, PaymentLinkBill, PaymentLinkOrder, PaymentOrder
from linli.domains.payments.queries import orders
from linli.domains.payments.rules import OrderState
from linli.domains.payments.rules.links import SHOWN_AFTER
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import sealed
from linli.platform.db import db
from linli.platform.transactions import narrow, seeing_every_estate


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link that can be paid by, with what is still open on its bills."""

    link: PaymentLink
    bills: Sequence[BillView]

    @property
    def total_fen(self) -> int:
        """What is to be paid."""
        return sum(one.open_fen for one in self.bills)


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return sealed.digest(f"payment link:{token}")


def live(token: str, *, now: datetime) -> LinkView:
    """The link with this token, wherever it is; one that never was, ended or was taken back is Unknown alike."""
    found = _with(token)
    if found.revoked_at is not None or found.expires_at <= now or _paid(found):
        raise Unknown
    owing = [one for one in _bills(found) if one.open_fen > 0]
    if not owing:
        raise Unknown
    return LinkView(found, owing)


def order_by(token: str, order_id: uuid.UUID, *, now: datetime) -> PaymentOrder:
    """An order that was begun by a link, until a day after its end; otherwise Unknown."""
    link = _with(token)
    began = exists().where(
        PaymentLinkOrder.estate_id == link.estate_id,
        PaymentLinkOrder.link_id == link.id,
        PaymentLinkOrder.order_id == order_id,
    )
    if not db.session.scalar(select(began)):
        raise Unknown
    found = orders.order(estate_id=link.estate_id, order_id=order_id)
    if found.ended_at is not None and found.ended_at + SHOWN_AFTER <= now:
        raise Unknown
    return found


def running(
    found: PaymentLink, *, channel: str, scene: str, wanted: dict[uuid.UUID, int], now: datetime
) -> PaymentOrder | None:
    """The link's order for exactly these sums that is still under way, so that a second try cannot pay twice."""
    open_orders = db.session.scalars(
        select(PaymentOrder)
        .join(PaymentLinkOrder, _of_link(found))
        .where(
            PaymentOrder.channel == channel,
            PaymentOrder.scene == scene,
            PaymentOrder.state == OrderState.PAYING,
            PaymentOrder.expires_at > now,
        )
        .order_by(PaymentOrder.id)
    )
    for order in open_orders:
        if {line.bill_id: line.amount_fen for line in orders.lines(order)} == wanted:
            return order
    return None


def own(actor: Actor, *, estate_id: uuid.UUID, now: datetime) -> list[LinkView]:
    """One's links that can still be paid by, the newest first."""
    found = db.session.scalars(
        select(PaymentLink)
        .where(
            PaymentLink.estate_id == estate_id,
            PaymentLink.made_by == actor.account_id,
            PaymentLink.revoked_at.is_(None),
            PaymentLink.expires_at > now,
        )
        .order_by(PaymentLink.id.desc())
    ).all()
    shown = [LinkView(one, [bill for bill in _bills(one) if bill.open_fen > 0]) for one in found]
    return [one for one in shown if one.bills and not _paid(one.link)]


def own_link(actor: Actor, *, estate_id: uuid.UUID, payment_link_id: uuid.UUID) -> PaymentLink:
    """One's own link; anybody else's is Unknown."""
    found = db.session.get(PaymentLink, (estate_id, payment_link_id))
    if found is None or found.made_by != actor.account_id:
        raise Unknown
    return found


def _with(token: str) -> PaymentLink:
    with seeing_every_estate():
        found = db.session.scalar(select(PaymentLink).filter_by(digest=digest_of(token)))
    if found is None:
        raise Unknown
    narrow(found.estate_id)
    return found


def _bills(found: PaymentLink) -> list[BillView]:
    ids = db.session.scalars(
        select(PaymentLinkBill.bill_id).filter_by(estate_id=found.estate_id, link_id=found.id)
    ).all()
    return bills.views(bills.named(found.estate_id, ids))


def _paid(found: PaymentLink) -> bool:
    paid = exists().where(_of_link(found), PaymentOrder.state == OrderState.PAID)
    return bool(db.session.scalar(select(paid)))


def _of_link(found: PaymentLink) -> ColumnElement[bool]:
    return (
        (PaymentLinkOrder.estate_id == PaymentOrder.estate_id)
        & (PaymentLinkOrder.order_id == PaymentOrder.id)
        & (PaymentLinkOrder.estate_id == found.estate_id)
        & (PaymentLinkOrder.link_id == found.id)
    )
