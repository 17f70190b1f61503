"""What happened to money."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSettled(Event):
    """Money came and was booked; `surplus` tells whether part of it found no bill."""

    order_id: uuid.UUID
    payment_id: uuid.UUID
    account_id: uuid.UUID | None
    surplus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonIncomeDisclosed(Event):
    """The accounts of the owners' common income were put before them."""

    disclosure_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonQuestionAnswered(Event):
    """An owner's question to an entry of the common income has its answer."""

    question_id: uuid.UUID
    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceAnswered(Event):
    """A request for an invoice was issued, declined or reversed: `state`."""

    request_id: uuid.UUID
    account_id: uuid.UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksFailed(Event):
    """The nightly proof found something new that does not hold in an estate's books; `count` are open in all."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositSettled(Event):
    """A deposit goes back to whoever paid it, less what was taken off."""

    deposit_id: uuid.UUID
    account_id: uuid.UUID
