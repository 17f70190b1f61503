"""Tables of tickets, one file a subject."""

from linli.domains.tickets.models.parts import DepartmentPost, TicketPart
from linli.domains.tickets.models.reports import (
    CommonPlace,
    DutyPost,
    Incident,
    IncidentNotice,
    IncidentTicket,
    TicketAlarm,
    TicketFollow,
)
from linli.domains.tickets.models.serving import (
    CallBack,
    DispatchRule,
    DispatchTurn,
    QuoteAnswer,
    RatingDoubt,
    RatingMark,
    RepairCharge,
    RepairQuote,
)
from linli.domains.tickets.models.tickets import Ticket, TicketEvent, TicketRating, TicketSequence

__all__ = [
    "CallBack",
    "CommonPlace",
    "DepartmentPost",
    "DispatchRule",
    "DispatchTurn",
    "DutyPost",
    "Incident",
    "IncidentNotice",
    "IncidentTicket",
    "QuoteAnswer",
    "RatingDoubt",
    "RatingMark",
    "RepairCharge",
    "RepairQuote",
    "Ticket",
    "TicketAlarm",
    "TicketEvent",
    "TicketFollow",
    "TicketPart",
    "TicketRating",
    "TicketSequence",
]
