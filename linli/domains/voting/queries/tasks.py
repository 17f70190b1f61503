"""What follows from decisions, and how far it has come; the same for the public page and for those who do it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from linli.domains.voting.models import ResolutionTask, TaskEntry, Vote
from linli.domains.voting.rules import aftermath
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db

FILES_OF = "task_entry"


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a task with its files."""

    entry: TaskEntry
    files: Sequence[Attachment]


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task with all that was said on it, the newest first, and whether its day has passed."""

    task: ResolutionTask
    words: Sequence[Word]
    overdue: bool

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if self.task.flagged_at is not None:
            return "决定已撤销"
        if self.task.done_at is not None:
            return "已办结"
        return "已超期" if self.overdue else "进行中"

    @property
    def tone(self) -> str:
        """Red where it is late or rests on nothing any more."""
        if self.task.flagged_at is not None or self.overdue:
            return "bad"
        return "good" if self.task.done_at is not None else "info"


def task(found: Vote, task_id: uuid.UUID) -> ResolutionTask:
    """A task of the vote, or Unknown."""
    one = db.session.get(ResolutionTask, (found.estate_id, task_id))
    if one is None or one.vote_id != found.id:
        raise Unknown
    return one


def of_vote(found: Vote, *, today: date) -> list[TaskShown]:
    """The tasks of a vote, the first due first."""
    return shown(_tasks(found.estate_id, [found.id]), today=today)


def of_votes(estate_id: uuid.UUID, vote_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ResolutionTask]]:
    """The tasks of several votes at once, for lists."""
    found: dict[uuid.UUID, list[ResolutionTask]] = {}
    for one in _tasks(estate_id, vote_ids):
        found.setdefault(one.vote_id, []).append(one)
    return found


def waiting(estate_id: uuid.UUID, *, until: date) -> Sequence[ResolutionTask]:
    """The tasks due by a day that are neither done nor without ground, the first due first."""
    return db.session.scalars(
        select(ResolutionTask)
        .filter_by(estate_id=estate_id, done_at=None, flagged_at=None)
        .where(ResolutionTask.due_on <= until)
        .order_by(ResolutionTask.due_on, ResolutionTask.id)
        .limit(100)
    ).all()


def shown(some: Sequence[ResolutionTask], *, today: date) -> list[TaskShown]:
    """These tasks with their entries and files."""
    ids = [one.id for one in some]
    estate_id = some[0].estate_id if some else uuid.UUID(int=0)
    entries = db.session.scalars(
        select(TaskEntry)
        .where(TaskEntry.estate_id == estate_id, TaskEntry.task_id.in_(ids))
        .order_by(TaskEntry.id.desc())
    ).all()
    files = attachments.of_objects(
        estate_id=estate_id, object_kind=FILES_OF, object_ids=[entry.id for entry in entries]
    )
    words: dict[uuid.UUID, list[Word]] = {}
    for entry in entries:
        words.setdefault(entry.task_id, []).append(Word(entry, files.get(entry.id, [])))
    return [
        TaskShown(
            one,
            words.get(one.id, []),
            aftermath.overdue(one.due_on, done=one.done_at is not None, today=today),
        )
        for one in some
    ]


def file(one: ResolutionTask, file_id: uuid.UUID) -> Attachment:
    """A file of a task, or Unknown."""
    kept = attachments.attachment(estate_id=one.estate_id, attachment_id=file_id)
    entry = (
        db.session.get(TaskEntry, (one.estate_id, kept.object_id)) if kept.object_kind == FILES_OF else None
    )
    if entry is None or entry.task_id != one.id:
        raise Unknown
    return kept


def _tasks(estate_id: uuid.UUID, vote_ids: Sequence[uuid.UUID]) -> Sequence[ResolutionTask]:
    return db.session.scalars(
        select(ResolutionTask)
        .where(ResolutionTask.estate_id == estate_id, ResolutionTask.vote_id.in_(vote_ids))
        .order_by(ResolutionTask.due_on, ResolutionTask.id)
    ).all()
