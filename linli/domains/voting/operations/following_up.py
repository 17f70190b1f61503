"""From decision to execution: tasks open when a decision stands, are followed to their end, and lose their ground."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from config import holidays, resolutions
from linli.domains.voting.errors import TaskDone, WrongStep
from linli.domains.voting.models import ResolutionTask, TaskEntry, Vote, VoteItem
from linli.domains.voting.operations.filing import keep_file
from linli.domains.voting.queries import tasks, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.aftermath import DONE
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def open_tasks(*, vote: Vote, now: datetime) -> Sequence[ResolutionTask]:
    """Open what each passed item asks for by its matter, with the days of config/resolutions.yml (NN-19)."""
    counted = votes.result(vote)
    outcomes = {one["item_id"]: one for one in counted.result["items"]} if counted else {}
    passed = [item for item in votes.items(vote) if _passed(outcomes.get(str(item.number)))]
    made = [
        _task(
            vote=vote,
            item_id=item.id,
            title=duty.title,
            basis=duty.basis,
            due_on=course.last_day(day_of(now), duty.days, holidays.calendar()),
            steps=duty.steps,
            now=now,
        )
        for item in passed
        for duty in resolutions.duties().get(item.matter, ())
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def _passed(outcome: Any) -> bool:
    return outcome is not None and bool(outcome.get("passed", outcome.get("formed")))


def add_task(
    *,
    actor: Actor,  # noqa: ARG001 - the audit log takes it from the request
    vote: Vote,
    item: VoteItem | None,
    title: str,
    due_on: date,
    steps: Sequence[str] = (),
    now: datetime,
) -> ResolutionTask:
    """One more thing to do after a decision that stands. Raises WrongStep before that."""
    _check_stands(vote, now)
    made = _task(
        vote=vote,
        item_id=item.id if item else None,
        title=title,
        basis="",
        due_on=due_on,
        steps=steps,
        now=now,
    )
    db.session.add(made)
    db.session.flush()
    _note("voting:task:add", vote, made)
    return made


def change_task(*, vote: Vote, task: ResolutionTask, title: str, due_on: date) -> ResolutionTask:
    """Name it otherwise, or give it another day; the old day stays in the log. Raises TaskDone."""
    _check_open(task)
    _note("voting:task:change", vote, task, before=task.due_on.isoformat(), after=due_on.isoformat())
    task.title, task.due_on = title, due_on
    db.session.flush()
    return task


def report(
    *,
    actor: Actor,
    vote: Vote,
    task: ResolutionTask,
    percent: int,
    words: str,
    steps_done: Sequence[int] = (),
    files: Sequence[Any] = (),
    now: datetime,
) -> TaskEntry:
    """Say how far a task has come; at 100 it is done. `files` are photos and PDFs. Raises TaskDone."""
    _check_open(task)
    entry = TaskEntry(
        id=new_id(),
        estate_id=task.estate_id,
        task_id=task.id,
        words=words,
        percent=percent,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(entry)
    done = set(range(len(task.steps))) if percent == DONE else set(steps_done)
    task.steps = [step | {"done": place in done} for place, step in enumerate(task.steps)]
    task.percent, task.done_at = percent, now if percent == DONE else None
    db.session.flush()
    for one in files:
        keep_file(
            upload=one,
            estate_id=entry.estate_id,
            object_kind=tasks.FILES_OF,
            object_id=entry.id,
            made_by=actor.account_id,
            now=now,
        )
    _note("voting:task:report", vote, task, percent=percent)
    return entry


def flag_tasks(*, vote: Vote, item_id: uuid.UUID | None, now: datetime) -> None:
    """What rests on a revoked decision rests on nothing any more: it stays listed, and says so (NN-20)."""
    for shown in tasks.of_vote(vote, today=day_of(now)):
        if item_id in {None, shown.task.item_id}:
            shown.task.flagged_at = shown.task.flagged_at or now
    db.session.flush()


def _task(
    *,
    vote: Vote,
    item_id: uuid.UUID | None,
    title: str,
    basis: str,
    due_on: date,
    steps: Sequence[str],
    now: datetime,
) -> ResolutionTask:
    return ResolutionTask(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        item_id=item_id,
        title=title,
        basis=basis,
        due_on=due_on,
        percent=0,
        steps=[{"title": step, "done": False} for step in steps],
        opened_at=now,
    )


def _check_stands(vote: Vote, now: datetime) -> None:
    if votes.state(vote, now=now) is not State.FINAL:
        raise WrongStep("结果生效以后才能安排落实的事项。")


def _check_open(task: ResolutionTask) -> None:
    if task.done_at is not None:
        raise TaskDone


def _note(act: str, vote: Vote, task: ResolutionTask, **more: Any) -> None:
    audit.record(
        act, object_kind="vote", object_id=vote.id, estate_id=vote.estate_id, task=str(task.id), **more
    )
