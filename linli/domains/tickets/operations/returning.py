"""Handing an order back, and the joint consultation (会商) that decides when nobody wants it."""

from datetime import date, datetime
from typing import Any

from config.departments import duties
from linli.domains.tickets import queries
from linli.domains.tickets.errors import MinutesMissing
from linli.domains.tickets.events import TicketConsulted, TicketReturned, TicketReturnRefused
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations.loops import give, hold
from linli.domains.tickets.operations.pacing import move_deadline
from linli.domains.tickets.operations.stepping import lock, needed, step, whose
from linli.domains.tickets.rules import limits
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind, after
from linli.kernel.actors import Actor, Role
from linli.platform.bus import publish


def request_return(
    *, actor: Actor, ticket: Ticket, reason: str, ground: str = "", proposed: str = "", now: datetime
) -> Ticket:
    """Hand it back. A worker gives it back to the manager with a reason; a body gives it back once, on a legal
    ground, naming who should have it (TK-22). The third body's return calls a joint consultation (NN-26).

    Raises WrongStep, ReasonMissing, GroundMissing, ReturnedBefore, ReturnTooLate, LeadFixed, ConsultationFirst.
    """
    lock(ticket)
    if actor.role is Role.PROPERTY_WORKER:
        step(
            ticket=ticket, kind=Kind.RETURN_REQUESTED, actor=actor, now=now, reason=needed(reason),
            public=False,
        )  # fmt: skip
        return ticket
    order = queries.order(ticket)
    after(order.state, Kind.RETURN_REQUESTED)
    limits.check_return(order, ground=ground, proposed=proposed, duties=duties(), now=now)
    step(
        ticket=ticket, kind=Kind.RETURN_REQUESTED, actor=actor, now=now, reason=needed(reason), public=False,
        body=order.body, ground=ground, proposed=proposed,
    )  # fmt: skip
    ticket.returns += 1
    publish(
        TicketReturned(
            at=now, body=order.body, ground=ground, proposed=proposed, times=ticket.returns, **whose(ticket)
        )
    )
    if limits.calls_consultation(queries.order(ticket), duties()):
        _consult(ticket, None, "三次退回，须会商确定牵头单位", now)
    return ticket


def refuse_return(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Leave the work where it is. Raises WrongStep, ReasonMissing."""
    step(ticket=ticket, kind=Kind.RETURN_REFUSED, actor=actor, now=now, reason=needed(reason), public=False)
    publish(TicketReturnRefused(at=now, body=ticket.body, **whose(ticket)))
    return ticket


def consult(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Call those concerned together. Raises WrongStep, ReasonMissing."""
    _consult(ticket, actor, needed(reason), now)
    return ticket


def settle(
    *, actor: Actor, ticket: Ticket, minutes: str, lead: str, until_on: date | None = None, now: datetime
) -> Ticket:
    """The minutes name who leads, and may set a new deadline; nobody hands it back after that (NN-26).

    Raises WrongStep, MinutesMissing, StrangeDepartment, PostEmpty.
    """
    lock(ticket)
    if not minutes:
        raise MinutesMissing(field_errors={"minutes": ["请写会商纪要。"]})
    if lead not in limits.bodies(duties()):
        raise MinutesMissing(field_errors={"lead": ["请确定牵头单位。"]})
    due: dict[str, Any] = {"due": queries.working_time().end_of(until_on)} if until_on else {}
    if due and due["due"] <= now:
        raise MinutesMissing("新的期限要在今天以后。", field_errors={"until_on": ["请选今天以后的日期。"]})
    if lead in duties().departments:
        give(
            actor=actor, ticket=ticket, kind=Kind.SETTLED, lead=lead, reason=minutes, public=False, now=now,
            **due,
        )  # fmt: skip
    else:
        step(
            ticket=ticket, kind=Kind.SETTLED, actor=actor, now=now, reason=minutes, public=False, loop=lead,
            lead="", **due,
        )  # fmt: skip
        ticket.addressee, ticket.lead = Addressee(lead), ""
        hold(ticket, None, None, now)
    ticket.bound = True
    if due:
        move_deadline(ticket, due["due"], since=now)
    publish(TicketConsulted(at=now, lead=lead, **whose(ticket)))
    return ticket


def _consult(ticket: Ticket, actor: Actor | None, reason: str, now: datetime) -> None:
    step(ticket=ticket, kind=Kind.JOINED, actor=actor, now=now, reason=reason, public=False)
    publish(TicketConsulted(at=now, **whose(ticket)))
