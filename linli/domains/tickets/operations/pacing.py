"""More time, and time standing still: extensions and pauses, asked for by one person and granted by another."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from config.departments import duties
from config.tickets import catalogue
from linli.domains.tickets import queries
from linli.domains.tickets.events import TicketExtended, TicketPaused, TicketResumed
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations.stepping import lock, needed, step, whose
from linli.domains.tickets.rules import clocks, limits
from linli.domains.tickets.rules.clocks import Supervision
from linli.domains.tickets.rules.cooperation import PartState
from linli.domains.tickets.rules.orders import Order
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor
from linli.platform.bus import publish


def request_extension(
    *, actor: Actor, ticket: Ticket, until_on: date, reason: str, now: datetime
) -> Ticket:  # fmt: skip
    """Ask, before the deadline, for time until the end of a day; at most as much again as was first given.

    Raises WrongStep, ReasonMissing, ExtensionTooLate, ExtendedEnough, ExtensionTooLong.
    """
    lock(ticket)
    until = queries.working_time().end_of(until_on)
    limits.check_extension(
        queries.order(ticket), until=until, pace=queries.pace(ticket), duties=duties(), now=now
    )
    step(
        ticket=ticket, kind=Kind.EXTENSION_REQUESTED, actor=actor, now=now, reason=needed(reason),
        public=False, until=until,
    )  # fmt: skip
    return ticket


def grant_extension(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Give the time that was asked for; the reporter is told why. The first deadline stays on record.

    Raises WrongStep, OwnRequest, CountyOnly.
    """
    lock(ticket)
    limits.check_granted(asked_by=_asked_by(ticket, Kind.EXTENSION_REQUESTED), granted_by=actor.account_id)
    order = queries.order(ticket)
    limits.check_extension_granted(order, role=actor.role)
    asked = queries.last_event(ticket, Kind.EXTENSION_REQUESTED)
    due_at = datetime.fromisoformat(asked.data["until"]) if asked else ticket.due_at
    step(
        ticket=ticket, kind=Kind.EXTENDED, actor=actor, now=now, reason=asked.reason if asked else "",
        due=due_at,
    )  # fmt: skip
    ticket.extensions += 1
    move_deadline(ticket, due_at, since=order.began_at)
    publish(TicketExtended(at=now, due_at=due_at, **whose(ticket)))
    return ticket


def refuse_extension(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Leave the deadline where it is. Raises WrongStep, ReasonMissing."""
    step(
        ticket=ticket, kind=Kind.EXTENSION_REFUSED, actor=actor, now=now, reason=needed(reason), public=False
    )
    return ticket


def request_pause(*, actor: Actor, ticket: Ticket, cause: str, reason: str, now: datetime) -> Ticket:
    """Ask for the clock to stand still, for a listed cause. Raises WrongStep, StrangeCause, ReasonMissing."""
    limits.check_cause(cause, duties().causes)
    step(
        ticket=ticket, kind=Kind.SUSPENSION_REQUESTED, actor=actor, now=now, reason=needed(reason),
        public=False, cause=cause,
    )  # fmt: skip
    return ticket


def grant_pause(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Stop the clock; the reporter is told what is waited for. Raises WrongStep, OwnRequest."""
    lock(ticket)
    limits.check_granted(asked_by=_asked_by(ticket, Kind.SUSPENSION_REQUESTED), granted_by=actor.account_id)
    asked = queries.last_event(ticket, Kind.SUSPENSION_REQUESTED)
    cause = asked.data["cause"] if asked else ""
    step(ticket=ticket, kind=Kind.SUSPENDED, actor=actor, now=now, cause=cause)
    ticket.paused_at = now
    publish(TicketPaused(at=now, cause=cause, **whose(ticket)))
    return ticket


def refuse_pause(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """The clock runs on. Raises WrongStep, ReasonMissing."""
    step(
        ticket=ticket, kind=Kind.SUSPENSION_REFUSED, actor=actor, now=now, reason=needed(reason), public=False
    )
    return ticket


def resume(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """The clock runs again, with exactly the time that was left when it stopped (TK-24). Raises WrongStep."""
    lock(ticket)
    order, pace = queries.order(ticket), queries.pace(ticket)
    due_at, parts = limits.resumed(order, pace=pace, now=now)
    told = {department: moment.isoformat() for department, moment in parts.items()}
    step(ticket=ticket, kind=Kind.RESUMED, actor=actor, now=now, due=due_at, parts=told)
    _shift_small_clocks(ticket, order, now)
    ticket.paused_at = None
    ticket.due_at = due_at
    _keep_parts_within(ticket, parts)
    publish(TicketResumed(at=now, due_at=due_at, **whose(ticket)))
    return ticket


def move_deadline(ticket: Ticket, due_at: datetime, *, since: datetime) -> None:
    """A new deadline is in force: the reminder follows it, and no part is longer."""
    ticket.due_at = due_at
    ticket.remind_at = clocks.remind_at(since=since, due_at=due_at, percent=catalogue().remind_at_percent)
    if ticket.supervision == Supervision.REMINDED:
        ticket.supervision = Supervision.CALM
    _keep_parts_within(ticket, {})


def _shift_small_clocks(ticket: Ticket, order: Order, now: datetime) -> None:
    """The reminder and the signing of parts also wait as long as they had left."""
    pace, paused_at = queries.pace(ticket), order.paused_at or now

    def moved(moment: datetime) -> datetime:
        left = pace.time.left(pace.span, since=paused_at, until=moment)
        return pace.time.later(pace.span, since=now, left=left) if left else moment

    ticket.remind_at = moved(ticket.remind_at)
    for part in queries.parts(ticket):
        if part.standing is PartState.MADE:
            part.sign_due_at = moved(part.sign_due_at)


def _keep_parts_within(ticket: Ticket, moved: Mapping[str, datetime]) -> None:
    for part in queries.parts(ticket):
        if part.standing.open:
            part.due_at = min(moved.get(part.department, part.due_at), ticket.due_at)


def _asked_by(ticket: Ticket, kind: Kind) -> uuid.UUID | None:
    asked = queries.last_event(ticket, kind)
    return asked.actor_id if asked else None
