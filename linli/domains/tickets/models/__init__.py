"""Tables of tickets, one file a subject."""

from linli.domains.tickets.models.blocks import BlockAppeal, ReportBlock
from linli.domains.tickets.models.desk import (
    Checklist,
    ChecklistPoint,
    ReplyTemplate,
    SavedFilter,
    TicketCheck,
    WorkerCap,
)
from linli.domains.tickets.models.later import LaterQuestion
from linli.domains.tickets.models.needs import TicketNeed
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
from linli.domains.tickets.models.warranty import TicketWarranty, Warranty

__all__ = [
    "BlockAppeal",
    "CallBack",
    "Checklist",
    "ChecklistPoint",
    "CommonPlace",
    "DepartmentPost",
    "DispatchRule",
    "DispatchTurn",
    "DutyPost",
    "Incident",
    "IncidentNotice",
    "IncidentTicket",
    "LaterQuestion",
    "QuoteAnswer",
    "RatingDoubt",
    "RatingMark",
    "RepairCharge",
    "RepairQuote",
    "ReplyTemplate",
    "ReportBlock",
    "SavedFilter",
    "Ticket",
    "TicketAlarm",
    "TicketCheck",
    "TicketEvent",
    "TicketFollow",
    "TicketNeed",
    "TicketPart",
    "TicketRating",
    "TicketSequence",
    "TicketWarranty",
    "Warranty",
    "WorkerCap",
]
