"""What the clock does to tickets. Running a step of these twice changes nothing."""

import uuid
from datetime import datetime

from sqlalchemy import select

from linli.domains.tickets import queries
from linli.domains.tickets.events import TicketSupervised
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import rating
from linli.domains.tickets.operations.stepping import lock, step
from linli.domains.tickets.rules.clocks import Pressure
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind, State
from linli.platform.bus import publish
from linli.platform.db import db


def close_unrated(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, now: datetime) -> None:
    """Close a ticket whose reporter let the days for rating pass."""
    ticket = queries.ticket(estate_id=estate_id, ticket_id=ticket_id)
    lock(ticket)
    if ticket.standing is not State.FEEDBACK or ticket.settled_at is None:
        return
    if ticket.settled_at < rating.asked_before(now):
        rating.close(ticket=ticket, now=now)


def supervise(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, now: datetime) -> None:
    """Mark a ticket whose time runs out or has run out, once each, and let those concerned know (TK-31)."""
    ticket = queries.ticket(estate_id=estate_id, ticket_id=ticket_id)
    lock(ticket)
    level = ticket.pressure(now)
    if level is Pressure.CALM or level == ticket.supervision:
        return
    step(ticket=ticket, kind=Kind.SUPERVISED, actor=None, now=now, public=False, level=level)
    ticket.supervision = level
    ticket.late = ticket.late or level is Pressure.OVERDUE
    publish(
        TicketSupervised(
            at=now, estate_id=estate_id, ticket_id=ticket_id, reporter_id=ticket.reporter_id, level=level,
            addressee=ticket.addressee, assignee_id=ticket.assignee_id,
        )
    )  # fmt: skip


def pass_on(*, account_id: uuid.UUID, successor_id: uuid.UUID, now: datetime) -> int:
    """Give everything open in somebody's hands to their successor (AO-10). Returns how many moved."""
    moved = queries.in_hands_of(account_id)
    for ticket in moved:
        step(ticket=ticket, kind=Kind.PASSED_ON, actor=None, now=now, since=account_id, to=successor_id)
        ticket.assignee_id = successor_id
    return len(moved)


def hand_over(*, estate_id: uuid.UUID, company_id: uuid.UUID | None, now: datetime) -> int:
    """Give the open tickets of an estate to the company that serves it now; what is over stays in the old
    company's figures (EI-23). Returns how many moved.
    """
    moved = db.session.scalars(
        select(Ticket).where(
            Ticket.estate_id == estate_id,
            Ticket.over.is_(False),
            Ticket.addressee == Addressee.COMPANY,
            Ticket.company_id.is_distinct_from(company_id),
        )
    ).all()
    for ticket in moved:
        step(
            ticket=ticket, kind=Kind.HANDED_OVER, actor=None, now=now, since=ticket.company_id, to=company_id
        )
        ticket.company_id = company_id
    return len(moved)
