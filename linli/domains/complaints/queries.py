"""Questions about complaints. Nothing here changes anything."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from config.tickets import Span, catalogue
from linli.domains.complaints.models import CompanyStatement, Complaint, ComplaintStep
from linli.domains.complaints.permissions import GRANTS, Act
from linli.domains.complaints.rules import (
    AT_WORK,
    JUDGED_WITHIN,
    REPEATS_WITHIN,
    STATED_WITHIN_DAYS,
    TOLD,
    State,
)
from linli.domains.tickets import queries as tickets
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, page

PHOTOS_OF = "complaint"


def complaint(*, estate_id: uuid.UUID, company_complaint_id: uuid.UUID, **_: object) -> Complaint:
    """The complaint, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Complaint, (estate_id, company_complaint_id))
    if found is None:
        raise Unknown
    return found


def readable(actor: Actor, found: Complaint) -> Complaint:
    """The complaint, for whoever may read it; to others, the company first of all, it looks like a missing one."""
    if not permits(GRANTS, actor, Act.READ, found):
        raise Unknown
    return found


def statement(*, estate_id: uuid.UUID, statement_id: uuid.UUID, **_: object) -> CompanyStatement:
    """What the company was asked, or Unknown."""
    found = db.session.get(CompanyStatement, (estate_id, statement_id))
    if found is None:
        raise Unknown
    return found


def answer_due(since: datetime) -> datetime:
    """Ten days on, moved on to a working day: 杭州市物业管理条例第50条, 民法典第203条."""
    return tickets.working_time().after(since, catalogue().clocks["complaint"].finish)


def statement_due(since: datetime) -> datetime:
    """Until when the company says something."""
    return tickets.working_time().after(since, Span("working_days", STATED_WITHIN_DAYS))


def own_page(actor: Actor, estate_id: uuid.UUID, *, window: Window) -> Page[Complaint]:
    """A resident's own complaints, the newest first."""
    query = select(Complaint).filter_by(estate_id=estate_id, complainant_id=actor.account_id)
    return by_id(query, Complaint.id, window=window)


def desk_page(estate_id: uuid.UUID, *, over: bool, window: Window) -> Page[Complaint]:
    """Those that somebody has to deal with, by their deadline; or all the others, the newest first."""
    query = select(Complaint).where(Complaint.estate_id == estate_id)
    if over:
        return by_id(query.where(Complaint.state.not_in(AT_WORK)), Complaint.id, window=window)
    by = ((Complaint.due_at, datetime.fromisoformat), (Complaint.id, uuid.UUID))
    return page(query.where(Complaint.state.in_(AT_WORK)), by=by, window=window)


def steps(found: Complaint) -> Sequence[ComplaintStep]:
    """What was done, in its order."""
    query = select(ComplaintStep).filter_by(estate_id=found.estate_id, complaint_id=found.id)
    return db.session.scalars(query.order_by(ComplaintStep.at, ComplaintStep.id)).all()


def statements(found: Complaint) -> Sequence[CompanyStatement]:
    """What the company was asked about it, the newest first."""
    query = select(CompanyStatement).filter_by(estate_id=found.estate_id, complaint_id=found.id)
    return db.session.scalars(query.order_by(CompanyStatement.id.desc())).all()


def statements_page(actor: Actor, estate_id: uuid.UUID, *, window: Window) -> Page[CompanyStatement]:
    """What the actor's company was asked in an estate, the newest first."""
    query = select(CompanyStatement).filter_by(estate_id=estate_id)
    if actor.scope.kind is ScopeKind.COMPANY:
        query = query.where(CompanyStatement.company_id == actor.scope.id)
    return by_id(query, CompanyStatement.id, window=window)


def photos(found: Complaint) -> Sequence[Attachment]:
    """The photos that came with it."""
    return attachments.of_object(estate_id=found.estate_id, object_kind=PHOTOS_OF, object_id=found.id)


def photo(found: Complaint, photo_id: uuid.UUID) -> Attachment:
    """One of its photos, or Unknown."""
    one = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if (one.object_kind, one.object_id) != (PHOTOS_OF, found.id):
        raise Unknown
    return one


def next_number(estate_id: uuid.UUID) -> int:
    """The number of the next complaint of an estate, to be read out over the phone."""
    return (db.session.scalar(select(func.max(Complaint.number)).filter_by(estate_id=estate_id)) or 0) + 1


def earlier(estate_id: uuid.UUID, unit_id: uuid.UUID, subject: str, *, now: datetime) -> Complaint | None:
    """The household's last complaint on the subject within the year: the new one comes back to it (重复投诉)."""
    query = select(Complaint).where(
        Complaint.estate_id == estate_id,
        Complaint.unit_id == unit_id,
        Complaint.subject == subject,
        Complaint.filed_at > now - REPEATS_WITHIN,
        Complaint.state != State.WITHDRAWN,
    )
    return db.session.scalars(query.order_by(Complaint.filed_at.desc()).limit(1)).first()


def at_work(estate_id: uuid.UUID, *, most: int) -> Sequence[Complaint]:
    """Those that the community or the street has to answer, by their deadline."""
    query = select(Complaint).where(Complaint.estate_id == estate_id, Complaint.state.in_(AT_WORK))
    return db.session.scalars(query.order_by(Complaint.due_at, Complaint.id).limit(most)).all()


def unanswered(actor: Actor, estate_id: uuid.UUID, *, most: int) -> Sequence[CompanyStatement]:
    """What the actor's company has still to say something to."""
    query = select(CompanyStatement).filter_by(estate_id=estate_id, answered_at=None)
    if actor.scope.kind is ScopeKind.COMPANY:
        query = query.where(CompanyStatement.company_id == actor.scope.id)
    return db.session.scalars(query.order_by(CompanyStatement.due_at).limit(most)).all()


def to_judge(actor: Actor, estate_id: uuid.UUID) -> Sequence[Complaint]:
    """A resident's own that were answered and not judged."""
    query = select(Complaint).where(
        Complaint.estate_id == estate_id, Complaint.complainant_id == actor.account_id,
        Complaint.state.in_(TOLD), Complaint.satisfied.is_(None),
    )  # fmt: skip
    return db.session.scalars(query.order_by(Complaint.id).limit(20)).all()


def silent(now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Estate and id of those answered so long ago that they close."""
    before = now - JUDGED_WITHIN
    told_at = func.coalesce(Complaint.reviewed_at, Complaint.answered_at)
    rows = db.session.execute(
        select(Complaint.estate_id, Complaint.id).where(Complaint.state.in_(TOLD), told_at < before)
    )
    return [(row[0], row[1]) for row in rows]


def overdue(now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Estate and id of those whose time has run out and that nobody has marked."""
    past = or_(
        (Complaint.state == State.OPEN) & (Complaint.due_at < now),
        (Complaint.state == State.ESCALATED) & (Complaint.review_due_at < now),
    )
    rows = db.session.execute(
        select(Complaint.estate_id, Complaint.id).where(past, Complaint.late.is_(False))
    )
    return [(row[0], row[1]) for row in rows]
