"""Tables of tickets, one file a subject."""

from linli.domains.tickets.models.reports import (
    CommonPlace,
    DutyPost,
    Incident,
    IncidentNotice,
    IncidentTicket,
    TicketAlarm,
    TicketFollow,
)
from linli.domains.tickets.models.tickets import Ticket, TicketEvent, TicketRating, TicketSequence

__all__ = [
    "CommonPlace",
    "DutyPost",
    "Incident",
    "IncidentNotice",
    "IncidentTicket",
    "Ticket",
    "TicketAlarm",
    "TicketEvent",
    "TicketFollow",
    "TicketRating",
    "TicketSequence",
]
