"""Which banners stand on whose pages (NT-18)."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import regions
from linli.domains.notices.models import Banner
from linli.kernel.actors import Actor, Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.prepared import prepared

MOST_AT_ONCE = 3
_REGIONS = frozenset({ScopeKind.COMMUNITY, ScopeKind.STREET, ScopeKind.COUNTY, ScopeKind.CITY})


def standing(region_ids: Collection[uuid.UUID], *, now: datetime) -> Sequence[Banner]:
    """The banners of these regions, and those for everybody, that stand now: the newest first, three at most."""
    return db.session.scalars(*_standing(region_ids=list(region_ids), now=now)).all()


@prepared
def _standing(region_ids: Any, now: Any) -> Select[Banner]:
    return (
        select(Banner)
        .where(
            Banner.until_at > now,
            Banner.since_at <= now,
            Banner.ended_at.is_(None),
            or_(Banner.region_id.is_(None), Banner.region_id.in_(region_ids)),
        )
        .order_by(Banner.since_at.desc(), Banner.id.desc())
        .limit(MOST_AT_ONCE)
    )


def regions_of_estate(estate_id: uuid.UUID) -> list[uuid.UUID]:
    """What an estate lies in. Raises Unknown."""
    found = estates.estate(estate_id=estate_id)
    return [found.community_id, found.street_id, found.county_id, found.city_id]


def regions_of(scope: Scope) -> list[uuid.UUID]:
    """The region that an officer acts for, and those above it."""
    return regions.above(scope.id) if scope.kind in _REGIONS else []


def banner(actor: Actor, *, banner_id: uuid.UUID, **_: object) -> Banner:
    """A banner that is the actor's to end: of the own region or of one within it; everybody's only for the platform's
    own staff. Otherwise Unknown.
    """
    found = db.session.get(Banner, banner_id)
    if found is None or not _within(actor.scope, found.region_id):
        raise Unknown
    return found


def kept(actor: Actor, *, window: Window) -> Page[Banner]:
    """What was set for the actor's region and those within it, the newest first."""
    query = select(Banner)
    if actor.scope.kind is not ScopeKind.PLATFORM:
        below = estates.regions_below(actor.scope.id) if actor.scope.id else []
        query = query.where(or_(Banner.region_id == actor.scope.id, Banner.region_id.in_(below)))
    return by_id(query, Banner.id, window=window)


def _within(scope: Scope, region_id: uuid.UUID | None) -> bool:
    if scope.kind is ScopeKind.PLATFORM:
        return True
    return scope.kind in _REGIONS and region_id is not None and estates.region_within(region_id, scope)
