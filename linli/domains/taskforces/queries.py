"""Questions about task forces. Nothing here changes anything."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, exists, func, or_, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import regions
from linli.domains.people.queries import staff
from linli.domains.taskforces.models import (
    ForceMeeting,
    ForceMember,
    ForceMilestone,
    ForceReport,
    ForceReview,
    ForceTask,
    ForceTicket,
    TaskForce,
)
from linli.domains.taskforces.rules import (
    OPEN,
    OVER,
    Duty,
    Lamp,
    Part,
    Standing,
    State,
    lamp,
    monday,
    ranking,
)
from linli.domains.tickets.queries import named
from linli.domains.tickets.queries.named import Brief
from linli.kernel.actors import Actor, Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.transactions import seeing_every_estate

MOST_WEEKS, MOST_ESTATES = 60, 1000
_OfForce = TypeVar("_OfForce", ForceMember, ForceTask, ForceMilestone)


@dataclass(frozen=True, slots=True)
class Line:
    """A task on the wall chart with its lamp and its milestones, each with its own."""

    task: ForceTask
    lamp: Lamp
    milestones: list[tuple[ForceMilestone, Lamp]]


def force(actor: Actor, force_id: uuid.UUID) -> TaskForce:
    """The task force, if it is of the actor's region, of one below or of one above; otherwise Unknown."""
    found = db.session.scalar(select(TaskForce).where(TaskForce.id == force_id, _within(actor)))
    if found is None:
        raise Unknown
    return found


def listed(actor: Actor, *, over: bool, window: Window) -> Page[TaskForce]:
    """The task forces that concern the actor's region, the newest first: those at work, or those that ended."""
    states = OVER if over else OPEN
    query = select(TaskForce).where(_within(actor), TaskForce.state.in_(states))
    return by_id(query, TaskForce.id, window=window)


def red_lamps(force_ids: Sequence[uuid.UUID], *, today: date) -> dict[uuid.UUID, tuple[int, int, int]]:
    """Of each force: its tasks, those done, those overdue."""
    rows = db.session.execute(
        select(
            ForceTask.force_id,
            func.count(),
            func.count(ForceTask.done_on),
            func.count().filter(ForceTask.done_on.is_(None), ForceTask.due_on < today),
        )
        .where(ForceTask.force_id.in_(force_ids))
        .group_by(ForceTask.force_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def members(found: TaskForce) -> Sequence[ForceMember]:
    """Everybody who is or was in it: the leading group first."""
    order = list(Part)
    every = db.session.scalars(
        select(ForceMember).filter_by(force_id=found.id).order_by(ForceMember.id)
    ).all()
    return sorted(every, key=lambda one: order.index(Part(one.part)))


def departments(found: TaskForce) -> list[str]:
    """The departments that take part, the lead first."""
    lent = db.session.scalars(
        select(ForceMember.department).filter_by(force_id=found.id).order_by(ForceMember.id)
    )
    return list(dict.fromkeys([found.lead, *lent]))


def chart(found: TaskForce, *, today: date) -> list[Line]:
    """The wall chart: what falls due first stands first."""
    steps: dict[uuid.UUID, list[tuple[ForceMilestone, Lamp]]] = {}
    by_day = (ForceMilestone.due_on, ForceMilestone.id)
    for one in db.session.scalars(select(ForceMilestone).filter_by(force_id=found.id).order_by(*by_day)):
        lit = lamp(due_on=one.due_on, done_on=one.done_on, today=today)
        steps.setdefault(one.task_id, []).append((one, lit))
    tasks = db.session.scalars(
        select(ForceTask).filter_by(force_id=found.id).order_by(ForceTask.due_on, ForceTask.id)
    )
    return [
        Line(one, lamp(due_on=one.due_on, done_on=one.done_on, today=today), steps.get(one.id, []))
        for one in tasks
    ]


def month(found: TaskForce, month_on: date, *, today: date) -> list[Standing]:
    """Both ends of a month, from the wall chart as it stands; of a running month, until today."""
    rows = db.session.execute(
        select(ForceTask.department, ForceTask.due_on, ForceTask.done_on).filter_by(force_id=found.id)
    )
    return ranking((Duty(*row) for row in rows), month_on=month_on, today=today)


def reports(found: TaskForce) -> Sequence[ForceReport]:
    """The weekly reports, the newest first."""
    query = select(ForceReport).filter_by(force_id=found.id).order_by(ForceReport.week_on.desc())
    return db.session.scalars(query.limit(MOST_WEEKS)).all()


def missing_weeks(found: TaskForce, written: Sequence[ForceReport], *, today: date) -> list[date]:
    """Whole weeks at work of which nobody has reported, the newest first."""
    if found.approved_at is None or found.standing in OVER:
        return []
    have = {one.week_on for one in written}
    weeks: list[date] = []
    week, first = monday(today) - timedelta(days=7), monday(found.approved_at.date())
    while week >= first and len(weeks) < MOST_WEEKS:
        if week not in have:
            weeks.append(week)
        week -= timedelta(days=7)
    return weeks


def reviews(found: TaskForce) -> Sequence[ForceReview]:
    """The monthly reviews, the newest first."""
    return db.session.scalars(
        select(ForceReview).filter_by(force_id=found.id).order_by(ForceReview.month_on.desc())
    ).all()


def tickets(found: TaskForce) -> list[Brief]:
    """The tickets that hang on it, wherever they are, the newest first."""
    with seeing_every_estate():
        ids = db.session.scalars(select(ForceTicket.ticket_id).filter_by(force_id=found.id)).all()
        return named.briefly(ids)


def region_of(found: TaskForce) -> Scope:
    """Where it works."""
    return Scope(ScopeKind(estates.region(found.region_id).level), found.region_id)


def estates_of(found: TaskForce, *, today: date) -> dict[str, str]:
    """The names of the estates where it works, by id."""
    with seeing_every_estate():
        some = db.session.scalars(estates.reached(region_of(found), on=today).limit(MOST_ESTATES)).all()
    return {str(one.id): one.name for one in sorted(some, key=lambda one: one.name)}


def part_of(kind: type[_OfForce], found: TaskForce, one_id: uuid.UUID) -> _OfForce | None:
    """A member, task or milestone of this very task force."""
    one = db.session.get(kind, one_id)
    return one if one is not None and one.force_id == found.id else None


def open_tasks(found: TaskForce) -> int:
    """How many tasks are still to do."""
    query = select(func.count()).where(ForceTask.force_id == found.id, ForceTask.done_on.is_(None))
    return db.session.scalar(query) or 0


def candidates(actor: Actor, found: TaskForce, *, now: datetime) -> list[tuple[uuid.UUID, str]]:
    """The officers whose accounts can be lent: those of its region, and those of the actor's own."""
    places = dict.fromkeys(one for one in (found.region_id, actor.scope.id) if one is not None)
    known = {one.account_id: one.name for place in places for one in staff.officers_of(place, now=now)}
    return sorted(known.items(), key=lambda one: (one[1], one[0]))


@dataclass(frozen=True, slots=True)
class Reachable:
    """The accounts of those who are in some task forces on a day, by force, part and department."""

    rows: Sequence[tuple[uuid.UUID, str, str, uuid.UUID]]

    def of(self, force_id: uuid.UUID, department: str) -> set[uuid.UUID]:
        """A department's own, and the office, which keeps everything going."""
        return {
            account_id
            for force, part, own, account_id in self.rows
            if force == force_id and (own == department or part == Part.OFFICE)
        }


def accounts_of_many(force_ids: Sequence[uuid.UUID], *, on: date) -> Reachable:
    """Who of these task forces can be told something."""
    rows = db.session.execute(
        select(ForceMember.force_id, ForceMember.part, ForceMember.department, ForceMember.account_id).where(
            ForceMember.force_id.in_(force_ids), *_there(on)
        )
    )
    return Reachable([(row[0], row[1], row[2], row[3]) for row in rows if row[3] is not None])


def accounts_of(found: TaskForce, *, on: date) -> set[uuid.UUID]:
    """Everybody of a task force who can be told something."""
    return {account_id for *_, account_id in accounts_of_many([found.id], on=on).rows}


def tasks_of(account_id: uuid.UUID, *, on: date, most: int = 50) -> list[tuple[ForceTask, TaskForce]]:
    """What is still to do of the departments for which somebody is in a task force, what falls due first first."""
    rows = db.session.execute(
        select(ForceTask, TaskForce)
        .join(TaskForce, TaskForce.id == ForceTask.force_id)
        .where(
            TaskForce.state == State.AT_WORK,
            ForceTask.done_on.is_(None),
            exists().where(
                ForceMember.force_id == ForceTask.force_id,
                ForceMember.department == ForceTask.department,
                ForceMember.account_id == account_id,
                *_there(on),
            ),
        )
        .order_by(ForceTask.due_on, ForceTask.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def meetings(found: TaskForce, *, most: int = 20) -> Sequence[ForceMeeting]:
    """The meetings, the latest first."""
    query = select(ForceMeeting).filter_by(force_id=found.id).order_by(ForceMeeting.at.desc())
    return db.session.scalars(query.limit(most)).all()


def meetings_of(
    account_id: uuid.UUID, *, now: datetime, most: int = 20
) -> list[tuple[ForceMeeting, TaskForce]]:
    """The meetings to come to which somebody is called."""
    member = exists().where(
        ForceMember.force_id == ForceMeeting.force_id,
        ForceMember.account_id == account_id,
        *_there(day_of(now)),
    )
    rows = db.session.execute(
        select(ForceMeeting, TaskForce)
        .join(TaskForce, TaskForce.id == ForceMeeting.force_id)
        .where(ForceMeeting.at > now, TaskForce.state == State.AT_WORK, member)
        .order_by(ForceMeeting.at)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def _there(on: date) -> list[ColumnElement[bool]]:
    """Members with an account whose time has not ended."""
    stays = or_(ForceMember.until_on.is_(None), ForceMember.until_on >= on)
    return [ForceMember.account_id.is_not(None), ForceMember.since_on <= on, stays]


def _within(actor: Actor) -> ColumnElement[bool]:
    place = actor.scope.id
    return or_(
        TaskForce.region_id.in_(regions.above(place)),
        TaskForce.county_id == place,
        TaskForce.city_id == place,
    )
