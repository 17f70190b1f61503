"""What the exchange does when something happens to a ticket, in the same transaction (GI-01)."""

from linli.domains.governance.operations import cases as operations
from linli.domains.governance.queries import cases
from linli.domains.governance.rules.states import Kind
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.events import (
    TicketAccepted,
    TicketClosed,
    TicketDispatched,
    TicketMerged,
    TicketRated,
    TicketRejected,
    TicketReopened,
    TicketReported,
    TicketUrged,
    TicketWithdrawn,
)
from linli.domains.tickets.queries.beyond import Ticket
from linli.kernel.events import Event

_COMPANY = "company"


def consider(event: TicketReported) -> None:
    """A report for the community: the rules say whether it goes to the platform. The company's stay with it."""
    if event.addressee != _COMPANY:
        operations.consider(ticket=_ticket(event), now=event.at)


def send_accepted(event: TicketAccepted) -> None:
    """The community has accepted it: what the rules send goes out."""
    ticket = _ticket(event)
    if ticket.addressee != _COMPANY:
        operations.send_by_rule(ticket=ticket, now=event.at)


def send_dispatched(event: TicketDispatched) -> None:
    """It was given to a department of the township or the county."""
    operations.send_dispatched(
        ticket=_ticket(event), reason=f"交办：{event.lead}（{event.rule}）", now=event.at
    )


def keep(event: TicketRejected | TicketMerged | TicketWithdrawn) -> None:
    """It came to its end before it was sent."""
    why = {TicketRejected: "不予受理", TicketMerged: "并入另一件报事", TicketWithdrawn: "居民已撤回"}
    operations.keep(ticket=_ticket(event), reason=why[type(event)])


def tell_urged(event: TicketUrged) -> None:
    """The reporter asks for speed."""
    _add(event, Kind.URGE)


def tell_rated(event: TicketRated) -> None:
    """The resident's verdict goes back to whoever did the work (GI-23)."""
    _add(event, Kind.RATING, stars=event.stars)


def tell_reopened(event: TicketReopened) -> None:
    """The resident wants it done over (GI-23)."""
    _add(event, Kind.REOPEN)


def tell_closed(event: TicketClosed) -> None:
    """It is over on this side."""
    _add(event, Kind.CLOSE, rated=event.rated)


def _add(
    event: TicketUrged | TicketRated | TicketReopened | TicketClosed, kind: Kind, **more: object
) -> None:
    assert event.estate_id is not None
    if cases.of_ticket(event.estate_id, event.ticket_id) is None:
        return
    ticket = _ticket(event)
    known = {"at": event.at.isoformat(), "solved": ticket.solved, "times": ticket.redone} | more
    operations.add(ticket=ticket, kind=kind, known=known, now=event.at)


def _ticket(event: Event) -> Ticket:
    assert event.estate_id is not None
    return tickets.ticket(estate_id=event.estate_id, ticket_id=event.ticket_id)  # type: ignore[attr-defined]
