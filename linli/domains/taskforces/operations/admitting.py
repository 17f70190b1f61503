"""How a task force comes about and ends: proposed by the lead, reviewed, approved by the group; dissolved when done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from config.departments import duties
from linli.domains.estates import queries as estates
from linli.domains.estates.queries import regions
from linli.domains.estates.rules import RegionLevel
from linli.domains.taskforces import queries
from linli.domains.taskforces.errors import (
    DaysReversed,
    GroupMissing,
    NoSuchDepartment,
    OpenTasks,
    WrongLevel,
    WrongStep,
)
from linli.domains.taskforces.models import ForceMember, TaskForce
from linli.domains.taskforces.rules import ASKED, FEWEST_DEPARTMENTS, Part, State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the lead asks for: the problem, why no single department can solve it, and what shall be reached by when."""

    title: str
    problem: str
    why: str
    goal: str
    lead: str
    due_on: date
    level: RegionLevel


def propose(*, actor: Actor, proposal: Proposal, now: datetime) -> TaskForce:
    """The lead department proposes a task force at its own level or above (准入第一关).

    Raises WrongLevel, NoSuchDepartment and DaysReversed.
    """
    if proposal.lead not in duties().departments:
        raise NoSuchDepartment
    if proposal.due_on <= day_of(now):
        raise DaysReversed("due_on")
    above = {estates.region(one).level: one for one in regions.above(actor.scope.id)}
    region_id = above.get(proposal.level)
    if region_id is None or proposal.level is RegionLevel.COMMUNITY:
        raise WrongLevel
    made = TaskForce(
        region_id=region_id,
        county_id=above.get(RegionLevel.COUNTY) if proposal.level is not RegionLevel.CITY else None,
        city_id=above.get(RegionLevel.CITY),
        title=proposal.title,
        problem=proposal.problem,
        why=proposal.why,
        goal=proposal.goal,
        lead=proposal.lead,
        due_on=proposal.due_on,
        state=State.PROPOSED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(made)
    db.session.flush()
    noted("propose", made)
    return made


def review(*, actor: Actor, force: TaskForce, words: str, now: datetime) -> TaskForce:
    """The deputy head in charge finds it right (准入第二关). Raises WrongStep."""
    expect(force, State.PROPOSED)
    force.state, force.reviewed_by, force.reviewed_at = State.REVIEWED, actor.account_id, now
    force.review_words = words
    noted("review", force)
    return force


def approve(*, actor: Actor, force: TaskForce, words: str, now: datetime) -> TaskForce:
    """The leading group sets it up (准入第三关): there is a leader, an office, and more than one department.

    Raises WrongStep and GroupMissing.
    """
    expect(force, State.REVIEWED)
    today = day_of(now)
    parts = {one.part for one in queries.members(force) if one.until_on is None or one.until_on >= today}
    if not {Part.LEADER, Part.OFFICE} <= parts or len(queries.departments(force)) < FEWEST_DEPARTMENTS:
        raise GroupMissing
    force.state, force.approved_by, force.approved_at = State.AT_WORK, actor.account_id, now
    force.approval_words = words
    noted("approve", force)
    return force


def send_back(*, actor: Actor, force: TaskForce, reason: str, now: datetime) -> TaskForce:
    """It is not set up, and why; whoever proposed it may propose anew. Raises WrongStep."""
    expect(force, *ASKED)
    force.state, force.returned_by, force.returned_at = State.RETURNED, actor.account_id, now
    force.returned_why = reason
    noted("return", force)
    return force


def dissolve(*, actor: Actor, force: TaskForce, summary: str, now: datetime) -> TaskForce:
    """All is done: the task force ends, and everybody goes back to their department. Raises WrongStep, OpenTasks."""
    expect(force, State.AT_WORK)
    if queries.open_tasks(force):
        raise OpenTasks
    force.state, force.dissolved_by, force.dissolved_at = State.DISSOLVED, actor.account_id, now
    force.summary = summary
    today = day_of(now)
    still = (ForceMember.until_on.is_(None)) | (ForceMember.until_on > today)
    db.session.execute(
        update(ForceMember)
        .where(ForceMember.force_id == force.id, still, ForceMember.since_on <= today)
        .values(until_on=today)
    )
    noted("dissolve", force)
    return force


def expect(force: TaskForce, *states: State) -> None:
    """Hold the task force until the transaction ends; it must stand in one of these. Raises WrongStep."""
    db.session.flush()
    db.session.refresh(force, with_for_update=True)
    if force.standing not in states:
        raise WrongStep


def noted(verb: str, force: TaskForce, **more: Any) -> None:
    """An act of administration is written down."""
    audit.record(f"taskforces:force:{verb}", object_kind="task_force", object_id=force.id, **more)
