"""Shared costs: what they came to, who carries them, what each unit's share is."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import UnitKind
from linli.domains.fees.errors import AreaMissing, NobodyToShare
from linli.domains.fees.models import CostShare, FeeItem, SharedCost
from linli.domains.fees.rules.splitting import CostState, Method, shares
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

CARRYING = (UnitKind.RESIDENTIAL, UnitKind.SHOP)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A unit that carries its share."""

    unit_id: uuid.UUID
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class CostView:
    """A cost with how many units carry it and what they weigh together (0.01 ㎡, or units)."""

    cost: SharedCost
    item_name: str
    place: str
    units: int
    weights: int


@dataclass(frozen=True, slots=True)
class ShareView:
    """What one unit carries of a cost."""

    label: str
    weight: int
    amount_fen: int


def cost(*, estate_id: uuid.UUID, cost_id: uuid.UUID, **_: object) -> SharedCost:
    """The cost, if it is this estate's; otherwise Unknown."""
    found = db.session.get(SharedCost, (estate_id, cost_id))
    if found is None:
        raise Unknown
    return found


def published(*, estate_id: uuid.UUID, cost_id: uuid.UUID, **_: object) -> SharedCost:
    """The cost, once it is published: residents see no drafts."""
    found = cost(estate_id=estate_id, cost_id=cost_id)
    if found.state != CostState.PUBLISHED:
        raise Unknown
    return found


def costs_page(estate_id: uuid.UUID, *, window: Window, published_only: bool) -> Page[SharedCost]:
    """The estate's shared costs, the newest first."""
    query = select(SharedCost).where(SharedCost.estate_id == estate_id)
    if published_only:
        query = query.where(SharedCost.state == CostState.PUBLISHED)
    return by_id(query, SharedCost.id, window=window)


def waiting(estate_id: uuid.UUID) -> Sequence[SharedCost]:
    """The costs that wait for a second person."""
    return db.session.scalars(
        select(SharedCost)
        .filter_by(estate_id=estate_id, state=CostState.DRAFTED)
        .order_by(SharedCost.id)
        .limit(100)
    ).all()


def carriers(found: SharedCost) -> list[Carrier]:
    """The flats and shops of the place that the cost is for, each with its weight.

    Raises NobodyToShare; AreaMissing where a unit without an area would leave its share to the others.
    """
    rows = sorted(
        (
            one
            for one in estates.unit_views(found.estate_id)
            if one.kind in CARRYING and found.building_id in {None, one.building_id}
        ),
        key=lambda one: one.id,
    )
    if not rows:
        raise NobodyToShare
    if found.method == Method.EQUAL:
        return [Carrier(row.id, row.label, 1) for row in rows]
    bare = [row.label for row in rows if not row.floor_area]
    if bare:
        raise AreaMissing(
            f"{'、'.join(bare[:5])}{'等' if bare[5:] else ''}没有登记面积。{AreaMissing.sentence}"
        )
    return [Carrier(row.id, row.label, row.floor_area or 0) for row in rows]


def split(found: SharedCost) -> list[tuple[Carrier, int]]:
    """Each carrier with its share; together they are the cost, to the fen (FE-11)."""
    carrying = carriers(found)
    amounts = shares(found.amount_fen, {one.unit_id: one.weight for one in carrying})
    return [(one, amounts[one.unit_id]) for one in carrying]


def view(found: SharedCost) -> CostView:
    """A cost with what is known about its split."""
    if found.state == CostState.PUBLISHED:
        units, weights = db.session.execute(
            select(func.count(), func.coalesce(func.sum(CostShare.weight), 0)).where(
                CostShare.estate_id == found.estate_id, CostShare.cost_id == found.id
            )
        ).one()
    else:
        carrying = carriers(found)
        units, weights = len(carrying), sum(one.weight for one in carrying)
    item_name = db.session.scalar(select(FeeItem.name).filter_by(estate_id=found.estate_id, id=found.item_id))
    return CostView(found, item_name or "", place_name(found), int(units), int(weights))


def place_name(found: SharedCost) -> str:
    """Whose cost it is: a building's, or the whole estate's."""
    if found.building_id is None:
        return "全小区"
    return estates.building(estate_id=found.estate_id, building_id=found.building_id).name


def own_shares(actor: Actor, found: SharedCost) -> list[ShareView]:
    """What the actor's own units carry of a published cost; nobody sees a neighbour's share by name."""
    rows = {one.unit_id: one for one in _shares(found, list(actor.units))}
    names = {one.id: one.label for one in estates.unit_views(found.estate_id, list(rows))}
    return [ShareView(names[unit], one.weight, one.amount_fen) for unit, one in rows.items()]


def own_amounts(actor: Actor, estate_id: uuid.UUID, cost_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """What the actor's units carry of each of these costs together."""
    rows = db.session.execute(
        select(CostShare.cost_id, func.sum(CostShare.amount_fen))
        .where(
            CostShare.estate_id == estate_id,
            CostShare.cost_id.in_(cost_ids),
            CostShare.unit_id.in_(list(actor.units)),
        )
        .group_by(CostShare.cost_id)
    )
    return {cost_id: int(total) for cost_id, total in rows}


def _shares(found: SharedCost, unit_ids: Sequence[uuid.UUID]) -> Sequence[CostShare]:
    return db.session.scalars(
        select(CostShare)
        .where(
            CostShare.estate_id == found.estate_id,
            CostShare.cost_id == found.id,
            CostShare.unit_id.in_(unit_ids),
        )
        .order_by(CostShare.unit_id)
    ).all()
