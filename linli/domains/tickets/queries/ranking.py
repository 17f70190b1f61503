"""口碑: who residents are satisfied with, so that small samples and pushed ratings cannot lead."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from linli.domains.tickets.models import RatingDoubt, Ticket
from linli.domains.tickets.queries.figures import By, reach
from linli.domains.tickets.rules.figures import SATISFIED, Share
from linli.domains.tickets.rules.ratings import Doubt, Ranked, ranking
from linli.kernel.actors import Actor
from linli.platform.db import db

_KEYS: Mapping[By, ColumnElement[uuid.UUID | None]] = {
    By.WORKER: Ticket.assignee_id,  # type: ignore[dict-item]
    By.COMPANY: Ticket.company_id,  # type: ignore[dict-item]
}


@dataclass(frozen=True, slots=True)
class Leader:
    """A line of the leaderboard, with what was left out of it and why."""

    ranked: Ranked
    left_out: Mapping[Doubt, int]


def leaders(
    actor: Actor, by: By, *, estate_id: uuid.UUID | None, since: datetime, until: datetime
) -> list[Leader]:
    """Workers or companies by what one can be sure of (Wilson's lower bound), over the ratings given in a period.

    Doubted ratings are left out; each line says how many and why.
    """
    key = _KEYS[by]
    rated = (
        *reach(actor, estate_id, on=until),
        key.is_not(None),
        Ticket.rated_at >= since,
        Ticket.rated_at < until,
    )
    doubted = exists().where(RatingDoubt.estate_id == Ticket.estate_id, RatingDoubt.ticket_id == Ticket.id)
    rows = db.session.execute(
        select(key, func.count().filter(Ticket.stars >= SATISFIED), func.count())
        .where(*rated, ~doubted)
        .group_by(key)
    )
    shares = {row[0]: Share(row[1], row[2]) for row in rows if row[0] is not None}
    doubts = db.session.execute(
        select(key, RatingDoubt.cause, func.count())
        .join(RatingDoubt, (RatingDoubt.estate_id == Ticket.estate_id) & (RatingDoubt.ticket_id == Ticket.id))
        .where(*rated)
        .group_by(key, RatingDoubt.cause)
    )
    left_out: dict[uuid.UUID, dict[Doubt, int]] = {}
    for one, cause, count in doubts:
        if one is not None:
            left_out.setdefault(one, {})[Doubt(cause)] = count
            shares.setdefault(one, Share(0, 0))
    return [Leader(ranked, left_out.get(ranked.key, {})) for ranked in ranking(shares)]
