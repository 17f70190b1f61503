"""Topics: which there are, how much is said and read, what is like a title that is being typed."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, literal, or_, select, true

from linli.domains.deliberation.models import (
    Happening,
    OfficialAnswer,
    Topic,
    TopicComment,
    TopicRead,
    TopicSupport,
)
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries.following import followed_ids
from linli.domains.deliberation.rules.similarity import most_alike
from linli.domains.deliberation.rules.topics import Alignment, State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

TOPIC_FILES, COMMENT_FILES = "topic", "topic_comment"
_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """What a topic's line in a list says: comments, supporters, reads (a person a day)."""

    comments: int = 0
    supports: int = 0
    reads: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which topics of a list."""

    category: str = ""
    state: str = ""
    search: str = ""
    mine: bool = False
    followed: bool = False


def topic(*, estate_id: uuid.UUID, topic_id: uuid.UUID, **_: object) -> Topic:
    """The topic, if it is this estate's; otherwise Unknown, as though it never was."""
    found = db.session.get(Topic, (estate_id, topic_id))
    if found is None:
        raise Unknown
    return found


def readable(actor: Actor, found: Topic) -> Topic:
    """The topic, for whoever may read it: a hidden one is there for its author and the moderators only (DL-13)."""
    if found.hidden_at and found.author_id != actor.account_id and not reads_hidden(actor):
        raise Unknown
    return found


def reads_hidden(actor: Actor) -> bool:
    """Whether somebody reads what is hidden."""
    return permits(GRANTS, actor, Act.READ_HIDDEN)


def topics_page(actor: Actor, estate_id: uuid.UUID, *, wanted: Wanted, window: Window) -> Page[Topic]:
    """The topics of an estate, newest first. Hidden ones only their author and the moderators find."""
    query = select(Topic).where(Topic.estate_id == estate_id)
    shown = true() if reads_hidden(actor) else Topic.author_id == actor.account_id
    query = query.where(or_(Topic.hidden_at.is_(None), shown))
    if wanted.category:
        query = query.where(Topic.category == wanted.category)
    if wanted.state:
        query = query.where(Topic.state == wanted.state)
    if wanted.search:
        query = query.where(Topic.title.contains(wanted.search, autoescape=True))
    if wanted.mine:
        query = query.where(Topic.author_id == actor.account_id)
    if wanted.followed:
        query = query.where(Topic.id.in_(followed_ids(estate_id, actor.account_id)))
    return by_id(query, Topic.id, window=window)


def counts(estate_id: uuid.UUID, topic_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Counts]:
    """Comments that are shown, supporters and reads of several topics, in one question."""
    parts = [
        select(literal(kind).label("kind"), column.label("topic_id"), func.count().label("number"))
        .where(table.estate_id == estate_id, column.in_(topic_ids), shown)
        .group_by(column)
        for kind, table, column, shown in (
            ("comments", TopicComment, TopicComment.topic_id, TopicComment.hidden_at.is_(None)),
            ("supports", TopicSupport, TopicSupport.topic_id, true()),
            ("reads", TopicRead, TopicRead.topic_id, true()),
        )
    ]
    found: dict[uuid.UUID, dict[str, int]] = {topic_id: {} for topic_id in topic_ids}
    for part in parts:
        for row in db.session.execute(part):
            found[row.topic_id][row.kind] = row.number
    return {topic_id: Counts(**numbers) for topic_id, numbers in found.items()}


def alignments(found: Topic) -> dict[Alignment, int]:
    """How many of the comments that are shown stand for, against, or neither; replies take no side (DL-03)."""
    rows = db.session.execute(
        select(TopicComment.alignment, func.count())
        .where(
            TopicComment.estate_id == found.estate_id,
            TopicComment.topic_id == found.id,
            TopicComment.parent_id.is_(None),
            TopicComment.hidden_at.is_(None),
        )
        .group_by(TopicComment.alignment)
    )
    numbers = {row[0]: row[1] for row in rows}
    return {one: numbers.get(one.value, 0) for one in Alignment}


def supports(found: Topic, account_id: uuid.UUID) -> bool:
    """Whether somebody supports a topic."""
    query = select(TopicSupport.id).filter_by(
        estate_id=found.estate_id, topic_id=found.id, account_id=account_id
    )
    return db.session.scalar(query) is not None


def alike(estate_id: uuid.UUID, title: str, *, but: uuid.UUID | None = None) -> list[Topic]:
    """Topics that are not over and say nearly the same, the nearest first (DL-16)."""
    rows = db.session.scalars(
        select(Topic)
        .where(
            Topic.estate_id == estate_id,
            Topic.hidden_at.is_(None),
            Topic.state != State.CLOSED,
            Topic.id != but if but else true(),
        )
        .order_by(Topic.id.desc())
        .limit(_COMPARED)
    )
    return most_alike(title, ((one.title, one) for one in rows))


def answers(estate_id: uuid.UUID, object_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[OfficialAnswer]]:
    """The official answers to topics or proposals, the newest first."""
    found: dict[uuid.UUID, list[OfficialAnswer]] = {}
    rows = db.session.scalars(
        select(OfficialAnswer)
        .where(OfficialAnswer.estate_id == estate_id, OfficialAnswer.object_id.in_(object_ids))
        .order_by(OfficialAnswer.id.desc())
    )
    for one in rows:
        found.setdefault(one.object_id, []).append(one)
    return found


def history(estate_id: uuid.UUID, object_id: uuid.UUID) -> Sequence[Happening]:
    """What happened to a topic or proposal, first to last, without the comments."""
    return db.session.scalars(
        select(Happening)
        .where(
            Happening.estate_id == estate_id,
            Happening.object_id == object_id,
            Happening.kind != "comment",
        )
        .order_by(Happening.at, Happening.id)
        .limit(200)
    ).all()


def files(found: Topic) -> Sequence[Attachment]:
    """The topic's own images and documents."""
    return attachments.of_object(estate_id=found.estate_id, object_kind=TOPIC_FILES, object_id=found.id)


def file(actor: Actor, found: Topic, photo_id: uuid.UUID) -> Attachment:
    """A file of a topic or of one of its comments, for those who can read that; otherwise Unknown (DL-19)."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if kept.object_kind == TOPIC_FILES and kept.object_id == found.id:
        return kept
    comment = db.session.get(TopicComment, (found.estate_id, kept.object_id))
    if kept.object_kind != COMMENT_FILES or comment is None or comment.topic_id != found.id:
        raise Unknown
    if comment.hidden_at and comment.author_id != actor.account_id and not reads_hidden(actor):
        raise Unknown
    return kept


def waiting(estate_id: uuid.UUID, *, window: Window) -> Page[Topic]:
    """The topics that nobody in an office has answered, newest first."""
    query = select(Topic).where(
        Topic.estate_id == estate_id, Topic.state == State.OPEN, Topic.hidden_at.is_(None)
    )
    return by_id(query, Topic.id, window=window)


def of_vote(estate_id: uuid.UUID, vote_id: uuid.UUID) -> Sequence[Topic]:
    """The topics that became items of a vote (VO-65)."""
    return db.session.scalars(
        select(Topic).filter_by(estate_id=estate_id, vote_id=vote_id, hidden_at=None).order_by(Topic.id)
    ).all()


def count_unanswered(estate_id: uuid.UUID, *, before: datetime) -> int:
    """How many topics have waited for an answer since before a moment."""
    return (
        db.session.scalar(
            select(func.count()).where(
                and_(Topic.estate_id == estate_id, Topic.state == State.OPEN, Topic.hidden_at.is_(None)),
                Topic.made_at < before,
            )
        )
        or 0
    )


def titles(estate_id: uuid.UUID, topic_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The titles of topics that are not hidden."""
    rows = db.session.execute(
        select(Topic.id, Topic.title).where(
            Topic.estate_id == estate_id, Topic.id.in_(topic_ids), Topic.hidden_at.is_(None)
        )
    )
    return {row.id: row.title for row in rows}
