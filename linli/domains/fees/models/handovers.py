"""A unit goes from one owner to another: who settles which days of its bills."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Handover(OfEstate, Model):
    """From `on`, the buyer pays; until the day before, the seller (浙江省物业管理条例第33条). Both hold the code.

    The register forgets a seller's access with the unit, so the settlement is opened by an unguessable address.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "unit_id", "on"),
        UniqueConstraint("code"),
        estate_fk("unit", "unit_id"),
        estate_fk("owner", "seller_id"),
        estate_fk("owner", "buyer_id"),
        CheckConstraint("seller_id <> buyer_id", name="two_owners"),
    )

    unit_id: Mapped[uuid.UUID]
    on: Mapped[date]
    seller_id: Mapped[uuid.UUID]
    buyer_id: Mapped[uuid.UUID]
    code: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
