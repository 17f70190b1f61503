"""Reductions: who applied, what is approved, what they take off a period's bills."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, extract, func, literal, select
from sqlalchemy.sql.selectable import Subquery

from linli.domains.estates import queries as estates
from linli.domains.fees.models import FeeItem, Relief
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.reliefs import PERMILLE, ReliefState
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class ReliefView:
    """An application with the names that people know."""

    relief: Relief
    unit_label: str
    item_name: str


def relief(*, estate_id: uuid.UUID, relief_id: uuid.UUID, **_: object) -> Relief:
    """The application, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Relief, (estate_id, relief_id))
    if found is None:
        raise Unknown
    return found


def reliefs_page(estate_id: uuid.UUID, *, window: Window) -> Page[ReliefView]:
    """The estate's applications, the newest first."""
    found = by_id(select(Relief).where(Relief.estate_id == estate_id), Relief.id, window=window)
    return Page(views(found.items), found.next)


def waiting(estate_id: uuid.UUID) -> list[ReliefView]:
    """The applications that wait for a second person."""
    query = select(Relief).filter_by(estate_id=estate_id, state=ReliefState.PROPOSED)
    return views(db.session.scalars(query.order_by(Relief.id).limit(100)).all())


def views(found: Sequence[Relief]) -> list[ReliefView]:
    """Applications of one estate with their names, in the same order."""
    if not found:
        return []
    place = found[0].estate_id
    labels = {one.id: one.label for one in estates.unit_views(place, [one.unit_id for one in found])}
    names = dict(db.session.execute(select(FeeItem.id, FeeItem.name).where(FeeItem.estate_id == place)).all())
    return [ReliefView(one, labels[one.unit_id], names[one.item_id]) for one in found]


def overlapping(
    estate_id: uuid.UUID, item_id: uuid.UUID, unit_id: uuid.UUID, period: Period
) -> Sequence[Relief]:
    """What stands or waits for a unit and item on any of these days."""
    return db.session.scalars(
        select(Relief).where(
            Relief.estate_id == estate_id,
            Relief.item_id == item_id,
            Relief.unit_id == unit_id,
            Relief.state != ReliefState.REFUSED,
            Relief.since_on <= period.until_on,
            Relief.until_on >= period.since_on,
        )
    ).all()


def any_approved(item: FeeItem, period: Period) -> bool:
    """Whether any reduction touches these days, so that most runs need not look."""
    return db.session.scalar(select(Relief.id).where(*_touching(item, period)).limit(1)) is not None


def taken_off(item: FeeItem, period: Period, charged: Subquery) -> Select[*tuple[Any, ...]]:
    """What each approved reduction takes off, as a set (`unit_id`, `relief_id`, `amount_fen`, positive).

    `charged` has `unit_id` and `amount_fen` before reductions. The same as `rules.reliefs.relief_fen`, in SQL.
    """
    days = (period.until_on - period.since_on).days + 1
    since = case((Relief.since_on > period.since_on, Relief.since_on), else_=literal(period.since_on))
    until = case((Relief.until_on < period.until_on, Relief.until_on), else_=literal(period.until_on))
    gross = charged.c.amount_fen.cast(BigInteger)  # PostgreSQL's sums are numeric and would not divide whole
    top = gross * Relief.permille * _days(since, until)
    bottom = PERMILLE * days
    return (
        select(
            Relief.unit_id,
            Relief.id.label("relief_id"),
            ((top * 2 + bottom) // (bottom * 2)).cast(BigInteger).label("amount_fen"),
        )
        .join(charged, charged.c.unit_id == Relief.unit_id)
        .where(*_touching(item, period))
    )


def _days(since: ColumnElement[Any], until: ColumnElement[Any]) -> ColumnElement[int]:
    seconds = extract("epoch", until).cast(BigInteger) - extract("epoch", since).cast(BigInteger)
    return seconds // _DAY_SECONDS + 1


def _touching(item: FeeItem, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        Relief.estate_id == item.estate_id,
        Relief.item_id == item.id,
        Relief.state == ReliefState.APPROVED,
        Relief.since_on <= period.until_on,
        Relief.until_on >= period.since_on,
    )


def sums(found: Subquery) -> Select[Any]:
    """What all reductions of a unit take off together (`unit_id`, `amount_fen`)."""
    return select(found.c.unit_id, func.sum(found.c.amount_fen).label("amount_fen")).group_by(found.c.unit_id)


def photo(found: Relief, photo_id: uuid.UUID, *, kind: str) -> Attachment:
    """One photo of a reduction's evidence, or Unknown."""
    kept = attachments.of_object(estate_id=found.estate_id, object_kind=kind, object_id=found.id)
    for one in kept:
        if one.id == photo_id:
            return one
    raise Unknown
