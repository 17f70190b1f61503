"""What a public page asks of an estate before it is drawn, as one part of a statement."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from linli.domains.estates.models import Estate, EstateSetting, Region
from linli.domains.estates.queries import FEATURES


def named(estate_id: Any, on: Any) -> Select[*tuple[Any, ...]]:
    """An estate's name, those of its county, street and community, and what it does without on a day.

    A part to build on: both are values or places for them. The caller sees every estate.
    """
    setting = (
        select(EstateSetting.value)
        .where(
            EstateSetting.estate_id == estate_id,
            EstateSetting.name == FEATURES,
            EstateSetting.since_on <= on,
        )
        .order_by(EstateSetting.since_on.desc())
        .limit(1)
    )
    county, street, community = aliased(Region), aliased(Region), aliased(Region)
    return (
        select(Estate.name, county.name, street.name, community.name, setting.scalar_subquery())
        .join(county, county.id == Estate.county_id)
        .join(street, street.id == Estate.street_id)
        .join(community, community.id == Estate.community_id)
        .where(Estate.id == estate_id)
    )
