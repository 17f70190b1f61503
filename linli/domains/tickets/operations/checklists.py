"""Keeping checklists, and ticking their points for a ticket (TK-34)."""

import uuid
from collections.abc import Collection
from datetime import datetime

from config.tickets import catalogue
from linli.domains.tickets import queries
from linli.domains.tickets.errors import UnknownPoint, WrongStep
from linli.domains.tickets.models import Checklist, ChecklistPoint, Ticket, TicketCheck
from linli.domains.tickets.operations.stepping import lock
from linli.domains.tickets.queries import checklists
from linli.domains.tickets.rules.checklists import check_done, read
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.steps import COOPERATING, State
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db

#: While somebody is at work on it, or it is done over.
TICKED_IN = COOPERATING | {State.SUSPENDED}


def add(
    *, actor: Actor, estate_id: uuid.UUID, category: str, title: str, points: str, now: datetime
) -> Checklist:
    """A checklist for a category (own.water) or a whole group (own); one point a line.

    Raises UnknownCategory, BadChecklist.
    """
    lines = read(points)
    if category not in {group.code for group in catalogue().groups}:
        queries.category(category)
    made = Checklist(
        estate_id=estate_id, category=category, title=title, made_by=actor.account_id, made_at=now
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        ChecklistPoint(
            estate_id=estate_id, checklist_id=made.id, position=number, words=line.words, must=line.must
        )
        for number, line in enumerate(lines, 1)
    )
    db.session.flush()
    _record("add", made)
    return made


def retire(*, checklist: Checklist, now: datetime) -> None:
    """Ask for it no longer, in open work neither. What was ticked stays on record."""
    checklist.retired_at = now
    db.session.flush()
    _record("retire", checklist)


def replace(
    *, actor: Actor, checklist: Checklist, category: str, title: str, points: str, now: datetime
) -> Checklist:
    """Another checklist in its place, from now on: its points are ticked anew, because they ask something else.

    Raises UnknownCategory, BadChecklist.
    """
    made = add(
        actor=actor, estate_id=checklist.estate_id, category=category, title=title, points=points, now=now
    )
    retire(checklist=checklist, now=now)
    return made


def tick(*, actor: Actor, ticket: Ticket, point_ids: Collection[uuid.UUID], now: datetime) -> Ticket:
    """Say which points were looked at; those that are not named are open again. Only what changed is written.

    Raises UnknownPoint, and WrongStep where nobody is at work on it.
    """
    lock(ticket)
    if ticket.standing not in TICKED_IN:
        raise WrongStep
    known = {one.id: one for one in checklists.points(ticket)}
    if set(point_ids) - known.keys():
        raise UnknownPoint(field_errors={"point_ids": [UnknownPoint.sentence]})
    changed = [one for one in known.values() if one.done is not (one.id in point_ids)]
    db.session.add_all(
        TicketCheck(
            estate_id=ticket.estate_id, ticket_id=ticket.id, point_id=one.id, done=not one.done, at=now,
            account_id=actor.account_id,
        )
        for one in changed
    )  # fmt: skip
    db.session.flush()
    audit.record(
        "tickets:ticket:check", object_kind="ticket", object_id=ticket.id, estate_id=ticket.estate_id,
        points=len(changed),
    )  # fmt: skip
    return ticket


def check_points(ticket: Ticket, outcome: Outcome) -> None:
    """Work is not solved while a point that must be looked at is open. What cannot be done, or is not ours, was not
    done, and needs no ticks. Raises ChecklistOpen.
    """
    if outcome is Outcome.SOLVED:
        check_done(checklists.points(ticket))


def _record(verb: str, made: Checklist) -> None:
    audit.record(
        f"tickets:checklist:{verb}", object_kind="checklist", object_id=made.id, estate_id=made.estate_id,
        category=made.category,
    )  # fmt: skip
