"""What happened to places."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateFounded(Event):
    """An estate was entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractMade(Event):
    """A property company was engaged."""

    company_id: uuid.UUID
