"""Tables of the statutory board (公示栏): what is shown, for how long, and the proof that it was posted."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class BoardItem(OfEstate, Model):
    """One thing on the board, from a day to a day (both shown). `source` names the matter it came from, once."""

    __table_args__ = (
        UniqueConstraint("estate_id", "source"),
        Index("ix_board_item_days", "estate_id", "ends_on"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
    )

    kind: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    ground: Mapped[str]
    objections: Mapped[str]
    href: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    posted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    posted_at: Mapped[datetime]
    taken_down_at: Mapped[datetime | None]
    taken_down_why: Mapped[str] = mapped_column(default="")


class BoardProof(OfEstate, Model):
    """A photo of the board on the wall: where, from when to when, who hung it and who saw it."""

    __append_only__ = True
    __table_args__ = (
        Index("ix_board_proof_item", "estate_id", "item_id"),
        estate_fk("board_item", "item_id"),
    )

    item_id: Mapped[uuid.UUID]
    place: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    posted_by: Mapped[str]
    witness: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
