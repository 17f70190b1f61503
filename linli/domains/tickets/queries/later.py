"""Questions about the question some weeks later: whom to ask, what was asked, and its figure (TK-46)."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from config.tickets import catalogue
from linli.domains.tickets.models import LaterQuestion, Ticket
from linli.domains.tickets.queries.figures import reach
from linli.domains.tickets.rules.figures import Share
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import Actor
from linli.platform.db import db

#: What was closed longer ago than this beyond its day is not asked about any more: nobody remembers it.
_MISSED = timedelta(days=14)


def to_ask(now: datetime, *, limit: int = 500) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Reports closed as solved so many days ago whose reporter has not been asked yet, nor said that they are not."""
    last = now - timedelta(days=catalogue().later.after_days)
    asked = select(LaterQuestion.id).where(
        LaterQuestion.estate_id == Ticket.estate_id, LaterQuestion.ticket_id == Ticket.id
    )
    rows = db.session.execute(
        select(Ticket.estate_id, Ticket.id)
        .where(
            Ticket.over.is_(True),
            Ticket.settled_at
            > last - 3 * _MISSED,  # as the index begins; closed at most its rating days later
            Ticket.state == State.CLOSED,
            Ticket.outcome == Outcome.SOLVED,
            Ticket.solved.is_not(False),
            Ticket.reporter_id.is_not(None),
            Ticket.closed_at <= last,
            Ticket.closed_at > last - _MISSED,
            ~asked.exists(),
        )
        .order_by(Ticket.closed_at, Ticket.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def question(found: Ticket) -> LaterQuestion | None:
    """What was asked about a ticket, and what was answered."""
    return db.session.scalar(select(LaterQuestion).filter_by(estate_id=found.estate_id, ticket_id=found.id))


def open_for(actor: Actor, estate_id: uuid.UUID, *, now: datetime, limit: int) -> Sequence[Ticket]:
    """The reports of somebody about which they are asked just now."""
    return db.session.scalars(
        select(Ticket)
        .join(
            LaterQuestion,
            (LaterQuestion.estate_id == Ticket.estate_id) & (LaterQuestion.ticket_id == Ticket.id),
        )
        .where(
            Ticket.estate_id == estate_id,
            Ticket.reporter_id == actor.account_id,
            Ticket.over.is_(True),
            LaterQuestion.answered_at.is_(None),
            LaterQuestion.until_at > now,
        )
        .order_by(LaterQuestion.until_at, Ticket.id)
        .limit(limit)
    ).all()


def still_solved(
    actor: Actor, estate_id: uuid.UUID | None, *, since: datetime, until: datetime
) -> tuple[Share, int]:
    """Of those who answered from `since` to before `until`, how many said that it still is; and how many were
    asked in that time. A figure of its own: no other rate is touched by it.
    """
    table, here = LaterQuestion, reach(actor, estate_id, on=until)
    answered = (table.answered_at >= since) & (table.answered_at < until)
    asked = (table.asked_at >= since) & (table.asked_at < until)
    row = db.session.execute(
        select(
            func.count().filter(answered, table.still.is_(True)),
            func.count().filter(answered),
            func.count().filter(asked),
        )
        .select_from(table)
        .join(Ticket, (Ticket.estate_id == table.estate_id) & (Ticket.id == table.ticket_id))
        .where(answered | asked, *here)
    ).one()
    return Share(row[0], row[1]), row[2]
