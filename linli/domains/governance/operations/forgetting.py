"""Removing what is over its term: the words that were sent go when the ticket's own words go (config/retention.yml)."""

from datetime import datetime

from sqlalchemy import select, update

from linli.domains.governance.models import GovernanceParcel
from linli.domains.governance.rules.states import Kind, Parcel
from linli.platform.db import db

_EMPTY: dict[str, list[str]] = {"photos": []}
_FORGOTTEN = -1  # in place of the last answer, so that each is emptied once


def sent_words(before: datetime, most: int) -> int:
    """What was written in cases sent long ago; that they were sent, when and under which number, stays."""
    old = (
        select(GovernanceParcel.id)
        .where(
            GovernanceParcel.kind == Kind.CASE,
            GovernanceParcel.state != Parcel.WAITING,
            GovernanceParcel.made_at < before,
            GovernanceParcel.last_status.is_distinct_from(_FORGOTTEN),
        )
        .limit(most)
    )
    made = db.session.execute(
        update(GovernanceParcel)
        .where(GovernanceParcel.id.in_(old.scalar_subquery()))
        .values(content=_EMPTY, last_status=_FORGOTTEN)
        .execution_options(synchronize_session=False)
    )
    return int(made.rowcount)  # type: ignore[attr-defined]
