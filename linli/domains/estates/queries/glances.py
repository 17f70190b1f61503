"""What a public page asks of an estate before it is drawn, as one part of a statement."""

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from linli.domains.estates.models import Estate, EstateSetting, Region
from linli.domains.estates.queries import FEATURES


def named() -> Select[*tuple[str, str, str, str, dict[str, list[str]] | None]]:
    """The name of estate `:estate_id`, of its county, street and community, and what it does without on day `:on`.

    The caller sees every estate.
    """
    setting = (
        select(EstateSetting.value)
        .where(
            EstateSetting.estate_id == bindparam("estate_id", type_=EstateSetting.estate_id.type),
            EstateSetting.name == FEATURES,
            EstateSetting.since_on <= bindparam("on", type_=EstateSetting.since_on.type),
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
        .where(Estate.id == bindparam("estate_id", type_=Estate.id.type))
    )
