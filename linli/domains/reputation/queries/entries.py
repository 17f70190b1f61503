"""The red and black list: a quarter's entries, what is public, and who was on it the quarter before."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select

from linli.domains.reputation.models import ListEntry
from linli.domains.reputation.queries.items import COMPANY, reach
from linli.domains.reputation.rules.listing import Colour, Quarter
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def entry(*, entry_id: uuid.UUID, **_: object) -> ListEntry:
    """The entry, or Unknown."""
    found = db.session.get(ListEntry, entry_id)
    if found is None:
        raise Unknown
    return found


def entry_within(actor: Actor, entry_id: uuid.UUID, *, today: date) -> ListEntry:
    """The entry, if it lies within the actor's reach; otherwise Unknown."""
    query = select(ListEntry).where(ListEntry.id == entry_id, reach(ListEntry, actor, today))
    with seeing_every_estate():
        found = db.session.scalar(query)
    if found is None:
        raise Unknown
    return found


def of_quarter(actor: Actor, quarter: Quarter, *, today: date) -> Sequence[ListEntry]:
    """A quarter's entries within the actor's reach: red first, each by place."""
    query = select(ListEntry).where(
        ListEntry.year == quarter.year,
        ListEntry.quarter == quarter.number,
        reach(ListEntry, actor, today),
    )
    with seeing_every_estate():
        return db.session.scalars(query.order_by(*_ORDER)).all()


def drawn(quarter: Quarter) -> bool:
    """Whether the list of a quarter was drawn up."""
    query = select(ListEntry.id).filter_by(year=quarter.year, quarter=quarter.number).limit(1)
    return db.session.scalar(query) is not None


def public(*, today: date) -> Sequence[ListEntry]:
    """What is on the list today, for everybody."""
    query = select(ListEntry).where(
        ListEntry.published_at.is_not(None),
        ListEntry.struck_at.is_(None),
        ListEntry.term_until >= today,
        or_(ListEntry.left_on.is_(None), ListEntry.left_on > today),
    )
    return db.session.scalars(query.order_by(ListEntry.year.desc(), ListEntry.quarter.desc(), *_ORDER)).all()


def of_company(company_id: uuid.UUID, *, today: date) -> list[ListEntry]:
    """Where a company stands on the list today."""
    return [one for one in public(today=today) if one.company_id == company_id]


def was_black(subject: str, quarter: Quarter) -> bool:
    """Whether somebody was on the black list that was published for a quarter."""
    query = select(ListEntry.id).filter_by(
        subject=subject, year=quarter.year, quarter=quarter.number, colour=Colour.BLACK
    )
    return db.session.scalar(query.where(ListEntry.published_at.is_not(None))) is not None


def waiting_for(
    actor: Actor, *, today: date, project_id: uuid.UUID | None = None, most: int = 30
) -> Sequence[ListEntry]:
    """What waits for somebody, of one project where it is named: a company's reply, the city's next step."""
    unpublished = and_(ListEntry.published_at.is_(None), ListEntry.struck_at.is_(None))
    if actor.role in COMPANY:
        mine = and_(unpublished, ListEntry.reply_until >= today, ListEntry.replied_at.is_(None))
    else:
        overdue = and_(
            ListEntry.rectify_until < today, ListEntry.left_on.is_(None), ListEntry.term_until >= today
        )
        mine = or_(
            and_(unpublished, or_(ListEntry.notified_at.is_(None), ListEntry.reply_until < today)), overdue
        )
    if project_id is not None:
        mine = and_(mine, ListEntry.project_id == project_id)
    query = select(ListEntry).where(reach(ListEntry, actor, today), mine).order_by(ListEntry.id).limit(most)
    with seeing_every_estate():
        return db.session.scalars(query).all()


_ORDER = (ListEntry.colour.desc(), ListEntry.project_id.is_not(None), ListEntry.place, ListEntry.id)
