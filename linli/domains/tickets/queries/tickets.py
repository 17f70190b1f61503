"""One ticket: finding it, who may read it, what may be done to it, who could do it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from config import holidays
from config.tickets import Category, catalogue
from linli.domains.people.queries import staff
from linli.domains.tickets.errors import UnknownCategory
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.permissions import ACT_OF, GRANTS, Act
from linli.domains.tickets.rules.clocks import WorkingTime
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind, State, possible
from linli.kernel.actors import Actor, Role
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform.db import db

#: Work orders that can be given to people in these roles.
HANDS = (Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who can be given work."""

    account_id: uuid.UUID
    name: str
    role: Role
    open: int


def category(code: str) -> Category:
    """The category. Raises UnknownCategory."""
    found = catalogue().category(code)
    if found is None:
        raise UnknownCategory(field_errors={"category": [UnknownCategory.sentence]})
    return found


def working_time() -> WorkingTime:
    """The hours and days in which deadlines run."""
    return WorkingTime(catalogue().hours, holidays.calendar())


def ticket(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, **_: object) -> Ticket:
    """The ticket, if it is this estate's; otherwise Unknown, as though it never was."""
    found = db.session.get(Ticket, (estate_id, ticket_id))
    if found is None:
        raise Unknown
    return found


def readable(actor: Actor, found: Ticket) -> Ticket:
    """The ticket, for whoever may read it; to others it looks like a missing one (B-2, B-7)."""
    if not permits(GRANTS, actor, Act.READ, found):
        raise Unknown
    return found


def by_number(estate_id: uuid.UUID, number: str) -> Ticket:
    """The ticket with the number that was read out, or Unknown."""
    found = db.session.scalar(select(Ticket).filter_by(estate_id=estate_id, number=number))
    if found is None:
        raise Unknown
    return found


def next_due(found: Ticket) -> datetime:
    """The nearest deadline: to accept it, to take it on, or to have it done."""
    waits: dict[State, datetime | None] = {
        State.SUBMITTED: found.accept_due_at,
        State.ASSIGNED: found.sign_due_at,
    }
    return min(waits.get(found.standing) or found.due_at, found.due_at)


def allowed(actor: Actor, found: Ticket) -> set[Kind]:
    """The steps that this person may take now: what the table has and the permissions grant.

    What is not yet accepted may be given to somebody at once: that accepts it.
    """
    steps = possible(found.standing) & ACT_OF.keys()
    if Kind.ACCEPTED in steps:
        steps |= {Kind.ASSIGNED, Kind.DISPATCHED}
    return {kind for kind in steps if permits(GRANTS, actor, ACT_OF[kind], found)}


def hands(estate_id: uuid.UUID, *, addressee: Addressee, on: date, now: datetime) -> list[Hand]:
    """Who can be given work here, with how much each has open."""
    roles = HANDS if addressee is Addressee.COMPANY else (Role.COMMUNITY_OFFICER,)
    people = staff.staff_of(estate_id, roles=roles, on=on, now=now)
    load = dict(
        db.session.execute(
            select(Ticket.assignee_id, func.count())
            .where(
                Ticket.estate_id == estate_id,
                Ticket.over.is_(False),
                Ticket.assignee_id.in_([person.account_id for person in people]),
            )
            .group_by(Ticket.assignee_id)
        ).all()
    )
    return [
        Hand(person.account_id, person.name, person.role, load.get(person.account_id, 0)) for person in people
    ]
