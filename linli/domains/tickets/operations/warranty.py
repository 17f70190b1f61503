"""The developer's warranty: since when it runs, which reports it covers, and handing them on (TK-39).

The house stays the first receiver: the clock of the report runs on, and it follows the developer up (首接负责制).
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from config.warranty import terms
from linli.domains.estates import queries as estates
from linli.domains.tickets.errors import UnknownPlace, WrongStep
from linli.domains.tickets.models import Ticket, TicketWarranty, Warranty
from linli.domains.tickets.operations.stepping import lock, needed, step
from linli.domains.tickets.queries import warranty as known
from linli.domains.tickets.rules.steps import Kind
from linli.domains.tickets.rules.warranty import last_day, term_of
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """When a building, or all that is not named apart, was accepted as completed, and by whom it was built."""

    completed_on: date
    developer: str
    phone: str
    building_id: uuid.UUID | None = None


def set_warranty(*, actor: Actor, estate_id: uuid.UUID, of: Completion, now: datetime) -> Warranty:
    """Say since when the warranty runs; what was said before stays on record, and so do its cases.

    Raises UnknownPlace.
    """
    known_ids = {one.id for one in estates.buildings(estate_id)}
    if of.building_id is not None and of.building_id not in known_ids:
        raise UnknownPlace("请从列表里选择楼幢。", field_errors={"building_id": ["请从列表里选择楼幢。"]})
    made = Warranty(
        estate_id=estate_id, building_id=of.building_id, completed_on=of.completed_on, developer=of.developer,
        phone=of.phone, at=now, set_by=actor.account_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record("tickets:warranty:set", object_kind="warranty", object_id=made.id, estate_id=estate_id)
    return made


def mark(*, ticket: Ticket, now: datetime) -> TicketWarranty | None:
    """Mark a report that lies within the warranty, with the developer it is addressed to; None where it does not.

    What counts is the day of the report. Asked again after the category changed, the mark follows it, unless the
    developer has it already.
    """
    before = known.mark(ticket) if ticket.events > 1 else None  # fresh, it has none
    if before is not None and before.passed_at is not None:
        return before
    if before is not None:
        db.session.delete(before)
        db.session.flush()
    term = term_of(terms(), category=ticket.category, answers=ticket.answers)
    given = known.warranty_of(ticket.estate_id, ticket.building_id) if term else None
    if term is None or given is None:
        return None
    until_on = last_day(given.completed_on, term.years)
    if not given.completed_on <= day_of(ticket.reported_at) <= until_on:
        return None
    made = TicketWarranty(
        estate_id=ticket.estate_id, ticket_id=ticket.id, warranty_id=given.id, term=term.code,
        until_on=until_on, developer=given.developer, phone=given.phone, at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def pass_on(*, actor: Actor, ticket: Ticket, words: str, now: datetime) -> Ticket:
    """Hand it to the developer, with what was agreed; the reporter reads it. Raises WrongStep, ReasonMissing."""
    found = _marked(ticket)
    step(
        ticket=ticket, kind=Kind.TO_DEVELOPER, actor=actor, now=now, reason=needed(words, "words"),
        developer=found.developer,
    )  # fmt: skip
    found.passed_at = now
    return ticket


def leave_out(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """It is no case of warranty after all (wrong use, damage by others): the mark goes, the reason stays.

    Raises WrongStep, ReasonMissing.
    """
    found = _marked(ticket)
    words = f"不属于开发商保修：{needed(reason)}"
    step(ticket=ticket, kind=Kind.NOTED, actor=actor, now=now, reason=words, public=False)
    db.session.delete(found)
    return ticket


def _marked(ticket: Ticket) -> TicketWarranty:
    lock(ticket)
    found = known.mark(ticket)
    if found is None:
        raise WrongStep("这件报事不在保修期内。")
    return found
