"""The table of work orders that wait for other work orders."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class TicketNeed(OfEstate, Model):
    """A ticket cannot be solved before another one is done (TK-35); `ended_at`: it no longer waits for it."""

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id", "needed_id"),
        estate_fk("ticket", "ticket_id"),
        estate_fk("ticket", "needed_id"),
        Index("ix_ticket_need_needed", "estate_id", "needed_id"),
        CheckConstraint("ticket_id <> needed_id", name="another"),
    )

    ticket_id: Mapped[uuid.UUID]
    needed_id: Mapped[uuid.UUID]
    since_at: Mapped[datetime]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
