"""How a company hands out its work: by hand, to whoever grabs it first, or in turn (TK-19)."""

import uuid
from datetime import datetime

from sqlalchemy import select

from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.errors import AlreadyGrabbed, NotForGrabbing
from linli.domains.tickets.models import DispatchRule, DispatchTurn, Ticket
from linli.domains.tickets.operations import handling
from linli.domains.tickets.operations.stepping import lock
from linli.domains.tickets.queries import caps, serving
from linli.domains.tickets.rules.caps import below_cap
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.serving import Mode, whose_turn
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def set_mode(
    *, actor: Actor, estate_id: uuid.UUID, company_id: uuid.UUID, mode: Mode, now: datetime
) -> DispatchRule:
    """Say how the estate's work is handed out from now on; what is in somebody's hands stays there."""
    made = DispatchRule(
        estate_id=estate_id, company_id=company_id, mode=mode, at=now, set_by=actor.account_id
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "tickets:dispatch:set", object_kind="dispatch_rule", object_id=made.id, estate_id=estate_id, mode=mode
    )
    return made


def grab(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Take accepted work that nobody has.

    Two at once meet at the ticket's lock: one gets it, the other is told by whom.
    Raises AlreadyGrabbed with the name, NotForGrabbing, NotAWorker.
    """
    lock(ticket)
    if ticket.assignee_id is not None and ticket.assignee_id != actor.account_id:
        name = identity.names([ticket.assignee_id]).get(ticket.assignee_id, "")
        raise AlreadyGrabbed(f"这一单已经被{name or '别的师傅'}抢到了，看看别的单吧。")
    open_to_all = serving.mode(ticket.estate_id, ticket.company_id) is Mode.GRABBED
    if not open_to_all or ticket.standing is not State.ACCEPTED:
        raise NotForGrabbing
    handling.assign(actor=actor, ticket=ticket, assignee_id=actor.account_id, now=now)
    _turn(ticket, actor.account_id, now)
    return handling.sign(actor=actor, ticket=ticket, now=now)


def accept(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Accept a report; where the company hands out in turn, it goes to the next worker at once. Raises WrongStep."""
    handling.accept(actor=actor, ticket=ticket, now=now)
    return next_in_turn(actor=actor, ticket=ticket, now=now)


def next_in_turn(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Give accepted work to the worker who has waited longest for a turn, past those who have as much in hand as
    their cap allows (TK-20). Where all have, it waits for somebody to give it by hand; so it does where the company
    hands out otherwise, or has no worker here. Raises WrongStep.
    """
    rule = _rule(ticket)
    if rule is None or rule.mode != Mode.IN_TURN:
        return ticket
    found = queries.hands(ticket.estate_id, addressee=Addressee.COMPANY, on=day_of(now), now=now)
    workers = [one.account_id for one in found if one.role is Role.PROPERTY_WORKER]
    free = below_cap(
        workers, caps.in_hand(ticket.estate_id, workers), caps.caps(ticket.estate_id, ticket.company_id)
    )
    chosen = whose_turn(free, serving.last_turns(ticket.estate_id))
    if chosen is None:
        return ticket
    _turn(ticket, chosen, now)
    return handling.assign(actor=actor, ticket=ticket, assignee_id=chosen, now=now)


def _rule(ticket: Ticket) -> DispatchRule | None:
    """The rule in force, held until the transaction ends: turns are given one after another."""
    return db.session.scalar(
        select(DispatchRule)
        .where(DispatchRule.estate_id == ticket.estate_id, DispatchRule.company_id == ticket.company_id)
        .order_by(DispatchRule.id.desc())
        .limit(1)
        .with_for_update()
    )


def _turn(ticket: Ticket, account_id: uuid.UUID, now: datetime) -> None:
    db.session.add(
        DispatchTurn(estate_id=ticket.estate_id, ticket_id=ticket.id, account_id=account_id, at=now)
    )
    db.session.flush()
