"""Repairs from the fund as the desk and the owners of their scope read them: plan beside settlement."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import naming
from linli.domains.fund.errors import AreaMissing, NoSuchPlace
from linli.domains.fund.models import FundPayment, FundProject, FundShare
from linli.domains.fund.rules import Ground, Stage
from linli.domains.voting.queries import rolls
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

PLAN, SETTLEMENT = "plan", "settlement"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a repair may be: the estate, one building, one stairwell."""

    kind: str
    id: uuid.UUID | None
    name: str

    @property
    def word(self) -> str:
        """As a form names it."""
        return f"{self.kind}:{self.id or ''}"


@dataclass(frozen=True, slots=True)
class ShareView:
    """What falls to one unit: planned, and settled where it is."""

    unit_id: uuid.UUID
    unit_label: str
    floor_area: int
    plan_fen: int
    settled_fen: int | None


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project with what was paid of it."""

    project: FundProject
    paid_fen: int

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.project.state)

    @property
    def ground(self) -> str:
        """Why it goes without a vote, in words; empty where it does not."""
        return Ground(self.project.ground).title if self.project.ground else ""


def project(*, estate_id: uuid.UUID, fund_project_id: uuid.UUID, **_: object) -> FundProject:
    """A project, or Unknown."""
    found = db.session.get(FundProject, (estate_id, fund_project_id))
    if found is None:
        raise Unknown
    return found


def project_for(actor: Actor, *, estate_id: uuid.UUID, fund_project_id: uuid.UUID) -> FundProject:
    """A project that concerns a unit of the actor's own; for everybody else of the estate it is Unknown."""
    found = project(estate_id=estate_id, fund_project_id=fund_project_id)
    if not any(one.unit_id in actor.units for one in _shares(found, PLAN)):
        raise Unknown
    return found


def projects_page(actor: Actor, estate_id: uuid.UUID, *, window: Window) -> Page[ProjectView]:
    """The projects of an estate, the newest first; owners see those that their units have a share in."""
    query = select(FundProject).where(FundProject.estate_id == estate_id)
    if actor.role in RESIDENTS:
        query = query.where(
            exists().where(
                FundShare.estate_id == FundProject.estate_id,
                FundShare.project_id == FundProject.id,
                FundShare.unit_id.in_(list(actor.units)),
            )
        )
    found = by_id(query, FundProject.id, window=window)
    return Page(views(found.items), found.next)


def views(found: Sequence[FundProject]) -> list[ProjectView]:
    """Projects of one estate with what was paid, in the same order."""
    if not found:
        return []
    rows = db.session.execute(
        select(FundPayment.project_id, func.sum(FundPayment.amount_fen))
        .where(
            FundPayment.estate_id == found[0].estate_id,
            FundPayment.project_id.in_([one.id for one in found]),
        )
        .group_by(FundPayment.project_id)
    )
    paid = {project_id: int(fen) for project_id, fen in rows}
    return [ProjectView(one, paid.get(one.id, 0)) for one in found]


def shares(found: FundProject) -> list[ShareView]:
    """What falls to each unit of the scope, by its label."""
    settled = {one.unit_id: one.amount_fen for one in _shares(found, SETTLEMENT)}
    return [
        ShareView(one.unit_id, one.unit_label, one.floor_area, one.amount_fen, settled.get(one.unit_id))
        for one in _shares(found, PLAN)
    ]


def _shares(found: FundProject, of: str) -> Sequence[FundShare]:
    return db.session.scalars(
        select(FundShare)
        .filter_by(estate_id=found.estate_id, project_id=found.id, of=of)
        .order_by(FundShare.unit_label, FundShare.unit_id)
    ).all()


def areas_planned(found: FundProject) -> Mapping[uuid.UUID, FundShare]:
    """The shares of the plan by unit: the settlement is split by the same areas."""
    return {one.unit_id: one for one in _shares(found, PLAN)}


def payments(found: FundProject) -> Sequence[FundPayment]:
    """What the fund paid, in order; at most two hundred."""
    return db.session.scalars(
        select(FundPayment)
        .filter_by(estate_id=found.estate_id, project_id=found.id)
        .order_by(FundPayment.on, FundPayment.id)
        .limit(200)
    ).all()


def waiting(estate_id: uuid.UUID) -> Sequence[FundProject]:
    """The projects that somebody has to answer: to put to the vote, to review, to confirm; the oldest first."""
    query = select(FundProject).where(
        FundProject.estate_id == estate_id, FundProject.state.in_([Stage.ASKED, Stage.REVIEWED])
    )
    return db.session.scalars(query.order_by(FundProject.id).limit(50)).all()


def of_vote(estate_id: uuid.UUID, vote_id: uuid.UUID) -> FundProject | None:
    """The project that a vote decides on."""
    return db.session.scalar(select(FundProject).filter_by(estate_id=estate_id, vote_id=vote_id))


def places(estate_id: uuid.UUID) -> list[Place]:
    """Where a repair may be."""
    named = naming.named(estate_id)
    of_building: dict[uuid.UUID, list[Place]] = {}
    houses = dict(named.buildings)
    for entrance_id, building_id, name in named.entrances:
        place = Place(rolls.ENTRANCE, entrance_id, f"{houses[building_id]}{name}")
        of_building.setdefault(building_id, []).append(place)
    found = [Place(rolls.ESTATE, None, "全小区")]
    for building_id, name in named.buildings:
        found += [Place(rolls.BUILDING, building_id, name), *of_building.get(building_id, [])]
    return found


def place(estate_id: uuid.UUID, word: str) -> Place:
    """The place that a form or program names. Raises NoSuchPlace."""
    for one in places(estate_id):
        if one.word == word:
            return one
    raise NoSuchPlace


def units_at(estate_id: uuid.UUID, where: Place) -> list[estates.UnitView]:
    """The units of a scope, as the roll of its vote has them. Raises AreaMissing, NoSuchPlace where there are none."""
    found = [
        one
        for one in estates.unit_views(estate_id)
        if where.kind == rolls.ESTATE
        or where.id == (one.building_id if where.kind == rolls.BUILDING else one.entrance_id)
    ]
    if not found:
        raise NoSuchPlace
    if any(not one.floor_area for one in found):
        raise AreaMissing
    return found
