"""The count in its versions, and what became of it: recounted, explained, revoked."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class VoteResult(OfEstate, Model):
    """The count as it was fixed. A correction makes a new version; the old one stays readable.

    `result` is result.json of the bundle; `beside` is what the sheet shows more (rules.deciding.beside).
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "vote_id", "version"),
        estate_fk("vote", "vote_id"),
        estate_fk("roll_version", "roll_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    version: Mapped[int]
    roll_id: Mapped[uuid.UUID]
    result: Mapped[dict[str, Any]]
    beside: Mapped[dict[str, Any] | None]
    result_hash: Mapped[str]
    last_hash: Mapped[str]
    root: Mapped[str]
    counted_at: Mapped[datetime]


class Recount(OfEstate, Model):
    """A published vote counted again, on an objection or on the supervisor's word; or its roll corrected.

    A correction is asked for by one person and done by another, who agree to the same roll (`content_hash`).
    """

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        estate_fk("objection", "objection_id"),
        Index("ix_recount_vote", "estate_id", "vote_id"),
    )

    vote_id: Mapped[uuid.UUID]
    objection_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    reason: Mapped[str]
    content_hash: Mapped[str] = mapped_column(default="")
    before_version: Mapped[int]
    after_version: Mapped[int | None]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[datetime | None]


class Revocation(OfEstate, Model):
    """A court or the street took a decision back: by which document, of which day; one item, or all of them."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        estate_fk("vote_item", "item_id"),
        Index("ix_revocation_vote", "estate_id", "vote_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID | None]
    authority: Mapped[str]
    number: Mapped[str]
    decided_on: Mapped[date]
    words: Mapped[str]
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class OutcomeStatement(OfEstate, Model):
    """What comes of a vote, told to those who took part (DL-09); the newest one stands."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        Index("ix_outcome_statement_vote", "estate_id", "vote_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
