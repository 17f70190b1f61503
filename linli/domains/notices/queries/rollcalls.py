"""Roll calls: which are open for whom, how each building stands, which homes nobody has heard of."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from linli.domains.estates import queries as estates
from linli.domains.notices.models import RollCall, RollCallHome, RollCallWord
from linli.domains.notices.queries.reach import ELSEWHERE
from linli.domains.notices.rules.rollcalls import Standing, Tally
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, rows_page

MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class Home:
    """One home of a roll call, with its label."""

    unit_id: uuid.UUID
    label: str
    state: Standing
    said_at: datetime | None
    need: str
    helper: str
    sent_at: datetime | None
    helped_at: datetime | None


def roll_call(*, estate_id: uuid.UUID, roll_call_id: uuid.UUID, **_: object) -> RollCall:
    """A roll call of this estate, or Unknown."""
    found = db.session.get(RollCall, (estate_id, roll_call_id))
    if found is None:
        raise Unknown
    return found


def roll_calls_page(estate_id: uuid.UUID, *, window: Window) -> Page[RollCall]:
    """The roll calls of an estate, newest first."""
    return by_id(select(RollCall).where(RollCall.estate_id == estate_id), RollCall.id, window=window)


def open_calls(estate_id: uuid.UUID, unit_ids: Collection[uuid.UUID]) -> list[tuple[RollCall, RollCallHome]]:
    """The open roll calls that ask these homes, newest first, each with each home."""
    if not unit_ids:
        return []
    query = (
        select(RollCall, RollCallHome)
        .join(
            RollCallHome,
            (RollCallHome.estate_id == RollCall.estate_id) & (RollCallHome.roll_call_id == RollCall.id),
        )
        .where(
            RollCall.estate_id == estate_id,
            RollCall.closed_at.is_(None),
            RollCallHome.unit_id.in_(unit_ids),
        )
        .order_by(RollCall.id.desc())
        .limit(MOST_OPEN)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def home(found: RollCall, unit_id: uuid.UUID) -> RollCallHome:
    """A home on the list, or Unknown."""
    one = db.session.scalar(
        select(RollCallHome).filter_by(estate_id=found.estate_id, roll_call_id=found.id, unit_id=unit_id)
    )
    if one is None:
        raise Unknown
    return one


def homes_of(found: RollCall, unit_ids: Collection[uuid.UUID]) -> list[Home]:
    """Those of these homes that are on the list, by label."""
    labels = {one.id: one.label for one in estates.unit_views(found.estate_id, list(unit_ids))}
    query = select(RollCallHome).where(*_of(found), RollCallHome.unit_id.in_(labels))
    shown = [_shown(one, labels[one.unit_id]) for one in db.session.scalars(query)]
    return sorted(shown, key=lambda one: one.label)


def homes_page(
    found: RollCall,
    *,
    window: Window,
    state: Standing | None = None,
    building_id: uuid.UUID | None = None,
) -> Page[Home]:
    """The homes of a roll call by label: all, or those that stand so, or of one building."""
    units = estates.unit_rows().subquery("unit_row")
    query = (
        select(units.c.label, RollCallHome.id, RollCallHome)
        .join(units, (units.c.estate_id == RollCallHome.estate_id) & (units.c.id == RollCallHome.unit_id))
        .where(*_of(found))
    )
    if state is not None:
        query = query.where(RollCallHome.state == state)
    if building_id is not None:
        query = query.where(RollCallHome.building_id == building_id)
    by = ((units.c.label, str), (RollCallHome.id, uuid.UUID))
    rows = rows_page(query, by=by, window=window)
    return Page([_shown(row[2], row[0]) for row in rows.items], rows.next)


def needing(found: RollCall, *, most: int = 200) -> list[Home]:
    """The homes that need help, those to whom nobody has been sent first, then by when they said so."""
    query = (
        select(RollCallHome)
        .where(*_of(found), RollCallHome.state == Standing.HELP)
        .order_by(
            RollCallHome.helped_at.is_not(None), RollCallHome.sent_at.is_not(None), RollCallHome.said_at
        )
        .limit(most)
    )
    rows = db.session.scalars(query).all()
    units = [one.unit_id for one in rows]
    labels = {one.id: one.label for one in estates.unit_views(found.estate_id, units)} if units else {}
    return [_shown(one, labels[one.unit_id]) for one in rows]


def tallies(found: RollCall) -> list[Tally]:
    """How each building stands, in the order of the buildings."""
    counts = (
        select(
            RollCallHome.building_id,
            func.count(),
            _how_many(RollCallHome.state == Standing.SAFE),
            _how_many(RollCallHome.state == Standing.HELP),
            _how_many((RollCallHome.state == Standing.HELP) & RollCallHome.helped_at.is_not(None)),
        )
        .where(*_of(found))
        .group_by(RollCallHome.building_id)
    )
    known = {row[0]: [int(one) for one in row[1:]] for row in db.session.execute(counts)}
    houses = [(one.id, one.name) for one in estates.buildings(found.estate_id)]
    return [Tally(name, *known[ident]) for ident, name in [*houses, (None, ELSEWHERE)] if ident in known]


def words(found: RollCall, unit_id: uuid.UUID) -> Sequence[RollCallWord]:
    """Everything that was said of a home, oldest first."""
    query = select(RollCallWord).filter_by(estate_id=found.estate_id, roll_call_id=found.id, unit_id=unit_id)
    return db.session.scalars(query.order_by(RollCallWord.id)).all()


def _of(found: RollCall) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return RollCallHome.estate_id == found.estate_id, RollCallHome.roll_call_id == found.id


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _shown(one: RollCallHome, label: str) -> Home:
    return Home(
        unit_id=one.unit_id,
        label=label,
        state=Standing(one.state),
        said_at=one.said_at,
        need=one.need,
        helper=one.helper,
        sent_at=one.sent_at,
        helped_at=one.helped_at,
    )
