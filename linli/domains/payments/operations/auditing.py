"""What the nightly proof found is written down and told; what holds again is closed."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from linli.domains.payments.events import BooksFailed
from linli.domains.payments.models import BookFault
from linli.domains.payments.queries.proof import Fault
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def note(*, estate_id: uuid.UUID, found: Sequence[Fault], now: datetime) -> int:
    """Write down an estate's faults of tonight; those not found any more are closed. How many are new.

    The cashier, the manager and the company's head hear of new ones at once.
    """
    known = {
        (one.what, one.object_id): one
        for one in db.session.scalars(
            select(BookFault).where(BookFault.estate_id == estate_id, BookFault.cleared_at.is_(None))
        )
    }
    here = {(one.what, one.object_id) for one in found}
    for key, one in known.items():
        if key not in here:
            one.cleared_at = now
    fresh = here - known.keys()
    db.session.add_all(
        BookFault(estate_id=estate_id, what=what, object_id=object_id, found_at=now)
        for what, object_id in sorted(fresh, key=str)
    )
    db.session.flush()
    if fresh:
        audit.record(
            "payments:books:fail",
            object_kind="estate",
            object_id=estate_id,
            estate_id=estate_id,
            faults=len(fresh),
        )
        publish(BooksFailed(at=now, estate_id=estate_id, count=len(here)))
    return len(fresh)
