"""Questions about what several households share: who follows a report, how many they are, what is open nearby."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from linli.domains.tickets.models import Ticket, TicketEvent, TicketFollow
from linli.domains.tickets.permissions import shared_with
from linli.domains.tickets.rules.nearby import APART, Spot, nearness
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind
from linli.domains.tickets.rules.telling import TOLD
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.prepared import prepared

_LOOKED_AT = 200
MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """An open report that may be about the same thing; `mine` if it is the reader's own, or followed already."""

    ticket: Ticket
    nearness: int
    households: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody who hears of a report, from when on."""

    account_id: uuid.UUID
    since_at: datetime


def shared(actor: Actor, found: Ticket) -> Ticket:
    """The ticket, for a neighbour with whom it is shared; to others it looks like a missing one."""
    if not shared_with(actor, found):
        raise Unknown
    return found


def nearby(actor: Actor, estate_id: uuid.UUID, *, category: str, spot: Spot) -> list[Offer]:
    """Open reports of the category near a spot, the nearest first: each might be the one about to be filed."""
    open_ones = db.session.scalars(
        select(Ticket)
        .where(
            Ticket.estate_id == estate_id,
            Ticket.addressee.in_(list(Addressee)),  # as the index begins
            Ticket.over.is_(False),
            Ticket.settled_at.is_(None),
            Ticket.category == category,
            Ticket.private.is_(False),
            or_(Ticket.unit_id.is_(None), Ticket.unit_id.in_(list(actor.units))),
        )
        .order_by(Ticket.id.desc())
        .limit(_LOOKED_AT)
    )
    near = [(nearness(spot, spot_of(one)), one) for one in open_ones]
    nearest = sorted((pair for pair in near if pair[0] > APART), key=lambda pair: -pair[0])[:MOST_OFFERED]
    ids = [one.id for _, one in nearest]
    counted, followed = households(estate_id, ids), _followed_by(actor, estate_id, ids)
    return [
        Offer(one, how_near, counted[one.id], one.id in followed or one.reporter_id == actor.account_id)
        for how_near, one in nearest
    ]


def spot_of(ticket: Ticket) -> Spot:
    """Where a report lies."""
    return Spot(ticket.unit_id, ticket.place_id, ticket.building_id, ticket.entrance_id, ticket.place)


def households(estate_id: uuid.UUID, ticket_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many households each report concerns: the reporter's, and each that said 我也遇到了, once (TK-10)."""
    rows = db.session.execute(*_others(estate_id=estate_id, ticket_ids=list(ticket_ids)))
    counted = {row[0]: row[1] for row in rows}
    return {ticket_id: 1 + counted.get(ticket_id, 0) for ticket_id in ticket_ids}


@prepared
def _others(estate_id: Any, ticket_ids: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(TicketFollow.ticket_id, func.count(TicketFollow.unit_id.distinct()))
        .join(Ticket, (Ticket.estate_id == TicketFollow.estate_id) & (Ticket.id == TicketFollow.ticket_id))
        .where(
            TicketFollow.estate_id == estate_id,
            TicketFollow.ticket_id.in_(ticket_ids),
            TicketFollow.me_too.is_(True),
            TicketFollow.unit_id.is_distinct_from(Ticket.household_id),
        )
        .group_by(TicketFollow.ticket_id)
    )


def counted_units(ticket: Ticket) -> set[uuid.UUID]:
    """The households that are counted already."""
    units = db.session.scalars(
        select(TicketFollow.unit_id).filter_by(estate_id=ticket.estate_id, ticket_id=ticket.id, me_too=True)
    )
    return {*units, *([ticket.household_id] if ticket.household_id else [])}


def follow(actor: Actor, ticket: Ticket) -> TicketFollow | None:
    """How the reader follows a report, also where they stopped."""
    return db.session.scalar(
        select(TicketFollow).filter_by(
            estate_id=ticket.estate_id, ticket_id=ticket.id, account_id=actor.account_id
        )
    )


def followed(actor: Actor, estate_id: uuid.UUID, *, window: Window) -> Page[Ticket]:
    """What a resident follows besides their own, the newest first."""
    query = (
        select(Ticket)
        .join(
            TicketFollow,
            (TicketFollow.estate_id == Ticket.estate_id) & (TicketFollow.ticket_id == Ticket.id),
        )
        .where(
            Ticket.estate_id == estate_id,
            TicketFollow.account_id == actor.account_id,
            TicketFollow.ended_at.is_(None),
            Ticket.private.is_(False),
        )
    )
    return by_id(query, Ticket.id, window=window)


def concerned(ticket: Ticket) -> list[Concerned]:
    """Who hears of each step: the reporter, and those who follow, from when on. Of what is hidden from the
    neighbours only the reporter hears, and of what nobody reported nobody (TK-60).
    """
    heard = [Concerned(ticket.reporter_id, ticket.reported_at)] if ticket.reporter_id else []
    if ticket.private:
        return heard
    rows = db.session.execute(
        select(TicketFollow.account_id, TicketFollow.since_at).where(
            TicketFollow.estate_id == ticket.estate_id,
            TicketFollow.ticket_id == ticket.id,
            TicketFollow.ended_at.is_(None),
            TicketFollow.account_id.is_distinct_from(ticket.reporter_id),
        )
    )
    return heard + [Concerned(account_id, since_at) for account_id, since_at in rows]


def told_steps(ticket: Ticket, *, until: int) -> Sequence[TicketEvent]:
    """The steps up to a number of which people are told, first to last; never the staff's own."""
    return db.session.scalars(
        select(TicketEvent)
        .where(
            TicketEvent.estate_id == ticket.estate_id,
            TicketEvent.ticket_id == ticket.id,
            TicketEvent.seq <= until,
            TicketEvent.public.is_(True),
            TicketEvent.kind.in_(list(TOLD)),
        )
        .order_by(TicketEvent.seq)
    ).all()


def public_steps(ticket: Ticket) -> list[tuple[Kind, datetime]]:
    """What neighbours may know of the way of a report: which step, when; no words, no names, no photos."""
    rows = db.session.execute(
        select(TicketEvent.kind, TicketEvent.at)
        .where(
            TicketEvent.estate_id == ticket.estate_id,
            TicketEvent.ticket_id == ticket.id,
            TicketEvent.public.is_(True),
            TicketEvent.kind.in_([Kind.REPORTED, *TOLD]),
        )
        .order_by(TicketEvent.seq)
    )
    return [(Kind(kind), at) for kind, at in rows]


def _followed_by(actor: Actor, estate_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    return set(
        db.session.scalars(
            select(TicketFollow.ticket_id).where(
                TicketFollow.estate_id == estate_id,
                TicketFollow.account_id == actor.account_id,
                TicketFollow.ticket_id.in_(ids),
                TicketFollow.ended_at.is_(None),
            )
        )
    )
