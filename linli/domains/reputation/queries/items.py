"""Credit items: one by one, in lists within somebody's reach, and what is disclosed of a company."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import engagements
from linli.domains.reputation.models import CreditItem, ListEntry
from linli.domains.reputation.rules.course import DISCLOSED
from linli.domains.reputation.rules.kinds import disclosed_until
from linli.kernel.actors import Actor, Role, ScopeKind
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.transactions import seeing_every_estate

FILES = "credit_item"  # what evidence hangs on, in the words of the store
COMPANY = frozenset({Role.COMPANY_HEAD, Role.PROPERTY_MANAGER})


def item(*, item_id: uuid.UUID, **_: object) -> CreditItem:
    """The item, or Unknown."""
    found = db.session.get(CreditItem, item_id)
    if found is None:
        raise Unknown
    return found


def item_within(actor: Actor, item_id: uuid.UUID, *, today: date) -> CreditItem:
    """The item, if it lies within the actor's reach; a company's people find what it was told of. Otherwise Unknown."""
    query = select(CreditItem).where(CreditItem.id == item_id, reach(CreditItem, actor, today))
    with seeing_every_estate():
        found = db.session.scalar(query)
    if found is None:
        raise Unknown
    return found


def listed(actor: Actor, *, waiting: bool, today: date, window: Window) -> Page[CreditItem]:
    """The items within the actor's reach, the newest first: those still on their way, or those that had effect."""
    on_the_way = and_(
        CreditItem.withdrawn_at.is_(None),
        or_(CreditItem.effective_on.is_(None), CreditItem.effective_on > today),
        or_(CreditItem.upheld.is_(None), CreditItem.upheld.is_(True)),
    )
    wanted = on_the_way if waiting else ~on_the_way
    with seeing_every_estate():
        return by_id(
            select(CreditItem).where(reach(CreditItem, actor, today), wanted), CreditItem.id, window=window
        )


def waiting_for(
    actor: Actor, *, today: date, project_id: uuid.UUID | None = None, most: int = 30
) -> Sequence[CreditItem]:
    """What waits for somebody, of one project where it is named: for keepers what is proposed, objected to or to be
    repaired; for companies what they were just told.
    """
    if actor.role in COMPANY:
        mine = and_(
            CreditItem.notified_at.is_not(None),
            CreditItem.objected_at.is_(None),
            CreditItem.withdrawn_at.is_(None),
            CreditItem.object_until >= today,
        )
    else:
        mine = and_(
            CreditItem.withdrawn_at.is_(None),
            or_(
                CreditItem.notified_at.is_(None),
                and_(CreditItem.objected_at.is_not(None), CreditItem.decided_at.is_(None)),
                and_(CreditItem.repair_asked_at.is_not(None), CreditItem.repaired_on.is_(None)),
            ),
        )
    if project_id is not None:
        mine = and_(mine, CreditItem.project_id == project_id)
    query = (
        select(CreditItem).where(reach(CreditItem, actor, today), mine).order_by(CreditItem.id).limit(most)
    )
    with seeing_every_estate():
        return db.session.scalars(query).all()


def disclosed(company_id: uuid.UUID, *, today: date) -> list[CreditItem]:
    """What everybody may read about a company: items that have or had effect, for five years from their finding."""
    query = select(CreditItem).where(
        CreditItem.company_id == company_id,
        CreditItem.effective_on <= today,
        CreditItem.withdrawn_at.is_(None),
    )
    found = db.session.scalars(query.order_by(CreditItem.found_on.desc(), CreditItem.id)).all()
    return [
        one for one in found if one.standing(today) in DISCLOSED and today <= disclosed_until(one.found_on)
    ]


def companies_of(actor: Actor, *, today: date) -> dict[str, str]:
    """The companies that an officer may name: those serving an estate in reach, and those it answers for alone."""
    with seeing_every_estate():
        reached = set(db.session.scalars(estates.companies_reached(actor.scope, on=today)))
        spans = engagements.spans(since_on=today, until_on=today).subquery()
        inside = estates.reached_ids(actor.scope, on=today)
        reached |= set(db.session.scalars(select(spans.c.company_id).where(spans.c.estate_id.in_(inside))))
        return {str(one): name for one, name in engagements.all_companies() if one in reached}


def projects_within(actor: Actor, *, today: date, most: int = 1000) -> dict[str, str]:
    """The estates in an officer's reach: id and name."""
    with seeing_every_estate():
        some = db.session.scalars(estates.reached(actor.scope, on=today).limit(most)).all()
    return {str(one.id): one.name for one in sorted(some, key=lambda one: one.name)}


def reach(kind: type[CreditItem | ListEntry], actor: Actor, today: date) -> ColumnElement[bool]:
    """Which rows about companies somebody reaches: officers by where the project lies or the company works."""
    scope, told = actor.scope, kind.notified_at.is_not(None)
    if actor.role is Role.COMPANY_HEAD:
        return and_(told, kind.company_id == scope.id)
    if scope.kind is ScopeKind.ESTATE and scope.id is not None:
        with seeing_every_estate():
            serving = estates.company_serving(scope.id, on=today)
        if actor.role is not Role.PROPERTY_MANAGER or serving is None:
            return false()
        here = or_(kind.project_id == scope.id, kind.project_id.is_(None))
        return and_(told, kind.company_id == serving.id, here)
    if scope.kind is ScopeKind.PLATFORM:
        return true()
    inside = kind.project_id.in_(estates.reached_ids(scope, on=today))
    alone = and_(kind.project_id.is_(None), kind.company_id.in_(estates.companies_reached(scope, on=today)))
    return or_(inside, alone)


def sources(asked: Sequence[str]) -> set[str]:
    """Which of these sources are on record already."""
    known = db.session.scalars(select(CreditItem.source).where(CreditItem.source.in_(asked)))
    return {one for one in known if one is not None}


def files(item: CreditItem) -> Sequence[Attachment]:
    """The papers and photos that were added as evidence, oldest first."""
    if item.project_id is None:
        return []
    with seeing_every_estate():
        return attachments.of_object(estate_id=item.project_id, object_kind=FILES, object_id=item.id)


def file(item: CreditItem, file_id: uuid.UUID) -> Attachment:
    """One of them, or Unknown."""
    found = next((one for one in files(item) if one.id == file_id), None)
    if found is None:
        raise Unknown
    return found
