"""Tables of roll calls: which homes were asked whether they are safe, what they said, who went to help."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class RollCall(OfEstate, Model):
    """Homes of an estate are asked whether everybody is safe. `report` holds the counts it closed with."""

    __table_args__ = (Index("ix_roll_call_open", "estate_id", "closed_at"),)

    title: Mapped[str]
    words: Mapped[str]
    audience: Mapped[dict[str, Any]]
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    closed_by: Mapped[uuid.UUID | None]
    closed_at: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(default="")
    report: Mapped[dict[str, Any] | None]


class RollCallHome(OfEstate, Model):
    """One home on the list of a roll call, and how it stands by the newest word from it."""

    __table_args__ = (
        UniqueConstraint("estate_id", "roll_call_id", "unit_id"),
        Index("ix_roll_call_home_state", "estate_id", "roll_call_id", "state"),
        estate_fk("roll_call", "roll_call_id"),
        estate_fk("unit", "unit_id"),
    )

    roll_call_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    building_id: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(default="silent")
    said_at: Mapped[datetime | None]
    need: Mapped[str] = mapped_column(default="")
    helper: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    helped_at: Mapped[datetime | None]


class RollCallWord(OfEstate, Model):
    """Everything that was ever said of a home in a roll call: by its people, at the door, on the phone."""

    __append_only__ = True
    __table_args__ = (
        Index("ix_roll_call_word_home", "estate_id", "roll_call_id", "unit_id"),
        estate_fk("roll_call", "roll_call_id"),
    )

    roll_call_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    state: Mapped[str]
    need: Mapped[str]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    said_at: Mapped[datetime]
    came_at: Mapped[datetime]
