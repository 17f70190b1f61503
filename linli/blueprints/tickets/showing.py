"""Tickets as their readers see them: the same words for programs and for pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g, url_for

from linli.blueprints.tickets import loops_shown, needs_shown, warranty_shown
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.models import Incident, Ticket, TicketAlarm, TicketRating
from linli.domains.tickets.operations.reporting import Filed
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import Entry, alarms, incidents, sharing
from linli.domains.tickets.rules import questions
from linli.domains.tickets.rules.clocks import Pressure, Urgency
from linli.domains.tickets.rules.ratings import TAGS
from linli.domains.tickets.rules.steps import OVER, SETTLED, Kind, State
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.attachments import Attachment
from linli.platform.paging import Page

TONES = {
    **dict.fromkeys((State.SUBMITTED, State.ACCEPTED, State.FEEDBACK, State.RETURN_REQUESTED), "wait"),
    **dict.fromkeys((State.CLOSED, State.EVALUATED), "good"),
    **dict.fromkeys((State.REJECTED, State.REOPENED), "bad"),
    **dict.fromkeys((State.WITHDRAWN, State.MERGED), ""),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket with the names of what it refers to; everything else is read from the ticket."""

    ticket: Ticket
    now: datetime
    unit_label: str = ""
    assignee_name: str = ""
    reporter_name: str = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ticket, name)

    @property
    def category_title(self) -> str:
        return queries.category(self.ticket.category).title

    @property
    def first_category_title(self) -> str:
        return queries.category(self.ticket.first_category).title

    @property
    def state_title(self) -> str:
        return self.ticket.standing.title

    @property
    def tone(self) -> str:
        return TONES.get(self.ticket.standing, "info")

    @property
    def pressure(self) -> Pressure:
        return self.ticket.pressure(self.now)

    @property
    def urgent(self) -> Urgency:
        return Urgency(self.ticket.urgency)

    @property
    def where(self) -> str:
        """The unit and the place in words, as far as there are such."""
        return " ".join(part for part in (self.unit_label, self.ticket.place) if part)

    @property
    def waits(self) -> bool:
        """Whether the house is at work on it, so that its deadline matters."""
        return self.ticket.standing not in SETTLED

    @property
    def settled(self) -> bool:
        return self.ticket.standing in OVER


def readable(**ids: UUID) -> Ticket:
    """What a door finds: the ticket, if whoever stands there may read it."""
    return queries.readable(g.actor, queries.ticket(**ids))


def readable_inside(**ids: UUID) -> Ticket:
    """What a door of the work console finds: nothing for a resident, though they may take the same step on
    their own pages.
    """
    found = readable(**ids)
    if not permits(GRANTS, g.actor, Act.READ_INSIDE, found):
        raise Unknown
    return found


def shown(tickets: Sequence[Ticket], *, reader: Actor | None = None) -> list[Shown]:
    """Tickets of one estate with their names, in three questions however many there are; the reader's own is known."""
    if not tickets:
        return []
    units = [ticket.unit_id for ticket in tickets if ticket.unit_id]
    labels = (
        {unit.id: unit.label for unit in estates.unit_views(tickets[0].estate_id, units)} if units else {}
    )
    people = {id_ for ticket in tickets for id_ in (ticket.assignee_id, ticket.reporter_id) if id_}
    names = {reader.account_id: reader.name} if reader else {}
    names |= identity.names(list(people - names.keys()))
    now = clock.now()
    return [
        Shown(
            ticket,
            now,
            labels.get(ticket.unit_id, "") if ticket.unit_id else "",
            names.get(ticket.assignee_id, "") if ticket.assignee_id else "",
            ticket.for_name or (names.get(ticket.reporter_id, "") if ticket.reporter_id else ""),
        )
        for ticket in tickets
    ]


def page(found: Page[Ticket]) -> Page[Shown]:
    """One page of a list."""
    return Page(shown(found.items), found.next)


def detail(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """A ticket with its history, its rating, and what the reader may do."""
    entries = queries.history(ticket, inside=inside(actor))
    more = around(ticket) | {"warranty": warranty_shown.mark_of(ticket, entries)}
    return _detail(actor, ticket, entries, more, queries.rating(ticket))


def at_first(actor: Actor, made: Filed) -> dict[str, Any]:
    """As `detail`, for the resident who has filed it in this very request: nobody has answered, joined, rated or
    photographed it yet, so nothing of that is looked up. An emergency rings already.
    """
    ticket, begun = made.ticket, made.event
    if ticket.urgency == Urgency.EMERGENCY:
        return detail(actor, ticket)
    marked = warranty_shown.shown_mark(made.warranty) if made.warranty else None
    more = _around(ticket, 1, None, None) | {"warranty": marked}
    return _detail(actor, ticket, [Entry(begun, Kind(begun.kind), "", ())], more, None)


def _detail(
    actor: Actor, ticket: Ticket, entries: Sequence[Entry], more: dict[str, Any], rating: TicketRating | None
) -> dict[str, Any]:
    (one,) = shown([ticket], reader=actor)
    fields = {name: getattr(one, name) for name in _FIELDS}
    return fields | more | {
        "history": [_step(entry, ticket) for entry in entries],
        "rating": rating and {"tags": [TAGS[tag] for tag in rating.tags]} | {
            name: getattr(rating, name) for name in ("stars", "solved", "words", "at")
        },
        "may": sorted(queries.allowed(actor, ticket)),
        "linked": _linked(entries),
        **needs_shown.waiting(actor, ticket, entries),
    }  # fmt: skip


def _linked(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The reports that were split off from this one, and the one that it comes from."""
    found = []
    for entry in entries:
        told = entry.event.data
        if entry.kind is Kind.SPLIT:
            found.append({"number": told["number"], "id": UUID(told["branch"]), "words": "分出的另一件"})
        elif told.get("origin_id"):
            found.append({"number": told["origin"], "id": UUID(told["origin_id"]), "words": "从这一件分出"})
    return found


def around(ticket: Ticket) -> dict[str, Any]:
    """What belongs to a report besides: answers, households, its incident, how often the duty phone rang."""
    households = sharing.households(ticket.estate_id, [ticket.id])[ticket.id]
    return _around(ticket, households, incidents.incident_of(ticket), alarms.alarm(ticket))


def _around(
    ticket: Ticket, households: int, incident: Incident | None, alarm: TicketAlarm | None
) -> dict[str, Any]:
    said = questions.spoken(queries.category(ticket.first_category), ticket.answers)
    return {
        "answers": [{"question": question, "answer": answer} for question, answer in said],
        "households": households,
        "incident_id": incident.id if incident else None,
        "incident_title": incident.title if incident else "",
        "calls": alarm.rings if alarm else 0,
        "unsigned": not alarms.is_signed(ticket),
    }


_FIELDS = (
    *(
        "id",
        "number",
        "category",
        "first_category",
        "category_title",
        "first_category_title",
        "place",
        "state",
        "state_title",
        "reported_at",
        "urgency",
    ),
    *("clock", "words", "unit_id", "unit_label", "addressee", "channel", "pressure", "late", "first_due_at"),
    *("due_at", "settled_at", "closed_at", "assignee_id", "assignee_name", "stars", "redone", "anonymous"),
    *("route", "reporter_name", "accept_due_at", "sign_due_at", "merged_into_id", "where", "tone", "urgent"),
    *("waits", "settled", "place_id", "outcome", "lead", "supervision"),
)


def inside(actor: Actor) -> bool:
    """Whether the reader is on the side that does the work."""
    return actor.role not in RESIDENTS


def photo_address(ticket: Ticket, photo_id: UUID) -> str:
    """Where a photo of the ticket is read."""
    return url_for(
        "tickets_api.show_photo", estate_id=ticket.estate_id, ticket_id=ticket.id, photo_id=photo_id
    )


def _step(entry: Entry, ticket: Ticket) -> dict[str, Any]:
    event = entry.event
    stage = event.data.get("stage", "")
    photos = [_photo(ticket, photo, stage) for photo in entry.photos]
    return {
        "kind": event.kind,
        "title": entry.kind.title,
        "at": event.at,
        "who": _who(entry, ticket),
        "words": _words(entry),
        "stage": stage,
        "photos": photos,
    }


_STAGES = {"report": "报事时的照片", "before": "处理前的照片", "after": "处理后的照片"}


def _photo(ticket: Ticket, photo: Attachment, stage: str) -> dict[str, Any]:
    address = photo_address(ticket, photo.id)
    said = {"src": address, "alt": _STAGES.get(stage, "照片")}
    return said | {"id": photo.id, "href": address, "width": photo.width, "height": photo.height}


def _who(entry: Entry, ticket: Ticket) -> str:
    event = entry.event
    if event.actor_id is None:
        return ""
    role = Role(event.role)
    if role in RESIDENTS:
        return "报事人"
    who = f"{role.title} {entry.name}".strip()
    return f"{who} 代 {ticket.for_name} 登记" if entry.kind is Kind.REPORTED and ticket.for_name else who


def _origin(told: dict[str, Any]) -> str:
    return f"从 {told['origin']} 分出" if told.get("origin") else ""


def _recategorised(told: dict[str, Any]) -> str:
    if "category" not in told:
        return ""
    return f"从“{queries.category(told['before']).title}”改为“{queries.category(told['category']).title}”"


def _words(entry: Entry) -> str:
    told = entry.event.data
    words = {
        Kind.REPORTED: "".join(f"{said}。" for said in (told.get("route"), _origin(told)) if said),
        Kind.ASSIGNED: f"交给 {told.get('name', '')}" if told.get("name") else "",
        Kind.MERGED: f"并入 {told.get('number', '')}，请看那一件的进度。",
        Kind.RECATEGORISED: _recategorised(told),
        Kind.RATED: f"{told.get('stars', '')} 星",
        Kind.RATING_CHANGED: f"改为 {told.get('stars', '')} 星",
        Kind.CLOSED: "" if told.get("rated") else "超过期限没有评价，自动办结，不计入满意。",
    }.get(entry.kind) or loops_shown.words(entry.kind, told)
    return "：".join(part for part in (words, entry.event.reason) if part)
