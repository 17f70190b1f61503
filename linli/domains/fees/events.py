"""What happened to bills."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BillsIssued(Event):
    """A run issued its bills."""

    run_id: uuid.UUID
    item_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BillVoided(Event):
    """A bill was taken back by a red one."""

    bill_id: uuid.UUID
    red_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BillsApproved(Event):
    """A second person approved one item of prepared bills."""

    part_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BillsReminded(Event):
    """The payers of a batch of bills are to be reminded."""

    batch_id: uuid.UUID
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeAnswered(Event):
    """An objection to a bill was answered."""

    bill_id: uuid.UUID
    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceShown(Event):
    """Audit and plan of a new price were put before the owners; the days of showing run from tomorrow."""

    change_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMoved(Event):
    """An agreement to pay by instalments was proposed, agreed to, declined, kept or broken."""

    plan_id: uuid.UUID
    unit_id: uuid.UUID
    state: str
