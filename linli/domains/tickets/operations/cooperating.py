"""Departments doing their parts of a work order: asked, signed, done, or waived with a reason (NN-24)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from config.tickets import catalogue
from linli.domains.tickets import queries
from linli.domains.tickets.events import TicketPartFinished, TicketPartMade, TicketPartSigned, TicketStoodIn
from linli.domains.tickets.models import Ticket, TicketPart
from linli.domains.tickets.operations.stepping import lock, needed, step, whose
from linli.domains.tickets.queries import departments
from linli.domains.tickets.rules.cooperation import PartState, part_after, part_due
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor
from linli.platform.bus import publish
from linli.platform.db import db


def make_part(
    *,
    actor: Actor,
    ticket: Ticket,
    department: str,
    words: str = "",
    must: bool = True,
    until_on: date | None = None,
    now: datetime,
) -> TicketPart:
    """Ask a department to do its part, by the lead's deadline or an earlier day.

    Raises WrongStep, StrangeDepartment, PostEmpty, PartTooLong.
    """
    lock(ticket)
    held = departments.holders(ticket.estate_id, department)
    found = next((one for one in queries.parts(ticket) if one.department == department), None)
    part_after(found.standing if found else None, Kind.PART_MADE)
    time = queries.working_time()
    due_at = part_due(lead_due=ticket.due_at, wished=time.end_of(until_on) if until_on else None)
    sign_due_at = min(time.after(now, catalogue().clocks[ticket.clock].sign), due_at)
    step(
        ticket=ticket, kind=Kind.PART_MADE, actor=actor, now=now, reason=words, public=False,
        department=department, must=must, part_due=due_at, holder=held.first_id, stand_in=held.stand_in_id,
    )  # fmt: skip
    made = found or TicketPart(estate_id=ticket.estate_id, ticket_id=ticket.id, department=department)
    made.words, made.must, made.state, made.result = words, must, PartState.MADE, ""
    made.holder_id, made.stand_in_id = held.first_id, held.stand_in_id
    made.made_at, made.sign_due_at, made.due_at = now, sign_due_at, due_at
    made.signed_at = made.finished_at = None
    db.session.add(made)
    db.session.flush()
    publish(TicketPartMade(at=now, part_id=made.id, department=department, **whose(ticket)))
    return made


def sign_part(*, actor: Actor, ticket: Ticket, part: TicketPart, now: datetime) -> Ticket:
    """The department takes its part on. Raises WrongStep."""
    _move(ticket, part, Kind.PART_SIGNED, actor, now)
    part.signed_at = now
    publish(TicketPartSigned(at=now, part_id=part.id, department=part.department, **whose(ticket)))
    return ticket


def finish_part(*, actor: Actor, ticket: Ticket, part: TicketPart, result: str, now: datetime) -> Ticket:
    """The department did its part, and says what. Raises WrongStep, ReasonMissing."""
    _move(ticket, part, Kind.PART_FINISHED, actor, now, needed(result, "result"))
    part.finished_at, part.result = now, result
    publish(TicketPartFinished(at=now, part_id=part.id, department=part.department, **whose(ticket)))
    return ticket


def waive_part(
    *, actor: Actor | None, ticket: Ticket, part: TicketPart, reason: str, now: datetime
) -> Ticket:
    """Go on without the department, for a reason that stays on record. Raises WrongStep, ReasonMissing."""
    _move(ticket, part, Kind.PART_WAIVED, actor, now, needed(reason))
    part.finished_at, part.result = now, reason
    publish(
        TicketPartFinished(at=now, part_id=part.id, department=part.department, waived=True, **whose(ticket))
    )
    return ticket


def stand_in_part(*, ticket: Ticket, part: TicketPart, now: datetime) -> None:
    """Not signed in time: the stand-in has it from now on; both are on record (NN-25)."""
    lock(ticket)
    db.session.refresh(part)
    if part.stand_in_id is None or part.standing is not PartState.MADE or now <= part.sign_due_at:
        return
    since_id, holder_id = part.holder_id, part.stand_in_id
    _move(ticket, part, Kind.PART_STOOD_IN, None, now, since=since_id, to=holder_id)
    part.holder_id, part.stand_in_id = holder_id, None
    publish(TicketStoodIn(at=now, since_id=since_id, assignee_id=holder_id, **whose(ticket)))


def merged_results(*, ticket: Ticket, now: datetime) -> dict[str, str]:
    """Before the lead finishes: what each department did, in one place; what need not be waited for is waived."""
    parts: Sequence[TicketPart] = queries.parts(ticket)
    for part in parts:
        if part.standing.open:
            waive_part(actor=None, ticket=ticket, part=part, reason="牵头单位已办结", now=now)
    return {part.department: part.result for part in parts if part.standing is PartState.FINISHED}


def _move(
    ticket: Ticket,
    part: TicketPart,
    kind: Kind,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    **told: Any,
) -> None:
    lock(ticket)
    reached = part_after(part.standing, kind)
    step(
        ticket=ticket, kind=kind, actor=actor, now=now, reason=reason, public=False,
        department=part.department, **told,
    )  # fmt: skip
    part.state = reached
