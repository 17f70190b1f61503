"""Objections to a published result, each with its answer; seen by whoever made them and by the organisers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, exists, func, select

from linli.domains.voting.models import Objection, ObjectionAnswer, Vote
from linli.domains.voting.rules.aftermath import Decision, Ground
from linli.domains.voting.rules.course import State
from linli.kernel.refusals import Unknown
from linli.kernel.times import end_of
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

PHOTOS_OF = "objection"


@dataclass(frozen=True, slots=True)
class Heard:
    """An objection with its photos, and the answer where there is one."""

    objection: Objection
    answer: ObjectionAnswer | None
    photos: Sequence[Attachment]

    @property
    def ground(self) -> Ground:
        """What it is about."""
        return Ground(self.objection.kind)

    @property
    def decision(self) -> Decision | None:
        """What became of it."""
        return Decision(self.answer.decision) if self.answer else None


def objection(found: Vote, objection_id: uuid.UUID, *, made_by: uuid.UUID | None = None) -> Objection:
    """An objection to this vote, of this account where one is named; otherwise Unknown."""
    one = db.session.get(Objection, (found.estate_id, objection_id))
    if one is None or one.vote_id != found.id or made_by not in {None, one.made_by}:
        raise Unknown
    return one


def photo(one: Objection, photo_id: uuid.UUID) -> Attachment:
    """A photo of an objection, or Unknown."""
    kept = attachments.attachment(estate_id=one.estate_id, attachment_id=photo_id)
    if (kept.object_kind, kept.object_id) != (PHOTOS_OF, one.id):
        raise Unknown
    return kept


def objections_page(
    found: Vote, *, window: Window, made_by: uuid.UUID | None = None, open_only: bool = False
) -> Page[Heard]:
    """The objections to a vote, the oldest first; those of one account, or those that wait for an answer."""
    query = select(Objection).where(Objection.estate_id == found.estate_id, Objection.vote_id == found.id)
    if made_by is not None:
        query = query.where(Objection.made_by == made_by)
    if open_only:
        query = query.where(~_answered())
    page = by_id(query, Objection.id, window=window, newest_first=False)
    return Page(heard(found.estate_id, page.items), page.next)


def heard(estate_id: uuid.UUID, some: Sequence[Objection]) -> list[Heard]:
    """These objections with their answers and photos."""
    ids = [one.id for one in some]
    answers = {
        one.objection_id: one
        for one in db.session.scalars(
            select(ObjectionAnswer).where(
                ObjectionAnswer.estate_id == estate_id, ObjectionAnswer.objection_id.in_(ids)
            )
        )
    }
    photos = attachments.of_objects(estate_id=estate_id, object_kind=PHOTOS_OF, object_ids=ids)
    return [Heard(one, answers.get(one.id), photos.get(one.id, [])) for one in some]


def waiting_votes(estate_id: uuid.UUID) -> Sequence[Vote]:
    """The published votes of an estate in which objections wait for an answer."""
    return db.session.scalars(
        select(Vote)
        .where(Vote.estate_id == estate_id, Vote.state == State.PUBLISHED, Vote.objections_open > 0)
        .order_by(Vote.objections_until)
    ).all()


def open_of(found: Vote, account_id: uuid.UUID) -> int:
    """How many objections of one account wait for an answer."""
    query = select(func.count()).where(
        Objection.estate_id == found.estate_id,
        Objection.vote_id == found.id,
        Objection.made_by == account_id,
        ~_answered(),
    )
    return db.session.scalar(query) or 0


def can_be_made(found: Vote, *, now: datetime) -> bool:
    """Whether the vote is in its days for objections."""
    until = found.objections_until
    return found.state == State.PUBLISHED and until is not None and now < end_of(until)


def _answered() -> Exists:
    return exists().where(
        ObjectionAnswer.estate_id == Objection.estate_id, ObjectionAnswer.objection_id == Objection.id
    )
