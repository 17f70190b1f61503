"""Which banners stand on whose pages (NT-18)."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import regions
from linli.domains.notices.models import Banner
from linli.kernel.actors import Actor, Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.db import db
from linli.platform.lately import lately
from linli.platform.paging import Page, Window, by_id

MOST_AT_ONCE = 3
NOBODYS = uuid.UUID(int=0)
_REGIONS = frozenset({ScopeKind.COMMUNITY, ScopeKind.STREET, ScopeKind.COUNTY, ScopeKind.CITY})


@dataclass(frozen=True, slots=True)
class Words:
    """A banner as pages show it."""

    region_id: uuid.UUID | None
    words: str
    since_at: datetime
    until_at: datetime


def standing(region_ids: Callable[[], Collection[uuid.UUID]], *, now: datetime) -> list[Words]:
    """The banners of these regions, and those for everybody, that stand now: the newest first, three at most.

    Every page asks; where none stands anywhere, nothing is asked of the database.
    """
    found = [one for one in not_over() if one.since_at <= now < one.until_at]
    places = {None, *region_ids()} if any(one.region_id for one in found) else {None}
    return [one for one in found if one.region_id in places][:MOST_AT_ONCE]


@lately
def not_over() -> list[Words]:
    """The banners that stand or will stand, the newest first, as they were within the last two seconds."""
    kept = (
        select(Banner.region_id, Banner.words, Banner.since_at, Banner.until_at)
        .where(Banner.until_at > clock.now(), Banner.ended_at.is_(None))
        .order_by(Banner.since_at.desc(), Banner.id.desc())
    )
    return [Words(*row) for row in db.session.execute(kept)]


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
        own = actor.scope.id or NOBODYS
        query = query.where(or_(Banner.region_id == own, Banner.region_id.in_(estates.regions_below(own))))
    return by_id(query, Banner.id, window=window)


def _within(scope: Scope, region_id: uuid.UUID | None) -> bool:
    if scope.kind is ScopeKind.PLATFORM:
        return True
    return scope.kind in _REGIONS and region_id is not None and estates.region_within(region_id, scope)
