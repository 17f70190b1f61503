"""Tables of the developer's warranty: since when a building has it, and which reports fall under it."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Warranty(OfEstate, Model):
    """Since when a building (none named: the whole estate) is under warranty, and whose; the newest row counts.

    The terms run from the day it was accepted as completed (建设工程质量管理条例第40条).
    """

    __append_only__ = True
    __table_args__ = (Index("ix_warranty_building", "estate_id", "building_id", "id"),)

    building_id: Mapped[uuid.UUID | None]
    completed_on: Mapped[date]
    developer: Mapped[str]
    phone: Mapped[str]
    at: Mapped[datetime]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class TicketWarranty(OfEstate, Model):
    """A report lies within the warranty: for which part, until when, and the developer it is addressed to (TK-39).

    `passed_at` is when the house handed it to the developer, with what was agreed.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id"),
        estate_fk("ticket", "ticket_id"),
        estate_fk("warranty", "warranty_id"),
    )

    ticket_id: Mapped[uuid.UUID]
    warranty_id: Mapped[uuid.UUID]
    term: Mapped[str]
    until_on: Mapped[date]
    developer: Mapped[str]
    phone: Mapped[str]
    at: Mapped[datetime]
    passed_at: Mapped[datetime | None]
