"""Links by which somebody else pays a bill (PA-28): of the link itself only a digest is kept."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class PaymentLink(OfEstate, Model):
    """A link to some bills of one household, until a day, until they are paid, or until it is taken back."""

    __table_args__ = (
        Index("ix_payment_link_digest", "digest", unique=True),
        Index("ix_payment_link_made", "estate_id", "made_by"),
    )

    digest: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class PaymentLinkBill(OfEstate, Model):
    """A bill that a link shows."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "link_id", "bill_id"),
        estate_fk("payment_link", "link_id"),
        estate_fk("bill", "bill_id"),
    )

    link_id: Mapped[uuid.UUID]
    bill_id: Mapped[uuid.UUID]


class PaymentLinkOrder(OfEstate, Model):
    """An order that somebody began by a link."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "order_id"),
        estate_fk("payment_link", "link_id"),
        estate_fk("payment_order", "order_id"),
        Index("ix_payment_link_order", "estate_id", "link_id"),
    )

    link_id: Mapped[uuid.UUID]
    order_id: Mapped[uuid.UUID]
