"""Households: for which an actor may answer, who is to be asked, and who has not answered yet."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import UnitView
from linli.domains.estates.rules import UnitKind
from linli.domains.people.queries import identity, living
from linli.domains.satisfaction.models import SatisfactionParticipation, SatisfactionRound
from linli.domains.satisfaction.rules.course import BARRED, TIES, here_since
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Household:
    """A home for which the actor may answer, and whether it has been done."""

    unit: UnitView
    answered: bool


def barred(actor: Actor, *, now: datetime) -> bool:
    """Whether the person works for a property company, or assesses: they say nothing about any of them."""
    return any(Role(one.role) in BARRED for one in identity.grants_of(actor.account_id, now=now))


def of_actor(
    found: SatisfactionRound, estate_id: uuid.UUID, actor: Actor, *, now: datetime
) -> list[Household]:
    """The homes that an owner or tenant of three months may answer for (domain rules §5.1)."""
    since = living.belonging(estate_id, on=here_since(now)).subquery()
    long = db.session.scalars(
        select(since.c.unit_id).where(
            since.c.account_id == actor.account_id, since.c.tie.in_([tie.value for tie in TIES])
        )
    )
    mine = {unit_id for unit_id, tie in actor.units.items() if tie in TIES} & set(long)
    units = [one for one in estates.unit_views(estate_id, list(mine)) if one.kind == UnitKind.RESIDENTIAL]
    taken = set(
        db.session.scalars(
            select(SatisfactionParticipation.unit_id)
            .filter_by(estate_id=estate_id, round_id=found.id)
            .where(SatisfactionParticipation.unit_id.in_([one.id for one in units]))
        )
    )
    return [Household(one, one.id in taken) for one in units]


def participation(
    found: SatisfactionRound, estate_id: uuid.UUID, unit_id: uuid.UUID
) -> SatisfactionParticipation | None:
    """The row that says that a household has answered."""
    return db.session.scalar(
        select(SatisfactionParticipation).filter_by(estate_id=estate_id, round_id=found.id, unit_id=unit_id)
    )


def asked(estate_id: uuid.UUID, *, on: date) -> Select[uuid.UUID]:
    """The accounts of an estate's owners and tenants, as a set to tell."""
    people = living.belonging(estate_id, on=on).subquery()
    return select(people.c.account_id).where(people.c.tie.in_([tie.value for tie in TIES])).distinct()


def not_answered(found: SatisfactionRound, estate_id: uuid.UUID, *, on: date) -> Select[uuid.UUID]:
    """The accounts of those whose household has not answered; a set for messages, never a list to read (SC-04)."""
    people = living.belonging(estate_id, on=on).subquery()
    homes = estates.unit_rows().subquery()
    taken = select(SatisfactionParticipation.unit_id).filter_by(estate_id=estate_id, round_id=found.id)
    return (
        select(people.c.account_id)
        .join(homes, (homes.c.id == people.c.unit_id) & (homes.c.estate_id == estate_id))
        .where(
            people.c.tie.in_([tie.value for tie in TIES]),
            homes.c.kind == UnitKind.RESIDENTIAL,
            people.c.unit_id.not_in(taken),
        )
        .distinct()
    )


def counts(city_id: uuid.UUID, *, on: date) -> dict[uuid.UUID, int]:
    """How many homes each estate of a city has; one query."""
    homes = estates.unit_rows().subquery()
    within = estates.reached_ids(Scope(ScopeKind.CITY, city_id), on=on)
    with seeing_every_estate():
        rows = db.session.execute(
            select(homes.c.estate_id, func.count())
            .where(homes.c.kind == UnitKind.RESIDENTIAL, homes.c.estate_id.in_(within))
            .group_by(homes.c.estate_id)
            .order_by(homes.c.estate_id)
        )
        return {row[0]: row[1] for row in rows}


def count(estate_id: uuid.UUID) -> int:
    """How many homes an estate has."""
    homes = estates.unit_rows().subquery()
    query = select(func.count()).select_from(homes)
    return (
        db.session.scalar(query.where(homes.c.estate_id == estate_id, homes.c.kind == UnitKind.RESIDENTIAL))
        or 0
    )
