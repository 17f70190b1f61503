"""Named facts about people, for all estates at once; each is one query."""

import uuid
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, or_, select

from linli.domains.people.models import Owner, Ownership
from linli.platform.db import db


def units_activated(*, on: date) -> Mapping[uuid.UUID, int]:
    """In how many units of each estate an owner of that day signs in with an account."""
    rows = db.session.execute(
        select(Ownership.estate_id, func.count(func.distinct(Ownership.unit_id)))
        .join(Owner, (Owner.estate_id == Ownership.estate_id) & (Owner.id == Ownership.owner_id))
        .where(
            Owner.account_id.is_not(None),
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
        .group_by(Ownership.estate_id)
    )
    return {row[0]: row[1] for row in rows}
