"""What a task force does: people come and go, tasks are set and done, weeks reported, months judged."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from config.departments import duties
from linli.domains.estates import queries as estates
from linli.domains.taskforces import queries
from linli.domains.taskforces.errors import (
    AlreadyThere,
    DaysReversed,
    NoSuchDepartment,
    NoSuchTicket,
    NotAnOfficer,
    NotOfThisForce,
    TooEarly,
)
from linli.domains.taskforces.models import (
    ForceMember,
    ForceMilestone,
    ForceReport,
    ForceReview,
    ForceTask,
    ForceTicket,
    TaskForce,
)
from linli.domains.taskforces.operations.admitting import expect, noted
from linli.domains.taskforces.rules import OPEN, Part, State, monday, month_end
from linli.domains.tickets import queries as tickets
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """Somebody whom a department lends, in which post, from when until when."""

    part: Part
    name: str
    department: str
    post: str
    since_on: date
    until_on: date | None = None
    account_id: uuid.UUID | None = None


def lend(*, actor: Actor, force: TaskForce, lent: Lent, now: datetime) -> TaskForce:
    """Somebody joins. Raises WrongStep, NoSuchDepartment, DaysReversed, NotAnOfficer."""
    expect(force, *OPEN)
    _known(lent.department)
    if lent.account_id is not None and lent.account_id not in dict(queries.candidates(actor, force, now=now)):
        raise NotAnOfficer
    if lent.until_on is not None and lent.until_on < lent.since_on:
        raise DaysReversed("until_on")
    given = {name: getattr(lent, name) for name in lent.__slots__}
    db.session.add(ForceMember(force_id=force.id, added_by=actor.account_id, added_at=now, **given))
    noted("lend", force, department=lent.department)
    return force


def release(*, force: TaskForce, member_id: uuid.UUID, last_on: date) -> TaskForce:
    """Somebody goes back to their department. Raises WrongStep, NotOfThisForce, DaysReversed."""
    expect(force, *OPEN)
    member = queries.part_of(ForceMember, force, member_id)
    if member is None:
        raise NotOfThisForce(field_errors={"member_id": [NotOfThisForce.sentence]})
    if last_on < member.since_on:
        raise DaysReversed("last_on")
    member.until_on = last_on
    noted("release", force)
    return force


def add_task(*, force: TaskForce, department: str, title: str, due_on: date) -> TaskForce:
    """A department gets a task; it is due while the task force is there.

    Raises WrongStep, NoSuchDepartment (also for one that takes no part), DaysReversed.
    """
    expect(force, State.AT_WORK)
    if department not in queries.departments(force):
        raise NoSuchDepartment
    if due_on > force.due_on:
        raise DaysReversed("due_on")
    db.session.add(ForceTask(force_id=force.id, department=department, title=title, due_on=due_on))
    noted("add_task", force, department=department)
    return force


def add_milestone(*, force: TaskForce, under_id: uuid.UUID, milestone: str, reach_on: date) -> TaskForce:
    """A step on the way of a task, due no later than the task. Raises WrongStep, NotOfThisForce, DaysReversed."""
    expect(force, State.AT_WORK)
    task = _open_task(force, under_id, field="under_id")
    if reach_on > task.due_on:
        raise DaysReversed("reach_on")
    db.session.add(ForceMilestone(force_id=force.id, task_id=task.id, title=milestone, due_on=reach_on))
    noted("add_milestone", force)
    return force


def reach(*, force: TaskForce, milestone_id: uuid.UUID, now: datetime) -> TaskForce:
    """A milestone is reached. Raises WrongStep, NotOfThisForce."""
    expect(force, State.AT_WORK)
    milestone = queries.part_of(ForceMilestone, force, milestone_id)
    if milestone is None or milestone.done_on is not None:
        raise NotOfThisForce(field_errors={"milestone_id": [NotOfThisForce.sentence]})
    milestone.done_on = day_of(now)
    noted("reach", force)
    return force


def finish_task(*, force: TaskForce, task_id: uuid.UUID, result: str, now: datetime) -> TaskForce:
    """A task is done, and with which result; a day once written stays. Raises WrongStep, NotOfThisForce."""
    expect(force, State.AT_WORK)
    task = _open_task(force, task_id)
    task.done_on, task.result = day_of(now), result
    noted("finish_task", force, department=task.department)
    return force


def report(
    *, actor: Actor, force: TaskForce, day: date, done: str, problems: str, ahead: str, now: datetime
) -> TaskForce:
    """The report of the week that `day` lies in, once. Raises WrongStep, TooEarly, AlreadyThere."""
    expect(force, State.AT_WORK)
    if monday(day) > day_of(now):
        raise TooEarly(field_errors={"day": [TooEarly.sentence]})
    if _has(ForceReport, force, week_on=monday(day)):
        raise AlreadyThere
    db.session.add(
        ForceReport(
            force_id=force.id, week_on=monday(day), done=done, problems=problems, ahead=ahead,
            written_by=actor.account_id, written_at=now,
        )
    )  # fmt: skip
    noted("report", force)
    return force


def judge(*, actor: Actor, force: TaskForce, month_on: date, verdict: str, now: datetime) -> TaskForce:
    """A month is over: who leads, who is supervised, and what the leading group says to it. Kept as it is then.

    Raises WrongStep, TooEarly, AlreadyThere.
    """
    expect(force, State.AT_WORK)
    month_on = month_on.replace(day=1)
    if month_end(month_on) >= day_of(now):
        raise TooEarly(field_errors={"month_on": [TooEarly.sentence]})
    if _has(ForceReview, force, month_on=month_on):
        raise AlreadyThere
    standings = [one.stored() for one in queries.month(force, month_on, today=day_of(now))]
    db.session.add(
        ForceReview(
            force_id=force.id, month_on=month_on, ranking=standings, verdict=verdict,
            reviewed_by=actor.account_id, reviewed_at=now,
        )
    )  # fmt: skip
    noted("judge", force)
    return force


def attach(*, actor: Actor, force: TaskForce, estate_id: uuid.UUID, number: str, now: datetime) -> TaskForce:
    """A ticket of an estate in the region is part of the problem. Raises WrongStep, NoSuchTicket, AlreadyThere."""
    expect(force, State.AT_WORK)
    with seeing_every_estate():
        if not estates.reaches(queries.region_of(force), estate_id, on=day_of(now)):
            raise NoSuchTicket
        try:
            found = tickets.by_number(estate_id, number)
        except Unknown:
            raise NoSuchTicket from None
        if _has(ForceTicket, force, ticket_id=found.id):
            raise AlreadyThere
        db.session.add(
            ForceTicket(
                estate_id=estate_id, force_id=force.id, ticket_id=found.id, attached_by=actor.account_id,
                attached_at=now,
            )
        )  # fmt: skip
        db.session.flush()
    noted("attach", force, ticket=str(found.id))
    return force


def _known(department: str) -> None:
    if department not in duties().departments:
        raise NoSuchDepartment


def _open_task(force: TaskForce, task_id: uuid.UUID, *, field: str = "task_id") -> ForceTask:
    task = queries.part_of(ForceTask, force, task_id)
    if task is None or task.done_on is not None:
        raise NotOfThisForce(field_errors={field: [NotOfThisForce.sentence]})
    return task


def _has(kind: type[ForceReport | ForceReview | ForceTicket], force: TaskForce, **named: object) -> bool:
    query = select(exists(select(kind.id).filter_by(force_id=force.id, **named)))
    return bool(db.session.scalar(query))
