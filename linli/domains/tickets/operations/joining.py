"""Joining a neighbour's report instead of filing it again: 我也遇到了, following, and following no more (TK-10)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from linli.domains.tickets import queries
from linli.domains.tickets.errors import NotShared, SimilarOpen, WrongStep
from linli.domains.tickets.models import Ticket, TicketFollow
from linli.domains.tickets.operations.reporting import Report
from linli.domains.tickets.permissions import shared_with
from linli.domains.tickets.queries import places, sharing
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.upsert import add_if_absent


def check_new(*, actor: Actor, estate_id: uuid.UUID, report: Report) -> None:
    """Offer what is open nearby before another report is filed about it (TK-09). Emergencies never wait.

    Raises SimilarOpen; whoever is sure that theirs is another matter files it all the same.
    """
    if queries.category(report.category).emergency:
        return
    try:
        spot = places.spot(
            estate_id, unit_id=report.unit_id, place_id=report.place_id, words=report.place,
            building_id=report.building_id,
        )  # fmt: skip
    except Unknown:
        return  # a place that is not there is refused by filing, beside its field
    if sharing.nearby(actor, estate_id, category=report.category, spot=spot):
        raise SimilarOpen(field_errors={"sure": [SimilarOpen.sentence]})


def join(*, actor: Actor, ticket: Ticket, me_too: bool, now: datetime) -> Ticket:
    """Hear of each step of a report from now on; with `me_too`, one's household counts as concerned.

    Doing it again changes nothing, except that following becomes 我也遇到了. The reporter hears of it anyway.
    Raises NotShared, and WrongStep where the report is over.
    """
    if not shared_with(actor, ticket):
        raise NotShared
    if ticket.over:
        raise WrongStep("这件报事已经结束，不能再关注。问题还在的话，请重新报事。")
    if ticket.reporter_id != actor.account_id:
        _follow(ticket, actor.account_id, _household(actor, ticket), me_too=me_too, now=now)
    return ticket


def leave(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Hear no more of it. The household that said 我也遇到了 stays counted: it was concerned."""
    found = sharing.follow(actor, ticket)
    if found is not None and found.ended_at is None:
        found.ended_at = now
        db.session.flush()
    return ticket


def carry_over(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, into_id: uuid.UUID, now: datetime) -> None:
    """Whoever was concerned by a report that was joined to another hears of that one from now on (TK-11)."""
    ticket = queries.ticket(estate_id=estate_id, ticket_id=ticket_id)
    main = queries.ticket(estate_id=estate_id, ticket_id=into_id)
    for account_id, unit_id, me_too in _people_of(ticket):
        if account_id != main.reporter_id:
            _follow(main, account_id, unit_id, me_too=me_too, now=now)


def _people_of(ticket: Ticket) -> Sequence[tuple[uuid.UUID, uuid.UUID, bool]]:
    rows = db.session.execute(
        select(TicketFollow.account_id, TicketFollow.unit_id, TicketFollow.me_too).where(
            TicketFollow.estate_id == ticket.estate_id,
            TicketFollow.ticket_id == ticket.id,
            TicketFollow.ended_at.is_(None),
        )
    )
    found = [(row[0], row[1], row[2]) for row in rows]
    if ticket.reporter_id is not None and ticket.household_id is not None:
        found.append((ticket.reporter_id, ticket.household_id, True))
    return found


def _household(actor: Actor, ticket: Ticket) -> uuid.UUID:
    """The unit that stands for the household: one that is counted already where there is such."""
    own = sorted(actor.units)
    return next(iter(sorted(sharing.counted_units(ticket) & set(own))), own[0])


def _follow(
    ticket: Ticket, account_id: uuid.UUID, unit_id: uuid.UUID, *, me_too: bool, now: datetime
) -> None:
    add_if_absent(
        TicketFollow, estate_id=ticket.estate_id, ticket_id=ticket.id, account_id=account_id, unit_id=unit_id,
        me_too=me_too, since_at=now,
    )  # fmt: skip
    found = db.session.scalars(
        select(TicketFollow).filter_by(estate_id=ticket.estate_id, ticket_id=ticket.id, account_id=account_id)
    ).one()
    if found.ended_at is not None:
        found.ended_at, found.since_at = None, now
    found.me_too = found.me_too or me_too
    db.session.flush()
