"""What the clock does to tickets. Running a step of these twice changes nothing."""

import uuid
from datetime import datetime

from sqlalchemy import select

from linli.domains.tickets import queries
from linli.domains.tickets.errors import WrongStep
from linli.domains.tickets.events import TicketStoodIn, TicketSupervised
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import rating
from linli.domains.tickets.operations.loops import hold
from linli.domains.tickets.operations.stepping import lock, needed, step, whose
from linli.domains.tickets.rules.clocks import Pressure, Supervision
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind, State
from linli.kernel.actors import Actor
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
    """Mark a ticket whose time runs out or has run out, once each, and let those concerned know (TK-31).

    So long after the deadline the county watches it. A standing clock runs out for nobody.
    """
    ticket = queries.ticket(estate_id=estate_id, ticket_id=ticket_id)
    lock(ticket)
    pressure = ticket.pressure(now)
    level = Supervision(pressure)
    if pressure is Pressure.OVERDUE and queries.long_overdue(ticket, now):
        level = Supervision.COUNTY
    if level.above(ticket.supervision):
        _watch(ticket, level, None, "", now)
        ticket.late = ticket.late or pressure is Pressure.OVERDUE


def put_under(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """An officer of the township or the county puts it under listed supervision (挂牌督办); only its end ends that.

    Raises WrongStep, ReasonMissing.
    """
    lock(ticket)
    if ticket.supervision == Supervision.LISTED:
        raise WrongStep("这件报事已经挂牌督办。")
    _watch(ticket, Supervision.LISTED, actor, needed(reason), now)
    return ticket


def stand_in(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, now: datetime) -> None:
    """Not signed in time: the stand-in has it from now on, with a fresh time for signing (NN-25)."""
    ticket = queries.ticket(estate_id=estate_id, ticket_id=ticket_id)
    lock(ticket)
    late = ticket.sign_due_at is not None and now > ticket.sign_due_at
    if ticket.standing is not State.ASSIGNED or ticket.assignee_id is None or not late:
        return
    if ticket.stand_in_id is None:
        return
    since_id, assignee_id = ticket.assignee_id, ticket.stand_in_id
    step(ticket=ticket, kind=Kind.STOOD_IN, actor=None, now=now, public=False, since=since_id, to=assignee_id)
    hold(ticket, assignee_id, None, now)
    publish(TicketStoodIn(at=now, since_id=since_id, assignee_id=assignee_id, **whose(ticket)))


def _watch(ticket: Ticket, level: Supervision, actor: Actor | None, reason: str, now: datetime) -> None:
    step(ticket=ticket, kind=Kind.SUPERVISED, actor=actor, now=now, reason=reason, public=False, level=level)
    ticket.supervision = level
    publish(
        TicketSupervised(
            at=now, level=level, addressee=ticket.addressee, assignee_id=ticket.assignee_id, **whose(ticket)
        )
    )


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
