"""What waits for what, as the staff see it."""

from collections.abc import Sequence
from typing import Any

from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import Entry, needs
from linli.domains.tickets.rules.steps import SETTLED, Kind
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.grants import permits


def waiting(actor: Actor, ticket: Ticket, entries: Sequence[Entry]) -> dict[str, Any]:
    """What must be done before this ticket, and what waits for it: the staff's own, so nothing for a resident.

    Whether it waits for anything its history tells, which is at hand.
    """
    if actor.role in RESIDENTS:
        return {"needs": [], "needed_by": []}
    waits = any(entry.kind is Kind.NEEDED for entry in entries)
    return {
        "needs": _shown(actor, needs.needs(ticket)) if waits else [],
        "needed_by": _shown(actor, needs.needed_by(ticket)),
    }


def _shown(actor: Actor, found: Sequence[Ticket]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "number": one.number,
            "title": queries.category(one.category).title if permits(GRANTS, actor, Act.READ, one) else "",
            "state": one.state,
            "state_title": one.standing.title,
            "open": one.standing not in SETTLED,
        }
        for one in found
    ]
