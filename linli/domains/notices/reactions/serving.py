"""What people hear of the service behind a report: a price to agree to, a resident who asks for speed."""

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import staff
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.events import RepairQuoted, TicketUrged
from linli.domains.tickets.rules.routing import Addressee
from linli.kernel.actors import Role
from linli.kernel.times import day_of

_HEADS = {
    Addressee.COMPANY: (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD),
    Addressee.COMMUNITY: (Role.COMMUNITY_OFFICER,),
}


def ask_consent(event: RepairQuoted) -> None:
    """The reporter hears what the repair will cost, and that nothing is done before they agree (TK-37)."""
    if event.reporter_id is None:
        return
    messages.tell(
        account_ids=[event.reporter_id],
        kind=Kind.TICKET,
        template="repair_quoted",
        about=f"repair_quoted:{event.quote_id}",
        params={"estate_id": str(event.estate_id), "ticket_id": str(event.ticket_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_heads(event: TicketUrged) -> None:
    """The heads of whoever handles the report hear that its resident urges (TK-23)."""
    if event.estate_id is None:
        return
    ticket = tickets.ticket(estate_id=event.estate_id, ticket_id=event.ticket_id)
    roles = _HEADS[Addressee(ticket.addressee)]
    heads = staff.staff_of(event.estate_id, roles=roles, on=day_of(event.at), now=event.at)
    messages.tell(
        account_ids=[one.account_id for one in heads],
        kind=Kind.TICKET,
        template="ticket_urged",
        about=f"ticket_urged:{event.ticket_id}:{day_of(event.at)}",
        params={"estate_id": str(event.estate_id), "ticket_id": str(event.ticket_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
