"""A vote and its items: what is asked, when, under which rules, and how far it has come."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Audience, Mode, VoteKind
from linli.platform.db import Model, OfEstate, estate_fk


class Vote(OfEstate, Model):
    """A meeting of the owners' assembly by vote. `rules` are the estate's at the announcement, then fixed.

    `scope_kind` estate, building or entrance with `scope_ids`; `text_hash` is over every announced word.
    `extension_days` and `early_end` are what the notice foresees; `advisory`: the city's own system decides.
    `objections_open` counts those without an answer, so that the vote itself knows whether it can be final.
    """

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        Index("ix_vote_state", "state", "opens_at", "closes_at"),
    )

    title: Mapped[str]
    meeting: Mapped[str]
    scope_kind: Mapped[str]
    scope_ids: Mapped[list[Any]]
    rules: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=State.DRAFT)
    kind: Mapped[str] = mapped_column(default=VoteKind.JOINT_DECISION)
    mode: Mapped[str] = mapped_column(default=Mode.NAMED)
    audience: Mapped[str] = mapped_column(default=Audience.PUBLIC)
    advisory: Mapped[bool] = mapped_column(default=False)
    extension_days: Mapped[int] = mapped_column(default=0)
    early_end: Mapped[bool] = mapped_column(default=False)
    notice_text: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    text_hash: Mapped[str | None]
    roll_id: Mapped[uuid.UUID | None]

    drafted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    copied_from: Mapped[uuid.UUID | None]
    removed_by: Mapped[uuid.UUID | None]
    removed_at: Mapped[datetime | None]
    review_asked_by: Mapped[uuid.UUID | None]
    review_asked_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=0)
    change_reason: Mapped[str] = mapped_column(default="")
    announced_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    announced_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    counted_by: Mapped[uuid.UUID | None]
    counted_at: Mapped[datetime | None]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    objections_until: Mapped[date | None]
    final_at: Mapped[datetime | None]
    annulment_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    annulment_reason: Mapped[str] = mapped_column(default="")
    annulled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    objections_open: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]


class VoteItem(OfEstate, Model):
    """One thing to decide. `number` is its id in the bundle; `threshold` follows from the matter.

    Items with the same words in `alternative_of` are plans for one question: at most one can be agreed to (VO-19).
    """

    __table_args__ = (UniqueConstraint("estate_id", "vote_id", "number"), estate_fk("vote", "vote_id"))

    vote_id: Mapped[uuid.UUID]
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(default=ItemKind.RESOLUTION)
    title: Mapped[str]
    words: Mapped[str]
    matter: Mapped[str]
    threshold: Mapped[str]
    changes: Mapped[str]
    costs: Mapped[str]
    otherwise: Mapped[str]
    follow_majority: Mapped[bool] = mapped_column(default=False)
    alternative_of: Mapped[str] = mapped_column(default="")
    seats: Mapped[int] = mapped_column(default=0)
    alternates: Mapped[int] = mapped_column(default=0)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
