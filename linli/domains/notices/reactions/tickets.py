"""What people hear of reports: each step in its order, alarms of emergencies, and news of incidents."""

from sqlalchemy import exists, select

from linli.domains.notices.models import Message
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Channel, Kind
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.events import AlarmRung, IncidentTold, LaterAsked, TicketStepped
from linli.domains.tickets.queries import alarms, incidents, sharing
from linli.domains.tickets.queries.sharing import Concerned
from linli.domains.tickets.rules.steps import Kind as Step
from linli.kernel.times import day_of
from linli.platform.db import db

_STEPS = {Step.FED_BACK: "finished"}


def tell_step(event: TicketStepped) -> None:
    """The reporter and whoever follows hear of a step, and before it of earlier ones whose news is late (TK-60).

    Nobody is told of what they did themselves, or of what was before they followed.
    """
    if event.estate_id is None:
        return
    ticket = tickets.ticket(estate_id=event.estate_id, ticket_id=event.ticket_id)
    concerned = sharing.concerned(ticket)
    own = {ticket.reporter_id} if ticket.reporter_id else set()
    late = []
    for step in reversed(sharing.told_steps(ticket, until=event.seq)):
        about = f"ticket:{ticket.id}:{step.seq}"
        if step.seq != event.seq and _is_told(about, concerned):
            break
        late.append((step, about))
    for step, about in reversed(late):
        hearers = {
            one.account_id for one in concerned if one.since_at <= step.at and one.account_id != step.actor_id
        }
        word = _STEPS.get(Step(step.kind), step.kind)
        for template, hear in (
            (f"ticket_{word}", hearers & own),
            (f"followed_{word}", hearers - own),
        ):
            messages.tell(
                account_ids=hear,
                kind=Kind.TICKET,
                template=template,
                about=about,
                params={"estate_id": str(ticket.estate_id), "ticket_id": str(ticket.id)},
                estate_id=ticket.estate_id,
                now=step.at,
            )


def ask_later(event: LaterAsked) -> None:
    """The reporter is asked, once, whether it is still solved (TK-46)."""
    if event.reporter_id is None:
        return
    messages.tell(
        account_ids=[event.reporter_id],
        kind=Kind.TICKET,
        template="ticket_later",
        about=f"ticket_later:{event.ticket_id}",
        params={"estate_id": str(event.estate_id), "ticket_id": str(event.ticket_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def ring_duty(event: AlarmRung) -> None:
    """The duty phones ring, unless somebody has signed in the meantime (TK-48)."""
    if event.estate_id is None:
        return
    ticket = tickets.ticket(estate_id=event.estate_id, ticket_id=event.ticket_id)
    if alarms.is_signed(ticket):
        return
    messages.tell(
        account_ids=alarms.whom_to_ring(ticket, ring=event.ring, on=day_of(event.at), now=event.at),
        kind=Kind.EMERGENCY,
        template="duty_alarm",
        about=f"alarm:{ticket.id}:{event.ring}",
        params={
            "estate_id": str(ticket.estate_id),
            "ticket_id": str(ticket.id),
            "category": tickets.category(ticket.category).title,
            "place": ticket.place,
            "ring": event.ring,
        },
        estate_id=ticket.estate_id,
        now=event.at,
    )


def tell_incident(event: IncidentTold) -> None:
    """Everybody who reported or follows one of an incident's reports hears the same, once (TK-47)."""
    if event.estate_id is None:
        return
    incident = incidents.incident(estate_id=event.estate_id, incident_id=event.incident_id)
    messages.tell(
        account_ids=incidents.concerned_by(event.estate_id, incident.id),
        kind=Kind.TICKET,
        template="incident_closed" if event.closing else "incident_told",
        about=f"incident:{event.notice_id}",
        params={
            "estate_id": str(event.estate_id),
            "incident_id": str(incident.id),
            "title": incident.title,
            "words": incidents.notice(event.estate_id, event.notice_id).words,
        },
        estate_id=event.estate_id,
        now=event.at,
    )


def _is_told(about: str, concerned: list[Concerned]) -> bool:
    keys = [f"{about}:{one.account_id}:{channel}" for one in concerned for channel in Channel]
    return bool(db.session.scalar(select(exists().where(Message.once.in_(keys)))))
