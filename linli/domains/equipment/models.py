"""Tables of equipment: the ledger, what is due, what was done, and the tickets that opened by themselves."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Equipment(OfEstate, Model):
    """A piece in the ledger. `kind` is a class of config.equipment; its name and printed code are its place's.

    `attention_on` is the earliest day on which one of its upkeeps is due; where one was never written down or came
    out badly, the day the piece was entered or the day of that record. The ledger is ordered by it.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "place_id"),
        estate_fk("common_place", "place_id"),
        Index("ix_equipment_ledger", "estate_id", "retired_on", "attention_on", "id"),
        CheckConstraint("(retired_on IS NULL) = (retired_why = '')", name="retired_with_reason"),
    )

    place_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    maker: Mapped[str] = mapped_column(default="")
    serial: Mapped[str] = mapped_column(default="")
    registration_code: Mapped[str] = mapped_column(default="")
    firm: Mapped[str] = mapped_column(default="")
    firm_phone: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_on: Mapped[date]
    attention_on: Mapped[date]
    retired_on: Mapped[date | None]
    retired_why: Mapped[str] = mapped_column(default="")


class EquipmentUpkeep(OfEstate, Model):
    """How a piece stands with one upkeep of its class: what its newest record said. `due_on` is the last good day."""

    __table_args__ = (
        UniqueConstraint("estate_id", "equipment_id", "code"),
        estate_fk("equipment", "equipment_id"),
        Index("ix_equipment_upkeep_due", "due_on"),
    )

    equipment_id: Mapped[uuid.UUID]
    code: Mapped[str]
    due_on: Mapped[date | None]
    failed: Mapped[bool] = mapped_column(default=False)


class UpkeepRecord(OfEstate, Model):
    """That it was done: when, by which firm, how it came out, until when it is valid. Written once."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("equipment", "equipment_id"),
        Index("ix_upkeep_record_equipment", "estate_id", "equipment_id", "done_on"),
        CheckConstraint("(outcome = 'passed') = (valid_until IS NOT NULL)", name="valid_when_passed"),
    )

    equipment_id: Mapped[uuid.UUID]
    code: Mapped[str]
    done_on: Mapped[date]
    outcome: Mapped[str]
    valid_until: Mapped[date | None]
    done_by: Mapped[str]
    certificate: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class UpkeepTicket(OfEstate, Model):
    """A ticket that opened by itself for an upkeep, once for a due day and a stage, whoever runs the job how often."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "equipment_id", "code", "due_on", "stage"),
        estate_fk("equipment", "equipment_id"),
        estate_fk("ticket", "ticket_id"),
    )

    equipment_id: Mapped[uuid.UUID]
    code: Mapped[str]
    due_on: Mapped[date]
    stage: Mapped[str]
    ticket_id: Mapped[uuid.UUID]
    opened_at: Mapped[datetime]
