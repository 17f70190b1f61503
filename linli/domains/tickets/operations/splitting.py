"""Two matters in one report: what belongs to the other moves into a report of its own, linked both ways (TK-12)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.domains.tickets import queries
from linli.domains.tickets.errors import NothingToSplit
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import reporting
from linli.domains.tickets.operations.reporting import Report
from linli.domains.tickets.operations.stepping import lock, step
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor
from linli.platform.attachments import Attachment


def split(
    *,
    actor: Actor,
    ticket: Ticket,
    category: str,
    words: str,
    photo_ids: Sequence[uuid.UUID] = (),
    now: datetime,
) -> Ticket:
    """Open another report of the same person and place with the words and the chosen photos that belong to it.

    The photos move; what the reporter wrote stays in the old one as well, which says where the other is. Notes of
    the staff never go along: the reporter reads the new one. Raises NothingToSplit, WrongStep, UnknownCategory.
    """
    lock(ticket)
    shown = movable(ticket)
    if set(photo_ids) - shown.keys():
        raise NothingToSplit(field_errors={"photo_ids": [NothingToSplit.sentence]})
    if queries.category(category).place == "unit" and ticket.unit_id is None:
        raise NothingToSplit("这一类要写明哪一套房屋，请代居民另外登记一件。")
    made = reporting.branch_off(
        actor=actor, ticket=ticket, report=Report(
            category=category, words=words, unit_id=ticket.unit_id, place=ticket.place,
            urgency=Urgency(ticket.urgency), anonymous=ticket.anonymous,
        ), now=now,
    )  # fmt: skip
    step(
        ticket=ticket, kind=Kind.SPLIT, actor=actor, now=now, number=made.number, branch=made.id,
        moved=[str(one) for one in photo_ids],
    )  # fmt: skip
    first = queries.history(made, inside=True)[0].event
    for one in photo_ids:
        shown[one].object_id = first.id
    return ticket


def movable(ticket: Ticket) -> dict[uuid.UUID, Attachment]:
    """The photos that the reporter can see, by id, the oldest first."""
    return {photo.id: photo for entry in queries.history(ticket, inside=False) for photo in entry.photos}
