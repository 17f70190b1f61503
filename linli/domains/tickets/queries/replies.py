"""The templates of a desk, and what they say of one ticket."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.tickets.models import ReplyTemplate, Ticket
from linli.domains.tickets.permissions import COMPANY
from linli.domains.tickets.queries.tickets import category
from linli.domains.tickets.rules.replies import FILLED, filled
from linli.domains.tickets.rules.routing import Addressee
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import shanghai
from linli.platform.db import db


def desk_of(actor: Actor) -> Addressee:
    """Whose templates somebody uses: the company's, or those of the public side."""
    return Addressee.COMPANY if actor.role in COMPANY else Addressee.COMMUNITY


def templates(actor: Actor, estate_id: uuid.UUID) -> Sequence[ReplyTemplate]:
    """The templates of the actor's desk, by title. A desk has some dozens; the list is kept by hand."""
    return db.session.scalars(
        select(ReplyTemplate)
        .where(
            ReplyTemplate.estate_id == estate_id,
            ReplyTemplate.desk == desk_of(actor),
            ReplyTemplate.retired_at.is_(None),
        )
        .order_by(ReplyTemplate.title, ReplyTemplate.id)
    ).all()


def template(actor: Actor, *, estate_id: uuid.UUID, reply_id: uuid.UUID, **_: object) -> ReplyTemplate:
    """A template in use of the actor's desk, or Unknown."""
    found = db.session.get(ReplyTemplate, (estate_id, reply_id))
    if found is None or found.retired_at is not None or found.desk != desk_of(actor):
        raise Unknown
    return found


def said_of(ticket: Ticket, words: str) -> str:
    """A template's words with what the ticket tells; what it does not tell stays in braces."""
    names = identity.names([ticket.assignee_id]) if ticket.assignee_id else {}
    due = shanghai(ticket.due_at)
    values = (
        estates.estate(estate_id=ticket.estate_id).name,
        ticket.number,
        category(ticket.category).title,
        ticket.place,
        f"{due.month}月{due.day}日 {due:%H:%M}",
        names.get(ticket.assignee_id, "") if ticket.assignee_id else "",
    )
    return filled(words, dict(zip(FILLED, values, strict=True)))
