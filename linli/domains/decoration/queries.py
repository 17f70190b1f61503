"""Questions about decorations. Nothing here changes anything."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select

from config.decoration import decorating
from linli.domains.decoration.models import Decoration, DecorationFinding, DecorationVisit
from linli.domains.decoration.permissions import GRANTS, Act
from linli.domains.decoration.rules import AT_WORK, GOING_ON, State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, page

PHOTOS_OF = "decoration_visit"


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit with what it found and its photos."""

    visit: DecorationVisit
    findings: list[DecorationFinding]
    photos: list[Attachment]


def decoration(*, estate_id: uuid.UUID, decoration_id: uuid.UUID, **_: object) -> Decoration:
    """The decoration, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Decoration, (estate_id, decoration_id))
    if found is None:
        raise Unknown
    return found


def readable(actor: Actor, found: Decoration) -> Decoration:
    """The decoration, for whoever may read all of it; to a neighbour it looks like a missing one."""
    if not permits(GRANTS, actor, Act.READ, found):
        raise Unknown
    return found


def desk_page(estate_id: uuid.UUID, *, over: bool, window: Window) -> Page[Decoration]:
    """Those that go on, the first to begin first; or those that are over, the newest first."""
    query = select(Decoration).where(Decoration.estate_id == estate_id)
    if over:
        return by_id(query.where(Decoration.state.not_in(GOING_ON)), Decoration.id, window=window)
    by = ((Decoration.starts_on, date.fromisoformat), (Decoration.id, uuid.UUID))
    return page(query.where(Decoration.state.in_(GOING_ON)), by=by, window=window)


def going_on_page(estate_id: uuid.UUID, *, window: Window) -> Page[Decoration]:
    """Where people are or will be at work, for the neighbours, who see the unit and the days and nothing else."""
    query = select(Decoration).where(Decoration.estate_id == estate_id, Decoration.state.in_(AT_WORK))
    by = ((Decoration.starts_on, date.fromisoformat), (Decoration.id, uuid.UUID))
    return page(query, by=by, window=window)


def of_units(estate_id: uuid.UUID, unit_ids: Sequence[uuid.UUID]) -> Sequence[Decoration]:
    """Those in some homes, the newest first."""
    query = select(Decoration).where(Decoration.estate_id == estate_id, Decoration.unit_id.in_(unit_ids))
    return db.session.scalars(query.order_by(Decoration.id.desc()).limit(20)).all()


def going_on(estate_id: uuid.UUID, unit_id: uuid.UUID) -> Decoration | None:
    """The one that goes on in a unit."""
    query = select(Decoration).filter_by(estate_id=estate_id, unit_id=unit_id)
    return db.session.scalar(query.where(Decoration.state.in_(GOING_ON)))


def visits(found: Decoration) -> list[Seen]:
    """Who looked at it when, the newest first."""
    here = {"estate_id": found.estate_id, "decoration_id": found.id}
    every = db.session.scalars(
        select(DecorationVisit).filter_by(**here).order_by(DecorationVisit.id.desc()).limit(100)
    ).all()
    photos = attachments.of_objects(
        estate_id=found.estate_id, object_kind=PHOTOS_OF, object_ids=[one.id for one in every]
    )
    of_visit: dict[uuid.UUID, list[DecorationFinding]] = {}
    for one in db.session.scalars(select(DecorationFinding).filter_by(**here).order_by(DecorationFinding.id)):
        of_visit.setdefault(one.visit_id, []).append(one)
    return [Seen(one, of_visit.get(one.id, []), photos.get(one.id, [])) for one in every]


def finding(found: Decoration, finding_id: uuid.UUID) -> DecorationFinding:
    """One of its findings, or Unknown."""
    one = db.session.get(DecorationFinding, (found.estate_id, finding_id))
    if one is None or one.decoration_id != found.id:
        raise Unknown
    return one


def open_findings(estate_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many findings of some decorations are not put right."""
    rows = db.session.execute(
        select(DecorationFinding.decoration_id, func.count())
        .where(
            DecorationFinding.estate_id == estate_id,
            DecorationFinding.decoration_id.in_(ids),
            DecorationFinding.settled_at.is_(None),
        )
        .group_by(DecorationFinding.decoration_id)
    )
    return {row[0]: row[1] for row in rows}


def photo(found: Decoration, photo_id: uuid.UUID) -> Attachment:
    """A photo of one of its visits, or Unknown."""
    one = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    visit = db.session.get(DecorationVisit, (found.estate_id, one.object_id))
    if one.object_kind != PHOTOS_OF or visit is None or visit.decoration_id != found.id:
        raise Unknown
    return one


def waiting(estate_id: uuid.UUID, *, now: datetime, most: int) -> Sequence[Decoration]:
    """Those that somebody has to do something about: to tell, to inspect, or to look at again."""
    seen_before = now - timedelta(days=decorating().visit_every_days)
    since = func.coalesce(Decoration.visited_at, Decoration.acknowledged_at)
    query = select(Decoration).where(
        Decoration.estate_id == estate_id,
        or_(
            Decoration.state.in_([State.REGISTERED, State.ENDED]),
            (Decoration.state == State.UNDER_WAY) & (since < seen_before),
        ),
    )
    return db.session.scalars(query.order_by(Decoration.id).limit(most)).all()


def among(estate_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Decoration]:
    """Those of some ids that name decorations of the estate."""
    query = select(Decoration).where(Decoration.estate_id == estate_id, Decoration.id.in_(ids))
    return {one.id: one for one in db.session.scalars(query)}
