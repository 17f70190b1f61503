"""What happens to tickets when something happens elsewhere."""

from linli.domains.people.events import StaffLeft
from linli.domains.tickets import queries
from linli.domains.tickets.events import (
    TicketFinished,
    TicketMerged,
    TicketPartFinished,
    TicketRejected,
    TicketWithdrawn,
)
from linli.domains.tickets.operations import beyond, joining, quotes, watching
from linli.domains.tickets.queries.needs import needed_by
from linli.domains.tickets.rules.outcomes import Outcome
from linli.platform.transactions import seeing_every_estate


def pass_on(event: StaffLeft) -> None:
    """The successor takes over what was open in the hands of whoever left, in every estate."""
    with seeing_every_estate():
        watching.pass_on(account_id=event.account_id, successor_id=event.successor_id, now=event.at)


def carry_over(event: TicketMerged) -> None:
    """Whoever was concerned by the report that was joined to another hears of the other from now on."""
    if event.estate_id is not None:
        joining.carry_over(
            estate_id=event.estate_id, ticket_id=event.ticket_id, into_id=event.into_id, now=event.at
        )


def bill_repair(event: TicketFinished) -> None:
    """What the resident agreed to pay is billed when the work is done, and only then (TK-37)."""
    if event.estate_id is not None and event.outcome == Outcome.SOLVED:
        ticket = queries.ticket(estate_id=event.estate_id, ticket_id=event.ticket_id)
        quotes.charge(ticket=ticket, now=event.at)


def go_on(event: TicketPartFinished) -> None:
    """A department that the lead had to wait for is done: the lead may have finished before (NN-24)."""
    if event.estate_id is not None and queries.part(estate_id=event.estate_id, part_id=event.part_id).must:
        beyond.go_on(
            ticket=queries.ticket(estate_id=event.estate_id, ticket_id=event.ticket_id), now=event.at
        )


def release(event: TicketFinished | TicketMerged | TicketRejected | TicketWithdrawn) -> None:
    """What waited for this ticket may go on, where a body outside had already said that it was done (TK-35)."""
    if event.estate_id is None:
        return
    done = queries.ticket(estate_id=event.estate_id, ticket_id=event.ticket_id)
    for one in needed_by(done):
        beyond.go_on(ticket=queries.ticket(estate_id=event.estate_id, ticket_id=one.id), now=event.at)
