"""The ways of looking at the queue that somebody keeps for themselves (TK-52)."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from linli.domains.tickets.models import SavedFilter
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db


def saved(actor: Actor, estate_id: uuid.UUID) -> Sequence[SavedFilter]:
    """One's own filters, the oldest first; twenty at most."""
    return db.session.scalars(
        select(SavedFilter)
        .where(SavedFilter.estate_id == estate_id, SavedFilter.account_id == actor.account_id)
        .order_by(SavedFilter.id)
    ).all()


def saved_filter(actor: Actor, *, estate_id: uuid.UUID, filter_id: uuid.UUID, **_: object) -> SavedFilter:
    """One's own filter, or Unknown."""
    found = db.session.get(SavedFilter, (estate_id, filter_id))
    if found is None or found.account_id != actor.account_id:
        raise Unknown
    return found
