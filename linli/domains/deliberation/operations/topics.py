"""Topics: beginning one, supporting and reading it, closing it with its conclusion."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from linli.domains.deliberation.models import Topic, TopicRead, TopicSupport
from linli.domains.deliberation.operations import noting, speaking
from linli.domains.deliberation.queries.topics import TOPIC_FILES
from linli.domains.deliberation.rules.topics import Category, Happens, State, check_open, step
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.attachments import Readable
from linli.platform.db import db
from linli.platform.upsert import add_if_absent


def post(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    category: Category,
    title: str,
    words: str,
    photos: Sequence[Readable] = (),
    documents: Sequence[noting.Named] = (),
    now: datetime,
) -> Topic:
    """Begin a topic. Raises TooManyFiles."""
    speaking.introduce(actor=actor, estate_id=estate_id)
    made = Topic(
        estate_id=estate_id, id=new_id(), category=category, title=title, words=words, state=State.OPEN,
        author_id=actor.account_id, author_role=actor.role, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    noting.keep_files(
        actor=actor, estate_id=estate_id, object_kind=TOPIC_FILES, object_id=made.id, photos=photos,
        documents=documents, now=now,
    )  # fmt: skip
    noting.begin_following(
        estate_id=estate_id, object_kind=noting.TOPIC, object_id=made.id, account_id=actor.account_id, now=now
    )
    return made


def support(*, actor: Actor, topic: Topic, now: datetime) -> None:
    """Support a topic; twice is once. Raises DebateClosed."""
    check_open(State(topic.state))
    add_if_absent(
        TopicSupport,
        id=new_id(),
        estate_id=topic.estate_id,
        topic_id=topic.id,
        account_id=actor.account_id,
        made_at=now,
    )


def take_support_back(*, actor: Actor, topic: Topic) -> None:
    """Support it no more. Raises DebateClosed."""
    check_open(State(topic.state))
    db.session.execute(
        delete(TopicSupport).where(
            TopicSupport.estate_id == topic.estate_id,
            TopicSupport.topic_id == topic.id,
            TopicSupport.account_id == actor.account_id,
        )
    )


def note_reading(*, estate_id: uuid.UUID, topic_id: uuid.UUID, account_id: uuid.UUID, now: datetime) -> None:
    """Somebody has opened a topic; more often on one day counts once (DL-21)."""
    add_if_absent(
        TopicRead, id=new_id(), estate_id=estate_id, topic_id=topic_id, account_id=account_id, on=day_of(now)
    )


def close(*, actor: Actor, topic: Topic, conclusion: str, now: datetime) -> Topic:
    """End the debate; its conclusion stands on top and nobody posts any more (DL-05). Raises WrongStep."""
    noting.lock(topic)
    topic.state = step(State(topic.state), State.CLOSED)
    topic.conclusion, topic.closed_by, topic.closed_as, topic.closed_at = (
        conclusion,
        actor.account_id,
        actor.role,
        now,
    )
    noting.happen(
        estate_id=topic.estate_id, object_kind=noting.TOPIC, object_id=topic.id, kind=Happens.CLOSED,
        source_id=topic.id, by=actor.account_id, now=now,
    )  # fmt: skip
    audit.record(
        "deliberation:topic:close", object_kind="topic", object_id=topic.id, estate_id=topic.estate_id
    )
    return topic
