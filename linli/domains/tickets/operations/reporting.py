"""Reports coming in: from residents, and entered by staff for somebody who called or came."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.events import TicketReported, TicketUrged, TicketWithdrawn
from linli.domains.tickets.models import Ticket, TicketEvent, TicketWarranty
from linli.domains.tickets.operations import alarms, blocks, warranty
from linli.domains.tickets.operations.opening import Report, opened, serving
from linli.domains.tickets.operations.stepping import note, step, whose
from linli.domains.tickets.queries.blocks import record
from linli.domains.tickets.rules import questions, routing
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.routing import Channel, Stage
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.times import day_of
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.rows import put


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """For whom staff enter a report, and how they were reached (EI-22, TK-13).

    What is `inside` is the staff's own matter: no resident sees it or hears of it (TK-60).
    """

    name: str
    phone: str = ""
    channel: Channel = Channel.PHONE
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """A new ticket, the event that begins its history, and its mark where it lies within the warranty."""

    ticket: Ticket
    event: TicketEvent
    warranty: TicketWarranty | None


def report(
    *, actor: Actor, estate_id: uuid.UUID, report: Report, photos: Sequence[Readable] = (), now: datetime
) -> Ticket:
    """File a resident's own report; its deadlines run from this moment, whoever sleeps.

    Raises UnknownCategory, PlaceMissing, NotYourUnit, UnknownPlace, AnswersWanted, TooManyPhotos, ReportsBlocked,
    TooManyReports.
    """
    return filed(actor=actor, estate_id=estate_id, report=report, photos=photos, now=now).ticket


def filed(
    *, actor: Actor, estate_id: uuid.UUID, report: Report, photos: Sequence[Readable] = (), now: datetime
) -> Filed:
    """As `report`, with what was written beside the ticket."""
    known = record(estate_id, actor.account_id, now=now)
    blocks.check_may_report(actor=actor, estate_id=estate_id, category=report.category, record=known, now=now)
    own_units = set(actor.units) if actor.role in RESIDENTS else set()
    ticket = opened(
        estate_id, _checked(report, own_units), known.company_id, entered_by=actor.account_id, now=now
    )
    ticket.reporter_id = actor.account_id
    ticket.household_id = report.unit_id or min(own_units, default=None)
    return _filed(ticket, actor, photos, now, warranted=known.warranted)


def enter_for(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    report: Report,
    behalf: Behalf,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> Ticket:
    """Staff file a report for a resident. Where the phone is a resident's of this estate, the ticket is
    that person's: it stands in their own list, and they rate it. Raises as `report`.
    """
    ticket = opened(
        estate_id, _checked(report, None), serving(estate_id, now), entered_by=actor.account_id, now=now
    )
    ticket.channel, ticket.for_name = behalf.channel, behalf.name
    ticket.for_phone = behalf.phone or None
    ticket.household_id = report.unit_id
    if behalf.inside:
        ticket.private = True
        _filed(ticket, actor, photos, now)
        return ticket
    account = identity.account_by_phone(behalf.phone) if behalf.phone else None
    units = identity.ties(account.id, on=day_of(now)).get(estate_id) if account else None
    if account is not None and units:
        ticket.reporter_id = account.id
        ticket.household_id = report.unit_id or min(units)
    _filed(ticket, actor, photos, now)
    return ticket


def open_unasked(
    *,
    estate_id: uuid.UUID,
    report: Report,
    entered_by: uuid.UUID,
    actor: Actor | None = None,
    photos: Sequence[Readable] = (),
    channel: Channel = Channel.LEDGER,
    now: datetime,
) -> Ticket:
    """A ticket that nobody reports: equipment falls due, a patrol finds something. It stays among the staff.

    Without an `actor` the clock opens it; `entered_by` is whoever answers for the record that it comes from.
    Its category's questions are for people who report, and are not asked. Raises UnknownCategory, UnknownPlace.
    """
    ticket = opened(estate_id, report, serving(estate_id, now), entered_by=entered_by, now=now)
    ticket.channel, ticket.private = channel, True
    _filed(ticket, actor, photos, now)
    return ticket


def branch_off(*, actor: Actor, ticket: Ticket, report: Report, now: datetime) -> Ticket:
    """A report of its own for a matter that was told in another one: the same person, place and way in.

    Its category's questions are not asked again. Raises UnknownCategory.
    """
    company_id = serving(ticket.estate_id, now)
    made = opened(ticket.estate_id, report, company_id, entered_by=actor.account_id, now=now)
    for name in _PASSED_ON:
        setattr(made, name, getattr(ticket, name))
    made.private = made.private or ticket.private
    _filed(made, actor, (), now, origin=ticket.number, origin_id=str(ticket.id))
    return made


_PASSED_ON = (
    *("reporter_id", "household_id", "channel", "for_name", "for_phone"),
    *("place_id", "building_id", "entrance_id"),
)


def add_photos(
    *, actor: Actor, ticket: Ticket, photos: Sequence[Readable], stage: Stage, now: datetime
) -> Ticket:
    """Put more photos to a ticket: a reporter's show the matter, staff's before or after the work."""
    if actor.role in RESIDENTS:
        stage = Stage.REPORT
    step(ticket=ticket, kind=Kind.PHOTOS_ADDED, actor=actor, now=now, photos=photos, stage=stage)
    return ticket


def withdraw(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """The reporter takes the report back before anybody has accepted it. Raises WrongStep."""
    step(ticket=ticket, kind=Kind.WITHDRAWN, actor=actor, now=now, reason=reason)
    ticket.closed_at = ticket.settled_at = now
    publish(TicketWithdrawn(at=now, **whose(ticket)))
    return ticket


def urge(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """The reporter asks for speed (催单); more often than once a day is noted as once."""
    before = queries.last_event(ticket, Kind.URGED)
    if before is None or day_of(before.at) != day_of(now):
        step(ticket=ticket, kind=Kind.URGED, actor=actor, now=now)
        publish(
            TicketUrged(
                at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id,
                assignee_id=ticket.assignee_id,
            )
        )  # fmt: skip
    return ticket


def _checked(report: Report, own_units: set[uuid.UUID] | None) -> Report:
    """The report with the answers that count. Its place is looked up when it is opened."""
    category = queries.category(report.category)
    common = category.place == "common"
    listed, pointed = common and report.place_id is not None, common and report.building_id is not None
    words = report.place or ("." if listed or pointed else "")
    routing.check_place(category, unit_id=report.unit_id, words=words, own_units=own_units)
    return replace(
        report,
        answers=questions.checked(category, report.answers),
        place_id=report.place_id if listed else None,
        building_id=report.building_id if pointed else None,
    )


def _filed(
    ticket: Ticket,
    actor: Actor | None,
    photos: Sequence[Readable],
    now: datetime,
    *,
    warranted: bool = True,
    **more: str,
) -> Filed:
    put(ticket)
    behalf = {"for": ticket.for_name} if ticket.for_name else {}
    event = note(
        ticket=ticket, kind=Kind.REPORTED, actor=actor, now=now, reason="", public=True, photos=photos,
        stage=Stage.REPORT,
        details={"route": ticket.route, "to": ticket.addressee, "due": ticket.due_at} | behalf | more,
    )  # fmt: skip
    marked = warranty.mark(ticket=ticket, now=now) if warranted else None
    publish(
        TicketReported(
            at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id,
            addressee=ticket.addressee,
        )
    )  # fmt: skip
    if ticket.urgency == Urgency.EMERGENCY:
        alarms.begin(ticket=ticket, now=now)
    return Filed(ticket, event, marked)


__all__ = [
    "Behalf",
    "Filed",
    "Report",
    "add_photos",
    "branch_off",
    "enter_for",
    "filed",
    "open_unasked",
    "report",
    "urge",
    "withdraw",
]
