"""The committee's meetings, its seal and its disclosures, for members and for owners."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from linli.domains.committees.models import (
    CommitteeMeeting,
    CommitteeMember,
    CommitteeTerm,
    Disclosure,
    DisclosureLine,
    MeetingAttendance,
    MeetingDecision,
    SealUse,
)
from linli.domains.committees.rules import Side
from linli.domains.people.queries import register
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

VOUCHER = "disclosure_line"  # what a photo of a voucher hangs on


@dataclass(frozen=True, slots=True)
class Came:
    """How many of the published meetings to which a member was called the member came to."""

    member: CommitteeMember
    called: int
    present: int


def meeting(*, estate_id: uuid.UUID, meeting_id: uuid.UUID, **_: object) -> CommitteeMeeting:
    """A meeting of this estate's committee, or Unknown."""
    found = db.session.get(CommitteeMeeting, (estate_id, meeting_id))
    if found is None:
        raise Unknown
    return found


def published_meeting(*, estate_id: uuid.UUID, meeting_id: uuid.UUID, **_: object) -> CommitteeMeeting:
    """A meeting whose minutes are up; otherwise Unknown."""
    found = meeting(estate_id=estate_id, meeting_id=meeting_id)
    if found.published_at is None:
        raise Unknown
    return found


def meetings_page(estate_id: uuid.UUID, *, window: Window, published: bool = False) -> Page[CommitteeMeeting]:
    """The meetings of an estate's committee, newest first."""
    query = select(CommitteeMeeting).where(CommitteeMeeting.estate_id == estate_id)
    if published:
        query = query.where(CommitteeMeeting.published_at.is_not(None))
    return by_id(query, CommitteeMeeting.id, window=window)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A published meeting and what it decided, as the register lists it."""

    meeting: CommitteeMeeting
    decisions: Sequence[MeetingDecision]


def minutes_register(estate_id: uuid.UUID, *, search: str = "", window: Window) -> Page[Minutes]:
    """The published minutes, newest first; a search looks into titles, agenda, minutes and decisions (scenario 21)."""
    query = select(CommitteeMeeting).where(
        CommitteeMeeting.estate_id == estate_id, CommitteeMeeting.published_at.is_not(None)
    )
    if search:
        decided = exists().where(
            MeetingDecision.estate_id == CommitteeMeeting.estate_id,
            MeetingDecision.meeting_id == CommitteeMeeting.id,
            MeetingDecision.title.contains(search, autoescape=True),
        )
        words = (CommitteeMeeting.title, CommitteeMeeting.agenda, CommitteeMeeting.minutes)
        query = query.where(or_(decided, *(one.contains(search, autoescape=True) for one in words)))
    found = by_id(query, CommitteeMeeting.id, window=window)
    of_meeting: dict[uuid.UUID, list[MeetingDecision]] = {}
    for one in db.session.scalars(
        select(MeetingDecision)
        .where(
            MeetingDecision.estate_id == estate_id,
            MeetingDecision.meeting_id.in_([meeting.id for meeting in found.items]),
        )
        .order_by(MeetingDecision.number)
    ):
        of_meeting.setdefault(one.meeting_id, []).append(one)
    return Page([Minutes(one, of_meeting.get(one.id, [])) for one in found.items], found.next)


def attendance(found: CommitteeMeeting) -> list[tuple[MeetingAttendance, CommitteeMember]]:
    """Everybody who was called, by their place in the committee."""
    rows = db.session.execute(
        select(MeetingAttendance, CommitteeMember)
        .join(
            CommitteeMember,
            (CommitteeMember.estate_id == MeetingAttendance.estate_id)
            & (CommitteeMember.id == MeetingAttendance.member_id),
        )
        .where(MeetingAttendance.estate_id == found.estate_id, MeetingAttendance.meeting_id == found.id)
        .order_by(CommitteeMember.position, CommitteeMember.id)
    )
    return [(row[0], row[1]) for row in rows]


def decisions(found: CommitteeMeeting) -> Sequence[MeetingDecision]:
    """What a meeting voted on, in order."""
    return db.session.scalars(
        select(MeetingDecision)
        .filter_by(estate_id=found.estate_id, meeting_id=found.id)
        .order_by(MeetingDecision.number)
    ).all()


def who_came(found: CommitteeTerm) -> list[Came]:
    """For each member of a term, to how many published meetings they were called and came."""
    rows = db.session.execute(
        select(MeetingAttendance.member_id, MeetingAttendance.present, func.count())
        .join(
            CommitteeMeeting,
            (CommitteeMeeting.estate_id == MeetingAttendance.estate_id)
            & (CommitteeMeeting.id == MeetingAttendance.meeting_id),
        )
        .where(
            CommitteeMeeting.estate_id == found.estate_id,
            CommitteeMeeting.term_id == found.id,
            CommitteeMeeting.published_at.is_not(None),
        )
        .group_by(MeetingAttendance.member_id, MeetingAttendance.present)
    ).all()
    called: dict[uuid.UUID, int] = {}
    present: dict[uuid.UUID, int] = {}
    for member_id, came, count in rows:
        called[member_id] = called.get(member_id, 0) + count
        present[member_id] = present.get(member_id, 0) + (count if came else 0)
    people = db.session.scalars(
        select(CommitteeMember)
        .where(CommitteeMember.estate_id == found.estate_id, CommitteeMember.id.in_(called))
        .order_by(CommitteeMember.position, CommitteeMember.id)
    )
    return [Came(one, called[one.id], present[one.id]) for one in people]


def seal_page(estate_id: uuid.UUID, *, window: Window) -> Page[SealUse]:
    """The uses of the seal, newest first."""
    return by_id(select(SealUse).where(SealUse.estate_id == estate_id), SealUse.id, window=window)


def disclosure(*, estate_id: uuid.UUID, disclosure_id: uuid.UUID, **_: object) -> Disclosure:
    """A disclosure of this estate, or Unknown."""
    found = db.session.get(Disclosure, (estate_id, disclosure_id))
    if found is None:
        raise Unknown
    return found


def published_disclosure(*, estate_id: uuid.UUID, disclosure_id: uuid.UUID, **_: object) -> Disclosure:
    """A disclosure that is up; otherwise Unknown."""
    found = disclosure(estate_id=estate_id, disclosure_id=disclosure_id)
    if found.published_at is None:
        raise Unknown
    return found


def disclosures_page(estate_id: uuid.UUID, *, window: Window, published: bool = False) -> Page[Disclosure]:
    """The disclosures of an estate, newest first."""
    query = select(Disclosure).where(Disclosure.estate_id == estate_id)
    if published:
        query = query.where(Disclosure.published_at.is_not(None))
    return by_id(query, Disclosure.id, window=window)


def lines(found: Disclosure) -> Sequence[DisclosureLine]:
    """What came in, then what went out, as written down."""
    return db.session.scalars(
        select(DisclosureLine)
        .filter_by(estate_id=found.estate_id, disclosure_id=found.id)
        .order_by(DisclosureLine.side == Side.USE, DisclosureLine.id)
    ).all()


def line(*, estate_id: uuid.UUID, line_id: uuid.UUID, **_: object) -> DisclosureLine:
    """A line of a disclosure in this estate, or Unknown."""
    found = db.session.get(DisclosureLine, (estate_id, line_id))
    if found is None:
        raise Unknown
    return found


def count_of(found: CommitteeTerm) -> int:
    """How many meetings a term has had or called."""
    return (
        db.session.scalar(
            select(func.count()).where(
                CommitteeMeeting.estate_id == found.estate_id, CommitteeMeeting.term_id == found.id
            )
        )
        or 0
    )


def my_seat(found: CommitteeMeeting, account_id: uuid.UUID) -> uuid.UUID:
    """The entry under which an account was called to a meeting; otherwise Unknown."""
    mine = set(register.owners_of_account(found.estate_id, account_id))
    for _, who in attendance(found):
        if who.owner_id in mine:
            return who.id
    raise Unknown


def voucher(found: DisclosureLine, photo_id: uuid.UUID, *, inside: bool) -> Attachment:
    """A photo of a line's voucher, for everybody once the account is up; before that `inside` the committee."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if (kept.object_kind, kept.object_id) != (VOUCHER, found.id):
        raise Unknown
    account = disclosure(estate_id=found.estate_id, disclosure_id=found.disclosure_id)
    if account.published_at is None and not inside:
        raise Unknown
    return kept


def was_called(found: CommitteeMeeting, account_id: uuid.UUID) -> bool:
    """Whether an account is among those who were called."""
    mine = set(register.owners_of_account(found.estate_id, account_id))
    return any(who.owner_id in mine for _, who in attendance(found))


def line_of(found: Disclosure, line_id: uuid.UUID) -> DisclosureLine:
    """A line of this disclosure, or Unknown."""
    one = line(estate_id=found.estate_id, line_id=line_id)
    if one.disclosure_id != found.id:
        raise Unknown
    return one
