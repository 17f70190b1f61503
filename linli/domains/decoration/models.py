"""Tables of decorations: what was registered, who looked at it, and what was found."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.decoration.rules import State
from linli.platform.db import Model, OfEstate, estate_fk

_GOING_ON = "state IN ('registered', 'under_way', 'ended')"


class Decoration(OfEstate, Model):
    """One owner's work in one unit, as it stands; a unit has one at a time."""

    __table_args__ = (
        estate_fk("unit", "unit_id"),
        Index(
            "uq_decoration_going_on", "estate_id", "unit_id", unique=True, postgresql_where=text(_GOING_ON),
            sqlite_where=text(_GOING_ON),
        ),
        Index("ix_decoration_desk", "estate_id", "state", "starts_on", "id"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
    )  # fmt: skip

    unit_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    firm: Mapped[str]
    firm_phone: Mapped[str] = mapped_column(default="")
    items: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str]
    registered_at: Mapped[datetime]
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    acknowledged_at: Mapped[datetime | None]
    visited_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")

    @property
    def standing(self) -> State:
        """Where it stands."""
        return State(self.state)


class DecorationVisit(OfEstate, Model):
    """A patrol looked at it (民法典第945条: 配合必要的现场检查). Written once."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("decoration", "decoration_id"),
        Index("ix_decoration_visit_decoration", "estate_id", "decoration_id", "id"),
    )

    decoration_id: Mapped[uuid.UUID]
    visited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    visited_at: Mapped[datetime]
    words: Mapped[str]


class DecorationFinding(OfEstate, Model):
    """Something forbidden that a visit saw, the ticket that came of it, and how it was put right."""

    __table_args__ = (
        estate_fk("decoration", "decoration_id"),
        estate_fk("decoration_visit", "visit_id"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_decoration_finding_decoration", "estate_id", "decoration_id", "id"),
        CheckConstraint("(settled_at IS NULL) = (settled_words = '')", name="settled_in_words"),
    )

    decoration_id: Mapped[uuid.UUID]
    visit_id: Mapped[uuid.UUID]
    code: Mapped[str]
    ticket_id: Mapped[uuid.UUID]
    found_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    settled_words: Mapped[str] = mapped_column(default="")
