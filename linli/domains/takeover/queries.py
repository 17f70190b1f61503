"""Questions about takeovers and the figures of their days. Nothing here changes anything."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import engagements
from linli.domains.takeover.models import StandbyCompany, Takeover, TakeoverFigures
from linli.domains.takeover.rules import Days, State
from linli.kernel.actors import EVERYWHERE, Scope
from linli.kernel.refusals import Unknown
from linli.platform import facts
from linli.platform.db import db
from linli.platform.facts import Fact, Period
from linli.platform.paging import Page, Window, by_id
from linli.platform.transactions import seeing_every_estate

#: The figures that are kept apart for the days of a takeover, by the names under which rooms offer them.
KEPT_APART = (
    "tickets.answered_on_time",
    "tickets.closed_on_time",
    "tickets.satisfied",
    "fees.collection_rate",
)
RAN = (State.RUNNING, State.ENDED)


@dataclass(frozen=True, slots=True)
class Kept:
    """One figure of the days of a takeover, with both its numbers."""

    name: str
    title: str
    part: int
    whole: int

    @property
    def percent(self) -> str:
        """As people read it; — where there was nothing."""
        if not self.whole:
            return "—"
        tenths = (self.part * 2000 + self.whole) // (2 * self.whole)
        return f"{tenths // 10}.{tenths % 10}%"


def takeover(*, estate_id: uuid.UUID, takeover_id: uuid.UUID, **_: object) -> Takeover:
    """The takeover, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Takeover, (estate_id, takeover_id))
    if found is None:
        raise Unknown
    return found


def takeovers(estate_id: uuid.UUID) -> Sequence[Takeover]:
    """All of an estate's, the newest first."""
    query = select(Takeover).filter_by(estate_id=estate_id).order_by(Takeover.id.desc())
    return db.session.scalars(query).all()


def in_force(estate_id: uuid.UUID, *, on: date) -> Takeover | None:
    """The takeover that runs on a day; it is public, as everybody should know who serves the estate."""
    query = select(Takeover).where(
        Takeover.estate_id == estate_id,
        Takeover.state.in_(RAN),
        Takeover.since_on <= on,
        func.coalesce(Takeover.ended_on, Takeover.until_on) >= on,
    )
    with seeing_every_estate():
        return db.session.scalar(query.order_by(Takeover.id.desc()).limit(1))


def listed(scope: Scope, *, state: State | None, on: date, window: Window) -> Page[Takeover]:
    """The takeovers within a scope, the newest first. The caller sees every estate."""
    query = select(Takeover).where(Takeover.estate_id.in_(estates.reached_ids(scope, on=on)))
    if state is not None:
        query = query.where(Takeover.state == state)
    return by_id(query, Takeover.id, window=window)


def spans() -> Select[*tuple[Any, ...]]:
    """The days of all takeovers that ran (`estate_id`, `since_on`, `until_on`), for rooms that join sets."""
    return select(
        Takeover.estate_id,
        Takeover.since_on,
        func.coalesce(Takeover.ended_on, Takeover.until_on).label("until_on"),
    ).where(Takeover.state.in_(RAN))


def spans_of(estate_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Days]]:
    """The days of the takeovers of these estates, in one question."""
    found: dict[uuid.UUID, list[Days]] = {}
    with seeing_every_estate():
        rows = db.session.execute(spans().where(Takeover.estate_id.in_(estate_ids)))
        for place, since_on, until_on in rows:
            found.setdefault(place, []).append(Days(since_on, until_on))
    return found


def standby(county_id: uuid.UUID) -> list[tuple[uuid.UUID, str, str]]:
    """The companies that a county has named: id, name, by what."""
    rows = db.session.execute(
        select(StandbyCompany.company_id, StandbyCompany.basis).filter_by(county_id=county_id)
    ).all()
    names = dict(engagements.all_companies()) if rows else {}
    return sorted(((one, names[one], basis) for one, basis in rows), key=lambda found: found[1])


def is_standby(county_id: uuid.UUID, company_id: uuid.UUID) -> bool:
    """Whether a county has named the company."""
    query = select(StandbyCompany.id).filter_by(county_id=county_id, company_id=company_id)
    return db.session.scalar(query) is not None


def figures(found: Takeover, *, now: datetime, today: date) -> list[Kept]:
    """What the days of a takeover came to: as kept when it ended, or until today while it runs."""
    if found.standing not in RAN:
        return []
    kept = db.session.scalar(
        select(TakeoverFigures).filter_by(estate_id=found.estate_id, takeover_id=found.id)
    )
    if kept is not None:
        return [Kept(**one) for one in kept.figures["lines"]]
    return counted(found, until_on=min(today, found.last_on), now=now)


def counted(found: Takeover, *, until_on: date, now: datetime) -> list[Kept]:
    """The figures of a takeover's days until one of them, counted afresh."""
    period = Period(found.since_on, until_on, now)
    offered = [(name, facts.offered(name)) for name in KEPT_APART]
    return [_kept(name, fact, period, found.estate_id) for name, fact in offered if fact is not None]


def _kept(name: str, fact: Fact, period: Period, estate_id: uuid.UUID) -> Kept:
    if fact.rows is not None:
        _, part, whole = facts.counted_behind(fact, period, estate_id)
    else:
        taken = facts.figures(fact, period).get(estate_id)
        part, whole = (taken.part, taken.whole) if taken else (0, 0)
    return Kept(name, fact.title, part, whole)


def names_of(takeovers: Sequence[Takeover]) -> Mapping[uuid.UUID, str]:
    """The names of the companies and estates of these takeovers, by id."""
    if not takeovers:
        return {}
    place = estates.reached(EVERYWHERE, on=takeovers[0].since_on).subquery()
    wanted = {one.estate_id for one in takeovers}
    places = db.session.execute(select(place.c.id, place.c.name).where(place.c.id.in_(wanted)))
    return dict(engagements.all_companies()) | {row[0]: row[1] for row in places}


def changes() -> Select[int]:
    """How many steps all takeovers have taken: a number that grows with each decision and each end."""
    return select(func.count() + func.count(Takeover.decided_at) + func.count(Takeover.ended_at))
