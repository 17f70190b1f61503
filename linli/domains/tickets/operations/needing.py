"""Work orders that wait for other work orders: none is solved while one that it needs is open (TK-35)."""

import uuid
from datetime import datetime

from linli.domains.tickets import queries
from linli.domains.tickets.errors import BadNeed, NeededOpen
from linli.domains.tickets.models import Ticket, TicketNeed
from linli.domains.tickets.operations import reporting
from linli.domains.tickets.operations.reporting import Report
from linli.domains.tickets.operations.stepping import lock, needed, step
from linli.domains.tickets.queries import needs
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.routing import Channel
from linli.domains.tickets.rules.steps import SETTLED, Kind
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db


def need(*, actor: Actor, ticket: Ticket, number: str, now: datetime) -> Ticket:
    """Let it wait for another open ticket of the estate, named by its number. Raises WrongStep, BadNeed."""
    try:
        other = queries.readable(actor, queries.by_number(ticket.estate_id, number))
    except Unknown:
        raise _bad() from None
    for one in sorted((ticket, other), key=lambda one: one.id):
        lock(one)
    before = needs.need(ticket, other.id)
    waits = before is not None and before.ended_at is None
    if other.id == ticket.id or other.standing in SETTLED or waits:
        raise _bad()
    if needs.leads_to(ticket.estate_id, other.id, ticket.id):
        raise _bad()
    _wait(actor, ticket, other, before, now)
    return ticket


def open_sub(*, actor: Actor, ticket: Ticket, category: str, words: str, now: datetime) -> Ticket:
    """Open a work order of the staff's own for a part of the work, which must be done first.

    It lies where the ticket lies, and no resident sees it. Raises WrongStep, UnknownCategory, BadNeed.
    """
    lock(ticket)
    if queries.category(category).place == "unit" and ticket.unit_id is None:
        raise BadNeed("这一类要写明哪一套房屋，请另选类别。", field_errors={"category": ["请另选类别。"]})
    sub = reporting.open_unasked(
        estate_id=ticket.estate_id, entered_by=actor.account_id, actor=actor, channel=Channel.SUB, now=now,
        report=Report(
            category=category, words=words, unit_id=ticket.unit_id, place=ticket.place,
            urgency=Urgency(ticket.urgency), building_id=None if ticket.unit_id else ticket.building_id,
        ),
    )  # fmt: skip
    _wait(actor, ticket, sub, None, now)
    return ticket


def drop(*, actor: Actor, ticket: Ticket, needed_id: uuid.UUID, reason: str, now: datetime) -> Ticket:
    """It need not wait for that one any more; the reason stays. Raises WrongStep, ReasonMissing, Unknown."""
    lock(ticket)
    found = needs.need(ticket, needed_id)
    if found is None or found.ended_at is not None:
        raise Unknown
    other = queries.ticket(estate_id=ticket.estate_id, ticket_id=needed_id)
    step(
        ticket=ticket, kind=Kind.NEED_DROPPED, actor=actor, now=now, reason=needed(reason), public=False,
        needed=needed_id, number=other.number,
    )  # fmt: skip
    found.ended_at = now
    return ticket


def check_needs(ticket: Ticket, outcome: Outcome) -> None:
    """Refuse to call it solved while a ticket that it needs is open; that it cannot be solved may be said.

    Raises NeededOpen.
    """
    waiting = needs.open_needs(ticket) if outcome is Outcome.SOLVED else []
    if waiting:
        numbers = "、".join(one.number for one in waiting)
        raise NeededOpen(f"要先办好的工单 {numbers} 还没有办好，这一件不能算已解决。")


def _wait(actor: Actor, ticket: Ticket, other: Ticket, before: TicketNeed | None, now: datetime) -> None:
    step(
        ticket=ticket, kind=Kind.NEEDED, actor=actor, now=now, public=False, needed=other.id,
        number=other.number,
    )  # fmt: skip
    if before is None:
        before = TicketNeed(estate_id=ticket.estate_id, ticket_id=ticket.id, needed_id=other.id)
        db.session.add(before)
    before.since_at, before.set_by, before.ended_at = now, actor.account_id, None
    db.session.flush()


def _bad() -> BadNeed:
    return BadNeed(field_errors={"number": [BadNeed.sentence]})
