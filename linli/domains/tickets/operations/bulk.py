"""One step for many tickets: each refusal is reported, and the rest is done (TK-52)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from linli.domains.tickets import queries
from linli.domains.tickets.errors import NotAWorker, ReasonMissing
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import grabbing, handling, replies
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries.replies import said_of
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Forbidden, Refusal, Unknown
from linli.platform.transactions import piece

MOST = 200


class BulkStep(StrEnum):
    """What can be done to many tickets at once."""

    ACCEPT = "accept"
    ASSIGN = "assign"
    REPLY = "reply"
    NOTE = "note"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"accept": "受理", "assign": "派单", "reply": "答复居民", "note": "内部备注"}[self]


_ACTS = {
    BulkStep.ACCEPT: Act.ACCEPT, BulkStep.ASSIGN: Act.ASSIGN, BulkStep.REPLY: Act.REPLY, BulkStep.NOTE: Act.NOTE,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A step for many: the words of an answer or a note, whom the work is given to."""

    step: BulkStep
    words: str = ""
    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A ticket for which the step was refused, and why. A ticket that is out of reach has no number."""

    ticket_id: uuid.UUID
    number: str
    code: str
    sentence: str


@dataclass(slots=True)
class Report:
    """What became of each ticket, in the order in which they were reported."""

    done: list[Ticket] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def take(
    *, actor: Actor, estate_id: uuid.UUID, ticket_ids: Sequence[uuid.UUID], order: Order, now: datetime
) -> Report:
    """Take a step for each of at most MOST tickets, as though somebody had done it one after another.

    A refusal undoes that ticket's step alone. What the words of an answer name in braces is filled for each ticket.
    Raises ReasonMissing and NotAWorker where the order itself lacks something.
    """
    if order.step in {BulkStep.REPLY, BulkStep.NOTE} and not order.words:
        raise ReasonMissing(field_errors={"words": ["请写要说的话。"]})
    if order.step is BulkStep.ASSIGN and order.assignee_id is None:
        raise NotAWorker(field_errors={"assignee_id": ["请选择派给谁。"]})
    found = {one.id: one for one in queries.chosen(actor, estate_id, ticket_ids)}
    report = Report()
    for id_ in dict.fromkeys([*found, *ticket_ids]):
        ticket = found.get(id_)
        number = ticket.number if ticket else ""
        try:
            _one(actor, ticket, order, now)
        except Refusal as no:
            report.refused.append(Refused(id_, number, no.code, no.sentence))
        else:
            report.done.append(found[id_])
    return report


def _one(actor: Actor, ticket: Ticket | None, order: Order, now: datetime) -> None:
    if ticket is None:
        raise Unknown
    if not permits(GRANTS, actor, _ACTS[order.step], ticket):
        raise Forbidden
    with piece():
        match order.step:
            case BulkStep.ACCEPT:
                grabbing.accept(actor=actor, ticket=ticket, now=now)
            case BulkStep.ASSIGN if order.assignee_id:
                handling.assign(actor=actor, ticket=ticket, assignee_id=order.assignee_id, now=now)
            case BulkStep.REPLY:
                replies.reply(actor=actor, ticket=ticket, words=said_of(ticket, order.words), now=now)
            case _:
                handling.note(actor=actor, ticket=ticket, words=order.words, now=now)
