"""What waits at the desks beyond the estate: for the township or county to decide, and for who holds a post."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from linli.domains.tickets.models import Ticket, TicketPart
from linli.domains.tickets.rules.cooperation import PartState
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import COOPERATING, SETTLED, State
from linli.kernel.actors import Actor, Role
from linli.platform.db import db

#: A desk is waited for: to give the order to a department, to grant what was asked, to check the result.
DECIDES = frozenset(
    {
        State.SUBMITTED,
        State.ACCEPTED,
        State.RETURN_REQUESTED,
        State.ESCALATED,
        State.JOINT,
        State.EXTENSION_REQUESTED,
        State.SUSPENSION_REQUESTED,
        State.HANDLED,
        State.REVIEW,
    }
)


def waiting(actor: Actor, estate_id: uuid.UUID, *, limit: int) -> Sequence[Ticket]:
    """Orders of an estate that the officer's desk decides on, and those in the officer's own hands; what ends first
    first.
    """
    query = (
        select(Ticket)
        .where(Ticket.estate_id == estate_id, Ticket.over.is_(False), or_(_decides(actor), _holds(actor)))
        .order_by(Ticket.due_at, Ticket.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def held_parts(
    account_id: uuid.UUID, estate_id: uuid.UUID, *, limit: int
) -> Sequence[tuple[TicketPart, Ticket]]:
    """Open parts of an estate's orders in somebody's hands, each with its order; what ends first first."""
    query = (
        select(TicketPart, Ticket)
        .join(Ticket, and_(Ticket.estate_id == TicketPart.estate_id, Ticket.id == TicketPart.ticket_id))
        .where(
            TicketPart.estate_id == estate_id,
            TicketPart.holder_id == account_id,
            TicketPart.state.in_([PartState.MADE, PartState.SIGNED]),
            Ticket.state.in_(COOPERATING),
        )
        .order_by(TicketPart.due_at, TicketPart.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _decides(actor: Actor) -> ColumnElement[bool]:
    own = Addressee.TOWNSHIP if actor.role is Role.STREET_OFFICER else Addressee.COUNTY
    waits = and_(Ticket.addressee == own, Ticket.state.in_(DECIDES))
    if actor.role is not Role.COUNTY_OFFICER:
        return waits
    # A second extension and a joint consultation are the county's, wherever the order lies (permissions.directs).
    return or_(waits, Ticket.state == State.JOINT)


def _holds(actor: Actor) -> ColumnElement[bool]:
    return and_(Ticket.assignee_id == actor.account_id, Ticket.state.not_in(SETTLED | DECIDES))
