"""What happened to a company's record."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditItemNotified(Event):
    """A company is told of an item and may object."""

    item_id: uuid.UUID
    company_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditItemDecided(Event):
    """An objection or a wish for repair has its answer."""

    item_id: uuid.UUID
    company_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntryNotified(Event):
    """A company is told that it is to come on the list, and may reply."""

    entry_id: uuid.UUID
    company_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPublished(Event):
    """An entry is on the list for everybody to read."""

    entry_id: uuid.UUID
    company_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackListedAgain(Event):
    """A project is on the black list for the second quarter in a row: its committee and street hear of it."""

    entry_id: uuid.UUID
    company_id: uuid.UUID
