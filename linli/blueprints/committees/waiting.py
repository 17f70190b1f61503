"""What of the committee waits for the officer and for its members: tasks with their day, a term that ends."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.work import today
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import TERM_PREPARED, Task
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of, end_of, start_of

_ENDING = {Task.PREPARE_90, Task.PREPARE_60}


def contribute() -> None:
    """Add this room's part to the first pages."""
    today.contribute("committees", (Role.COMMUNITY_OFFICER, Role.COMMITTEE_MEMBER), due)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """What is to be done by its day; from 90 days before its end a term shows even when no job ran."""
    href = f"/work/e/{estate_id}/committee"
    asked = terms.open_tasks(estate_id)
    for one in asked:
        kind = Task(one.kind)
        yield today.Item(
            title=kind.title, text=kind.source, action="去办", href=href, due_at=end_of(one.due_on)
        )
    term = terms.ending(estate_id, on=day_of(now))
    if term is not None and not any(one.kind in _ENDING and one.term_id == term.id for one in asked):
        yield today.Item(
            title="业主委员会要换届了",
            text=f"第 {term.number} 届任期到 {term.until_on:%Y-%m-%d}",
            action="看名册",
            href=href,
            due_at=start_of(term.until_on - TERM_PREPARED),
        )
