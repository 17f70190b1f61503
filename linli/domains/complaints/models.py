"""Tables of complaints about the property company."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.complaints.rules import State
from linli.platform.db import Model, OfEstate, estate_fk


class Complaint(OfEstate, Model):
    """A household's complaint, as it stands. `named`: the company may learn whose it is.

    `first_due_at` is the day that the law promised, `due_at` the one in force; once `late`, always late.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        estate_fk("unit", "unit_id"),
        Index("ix_complaint_desk", "estate_id", "state", "due_at", "id"),
        Index("ix_complaint_own", "estate_id", "complainant_id", "id"),
        Index("ix_complaint_household", "estate_id", "unit_id", "subject", "filed_at"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
        CheckConstraint("(reviewed_at IS NULL) = (review = '')", name="reviewed_in_words"),
    )

    number: Mapped[int]
    complainant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[uuid.UUID]
    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    subject: Mapped[str]
    words: Mapped[str]
    named: Mapped[bool]
    repeat_of_id: Mapped[uuid.UUID | None]
    state: Mapped[str]
    filed_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    extended_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    satisfied: Mapped[bool | None]
    escalated_at: Mapped[datetime | None]
    review_due_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    review: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    @property
    def standing(self) -> State:
        """Where it stands."""
        return State(self.state)


class ComplaintStep(OfEstate, Model):
    """One thing that was done to a complaint, by whom, in which role. Written once."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("complaint", "complaint_id"),
        Index("ix_complaint_step_complaint", "estate_id", "complaint_id", "id"),
    )

    complaint_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    words: Mapped[str] = mapped_column(default="")


class CompanyStatement(OfEstate, Model):
    """What the company was asked, in the officer's words, and what it says to it. All that it sees of a complaint."""

    __table_args__ = (
        estate_fk("complaint", "complaint_id"),
        Index("ix_company_statement_open", "estate_id", "answered_at", "due_at"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
    )

    complaint_id: Mapped[uuid.UUID]
    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    words: Mapped[str]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
