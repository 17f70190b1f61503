"""Tables of the people who take part: how each is named, what they follow, where they are mentioned, their digests."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Speaker(OfEstate, Model):
    """All from which a neighbour's shown name is made, as it was when they last said something (DL-20).

    `nickname_folded` is unique where there is one. Of whoever has left, nothing remains but the row.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "account_id"),
        UniqueConstraint("estate_id", "nickname_folded"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    surname: Mapped[str] = mapped_column(default="")
    honorific: Mapped[str] = mapped_column(default="")
    building: Mapped[str] = mapped_column(default="")
    tie: Mapped[str] = mapped_column(default="")
    nickname: Mapped[str] = mapped_column(default="")
    nickname_folded: Mapped[str | None]
    gone: Mapped[bool] = mapped_column(default=False)


class Follow(OfEstate, Model):
    """Somebody wants to hear of a topic or proposal; `ended_at`: no more, also not by commenting on it again."""

    __table_args__ = (
        UniqueConstraint("estate_id", "object_id", "account_id"),
        Index("ix_follow_account", "estate_id", "account_id"),
    )

    object_kind: Mapped[str]
    object_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Mention(OfEstate, Model):
    """A comment names somebody, who has or has not looked since."""

    __table_args__ = (
        UniqueConstraint("estate_id", "comment_id", "account_id"),
        estate_fk("topic", "topic_id"),
        estate_fk("topic_comment", "comment_id"),
        Index("ix_mention_account", "estate_id", "account_id", "seen_at"),
    )

    topic_id: Mapped[uuid.UUID]
    comment_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class Digest(OfEstate, Model):
    """What was new for one person from one moment to another. `items`: object kind, id, and how much of each kind."""

    __table_args__ = (UniqueConstraint("estate_id", "account_id", "until_at"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    since_at: Mapped[datetime]
    until_at: Mapped[datetime]
    items: Mapped[list[Any]]


class DigestMark(OfEstate, Model):
    """Up to which moment an estate's news has gone into digests (`id` is the estate's own)."""

    told_until: Mapped[datetime]
