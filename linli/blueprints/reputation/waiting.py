"""What of credit and the list waits for somebody today, at a company's desk or an officer's."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.work import today
from linli.domains.reputation.models import CreditItem, ListEntry
from linli.domains.reputation.queries import entries, items
from linli.domains.reputation.queries.items import COMPANY
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of, end_of


def contribute() -> None:
    """Add this room's part to the first pages; asked once an estate, it tells of that estate's project."""
    roles = (*COMPANY, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
    today.contribute("reputation", roles, due)


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """Items and entries about the estate's project on which the actor has the next word."""
    on = day_of(now)
    for item in items.waiting_for(actor, today=on, project_id=estate_id):
        yield _item(item, now, actor)
    for entry in entries.waiting_for(actor, today=on, project_id=estate_id):
        yield _entry(entry, now, actor)


def _item(item: CreditItem, now: datetime, actor: Actor) -> today.Item:
    company = actor.role in COMPANY
    by = item.object_until if company else item.decide_until
    return today.Item(
        title=f"信用信息：{item.of_kind.title}",
        text="请核对，有异议的请提出" if company else item.standing(day_of(now)).title,
        action="去核对" if company else "去办理",
        href=f"/work/credit/{item.id}",
        due_at=end_of(by or day_of(now)),
    )


def _entry(entry: ListEntry, now: datetime, actor: Actor) -> today.Item:
    company = actor.role in COMPANY
    return today.Item(
        title=f"{entry.of_quarter.title}{entry.of_colour.title}",
        text="公布以前可以申辩" if company else entry.standing(day_of(now)).title,
        action="去看看" if company else "去办理",
        href=f"/work/credit-list/{entry.id}",
        due_at=end_of((entry.reply_until if company else None) or day_of(now)),
    )
