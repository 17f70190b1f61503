"""What this room does when something happens elsewhere; connected in linli.wiring."""

from linli.domains.estates import queries as estates
from linli.domains.notices import queries
from linli.domains.notices.events import AnnouncementPublished
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.events import ClaimDecided, LoginCodeAsked
from linli.domains.people.queries import identity, register
from linli.kernel.actors import Role
from linli.kernel.times import day_of


def send_login_code(event: LoginCodeAsked) -> None:
    """Together with the asking: a code that was made is a message that waits."""
    asked = identity.login_code(event.code_id)
    if asked is not None:
        messages.send_code(code_id=asked.id, expires_at=asked.expires_at, now=event.at)


def tell_claimant(event: ClaimDecided) -> None:
    """Whoever claimed a unit hears the answer."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.CLAIM,
        template="claim_approved" if event.approved else "claim_refused",
        about=f"claim:{event.claim_id}",
        params={},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_the_estate(event: AnnouncementPublished) -> None:
    """Everybody of the estate hears of an announcement, by the channels each has chosen."""
    assert event.estate_id is not None
    found = queries.announcement(estate_id=event.estate_id, announcement_id=event.announcement_id)
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
