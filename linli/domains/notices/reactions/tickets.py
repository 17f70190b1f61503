"""What a reporter hears of the report."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.tickets.events import TicketAccepted, TicketFinished, TicketRejected


def tell_ticket_accepted(event: TicketAccepted) -> None:
    """Whoever reported something hears that it will be dealt with."""
    _tell_reporter(event, "ticket_accepted")


def tell_ticket_rejected(event: TicketRejected) -> None:
    """Whoever reported something hears that it will not be dealt with here."""
    _tell_reporter(event, "ticket_rejected")


def tell_ticket_finished(event: TicketFinished) -> None:
    """Whoever reported something hears that it is done, and is asked to rate."""
    _tell_reporter(event, "ticket_finished")


def _tell_reporter(event: TicketAccepted | TicketRejected | TicketFinished, template: str) -> None:
    if event.reporter_id is None:
        return
    messages.tell(
        account_ids=[event.reporter_id],
        kind=Kind.TICKET,
        template=template,
        about=f"{template}:{event.ticket_id}:{event.at:%Y%m%d%H%M%S}",  # it may be done over, and finished again
        params={"estate_id": str(event.estate_id), "ticket_id": str(event.ticket_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
