"""Letting somebody else pay: a link to bills, kept as a digest, over when they are paid or its days are (PA-28)."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from linli.domains.fees.queries import bills
from linli.domains.payments.errors import TooManyLinks
from linli.domains.payments.models import PaymentLink, PaymentLinkBill, PaymentLinkOrder, PaymentOrder
from linli.domains.payments.operations import orders
from linli.domains.payments.ports import Scene
from linli.domains.payments.queries import links
from linli.domains.payments.rules.links import MOST_OPEN, link_token
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def make(
    *, actor: Actor, estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID], days: int, now: datetime
) -> tuple[PaymentLink, str]:
    """A link to bills of one's household, with its token, which is told this once and kept nowhere.

    Raises Unknown for a bill not one's own, NothingToPay, TooManyLinks.
    """
    chosen = bills.own_bills_named(actor, estate_id, bill_ids[: orders.MOST_BILLS])
    wanted = orders.open_sums(chosen)
    if len(links.own(actor, estate_id=estate_id, now=now)) >= MOST_OPEN:
        raise TooManyLinks
    token = link_token()
    made = PaymentLink(
        estate_id=estate_id,
        digest=links.digest_of(token),
        made_by=actor.account_id,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(PaymentLinkBill(estate_id=estate_id, link_id=made.id, bill_id=one) for one in wanted)
    db.session.flush()
    _record("make", made)
    return made, token


def revoke(*, link: PaymentLink, now: datetime) -> PaymentLink:
    """Take a link back: from now on it is as if it had never been."""
    link.revoked_at = link.revoked_at or now
    db.session.flush()
    _record("revoke", link)
    return link


def start(*, token: str, channel: str, scene: Scene, now: datetime) -> PaymentOrder:
    """Begin to pay by a link, whoever that is. What turns out too much is held for nobody known, as at the desk.

    Raises Unknown for a link that is over, NoSuchChannel.
    """
    view = links.live(token, now=now)
    link = _locked(view.link)
    wanted = orders.open_sums(view.bills)
    offered = orders.offered_at(link.estate_id, channel, scene, now)
    running = links.running(link, channel=channel, scene=scene, wanted=wanted, now=now)
    if running is not None:
        return running
    how = orders.How(channel, offered.merchant, scene)
    order = orders.make(estate_id=link.estate_id, account_id=None, how=how, wanted=wanted, now=now)
    db.session.add(PaymentLinkOrder(estate_id=link.estate_id, link_id=link.id, order_id=order.id))
    return orders.begin(order, now)


def _locked(link: PaymentLink) -> PaymentLink:
    return db.session.scalars(
        select(PaymentLink).filter_by(estate_id=link.estate_id, id=link.id).with_for_update()
    ).one()


def _record(verb: str, link: PaymentLink) -> None:
    audit.record(
        f"payments:link:{verb}", object_kind="payment_link", object_id=link.id, estate_id=link.estate_id
    )
