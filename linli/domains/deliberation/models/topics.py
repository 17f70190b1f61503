"""Tables of topics: what neighbours talk over, what they say to it, who supports and reads it, what was answered."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.deliberation.rules.topics import State
from linli.platform.db import Model, OfEstate, estate_fk


class Topic(OfEstate, Model):
    """Something to talk over. What is hidden keeps its words; who may read them is a permission."""

    __table_args__ = (
        Index("ix_topic_list", "estate_id", "hidden_at", "category", "id"),
        Index("ix_topic_author", "estate_id", "author_id", "id"),
    )

    category: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    state: Mapped[str] = mapped_column(default=State.OPEN)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    author_role: Mapped[str]
    made_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
    conclusion: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_as: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    vote_id: Mapped[uuid.UUID | None]
    item_id: Mapped[uuid.UUID | None]


class TopicComment(OfEstate, Model):
    """What somebody says to a topic, or (with a parent) to a comment; replies have no alignment of their own."""

    __table_args__ = (
        estate_fk("topic", "topic_id"),
        estate_fk("topic_comment", "parent_id"),
        Index("ix_topic_comment_topic", "estate_id", "topic_id", "parent_id", "id"),
        Index("ix_topic_comment_author", "estate_id", "author_id"),
    )

    topic_id: Mapped[uuid.UUID]
    parent_id: Mapped[uuid.UUID | None]
    alignment: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    author_role: Mapped[str]
    made_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]


class TopicSupport(OfEstate, Model):
    """One person supports one topic, once."""

    __table_args__ = (UniqueConstraint("estate_id", "topic_id", "account_id"), estate_fk("topic", "topic_id"))

    topic_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class TopicRead(OfEstate, Model):
    """One person opened a topic on a day; more often that day counts no further (DL-21)."""

    __table_args__ = (
        UniqueConstraint("estate_id", "topic_id", "account_id", "on"),
        estate_fk("topic", "topic_id"),
    )

    topic_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    on: Mapped[date]


class OfficialAnswer(OfEstate, Model):
    """What the committee, the company or the community answers to a topic or a proposal, signed. Written once."""

    __append_only__ = True
    __table_args__ = (
        Index("ix_official_answer_object", "estate_id", "object_kind", "object_id", "id"),
        CheckConstraint("words <> ''", name="says_something"),
    )

    object_kind: Mapped[str]
    object_id: Mapped[uuid.UUID]
    verdict: Mapped[str]
    words: Mapped[str]
    signed_name: Mapped[str]
    signed_post: Mapped[str]
    signed_for: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_role: Mapped[str]
    made_at: Mapped[datetime]


class Happening(OfEstate, Model):
    """One piece of news of a topic or proposal, for those who follow it. News of hidden comments is withdrawn."""

    __table_args__ = (Index("ix_happening_news", "estate_id", "object_id", "at"),)

    object_kind: Mapped[str]
    object_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    source_id: Mapped[uuid.UUID] = mapped_column(index=True)
    at: Mapped[datetime]
    by: Mapped[uuid.UUID | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
