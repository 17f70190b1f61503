"""The committee's meetings: called in time, attended in person, decided by more than half of all members."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from linli.domains.committees import rules
from linli.domains.committees.errors import (
    AttendanceMissing,
    NoProxy,
    NoTerm,
    NoticeTooShort,
    NotQuorate,
    WrongStep,
)
from linli.domains.committees.events import MeetingCalled, MinutesPublished
from linli.domains.committees.models import CommitteeMeeting, MeetingAttendance, MeetingDecision
from linli.domains.committees.operations import seats
from linli.domains.committees.queries import meetings, terms
from linli.domains.committees.rules import Answer, Task
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def call(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    title: str,
    agenda: str,
    place: str,
    meets_at: datetime,
    now: datetime,
) -> CommitteeMeeting:
    """Call every member of that day, substitutes without a vote too, by the days of the place.

    3 days in 浙江 (浙江第14条, 宁波第33条), 7 by 指导规则第39条. Raises NoTerm, NoticeTooShort.
    """
    on = day_of(meets_at)
    term = terms.in_office(estate_id, on=on)
    if term is None:
        raise NoTerm
    days = terms.rules_of(estate_id, on=on).notice_days
    if on < day_of(now) + timedelta(days=days):
        said = f"开会要提前 {days} 天通知，最早 {day_of(now) + timedelta(days=days)}。"
        raise NoticeTooShort(said, field_errors={"meets_at": [said]})
    earlier = meetings.count_of(term)
    meeting = CommitteeMeeting(
        estate_id=estate_id,
        term_id=term.id,
        number=earlier + 1,
        title=title,
        agenda=agenda,
        place=place,
        called_at=now,
        called_by=actor.account_id,
        meets_at=meets_at,
    )
    db.session.add(meeting)
    db.session.flush()
    db.session.add_all(
        MeetingAttendance(estate_id=estate_id, meeting_id=meeting.id, member_id=one.id)
        for one in terms.holding(term, on=on)
    )
    due_on = on + rules.POSTING
    seats.ask(term=term, kind=Task.POST_MINUTES, due_on=due_on, about=meeting.id.hex, now=now)
    _record("call", meeting)
    publish(MeetingCalled(at=now, estate_id=estate_id, meeting_id=meeting.id))
    return meeting


def cancel(*, meeting: CommitteeMeeting, reason: str, now: datetime) -> CommitteeMeeting:
    """Call a meeting off. Raises WrongStep once its minutes are up."""
    _check_open(meeting)
    meeting.cancelled_at, meeting.cancelled_why = now, reason
    _done(meeting, now)
    _record("cancel", meeting)
    return meeting


def sign_up(*, meeting: CommitteeMeeting, member_id: uuid.UUID, coming: bool) -> MeetingAttendance:
    """A member says whether they come. Raises WrongStep, NoProxy for somebody who was not called."""
    _check_open(meeting)
    found = _of(meeting, member_id)
    found.coming = coming
    db.session.flush()
    return found


def attend(*, meeting: CommitteeMeeting, present: Mapping[uuid.UUID, bool], now: datetime) -> None:
    """Who came and who did not, in person. Raises WrongStep before the meeting or with decisions taken, NoProxy."""
    _check_open(meeting)
    if now < meeting.meets_at:
        raise WrongStep("还没有开会，不能登记到会情况。")
    if meetings.decisions(meeting):
        raise WrongStep("已经登记了表决，到会情况不能再改。")
    for member_id, came in present.items():
        _of(meeting, member_id).present = came
    db.session.flush()
    _record("attend", meeting)


def decide(
    *, meeting: CommitteeMeeting, title: str, answers: Mapping[uuid.UUID, Answer], now: datetime
) -> MeetingDecision:
    """What the meeting voted on: passed with more than half of ALL members, whoever came (杭州第29条).

    Raises AttendanceMissing, NotQuorate, NoProxy where somebody absent would vote, WrongStep.
    """
    _check_open(meeting)
    present, members = _present(meeting)
    if not set(answers) <= present:
        raise NoProxy
    lacking = present - set(answers)
    if lacking:
        raise AttendanceMissing("请给每位到会的委员登记同意、反对或弃权。")
    term = terms.term(estate_id=meeting.estate_id, term_id=meeting.term_id)
    decided = terms.rules_of(term.estate_id, on=day_of(meeting.meets_at))
    agreeing = sum(one == Answer.FOR for one in answers.values())
    made = MeetingDecision(
        estate_id=meeting.estate_id,
        meeting_id=meeting.id,
        number=len(meetings.decisions(meeting)) + 1,
        title=title,
        answers={str(member_id): answer.value for member_id, answer in answers.items()},
        members=members,
        passed=decided.enough(agreeing, members),
        at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("decide", meeting, passed=made.passed)
    return made


def write_minutes(*, meeting: CommitteeMeeting, minutes: str) -> CommitteeMeeting:
    """What was said. Raises WrongStep once they are up."""
    _check_open(meeting)
    meeting.minutes = minutes
    db.session.flush()
    return meeting


def publish_minutes(*, actor: Actor, meeting: CommitteeMeeting, now: datetime) -> CommitteeMeeting:
    """Put the minutes up. Raises WrongStep, and AttendanceMissing without everybody's attendance (DL-06)."""
    _check_open(meeting)
    if any(one.present is None for one, _ in meetings.attendance(meeting)):
        raise AttendanceMissing
    if not meeting.minutes.strip():
        raise WrongStep("请先写会议纪要。")
    meeting.published_at, meeting.published_by = now, actor.account_id
    _done(meeting, now)
    _record("publish_minutes", meeting)
    publish(MinutesPublished(at=now, estate_id=meeting.estate_id, meeting_id=meeting.id))
    return meeting


def _present(meeting: CommitteeMeeting) -> tuple[set[uuid.UUID], int]:
    """The voting members who came, and how many voting members there are. Raises AttendanceMissing, NotQuorate."""
    voting = [(one, who) for one, who in meetings.attendance(meeting) if who.post != rules.Post.SUBSTITUTE]
    if any(one.present is None for one, _ in voting):
        raise AttendanceMissing
    present = {who.id for one, who in voting if one.present}
    decided = terms.rules_of(meeting.estate_id, on=day_of(meeting.meets_at))
    if not decided.enough(len(present), len(voting)):
        raise NotQuorate(
            f"委员 {len(voting)} 人，到会 {len(present)} 人，没有{decided.majority}，不能作决定。"
        )
    return present, len(voting)


def _of(meeting: CommitteeMeeting, member_id: uuid.UUID) -> MeetingAttendance:
    for one, who in meetings.attendance(meeting):
        if who.id == member_id:
            return one
    raise NoProxy


def _check_open(meeting: CommitteeMeeting) -> None:
    if meeting.published_at is not None or meeting.cancelled_at is not None:
        raise WrongStep("纪要已经公布或会议已经取消，不能再改。")


def _done(meeting: CommitteeMeeting, now: datetime) -> None:
    term = terms.term(estate_id=meeting.estate_id, term_id=meeting.term_id)
    seats.finish(term=term, kinds=(Task.POST_MINUTES,), about=meeting.id.hex, now=now)


def _record(act: str, meeting: CommitteeMeeting, **details: Any) -> None:
    audit.record(
        f"committees:meeting:{act}",
        object_kind="committee_meeting",
        object_id=meeting.id,
        estate_id=meeting.estate_id,
        **details,
    )
