"""What is prepaid for a unit and not needed there any more, on its way back to whoever paid it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class PrepaidReturn(OfEstate, Model):
    """A proposal to give back what is prepaid for a unit, because the contract ended or somebody moved out.

    Another person decides; then it is the payer's surplus, to be refunded by the way it came
    (最高人民法院物业服务纠纷司法解释第3条: what was prepaid and not served is given back).
    """

    __table_args__ = (
        estate_fk("unit", "unit_id"),
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
        Index(
            "ix_prepaid_return_open",
            "estate_id",
            "unit_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    unit_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    amount_fen: Mapped[int]
    ground: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
