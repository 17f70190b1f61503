"""Part of the fee held back until the quarter's rating releases it (淘宝式缴费, NN-34)."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class EscrowAgreement(OfEstate, Model):
    """What the company offered and the owners' side agreed to: how much of an item is held, and the formula.

    `share_bp`: the held part of what is paid; `none_bp`/`full_bp`: the rating up to which nothing, and from which
    all of it is released, in a straight line between; all in hundredths of a percent. `rest`: where what is not
    released goes, to the owners' common income or into the next quarter.
    """

    __table_args__ = (
        estate_fk("fee_item", "item_id"),
        CheckConstraint("share_bp BETWEEN 1 AND 10000", name="share"),
        CheckConstraint("none_bp >= 0 AND none_bp < full_bp AND full_bp <= 10000", name="formula"),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> offered_by", name="two_sides"),
        Index("ix_escrow_agreement_item", "estate_id", "item_id"),
    )

    item_id: Mapped[uuid.UUID]
    share_bp: Mapped[int]
    none_bp: Mapped[int]
    full_bp: Mapped[int]
    rest: Mapped[str]
    since_on: Mapped[date]
    basis: Mapped[str]
    offered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime]
    agreed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]


class EscrowHolding(OfEstate, Model):
    """A step of holding back: the agreed share of what was paid since the step before; less where bills were voided."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("escrow_agreement", "agreement_id"),
        CheckConstraint("amount_fen <> 0", name="something"),
        Index("ix_escrow_holding_agreement", "estate_id", "agreement_id"),
    )

    agreement_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]
    at: Mapped[datetime]


class EscrowRelease(OfEstate, Model):
    """A quarter's rating and what it released, once; `basis` says where the rating was published."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "agreement_id", "quarter_on"),
        estate_fk("escrow_agreement", "agreement_id"),
        CheckConstraint("rating_bp BETWEEN 0 AND 10000", name="rating"),
        CheckConstraint(
            "held_fen = released_fen + rest_fen AND released_fen >= 0 AND rest_fen >= 0", name="adds_up"
        ),
    )

    agreement_id: Mapped[uuid.UUID]
    quarter_on: Mapped[date]
    rating_bp: Mapped[int]
    basis: Mapped[str]
    held_fen: Mapped[int]
    released_fen: Mapped[int]
    rest_fen: Mapped[int]
    released_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime]
