"""A new ticket: where it is, its clock, to whom it goes, its number; not yet filed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text

from config.tickets import catalogue
from linli.domains.estates import queries as estates
from linli.domains.tickets import queries
from linli.domains.tickets.errors import UnknownPlace
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.queries import places
from linli.domains.tickets.rules import clocks, routing
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.nearby import Spot
from linli.domains.tickets.rules.routing import Addressee, Channel
from linli.domains.tickets.rules.steps import Kind, after
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of, shanghai
from linli.platform.db import db


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


#: What every ticket begins with; whoever files it may change it.
_AT_FIRST: dict[str, Any] = {
    "channel": Channel.APP, "for_name": "", "over": False, "events": 1, "redone": 0, "lead": "", "returns": 0,
    "bound": False, "extensions": 0, "outcome": "",
}  # fmt: skip


def serving(estate_id: uuid.UUID, now: datetime) -> uuid.UUID | None:
    """The company in charge of the estate now."""
    company = estates.company_serving(estate_id, on=day_of(now))
    return company.id if company else None


def opened(
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
        addressee=route.to,
        route=route.name,
        review=route.review,
        thing=route.thing,
        company_id=company_id if route.to == Addressee.COMPANY else None,
        state=after(None, Kind.REPORTED),
        reported_at=now,
        **_AT_FIRST,
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
