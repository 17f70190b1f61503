"""What happened to complaints, for the other rooms. Ids only."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintMoved(Event):
    """The complainant hears how it goes on: `news` is extended, answered or reviewed."""

    complaint_id: uuid.UUID
    account_id: uuid.UUID
    news: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAsked(Event):
    """The company is asked what it has to say."""

    statement_id: uuid.UUID
