"""What came beside the ballots: reviews, notices in editions, moved closes, the city system's paper."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class LegalityReview(OfEstate, Model):
    """One look at a draft by the street or the community's party organisation: what it read, and what it said."""

    __table_args__ = (estate_fk("vote", "vote_id"),)
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    text_hash: Mapped[str]
    reviewer: Mapped[str]
    verdict: Mapped[str]
    advice: Mapped[str]
    reviewed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime]


class VoteNotice(OfEstate, Model):
    """One edition of the notice, word for word. A changed text is a new edition, and its legal days run anew."""

    __table_args__ = (UniqueConstraint("estate_id", "vote_id", "edition"), estate_fk("vote", "vote_id"))
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    edition: Mapped[int]
    reason: Mapped[str]
    text: Mapped[dict[str, Any]]
    text_hash: Mapped[str]
    earliest_on: Mapped[date]
    announced_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    announced_at: Mapped[datetime]


class TimingChange(OfEstate, Model):
    """The close of an open vote moved: later as the notice foresaw, or earlier by the street. Shown on the result."""

    __table_args__ = (estate_fk("vote", "vote_id"),)
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    reason: Mapped[str]
    decided_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]


class OfficialResult(OfEstate, Model):
    """The result of the city's own system, as its signed paper states it; linli's own count beside it is advisory."""

    __table_args__ = (UniqueConstraint("estate_id", "vote_id", "version"), estate_fk("vote", "vote_id"))
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    version: Mapped[int]
    system: Mapped[str]
    document_no: Mapped[str]
    signed_by: Mapped[str]
    signed_on: Mapped[date]
    outcomes: Mapped[list[Any]]
    attachment_id: Mapped[uuid.UUID]
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
