"""What tickets add to the first pages: a rating that is awaited, work that is due."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from flask import url_for

from config.departments import duties
from linli.blueprints.tickets.showing import Shown, shown
from linli.blueprints.work import handover, home, today
from linli.domains.estates.rules import Feature
from linli.domains.tickets import queries
from linli.domains.tickets.queries import Filter, desks
from linli.domains.tickets.rules.clocks import Pressure
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import Actor, Role
from linli.platform.paging import Window
from linli.platform.transactions import seeing_every_estate

MOST = 50
_DECIDES = queries.STAGES["new"][1] | queries.STAGES["assign"][1] | queries.STAGES["check"][1]
_ACTIONS = {
    State.SUBMITTED: "受理派单",
    State.ACCEPTED: "派单",
    State.RETURN_REQUESTED: "处理退回",
    State.REOPENED: "安排重办",
    State.ASSIGNED: "接单",
    State.HANDLED: "核查",
    State.REVIEW: "核查",
}


def awaited(actor: Actor, estate_id: UUID, now: datetime) -> Iterator[home.Awaiting]:  # noqa: ARG001
    """Reports of mine that are done and wait for my stars."""
    found = queries.of_reporter(actor, estate_id, window=Window(MOST), stage="feedback")
    for ticket in shown(found.items):
        yield home.Awaiting(
            kind="rating",
            title=f"{ticket.category_title}已处理完",
            text="满意不满意，请说一声",
            action="去评价",
            href=url_for("tickets_pages.rating_form", estate_id=estate_id, ticket_id=ticket.id),
            until=queries.rating_ends(ticket.ticket),
        )


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterator[today.Item]:
    """Work that waits for this person, each by its next deadline."""
    wanted = Filter(mine=actor.role is Role.PROPERTY_WORKER)
    found = queries.queue(actor, estate_id, wanted=wanted, window=Window(MOST), now=now)
    for ticket in shown(found.items):
        if _waits_for(actor, ticket):
            action = _ACTIONS.get(ticket.ticket.standing, "办理")
            yield _item(ticket, action, queries.next_due(ticket.ticket))


def _item(ticket: Shown, action: str, due_at: datetime) -> today.Item:
    late = ticket.pressure is Pressure.OVERDUE
    return today.Item(
        title=ticket.category_title,
        text=" · ".join(part for part in (ticket.where, ticket.number) if part),
        chip=(Pressure.OVERDUE.title, "bad") if late else (ticket.state_title, ticket.tone),
        action=action,
        href=_address(ticket),
        due_at=due_at,
    )


def _address(ticket: Shown) -> str:
    return url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id)


def _waits_for(actor: Actor, ticket: Shown) -> bool:
    """A worker's own work; a manager's decisions; the community's own; and for both what is overdue."""
    if actor.role is Role.PROPERTY_WORKER or ticket.pressure is Pressure.OVERDUE:
        return True
    if actor.role is Role.COMMUNITY_OFFICER:
        return ticket.ticket.is_for(Addressee.COMMUNITY)
    return ticket.ticket.standing in _DECIDES or ticket.assignee_id == actor.account_id


_AT_DESK = {
    State.SUBMITTED: "交部门办理",
    State.ACCEPTED: "交部门办理",
    State.RETURN_REQUESTED: "处理退回",
    State.ESCALATED: "交部门办理",
    State.JOINT: "写会商纪要",
    State.EXTENSION_REQUESTED: "审批延期",
    State.SUSPENSION_REQUESTED: "审批暂缓",
}


def at_desk(actor: Actor, estate_id: UUID, now: datetime) -> Iterator[today.Item]:
    """What the township's or the county's desk decides on, the orders in this officer's hands, and their parts."""
    for ticket in shown(desks.waiting(actor, estate_id, limit=MOST)):
        state = ticket.ticket.standing
        yield _item(
            ticket, _AT_DESK.get(state) or _ACTIONS.get(state, "办理"), queries.next_due(ticket.ticket)
        )
    held = desks.held_parts(actor.account_id, estate_id, limit=MOST)
    named = shown([ticket for _, ticket in held])
    for (part, _), ticket in zip(held, named, strict=True):
        yield today.Item(
            title=f"协同：{ticket.category_title}",
            text=" · ".join((duties().title(part.department), ticket.number)),
            chip=("已超时", "bad") if part.due_at < now else (part.standing.title, "wait"),
            action="办理" if part.signed_at else "接下协同任务",
            href=_address(ticket),
            due_at=part.due_at if part.signed_at else min(part.sign_due_at, part.due_at),
        )


def open_work(account_id: UUID) -> Iterator[str]:
    """What somebody who leaves hands over."""
    with seeing_every_estate():
        found = queries.in_hands_of(account_id)
    for ticket in found:
        yield f"工单 {ticket.number}：{queries.category(ticket.category).title}，{ticket.standing.title}"


handover.contribute("tickets", open_work)
home.contribute(
    "tickets",
    feature=Feature.TICKETS,
    ask=awaited,
    module=home.Module(label="报事报修", icon="tool", way="tickets", position=10),
    counted=("tickets",),
)
today.contribute(
    "tickets",
    (Role.PROPERTY_WORKER, Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER),
    due,
    feature=Feature.TICKETS,
)
today.contribute(
    "tickets_desks", (Role.STREET_OFFICER, Role.COUNTY_OFFICER), at_desk, feature=Feature.TICKETS
)
