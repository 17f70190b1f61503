"""Tables of the departments' share in the work: who holds their posts, and their parts of a work order."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.tickets.rules.cooperation import PartState
from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk


class DepartmentPost(Model):
    """Somebody is the first person (A岗) or the stand-in (B岗) of a department in a township or county."""

    __table_args__ = (
        Index(
            "uq_department_post_held", "region_id", "department", "post", unique=True,
            postgresql_where=text("ended_at IS NULL"), sqlite_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    department: Mapped[str]
    post: Mapped[str]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TicketPart(OfEstate, Model):
    """What one cooperating department has to do for a ticket, with a clock no longer than the lead's (NN-24).

    `state` is what the ticket's events about it lead to. `holder_id` has it now, `stand_in_id` gets it when
    it is not signed in time; once that happened there is no further stand-in.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id", "department"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_ticket_part_holder", "holder_id", "state", "due_at"),
        Index("ix_ticket_part_unsigned", "state", "sign_due_at"),
    )

    ticket_id: Mapped[uuid.UUID]
    department: Mapped[str]
    words: Mapped[str]
    must: Mapped[bool]
    state: Mapped[str]
    holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    stand_in_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    sign_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")

    @property
    def standing(self) -> PartState:
        """Where it stands."""
        return PartState(self.state)
