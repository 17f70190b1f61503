"""Named facts about people, for all estates at once; each is one query."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select

from linli.domains.estates import queries as estates
from linli.domains.people.models import Owner, Ownership
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.facts import Fact, Period


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


def _homes_signed_in(period: Period) -> Select[*tuple[Any, ...]]:
    """Homes with a registered owner; those where an owner of that day signs in with an account."""
    on = min(period.until_on, day_of(period.as_of))
    places = estates.unit_rows().subquery()
    signed_in = func.max(case((Owner.account_id.is_not(None), 1), else_=0))
    homes = (
        select(
            Ownership.estate_id,
            Ownership.unit_id.label("id"),
            literal(on).label("at"),
            signed_in.label("part"),
        )
        .join(Owner, (Owner.estate_id == Ownership.estate_id) & (Owner.id == Ownership.owner_id))
        .where(
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
        .group_by(Ownership.estate_id, Ownership.unit_id)
        .subquery()
    )
    return select(
        homes.c.estate_id, homes.c.id, homes.c.at, places.c.label.label("words"), homes.c.part,
        literal(1).label("whole"),
    ).join(places, (places.c.estate_id == homes.c.estate_id) & (places.c.id == homes.c.id))  # fmt: skip


STAR = (
    Fact(
        name="people.activated",
        title="平台激活率",
        counts="有业主登录过平台的户",
        of="登记了业主的户",
        rows=_homes_signed_in,
        private=True,
    ),
)
