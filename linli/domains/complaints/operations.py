"""What people, and the clock, do with a complaint about the property company."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from linli.domains.complaints import queries
from linli.domains.complaints.errors import (
    NoCompany,
    NoHome,
    NotYourUnit,
    OwnMatter,
    StatementOpen,
    TooEarly,
    TooLateToExtend,
    WhyMissing,
    WrongStep,
)
from linli.domains.complaints.events import ComplaintMoved, StatementAsked
from linli.domains.complaints.models import CompanyStatement, Complaint, ComplaintStep
from linli.domains.complaints.rules import AT_WORK, JUDGED_WITHIN, TOLD, Kind, State, Subject, may_escalate
from linli.domains.estates import queries as estates
from linli.domains.people.queries import staff
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db

_EMPLOYED = (Role.PROPERTY_WORKER, Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)
SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What somebody complains about. `named`: the company may learn who it is; otherwise it never does."""

    subject: Subject
    words: str
    unit_id: uuid.UUID | None = None
    named: bool = False
    photos: Sequence[Readable] = field(default=())


def file(*, actor: Actor, estate_id: uuid.UUID, filing: Filing, now: datetime) -> Complaint:
    """A household complains about the company; it goes to the community, and the ten days begin (杭州条例第50条).

    Raises NoHome, NotYourUnit, NoCompany.
    """
    if not actor.units:
        raise NoHome
    unit_id = filing.unit_id or min(actor.units)
    if unit_id not in actor.units:
        raise NotYourUnit
    company = estates.company_serving(estate_id, on=day_of(now))
    if company is None:
        raise NoCompany
    before, due_at = queries.earlier(estate_id, unit_id, filing.subject, now=now), queries.answer_due(now)
    made = Complaint(
        estate_id=estate_id, number=queries.next_number(estate_id), complainant_id=actor.account_id,
        unit_id=unit_id, company_id=company.id, subject=filing.subject, words=filing.words, named=filing.named,
        repeat_of_id=before.id if before else None, state=State.OPEN, filed_at=now, first_due_at=due_at,
        due_at=due_at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    for photo in filing.photos:
        attachments.store_image(
            estate_id=estate_id, stream=photo, object_kind=queries.PHOTOS_OF, object_id=made.id,
            made_by=actor.account_id, now=now,
        )  # fmt: skip
    _write(made, Kind.FILED, actor, now)
    return made


def forward(*, actor: Actor, complaint: Complaint, words: str, now: datetime) -> CompanyStatement:
    """Ask the company what it has to say, in words of the officer's own. Raises WrongStep, OwnMatter, StatementOpen."""
    _expect(complaint, State.OPEN)
    _not_own(actor, complaint, now)
    if any(one.answered_at is None for one in queries.statements(complaint)):
        raise StatementOpen
    made = CompanyStatement(
        estate_id=complaint.estate_id, complaint_id=complaint.id, company_id=complaint.company_id, words=words,
        asked_by=actor.account_id, asked_at=now, due_at=queries.statement_due(now),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _write(complaint, Kind.FORWARDED, actor, now, words)
    publish(StatementAsked(at=now, estate_id=complaint.estate_id, statement_id=made.id))
    return made


def state(*, actor: Actor, statement: CompanyStatement, answer: str, now: datetime) -> CompanyStatement:
    """The company says what it has to say, once. Raises WrongStep."""
    db.session.refresh(statement, with_for_update=True)
    if statement.answered_at is not None:
        raise WrongStep
    statement.answered_by, statement.answered_at, statement.answer = actor.account_id, now, answer
    found = queries.complaint(estate_id=statement.estate_id, company_complaint_id=statement.complaint_id)
    _write(found, Kind.STATED, actor, now, answer)
    return statement


def extend(*, actor: Actor, complaint: Complaint, reason: str, now: datetime) -> Complaint:
    """More time, once, asked before the day; the complainant is told why, and the first day stays on record.

    Raises WrongStep, OwnMatter, TooLateToExtend.
    """
    _expect(complaint, State.OPEN)
    _not_own(actor, complaint, now)
    if complaint.extended_at is not None or now > complaint.due_at:
        raise TooLateToExtend
    complaint.extended_at, complaint.due_at = now, queries.answer_due(complaint.due_at)
    _write(complaint, Kind.EXTENDED, actor, now, reason)
    _tell(complaint, "extended", now)
    return complaint


def answer(*, actor: Actor, complaint: Complaint, words: str, now: datetime) -> Complaint:
    """The community answers. Raises WrongStep, OwnMatter."""
    _expect(complaint, State.OPEN)
    _not_own(actor, complaint, now)
    complaint.state, complaint.answered_at, complaint.answer = State.ANSWERED, now, words
    complaint.late = complaint.late or now > complaint.due_at
    _write(complaint, Kind.ANSWERED, actor, now, words)
    _tell(complaint, "answered", now)
    return complaint


def rate(*, actor: Actor, complaint: Complaint, satisfied: bool, opinion: str, now: datetime) -> Complaint:
    """The complainant is content, or says why not; then it can go to the street. After the street's answer it is over.

    Raises WrongStep, WhyMissing.
    """
    _expect(complaint, *TOLD)
    if complaint.state == State.ANSWERED and complaint.satisfied is not None:
        raise WrongStep
    if not satisfied and not opinion:
        raise WhyMissing
    complaint.satisfied = satisfied
    if satisfied or complaint.standing is State.REVIEWED:
        complaint.state, complaint.closed_at = State.CLOSED, now
    _write(
        complaint,
        Kind.RATED,
        actor,
        now,
        "；".join(part for part in ("满意" if satisfied else "不满意", opinion) if part),
    )
    return complaint


def escalate(*, actor: Actor, complaint: Complaint, reason: str, now: datetime) -> Complaint:
    """To the street, which has ten days again: the answer did not content, or there was none in time.

    Raises WrongStep, TooEarly.
    """
    _expect(complaint, State.OPEN, State.ANSWERED)
    if not may_escalate(complaint.standing, satisfied=complaint.satisfied, overdue=now > complaint.due_at):
        raise TooEarly
    complaint.late = complaint.late or (complaint.answered_at is None and now > complaint.due_at)
    complaint.state, complaint.escalated_at, complaint.satisfied = State.ESCALATED, now, None
    complaint.review_due_at = queries.answer_due(now)
    _write(complaint, Kind.ESCALATED, actor, now, reason)
    return complaint


def review(*, actor: Actor, complaint: Complaint, words: str, now: datetime) -> Complaint:
    """The street answers. Raises WrongStep, OwnMatter."""
    _expect(complaint, State.ESCALATED)
    _not_own(actor, complaint, now)
    complaint.state, complaint.reviewed_at, complaint.review = State.REVIEWED, now, words
    complaint.late = complaint.late or (complaint.review_due_at is not None and now > complaint.review_due_at)
    _write(complaint, Kind.REVIEWED, actor, now, words)
    _tell(complaint, "reviewed", now)
    return complaint


def withdraw(*, actor: Actor, complaint: Complaint, reason: str, now: datetime) -> Complaint:
    """The complainant takes it back while somebody deals with it. Raises WrongStep."""
    _expect(complaint, *AT_WORK)
    complaint.state, complaint.closed_at = State.WITHDRAWN, now
    _write(complaint, Kind.WITHDRAWN, actor, now, reason)
    return complaint


def close_silent(*, estate_id: uuid.UUID, complaint_id: uuid.UUID, now: datetime) -> None:
    """Nobody judged the answer in its days: it is over, and counts as nobody's content."""
    found = queries.complaint(estate_id=estate_id, company_complaint_id=complaint_id)
    db.session.refresh(found, with_for_update=True)
    told_at = found.reviewed_at or found.answered_at
    if found.standing in TOLD and told_at is not None and told_at < now - JUDGED_WITHIN:
        found.state, found.closed_at = State.CLOSED, now
        _write(found, Kind.CLOSED, None, now)


def mark_late(*, estate_id: uuid.UUID, complaint_id: uuid.UUID, now: datetime) -> None:
    """The time has run out; a deadline once missed stays missed."""
    found = queries.complaint(estate_id=estate_id, company_complaint_id=complaint_id)
    db.session.refresh(found, with_for_update=True)
    due_at = found.due_at if found.standing is State.OPEN else found.review_due_at
    if found.standing in AT_WORK and due_at is not None and due_at < now:
        found.late = True


def _expect(complaint: Complaint, *states: State) -> None:
    """Hold the complaint until the transaction ends; it must stand in one of these."""
    db.session.flush()
    db.session.refresh(complaint, with_for_update=True)
    if complaint.standing not in states:
        raise WrongStep


def _not_own(actor: Actor, complaint: Complaint, now: datetime) -> None:
    """Nobody handles a complaint about their own employer, or their own."""
    employed = staff.staff_of(complaint.estate_id, roles=_EMPLOYED, on=day_of(now), now=now)
    if actor.account_id in {complaint.complainant_id, *(one.account_id for one in employed)}:
        raise OwnMatter


def _write(complaint: Complaint, kind: Kind, actor: Actor | None, now: datetime, words: str = "") -> None:
    db.session.add(
        ComplaintStep(
            estate_id=complaint.estate_id, complaint_id=complaint.id, kind=kind, at=now, words=words,
            actor_id=actor.account_id if actor else None, role=actor.role if actor else SYSTEM,
        )
    )  # fmt: skip
    db.session.flush()
    audit.record(
        f"complaints:complaint:{kind}", object_kind="complaint", object_id=complaint.id,
        estate_id=complaint.estate_id,
    )  # fmt: skip


def _tell(complaint: Complaint, news: str, now: datetime) -> None:
    publish(
        ComplaintMoved(
            at=now, estate_id=complaint.estate_id, complaint_id=complaint.id,
            account_id=complaint.complainant_id, news=news,
        )
    )  # fmt: skip
