"""Questions about the ringing for emergencies: which rings now, whose phone, and who is on duty."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from config.tickets import catalogue
from linli.domains.people.queries import staff
from linli.domains.tickets.models import DutyPost, Ticket, TicketAlarm
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import Role
from linli.platform.db import db
from linli.platform.prepared import prepared

#: Who may be put on duty.
ON_DUTY = (Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER)
#: Nobody has the work in hand while it stands here.
UNSIGNED = frozenset(
    {State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.RETURN_REQUESTED, State.REOPENED}
)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody on duty, in the order in which they are rung."""

    account_id: uuid.UUID
    name: str
    role: Role
    position: int


def alarm(ticket: Ticket) -> TicketAlarm | None:
    """The ringing for an emergency, also when it is over."""
    found: TicketAlarm | None = db.session.scalar(
        *_of_ticket(estate_id=ticket.estate_id, ticket_id=ticket.id)
    )
    return found


@prepared
def _of_ticket(estate_id: Any, ticket_id: Any) -> Select[TicketAlarm]:
    return select(TicketAlarm).where(TicketAlarm.estate_id == estate_id, TicketAlarm.ticket_id == ticket_id)


def to_ring(now: datetime, *, limit: int = 200) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The emergencies whose next ringing is due, in every estate."""
    rows = db.session.execute(
        select(TicketAlarm.estate_id, TicketAlarm.ticket_id)
        .where(TicketAlarm.ended_at.is_(None), TicketAlarm.next_at <= now)
        .order_by(TicketAlarm.next_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def on_duty(estate_id: uuid.UUID, *, on: date, now: datetime) -> list[OnDuty]:
    """Who is on duty, first to be rung first. Whoever no longer works here is left out by itself."""
    posts = {
        post.account_id: post.position
        for post in db.session.scalars(select(DutyPost).filter_by(estate_id=estate_id))
    }
    here = staff.staff_of(estate_id, roles=ON_DUTY, on=on, now=now) if posts else []
    found = [
        OnDuty(one.account_id, one.name, one.role, posts[one.account_id])
        for one in here
        if one.account_id in posts
    ]
    return sorted(found, key=lambda one: one.position)


def whom_to_ring(ticket: Ticket, *, ring: int, on: date, now: datetime) -> Sequence[uuid.UUID]:
    """Whose phones ring: of whoever was given the work and the first on duty; from some call on, everybody's.

    Where nobody was put on duty, the managers are, and without a property company the community's officers.
    """
    duty = [one.account_id for one in on_duty(ticket.estate_id, on=on, now=now)] or _by_office(
        ticket, on, now
    )
    called = duty if ring >= catalogue().ringing.everybody_from else duty[:1]
    first = [ticket.assignee_id] if ticket.assignee_id else []
    return list(dict.fromkeys([*first, *called]))


def _by_office(ticket: Ticket, on: date, now: datetime) -> list[uuid.UUID]:
    company = ticket.addressee == Addressee.COMPANY
    role = Role.PROPERTY_MANAGER if company else Role.COMMUNITY_OFFICER
    people = staff.staff_of(ticket.estate_id, roles=[role], on=on, now=now)
    if not people and company:
        people = staff.staff_of(ticket.estate_id, roles=[Role.COMMUNITY_OFFICER], on=on, now=now)
    return [one.account_id for one in people]


def is_signed(ticket: Ticket) -> bool:
    """Whether somebody has the emergency in hand, or it is over."""
    return ticket.over or ticket.standing not in UNSIGNED
