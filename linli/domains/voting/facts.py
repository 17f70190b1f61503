"""Named facts about votes, for all estates at once; each is one query."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.voting.models import Vote
from linli.domains.voting.rules.course import State
from linli.platform.db import db


def open_votes(*, now: datetime) -> Mapping[uuid.UUID, int]:
    """How many votes of each estate take ballots at this moment, by the clock and not by a job."""
    rows = db.session.execute(
        select(Vote.estate_id, func.count())
        .where(
            Vote.state.in_([State.ANNOUNCED, State.OPEN]),
            Vote.confirmed_at.is_not(None),
            Vote.opens_at <= now,
            Vote.closes_at > now,
        )
        .group_by(Vote.estate_id)
    )
    return {row[0]: row[1] for row in rows}
