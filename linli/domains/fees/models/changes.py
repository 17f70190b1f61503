"""How a price of the property fee comes to be changed by law."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class FeeChange(OfEstate, Model):
    """A new price on its way: audited accounts, a plan, thirty days' showing, the owners' decision (杭州市条例第53条).

    `vote_id` names a vote on this platform; a decision taken on paper has its document instead.
    """

    __table_args__ = (
        estate_fk("fee_item", "item_id"),
        estate_fk("tariff", "tariff_id"),
        CheckConstraint("rate_mfen >= 0", name="rate"),
        Index("ix_fee_change_item", "estate_id", "item_id"),
    )

    item_id: Mapped[uuid.UUID]
    unit_kind: Mapped[str]
    formula: Mapped[str]
    rate_mfen: Mapped[int]
    since_on: Mapped[date]
    reason: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    shown_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    vote_id: Mapped[uuid.UUID | None]
    tariff_id: Mapped[uuid.UUID | None]
