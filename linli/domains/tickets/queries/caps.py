"""The caps of a company's workers in an estate, and how much each has in hand (TK-20)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.tickets.models import Ticket, WorkerCap
from linli.domains.tickets.queries.tickets import hands
from linli.domains.tickets.rules.caps import Caps
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import RESTING
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker, with what is in their hands, and their cap: `own` where they have one, `most` in force."""

    account_id: uuid.UUID
    name: str
    in_hand: int
    own: int | None
    most: int | None

    @property
    def full(self) -> bool:
        """Whether work handed out in turn goes past them."""
        return self.most is not None and self.in_hand >= self.most


def caps(estate_id: uuid.UUID, company_id: uuid.UUID | None) -> Caps:
    """What counts now: the newest row of everybody's, and of each worker's own; one without a number takes it away."""
    newest = (
        select(
            WorkerCap.account_id,
            WorkerCap.most,
            func.row_number()
            .over(partition_by=WorkerCap.account_id, order_by=WorkerCap.id.desc())
            .label("age"),
        )
        .where(WorkerCap.estate_id == estate_id, WorkerCap.company_id == company_id)
        .subquery()
    )
    rows = db.session.execute(select(newest.c.account_id, newest.c.most).where(newest.c.age == 1))
    found: dict[uuid.UUID | None, int | None] = {row[0]: row[1] for row in rows}
    own = {one: most for one, most in found.items() if one is not None and most is not None}
    return Caps(found.get(None), own)


def in_hand(estate_id: uuid.UUID, account_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many of the estate's orders each is working on. What waits for its rating, or stands still for a listed
    cause, keeps nobody busy and is not counted.
    """
    rows = db.session.execute(
        select(Ticket.assignee_id, func.count())
        .where(
            Ticket.estate_id == estate_id,
            Ticket.over.is_(False),
            Ticket.assignee_id.in_(account_ids),
            Ticket.state.not_in(RESTING),
        )
        .group_by(Ticket.assignee_id)
    )
    return {who: count for who, count in rows if who is not None}


def workers(estate_id: uuid.UUID, company_id: uuid.UUID, *, now: datetime) -> list[Worker]:
    """The estate's workers with their caps."""
    found = [
        one
        for one in hands(estate_id, addressee=Addressee.COMPANY, on=day_of(now), now=now)
        if one.role is Role.PROPERTY_WORKER
    ]
    counted, limits = in_hand(estate_id, [one.account_id for one in found]), caps(estate_id, company_id)
    return [
        Worker(
            one.account_id, one.name, counted.get(one.account_id, 0), limits.own.get(one.account_id),
            limits.of(one.account_id),
        )
        for one in found
    ]  # fmt: skip
