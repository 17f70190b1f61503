"""Tables of credit and of the list. They are about companies; a project is an estate that a company serves."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.reputation.rules import course, listing
from linli.domains.reputation.rules.course import State
from linli.domains.reputation.rules.kinds import KINDS, Kind
from linli.domains.reputation.rules.listing import Colour, EntryState, Quarter
from linli.kernel.ids import new_id
from linli.platform.db import Model


class CreditItem(Model):
    """Something on a company's record, with its fact, evidence, finder and day, and every step of its life."""

    __table_args__ = (
        Index("ix_credit_item_company", "company_id", "effective_on"),
        Index("ix_credit_item_project", "project_id"),
        UniqueConstraint("source"),
        CheckConstraint("fact <> '' AND evidence <> '' AND finder <> ''", name="founded"),
        CheckConstraint("effective_on IS NULL OR notified_at IS NOT NULL", name="told_before_effect"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("estate.id"))
    kind: Mapped[str]
    points: Mapped[int]
    fact: Mapped[str]
    evidence: Mapped[str]
    finder: Mapped[str]
    found_on: Mapped[date]
    source: Mapped[str | None]
    proposed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    notified_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    notified_at: Mapped[datetime | None]
    object_until: Mapped[date | None]
    objected_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    objected_at: Mapped[datetime | None]
    objection: Mapped[str] = mapped_column(default="")
    decide_until: Mapped[date | None]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    upheld: Mapped[bool | None]
    decision: Mapped[str] = mapped_column(default="")
    effective_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    repair_asked_at: Mapped[datetime | None]
    repair_words: Mapped[str] = mapped_column(default="")
    repaired_on: Mapped[date | None]
    repaired_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    repair_answer: Mapped[str] = mapped_column(default="")
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(default="")

    @property
    def of_kind(self) -> Kind:
        """Its kind."""
        return KINDS[self.kind]

    def standing(self, today: date) -> State:
        """Where it stands on a day."""
        steps = course.Steps(
            self.notified_at,
            self.objected_at,
            self.decided_at,
            self.upheld,
            self.withdrawn_at,
            self.effective_on,
            self.ends_on,
            self.repaired_on,
        )
        return course.standing(steps, today=today)


class ListEntry(Model):
    """A company, or a company's project, on the red or black list of a quarter, with every step of its life."""

    __table_args__ = (
        UniqueConstraint("year", "quarter", "subject"),
        Index("ix_list_entry_company", "company_id"),
        CheckConstraint("reason <> '' AND evidence <> ''", name="founded"),
        CheckConstraint("published_at IS NULL OR reply_until IS NOT NULL", name="heard_before_published"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    year: Mapped[int]
    quarter: Mapped[int]
    subject: Mapped[str]
    colour: Mapped[str]
    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("estate.id"))
    score: Mapped[int]
    place: Mapped[int]
    among: Mapped[int]
    reason: Mapped[str]
    evidence: Mapped[str]
    term_until: Mapped[date]
    drawn_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime]
    notified_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    notified_at: Mapped[datetime | None]
    reply_until: Mapped[date | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    replied_at: Mapped[datetime | None]
    struck_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    struck_at: Mapped[datetime | None]
    struck_why: Mapped[str] = mapped_column(default="")
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    again: Mapped[bool] = mapped_column(default=False)
    talked_on: Mapped[date | None]
    talk: Mapped[str] = mapped_column(default="")
    rectify_until: Mapped[date | None]
    checked_on: Mapped[date | None]
    check_words: Mapped[str] = mapped_column(default="")
    left_on: Mapped[date | None]

    @property
    def of_quarter(self) -> Quarter:
        """Which quarter it judges."""
        return Quarter(self.year, self.quarter)

    @property
    def of_colour(self) -> Colour:
        """Red or black."""
        return Colour(self.colour)

    def standing(self, today: date) -> EntryState:
        """Where it stands on a day."""
        steps = listing.EntrySteps(
            self.notified_at,
            self.reply_until,
            self.struck_at,
            self.published_at,
            self.term_until,
            self.talked_on,
            self.left_on,
        )
        return listing.entry_standing(steps, today=today)
