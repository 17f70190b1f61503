"""Tables of repairs from the maintenance fund: the project, what falls to each unit, what was paid."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class FundProject(OfEstate, Model):
    """One repair: what, where (`scope_id` is a building or stairwell), for how much, and how it was agreed to."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        CheckConstraint("plan_fen > 0", name="something"),
        CheckConstraint("ground = '' OR vote_id IS NULL", name="urgent_without_vote"),
        CheckConstraint("settled_fen IS NULL OR settled_fen <= plan_fen", name="within_plan"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> reviewed_by", name="two_people"),
        Index("ix_fund_project_vote", "estate_id", "vote_id"),
    )

    title: Mapped[str]
    words: Mapped[str]
    contractor: Mapped[str]
    scope_kind: Mapped[str]
    scope_id: Mapped[uuid.UUID | None]
    scope_name: Mapped[str]
    plan_fen: Mapped[int]
    ground: Mapped[str]
    state: Mapped[str]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    vote_id: Mapped[uuid.UUID | None]
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    settled_fen: Mapped[int | None]
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]


class FundShare(OfEstate, Model):
    """What falls to one unit of a project's plan, or of its settlement, with the area of that day."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "project_id", "of", "unit_id"),
        estate_fk("fund_project", "project_id"),
        estate_fk("unit", "unit_id"),
        CheckConstraint("amount_fen >= 0", name="not_less_than_nothing"),
    )

    project_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    of: Mapped[str]
    unit_label: Mapped[str]
    floor_area: Mapped[int]
    amount_fen: Mapped[int]


class FundPayment(OfEstate, Model):
    """Money that the fund paid for a project, as the housing authority's notice says."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "project_id", "voucher_no"),
        estate_fk("fund_project", "project_id"),
        CheckConstraint("amount_fen > 0", name="something"),
    )

    project_id: Mapped[uuid.UUID]
    on: Mapped[date]
    amount_fen: Mapped[int]
    payee: Mapped[str]
    voucher_no: Mapped[str]
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
