"""Which company serves which estate on which days, and how large the estates are, as sets for other rooms to join."""

import uuid
from datetime import date

from sqlalchemy import Select, func, or_, select

from linli.domains.estates.models import Company, Estate, ServiceContract, Unit
from linli.platform.db import db


def spans(*, since_on: date, until_on: date) -> Select[uuid.UUID, uuid.UUID, date, date | None]:
    """The contracts that touch these days (`estate_id`, `company_id`, `since_on`, `until_on`)."""
    return select(
        ServiceContract.estate_id,
        ServiceContract.company_id,
        ServiceContract.since_on,
        ServiceContract.until_on,
    ).where(
        ServiceContract.since_on <= until_on,
        or_(ServiceContract.until_on.is_(None), ServiceContract.until_on >= since_on),
    )


def floor_areas() -> Select[uuid.UUID, int]:
    """The registered building area of each estate in 0.01 ㎡ (`estate_id`, `area`)."""
    return select(Unit.estate_id, func.sum(func.coalesce(Unit.floor_area, 0)).label("area")).group_by(
        Unit.estate_id
    )


def all_companies() -> list[tuple[uuid.UUID, str]]:
    """Every property company with its name, by name."""
    rows = db.session.execute(select(Company.id, Company.name).order_by(Company.name, Company.id))
    return [(row[0], row[1]) for row in rows]


def regions_of_estates() -> Select[uuid.UUID, str, uuid.UUID, uuid.UUID, uuid.UUID]:
    """Where each estate lies (`id`, `name`, `street_id`, `county_id`, `city_id`)."""
    return select(Estate.id, Estate.name, Estate.street_id, Estate.county_id, Estate.city_id)
