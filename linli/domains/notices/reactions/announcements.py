"""Whom an announcement reaches, once it is published."""

from linli.domains.estates import queries as estates
from linli.domains.notices.events import AnnouncementPublished
from linli.domains.notices.operations import messages
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import register
from linli.kernel.actors import Role
from linli.kernel.times import day_of


def tell_the_estate(event: AnnouncementPublished) -> None:
    """Everybody of the estate hears of an announcement, by the channels each has chosen."""
    assert event.estate_id is not None
    found = boards.announcement(estate_id=event.estate_id, announcement_id=event.announcement_id)
    units = [unit.id for unit in estates.unit_views(event.estate_id)]
    messages.tell(
        account_ids=register.accounts_of_units(event.estate_id, units, on=day_of(event.at)),
        kind=Kind.ANNOUNCEMENT,
        template="announcement",
        about=f"announcement:{found.id}",
        params={
            "title": found.title,
            "sender": Role(found.author_role).title,
            "estate_id": str(found.estate_id),
            "announcement_id": str(found.id),
        },
        estate_id=event.estate_id,
        now=event.at,
    )
