"""Work orders going beyond the estate: to the township's small loop, and when passed up, to the county's big one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.departments import duties
from config.tickets import catalogue
from linli.domains.tickets import queries
from linli.domains.tickets.errors import ReasonMissing, StrangeDepartment
from linli.domains.tickets.events import TicketDispatched, TicketPassedUp
from linli.domains.tickets.models import Ticket, TicketPart
from linli.domains.tickets.operations import cooperating as parts_of
from linli.domains.tickets.operations.handling import accept
from linli.domains.tickets.operations.stepping import lock, needed, step, whose
from linli.domains.tickets.queries import departments
from linli.domains.tickets.rules import clocks, limits
from linli.domains.tickets.rules.routing import Addressee, Proposal, proposal
from linli.domains.tickets.rules.steps import Kind, State
from linli.kernel.actors import Actor
from linli.platform.bus import publish

#: The clock of what the county's departments handle together.
JOINT_CLOCK = "joint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """Who leads and who cooperates; without a `thing`, the one that the rules found."""

    lead: str
    cooperating: Sequence[str] = ()
    thing: str = ""
    reason: str = ""


def proposed(ticket: Ticket) -> Proposal:
    """Whom the rules would send it to in the loop that is next (GI-14)."""
    loop = Addressee.COUNTY if ticket.is_for(Addressee.COUNTY) else Addressee.TOWNSHIP
    return proposal(duties().things.get(ticket.thing), loop)


def dispatch(*, actor: Actor, ticket: Ticket, order: Dispatch, now: datetime) -> Ticket:
    """Give the order to a lead department, and parts of it to cooperating ones. What was not yet accepted is by this.

    Whoever departs from the rule says why; the rule that fired stays on record (GI-14).
    Raises WrongStep, NotPassedUp, ConsultationFirst, StrangeDepartment, PostEmpty, ReasonMissing.
    """
    lock(ticket)
    if ticket.standing is State.SUBMITTED:
        accept(actor=actor, ticket=ticket, now=now)
    loop = Addressee(departments.department(order.lead).loop)
    limits.check_dispatch(queries.order(ticket), loop=loop, lead=order.lead, duties=duties())
    if order.lead in order.cooperating:
        raise StrangeDepartment(field_errors={"cooperating": ["牵头单位不用再协同。"]})
    if order.thing:
        ticket.thing = order.thing
    rule = proposal(duties().things.get(ticket.thing), loop)
    other = rule.departs(order.lead, order.cooperating)
    if other and not order.reason:
        raise ReasonMissing(
            f"规则建议由{duties().title(rule.lead)}牵头，改派请写明理由。",
            field_errors={"reason": ["与规则不同，请写明理由。"]},
        )
    clock_starts = loop is Addressee.COUNTY and ticket.clock != JOINT_CLOCK
    due: dict[str, Any] = {"due": _county_clock(ticket, now)} if clock_starts else {}
    give(
        actor=actor, ticket=ticket, kind=Kind.DISPATCHED, lead=order.lead, reason=order.reason, now=now,
        rule=rule.name, thing=ticket.thing, override=other, **due,
    )  # fmt: skip
    ticket.route = f"{rule.name}（改派：{order.reason}）" if other else rule.name
    for department in order.cooperating:
        if not any(one.department == department and one.standing.open for one in queries.parts(ticket)):
            parts_of.make_part(actor=actor, ticket=ticket, department=department, now=now)
    publish(TicketDispatched(at=now, loop=loop, lead=order.lead, rule=rule.name, **whose(ticket)))
    return ticket


def escalate(*, actor: Actor, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """The township passes it up to the county, which dispatches it from then on. Raises WrongStep, ReasonMissing."""
    step(ticket=ticket, kind=Kind.ESCALATED, actor=actor, now=now, reason=needed(reason))
    ticket.addressee, ticket.lead = Addressee.COUNTY, ""
    ticket.assignee_id = ticket.stand_in_id = ticket.signed_at = None
    publish(TicketPassedUp(at=now, **whose(ticket)))
    return ticket


def give(
    *, actor: Actor, ticket: Ticket, kind: Kind, lead: str, reason: str, now: datetime,
    public: bool = True, **told: Any,
) -> None:  # fmt: skip
    """Put the order into the hands of a department's first person; the clock for signing begins.

    Raises WrongStep, StrangeDepartment, PostEmpty.
    """
    held = departments.holders(ticket.estate_id, lead)
    loop = Addressee(departments.department(lead).loop)
    step(
        ticket=ticket, kind=kind, actor=actor, now=now, reason=reason, public=public, loop=loop, lead=lead,
        assignee=held.first_id, stand_in=held.stand_in_id, **told,
    )  # fmt: skip
    ticket.addressee, ticket.lead, ticket.company_id, ticket.review = loop, lead, None, True
    hold(ticket, held.first_id, held.stand_in_id, now)
    _no_part_of_its_own(actor, ticket, now)


def hold(ticket: Ticket, first_id: uuid.UUID | None, stand_in_id: uuid.UUID | None, now: datetime) -> None:
    """Whoever has it now is to sign it within the clock's time."""
    ticket.assignee_id, ticket.stand_in_id, ticket.signed_at = first_id, stand_in_id, None
    ticket.sign_due_at = queries.working_time().after(now, catalogue().clocks[ticket.clock].sign)


def _county_clock(ticket: Ticket, now: datetime) -> datetime:
    """The big loop has a clock of its own; the first deadline stays on record."""
    ticket.clock = JOINT_CLOCK
    due_at = queries.working_time().after(now, catalogue().clocks[JOINT_CLOCK].finish)
    ticket.due_at = max(ticket.due_at, due_at)
    ticket.remind_at = clocks.remind_at(
        since=now, due_at=ticket.due_at, percent=catalogue().remind_at_percent
    )
    return ticket.due_at


def _no_part_of_its_own(actor: Actor, ticket: Ticket, now: datetime) -> None:
    own: Sequence[TicketPart] = [one for one in queries.parts(ticket) if one.department == ticket.lead]
    for part in own:
        if part.standing.open:
            parts_of.waive_part(actor=actor, ticket=ticket, part=part, reason="已改为牵头单位", now=now)
