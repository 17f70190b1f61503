"""Questions about incidents: which are open, their reports, whom they concern."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select

from linli.domains.tickets.models import Incident, IncidentNotice, IncidentTicket, Ticket, TicketFollow
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.rules.steps import SETTLED
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.prepared import prepared

_TOGETHER = (IncidentTicket.estate_id == Ticket.estate_id) & (IncidentTicket.ticket_id == Ticket.id)


def incident(*, estate_id: uuid.UUID, incident_id: uuid.UUID, **_: object) -> Incident:
    """The incident, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Incident, (estate_id, incident_id))
    if found is None:
        raise Unknown
    return found


def incidents_page(estate_id: uuid.UUID, *, window: Window) -> Page[Incident]:
    """The incidents of an estate, the newest first."""
    return by_id(select(Incident).filter_by(estate_id=estate_id), Incident.id, window=window)


def open_incidents(
    estate_id: uuid.UUID, *, category: str, building_id: uuid.UUID | None
) -> Sequence[Incident]:
    """What is going on of a category in a building or in the whole estate, for whoever is about to report it."""
    here = or_(Incident.building_id.is_(None), Incident.building_id == building_id)
    return db.session.scalars(
        select(Incident)
        .where(
            Incident.estate_id == estate_id, Incident.closed_at.is_(None), Incident.category == category, here
        )
        .order_by(Incident.id.desc())
        .limit(3)
    ).all()


def sizes(estate_id: uuid.UUID, incident_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many reports belong to each."""
    rows = db.session.execute(
        select(IncidentTicket.incident_id, func.count())
        .where(IncidentTicket.estate_id == estate_id, IncidentTicket.incident_id.in_(incident_ids))
        .group_by(IncidentTicket.incident_id)
    )
    return {row[0]: row[1] for row in rows}


def tickets_of(found: Incident) -> Sequence[Ticket]:
    """The reports of an incident, in the order in which they joined."""
    return db.session.scalars(
        select(Ticket)
        .join(IncidentTicket, _TOGETHER)
        .where(IncidentTicket.estate_id == found.estate_id, IncidentTicket.incident_id == found.id)
        .order_by(IncidentTicket.id)
    ).all()


def incident_of(ticket: Ticket) -> Incident | None:
    """The incident to which a report belongs."""
    found: Incident | None = db.session.scalar(*_of_ticket(estate_id=ticket.estate_id, ticket_id=ticket.id))
    return found


@prepared
def _of_ticket(estate_id: Any, ticket_id: Any) -> Select[Incident]:
    return (
        select(Incident)
        .join(
            IncidentTicket,
            (IncidentTicket.estate_id == Incident.estate_id) & (IncidentTicket.incident_id == Incident.id),
        )
        .where(IncidentTicket.estate_id == estate_id, IncidentTicket.ticket_id == ticket_id)
    )


def joinable(actor: Actor, estate_id: uuid.UUID, *, category: str, limit: int = 100) -> list[Ticket]:
    """Open reports of a category that belong to no incident yet, as far as the actor may read them."""
    query = (
        select(Ticket)
        .outerjoin(IncidentTicket, _TOGETHER)
        .where(
            Ticket.estate_id == estate_id,
            Ticket.over.is_(False),
            Ticket.state.not_in(SETTLED),
            Ticket.category == category,
            IncidentTicket.id.is_(None),
        )
        .order_by(Ticket.id.desc())
        .limit(limit)
    )
    return [one for one in db.session.scalars(query) if permits(GRANTS, actor, Act.READ_INSIDE, one)]


def notices_of(found: Incident) -> Sequence[IncidentNotice]:
    """What was told, the newest first."""
    return db.session.scalars(
        select(IncidentNotice)
        .filter_by(estate_id=found.estate_id, incident_id=found.id)
        .order_by(IncidentNotice.id.desc())
    ).all()


def notice(estate_id: uuid.UUID, notice_id: uuid.UUID) -> IncidentNotice:
    """One thing that was told, or Unknown."""
    found = db.session.get(IncidentNotice, (estate_id, notice_id))
    if found is None:
        raise Unknown
    return found


def concerned_by(estate_id: uuid.UUID, incident_id: uuid.UUID) -> set[uuid.UUID]:
    """Everybody who reported, or follows, one of the reports of an incident."""
    here = (IncidentTicket.estate_id == estate_id, IncidentTicket.incident_id == incident_id)
    reporters = select(Ticket.reporter_id).join(IncidentTicket, _TOGETHER).where(*here)
    followers = (
        select(TicketFollow.account_id)
        .join(Ticket, (Ticket.estate_id == TicketFollow.estate_id) & (Ticket.id == TicketFollow.ticket_id))
        .join(IncidentTicket, _TOGETHER)
        .where(*here, TicketFollow.ended_at.is_(None), Ticket.private.is_(False))
    )
    found = [*db.session.scalars(reporters), *db.session.scalars(followers)]
    return {account_id for account_id in found if account_id is not None}
