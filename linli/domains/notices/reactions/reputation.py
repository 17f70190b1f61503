"""What companies hear of their record and of the list, and who hears when a project is on the black list again."""

import uuid
from collections.abc import Collection

from linli.domains.estates import queries as estates
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import living, staff
from linli.domains.reputation.events import (
    BlackListedAgain,
    CreditItemDecided,
    CreditItemNotified,
    ListEntryNotified,
    ListPublished,
)
from linli.domains.reputation.queries import entries, items
from linli.kernel.actors import Role
from linli.platform.db import db

OfItem = CreditItemNotified | CreditItemDecided
OfEntry = ListEntryNotified | ListPublished


def tell_item(event: CreditItemNotified) -> None:
    """The company hears of an item, and until when it may object (SC-10)."""
    _tell_of_item(event, "credit_notified")


def tell_decision(event: CreditItemDecided) -> None:
    """The company hears what came of its objection, or of its wish for repair."""
    _tell_of_item(event, "credit_decided")


def tell_entry(event: ListEntryNotified) -> None:
    """The company hears that it is to come on the list, and until when it may reply (NN-40)."""
    _tell_of_entry(event, "list_notified")


def tell_published(event: ListPublished) -> None:
    """The company hears that the list with its name is public."""
    _tell_of_entry(event, "list_published")


def tell_again(event: BlackListedAgain) -> None:
    """Two quarters in a row: the committee and the street hear of it; what follows is the owners' to decide."""
    entry = entries.entry(entry_id=event.entry_id)
    if entry.project_id is None:
        return
    place = estates.estate(estate_id=entry.project_id)
    committee = db.session.scalars(living.holding(place.id, Role.COMMITTEE_MEMBER, now=event.at))
    officers = [one.account_id for one in staff.officers_of(place.street_id, now=event.at)]
    messages.tell(
        account_ids={*committee, *officers},
        kind=Kind.ANNOUNCEMENT,
        template="black_again",
        about=f"black_again:{entry.id}",
        params={"estate_name": place.name},
        estate_id=place.id,
        now=event.at,
    )


def _tell_of_item(event: OfItem, template: str) -> None:
    item = items.item(item_id=event.item_id)
    params = {"item_id": str(item.id), "title": item.of_kind.title}
    about = f"{template}:{item.id}:{event.at:%Y%m%d%H%M%S}"
    _tell(event, _those(event, item.project_id), template, about, params)


def _tell_of_entry(event: OfEntry, template: str) -> None:
    entry = entries.entry(entry_id=event.entry_id)
    params = {"entry_id": str(entry.id), "title": f"{entry.of_quarter.title}{entry.of_colour.title}"}
    _tell(event, _those(event, entry.project_id), template, f"{template}:{entry.id}", params)


def _those(event: OfItem | OfEntry, project_id: uuid.UUID | None) -> set[uuid.UUID]:
    """The company's heads, and the manager of the project that it is about."""
    found = set(staff.heads_of(event.company_id, now=event.at))
    if project_id is not None:
        found |= set(db.session.scalars(living.holding(project_id, Role.PROPERTY_MANAGER, now=event.at)))
    return found


def _tell(
    event: OfItem | OfEntry, to: Collection[uuid.UUID], template: str, about: str, params: dict[str, str]
) -> None:
    messages.tell(
        account_ids=to,
        kind=Kind.ANNOUNCEMENT,
        template=template,
        about=about,
        params=params,
        estate_id=None,
        now=event.at,
    )
