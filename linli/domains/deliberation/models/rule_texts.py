"""Tables of the estate's own rules while they are drafted: versions, and comments that hang on a paragraph."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class RuleText(OfEstate, Model):
    """A covenant or other rules in the making. `draft`: what is written and not yet published; None: nothing.

    `last_number` is the highest number that any of its paragraphs ever had, so that no id comes twice.
    """

    __table_args__ = (Index("ix_rule_text_estate", "estate_id", "id"),)

    kind: Mapped[str]
    title: Mapped[str]
    draft: Mapped[list[Any] | None]
    draft_note: Mapped[str] = mapped_column(default="")
    last_number: Mapped[int] = mapped_column(default=0)
    comments_until: Mapped[datetime | None]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    vote_id: Mapped[uuid.UUID | None]


class RuleVersion(OfEstate, Model):
    """A published version: paragraphs [{id, text}], and what it changes in a sentence. Written once."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "rule_text_id", "number"),
        estate_fk("rule_text", "rule_text_id"),
    )

    rule_text_id: Mapped[uuid.UUID]
    number: Mapped[int]
    note: Mapped[str]
    paragraphs: Mapped[list[Any]]
    published_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    published_role: Mapped[str]
    published_at: Mapped[datetime]


class RuleComment(OfEstate, Model):
    """What somebody says to one paragraph, under the version that they read."""

    __table_args__ = (
        estate_fk("rule_text", "rule_text_id"),
        Index("ix_rule_comment_paragraph", "estate_id", "rule_text_id", "paragraph_id"),
    )

    rule_text_id: Mapped[uuid.UUID]
    paragraph_id: Mapped[str]
    version: Mapped[int]
    words: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    author_role: Mapped[str]
    made_at: Mapped[datetime]
