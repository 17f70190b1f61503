"""Invoices that people ask the company for, over what they have paid."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class InvoiceRequest(OfEstate, Model):
    """Somebody's wish for an invoice; the company issues it by its own tax system and notes the number here.

    An issued one is only ever taken back by a red one (`red_number`); `said`: why it was declined or reversed.
    """

    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("state NOT IN ('issued', 'reversed') OR number <> ''", name="numbered"),
        CheckConstraint("state <> 'reversed' OR red_number <> ''", name="red"),
        Index("ix_invoice_request_state", "estate_id", "state"),
        Index("ix_invoice_request_account", "estate_id", "account_id"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    buyer: Mapped[str]
    title: Mapped[str]
    tax_no: Mapped[str]
    email: Mapped[str]
    amount_fen: Mapped[int]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    number: Mapped[str]
    red_number: Mapped[str]
    said: Mapped[str]
    handled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class InvoiceLine(OfEstate, Model):
    """What of one bill is on an invoice: what was paid of it and was on no other invoice."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "request_id", "bill_id"),
        estate_fk("invoice_request", "request_id"),
        estate_fk("bill", "bill_id"),
        CheckConstraint("amount_fen > 0", name="something"),
        Index("ix_invoice_line_bill", "estate_id", "bill_id"),
    )

    request_id: Mapped[uuid.UUID]
    bill_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]
