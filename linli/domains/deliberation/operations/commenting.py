"""Saying something to a topic or to a comment, and pointing it out to others."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from linli.domains.deliberation.errors import ReplyTooDeep, StrangeMention
from linli.domains.deliberation.events import News
from linli.domains.deliberation.models import Mention, Topic, TopicComment
from linli.domains.deliberation.operations import noting, speaking
from linli.domains.deliberation.queries import comments, following
from linli.domains.deliberation.queries.topics import COMMENT_FILES
from linli.domains.deliberation.rules.topics import MOST_MENTIONS, Alignment, Happens, State, check_open
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.platform.attachments import Readable
from linli.platform.db import db


def say(
    *,
    actor: Actor,
    topic: Topic,
    words: str,
    alignment: Alignment = Alignment.NEUTRAL,
    parent_id: uuid.UUID | None = None,
    mentions: Sequence[uuid.UUID] = (),
    photos: Sequence[Readable] = (),
    now: datetime,
) -> TopicComment:
    """Put a comment or a reply to a topic. Raises DebateClosed, ReplyTooDeep, StrangeMention, TooManyFiles."""
    noting.lock(topic)
    check_open(State(topic.state))
    parent = _parent(topic, parent_id) if parent_id else None
    named = _mentioned(actor, topic, mentions)
    speaking.introduce(actor=actor, estate_id=topic.estate_id)
    made = TopicComment(
        estate_id=topic.estate_id, id=new_id(), topic_id=topic.id, parent_id=parent_id,
        alignment="" if parent else alignment, words=words, author_id=actor.account_id,
        author_role=actor.role, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    noting.keep_files(
        actor=actor, estate_id=topic.estate_id, object_kind=COMMENT_FILES, object_id=made.id, photos=photos, now=now
    )  # fmt: skip
    _tell(actor, topic, made, parent, named, now)
    return made


def _parent(topic: Topic, parent_id: uuid.UUID) -> TopicComment:
    found = comments.comment(estate_id=topic.estate_id, comment_id=parent_id)
    if found.topic_id != topic.id or found.hidden_at is not None:
        raise Unknown
    if found.parent_id is not None:
        raise ReplyTooDeep
    return found


def _mentioned(actor: Actor, topic: Topic, mentions: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    wanted = list(dict.fromkeys(mentions))
    known = {account_id for account_id, _ in following.taking_part(topic)}
    if len(wanted) > MOST_MENTIONS or not set(wanted) <= known:
        raise StrangeMention(field_errors={"mentions": [StrangeMention.sentence]})
    return [one for one in wanted if one != actor.account_id]


def _tell(
    actor: Actor,
    topic: Topic,
    made: TopicComment,
    parent: TopicComment | None,
    named: Sequence[uuid.UUID],
    now: datetime,
) -> None:
    of_topic: dict[str, Any] = {
        "estate_id": topic.estate_id,
        "object_kind": noting.TOPIC,
        "object_id": topic.id,
    }
    noting.happen(**of_topic, kind=Happens.COMMENT, source_id=made.id, by=actor.account_id, now=now)
    noting.begin_following(**of_topic, account_id=actor.account_id, now=now)
    told = {"estate_id": topic.estate_id, "object_id": topic.id, "source_id": made.id, "now": now}
    for account_id in named:
        db.session.add(
            Mention(
                estate_id=topic.estate_id, topic_id=topic.id, comment_id=made.id, account_id=account_id, made_at=now
            )
        )  # fmt: skip
        noting.tell(account_id=account_id, news=News.PERSON_MENTIONED, **told)  # type: ignore[arg-type]
    if parent is not None and parent.author_id not in {actor.account_id, *named}:
        noting.tell(account_id=parent.author_id, news=News.COMMENT_REPLIED, **told)  # type: ignore[arg-type]
