"""Going from door to door: what was met with at each household, and the reminders that were sent."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class HouseholdVisit(OfEstate, Model):
    """One visit, call or video call to a voter: what came of it and what is next. Never what they would choose."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        Index("ix_household_visit_voter", "estate_id", "vote_id", "voter_no"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    voter_no: Mapped[str]
    means: Mapped[str]
    outcome: Mapped[str]
    next_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class VoteReminder(OfEstate, Model):
    """Those who had not voted were reminded once more; whom it reached is worked out when it goes out."""

    __table_args__ = (estate_fk("vote", "vote_id"), Index("ix_vote_reminder_vote", "estate_id", "vote_id"))
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    sent_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime]
