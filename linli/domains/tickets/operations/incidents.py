"""Incidents: one matter behind many reports, told of once and closed once (TK-47)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.estates import queries as estates
from linli.domains.tickets import queries
from linli.domains.tickets.errors import (
    AfterPhotoMissing,
    BadIncidentTicket,
    IncidentOver,
    NotOfIncident,
    ReasonMissing,
    WrongStep,
)
from linli.domains.tickets.events import IncidentTold
from linli.domains.tickets.models import Incident, IncidentNotice, IncidentTicket, Ticket
from linli.domains.tickets.operations import handling
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import checklists, incidents
from linli.domains.tickets.rules.routing import Stage
from linli.domains.tickets.rules.steps import SETTLED, State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

#: From here the work leads straight to its end; what was paused, passed up or is in consultation does not.
_STRAIGHT = frozenset(
    {
        State.SUBMITTED,
        State.ACCEPTED,
        State.ASSIGNED,
        State.RETURN_REQUESTED,
        State.SIGNED,
        State.HANDLING,
        State.REOPENED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What happened, and where: in one building, or (none) in the whole estate."""

    title: str
    category: str
    building_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What became of the reports of a closed incident: the numbers done, and those refused, each with why."""

    done: Sequence[str]
    refused: Sequence[tuple[str, str]]


def open_incident(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    matter: Matter,
    ticket_ids: Collection[uuid.UUID] = (),
    now: datetime,
) -> Incident:
    """Say that one matter is behind several reports. Raises UnknownCategory, BadIncidentTicket."""
    queries.category(matter.category)
    if matter.building_id is not None:
        estates.building(estate_id=estate_id, building_id=matter.building_id)
    made = Incident(
        estate_id=estate_id,
        title=matter.title,
        category=matter.category,
        building_id=matter.building_id,
        opened_by=actor.account_id,
        opened_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("open", made)
    for ticket_id in ticket_ids:
        _add(actor, made, queries.ticket(estate_id=estate_id, ticket_id=ticket_id), now)
    return made


def add_ticket(*, actor: Actor, incident: Incident, number: str, now: datetime) -> Incident:
    """Let one more report belong to it, by its number. Raises IncidentOver, BadIncidentTicket."""
    _check_open(incident)
    try:
        found = queries.by_number(incident.estate_id, number)
    except Unknown:
        raise BadIncidentTicket(field_errors={"number": [BadIncidentTicket.sentence]}) from None
    _add(actor, incident, found, now)
    return incident


def tell(*, actor: Actor, incident: Incident, words: str, now: datetime) -> IncidentNotice:
    """Tell everybody who reported or follows one of its reports the same, each once. Raises IncidentOver."""
    _check_open(incident)
    return _told(actor, incident, words, now)


def close(
    *, actor: Actor, incident: Incident, result: str, ticket_ids: Collection[uuid.UUID] = (), now: datetime
) -> Closing:
    """End it, tell everybody how, and finish with the same words those of its reports that are named.

    A report that cannot be finished this way stays as it is and is named with the reason; all others are done.
    Raises IncidentOver, ReasonMissing, NotOfIncident.
    """
    _check_open(incident)
    if not result:
        raise ReasonMissing(
            "请写明处理结果，所有报事人都会看到。", field_errors={"result": ["请写明处理结果。"]}
        )
    joined = {one.id: one for one in incidents.tickets_of(incident)}
    if not joined.keys() >= set(ticket_ids):
        raise NotOfIncident(field_errors={"ticket_ids": [NotOfIncident.sentence]})
    incident.closed_at, incident.result = now, result
    _told(actor, incident, result, now, closing=True)
    _record("close", incident)
    done, refused = [], []
    for ticket in (one for one in joined.values() if one.id in ticket_ids):
        why = _why_not(actor, ticket)
        if why:
            refused.append((ticket.number, why))
        else:
            _finish(actor, ticket, result, now)
            done.append(ticket.number)
    return Closing(done, refused)


def closable(actor: Actor, incident: Incident) -> list[tuple[Ticket, str]]:
    """The reports of an incident that still wait, each with why it cannot be closed along with it (or "")."""
    waiting = [one for one in incidents.tickets_of(incident) if one.standing not in SETTLED]
    return [(one, _why_not(actor, one)) for one in waiting]


def _add(actor: Actor, incident: Incident, ticket: Ticket, now: datetime) -> None:
    if ticket.over or not permits(GRANTS, actor, Act.READ_INSIDE, ticket):
        raise BadIncidentTicket(field_errors={"number": [BadIncidentTicket.sentence]})
    there = incidents.incident_of(ticket)
    if there is not None and there.id == incident.id:
        return
    try:
        db.session.add(
            IncidentTicket(
                estate_id=ticket.estate_id, incident_id=incident.id, ticket_id=ticket.id, joined_at=now
            )
        )
        db.session.flush()
    except IntegrityError:
        raise BadIncidentTicket(field_errors={"number": [BadIncidentTicket.sentence]}) from None
    _record("add_ticket", incident)


def _told(
    actor: Actor, incident: Incident, words: str, now: datetime, *, closing: bool = False
) -> IncidentNotice:
    made = IncidentNotice(
        estate_id=incident.estate_id, incident_id=incident.id, words=words, told_by=actor.account_id, at=now
    )
    db.session.add(made)
    db.session.flush()
    _record("tell", incident)
    publish(
        IncidentTold(
            at=now,
            estate_id=incident.estate_id,
            incident_id=incident.id,
            notice_id=made.id,
            closing=closing,
        )
    )
    return made


def _why_not(actor: Actor, ticket: Ticket) -> str:
    if ticket.standing in SETTLED:
        return "已经办结"
    if not permits(GRANTS, actor, Act.FINISH, ticket):
        return "不归您办理"
    if ticket.standing not in _STRAIGHT:
        return f"正在“{ticket.standing.title}”，请单独办理"
    if any(one.open for one in checklists.points(ticket)):
        return "检查单还有必查的没打勾"
    photo = not queries.category(ticket.category).after_photo or queries.has_photo_since(
        ticket, since=0, stage=Stage.AFTER
    )
    return "" if photo else AfterPhotoMissing.sentence


def _finish(actor: Actor, ticket: Ticket, result: str, now: datetime) -> None:
    """The remaining steps one after another, so that its history tells what was done as any other's does."""
    if ticket.standing in {State.SUBMITTED, State.ACCEPTED, State.RETURN_REQUESTED}:
        handling.assign(actor=actor, ticket=ticket, assignee_id=actor.account_id, now=now)
    if ticket.standing is State.ASSIGNED:
        handling.sign(actor=actor, ticket=ticket, now=now)
    if ticket.standing in {State.SIGNED, State.REOPENED}:
        handling.start(actor=actor, ticket=ticket, now=now)
    if ticket.standing is not State.HANDLING:
        raise WrongStep
    handling.finish(actor=actor, ticket=ticket, result=result, now=now)


def _check_open(incident: Incident) -> None:
    if incident.closed_at is not None:
        raise IncidentOver


def _record(verb: str, incident: Incident) -> None:
    audit.record(
        f"tickets:incident:{verb}",
        object_kind="incident",
        object_id=incident.id,
        estate_id=incident.estate_id,
    )
