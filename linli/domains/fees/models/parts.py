"""Lines of a bill that come from elsewhere than a price: a share, a reading, an old debt, a reduction."""

import uuid

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class BillPart(OfEstate, Model):
    """What part of a bill is made of, besides its price lines; only a reduction is negative (FE-15, FE-20).

    A share is `whole_fen` × `weight` ÷ `weights`; a reading is `quantity_milli` thousandths of a unit times
    `rate_mfen`. `source_id` names the shared cost, reading, import, reduction or bill it rests on.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "bill_id", "position"),
        estate_fk("bill", "bill_id"),
        CheckConstraint(
            "(kind = 'relief' AND amount_fen < 0) OR (kind <> 'relief' AND amount_fen > 0)", name="sign"
        ),
        Index("ix_bill_part_source", "estate_id", "source_id"),
    )

    bill_id: Mapped[uuid.UUID]
    position: Mapped[int]
    kind: Mapped[str]
    words: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    quantity_milli: Mapped[int | None]
    measure: Mapped[str] = mapped_column(default="")
    rate_mfen: Mapped[int | None]
    whole_fen: Mapped[int | None]
    weight: Mapped[int | None]
    weights: Mapped[int | None]
    amount_fen: Mapped[int]
    source_id: Mapped[uuid.UUID | None]
