"""Tables of messages to persons."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model


class Message(Model):
    """One message to one person by one channel. The phone it goes to is looked up when it is sent.

    A sign-in code has no account yet, and many messages are of no estate, so this table is the person's,
    not the estate's. `once` keeps the same news from going twice.
    """

    __table_args__ = (
        Index("ix_message_due", "state", "channel", "next_try_at"),
        Index("ix_message_account", "account_id", "id"),
        Index("ix_message_reference", "reference"),
        UniqueConstraint("once"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    estate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("estate.id"), index=True)
    kind: Mapped[str]
    channel: Mapped[str]
    template: Mapped[str]
    params: Mapped[dict[str, Any]]
    once: Mapped[str]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    reference: Mapped[str | None]
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class MessageWish(Model):
    """A person's own choice for one kind and one channel, where it differs from the usual or was ever made."""

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    wanted: Mapped[bool]
    chosen_at: Mapped[datetime]
