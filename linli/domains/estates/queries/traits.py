"""How large and how old estates are, for comparing like with like; in one question each."""

import uuid

from sqlalchemy import func, select

from linli.domains.estates.models import Estate, Region, Unit
from linli.domains.estates.rules import RegionLevel, UnitKind
from linli.platform.db import db


def homes() -> dict[uuid.UUID, int]:
    """How many homes each estate has. The caller sees every estate."""
    homes_only = select(Unit.estate_id, func.count()).where(Unit.kind == UnitKind.RESIDENTIAL)
    return {row[0]: row[1] for row in db.session.execute(homes_only.group_by(Unit.estate_id))}


def built_years() -> dict[uuid.UUID, int]:
    """When each estate was built, where that is known."""
    known = select(Estate.id, Estate.built_year).where(Estate.built_year.is_not(None))
    return {place: year for place, year in db.session.execute(known) if year is not None}


def regions_above_communities() -> list[Region]:
    """Every city, county and street by name, for choosing one and for naming where estates lie."""
    levels = (RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.STREET)
    return list(db.session.scalars(select(Region).where(Region.level.in_(levels)).order_by(Region.name)))
