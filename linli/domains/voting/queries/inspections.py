"""Requests of owners to see a vote's full bundle."""

import uuid

from sqlalchemy import select

from linli.domains.voting.models import Inspection, Vote
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


def mine(found: Vote, account_id: uuid.UUID) -> Inspection | None:
    """An account's newest request for a vote."""
    return db.session.scalar(
        select(Inspection)
        .filter_by(estate_id=found.estate_id, vote_id=found.id, asked_by=account_id)
        .order_by(Inspection.id.desc())
        .limit(1)
    )


def inspection(found: Vote, inspection_id: uuid.UUID) -> Inspection:
    """A request for this vote, or Unknown."""
    asked = db.session.get(Inspection, (found.estate_id, inspection_id))
    if asked is None or asked.vote_id != found.id:
        raise Unknown
    return asked


def inspections_page(found: Vote, *, window: Window) -> Page[Inspection]:
    """The requests for a vote, the newest first."""
    query = select(Inspection).where(Inspection.estate_id == found.estate_id, Inspection.vote_id == found.id)
    return by_id(query, Inspection.id, window=window)
