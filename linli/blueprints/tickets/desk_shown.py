"""What a desk keeps, as the pages of tickets show it."""

from typing import Any
from uuid import UUID

from config.tickets import catalogue
from linli.domains.tickets.models import Checklist, Ticket
from linli.domains.tickets.operations.checklists import TICKED_IN
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import checklists
from linli.domains.tickets.rules.checklists import OPTIONAL
from linli.kernel.actors import Actor
from linli.kernel.grants import permits


def points_of(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """The points of a ticket, and whether whoever looks may tick them."""
    return {
        "points": checklists.points(ticket),
        "may_check": ticket.standing in TICKED_IN and permits(GRANTS, actor, Act.CHECK, ticket),
    }


def checklist_of(**ids: UUID) -> Checklist:
    """What a door finds: a checklist in use."""
    return checklists.checklist(**ids)


def category_options() -> list[tuple[str, str]]:
    """What a checklist can be for: a whole group, or one category."""
    return [
        choice
        for group in catalogue().groups
        for choice in (
            (group.code, f"{group.title}：全部"),
            *((one.code, f"{group.title}：{one.title}") for one in group.categories),
        )
    ]


def lists_of(estate_id: UUID, found: list[Checklist]) -> list[dict[str, Any]]:
    """Checklists with their lines, and as they were typed."""
    titles, lines = dict(category_options()), checklists.lines(estate_id, [one.id for one in found])
    return [
        {
            "id": one.id,
            "title": one.title,
            "category": one.category,
            "category_title": titles.get(one.category, one.category),
            "points": [{"id": row.id, "words": row.words, "must": row.must} for row in lines[one.id]],
            "typed": "\n".join(row.words if row.must else f"{OPTIONAL} {row.words}" for row in lines[one.id]),
        }
        for one in found
    ]
