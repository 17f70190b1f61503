"""Tables of tickets, one file a subject."""

from linli.domains.tickets.models.tickets import Ticket, TicketEvent, TicketRating, TicketSequence

__all__ = ["Ticket", "TicketEvent", "TicketRating", "TicketSequence"]
