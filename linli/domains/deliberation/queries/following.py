"""Who follows what, who was mentioned where, and what is in a digest."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from linli.domains.deliberation.models import (
    Digest,
    DigestMark,
    Follow,
    Happening,
    Mention,
    Topic,
    TopicComment,
)
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


@dataclass(frozen=True, slots=True)
class Call:
    """A mention that somebody has not looked at yet."""

    topic_id: uuid.UUID
    title: str
    comment_id: uuid.UUID
    author_id: uuid.UUID
    author_role: str


def followed_ids(estate_id: uuid.UUID, account_id: uuid.UUID) -> Select[Any]:
    """The ids of all that somebody follows."""
    return select(Follow.object_id).where(
        Follow.estate_id == estate_id, Follow.account_id == account_id, Follow.ended_at.is_(None)
    )


def follows(estate_id: uuid.UUID, object_id: uuid.UUID, account_id: uuid.UUID) -> bool:
    """Whether somebody follows a topic or proposal."""
    query = followed_ids(estate_id, account_id).where(Follow.object_id == object_id)
    return db.session.scalar(query) is not None


def calls(estate_id: uuid.UUID, account_id: uuid.UUID) -> list[Call]:
    """Where somebody is asked to look and has not yet, oldest first (DL-15)."""
    rows = db.session.execute(
        select(
            Mention.topic_id,
            Topic.title,
            Mention.comment_id,
            TopicComment.author_id,
            TopicComment.author_role,
        )
        .join(Topic, (Topic.estate_id == Mention.estate_id) & (Topic.id == Mention.topic_id))
        .join(
            TopicComment,
            (TopicComment.estate_id == Mention.estate_id) & (TopicComment.id == Mention.comment_id),
        )
        .where(
            Mention.estate_id == estate_id,
            Mention.account_id == account_id,
            Mention.seen_at.is_(None),
            Topic.hidden_at.is_(None),
            TopicComment.hidden_at.is_(None),
        )
        .order_by(Mention.id)
        .limit(50)
    )
    return [Call(*row) for row in rows]


def news(estate_id: uuid.UUID, *, since: datetime, until: datetime) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """What is new for each follower from one moment to another, others' doing only: each object once, in the order
    of its first news, with how much there is of each kind (DL-14).
    """
    rows = db.session.execute(
        select(
            Follow.account_id, Happening.object_kind, Happening.object_id, Happening.kind,
            func.count().label("number"), func.min(Happening.at).label("first"),
        )
        .join(Happening, (Happening.estate_id == Follow.estate_id) & (Happening.object_id == Follow.object_id))
        .where(
            Follow.estate_id == estate_id,
            Follow.ended_at.is_(None),
            Happening.withdrawn.is_(False),
            Happening.at > since,
            Happening.at <= until,
            Happening.at >= Follow.since_at,
            Happening.by.is_distinct_from(Follow.account_id),
        )
        .group_by(Follow.account_id, Happening.object_kind, Happening.object_id, Happening.kind)
        .order_by(func.min(Happening.at), Happening.object_id)
    )  # fmt: skip
    found: dict[uuid.UUID, dict[uuid.UUID, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        item = found[row.account_id].setdefault(
            row.object_id, {"kind": row.object_kind, "id": str(row.object_id), "news": {}}
        )
        item["news"][row.kind] = row.number
    return {account_id: list(items.values()) for account_id, items in found.items()}


def told_until(estate_id: uuid.UUID) -> datetime | None:
    """Up to when an estate's news has gone into digests."""
    return db.session.scalar(select(DigestMark.told_until).filter_by(estate_id=estate_id, id=estate_id))


def estates_with_news(*, until: datetime) -> list[uuid.UUID]:
    """The estates in which something happened that is in no digest yet."""
    mark = select(DigestMark.told_until).where(DigestMark.estate_id == Happening.estate_id).scalar_subquery()
    return list(
        db.session.scalars(
            select(Happening.estate_id)
            .where(Happening.at <= until, func.coalesce(Happening.at > mark, True))
            .distinct()
        )
    )


def digests_page(estate_id: uuid.UUID, account_id: uuid.UUID, *, window: Window) -> Page[Digest]:
    """Somebody's digests, newest first."""
    query = select(Digest).where(Digest.estate_id == estate_id, Digest.account_id == account_id)
    return by_id(query, Digest.id, window=window)


def taking_part(found: Topic, *, but: Collection[uuid.UUID] = ()) -> Sequence[tuple[uuid.UUID, str]]:
    """Who said something to a topic, with the role they spoke in: whom one can mention."""
    rows = db.session.execute(
        select(TopicComment.author_id, func.min(TopicComment.author_role))
        .where(
            TopicComment.estate_id == found.estate_id,
            TopicComment.topic_id == found.id,
            TopicComment.hidden_at.is_(None),
        )
        .group_by(TopicComment.author_id)
        .order_by(func.max(TopicComment.made_at).desc())
        .limit(100)
    )
    everybody = {found.author_id: found.author_role} | {row[0]: row[1] for row in rows}
    return [(account_id, role) for account_id, role in everybody.items() if account_id not in but]
