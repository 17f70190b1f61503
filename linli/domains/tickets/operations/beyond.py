"""What the word of a body outside the house does to a ticket: the steps are taken, and nobody of ours took them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from linli.domains.tickets import queries
from linli.domains.tickets.events import TicketAccepted
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations.cooperating import merged_results
from linli.domains.tickets.operations.handling import feed_back
from linli.domains.tickets.operations.stepping import lock, step
from linli.domains.tickets.queries import beyond as held
from linli.domains.tickets.queries.needs import open_needs
from linli.domains.tickets.rules.steps import OPEN, Kind, State, possible
from linli.platform.bus import publish

_MOST_STEPS = 8


class Progress(StrEnum):
    """How far the body outside says it is."""

    TAKEN = "taken"
    HANDLING = "handling"
    FINISHED = "finished"
    RETURNED = "returned"


#: From each state the next step on the way to the end, and what the ticket has to reach for each progress.
_NEXT = {
    State.SUBMITTED: Kind.ACCEPTED,
    State.ACCEPTED: Kind.ASSIGNED,
    State.ASSIGNED: Kind.SIGNED,
    State.SIGNED: Kind.STARTED,
    State.REOPENED: Kind.STARTED,
    State.HANDLING: Kind.FINISHED,
}
_WAY = (State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.SIGNED, State.HANDLING, State.HANDLED)
_GOAL = {Progress.TAKEN: State.SIGNED, Progress.HANDLING: State.HANDLING, Progress.FINISHED: State.HANDLED}


def follow(*, ticket: Ticket, progress: Progress, words: str, now: datetime) -> State:
    """Bring a ticket as far as the body outside says it is, by every step in between; never back.

    Where the result need not be checked here, the reporter is told and asked to rate. What the body says of a
    ticket on which people of ours have gone another way is written down for them and moves nothing. Nor is it
    finished before the departments (domain-rules §3.2) and tickets that it must wait for: `go_on` takes that up.
    """
    lock(ticket)
    if progress is Progress.RETURNED:
        _note(ticket, f"平台退回：{words}" if words else "平台退回", now)
        return ticket.standing
    goal = _GOAL[progress]
    if ticket.standing not in _NEXT:
        return ticket.standing
    if progress is Progress.FINISHED and _awaited(ticket):
        goal = _GOAL[Progress.HANDLING]
    for _ in range(_MOST_STEPS):
        kind = _NEXT.get(ticket.standing)
        if kind is None or _reached(ticket.standing, goal):
            break
        _take(ticket, kind, words, now)
    if ticket.standing is State.HANDLED and not ticket.review:
        feed_back(actor=None, ticket=ticket, words="", now=now)
    if progress is Progress.FINISHED and ticket.standing is State.HANDLING:
        _note(ticket, "平台已办好，等协同部门都办好再核查", now, held_back=True, said=words)
    return ticket.standing


def go_on(*, ticket: Ticket, now: datetime) -> None:
    """The departments that were waited for are done: what the body outside had said before now counts."""
    if ticket.standing is not State.HANDLING or _awaited(ticket):
        return
    held_back = held.held_back(ticket)
    if held_back is not None:
        follow(ticket=ticket, progress=Progress.FINISHED, words=held_back.data["said"], now=now)


def _awaited(ticket: Ticket) -> bool:
    return any(part.must and part.standing.open for part in queries.parts(ticket)) or bool(open_needs(ticket))


def _reached(state: State, goal: State) -> bool:
    return state in _WAY and _WAY.index(state) >= _WAY.index(goal)


def _take(ticket: Ticket, kind: Kind, words: str, now: datetime) -> None:
    said = f"平台：{words}" if words and kind is Kind.FINISHED else ""
    told: dict[str, Any] = (
        {"results": merged_results(ticket=ticket, now=now)} if kind is Kind.FINISHED else {}
    )
    step(ticket=ticket, kind=kind, actor=None, now=now, reason=said, outside=True, **told)
    if kind is Kind.ACCEPTED:
        ticket.accepted_at = now
        publish(
            TicketAccepted(
                at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id
            )
        )
    elif kind is Kind.SIGNED:
        ticket.signed_at = now


def _note(ticket: Ticket, words: str, now: datetime, **told: Any) -> None:
    if ticket.standing in OPEN and Kind.NOTED in possible(ticket.standing):
        step(
            ticket=ticket, kind=Kind.NOTED, actor=None, now=now, reason=words, public=False, outside=True, **told
        )  # fmt: skip
