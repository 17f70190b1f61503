"""Reports coming in: from residents, and entered by staff for somebody who called or came."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import text

from config.tickets import catalogue
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.errors import UnknownPlace
from linli.domains.tickets.events import TicketReported, TicketUrged, TicketWithdrawn
from linli.domains.tickets.models import Ticket, TicketEvent, TicketWarranty
from linli.domains.tickets.operations import alarms, blocks, warranty
from linli.domains.tickets.operations.stepping import note, step, whose
from linli.domains.tickets.queries import places
from linli.domains.tickets.queries.blocks import record
from linli.domains.tickets.rules import clocks, questions, routing
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.nearby import Spot
from linli.domains.tickets.rules.routing import Addressee, Channel, Stage
from linli.domains.tickets.rules.steps import Kind, after
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of, shanghai
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.rows import put


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody says is wrong, and where."""

    category: str
    words: str
    unit_id: uuid.UUID | None = None
    place: str = ""
    urgency: Urgency = Urgency.NORMAL
    anonymous: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    place_id: uuid.UUID | None = None
    building_id: uuid.UUID | None = None  # where the reporter pointed on the plan of the estate


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
    ticket = _opened(
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
    ticket = _opened(
        estate_id, _checked(report, None), _serving(estate_id, now), entered_by=actor.account_id, now=now
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
    ticket = _opened(estate_id, report, _serving(estate_id, now), entered_by=entered_by, now=now)
    ticket.channel, ticket.private = channel, True
    _filed(ticket, actor, photos, now)
    return ticket


def branch_off(*, actor: Actor, ticket: Ticket, report: Report, now: datetime) -> Ticket:
    """A report of its own for a matter that was told in another one: the same person, place and way in.

    Its category's questions are not asked again. Raises UnknownCategory.
    """
    serving = _serving(ticket.estate_id, now)
    made = _opened(ticket.estate_id, report, serving, entered_by=actor.account_id, now=now)
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


def _spot(estate_id: uuid.UUID, report: Report) -> tuple[Spot, str]:
    """Where it is, and the place in words, which begin with the name of the place that was chosen."""
    if report.place_id is None:
        spot = places.spot(estate_id, unit_id=report.unit_id, place_id=None, words=report.place)
        return _pointed(estate_id, report, spot) if report.building_id else (spot, report.place)
    try:
        place = places.common_place(estate_id=estate_id, place_id=report.place_id)
    except Unknown:
        raise UnknownPlace(field_errors={"place_id": [UnknownPlace.sentence]}) from None
    more = report.place if report.place != place.name else ""
    said = "，".join(part for part in (place.name, more) if part)
    return Spot(None, place.id, place.building_id, place.entrance_id, said), said


def _pointed(estate_id: uuid.UUID, report: Report, said: Spot) -> tuple[Spot, str]:
    """Where the reporter pointed counts, whatever the words name. Raises UnknownPlace."""
    names = {one.id: one.name for one in estates.buildings(estate_id)}
    if report.building_id not in names:
        raise UnknownPlace(field_errors={"building_id": [UnknownPlace.sentence]})
    entrance_id = said.entrance_id if said.building_id == report.building_id else None
    words = report.place or names[report.building_id]
    return Spot(None, None, report.building_id, entrance_id, words), words


def _serving(estate_id: uuid.UUID, now: datetime) -> uuid.UUID | None:
    company = estates.company_serving(estate_id, on=day_of(now))
    return company.id if company else None


def _opened(
    estate_id: uuid.UUID,
    report: Report,
    company_id: uuid.UUID | None,
    *,
    entered_by: uuid.UUID,
    now: datetime,
) -> Ticket:
    """A ticket with its clock and its addressee, not yet in anybody's hands; `company_id` is in charge here."""
    category = queries.category(report.category)
    spot, said = _spot(estate_id, report)
    urgency = clocks.urgency_of(category, report.urgency)
    clock = catalogue().clocks[clocks.clock_of(category, urgency)]
    route = routing.route(
        category, catalogue().routes, has_company=company_id is not None, level=urgency,
        place="unit" if report.unit_id else "common" if said else "none",
    )  # fmt: skip
    return Ticket(
        estate_id=estate_id,
        id=new_id(),
        number=_next_number(estate_id, now),
        category=category.code,
        first_category=category.code,
        urgency=urgency,
        clock=clock.name,
        words=report.words,
        answers=dict(report.answers) or None,
        unit_id=report.unit_id,
        place=said,
        place_id=spot.place_id,
        building_id=spot.building_id,
        entrance_id=spot.entrance_id,
        anonymous=report.anonymous,
        private=category.private,
        entered_by=entered_by,
        channel=Channel.APP,
        for_name="",
        addressee=route.to,
        route=route.name,
        review=route.review,
        thing=route.thing,
        company_id=company_id if route.to == Addressee.COMPANY else None,
        state=after(None, Kind.REPORTED),
        over=False,
        events=1,
        redone=0,
        lead="",
        returns=0,
        bound=False,
        extensions=0,
        outcome="",
        reported_at=now,
        **_deadlines(clock, now),
    )


def _deadlines(clock: clocks.Clock, now: datetime) -> dict[str, datetime]:
    """Until when it is to be accepted and finished, and when a reminder goes out."""
    working = queries.working_time()
    due_at = working.after(now, clock.finish)
    return {
        "accept_due_at": working.after(now, clock.accept),
        "first_due_at": due_at,
        "due_at": due_at,
        "remind_at": clocks.remind_at(since=now, due_at=due_at, percent=catalogue().remind_at_percent),
    }


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


_COUNT = text(
    "INSERT INTO ticket_sequence (estate_id, id, year, last) VALUES (:estate_id, :id, :year, 1) "
    "ON CONFLICT (estate_id, year) DO UPDATE SET last = ticket_sequence.last + 1 RETURNING last"
)


def _next_number(estate_id: uuid.UUID, now: datetime) -> str:
    """The next number of the estate in the year, to be read out over the phone: 2026-00012."""
    year = shanghai(now).year
    sent = {"estate_id": estate_id, "id": new_id(), "year": year}
    if db.engine.dialect.name == "sqlite":
        sent |= {"estate_id": estate_id.hex, "id": sent["id"].hex}  # type: ignore[attr-defined]
    last = db.session.execute(_COUNT, sent).scalar_one()
    return f"{year}-{last:05d}"
