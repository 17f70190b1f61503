"""Named facts about places, for all estates at once; each is one query."""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select

from linli.domains.estates.models import Unit
from linli.platform.db import db


def unit_counts() -> Mapping[uuid.UUID, int]:
    """How many units each estate has."""
    rows = db.session.execute(select(Unit.estate_id, func.count()).group_by(Unit.estate_id))
    return {row[0]: row[1] for row in rows}
