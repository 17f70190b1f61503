"""What people say is wrong in the published roll, and what is different in the register since it was frozen."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from linli.domains.people.queries import register
from linli.domains.people.rules import voter_key
from linli.domains.voting.models import RollObjection, RollSupplement, Vote, ballots_of
from linli.domains.voting.queries import paper, rolls
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


@dataclass(frozen=True, slots=True)
class Sale:
    """A unit of the frozen roll whose owners have changed since, and why its buyer may not vote, or ""."""

    unit_id: uuid.UUID
    label: str
    from_voter: str
    buyers: str
    hindrance: str


def objection(*, estate_id: uuid.UUID, vote_id: uuid.UUID, objection_id: uuid.UUID) -> RollObjection:
    """An objection to the roll of a vote, or Unknown."""
    found = db.session.get(RollObjection, (estate_id, objection_id))
    if found is None or found.vote_id != vote_id:
        raise Unknown
    return found


def objections_page(found: Vote, *, window: Window, made_by: uuid.UUID | None = None) -> Page[RollObjection]:
    """The objections to the roll of a vote, the newest first; with `made_by` one person's own."""
    query = select(RollObjection).filter_by(estate_id=found.estate_id, vote_id=found.id)
    if made_by is not None:
        query = query.filter_by(made_by=made_by)
    return by_id(query, RollObjection.id, window=window)


def unanswered(found: Vote) -> int:
    """How many objections to the roll wait for an answer."""
    return (
        db.session.scalar(
            select(func.count()).where(
                RollObjection.estate_id == found.estate_id,
                RollObjection.vote_id == found.id,
                RollObjection.answered_at.is_(None),
            )
        )
        or 0
    )


def supplements(found: Vote) -> Sequence[RollSupplement]:
    """The units that changed hands while the vote was open and were moved to their buyers, the newest first."""
    return db.session.scalars(
        select(RollSupplement)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(RollSupplement.id.desc())
    ).all()


def sales(found: Vote, *, on: date) -> list[Sale]:
    """The units of an open vote's roll that were sold since it was frozen (VO-14)."""
    frozen = rolls.frozen(found)
    owners: dict[uuid.UUID, list[uuid.UUID]] = {}
    for held in register.ownerships(found.estate_id, on=on):
        owners.setdefault(held.unit_id, []).append(held.owner_id)
    changed = [
        (head, unit, voter_key(owners[unit.unit_id]))
        for head in frozen.heads
        if not head.developer
        for unit in head.units
        if unit.unit_id in owners and voter_key(owners[unit.unit_id]) != head.owner_ids
    ]
    if not changed:
        return []
    numbers = {head.owner_ids: head.voter_no for head in frozen.heads}
    voted = voted_numbers(found)
    names = register.owner_views(found.estate_id, sorted({one for *_, buyers in changed for one in buyers}))
    return [
        Sale(
            unit.unit_id,
            unit.label,
            head.voter_no,
            "、".join(names[one].name for one in buyers if one in names),
            hindrance(head.voter_no, numbers.get(buyers), voted),
        )
        for head, unit, buyers in changed
    ]


def voted_numbers(found: Vote) -> set[str]:
    """The voters who have a ballot of either kind in the box, or handed paper in. Who, never what."""
    return paper.handed_in(found) | set(
        db.session.scalars(
            select(ballots_of(found).voter_no)
            .filter_by(estate_id=found.estate_id, vote_id=found.id)
            .distinct()
        )
    )


def hindrance(seller: str, buyer: str | None, voted: set[str]) -> str:
    """Why a buyer cannot vote with a unit bought during the vote, or ""."""
    if seller in voted:
        return "卖方已经投票，这套房本次不能再投。"
    return "买方已经用另外的房屋投过票，这套房本次不能再加上去。" if buyer in voted else ""
