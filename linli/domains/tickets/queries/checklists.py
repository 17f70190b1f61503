"""The checklists of an estate, and the points of a ticket (TK-34)."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, func, select

from linli.domains.people.queries import identity
from linli.domains.tickets.models import Checklist, ChecklistPoint, Ticket, TicketCheck
from linli.domains.tickets.rules.checklists import Point
from linli.kernel.refusals import Unknown
from linli.platform.db import db


def checklists(estate_id: uuid.UUID) -> Sequence[Checklist]:
    """The checklists in use, by category. An estate has some dozens; the list is kept by hand."""
    return db.session.scalars(
        select(Checklist)
        .where(Checklist.estate_id == estate_id, Checklist.retired_at.is_(None))
        .order_by(Checklist.category, Checklist.id)
    ).all()


def checklist(*, estate_id: uuid.UUID, checklist_id: uuid.UUID, **_: object) -> Checklist:
    """A checklist in use, or Unknown."""
    found = db.session.get(Checklist, (estate_id, checklist_id))
    if found is None or found.retired_at is not None:
        raise Unknown
    return found


def lines(estate_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[ChecklistPoint]]:
    """The points of some checklists, in the order in which they were written."""
    found: dict[uuid.UUID, list[ChecklistPoint]] = {one: [] for one in ids}
    rows = db.session.scalars(
        select(ChecklistPoint)
        .where(ChecklistPoint.estate_id == estate_id, ChecklistPoint.checklist_id.in_(ids))
        .order_by(ChecklistPoint.checklist_id, ChecklistPoint.position)
    )
    for row in rows:
        found[row.checklist_id].append(row)
    return found


def points(ticket: Ticket) -> list[Point]:
    """What has to be looked at for a ticket: the points of every checklist in use of its category or its group,
    each with whether it is ticked. They are those of today, so that a checklist that is mended counts at once.
    """
    newest = (
        select(
            TicketCheck.point_id,
            TicketCheck.done,
            TicketCheck.account_id,
            func.row_number()
            .over(partition_by=TicketCheck.point_id, order_by=TicketCheck.id.desc())
            .label("age"),
        )
        .where(TicketCheck.estate_id == ticket.estate_id, TicketCheck.ticket_id == ticket.id)
        .subquery()
    )
    rows = db.session.execute(
        select(ChecklistPoint, Checklist.title, newest.c.done, newest.c.account_id)
        .join(
            Checklist,
            and_(
                Checklist.estate_id == ChecklistPoint.estate_id, Checklist.id == ChecklistPoint.checklist_id
            ),
        )
        .outerjoin(newest, and_(newest.c.point_id == ChecklistPoint.id, newest.c.age == 1))
        .where(
            ChecklistPoint.estate_id == ticket.estate_id,
            Checklist.retired_at.is_(None),
            Checklist.category.in_([ticket.category, ticket.category.partition(".")[0]]),
        )
        .order_by(Checklist.category, Checklist.id, ChecklistPoint.position)
    ).all()
    names = identity.names([who for _, _, done, who in rows if done])
    return [
        Point(one.id, title, one.words, one.must, bool(done), names.get(who, "") if done else "")
        for one, title, done, who in rows
    ]
