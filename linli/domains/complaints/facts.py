"""Named facts about complaints for the yearly rating, for all estates at once: C10, complaints that come back."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.complaints.models import Complaint
from linli.domains.complaints.rules import State
from linli.domains.estates import queries as estates
from linli.domains.estates.rules import UnitKind
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class RepeatComplaints:
    """C10 of an estate: complaints of the period, those that came back, and over how many households."""

    estate_id: uuid.UUID
    complaints: int
    repeats: int
    households: int


def repeat_complaints(*, since: datetime, until: datetime) -> list[RepeatComplaints]:
    """每千户重复投诉: of every estate with homes; one without complaints has none that came back."""
    homes = estates.unit_rows().subquery()
    households = (
        select(homes.c.estate_id, func.count().label("households"))
        .where(homes.c.kind == UnitKind.RESIDENTIAL)
        .group_by(homes.c.estate_id)
        .subquery()
    )
    counted = (
        select(
            Complaint.estate_id,
            func.count().label("complaints"),
            func.count(Complaint.repeat_of_id).label("repeats"),
        )
        .where(Complaint.filed_at >= since, Complaint.filed_at < until, Complaint.state != State.WITHDRAWN)
        .group_by(Complaint.estate_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            households.c.estate_id,
            func.coalesce(counted.c.complaints, 0),
            func.coalesce(counted.c.repeats, 0),
            households.c.households,
        )
        .outerjoin(counted, counted.c.estate_id == households.c.estate_id)
        .order_by(households.c.estate_id)
    )
    return [RepeatComplaints(*row) for row in rows]


FACTS = {"complaints.repeats": repeat_complaints}
