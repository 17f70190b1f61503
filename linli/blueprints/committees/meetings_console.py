"""The committee's desk for meetings: call, sign up, note who came and what was decided, put the minutes up."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.committees import schemas, shown
from linli.domains.committees.models import CommitteeMeeting
from linli.domains.committees.operations import meetings as operations
from linli.domains.committees.permissions import GRANTS, Act
from linli.domains.committees.queries import meetings, terms
from linli.domains.committees.rules import Answer
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("committees_meetings_console", __name__)
DESK = "/work/e/<uuid:estate_id>/committee/meetings"
ONE = f"{DESK}/<uuid:meeting_id>"


def _home(estate_id: UUID) -> str:
    return f"/work/e/{estate_id}/committee/meetings"


@bp.get(DESK)
@allow(Act.MEET, GRANTS)
@takes(WindowIn, where="query")
def list_meetings(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:  # noqa: ARG001
    found = meetings.meetings_page(estate_id, window=Window(**query))
    return render_template(
        "committees/meetings_desk.html",
        here=_home(estate_id),
        meetings=found.items,
        now=clock.now(),
        next=f"{_home(estate_id)}?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{DESK}/new")
@allow(Act.MEET, GRANTS)
def new_meeting(actor: Actor, estate_id: UUID) -> str:
    return _new(actor, estate_id, Form())


def _new(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    today = day_of(clock.now())
    return render_template(
        "committees/new_meeting.html",
        form=form,
        here=_home(estate_id),
        days=terms.rules_of(estate_id, on=today).notice_days,
    )


@bp.post(DESK)
@allow(Act.MEET, GRANTS)
@takes(schemas.MeetingForm)
@idempotent()
@form_page(_new)
def call(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(operations.call(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.get(ONE)
@allow(Act.MEET, GRANTS, on=meetings.meeting)
def show_meeting(actor: Actor, meeting: CommitteeMeeting) -> str:
    return _one(actor, meeting, Form())


def _one(actor: Actor, meeting: CommitteeMeeting, form: Form) -> str:
    now = clock.now()
    return render_template(
        "committees/meeting_desk.html",
        form=form,
        home=_home(meeting.estate_id),
        here=f"{_home(meeting.estate_id)}/{meeting.id}",
        meeting=shown.meeting(meeting),
        begun=now >= meeting.meets_at,
        majority=terms.rules_of(meeting.estate_id, on=day_of(meeting.meets_at)).majority,
        answers=[(one.value, one.title) for one in Answer],
        called=meetings.was_called(meeting, actor.account_id),
    )


@bp.post(f"{ONE}/coming")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.ComingIn)
@form_page(_one)
def sign_up(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> ResponseReturnValue:
    mine = meetings.my_seat(meeting, actor.account_id)
    operations.sign_up(meeting=meeting, member_id=mine, **body)
    return _to(meeting)


@bp.post(f"{ONE}/attendance")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.AttendanceForm)
@form_page(_one)
def attend(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.attend(meeting=meeting, now=clock.now(), **body)
    return _to(meeting)


@bp.post(f"{ONE}/decisions")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.DecisionForm)
@idempotent()
@form_page(_one)
def decide(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.decide(meeting=meeting, now=clock.now(), **body)
    return _to(meeting)


@bp.post(f"{ONE}/minutes")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.MinutesIn)
@form_page(_one)
def write_minutes(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.write_minutes(meeting=meeting, **body)
    return _to(meeting)


@bp.post(f"{ONE}/publication")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@form_page(_one)
def publish_minutes(actor: Actor, meeting: CommitteeMeeting) -> ResponseReturnValue:
    operations.publish_minutes(actor=actor, meeting=meeting, now=clock.now())
    return _to(meeting)


@bp.post(f"{ONE}/cancellation")
@allow(Act.MEET, GRANTS, on=meetings.meeting)
@takes(schemas.ReasonIn)
@form_page(_one)
def cancel(actor: Actor, meeting: CommitteeMeeting, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    operations.cancel(meeting=meeting, now=clock.now(), **body)
    return _to(meeting)


def _to(meeting: CommitteeMeeting) -> ResponseReturnValue:
    return redirect(f"{_home(meeting.estate_id)}/{meeting.id}", 303)
