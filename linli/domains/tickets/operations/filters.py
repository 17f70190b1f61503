"""Keeping ways of looking at the queue, each for oneself (TK-52)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linli.domains.tickets.errors import TooManyFilters
from linli.domains.tickets.models import SavedFilter
from linli.domains.tickets.queries import filters
from linli.kernel.actors import Actor
from linli.platform.db import db

MOST = 20


def save(
    *, actor: Actor, estate_id: uuid.UUID, title: str, wanted: Mapping[str, Any], now: datetime
) -> SavedFilter:
    """Keep a filter under a title; one's own of the same title is replaced. Raises TooManyFilters."""
    kept = filters.saved(actor, estate_id)
    found = next((one for one in kept if one.title == title), None)
    if found is None and len(kept) >= MOST:
        raise TooManyFilters(field_errors={"title": [TooManyFilters.sentence]})
    if found is None:
        found = SavedFilter(
            estate_id=estate_id, account_id=actor.account_id, title=title, made_at=now, wanted={}
        )
        db.session.add(found)
    found.wanted = dict(wanted)
    db.session.flush()
    return found


def drop(*, saved: SavedFilter) -> None:
    """Keep it no longer."""
    db.session.delete(saved)
    db.session.flush()
