"""What happened to repairs from the maintenance fund."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FundSettled(Event):
    """A repair is settled: each owner of its scope can read what it cost beside what was planned."""

    project_id: uuid.UUID
