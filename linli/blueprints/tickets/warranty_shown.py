"""The warranty of a report as its readers see it."""

from collections.abc import Sequence
from typing import Any

from config.warranty import terms
from linli.domains.tickets.models import Ticket, TicketWarranty
from linli.domains.tickets.queries import Entry, warranty
from linli.domains.tickets.rules.steps import Kind
from linli.domains.tickets.rules.warranty import term_of

_KEPT = ("term", "until_on", "developer", "phone", "passed_at")


def mark_of(ticket: Ticket, entries: Sequence[Entry]) -> dict[str, Any] | None:
    """That a report lies within the warranty, in words; None where it does not.

    Looked up only where its category can have a warranty, or its history tells that the developer got it.
    """
    fits = term_of(terms(), category=ticket.category, answers=ticket.answers) is not None
    passed = any(entry.kind is Kind.TO_DEVELOPER for entry in entries)
    found = warranty.mark(ticket) if fits or passed else None
    return shown_mark(found) if found else None


def shown_mark(found: TicketWarranty) -> dict[str, Any]:
    """The mark with the title and the law of its term."""
    term = next((one for one in terms() if one.code == found.term), None)
    return {name: getattr(found, name) for name in _KEPT} | {
        "title": term.title if term else "", "law": term.law if term else "",
    }  # fmt: skip
