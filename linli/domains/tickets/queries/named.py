"""Tickets by their ids, in a few words, for rooms above that keep lists of them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from config.tickets import catalogue
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.rules.steps import SETTLED, State
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Brief:
    """A ticket as a list elsewhere shows it: no words, no names."""

    estate_id: uuid.UUID
    id: uuid.UUID
    number: str
    title: str
    state: State
    due_at: datetime

    @property
    def settled(self) -> bool:
        """Whether nobody has to work on it any more."""
        return self.state in SETTLED


def briefly(ids: Sequence[uuid.UUID]) -> list[Brief]:
    """Those of the named that can be seen just now, the newest first."""
    found = db.session.scalars(select(Ticket).where(Ticket.id.in_(ids)).order_by(Ticket.id.desc()))
    return [
        Brief(one.estate_id, one.id, one.number, _title(one.category), one.standing, one.due_at)
        for one in found
    ]


def _title(code: str) -> str:
    category = catalogue().category(code)
    return category.title if category else code
