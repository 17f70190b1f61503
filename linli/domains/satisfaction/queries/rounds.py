"""Rounds: which one an estate is in, and how far it has come."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from linli.domains.estates import queries as estates
from linli.domains.satisfaction.models import SatisfactionParticipation, SatisfactionRound
from linli.domains.satisfaction.rules import course, questions
from linli.domains.satisfaction.rules.course import State
from linli.domains.satisfaction.rules.questions import Question
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def round_(*, round_id: uuid.UUID, **_: object) -> SatisfactionRound:
    """The round, or Unknown."""
    found = db.session.get(SatisfactionRound, round_id)
    if found is None:
        raise Unknown
    return found


def round_within(actor: Actor, round_id: uuid.UUID) -> SatisfactionRound:
    """The round, if the actor works in its city; otherwise Unknown."""
    found = round_(round_id=round_id)
    if found.city_id != city_of(actor):
        raise Unknown
    return found


def city_of(actor: Actor) -> uuid.UUID | None:
    """The city that an officer works in."""
    region_id = actor.scope.id if actor.scope.kind is not ScopeKind.ESTATE else None
    while region_id is not None:
        region = estates.region(region_id)
        if region.parent_id is None:
            return region.id
        region_id = region.parent_id
    return None


def of_city(city_id: uuid.UUID | None) -> Sequence[SatisfactionRound]:
    """The rounds of a city, the newest first."""
    query = select(SatisfactionRound).where(SatisfactionRound.city_id == city_id)
    return db.session.scalars(query.order_by(SatisfactionRound.year.desc())).all()


def of_year(city_id: uuid.UUID, year: int) -> SatisfactionRound | None:
    """A city's round of a year."""
    return db.session.scalar(select(SatisfactionRound).filter_by(city_id=city_id, year=year))


def newest(estate_id: uuid.UUID) -> SatisfactionRound | None:
    """The newest round that was made public in an estate's city."""
    place = estates.estate(estate_id=estate_id)
    return db.session.scalar(
        select(SatisfactionRound)
        .where(SatisfactionRound.city_id == place.city_id, SatisfactionRound.published_at.is_not(None))
        .order_by(SatisfactionRound.year.desc())
        .limit(1)
    )


def closed(*, year: int | None = None) -> Sequence[SatisfactionRound]:
    """The rounds whose sums are public, of one year or all, the newest first."""
    query = select(SatisfactionRound).where(SatisfactionRound.closed_at.is_not(None))
    if year is not None:
        query = query.where(SatisfactionRound.year == year)
    return db.session.scalars(query.order_by(SatisfactionRound.year.desc(), SatisfactionRound.id)).all()


def due_to_close(*, now: datetime) -> list[uuid.UUID]:
    """The rounds whose hour has come."""
    query = select(SatisfactionRound.id).where(
        SatisfactionRound.published_at.is_not(None),
        SatisfactionRound.closed_at.is_(None),
        SatisfactionRound.closes_at <= now,
    )
    return list(db.session.scalars(query))


def state(found: SatisfactionRound, *, now: datetime) -> State:
    """Where it stands by the clock."""
    return course.standing(
        published=found.published_at is not None,
        closed=found.closed_at is not None,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        now=now,
    )


def asked(found: SatisfactionRound) -> tuple[Question, ...]:
    """Its questions."""
    return questions.read(found.questions)


def answered_counts(found: SatisfactionRound) -> dict[uuid.UUID, int]:
    """How many households of each estate have answered: all that is known before the close."""
    with seeing_every_estate():
        rows = db.session.execute(
            select(SatisfactionParticipation.estate_id, func.count())
            .where(SatisfactionParticipation.round_id == found.id)
            .group_by(SatisfactionParticipation.estate_id)
        )
        return {row[0]: row[1] for row in rows}


def answered_by_channel(found: SatisfactionRound, estate_id: uuid.UUID) -> dict[str, int]:
    """How many households of one estate answered through each channel."""
    rows = db.session.execute(
        select(SatisfactionParticipation.channel, func.count())
        .filter_by(estate_id=estate_id, round_id=found.id)
        .group_by(SatisfactionParticipation.channel)
    )
    return {row[0]: row[1] for row in rows}


def bursts(found: SatisfactionRound) -> list[tuple[uuid.UUID, str, int, date]]:
    """Devices from which many households of an estate answered: estate, device, how many, the last day.

    Never which households.
    """
    taken = SatisfactionParticipation
    with seeing_every_estate():
        rows = db.session.execute(
            select(taken.estate_id, taken.device, func.count(), func.max(taken.answered_on))
            .where(taken.round_id == found.id, taken.device.is_not(None))
            .group_by(taken.estate_id, taken.device)
            .having(func.count() >= course.BURST)
            .order_by(func.count().desc(), taken.estate_id, taken.device)
        )
        return [(row[0], row[1] or "", row[2], row[3]) for row in rows]
